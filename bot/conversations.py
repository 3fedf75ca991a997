"""What the clock does about open conversations: those that nobody goes on with are given up, and their person told."""

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination.conversations import ExpireConversations
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import TICK
from flows.registry import FLOWS
from words import flows


class Conversations:
    """Notices without content."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def expire(self) -> None:
        """Give up what has waited for its time."""
        await self._writer.run(self._expire)

    def _expire(self, db: Session) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        gone = execute(scope, ExpireConversations())
        notices = [flows.expired(self._desk.words, to) for flow, to in gone if not _saved(flow)]
        about = f"flow.expired.{scope.now.timestamp()}"
        drafts = [letters.alert(f"{about}.{notice.person_ref}", notice) for notice in notices]
        letters.queue(scope.db, self._desk.identity.seal, drafts, scope.now)


def _saved(flow: str) -> bool:
    """Whether what was said in it took effect at once, so that nothing is lost."""
    return flow in FLOWS and FLOWS[flow].at_once
