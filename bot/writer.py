"""The one thread that writes: every transaction of the running bot goes through it, one after another."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

from sqlmodel import Session

from bot.database import Database

T = TypeVar("T")
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Aware UTC now."""
    return datetime.now(UTC)


class Writer:
    """Runs work in write transactions outside the event loop; SQLite has one writer anyway."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    async def run(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)`` after COMMIT; its error after ROLLBACK."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._database.transaction, work)

    def close(self) -> None:
        """Wait for the transaction that runs and end the thread."""
        self._thread.shutdown(wait=True)
