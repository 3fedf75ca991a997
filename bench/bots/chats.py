"""A Bot API server that hands out questions of many chats, and knows which answer must come after which.

It is as unkind as Telegram may be: what was handed out comes again, and what belongs to different chats comes in any
order. Of each answer it may lose every n-th after the deed, refuse some, or be away.
"""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.bots.api_server import Connection, FloodError

ME = {"id": 900, "is_bot": True, "first_name": "bench", "username": "bench900_bot"}
AT_ONCE = 400
"""So many questions wait for answers at once: people ask again when they have an answer."""
AGAIN = 0.05
"""Share of the updates that come twice."""
FIRST_UPDATE = 7_000_000


@dataclass
class Trouble:
    """What goes wrong: every ``lost_every``-th answer after the deed, ``flood`` as share of sends, or all of it."""

    lost_every: int = 0
    flood: float = 0.0
    away: bool = False


@dataclass
class Chats:
    """``questions`` in ``chats``, each by one person; a question is answered by what begins with its village."""

    first: int
    chats: int
    questions: int
    villages: Sequence[str]
    seed: int = 1
    at_once: int = AT_ONCE
    rate: float = 0.0
    """Questions a second, whatever is answered; 0: as soon as there are answers."""
    trouble: Trouble = field(default_factory=Trouble)
    times: list[tuple[float, float]] = field(default_factory=list)
    """When each answer came, and how long it took."""

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        self._chosen = random.Random(self.seed)
        self._asked = 0
        self._began = time.monotonic()
        self._waiting: dict[int, dict[str, Any]] = {}
        self._handed: dict[int, dict[str, Any]] = {}
        self._old: deque[dict[str, Any]] = deque(maxlen=500)
        self._order: dict[int, list[str]] = {}
        self._place: dict[int, int] = {}
        self._since: dict[tuple[int, int], float] = {}
        self.counted: Counter[str] = Counter()
        self.sends = 0
        self.news = asyncio.Event()
        self.finished = asyncio.Event()

    @property
    def done(self) -> bool:
        """Whether every question is answered."""
        return self.answered == self.questions

    @property
    def answered(self) -> int:
        """Questions with an answer."""
        return self.counted["answered"]

    def _ask(self) -> None:
        """More questions, as far as people do not wait; chats take turns, in an order of their own each round."""
        while (more := self._due()) > 0:
            for chat in self._chosen.sample(range(self.chats), min(self.chats, more)):
                self._one(self.first + chat)

    def _due(self) -> int:
        left = self.questions - self._asked
        if self.rate:
            return min(left, int(self.rate * (time.monotonic() - self._began)) - self._asked)
        return left if self._asked - self.answered < self.at_once else 0

    def _one(self, chat: int) -> None:
        order = self._order.setdefault(chat, [])
        village = self.villages[(chat + len(order)) % len(self.villages)]
        self._since[chat, len(order)] = time.monotonic()
        order.append(village)
        number = FIRST_UPDATE + self._asked
        self._asked += 1
        self._waiting[number] = {"update_id": number, "message": _message(number, chat, village)}

    async def answer(self, path: str, asked: dict[str, Any]) -> tuple[Any, float]:
        """Result of a call; `ConnectionError` for one whose connection ends."""
        method = path.rpartition("/")[2]
        if self.trouble.away and method != "getMe":
            raise ConnectionError
        match method:
            case "getMe":
                return ME, 0.0
            case "getUpdates":
                return await self._updates(int(asked.get("offset") or 0), float(asked.get("timeout") or 0)), 0.0
            case "sendMessage":
                return self._send(int(asked["chat_id"]), asked["text"]), 0.0
            case "getMyCommands":
                return [], 0.0
            case _:
                return True, 0.0

    async def _updates(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        """What was handed out and is below ``offset`` is confirmed; the rest comes, in any order between chats."""
        for number in [number for number in self._handed if number < offset]:
            self._old.append(self._handed.pop(number))
        self._ask()
        if not self._waiting and not self._handed:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), min(seconds, 0.05 if self.rate else 1.0))
            except TimeoutError:
                return []
            self._ask()
        for number in list(self._waiting)[: 100 - len(self._handed)]:
            self._handed[number] = self._waiting.pop(number)
        again = [update for update in self._old if self._chosen.random() < AGAIN][:20]
        self.counted["duplicates"] += len(again)
        return self._shuffled([*self._handed.values()]) + again

    def _shuffled(self, updates: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """In any order, but within each chat."""
        places = [update["message"]["chat"]["id"] for update in updates]
        self._chosen.shuffle(places)
        by_chat: dict[int, deque[dict[str, Any]]] = {}
        for update in updates:
            by_chat.setdefault(update["message"]["chat"]["id"], deque()).append(update)
        return [by_chat[chat].popleft() for chat in places]

    def _send(self, chat: int, text: str) -> dict[str, Any]:
        if self.trouble.flood and self._chosen.random() < self.trouble.flood:
            self.counted["floods"] += 1
            raise FloodError
        self.sends += 1
        self._judge(chat, text)
        if self.trouble.lost_every and self.sends % self.trouble.lost_every == 0:
            self.counted["answers_lost"] += 1
            raise ConnectionError
        return {"message_id": self.sends, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "."}

    def _judge(self, chat: int, text: str) -> None:
        order, place = self._order.get(chat, []), self._place.get(chat, -1)
        if place + 1 < len(order) and _is_of(text, order[place + 1]):
            self._place[chat] = place + 1
            self.counted["answered"] += 1
            now = time.monotonic()
            self.times.append((now, now - self._since[chat, place + 1]))
            self.news.set()
            if self.done:
                self.finished.set()
        elif place >= 0 and _is_of(text, order[place]):
            self.counted["doubled"] += 1
        else:
            self.counted["reordered"] += 1


def _is_of(text: str, village: str) -> bool:
    return f"<b>{village.partition(',')[0]}" in text


def _message(number: int, chat: int, text: str) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "B", "language_code": "en"}
    kept = {"chat": {"id": chat, "type": "private", "first_name": "B"}, "from": person, "text": text}
    return {"message_id": number % 1_000_000_000, "date": int(time.time()), **kept}


async def serve(chats: Chats) -> tuple[asyncio.Server, str]:
    """Serve them on a free port; the server, and its address."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(chats), "127.0.0.1", 0, backlog=1000)
    host, port = server.sockets[0].getsockname()[:2]
    return server, f"http://{host}:{port}"
