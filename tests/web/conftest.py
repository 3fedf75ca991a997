"""A real Chromium on the sandbox's page, and a tiny bot behind it."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

from sandbox import Sandbox, SandboxGroup, SandboxUser, serve

MISSING = "browser tests not run: chromium missing"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}

SHOWN = {
    "/card": {
        "text": "<b>Demo village</b> &lt;demo&gt;\n<i>Food</i>: <code>96 HH</code>\n<pre>sev  HH\n 4   50-99</pre>",
        "parse_mode": "HTML",
        "protect_content": True,
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Water", "callback_data": "1|water"}, {"text": "Notice", "callback_data": "1|notice"}],
                [{"text": "Gone", "callback_data": "1|gone"}],
                [{"text": "In private", "url": "https://t.me/waypost_bot?start=v7"}],
                [{"text": "Elsewhere", "url": "https://example.org/page"}],
            ]
        },
    },
}


class TinyBot:
    """Echoes what it reads; ``/card`` shows a card, its buttons edit, notify and delete."""

    def __init__(self, base: str, token: str) -> None:
        self.client = httpx.AsyncClient(base_url=f"{base}/bot{token}/", timeout=60)

    async def call(self, method: str, **params: Any) -> Any:
        answer = (await self.client.post(method, json=params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await self.handle(update)

    async def handle(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self.pressed(query)
        elif message := update.get("message"):
            text = message.get("text") or message.get("caption") or "a file"
            await self.call("sendChatAction", chat_id=message["chat"]["id"], action="typing")
            said = SHOWN.get(text, {"text": f"You said: {text}"})
            await self.call("sendMessage", chat_id=message["chat"]["id"], **said)

    async def pressed(self, query: dict[str, Any]) -> None:
        where = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
        notice = {"1|notice": "Only a notice"}.get(query["data"], "")
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=notice)
        if query["data"] == "1|water":
            keys = {"inline_keyboard": [[{"text": "Back", "callback_data": "1|back"}]]}
            await self.call("editMessageText", text="Water: no cover reported", reply_markup=keys, **where)
        if query["data"] == "1|gone":
            await self.call("deleteMessage", **where)


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Sandbox]:
    """A served sandbox with an agency, a stranger and a group, and the tiny bot at work."""
    agency = SandboxUser(
        101, "Ah Nan (demo)", "food agency, registered", ("What is going on in Demo village?", "/card")
    )
    stranger = SandboxUser(102, "Somebody", "a stranger")
    group = SandboxGroup(-1001, "Coordination (demo)", (101,), "a registered group", ("/card",))
    sandbox = Sandbox([agency, stranger], [group])
    sandbox.base = await serve(sandbox)  # type: ignore[attr-defined]
    bot = TinyBot(sandbox.base, sandbox.token)  # type: ignore[attr-defined]
    await bot.call("setMyCommands", commands=[{"command": "card", "description": "Show a card"}])
    work = asyncio.create_task(bot.run())
    yield sandbox
    work.cancel()
    with contextlib.suppress(asyncio.CancelledError, httpx.TransportError):
        await work
    await bot.client.aclose()
    await sandbox.close()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, once for all tests; without it they are skipped, or fail where it is required."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        required = os.environ.get("WAYPOST_REQUIRE_BROWSER") == "1"
        (pytest.fail if required else pytest.skip)(MISSING)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        await running.close()


def _is_error(line: ConsoleMessage) -> bool:
    """A sandbox that has stopped is no error of the page."""
    return line.type == "error" and "net::ERR_" not in line.text


@pytest_asyncio.fixture
async def page(browser: Browser, town: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The sandbox's page at desk width, or at the size a test is parametrised with; no error may reach its console."""
    context = await browser.new_context(viewport=getattr(request, "param", DESK))
    shown = await context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on("console", lambda line: errors.append(line.text) if _is_error(line) else None)
    await shown.goto(town.base)  # type: ignore[attr-defined]
    await shown.wait_for_selector("html[data-ready]")
    yield shown
    await context.close()
    assert errors == []
