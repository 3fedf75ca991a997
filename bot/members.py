"""Counting the members of registered groups, because whoever joins one reads along (domain section 6 rule 2)."""

from functools import partial

import structlog
from sqlmodel import Session
from telegram.error import TelegramError

from bot import addresses, letters
from bot.desk import OpenDesk
from bot.outbox import Caller
from bot.writer import Clock, Writer
from coordination import groups
from coordination.execute import execute
from coordination.groups import NoteMembers
from coordination.scope import Scope
from coordination.viewer import TICK
from words.registration import group_alert

log = structlog.get_logger("waypost.members")


class Members:
    """Asks Telegram how many members each registered group has; coordinators hear when one grew."""

    def __init__(self, desk: OpenDesk, calls: Caller, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._calls = calls
        self._writer = writer
        self._clock = clock

    async def count(self) -> None:
        """Ask about every group; one that cannot be asked is left for the next day."""
        for ref, chat_id in await self._writer.run(self._reachable):
            try:
                count = await self._calls.call("getChatMemberCount", chat_id=chat_id)
            except TelegramError as error:
                log.info("members.unknown", error=type(error).__name__)
            else:
                await self._writer.run(partial(self._note, ref=ref, count=int(count)))

    def _reachable(self, db: Session) -> list[tuple[str, int]]:
        seal = self._desk.identity.seal
        found = ((ref, addresses.chat_id(db, seal, ref)) for ref in groups.active_refs(self._scope(db)))
        return [(ref, chat_id) for ref, chat_id in found if chat_id is not None]

    def _note(self, db: Session, ref: str, count: int) -> None:
        scope = self._scope(db)
        news = execute(scope, NoteMembers(ref, count))
        if news is not None:
            told = group_alert(self._desk.words, "groups.alert_grew", news)
            about = f"members.{ref}.{scope.now.timestamp()}"
            drafts = [letters.alert(f"{about}.{notice.person_ref}", notice) for notice in told]
            letters.queue(db, self._desk.identity.seal, drafts, scope.now)

    def _scope(self, db: Session) -> Scope:
        return Scope(db, self._desk.desk, TICK, self._clock())
