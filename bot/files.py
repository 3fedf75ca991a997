"""Files that people send: fetched from Telegram within a limit, read in a thread that holds up nobody."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

import structlog
from sqlmodel import Session
from telegram.error import BadRequest, TelegramError

from bot.answering import Answering
from bot.transport import Telegram, TooLargeError
from bot.turn import Turn, file_place
from bot.writer import Writer
from coordination.errors import Refusal
from coordination.scope import Scope
from exchange.staging import Store

T = TypeVar("T")

log = structlog.get_logger("waypost.files")


class UnreadableError(Exception):
    """A reader broke in a way that no program expects; the text names the kind of error."""


@dataclass(frozen=True)
class Sender:
    """The store as whoever sent an update meets it: their rights are looked up in every transaction."""

    writer: Writer
    answering: Answering
    turn: Turn

    def read(self, work: Callable[[Scope], T]) -> T:
        """``work(scope)`` in a transaction that only reads."""
        return self.writer.look(lambda db: self._do(db, work))

    def write(self, work: Callable[[Scope], T]) -> T:
        """``work(scope)`` in one write transaction, when it is its turn."""
        return self.writer.wait(lambda db: self._do(db, work))

    def _do(self, db: Session, work: Callable[[Scope], T]) -> T:
        return work(self.answering.acting(db, self.turn))


class Files:
    """Gets files and has them read, one at a time: two at once would need the memory of two."""

    def __init__(self, calls: Telegram, writer: Writer, answering: Answering) -> None:
        self._calls = calls
        self._writer = writer
        self._answering = answering
        self._one = asyncio.Semaphore(1)

    async def fetch(self, current: Turn, sealed: bytes, limit: int, *, last: bool) -> bytes:
        """Content behind a sealed file id.

        A failure of the network leaves as it is, but for the ``last`` attempt: then, and where Telegram has no such
        file, a `Refusal` asks to send it again.
        """
        file_id = self._answering.identity.seal.open(sealed, file_place(current.chat_ref)).decode()
        try:
            return await self._calls.file(file_id, limit)
        except TooLargeError:
            raise Refusal("files.too_big", megabytes=limit >> 20) from None
        except TelegramError as error:
            log.info("file.failed", reference=current.reference, error=type(error).__name__)
            if isinstance(error, BadRequest) or last:
                raise Refusal("files.not_fetched") from None
            raise

    async def study(self, current: Turn, work: Callable[[Store], T]) -> T:
        """Result of ``work(store)``; the program does not wait for the thread when it ends."""
        store = Sender(self._writer, self._answering, current)
        async with self._one:
            future: Future[T] = Future()
            Thread(target=_do, args=(lambda: work(store), future), name="file", daemon=True).start()
            return await asyncio.wrap_future(future)


def _do(work: Callable[[], T], future: "Future[T]") -> None:
    try:
        result = work()
    except Exception as error:  # noqa: BLE001 - it belongs to who waits for the result
        future.set_exception(error)
    except BaseException as error:  # noqa: BLE001 - a parser that panics raises no Exception, and takes nobody along
        future.set_exception(UnreadableError(type(error).__name__))
    else:
        future.set_result(result)
