"""What people hear by the clock, without having asked: sentences without content in their private chats, each once."""

from collections.abc import Callable, Iterable
from functools import partial

from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination.scope import Scope
from coordination.viewer import TICK
from words import Words
from words.message import Notice

Due = Callable[[Scope, Words], Iterable[tuple[str, Notice]]]
"""Does what is due and gives the notices about it, each with what it is about: nobody gets two about the same."""


class Alerts:
    """Works off one `Due` after the other, each with its notices in one transaction."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock

    async def tell(self, due: Due) -> None:
        """Do what is due by now, and queue its notices; what was queued before is not queued again."""
        await self._writer.run(partial(self._tell, due=due))

    def _tell(self, db: Session, due: Due) -> None:
        scope = Scope(db, self._desk.desk, TICK, self._clock())
        told = due(scope, self._desk.words)
        drafts = [letters.alert(f"{about}.{notice.person_ref}", notice) for about, notice in told]
        letters.queue(db, self._desk.identity.seal, drafts, scope.now)
