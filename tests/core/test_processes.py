"""Several processes on one PostgreSQL: whose turn a chat is, who leads, and what happens when one is gone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.database import Database
from bot.limits import Limits
from bot.processes import Shared
from models import inbox, processes
from tests.conftest import NOW
from tests.core.test_database import holder, plainly, waiting

pytestmark = pytest.mark.only("postgresql", "SQLite's store has one process")
BOT = 7


def taken(
    session: Session, name: str, busy: Collection[str] = (), *, now: datetime = NOW, limit: int = 10
) -> list[int]:
    """Numbers of the updates that a process takes, for twenty seconds."""
    return [one.update_id for one in inbox.lease_turns(session, holder(name), busy, now, limit)]


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def store(db: Database, chats: Collection[str]) -> None:
    rows = [waiting(n, chat) for n, chat in enumerate(chats, 1)]
    db.transaction(lambda session: inbox.store(session, rows))


def finish(db: Database, number: int) -> None:
    db.transaction(lambda session: inbox.finish(session, 1, number, NOW))


def test_a_chat_is_with_one_process_until_it_lets_it_go_or_is_silent_for_long(db: Database) -> None:
    store(db, ["a", "b", "a"])
    assert plainly(db, lambda session: taken(session, "me", limit=1)) == [1]
    assert plainly(db, lambda session: taken(session, "other")) == [2]
    finish(db, 1)
    assert plainly(db, lambda session: taken(session, "other", {"b"})) == [], "a was not let go yet"
    assert plainly(db, lambda session: taken(session, "me", {"a"}, now=after(19))) == [], "a is kept for longer"
    assert plainly(db, lambda session: taken(session, "third", now=after(20))) == [2], "the other was silent"
    assert plainly(db, lambda session: taken(session, "me", now=after(21))) == [3], "a was let go and taken again"


def test_many_processes_take_each_update_once_and_a_chat_in_order(db: Database) -> None:
    store(db, [f"chat-{n % 7}" for n in range(70)])
    done: list[int] = []
    one_by_one = Lock()

    def work(number: int) -> None:
        while len(done) < 70:
            for one in plainly(db, lambda session: taken(session, f"process-{number}", limit=3)):
                finish(db, one)
                with one_by_one:
                    done.append(one)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(done) == list(range(1, 71))
    for chat in range(7):
        mine = [one for one in done if (one - 1) % 7 == chat]
        assert mine == sorted(mine)


def test_who_was_thought_dead_cannot_set_aside_what_another_one_handled(db: Database) -> None:
    store(db, ["a"])
    finish(db, 1)
    assert not db.transaction(lambda session: inbox.put_aside(session, 1, 1, "late", NOW))
    assert db.reading(lambda session: inbox.count(session, inbox.DONE)) == 1


class Events:
    """What processes do, one after another."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[str] = asyncio.Queue()

    def duty(self, name: str) -> Callable[[], Any]:
        async def lead() -> None:
            self.queue.put_nowait(f"{name} leads")
            try:
                await asyncio.Event().wait()
            finally:
                self.queue.put_nowait(f"{name} ends")

        return lead

    @asynccontextmanager
    async def running(self, db: Database, name: str) -> AsyncIterator[Shared]:
        """A process under way, which says when it leads, hears news and counts others."""
        one = Shared(
            db, BOT, lambda: self.queue.put_nowait(f"{name} hears"), lambda n: self.queue.put_nowait(f"{name}: {n}")
        )
        await one.join(lambda: self.queue.put(f"{name} is alone"))
        task = asyncio.create_task(one.run(self.duty(name)))
        try:
            yield one
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def until(self, wanted: str) -> list[str]:
        """All that happens until ``wanted`` does."""
        seen: list[str] = []
        async with asyncio.timeout(30):
            while not seen or seen[-1] != wanted:
                seen.append(await self.queue.get())
        return seen


def cut(db: Database) -> None:
    """End the session of the process that leads, as the server does when the process is killed."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :what"
    db.transaction(lambda session: session.execute(sa.text(query), {"what": processes.LEADS}).all())


async def test_one_leads_and_another_one_takes_over_when_it_is_cut_off(db: Database) -> None:
    events = Events()
    async with events.running(db, "first") as first:
        assert (await events.until("first leads"))[0] == "first is alone"
        async with events.running(db, "second") as second:
            await events.until("second: 2")
            assert (first.leads, second.leads, second.stands_by) == (True, False, True)
            await asyncio.to_thread(cut, db)
            await events.until("first ends")
            await events.until("second: 2")
            assert first.leads != second.leads
        await events.until("first: 1")


async def test_who_stops_leads_no_more_and_the_next_one_is_told_of_new_updates(db: Database) -> None:
    events = Events()
    async with events.running(db, "first"):
        await events.until("first leads")
        async with events.running(db, "second"):
            await events.until("second: 2")
            await asyncio.to_thread(db.transaction, processes.tell)
            await events.until("second hears")
    async with events.running(db, "third"):
        seen = await events.until("third leads")
        assert "third is alone" in seen


def test_what_holds_for_all_chats_is_divided_among_the_processes() -> None:
    limits = Limits()
    limits.shared_by(3)
    assert sum(limits.take(f"chat-{n}", group=False, now=NOW) for n in range(30)) == 10
    later = NOW + timedelta(seconds=1)
    assert sum(limits.take(f"chat-{n}", group=False, now=later) for n in range(30, 60)) == 10
