"""The composition root: settings → store → identity → PTB's Application, poller, pipeline, sender and ticks."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from sqlmodel import Session
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

import handlers
from bot.admins import Admins
from bot.answering import Answering
from bot.clockwork import Clockwork, clockwork
from bot.courtesy import Courtesies
from bot.desk import OpenDesk
from bot.files import Files
from bot.inbox import Inbox, Poller
from bot.intake import Bot
from bot.jumps import Jumps
from bot.lanes import Lanes
from bot.limits import Limits
from bot.outbox import Sender
from bot.pipeline import Pipeline
from bot.processes import Alone, Processes, Shared
from bot.settings import Settings, SettingsError
from bot.transport import TELEGRAM, AiohttpRequest, Telegram
from bot.vitals import Vitals
from bot.writer import Clock, Writer, wall_clock
from coordination import requests
from coordination.admins import EnsureAdmins
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import TICK

if TYPE_CHECKING:
    from bot.serving import Served
    from bot.webhook import Webhook

STOP_WITHIN = 4.0
GARBAGE = 50_000
"""New objects after which garbage is looked for: an answer makes thousands, and leaves next to none in circles."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0

log = structlog.get_logger("waypost.app")


@dataclass(frozen=True)
class Parts:
    """The bot, put together and not yet running; tests drive its parts one by one."""

    application: Application[Any, Any, Any, Any, Any, Any]
    writer: Writer
    inbox: Inbox
    poller: Poller
    webhook: "Webhook | None"
    vitals: Vitals
    pipeline: Pipeline
    sender: Sender
    courtesies: Courtesies
    clockwork: Clockwork
    processes: Processes

    async def lead(self) -> None:
        """What one process does for all, until cancelled: what happens by itself, and asking for updates."""
        self.clockwork.ticks.start()
        try:
            await (self.poller.run() if self.webhook is None else asyncio.Event().wait())
        finally:
            self.clockwork.ticks.stop()

    async def take_over(self) -> None:
        """Start of the only process: what was under way when the last one ended is under way no more."""
        await self.pipeline.start()
        await self.sender.start()

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


class Account(ExtBot[None]):
    """PTB's bot; its commands work where a Bot API server tells no username, too."""

    @property
    def username(self) -> str:
        """Without @; empty when the server tells none."""
        return super().username or ""


@asynccontextmanager
async def build(desk: OpenDesk, clock: Clock = wall_clock) -> AsyncIterator[Parts]:
    """Put the bot together and take it apart at the end; waits for the network, raises `SettingsError`."""
    request = AiohttpRequest()
    calls = telegram(desk.settings, request)
    account = Account(token_of(desk.settings), calls.base_url, request=request, get_updates_request=AiohttpRequest())
    application = ApplicationBuilder().bot(account).updater(None).job_queue(None).build()
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
    bot = Bot(application.bot.id, application.bot.username)
    identity = desk.identity
    admins = Admins(desk.settings.admins, identity, desk.words)
    courtesies = Courtesies(calls)
    sender = Sender(calls, writer, identity, admins, clock)
    sender.limits = Limits(active=desk.settings.send_limits)
    answering = Answering(replace(desk.desk, seal=identity.seal), desk.words, identity, clock)
    pipeline = Pipeline(bot, courtesies, writer, answering, admins)
    pipeline.attach(application, Files(calls, writer, answering))
    pipeline.on_said = sender.lanes.wake
    inbox = Inbox(bot, writer, identity, admins, clock)
    poller = Poller(calls, inbox, pipeline.lanes.wake, courtesies)
    webhook = _webhook(desk, calls, inbox, pipeline, courtesies)
    processes = _processes(desk, bot, pipeline, sender)
    takes_updates = partial(_takes_updates, processes, poller, webhook)
    lanes: dict[str, Lanes[Any]] = {"pipeline": pipeline.lanes, "sender": sender.lanes}
    by_clock = clockwork(desk, calls, writer, bot, clock)
    pipeline.on_people = lambda: courtesies.start(by_clock.menus.refresh())
    return Parts(
        application=application,
        writer=writer,
        inbox=inbox,
        poller=poller,
        webhook=webhook,
        vitals=Vitals(desk.database, lanes, takes_updates, clock),
        pipeline=pipeline,
        sender=sender,
        courtesies=courtesies,
        clockwork=by_clock,
        processes=processes,
    )


def _processes(desk: OpenDesk, bot: Bot, pipeline: Pipeline, sender: Sender) -> Processes:
    if not desk.database.on_postgres:
        return Alone()
    return Shared(desk.database, bot.id, pipeline.lanes.wake, sender.limits.shared_by)


def _takes_updates(processes: Processes, poller: Poller, webhook: "Webhook | None") -> bool:
    """Whether updates can come in, by this process or by the one that leads."""
    if webhook is not None:
        return webhook.is_set
    return poller.is_fresh if processes.leads else processes.stands_by


def _webhook(
    desk: OpenDesk, calls: Telegram, inbox: Inbox, pipeline: Pipeline, courtesies: Courtesies
) -> "Webhook | None":
    if desk.settings.webhook_url is None:
        return None
    from bot.webhook import Batches, Webhook, target  # a web server, which polling can do without

    return Webhook(target(desk.settings, desk.identity), calls, Batches(inbox, pipeline.lanes.wake), courtesies)


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
        parts.pipeline.jumps, parts.sender.jumps = Jumps(wall_clock), Jumps(wall_clock)
        await parts.processes.join(parts.take_over)
        served = await serve_pages(parts, desk.settings)
        lanes = (parts.pipeline.lanes.run(), parts.sender.lanes.run())
        posted = (parts.webhook.run(),) if parts.webhook is not None else ()
        works = (parts.processes.run(parts.lead), *lanes, *posted, _stop_signal())
        tasks = [asyncio.create_task(work) for work in works]
        warming = asyncio.create_task(asyncio.to_thread(_warm, desk))
        on_ready(parts)
        log.info("running")
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _stop(parts, [*tasks, warming], served)


def _warm(desk: OpenDesk) -> None:
    """Have places and words in memory; what lives as long as the process is not searched for garbage again."""
    desk.read(requests.prepare)
    gc.freeze()
    gc.set_threshold(GARBAGE)


async def serve_pages(parts: Parts, settings: Settings) -> "Served | None":
    """Serve webhook and health pages where the settings say; ``None`` when they say nothing."""
    if settings.address is None:
        return None
    from bot.serving import Pages, serve  # a web server, which polling can do without

    return await serve(Pages(parts.vitals, parts.webhook), *settings.address)


async def _stop(parts: Parts, tasks: list[asyncio.Task[Any]], served: "Served | None") -> None:
    """Take nothing new; what is under way goes on beside each other, so that all ends within the time."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    ends = [parts.pipeline.lanes.finish(STOP_WITHIN), parts.sender.lanes.finish(STOP_WITHIN)]
    await asyncio.gather(*ends, *([served.close()] if served else []))
    await parts.pipeline.let_go()
    log.info("stopped")


async def _stop_signal() -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        # Outside the main thread, or where the system has no signals, whoever started the bot ends it by cancelling.
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
