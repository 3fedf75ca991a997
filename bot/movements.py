"""What the clock does about movements: reporters are asked for news of plans whose time has passed."""

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination.execute import execute
from coordination.movement_silence import AskForNews
from coordination.scope import Scope
from coordination.viewer import TICK
from words import movements


class Movements:
    """Questions without content."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def ask(self) -> None:
        """Ask for news, once for each movement."""
        await self._writer.run(self._ask)

    def _ask(self, db: Session) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        for number, to in execute(scope, AskForNews()):
            notice = movements.news_wanted(self._desk.words, to, number)
            letters.queue(db, self._desk.identity.seal, [letters.alert(f"movement.news.{number}", notice)], scope.now)
