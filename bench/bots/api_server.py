"""``python -m bench.bots.api_server PORT``: a Bot API server as fast as Python allows, in a process of its own.

It knows what the answer to each update must hold, and counts an update as answered only when that has come. Every bot
has a token and a queue of its own. ``POST /load`` with a `Load` as JSON gives updates to one of them and answers with
an `Outcome` when all are answered, or nothing came for long.
"""

import asyncio
import json
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

PATIENCE = 20.0
"""Seconds without a further answer after which the rest counts as lost."""
_TICK = 0.05


@dataclass(frozen=True)
class Load:
    """Updates for one bot: (chat, text, what the answer holds). All at once, or ``rate`` a second.

    ``trip`` is the time in seconds that each request takes there and back.
    """

    token: str
    updates: list[tuple[int, str, str]]
    rate: float = 0.0
    trip: float = 0.0


@dataclass
class Outcome:
    """What became of a load: seconds to the last answer, ms to each; ``strange`` answers fit nothing."""

    asked: int = 0
    answered: int = 0
    reordered: int = 0
    strange: int = 0
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)


class Bot:
    """What one bot has been given and has answered."""

    def __init__(self, number: int) -> None:
        self.me = {"id": number, "is_bot": True, "first_name": "bench", "username": f"bench{number}_bot"}
        self.queue: deque[dict[str, Any]] = deque()
        self.came = asyncio.Event()
        self.trip = 0.0
        self._number = int(time.time()) * 1000
        self._waiting: dict[int, deque[tuple[str, float]]] = {}
        self.outcome = Outcome()

    def give(self, chat: int, text: str, expected: str) -> None:
        """One more update."""
        self._number += 1
        person = {"id": chat, "is_bot": False, "first_name": "B", "language_code": "en"}
        message: dict[str, Any] = {
            "message_id": self._number % 1_000_000_000,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "B"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self.queue.append({"update_id": self._number, "message": message})
        self._waiting.setdefault(chat, deque()).append((expected, time.perf_counter()))
        self.outcome.asked += 1
        self.came.set()

    def said(self, chat: int, text: str) -> None:
        """The bot sent ``text``."""
        waiting = self._waiting.get(chat, deque())
        found = next((at for at, (expected, _) in enumerate(waiting) if expected in text), None)
        if found is None:
            self.outcome.strange += 1
            return
        self.outcome.reordered += found > 0
        self.outcome.answered += 1
        self.outcome.times.append(1000 * (time.perf_counter() - waiting[found][1]))
        del waiting[found]

    async def updates(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """getUpdates."""
        offset = int(asked.get("offset") or 0)
        while self.queue and self.queue[0]["update_id"] < offset:
            self.queue.popleft()
        if not self.queue:
            self.came.clear()
            try:
                await asyncio.wait_for(self.came.wait(), float(asked.get("timeout") or 0))
            except TimeoutError:
                return []
        most = int(asked.get("limit") or 100)
        return [update for update, _ in zip(self.queue, range(most), strict=False)]


class ApiServer:
    """The bots by token."""

    def __init__(self) -> None:
        self._bots: dict[str, Bot] = {}

    def bot(self, token: str) -> Bot:
        """The bot of a token, whose number is in front."""
        return self._bots.setdefault(token, Bot(int(token.partition(":")[0])))

    async def answer(self, path: str, asked: dict[str, Any]) -> tuple[Any, float]:
        """Result of a call, and how long it is on the way."""
        if path == "/load":
            return await self._load(Load(**asked)), 0.0
        _, token, method = path.split("/", 2)
        bot = self.bot(token.removeprefix("bot"))
        match method:
            case "getMe":
                return bot.me, bot.trip
            case "getUpdates":
                return await bot.updates(asked), bot.trip
            case "sendMessage":
                chat = int(asked["chat_id"])
                bot.said(chat, asked["text"])
                sent = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "."}
                return sent, bot.trip
            case _:
                return True, bot.trip

    async def _load(self, load: Load) -> dict[str, Any]:
        bot = self.bot(load.token)
        bot.outcome, bot.trip = Outcome(), load.trip
        began = time.perf_counter()
        for number, (chat, text, expected) in enumerate(load.updates, 1):
            bot.give(chat, text, expected)
            late = began + number / load.rate - time.perf_counter() if load.rate else 0.0
            if late > 0:
                await asyncio.sleep(late)
        last = (time.perf_counter(), bot.outcome.answered)
        while bot.outcome.answered < len(load.updates) and time.perf_counter() - last[0] < PATIENCE:
            await asyncio.sleep(_TICK / 10 if load.rate == 0 else _TICK)
            if bot.outcome.answered != last[1]:
                last = (time.perf_counter(), bot.outcome.answered)
        bot.outcome.seconds = time.perf_counter() - began
        bot.trip = 0.0
        return asdict(bot.outcome)


class FloodError(Exception):
    """A call that Telegram would take in a second."""


FLOOD = {
    "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1", "parameters": {"retry_after": 1}
}  # fmt: skip


class Answers(Protocol):
    """What stands behind a connection."""

    async def answer(self, path: str, asked: dict[str, Any]) -> tuple[Any, float]:
        """Result of a call and how long it is on the way; `FloodError`, or `ConnectionError` for one cut off."""
        ...


class Connection(asyncio.Protocol):
    """One keep-alive connection: HTTP/1.1 with Content-Length or chunks, one request at a time."""

    def __init__(self, api: Answers) -> None:
        self._api = api
        self._data = b""
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: Any) -> None:
        """A client."""
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        """It went: what it waited for is of no use."""
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """A part of a request."""
        self._data += data
        head, gap, body = self._data.partition(b"\r\n\r\n")
        if not gap:
            return
        first, *lines = head.split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines)
        if headers.get(b"transfer-encoding") == b"chunked":
            raise ValueError("no client of this bench sends chunks")
        length = int(headers.get(b"content-length", 0))
        if len(body) < length:
            return
        self._data = body[length:]
        path = first.split(b" ", 2)[1].decode().partition("?")
        asked = _parameters(body[:length], headers.get(b"content-type", b"")) | dict(parse_qsl(path[2]))
        self._task = asyncio.create_task(self._answer(path[0], asked))

    async def _answer(self, path: str, asked: dict[str, Any]) -> None:
        status = b"200 OK"
        try:
            result, trip = await self._api.answer(path, asked)
        except ConnectionError:
            self._transport.abort()
            return
        except FloodError:
            status, trip, whole = b"429 Too Many Requests", 0.0, FLOOD
        else:
            whole = result if path == "/load" else {"ok": True, "result": result}
        if trip:
            await asyncio.sleep(trip)
        body = json.dumps(whole).encode()
        head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self._transport.write(head + body)


def _parameters(body: bytes, kind: bytes) -> dict[str, Any]:
    if kind.startswith(b"application/json"):
        return dict(json.loads(body)) if body else {}
    if kind.startswith(b"multipart/form-data"):
        return dict(_multipart(body, kind.partition(b"boundary=")[2].strip(b'"')))
    return dict(parse_qsl(body.decode()))


def _multipart(body: bytes, boundary: bytes) -> Iterator[tuple[str, str]]:
    for part in body.split(b"--" + boundary):
        head, _, value = part.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0]
        if name:
            yield name.decode(), value.removesuffix(b"\r\n").decode(errors="replace")


async def main(port: int) -> None:
    """Serve until killed."""
    api = ApiServer()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(api), "127.0.0.1", port, backlog=1000)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
