"""What the clock does about the review queue: coordinators hear what waits, senders what waited too long."""

from collections.abc import Iterable

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination.execute import execute
from coordination.review import TellCoordinators
from coordination.review_decisions import ExpireItems
from coordination.scope import Scope
from coordination.viewer import TICK
from words import review
from words.message import Notice


class Reviews:
    """Alerts without content; coordinators get one an hour at most."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def remind(self) -> None:
        """Tell coordinators what came since they were told last."""
        await self._writer.run(self._remind)

    async def expire(self) -> None:
        """Give up what has waited for its time, and tell its senders."""
        await self._writer.run(self._expire)

    def _remind(self, db: Session) -> None:
        scope = self._scope(db)
        waiting = execute(scope, TellCoordinators())
        self._queue(scope, f"review.{scope.now.timestamp()}", review.alerts(self._desk.words, waiting))

    def _expire(self, db: Session) -> None:
        scope = self._scope(db)
        for news in execute(scope, ExpireItems()):
            notices = [review.news_alert(self._desk.words, news.tell, news)] if news.tell else []
            self._queue(scope, f"review.expired.{news.id}", notices)

    def _queue(self, scope: Scope, about: str, notices: Iterable[Notice]) -> None:
        drafts = [letters.alert(f"{about}.{notice.person_ref}", notice) for notice in notices]
        letters.queue(scope.db, self._desk.identity.seal, drafts, scope.now)

    def _scope(self, db: Session) -> Scope:
        return Scope(db, self._desk.desk, TICK, self._clock())
