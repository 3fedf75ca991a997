"""Calls that may fail without stopping anything: a spinner taken away, a menu, an empty inline answer."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.outbox import Caller

log = structlog.get_logger("waypost.courtesy")


class Courtesies:
    """Fire and forget, beside the durable path."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._under_way: set[asyncio.Task[None]] = set()

    def call(self, method: str, **params: Any) -> None:
        """Start a call; what becomes of it does not matter."""
        self.start(self.attempt(method, **params))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside what is under way."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def refuse_inline(self, update: Any) -> None:
        """An empty, personal, uncached answer: nobody sees where it would land (domain section 6 rule 28)."""
        query = update.get("inline_query") if isinstance(update, dict) else None
        if isinstance(query, dict) and "id" in query:
            self.call("answerInlineQuery", inline_query_id=str(query["id"]), results=[], cache_time=0, is_personal=True)

    async def drain(self) -> None:
        """Wait for those that are under way."""
        await asyncio.gather(*self._under_way)

    async def attempt(self, method: str, **params: Any) -> None:
        """Call and wait for the end, whatever it is."""
        try:
            await self._caller.call(method, **params)
        except Exception as error:  # noqa: BLE001 - it does not matter
            log.info("courtesy.failed", method=method, error=type(error).__name__)
