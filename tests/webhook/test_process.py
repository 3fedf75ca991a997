"""The process by webhook: it starts, is told well or not by its health pages, and goes back to polling."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot import app
from bot.app import Parts
from bot.desk import OpenDesk, open_desk
from bot.settings import Settings, SettingsError
from sandbox import Sandbox, serve
from tests.talk import AGENCY, STRANGER, Talk, town, webhook
from tests.webhook.conftest import Post, update


@asynccontextmanager
async def running(folder: Path, sandbox: Sandbox, **settings: Any) -> AsyncIterator[tuple[Parts, OpenDesk]]:
    """The process, ready."""
    url = await serve(sandbox)
    values = {"bot_token": SecretStr(sandbox.token), "bot_api_url": url, "data_dir": folder, "send_limits": False}
    ready: asyncio.Future[Parts] = asyncio.get_running_loop().create_future()
    with open_desk(Settings(_env_file=None, **(values | settings))) as desk:
        task = asyncio.create_task(app.run(desk, ready.set_result))
        try:
            await asyncio.wait({ready, task}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                await task
            yield ready.result(), desk
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def page(listen: str, name: str) -> tuple[int, dict[str, Any]]:
    """Status and JSON of a health page."""
    async with aiohttp.ClientSession() as session, session.get(f"http://{listen}/{name}") as answer:
        return answer.status, await answer.json()


async def test_by_webhook_then_by_polling_nothing_is_lost(tmp_path: Path) -> None:
    sandbox, hook = town(), webhook()
    async with running(tmp_path, sandbox, **hook):
        await sandbox.ask(STRANGER, "hello")
        status, told = await page(hook["listen"], "healthz")
        assert (status, told["ok"]) == (200, True)
        status, told = await page(hook["listen"], "a/prefix/readyz")
        assert (status, told["ok"]) == (200, True), told
        assert "deleteWebhook" not in {call.method for call in sandbox.calls}
    sandbox.say(AGENCY, "while it is away")
    async with running(tmp_path, sandbox):
        await sandbox.wait_for(lambda: sandbox.sent(AGENCY))
        assert sandbox.world.webhook.target is None
    await sandbox.close()


async def test_health_pages_with_polling(tmp_path: Path) -> None:
    sandbox, listen = town(), webhook()["listen"]
    async with running(tmp_path, sandbox, listen=listen):
        await sandbox.ask(STRANGER, "hello")
        assert (await page(listen, "readyz"))[1]["checks"] == dict.fromkeys(
            ("store", "schema", "intake", "pipeline", "sender", "inbox", "outbox"), True
        )
    await sandbox.close()


async def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    sandbox = town()
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(SettingsError, match="WAYPOST_LISTEN"):
        async with running(tmp_path, sandbox, listen=f"127.0.0.1:{listener.getsockname()[1]}"):
            pass
    await sandbox.close()


async def test_neither_log_nor_pages_tell_a_secret_or_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot import log

    log.configure("DEBUG")
    sandbox, hook = town(), webhook()
    async with running(tmp_path, sandbox, **hook) as (_parts, desk):
        await sandbox.ask(STRANGER, "hello")
        secret = desk.identity.webhook_secret
        async with aiohttp.ClientSession() as session, session.post(hook["webhook_url"], data=b"x") as answer:
            assert answer.status == 401
        told = str(await page(hook["listen"], "readyz"))
    await sandbox.close()
    log.configure("WARNING")
    output = capsys.readouterr()
    for text in (output.out, output.err, told):
        assert secret not in text
        assert str(STRANGER) not in text
        assert "127.0.0.1" not in text


async def test_not_ready_while_the_store_is_silent(talk: Talk, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_work: Any) -> None:
        raise OSError("gone")

    with monkeypatch.context() as patched:
        patched.setattr(talk.desk.database, "reading", fail)
        status, told = await post.page("/readyz")
    assert (status, told["checks"]["store"], told["checks"]["schema"]) == (503, False, False)
    status, told = await post.page("/readyz")
    assert told["checks"]["store"]


async def test_not_ready_while_something_waits_for_long(talk: Talk, post: Post) -> None:
    assert await post(update(5)) == 200
    assert (await post.page("/readyz"))[1]["checks"]["inbox"]
    talk.clock.advance(601)
    assert not (await post.page("/readyz"))[1]["checks"]["inbox"]
    await talk.parts.pipeline.lanes.drain()
    told = (await post.page("/readyz"))[1]["checks"]
    assert (told["inbox"], told["outbox"]) == (True, True)
    talk.clock.advance(601)
    assert not (await post.page("/readyz"))[1]["checks"]["outbox"]


@pytest.mark.only("sqlite", "no store is asked")
async def test_not_alive_when_nothing_looks_for_work(post: Post) -> None:
    status, told = await post.page("/healthz")
    assert (status, told["checks"]) == (503, {"pipeline": False, "sender": False})


@pytest.mark.only("sqlite", "no store is asked")
async def test_other_pages_are_not_there(post: Post) -> None:
    assert (await post.page("/"))[0] == 404
    assert (await post.page("/in/telegram"))[0] == 404
