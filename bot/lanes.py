"""One lane a chat: what belongs to one chat goes one after another, different chats go beside each other."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

import structlog

from bot.errors import is_outside, why

IDLE = 0.25
"""Seconds after which a lane looks for work that nobody announced: retries that came due."""
AFTER_FAILURE = 1.0
MOST = 64
"""Chats at once."""

log = structlog.get_logger("waypost.lanes")


class HasChat(Protocol):
    """Work that belongs to a chat."""

    @property
    def chat_ref(self) -> str:
        """Reference of the chat."""
        ...


T = TypeVar("T", bound=HasChat)


class Lanes(Generic[T]):
    """``claim(busy, limit)`` finds the next work of chats that are not busy, ``handle`` does one piece of it."""

    def __init__(
        self,
        claim: Callable[[frozenset[str], int], Awaitable[Sequence[T]]],
        handle: Callable[[T], Awaitable[None]],
    ) -> None:
        self._claim = claim
        self._handle = handle
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._turned = self._claimed = -float("inf")

    @property
    def turned_for(self) -> float:
        """Seconds since it last looked for work, whether it could or not."""
        return time.monotonic() - self._turned

    @property
    def claimed_for(self) -> float:
        """Seconds since the store last told it what there is to do."""
        return time.monotonic() - self._claimed

    @property
    def busy(self) -> frozenset[str]:
        """Chats with work under way."""
        return frozenset(self._busy)

    def wake(self) -> None:
        """There may be new work."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._wake.clear()
            self._turned = time.monotonic()
            try:
                await self._start()
                self._claimed = time.monotonic()
            except Exception as error:
                log.warning("claim.failed", reason=why(error), exc_info=not is_outside(error))
                await asyncio.sleep(AFTER_FAILURE)
            await self._pause()

    async def drain(self) -> None:
        """Do everything that is due now and return."""
        while await self._start() or self._busy:
            await asyncio.gather(*self._busy.values())

    async def finish(self, seconds: float) -> None:
        """Let what is under way end, at most for ``seconds``."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=seconds)

    async def _start(self) -> int:
        room = MOST - len(self._busy)
        found = await self._claim(self.busy, room)
        for work in found:
            self._busy[work.chat_ref] = asyncio.create_task(self._do(work))
        return len(found)

    async def _do(self, work: T) -> None:
        chat = work.chat_ref
        try:
            await self._handle(work)
        except Exception as error:
            log.warning("lane.failed", reason=why(error), exc_info=not is_outside(error))
            await asyncio.sleep(AFTER_FAILURE)
        finally:
            del self._busy[chat]
            self._wake.set()

    async def _pause(self) -> None:
        # Not wait_for: where the wait ends in the moment of a cancellation, Python 3.11's swallows it.
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self._wake.wait()
