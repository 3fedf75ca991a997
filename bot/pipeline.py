"""One update, one transaction: what a handler does, what is said about it and "handled" commit together."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar

import structlog
from sqlmodel import Session
from telegram import Update
from telegram.ext import Application, ApplicationHandlerStop

from bot import addresses, turn
from bot.admins import Admins
from bot.answering import Answering, Gates, fixed, strangers_sentence
from bot.courtesy import Courtesies
from bot.errors import is_outside, why
from bot.files import Files
from bot.inbox import place
from bot.intake import Bot
from bot.jumps import never
from bot.lanes import Lanes
from bot.turn import Turn
from bot.writer import Writer
from coordination.scope import Scope
from exchange.staging import Store
from handlers.edge import First, Incoming, Work
from models import inbox as rows
from words import Words
from words.message import Reply

T = TypeVar("T")
TRIES = 5
LEASE = timedelta(seconds=10)
"""Silence of a process after which another one takes over its chats; each looks for work many times in that."""

log = structlog.get_logger("waypost.pipeline")


class Pipeline:
    """Gives each update to PTB's handlers and their work to the writer; implements `handlers.edge.Front`."""

    def __init__(self, bot: Bot, courtesies: Courtesies, writer: Writer, answering: Answering, admins: Admins) -> None:
        self._bot = bot
        self._courtesies = courtesies
        self._writer = writer
        self._answering = answering
        self._admins = admins
        self._turns: dict[int, Turn] = {}
        self.jumps = never
        """How far the clock was set since this was called last."""
        self._holder = rows.Holder(bot.id, token_hex(8), LEASE)
        self.lanes: Lanes[rows.Waiting] = Lanes(self._claim, self._handle)
        self.on_said = _nothing
        """Called after each commit that may have queued messages."""
        self.on_people = _nothing
        """Called after an update by which somebody's commands may have changed."""

    def attach(self, application: Any, files: Files) -> None:
        """Be the front of PTB's handlers; ``files`` get and read what people send."""
        self._files = files
        self._application: Application[Any, Any, Any, Any, Any, Any] = application
        application.bot_data["front"] = self
        application.add_error_handler(self._note_error)

    def code_hash(self, code: str) -> str:
        """Keyed hash under which an invitation code is kept."""
        return self._answering.identity.code_hash(code)

    def pick_hash(self, text: str) -> str:
        """Keyed hash under which picks are kept."""
        return self._answering.identity.pick_hash(text)

    async def transact(
        self, update: Update, work: Work, *, strangers: bool = False, before_consent: bool = False
    ) -> None:
        """See `handlers.edge.Front`."""
        await self._transact(self._turns[update.update_id], work, Gates(strangers, before_consent))

    async def as_typed(self, update: Update, text: str) -> None:
        """See `handlers.edge.Front`."""
        current = self._turns[update.update_id]
        current.update = current.typed(text)
        await self._application.process_update(Update.de_json(current.update, self._application.bot))

    async def begin(self, update: Update, first: First[T], *, before_consent: bool = False) -> T | None:
        """See `handlers.edge.Front`."""
        current = self._turns[update.update_id]
        begun = partial(self._answering.begin, current=current, first=first, gates=Gates(False, before_consent))
        found: T | None = await self._writer.run(begun)
        current.done = found is None
        self.on_said()
        return found

    async def fetch(self, update: Update, sealed: bytes, limit: int) -> bytes:
        """See `handlers.edge.Front`."""
        current = self._turns[update.update_id]
        return await self._files.fetch(current, sealed, limit, last=current.attempts + 1 >= TRIES)

    async def look(self, update: Update, work: Callable[[Scope], T]) -> T:
        """See `handlers.edge.Front`."""
        current = self._turns[update.update_id]
        return await self._writer.read(lambda db: work(self._answering.acting(db, current)))

    async def study(self, update: Update, work: Callable[[Store], T]) -> T:
        """See `handlers.edge.Front`."""
        return await self._files.study(self._turns[update.update_id], work)

    async def _transact(self, current: Turn, work: Work, gates: Gates) -> None:
        await self._writer.run(partial(self._answering.answer, current=current, work=work, gates=gates))
        current.done = True
        self.on_said()

    async def _claim(self, busy: frozenset[str], room: int) -> list[rows.Waiting]:
        if not room and not self._writer.shared:
            return []
        found, ready = await self._writer.queue.run(partial(self._next, busy=busy, room=room))
        if not ready:
            await self._writer.read(self._answering.remember)
        return found

    def _next(self, db: Session, busy: frozenset[str], room: int) -> tuple[list[rows.Waiting], bool]:
        """Whose turn it is, and whether the places in memory are as they stand."""
        now = self._answering.clock()
        if self._writer.shared:
            found = rows.lease_turns(db, self._holder, busy, now, room)
        else:
            if jump := self.jumps():
                rows.shift(db, jump)
            found = rows.next_turns(db, self._bot.id, busy, now, room)
        return found, not found or self._answering.remembers(db)

    async def start(self) -> None:
        """Start of the only process: no chat is with another one."""
        await self._writer.queue.run(rows.end_leases)

    async def let_go(self) -> None:
        """End: other processes need not wait for the chats whose turns are over."""
        if self._writer.shared:
            busy, now = self.lanes.busy, self._answering.clock()
            await self._writer.queue.run(lambda db: rows.keep_leases(db, self._holder, busy, now))

    async def _handle(self, waiting: rows.Waiting) -> None:
        try:
            current = self._open(waiting)
            current.attempts = waiting.attempts
            update = None if current.update is None else Update.de_json(current.update, self._application.bot)
        except Exception as error:  # noqa: BLE001 - PTB's parsing raises whatever a strange value makes it raise
            await self._put_aside(waiting, f"unreadable: {type(error).__name__}")
            return
        self._turns[waiting.update_id] = current
        try:
            await self._route(current, update)
        except Exception as error:  # noqa: BLE001 - counted as a failed attempt of this update, whatever it is
            current.error = error
        finally:
            del self._turns[waiting.update_id]
        if current.error is not None:
            await self._fail(waiting, current, current.error)
        self._answer_press(current)
        if current.menus:
            self.on_people()

    def _open(self, waiting: rows.Waiting) -> Turn:
        identity = self._answering.identity
        opened = identity.seal.open(waiting.payload, place(self._bot.id, waiting.update_id))
        return turn.read(opened, waiting.update_id, self._bot, identity)

    async def _route(self, current: Turn, update: Update | None) -> None:
        """To PTB's handlers, but for what strangers wrote and for groups that move."""
        if update is None:
            await self._transact(current, _to_stranger, Gates(strangers=True, before_consent=True))
        elif {"migrate_to_chat_id", "migrate_from_chat_id"} & current.message.keys():
            await self._writer.run(partial(self._move, current=current))
        else:
            await asyncio.to_thread(self._answering.foresee, self._writer.engine, current)
            await self._application.process_update(update)
            if not current.done and current.error is None:
                await self._writer.run(partial(self._finish, current=current))

    async def _note_error(self, update: object, context: Any) -> None:
        """PTB's error handler: the update keeps what went wrong, and no other handler may go on with it."""
        if isinstance(update, Update) and update.update_id in self._turns:
            self._turns[update.update_id].error = context.error
        raise ApplicationHandlerStop

    def _finish(self, db: Session, current: Turn) -> None:
        rows.finish(db, self._bot.id, current.update_id, self._answering.clock())

    def _move(self, db: Session, current: Turn) -> None:
        """A group became a supergroup; told once on each side."""
        identity, message, now = self._answering.identity, current.message, self._answering.clock()
        new_id = message.get("migrate_to_chat_id", current.chat_id)
        old_id = message.get("migrate_from_chat_id", current.chat_id)
        refs = (identity.chat_ref(old_id), identity.chat_ref(new_id))
        rows.finish(db, self._bot.id, current.update_id, now)
        addresses.moved(db, identity.seal, refs, new_id, now)

    async def _fail(self, waiting: rows.Waiting, current: Turn, error: BaseException) -> None:
        """Try again later; not for ever, unless the store or the machine is to blame."""
        outside = is_outside(error)
        attempts = waiting.attempts + (not outside)
        shown = {} if outside else {"exc_info": error}
        log.warning("update.failed", reference=current.reference, attempts=attempts, reason=why(error), **shown)
        if attempts < TRIES:
            wait = self._answering.clock() + timedelta(seconds=2.0 ** max(1, attempts))
            await self._writer.run(partial(self._retry, update_id=waiting.update_id, attempts=attempts, wait=wait))
        else:
            await self._put_aside(waiting, type(error).__name__, current)

    def _retry(self, db: Session, update_id: int, attempts: int, wait: Any) -> None:
        rows.retry(db, self._bot.id, update_id, attempts, wait)

    async def _put_aside(self, waiting: rows.Waiting, reason: str, current: Turn | None = None) -> None:
        await self._writer.run(partial(self._aside, update_id=waiting.update_id, reason=reason, current=current))
        self.on_said()

    def _aside(self, db: Session, update_id: int, reason: str, current: Turn | None) -> None:
        """Give an update up: id and reason stay, the admins hear of it, the asker gets an apology."""
        now, reference = self._answering.clock(), f"E-{update_id}"
        log.warning("update.aside", reference=reference, reason=reason)
        if not rows.put_aside(db, self._bot.id, update_id, reason, now):
            return
        self._admins.tell(db, f"update.{update_id}", now, "admin.update_aside", reference=reference, reason=reason)
        if current is not None:
            viewer = self._answering.viewer(db, current, now)
            words = self._answering.spoken(viewer, current)
            sorry = fixed(words.html("error.apology", reference=reference))
            self._answering.say(db, current, sorry if viewer.known else strangers_sentence(viewer, words), now)

    def _answer_press(self, current: Turn) -> None:
        """Telegram shows a spinner on a pressed button until this."""
        if current.press is not None:
            said = {"text": current.notice} if current.notice else {}
            self._courtesies.call("answerCallbackQuery", callback_query_id=current.press, **said)


def _to_stranger(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """The one sentence; somebody who was registered a moment later is asked to say it again."""
    if scope.viewer.known:
        return fixed(words.html("error.say_again"))
    return strangers_sentence(scope.viewer, words)


def _nothing() -> None:
    return None
