"""The echo by webhook, and a Bot API server's side of it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio
import structlog.testing

from bot.webhook import HEADER
from tests.faults.conftest import handlers
from tests.talk import AGENCY, Talk, talking, webhook


class Post:
    """Posts to the webhook of a conversation; the status of the answer."""

    def __init__(self, talk: Talk, session: aiohttp.ClientSession) -> None:
        assert talk.parts.webhook is not None
        self.target = talk.parts.webhook.target
        self.base = self.target.url.removesuffix("/in/telegram")
        self._session = session
        talk.sandbox.chat(AGENCY).bot = "member"

    async def __call__(self, body: Any, secret: str | None = "right", path: str = "/in/telegram") -> int:
        data = body if isinstance(body, bytes) or hasattr(body, "__aiter__") else json.dumps(body)
        headers = {} if secret is None else {HEADER: self.target.secret if secret == "right" else secret}
        async with self._session.post(f"{self.base}{path}", data=data, headers=headers) as answer:
            return answer.status

    async def page(self, path: str) -> tuple[int, Any]:
        """Status and JSON of a page."""
        async with self._session.get(f"{self.base}{path}") as answer:
            return answer.status, await answer.json() if answer.ok or answer.status == 503 else None


def update(number: int, text: str = "hello", who: int = AGENCY) -> dict[str, Any]:
    """What a person writes, as Telegram posts it."""
    sender = {"id": who, "is_bot": False, "first_name": "x"}
    chat = {"id": who, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}
    return {"update_id": number, "message": message}


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """The echo's conversation, by webhook."""
    with structlog.testing.capture_logs():
        async with talking(tmp_path, template, handlers=handlers(), admins=("700000005",), **webhook()) as conversation:
            yield conversation


@pytest_asyncio.fixture
async def post(talk: Talk) -> AsyncIterator[Post]:
    """Whoever posts."""
    async with aiohttp.ClientSession() as session:
        yield Post(talk, session)
