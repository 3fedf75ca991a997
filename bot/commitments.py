"""What the clock does about commitments: those who made them hear that one needs a look, and no more."""

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination.commitment_clock import WorkOnDuties, is_due
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import TICK
from words.commitments import alert


class Commitments:
    """Alerts without content, once for each thing that is due."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def remind(self) -> None:
        """Work off what is due by now."""
        await self._writer.run(self._remind)

    def _remind(self, db: Session) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        for nudge in execute(scope, WorkOnDuties()) if is_due(scope) else ():
            about = f"commitment.{nudge.number}.{nudge.due.kind}.{nudge.due.on:%Y%m%d}"
            notices = [alert(self._desk.words, to, nudge.number) for to in nudge.tell]
            drafts = [letters.alert(f"{about}.{notice.person_ref}", notice) for notice in notices]
            letters.queue(db, self._desk.identity.seal, drafts, scope.now)
