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
        self.start(self._call(method, params))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside what is under way."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def drain(self) -> None:
        """Wait for those that are under way."""
        await asyncio.gather(*self._under_way)

    async def _call(self, method: str, params: dict[str, Any]) -> None:
        try:
            await self._caller.call(method, **params)
        except Exception as error:  # noqa: BLE001 - see `call`
            log.info("courtesy.failed", method=method, error=type(error).__name__)
