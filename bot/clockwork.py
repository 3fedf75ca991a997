"""What the bot does by itself, by the clock, put together in one place."""

import asyncio
from dataclasses import dataclass
from functools import partial

import structlog

from bot import commitments, conversations, movements, renewals, reviews
from bot.admins import Admins
from bot.alerts import Alerts
from bot.daily_backup import DailyBackup
from bot.desk import OpenDesk
from bot.digests import Digests
from bot.intake import Bot
from bot.members import Members
from bot.menus import Menus
from bot.schedule import EVERY_MINUTE, OFTEN, Ticks
from bot.transport import Telegram
from bot.writer import Clock, Writer
from exchange import staging

log = structlog.get_logger("waypost.clockwork")


@dataclass(frozen=True)
class Clockwork:
    """Everything that happens without being asked; ``ticks`` drives it, tests drive its parts one by one."""

    members: Members
    menus: Menus
    alerts: Alerts
    digests: Digests
    ticks: Ticks


def clockwork(desk: OpenDesk, calls: Telegram, writer: Writer, bot: Bot, clock: Clock) -> Clockwork:
    """What is daily, often and every minute; nothing of it runs before ``ticks.start``."""
    members, menus = Members(desk, calls, writer, clock), Menus(desk, calls, writer, clock)
    alerts, digests = Alerts(desk, writer, clock), Digests(desk, writer, clock, bot.username)
    admins = Admins(desk.settings.admins, desk.identity, desk.words)
    backup = DailyBackup(desk.settings, writer, admins, clock)
    tell = alerts.tell
    a_day = (partial(tell, due) for due in (renewals.running_out, reviews.expired, movements.silent))
    often = (
        (OFTEN, partial(tell, reviews.waiting)),
        (OFTEN, menus.refresh),
        (OFTEN, partial(tell, conversations.expired)),
        (EVERY_MINUTE, partial(_end_imports, desk)),
        (EVERY_MINUTE, partial(tell, commitments.due)),
        (EVERY_MINUTE, digests.tick),
    )
    ticks = Ticks(desk.desk, writer, clock, (members.count, *a_day, backup.make), often=often)
    return Clockwork(members, menus, alerts, digests, ticks)


async def _end_imports(desk: OpenDesk) -> None:
    """Bring imports to their end that were decided at the command line and left; in a thread, step by step."""
    ended = await asyncio.to_thread(staging.recover, desk)
    if ended:
        log.info("imports.ended", n=ended)
