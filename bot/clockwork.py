"""What the bot does by itself, by the clock, put together in one place."""

import asyncio
from dataclasses import dataclass
from functools import partial

import structlog

from bot.admins import Admins
from bot.commitments import Commitments
from bot.conversations import Conversations
from bot.daily_backup import DailyBackup
from bot.desk import OpenDesk
from bot.digests import Digests
from bot.intake import Bot
from bot.members import Members
from bot.menus import Menus
from bot.movements import Movements
from bot.renewals import Renewals
from bot.reviews import Reviews
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
    reviews: Reviews
    conversations: Conversations
    commitments: Commitments
    digests: Digests
    ticks: Ticks


def clockwork(desk: OpenDesk, calls: Telegram, writer: Writer, bot: Bot, clock: Clock) -> Clockwork:
    """What is daily, often and every minute; nothing of it runs before ``ticks.start``."""
    members, menus = Members(desk, calls, writer, clock), Menus(desk, calls, writer, clock)
    reviews, movements = Reviews(desk, writer, clock), Movements(desk, writer, clock)
    conversations, commitments = Conversations(desk, writer, clock), Commitments(desk, writer, clock)
    digests = Digests(desk, writer, clock, bot.username)
    admins = Admins(desk.settings.admins, desk.identity, desk.words)
    backup = DailyBackup(desk.settings, writer, admins, clock)
    daily = (members.count, Renewals(desk, writer, clock).remind, reviews.expire, movements.ask, backup.make)
    often = (
        (OFTEN, reviews.remind),
        (OFTEN, menus.refresh),
        (OFTEN, conversations.expire),
        (EVERY_MINUTE, partial(_end_imports, desk)),
        (EVERY_MINUTE, commitments.remind),
        (EVERY_MINUTE, digests.tick),
    )
    ticks = Ticks(desk.desk, writer, clock, daily, often=often)
    return Clockwork(members, menus, reviews, conversations, commitments, digests, ticks)


async def _end_imports(desk: OpenDesk) -> None:
    """Bring imports to their end that were decided at the command line and left; in a thread, step by step."""
    ended = await asyncio.to_thread(staging.recover, desk)
    if ended:
        log.info("imports.ended", n=ended)
