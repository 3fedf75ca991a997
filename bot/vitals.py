"""What the health pages tell: whether the process lives, and whether it can do its work. No figures, no persons."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.database import Database, newest_revision
from bot.lanes import Lanes
from bot.writer import Clock
from models import inbox, outbox

ALIVE_WITHIN = 120.0
"""Seconds in which the lanes of a process that lives have looked for work."""
READY_WITHIN = 60.0
"""Seconds in which the store has told the lanes what there is to do."""
OLDEST = timedelta(minutes=10)
"""What waits longer shows that the desk does not keep up, or that nothing can be sent."""
PATIENCE = 2.0

log = structlog.get_logger("waypost.vitals")


@dataclass(frozen=True)
class Look:
    """One look at the store: its revision, and since when the longest waiting update and message wait."""

    revision: str | None
    update: datetime | None
    message: datetime | None


class Vitals:
    """``lanes`` are what works on updates and messages, ``takes_updates`` says whether updates can come in."""

    def __init__(
        self, database: Database, lanes: Mapping[str, Lanes[Any]], takes_updates: Callable[[], bool], clock: Clock
    ) -> None:
        self._database = database
        self._lanes = lanes
        self._takes_updates = takes_updates
        self._clock = clock
        self._newest = newest_revision()
        self._looking: asyncio.Task[Look] | None = None

    def alive(self) -> dict[str, bool]:
        """What must be true, or else the process should be started anew, by name."""
        return {name: lanes.turned_for < ALIVE_WITHIN for name, lanes in self._lanes.items()}

    async def ready(self) -> dict[str, bool]:
        """What must be true for people to get answers, by name."""
        look, now = await self._look(), self._clock()
        return {
            "store": look is not None,
            "schema": look is not None and look.revision == self._newest,
            "intake": self._takes_updates(),
            **{name: lanes.claimed_for < READY_WITHIN for name, lanes in self._lanes.items()},
            "inbox": look is not None and _recent(look.update, now),
            "outbox": look is not None and _recent(look.message, now),
        }

    async def _look(self) -> Look | None:
        """``None`` when the store does not answer; one look at a time, however many ask."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(asyncio.to_thread(self._read))
        done, _ = await asyncio.wait({self._looking}, timeout=PATIENCE)
        error = self._looking.exception() if done else TimeoutError()
        if error is not None:
            log.warning("store.silent", error=type(error).__name__)
            return None
        return self._looking.result()

    def _read(self) -> Look:
        now = self._clock()
        waiting = self._database.reading(lambda db: (inbox.oldest(db), outbox.oldest(db, now)))
        return Look(self._database.revision(), *waiting)


def _recent(since: datetime | None, now: datetime) -> bool:
    return since is None or now - since < OLDEST
