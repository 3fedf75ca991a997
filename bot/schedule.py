"""The clock: one APScheduler that only ticks. What is due is a question to the store, never a stored job."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

from bot.writer import Clock, Writer
from coordination.execute import execute
from coordination.retention import PurgeOldData
from coordination.scope import Desk, Scope
from coordination.viewer import TICK

DAILY = timedelta(days=1)
OFTEN = timedelta(minutes=10)
EVERY_MINUTE = timedelta(minutes=1)

Work = Callable[[], Awaitable[None]]

log = structlog.get_logger("waypost.schedule")


class Ticks:
    """What happens by itself, daily and at every start: what has been kept for its time goes (domain section 6 rule
    15), and then all of ``daily``; and ``often`` what has a span of its own.
    """

    def __init__(
        self,
        desk: Desk,
        writer: Writer,
        clock: Clock,
        daily: Sequence[Work] = (),
        often: Sequence[tuple[timedelta, Work]] = (),
    ) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock
        self._daily = (self.purge, *daily)
        self._often = often
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Tick from now on."""
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for span, work in (*((DAILY, work) for work in self._daily), *self._often):
            self._scheduler.add_job(
                partial(_logged, work),
                "interval",
                seconds=span.total_seconds(),
                next_run_time=self._clock(),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._scheduler.start()

    def stop(self) -> None:
        """No tick any more, until it is started again."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def purge(self) -> None:
        """Remove what has been kept for its time and log how much it was."""
        purged = await self._writer.run(lambda db: execute(Scope(db, self._desk, TICK, self._clock()), PurgeOldData()))
        log.info("purged", rows=sum(vars(purged).values()))


async def _logged(work: Work) -> None:
    try:
        await work()
    except asyncio.CancelledError:  # the scheduler would tell of it as of a failure
        log.info("tick.stopped")
    except Exception:
        log.exception("tick.failed")
