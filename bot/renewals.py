"""Telling coordinators who has to be re-confirmed before their registration runs out (domain section 6 rule 1)."""

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination import people, registration
from coordination.registration import PersonEntry
from coordination.scope import Scope
from coordination.viewer import TICK
from words.registration import runs_out


class Renewals:
    """One reminder a person, coordinator and registration, a week ahead."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def remind(self) -> None:
        """Queue what is due; what was queued before is not queued again."""
        await self._writer.run(self._queue)

    def _queue(self, db: Session) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        drafts = [
            self._draft(to, entry) for entry in registration.running_out(scope) for to in people.coordinators(scope)
        ]
        letters.queue(db, self._desk.identity.seal, drafts, scope.now)

    def _draft(self, to: people.Recipient, entry: PersonEntry) -> letters.Draft:
        return letters.alert(
            f"renew.{entry.label}.{entry.valid_until:%Y%m%d}.{to.ref}", runs_out(self._desk.words, to, entry)
        )
