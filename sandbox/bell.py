"""Waiting for a condition instead of for a time."""

import asyncio
from collections.abc import Callable


class Bell:
    """Rung at every change of the sandbox; whoever waits looks again then."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.closed = False

    def ring(self) -> None:
        """Something changed."""
        self._event.set()
        self._event = asyncio.Event()

    def close(self) -> None:
        """Nothing will change any more: whoever waits is let go with `TimeoutError`."""
        self.closed = True
        self.ring()

    async def until(self, condition: Callable[[], object], seconds: float | None = None) -> None:
        """Return when ``condition()`` is true; `TimeoutError` when it is not within ``seconds``."""
        async with asyncio.timeout(seconds):
            while not condition():
                if self.closed:
                    raise TimeoutError("the sandbox has closed")
                await self._event.wait()
