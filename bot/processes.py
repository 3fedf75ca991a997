"""Who of the processes on one store leads: asks Telegram for updates, and does what happens by itself.

On PostgreSQL each process has a session of its own, kept for nothing else. Whoever leads holds a lock in it. When the
process ends, however it ends, its session ends and with it the lock; another one finds that within a second. A process
that has lost its session leads no more, and looks for a new one.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from bot.database import Database
from models import processes as sql

if TYPE_CHECKING:
    import psycopg

LOOK = 1.0
"""Seconds between two looks whether somebody leads."""
PATIENCE = 5.0
"""Seconds within which the server must answer a look."""
KEPT_ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
"""By which a process finds out that the server's machine is gone, in seconds, and at last in milliseconds."""

Duty = Callable[[], Awaitable[None]]

log = structlog.get_logger("waypost.processes")


class Processes(Protocol):
    """The processes on one store, as one of them sees them."""

    async def join(self, when_alone: Duty) -> None:
        """Be one of them; ``when_alone`` is done before anybody else can join, if nobody else is there."""
        ...

    async def run(self, lead: Duty) -> None:
        """Until cancelled; ``lead`` runs while this process leads, and what it raises is raised."""
        ...

    @property
    def leads(self) -> bool:
        """Whether this one leads."""
        ...

    @property
    def stands_by(self) -> bool:
        """Whether another one leads, and this one would take over."""
        ...


class Alone:
    """The only process that may have the store open."""

    leads = True
    stands_by = False

    async def join(self, when_alone: Duty) -> None:
        """See `Processes`."""
        await when_alone()

    async def run(self, lead: Duty) -> None:
        """See `Processes`."""
        await lead()


class Shared:
    """One of the processes of a bot on one PostgreSQL.

    ``on_news`` is called when another one stored updates, ``on_count`` with the number of processes that run.
    """

    def __init__(
        self, database: Database, bot_id: int, on_news: Callable[[], None], on_count: Callable[[int], None]
    ) -> None:
        self._database = database
        self._bot = sql.lock_number(bot_id)
        self._on_news = on_news
        self._on_count = on_count
        self._session: psycopg.AsyncConnection[Any] | None = None
        self._leading: asyncio.Task[None] | None = None
        self._looked = -float("inf")

    @property
    def leads(self) -> bool:
        """See `Processes`."""
        return self._leading is not None

    @property
    def stands_by(self) -> bool:
        """See `Processes`."""
        return not self.leads and time.monotonic() - self._looked < PATIENCE + LOOK

    async def join(self, when_alone: Duty) -> None:
        """See `Processes`; raises the driver's error when there is no server."""
        session = self._session = await self._connected()
        alone = await _first(session, sql.IS_ALONE, self._bot)
        if alone:
            await when_alone()
        await self._enter(session)
        if alone:
            await session.execute(sql.JOINED, {"bot": self._bot})

    async def run(self, lead: Duty) -> None:
        """See `Processes`."""
        import psycopg

        try:
            while True:
                try:
                    await self._stand(lead)
                except (psycopg.Error, OSError, TimeoutError) as error:
                    log.warning("processes.cut_off", error=type(error).__name__, led=self.leads)
                    await self._leave()
                    await asyncio.sleep(LOOK)
        finally:
            await self._leave()

    async def _stand(self, lead: Duty) -> None:
        """Look again and again, and listen in between; raises the driver's error when the session ends."""
        if self._session is None:
            self._session = await self._connected()
            await self._enter(self._session)
        session = self._session
        while True:
            async with asyncio.timeout(PATIENCE):
                await self._look(session, lead)
            async for _ in session.notifies(timeout=LOOK):
                self._on_news()

    async def _look(self, session: "psycopg.AsyncConnection[Any]", lead: Duty) -> None:
        """Lead if nobody does; see how many there are."""
        if self._leading is None and await _first(session, sql.LEAD, self._bot):
            log.info("processes.leads")
            self._leading = asyncio.create_task(_duty(lead))
        elif self._leading is not None and self._leading.done():
            self._leading.result()
        self._on_count(max(1, await _first(session, sql.RUNNING, self._bot)))
        self._looked = time.monotonic()

    async def _leave(self) -> None:
        """Lead no more, and only then let go the lock by which others would."""
        leading, session = self._leading, self._session
        self._leading = self._session = None
        self._looked = -float("inf")
        if leading is not None:
            leading.cancel()
            await asyncio.wait({leading})
        if session is not None:
            with suppress(Exception):
                await session.close()

    async def _connected(self) -> "psycopg.AsyncConnection[Any]":
        import psycopg

        engine = self._database.engine
        _, wanted = engine.dialect.create_connect_args(engine.url)
        session = await psycopg.AsyncConnection.connect(**{**KEPT_ALIVE, **wanted}, autocommit=True)
        await session.execute(sql.SETTLE)
        await session.execute(sql.LISTEN)
        return session

    async def _enter(self, session: "psycopg.AsyncConnection[Any]") -> None:
        """Be counted; waits for one that found itself alone."""
        await session.execute(sql.JOIN, {"bot": self._bot})


async def _duty(lead: Duty) -> None:
    await lead()


async def _first(session: "psycopg.AsyncConnection[Any]", statement: str, bot: int) -> Any:
    row: Any = await (await session.execute(statement, (bot,))).fetchone()
    return row[0]
