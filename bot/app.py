"""The composition root: settings → store → identity → PTB's Application, poller, pipeline, sender and ticks."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

import handlers
from bot.admins import Admins
from bot.answering import Answering
from bot.courtesy import Courtesies
from bot.desk import OpenDesk
from bot.files import Files
from bot.inbox import Inbox, Poller
from bot.intake import Bot
from bot.limits import Limits
from bot.members import Members
from bot.menus import Menus
from bot.outbox import Sender
from bot.pipeline import Pipeline
from bot.renewals import Renewals
from bot.reviews import Reviews
from bot.schedule import Ticks
from bot.settings import Settings, SettingsError
from bot.transport import TELEGRAM, AiohttpRequest, Telegram
from bot.writer import Clock, Writer, wall_clock
from coordination import places
from coordination.admins import EnsureAdmins
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import TICK

STOP_WITHIN = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

log = structlog.get_logger("waypost.app")


@dataclass(frozen=True)
class Parts:
    """The bot, put together and not yet running; tests drive its parts one by one."""

    application: Application[Any, Any, Any, Any, Any, Any]
    writer: Writer
    inbox: Inbox
    poller: Poller
    pipeline: Pipeline
    sender: Sender
    courtesies: Courtesies
    members: Members
    menus: Menus
    reviews: Reviews
    ticks: Ticks

    async def drain(self) -> None:
        """Do all that is due now: handle, then send."""
        await self.pipeline.lanes.drain()
        await self.sender.lanes.drain()
        await self.courtesies.drain()


def token_of(settings: Settings) -> str:
    """The bot's token; raises `SettingsError` when there is none."""
    if settings.bot_token is None:
        raise SettingsError(
            "WAYPOST_BOT_TOKEN is not set: get a token from @BotFather, or see the desk without one by `waypost demo`."
        )
    return settings.bot_token.get_secret_value()


def telegram(settings: Settings, request: AiohttpRequest) -> Telegram:
    """Calls to the Bot API server of the settings."""
    return Telegram(request, token_of(settings), str(settings.bot_api_url or TELEGRAM))


@asynccontextmanager
async def build(desk: OpenDesk, clock: Clock = wall_clock) -> AsyncIterator[Parts]:
    """Put the bot together and take it apart at the end; waits for the network, raises `SettingsError`."""
    request = AiohttpRequest()
    calls = telegram(desk.settings, request)
    application = (
        ApplicationBuilder()
        .token(token_of(desk.settings))
        .base_url(calls.base_url)
        .request(request)
        .get_updates_request(AiohttpRequest())
        .updater(None)
        .job_queue(None)
        .build()
    )
    handlers.register(application)
    writer = Writer(desk.database)
    try:
        await _initialize(application)
        await writer.run(partial(_ensure_admins, desk=desk, now=clock()))
        yield _parts(desk, calls, application, writer, clock)
    finally:
        writer.close()
        await application.shutdown()
        await request.shutdown()


def _ensure_admins(db: Session, desk: OpenDesk, now: datetime) -> None:
    """The settings say who the admins are."""
    refs = tuple(desk.identity.person_ref(int(number)) for number in desk.settings.admins)
    execute(Scope(db, desk.desk, TICK, now), EnsureAdmins(refs))


def _parts(desk: OpenDesk, calls: Telegram, application: Any, writer: Writer, clock: Clock) -> Parts:
    bot = Bot(application.bot.id, application.bot.username or "")
    identity = desk.identity
    admins = Admins(desk.settings.admins, identity, desk.words)
    courtesies = Courtesies(calls)
    sender = Sender(calls, writer, identity, admins, clock)
    sender.limits = Limits(active=desk.settings.send_limits)
    answering = Answering(desk.desk, desk.words, identity, clock)
    pipeline = Pipeline(bot, courtesies, writer, answering, admins)
    pipeline.attach(application, Files(calls, writer, answering))
    pipeline.on_said = sender.lanes.wake
    inbox = Inbox(bot, writer, identity, admins, clock)
    members = Members(desk, calls, writer, clock)
    menus = Menus(desk, calls, writer, clock)
    pipeline.on_people = lambda: courtesies.start(menus.refresh())
    reviews = Reviews(desk, writer, clock)
    daily = (members.count, Renewals(desk, writer, clock).remind, reviews.expire)
    return Parts(
        application=application,
        writer=writer,
        inbox=inbox,
        poller=Poller(calls, inbox, pipeline.lanes.wake, courtesies),
        pipeline=pipeline,
        sender=sender,
        courtesies=courtesies,
        members=members,
        menus=menus,
        reviews=reviews,
        ticks=Ticks(desk.desk, writer, clock, daily, (reviews.remind, menus.refresh)),
    )


async def _initialize(application: Any) -> None:
    """getMe; without a network again and again."""
    pause = FIRST_PAUSE
    while True:
        try:
            await application.initialize()
        except InvalidToken:
            raise SettingsError("WAYPOST_BOT_TOKEN: the Bot API server refuses this token.") from None
        except TelegramError as error:
            log.warning("start.waiting", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        else:
            return


async def run(desk: OpenDesk, on_ready: Callable[[Parts], None] = lambda _parts: None) -> None:
    """Run the bot until SIGTERM, SIGINT or cancellation; what is under way then is brought to its end.

    The index of places is built beside the first polls, so that the first question does not wait for it.
    """
    async with build(desk) as parts:
        await parts.sender.start()
        works = (parts.poller.run(), parts.pipeline.lanes.run(), parts.sender.lanes.run(), _stop_signal())
        tasks = [asyncio.create_task(work) for work in works]
        warming = asyncio.create_task(asyncio.to_thread(desk.read, places.any_known))
        parts.ticks.start()
        parts.courtesies.call("deleteWebhook")
        on_ready(parts)
        log.info("running")
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _stop(parts, [*tasks, warming])


async def _stop(parts: Parts, tasks: list[asyncio.Task[Any]]) -> None:
    parts.ticks.stop()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await parts.pipeline.lanes.finish(STOP_WITHIN)
    await parts.sender.lanes.finish(STOP_WITHIN)
    log.info("stopped")


async def _stop_signal() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        # Outside the main thread, or where the system has no signals, whoever started the bot ends it by cancelling.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
