"""The one thread that writes: every transaction of the running bot goes through it, one after another."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from queue import PriorityQueue
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from bot.database import Database

T = TypeVar("T")
Clock = Callable[[], datetime]
_URGENT, _USUAL, _LAST = 0, 1, 2
MOST = 128
"""So many pieces of work go into one commit at most."""
LONGEST = 0.02
"""Seconds after which no further piece of work goes into a commit: those that are done wait for it."""


def wall_clock() -> datetime:
    """Aware UTC now."""
    return datetime.now(UTC)


class WriterClosedError(Exception):
    """The program ends and takes no more work."""


class _Job(NamedTuple):
    """``number`` tells apart what is equally urgent; no work is the end.

    Whoever waits for it does so in ``loop``, or in a thread where there is none.
    """

    order: int
    number: int
    work: Callable[[Session], Any] | None
    future: Any
    loop: asyncio.AbstractEventLoop | None = None


class _Done(NamedTuple):
    """A job and what came of it, before the commit."""

    job: _Job
    result: Any = None
    error: BaseException | None = None


class Writer:
    """Runs work in write transactions outside the event loop; SQLite has one writer anyway.

    What waits is committed together, so that a disk is waited for once and not for each: a piece of work under a
    savepoint of its own, which takes back what fails. Nobody hears of a result before the commit.

    Urgent work goes first: the mark on a message that was sent must not wait behind questions, since a crash before it
    sends the message again.
    """

    def __init__(self, database: Database, *, plain: bool = False) -> None:
        """``plain``: see `Database.together`."""
        self._database = database
        self._plain = plain
        self.shared = database.on_postgres
        """Whether other processes may be at work on the same queues."""
        self.queue = Writer(database, plain=True) if self.shared and not plain else self
        """Who takes from the queues and marks what was taken: beside the answers where the store has many writers."""
        self._order = count()
        self._queue: PriorityQueue[_Job] = PriorityQueue()
        self._closing = Lock()
        self._closed = False
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @property
    def engine(self) -> Engine:
        """The engine of the store."""
        return self._database.engine

    async def run(self, work: Callable[[Session], T], *, urgent: bool = False) -> T:
        """Result of ``work(session)`` after COMMIT; its error after ROLLBACK."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._put(_Job(_URGENT if urgent else _USUAL, next(self._order), work, future, loop))
        return await future

    def wait(self, work: Callable[[Session], T]) -> T:
        """As `run` for a thread beside the event loop, which waits until its turn comes and is over."""
        future: Future[T] = Future()
        self._put(_Job(_USUAL, next(self._order), work, future))
        return future.result()

    def _put(self, job: _Job) -> None:
        with self._closing:
            if self._closed:
                raise WriterClosedError
            self._queue.put(job)

    async def read(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``, which only reads: in a thread of its own, and the writer goes on meanwhile."""
        return await asyncio.to_thread(self._database.reading, work)

    def look(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``, which only reads, in this very thread."""
        return self._database.reading(work)

    def close(self) -> None:
        """Do what waits and end the thread."""
        if self.queue is not self:
            self.queue.close()
        with self._closing:
            self._closed = True
            self._queue.put(_Job(_LAST, next(self._order), None, None))
        self._thread.join()

    def _work(self) -> None:
        while (first := self._queue.get()).work is not None:
            if not first.future.cancelled():
                _tell(self._together(first))

    def _together(self, first: _Job) -> list[_Done]:
        """What came of ``first`` and of what goes into one commit with it."""
        taken: list[_Job] = []
        done: list[_Done] = []
        try:
            with self._database.together(plain=self._plain) as together:
                for job in self._due(first):
                    taken.append(job)
                    done.append(_did(job, together.run))
                    together.check()
        except BaseException:  # noqa: BLE001 - whose fault it was shows when each is done alone
            return [_did(job, self._database.transaction) for job in taken or (first,)]
        return done

    def _due(self, first: _Job) -> Iterator[_Job]:
        """``first`` and what waits behind it, as far as it goes into one commit."""
        until = time.monotonic() + LONGEST
        yield first
        for _ in range(MOST):
            if time.monotonic() > until or self._queue.empty():
                return
            job = self._queue.get()
            if job.work is None:
                self._queue.put(job)
                return
            if not job.future.cancelled():
                yield job


def _did(job: _Job, run: Callable[[Any], Any]) -> _Done:
    try:
        return _Done(job, run(job.work))
    except BaseException as error:  # noqa: BLE001 - it belongs to who waits for the result
        return _Done(job, error=error)


def _tell(done: list[_Done]) -> None:
    """Results to those who wait: one call into each loop, however many they are."""
    for loop in {one.job.loop for one in done}:
        here = [one for one in done if one.job.loop is loop]
        if loop is None:
            _settle(here)
        else:
            with suppress(RuntimeError):  # the loop has ended, and nobody waits in it any more
                loop.call_soon_threadsafe(_settle, here)


def _settle(done: list[_Done]) -> None:
    for one in done:
        if one.job.future.done():
            continue
        if one.error is None:
            one.job.future.set_result(one.result)
        else:
            one.job.future.set_exception(one.error)
