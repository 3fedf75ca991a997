"""Telling people, and coordinators of them, before a registration runs out (domain section 6 rule 1)."""

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination import people, registration
from coordination.registration import PersonEntry
from coordination.scope import Scope
from coordination.viewer import TICK
from words.registration import ends, runs_out


class Renewals:
    """One reminder a person, reader and registration, a week ahead."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def remind(self) -> None:
        """Queue what is due; what was queued before is not queued again."""
        await self._writer.run(self._queue)

    def _queue(self, db: Session) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        drafts = [draft for entry in registration.running_out(scope) for draft in self._drafts(scope, entry)]
        letters.queue(db, self._desk.identity.seal, drafts, scope.now)

    def _drafts(self, scope: Scope, entry: PersonEntry) -> list[letters.Draft]:
        """To the coordinators who may renew it, which nobody does for oneself, and to the person."""
        own, words = people.recipient_called(scope, entry.label), self._desk.words
        others = people.coordinators(scope, but=entry.label)
        told = [runs_out(words, to, entry.label) for to in others] + ([ends(words, own)] if own else [])
        about = f"renew.{entry.label}.{entry.valid_until:%Y%m%d}"
        return [letters.alert(f"{about}.{notice.person_ref}", notice) for notice in told]
