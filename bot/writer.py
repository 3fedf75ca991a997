"""The one thread that writes: every transaction of the running bot goes through it, one after another."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from sqlmodel import Session

from bot.database import Database

T = TypeVar("T")
Clock = Callable[[], datetime]
_URGENT, _USUAL, _LAST = 0, 1, 2


def wall_clock() -> datetime:
    """Aware UTC now."""
    return datetime.now(UTC)


class WriterClosedError(Exception):
    """The program ends and takes no more work."""


class Writer:
    """Runs work in write transactions outside the event loop; SQLite has one writer anyway.

    Urgent work goes first: the mark on a message that was sent must not wait behind questions, since a crash before it
    sends the message again.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._order = count()
        self._queue: PriorityQueue[tuple[int, int, Any, Future[Any]]] = PriorityQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Session], T], *, urgent: bool = False) -> T:
        """Result of ``work(session)`` after COMMIT; its error after ROLLBACK."""
        return await asyncio.wrap_future(self._put(work, _URGENT if urgent else _USUAL))

    def wait(self, work: Callable[[Session], T]) -> T:
        """As `run` for a thread beside the event loop, which waits until its turn comes and is over."""
        return self._put(work, _USUAL).result()

    def _put(self, work: Callable[[Session], T], order: int) -> Future[T]:
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise WriterClosedError
            self._queue.put((order, next(self._order), work, future))
        return future

    async def read(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``, which only reads: in a thread of its own, and the writer goes on meanwhile."""
        return await asyncio.to_thread(self._database.reading, work)

    def look(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``, which only reads, in this very thread."""
        return self._database.reading(work)

    def close(self) -> None:
        """Do what waits and end the thread."""
        with self._closing:
            self._closed = True
            self._queue.put((_LAST, next(self._order), None, Future()))
        self._thread.join()

    def _work(self) -> None:
        while True:
            _priority, _number, work, future = self._queue.get()
            if work is None:
                return
            if future.set_running_or_notify_cancel():
                self._do(work, future)

    def _do(self, work: Callable[[Session], Any], future: Future[Any]) -> None:
        try:
            future.set_result(self._database.transaction(work))
        except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the result
            future.set_exception(error)
