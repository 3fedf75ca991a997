"""Polling: updates into the inbox, a batch a commit, and only then the offset moves. Nothing is ever dropped."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import Conflict, TelegramError

from bot import turn
from bot.admins import Admins
from bot.courtesy import Courtesies
from bot.errors import is_outside, why
from bot.identity import Identity
from bot.intake import ALLOWED, Bot, IntakeError, Json, Kept, keep
from bot.outbox import Caller
from bot.writer import Clock, Writer
from coordination import people
from coordination.viewer import Chat
from models import inbox as rows
from models import processes

LONG_POLL = 25
EMPTY_PAUSE = 0.2
"""Some servers answer an empty long poll at once."""
LONGEST_PAUSE = 30.0
FRESH = 90.0
"""Seconds within which a poll must have been answered: longer than a long poll and a pause after failures."""
BATCH = 100
LARGEST = 2**63 - 1

log = structlog.get_logger("waypost.inbox")


class Inbox:
    """Stores what Telegram has for the bot; ``on_new`` is called after each commit that stored something."""

    def __init__(self, bot: Bot, writer: Writer, identity: Identity, admins: Admins, clock: Clock) -> None:
        self._bot = bot
        self._writer = writer
        self._identity = identity
        self._admins = admins
        self._clock = clock

    async def store(self, updates: list[Any]) -> int:
        """Store a batch in one commit; those that are there already stay as they are. Number of new ones."""
        return await self._writer.run(partial(self._store, updates=updates))

    def _store(self, db: Session, updates: list[Any]) -> int:
        invited: set[int] = set()
        readable = [update for update in updates if number_of(update) is not None]
        found = [self._row(db, update, invited) for update in readable]
        new = rows.store(db, [row for row in found if row is not None])
        if new:
            processes.tell(db)
        return new

    def _row(self, db: Session, update: Json, invited: set[int]) -> dict[str, Any] | None:
        try:
            kept = keep(update, self._bot)
            return None if kept is None else self._sealed(db, kept, invited)
        except IntakeError as error:
            return self._aside(db, update, str(error))
        except UnicodeEncodeError:
            return self._aside(db, update, "unreadable: half a character")

    def _sealed(self, db: Session, kept: Kept, invited: set[int]) -> dict[str, Any]:
        if kept.invitation:
            invited.add(kept.chat_id)
        chat_ref = self._identity.chat_ref(kept.chat_id)
        stranger = kept.chat_id not in invited and not self._known(db, kept, chat_ref)
        body = turn.payload(kept, stranger=stranger)
        sealed = self._identity.seal.close(body, place(self._bot.id, kept.update_id))
        return self._waiting(kept.update_id) | {"chat_ref": chat_ref, "payload": sealed, "status": rows.PENDING}

    def _known(self, db: Session, kept: Kept, chat_ref: str) -> bool:
        """A group's moves and the bot's coming and going concern the group, whoever caused them."""
        moved = any(name in kept.payload.get("message", {}) for name in ("migrate_to_chat_id", "migrate_from_chat_id"))
        if moved or "my_chat_member" in kept.payload:
            return True
        person_ref = None if kept.user_id is None else self._identity.person_ref(kept.user_id)
        if kept.registers and people.active(db, person_ref, self._clock()):
            return True
        chat = Chat.PRIVATE if kept.private else Chat.GROUP
        return people.viewer(db, person_ref, chat_ref, chat, self._clock()).known

    def _aside(self, db: Session, update: Json, reason: str) -> dict[str, Any]:
        number, now = int(update["update_id"]), self._clock()
        log.warning("update.aside", update=number, reason=reason)
        self._admins.tell(db, f"update.{number}", now, "admin.update_aside", reference=f"E-{number}", reason=reason)
        row = self._waiting(number) | {"chat_ref": "", "payload": None, "status": rows.ASIDE}
        return row | {"error": reason, "finished_at": now}

    def _waiting(self, update_id: int) -> dict[str, Any]:
        return {
            "bot_id": self._bot.id,
            "update_id": update_id,
            "attempts": 0,
            "error": None,
            "finished_at": None,
            "received_at": self._clock(),
        }


class Poller:
    """getUpdates for ever; one update that nobody can parse stops nothing, because nothing is parsed here."""

    def __init__(self, caller: Caller, inbox: Inbox, on_new: Callable[[], None], courtesies: Courtesies) -> None:
        self._caller = caller
        self._inbox = inbox
        self._on_new = on_new
        self._courtesies = courtesies
        self._offset: int | None = None
        self._failures = 0
        self._answered: float | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether the Bot API server has answered lately."""
        return self._answered is not None and time.monotonic() - self._answered < FRESH

    async def run(self) -> None:
        """Poll until cancelled, after an old webhook, which would keep polls away, is gone.

        The first poll does not wait, so that it is known at once whether polling works.
        """
        await self._courtesies.attempt("deleteWebhook")
        while True:
            try:
                pause = await self.poll(0 if self._answered is None else LONG_POLL)
                self._failures, self._answered = 0, time.monotonic()
            except Exception as error:  # noqa: BLE001 - noted below; polling goes on whatever it was
                self._failures += 1
                pause = pause_after(self._failures)
                self._note(error)
            if pause:
                await asyncio.sleep(pause)

    def _note(self, error: Exception) -> None:
        log.warning("poll.failed", error=type(error).__name__, reason=why(error), failures=self._failures)
        if not isinstance(error, TelegramError) and not is_outside(error):
            log.warning("poll.failed.here", exc_info=True)
        if isinstance(error, Conflict) and "webhook" in error.message.lower():
            self._courtesies.call("deleteWebhook")

    async def poll(self, seconds: int = LONG_POLL) -> float:
        """One long poll of that many seconds; how long to wait before the next."""
        asked = {} if self._offset is None else {"offset": self._offset}
        updates = await self._caller.call(
            "getUpdates", wait=seconds, timeout=seconds, limit=BATCH, allowed_updates=list(ALLOWED), **asked
        )
        numbers = [number for update in updates or () if (number := number_of(update)) is not None]
        if not numbers:
            return EMPTY_PAUSE
        for update in updates:
            self._courtesies.refuse_inline(update)
        if await self._inbox.store(updates):
            self._on_new()
        self._offset = max(numbers) + 1
        return 0.0


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row, thousands of them when Telegram is away for a day."""
    return min(LONGEST_PAUSE, 0.5 * 2.0 ** min(failures, 10))


def place(bot_id: int, update_id: int) -> str:
    """Where a payload is sealed to."""
    return f"inbox:{bot_id}:{update_id}"


def number_of(update: Any) -> int | None:
    """Its number; ``None`` for what is no update, and for a number that no store could hold."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int and 0 <= number <= LARGEST else None
