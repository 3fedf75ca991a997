"""The sender: every message of the bot, in order within a chat, once but for a crash between sending and marking."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import structlog
from sqlmodel import Session
from telegram import InputFile
from telegram.error import TelegramError

from bot import addresses, letters
from bot.admins import Admins
from bot.crypto import SealError
from bot.errors import is_outside, why
from bot.identity import Identity
from bot.jumps import never
from bot.lanes import Lanes
from bot.limits import Limits
from bot.verdict import Verdict, judge
from bot.writer import Clock, Writer
from coordination import people
from models import addresses as address_rows
from models import outbox as rows

LEASE = timedelta(seconds=10)
"""A letter whose lease ended was in flight when its program ended; a program that lives renews it."""
RENEW = LEASE / 4
PAUSE = 1.0
"""Seconds until the store is asked again to note what became of a letter."""

SENDS = frozenset({"sendMessage", "sendDocument"})
"""Methods that make a new message, which may be protected."""

UNTOLD = ("admin.", "digest.", "pin.")
"""How messages are named of which admins do not hear when they are given up: theirs, digests, of which coordinators
hear, and pins, which a group may not allow."""

log = structlog.get_logger("waypost.outbox")


class Caller(Protocol):
    """Calls a method of the Bot API."""

    async def call(self, method: str, **params: Any) -> Any:
        """Raw result; raises `TelegramError`."""
        ...


@dataclass(frozen=True)
class Sending:
    """A letter that may go out now, opened."""

    letter: rows.Letter
    chat_id: int
    params: dict[str, Any]

    @property
    def chat_ref(self) -> str:
        """Reference of the chat."""
        return self.letter.chat_ref


class Sender:
    """Takes what is due, looks again whether the chat may have it, sends it and marks it."""

    def __init__(self, caller: Caller, writer: Writer, identity: Identity, admins: Admins, clock: Clock) -> None:
        self._caller = caller
        self._writer = writer
        self._identity = identity
        self._admins = admins
        self._clock = clock
        self.limits = Limits()
        self.jumps = never
        """How far the clock was set since this was called last."""
        self._flying: set[int] = set()
        self._renewed = clock()
        self.lanes: Lanes[Sending] = Lanes(self._claim, self._send)

    async def start(self) -> None:
        """What the last run left in flight goes out again at once."""
        await self._writer.queue.run(rows.release)

    async def _claim(self, busy: frozenset[str], room: int) -> list[Sending]:
        if not room and not self._writer.shared:
            return []
        ready = await self._writer.queue.run(partial(self._take, busy=busy, room=room))
        self._flying.update(sending.letter.id for sending in ready)
        return ready

    def _take(self, db: Session, busy: frozenset[str], room: int) -> list[Sending]:
        now = self._clock()
        if self._writer.shared and not -RENEW < now - self._renewed < RENEW:
            rows.renew(db, self._flying, now + LEASE / 2, now + LEASE)
            self._renewed = now
        if not self._writer.shared and (jump := self.jumps()):
            rows.shift(db, jump)
        rows.expire(db, now)
        opened = [self._open(db, letter, now) for letter in rows.next_letters(db, busy, now, room)]
        ready = [
            sending
            for sending in opened
            if sending and self.limits.take(sending.chat_ref, group=sending.chat_id < 0, now=now)
        ]
        rows.lease(db, [sending.letter.id for sending in ready], now + LEASE)
        return ready

    def _open(self, db: Session, letter: rows.Letter, now: datetime) -> Sending | None:
        """The letter with its address, or ``None``: it may not go there any more, or cannot (domain rule 30)."""
        reason = "not allowed"
        klass = letters.klass_of(letter.klass)
        if people.recipient_may(db, letter.chat_ref, klass, letter.township_id, now):
            try:
                params = json.loads(self._identity.seal.open(letter.params, letters.place(letter.dedupe)))
                chat_id = params.pop("chat_id", None) or addresses.chat_id(db, self._identity.seal, letter.chat_ref)
            except SealError:
                chat_id = None
            if chat_id is not None:
                return Sending(letter, chat_id, params)
            reason = "no address"
        rows.dead(db, letter.id, reason, now)
        return None

    async def _send(self, sending: Sending) -> None:
        """Send it and mark it; its lease is kept as long as that takes."""
        try:
            await self._mark(await self._outcome(sending))
        finally:
            self._flying.discard(sending.letter.id)

    async def _outcome(self, sending: Sending) -> Callable[[Session], None]:
        """Try to send it; what is to be noted of that."""
        letter = sending.letter
        more: dict[str, Any] = {"protect_content": True} if letter.protect and letter.method in SENDS else {}
        if document := letters.attached(sending.params):
            more["document"] = InputFile(document.content, filename=document.name)
        try:
            result = await self._caller.call(letter.method, **(sending.params | more | {"chat_id": sending.chat_id}))
        except TelegramError as error:
            verdict = judge(error, letter.method, sending.params, letter.attempts + 1)
            log.info("send.failed", error=type(error).__name__, verdict=verdict.kind, reason=verdict.reason)
            return partial(self._settle, sending=sending, verdict=verdict)
        return partial(self._sent, sending=sending, result=result)

    async def _mark(self, mark: Callable[[Session], None]) -> None:
        """Note it, however long the store cannot: what Telegram took must not be sent again."""
        while True:
            try:
                return await self._writer.queue.run(mark, urgent=True)
            except Exception as error:
                if not is_outside(error):
                    raise
                log.warning("mark.waits", reason=why(error))
                await asyncio.sleep(PAUSE)

    def _sent(self, db: Session, sending: Sending, result: Any) -> None:
        letter, now = sending.letter, self._clock()
        message_id = result.get("message_id") if isinstance(result, dict) else None
        message_id = message_id or sending.params.get("message_id")
        rows.sent(db, letter.id, message_id, now)
        if letter.delete_after is not None and message_id is not None:
            letters.queue(db, self._identity.seal, [letters.deletion(letter, message_id, now)], now)

    def _settle(self, db: Session, sending: Sending, verdict: Verdict) -> None:
        letter, now = sending.letter, self._clock()
        if verdict.kind == "sent":
            self._sent(db, sending, None)
        elif verdict.kind == "wait":
            tries = letter.attempts + verdict.counted
            rows.wait(db, letter.id, now + timedelta(seconds=verdict.seconds), verdict.reason, tries)
        elif verdict.kind == "rewrite":
            self._rewrite(db, sending, verdict.method, verdict.params or {})
        elif verdict.kind == "unprotect":
            log.warning("send.unprotected")
            rows.unprotect(db, letter.id)
        elif verdict.kind == "migrated":
            self._migrate(db, sending, verdict.chat_id)
        else:
            self._bury(db, sending, verdict)

    def _rewrite(self, db: Session, sending: Sending, method: str, params: dict[str, Any], chat_id: int = 0) -> None:
        """Send it again in another form; a chat id that came with it stays with it."""
        chat_id = chat_id or sending.chat_id
        dedupe = sending.letter.dedupe
        kept = params | {"chat_id": chat_id}
        rows.rewrite(db, sending.letter.id, method, letters.sealed(self._identity.seal, dedupe, kept))

    def _migrate(self, db: Session, sending: Sending, chat_id: int) -> None:
        refs = (sending.chat_ref, self._identity.chat_ref(chat_id))
        addresses.moved(db, self._identity.seal, refs, chat_id, self._clock())
        self._rewrite(db, sending, sending.letter.method, sending.params, chat_id)

    def _bury(self, db: Session, sending: Sending, verdict: Verdict) -> None:
        """Give it up; a chat that cannot be reached is no fault, everything else is told to the admins."""
        letter, now = sending.letter, self._clock()
        rows.dead(db, letter.id, verdict.reason, now)
        if verdict.kind == "unreachable":
            address_rows.unreachable(db, letter.chat_ref)
        elif not letter.dedupe.startswith(UNTOLD):
            self._admins.tell(db, f"letter.{letter.id}", now, "admin.letter_dead", number=letter.id)
