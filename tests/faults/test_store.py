"""A store that cannot be written, or is gone for a while: nothing is lost, the log says why, it goes on by itself."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
import structlog.testing
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot import inbox, lanes, outbox
from models import outbox as rows
from tests.talk import AGENCY, COORDINATOR, Talk

LONG = "x" * 3500


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "AFTER_FAILURE", 0.01)
    monkeypatch.setattr(outbox, "PAUSE", 0.01)
    monkeypatch.setattr(inbox, "pause_after", lambda _failures: 0.01)


@asynccontextmanager
async def alive(talk: Talk) -> AsyncIterator[None]:
    """The bot at work by itself."""
    works = (talk.parts.poller.run(), talk.parts.pipeline.lanes.run(), talk.parts.sender.lanes.run())
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@contextmanager
def broken(talk: Talk, pragma: str, undo: str) -> Iterator[None]:
    """SQLite itself refuses to write, as it does on such a disk."""
    engine = talk.desk.database.engine

    def set_to(what: str) -> Callable[..., None]:
        return lambda connection, *_rest: connection.execute(f"PRAGMA {what}")

    refuses, takes = set_to(pragma), set_to(undo)
    event.listen(engine, "checkout", refuses)
    try:
        yield
    finally:
        event.remove(engine, "checkout", refuses)
        event.listen(engine, "checkout", takes)


DISKS = {
    "disk full": ("max_page_count=1", "max_page_count=1000000"),
    "disk read-only": ("query_only=ON", "query_only=OFF"),
}


@pytest.mark.only("sqlite", "its disk")
@pytest.mark.parametrize("disk", DISKS)
async def test_a_disk_that_takes_nothing_is_waited_for(talk: Talk, disk: str) -> None:
    asked = [f"{number} {LONG}" for number in range(12)]
    talk.desk.database.engine.raw_connection().cursor().execute("VACUUM")  # no page of the file is free
    with structlog.testing.capture_logs() as said:
        async with alive(talk):
            with broken(talk, *DISKS[disk]):
                for text in asked:
                    talk.sandbox.say(AGENCY, text)
                await until(lambda: any(one.get("reason") == disk for one in said))
                await until(lambda: sum("failed" in one["event"] for one in said) > 12)
            await until(lambda: len(talk.texts(AGENCY)) == len(asked), talk)
    assert talk.texts(AGENCY) == asked
    assert not [one for one in said if one["event"] == "update.aside"]


async def test_what_telegram_took_is_not_sent_again_while_that_cannot_be_noted(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    real, tries = rows.sent, iter(range(3))

    def sent(*given: Any) -> None:
        if next(tries, None) is not None:
            raise OperationalError("", {}, full)
        real(*given)

    monkeypatch.setattr(rows, "sent", sent)
    assert await talk.say(AGENCY, "hello") == ["hello"]
    talk.clock.advance(3600)
    await talk.settle()
    assert talk.texts(AGENCY) == ["hello"]
    assert talk.outbox()[-1].status == "sent"


@pytest.mark.only("postgresql", "a server that ends sessions")
async def test_a_server_that_restarts_twice_loses_nothing(talk: Talk) -> None:
    from tests import postgres

    said_by = (AGENCY, COORDINATOR)
    async with alive(talk):
        for number in range(12):
            for who in said_by:
                talk.sandbox.say(who, f"question {number}")
            if number in {4, 8}:
                # as an update of it does: a crash would lose commits of a server that is set not to keep them
                await asyncio.to_thread(postgres.server().restart, "fast")
        await until(lambda: all(len(talk.texts(who)) == 12 for who in said_by), talk)
    for who in said_by:
        assert talk.texts(who) == [f"question {number}" for number in range(12)]


async def until(true: Any, talk: Talk | None = None) -> None:
    """Wait until it is true; with a talk, its time passes meanwhile, and retries come due."""
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.02)
            if talk is not None:
                talk.clock.advance(1)
