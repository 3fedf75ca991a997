"""A Bot API server with the six methods that a conversation needs, as unlike the sandbox as the Bot API allows.

Bare asyncio; polls are answered at once; every other method is 404 without a description; answers leave out what is
optional (and the date) and stand on many lines; ids are beyond 2^52; parameters come in any form.
"""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
BIG = 2**52
TOKEN = "42:a-token-of-a-small-server-that-is-nobodys"
HEADER = "x-telegram-bot-api-secret-token"


@dataclass
class Sent:
    """A message of the bot as it stands."""

    id: int
    chat: int
    text: str
    markup: Json = field(default_factory=dict)

    def data(self, label: str) -> str:
        """What the button ``label`` sends."""
        buttons = [button for row in self.markup["inline_keyboard"] for button in row]
        return next(str(button["callback_data"]) for button in buttons if button["text"] == label)


class SmallServer:
    """``first`` is the number of the first update; a webhook is handed each update until it says 200."""

    protects = True
    """Whether messages can be protected: what is restricted edits no message that is not."""

    def __init__(self, first: int = 1, *, sends_secret: bool = True) -> None:
        self.token = TOKEN
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, Json]] = []
        self.webhook: Json | None = None
        self.redirects = 0
        self.secrets: list[str | None] = []
        self._sends_secret = sends_secret
        self._next = first
        self._updates: list[Json] = []
        self._changed = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> str:
        """Serve; the address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        self._server.close()

    async def say(self, user: int, text: str) -> None:
        """A person writes."""
        chat = {"id": user, "type": "private"}
        sender = {"id": user, "is_bot": False, "first_name": "x"}
        await self._add(
            {"message": {"message_id": BIG + self._next, "date": 1, "chat": chat, "from": sender, "text": text}}
        )

    async def press(self, user: int, message: Sent, label: str) -> None:
        """A person presses a button; of the message comes no more than its id, chat and a date of zero."""
        pressed = {"message_id": message.id, "chat": {"id": user, "type": "private"}, "date": 0}
        query = {"id": f"q{self._next}", "from": {"id": user, "is_bot": False, "first_name": "x"}, "message": pressed}
        await self._add({"callback_query": query | {"data": message.data(label), "chat_instance": "1"}})

    async def texts(self, number: int) -> list[str]:
        """Texts of what stands, once there have been so many sends and edits."""
        await self.until(lambda: self.count("sendMessage", "editMessageText") >= number)
        return [one.text for one in self.sent]

    def count(self, *methods: str) -> int:
        """Number of calls of the methods that were done."""
        return sum(method in methods for method, _ in self.calls)

    async def until(self, condition: Any) -> None:
        """Wait for something that a call brings about."""
        async with asyncio.timeout(15), self._changed:
            await self._changed.wait_for(condition)

    async def _add(self, update: Json) -> None:
        self._updates.append({"update_id": self._next} | update)
        self._next += 1
        if self.webhook is not None:
            self._tasks.append(asyncio.create_task(self._deliver()))

    async def _deliver(self) -> None:
        while self._updates and self.webhook is not None:
            update = self._updates[0]
            if await self._post(update) == 200:
                self._updates = [one for one in self._updates if one is not update]

    async def _post(self, update: Json) -> int:
        """Status of handing over an update."""
        assert self.webhook is not None
        at, body = urlsplit(self.webhook["url"]), json.dumps(update, indent=2).encode()
        secret = self.webhook.get("secret_token") if self._sends_secret else None
        lines = [f"POST {at.path} HTTP/1.1", f"host: {at.netloc}", f"content-length: {len(body)}", "connection: close"]
        lines += [f"{HEADER}: {secret}"] if secret else []
        reader, writer = await asyncio.open_connection(at.hostname, at.port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        status = int((await reader.readline()).split()[1])
        writer.close()
        return status

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                path = head.split()[1]
                headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                status, answer = await self._answer(urlsplit(path).path, _params(path, headers, body))
                said = json.dumps(answer, indent=2).encode()
                more = "Location: /elsewhere\r\n" if status == 302 else ""
                writer.write(f"HTTP/1.1 {status} -\r\n{more}Content-Length: {len(said)}\r\n\r\n".encode() + said)
                await writer.drain()

    async def _answer(self, path: str, params: Json) -> tuple[int, Json]:
        method = path.rpartition("/")[2]
        if method == "elsewhere":
            self.calls.append(("elsewhere", params))
        if self.redirects and method == "sendMessage":
            self.redirects -= 1
            return 302, {}
        known = getattr(self, f"_do_{method}", None)
        if path != f"/bot{self.token}/{method}" or known is None:
            return 404, {"ok": False}
        self.calls.append((method, params))
        result = known(params)
        async with self._changed:
            self._changed.notify_all()
        return (
            (400, {"ok": False, "description": result})
            if isinstance(result, str)
            else (200, {"ok": True, "result": result})
        )

    def _do_getMe(self, _params: Json) -> Any:
        return {"id": 42, "is_bot": True, "first_name": "Small"}

    def _do_getUpdates(self, params: Json) -> Any:
        if self.webhook is not None:
            return "conflict: webhook"
        self._updates = [one for one in self._updates if one["update_id"] >= int(params.get("offset", 0))]
        return self._updates[: int(params.get("limit", 100))]

    def _do_setWebhook(self, params: Json) -> Any:
        self.webhook = params if params.get("url") else None
        self._tasks.append(asyncio.create_task(self._deliver()))
        return True

    def _do_sendMessage(self, params: Json) -> Any:
        number = BIG + 10_000 + len(self.calls)
        self.sent.append(Sent(number, int(params["chat_id"]), str(params["text"]), _markup(params)))
        return {"message_id": number, "chat": {"id": int(params["chat_id"]), "type": "private"}}

    def _do_editMessageText(self, params: Json) -> Any:
        found = [one for one in self.sent if one.id == int(params["message_id"])]
        if not found:
            return "Bad Request: message to edit not found"
        found[0].text, found[0].markup = str(params["text"]), _markup(params)
        return True

    def _do_answerCallbackQuery(self, _params: Json) -> Any:
        return True


def _params(path: str, headers: dict[str, str], body: bytes) -> Json:
    query = dict(parse_qsl(urlsplit(path).query))
    if "json" in headers.get("content-type", ""):
        return query | json.loads(body)
    return query | dict(parse_qsl(body.decode()))


def _markup(params: Json) -> Json:
    given = params.get("reply_markup") or {}
    found: Json = json.loads(given) if isinstance(given, str) else given
    return found
