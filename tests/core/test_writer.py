"""The writer: what waits is committed together, and what fails among it fails alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, select

from bot.database import Database
from bot.errors import why
from bot.writer import Writer
from models import inbox
from models.agencies import Agency
from models.queue import outbox
from models.rows import insert_new
from tests.core.test_database import waiting

Work = Callable[[Session], Any]


@pytest.fixture
async def writer(db: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Writer]:
    """A writer of its own, which has time."""
    monkeypatch.setattr("bot.writer.LONGEST", 60.0)
    made = Writer(db)
    yield made
    made.close()


async def at_once(writer: Writer, *works: Work) -> list[Any]:
    """Results or errors of works that all wait while another one is under way."""
    free = Event()
    first = asyncio.create_task(writer.run(lambda _session: free.wait(10)))
    rest = [asyncio.create_task(writer.run(work)) for work in works]
    await asyncio.sleep(0)  # all of them are in the queue
    free.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


def adding(acronym: str) -> Work:
    """An agency, by the session's own rows."""
    return lambda session: session.add(Agency(acronym=acronym, name=acronym, kind="local"))


def acronyms(db: Database) -> list[str]:
    """Every agency that is stored."""
    return sorted(db.reading(lambda session: session.exec(select(Agency.acronym)).all()))


async def test_what_waits_is_committed_together(db: Database, writer: Writer) -> None:
    commits: list[int] = []
    event.listen(db.engine, "commit", lambda _connection: commits.append(1))
    await at_once(writer, *(adding(f"A{number}") for number in range(10)))
    assert acronyms(db) == sorted(f"A{number}" for number in range(10))
    assert len(commits) == 1


def refuse(session: Session) -> None:
    adding("HALF")(session)
    session.flush()
    raise ValueError("poison")


def clash_in_rows(session: Session) -> None:
    session.add(Agency(id=1, acronym="TWICE", name="x", kind="local"))
    session.add(Agency(id=1, acronym="TWICE", name="x", kind="local"))


def clash_in_sql(session: Session) -> None:
    session.execute(sa.text("INSERT INTO agency (id, acronym) VALUES (1, NULL)"))


def clash_in_prepared(session: Session) -> None:
    insert_new(session, outbox, [{"chat_ref": None, "method": "x"}])


@pytest.mark.parametrize("poison", [refuse, clash_in_rows, clash_in_sql, clash_in_prepared])
async def test_poison_fails_alone(db: Database, writer: Writer, poison: Work) -> None:
    results = await at_once(writer, adding("B"), poison, adding("C"), adding("D"))
    assert [isinstance(one, Exception) for one in results] == [False, True, False, False]
    assert acronyms(db) == ["B", "C", "D"]


async def test_a_commit_that_fails_is_tried_for_each_alone(db: Database, writer: Writer) -> None:
    fails = iter([False, True])

    def fail(_connection: Any) -> None:
        if next(fails, False):
            raise OSError("no space")

    event.listen(db.engine, "commit", fail)
    results = await at_once(writer, adding("B"), adding("C"))
    assert results == [None, None]
    assert acronyms(db) == ["B", "C"]


async def test_nobody_hears_of_a_result_before_the_commit(db: Database, writer: Writer) -> None:
    async def is_there(acronym: str) -> bool:
        await writer.run(adding(acronym))
        return acronym in acronyms(db)

    assert all(await asyncio.gather(*(is_there(f"A{number}") for number in range(5))))


async def test_one_piece_of_work_sees_no_rows_of_another_in_memory(db: Database, writer: Writer) -> None:
    def rename(session: Session) -> str:
        held = session.exec(select(Agency)).one()
        session.connection().execute(sa.update(Agency).values(name="new"))
        return held.name

    await writer.run(adding("B"))
    before, after = await at_once(writer, rename, lambda session: session.exec(select(Agency)).one().name)
    assert (before, after) == ("B", "new")


async def test_work_that_nobody_waits_for_any_more_is_not_done(db: Database, writer: Writer) -> None:
    free = Event()
    first = asyncio.create_task(writer.run(lambda _session: free.wait(10)))
    late = asyncio.create_task(writer.run(adding("LATE")))
    await asyncio.sleep(0)
    late.cancel()
    await asyncio.sleep(0)
    free.set()
    await first
    await writer.run(adding("NEXT"))
    assert acronyms(db) == ["NEXT"]


@pytest.mark.only("sqlite", "PostgreSQL takes back a savepoint")
async def test_what_a_full_disk_took_back_with_another_ones_work_is_not_told_as_stored(
    db: Database, writer: Writer
) -> None:
    """SQLite takes back a whole transaction when the disk is full, and with it what was done before in it."""
    (pages,) = db.reading(lambda session: session.connection().exec_driver_sql("PRAGMA page_count").one())
    event.listen(db.engine, "checkout", lambda one, *_rest: one.execute(f"PRAGMA max_page_count={pages + 20}"))
    big = [waiting(number, f"c{number}") | {"payload": b"x" * 4000} for number in range(100, 200)]
    rows = ([waiting(1, "small")], big, [waiting(2, "small too")])
    first, failed, last = await at_once(writer, *(partial(inbox.store, rows=some) for some in rows))
    assert (first, why(failed), last) == (1, "disk full", 1)
    assert db.reading(lambda session: inbox.count(session, inbox.PENDING)) == 2
