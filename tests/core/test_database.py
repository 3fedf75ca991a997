"""The store: its file, and what happens when many use it at once."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from bot.database import Database
from coordination.commitments import CommitmentRow, RecordCommitments
from coordination.execute import execute
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR
from models import inbox, outbox, places
from models.agencies import Agency
from models.commitments import Commitment
from models.picks import EarlierPick, remember
from models.queue import outbox as outbox_table
from tests.conftest import NOW
from tests.hka_mai import Township

UPDATES, THREADS = 400, 8


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """``work(n)`` for every n below ``count``, many at once."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(count)))


@pytest.mark.only("sqlite", "a file")
def test_a_new_store_is_its_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    database = Database(f"sqlite:///{folder / 'waypost.sqlite'}")
    database.migrate()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    database.close()
    assert set(modes.values()) == {0o600}, modes


def test_of_four_hundred_updates_that_read_first_none_is_lost(db: Database) -> None:
    db.transaction(lambda session: session.add(Agency(id=1, acronym="DCO", name="0", kind="local")))

    def one_more(session: Session) -> None:
        agency = session.get_one(Agency, 1)
        agency.name = str(int(agency.name) + 1)

    together(UPDATES, lambda _number: db.transaction(one_more))
    assert db.reading(lambda session: session.get_one(Agency, 1).name) == str(UPDATES)


def test_numbers_of_commitments_stay_apart(db: Database, desk: Desk) -> None:
    """The next number is the highest plus one: nobody else may have taken it meanwhile."""
    township = Township()

    def fill(session: Session) -> None:
        township.db = session
        township.found()
        township.village("Lawa Bum")
        township.agency("DCO")

    def commit(number: int) -> None:
        said = {"target": 5, "status": "pledged", "start": date(2026, 11, 1 + number)}
        row = CommitmentRow(1, None, township.places["Lawa Bum"], township.agencies["DCO"], "SHE-A1", said)
        command = RecordCommitments((row,), f"f{number}")
        db.transaction(lambda session: execute(Scope(session, desk, OPERATOR, NOW), command))

    db.transaction(fill)
    together(16, commit)
    numbers = db.reading(lambda session: session.exec(select(Commitment.number)).all())
    assert sorted(numbers) == list(range(1, 17))


def test_two_who_find_a_key_free_both_get_through(db: Database) -> None:
    township = Township()

    def fill(session: Session) -> int:
        township.db = session
        township.found()
        return township.village("Lawa Bum")

    place = db.transaction(fill)
    together(16, lambda number: db.transaction(lambda session: remember(session, f"chat-{number % 2}", place, NOW)))
    assert len(db.reading(lambda session: session.exec(select(EarlierPick)).all())) == 2


def test_a_key_that_is_really_taken_is_an_error(db: Database) -> None:
    def add(session: Session) -> None:
        session.add(Agency(acronym="DCO", name="Demo", kind="local"))

    db.transaction(add)
    with pytest.raises(DBAPIError):
        db.transaction(add)


def test_reading_sees_one_moment_and_changes_nothing(db: Database) -> None:
    def count(session: Session) -> int:
        return len(session.exec(select(Agency)).all())

    def twice(session: Session) -> tuple[int, int]:
        before = count(session)
        db.transaction(lambda other: other.add(Agency(acronym="DCO", name="Demo", kind="local")))
        return before, count(session)

    assert db.reading(twice) == (0, 0)
    assert db.reading(count) == 1
    db.reading(lambda session: session.get_one(Agency, 1))
    if db.on_postgres:
        with pytest.raises(DBAPIError, match="read-only"):
            db.reading(lambda session: session.execute(sa.delete(Agency)))


def waiting(number: int, chat: str) -> dict[str, Any]:
    """A row of the inbox."""
    return {"bot_id": 1, "update_id": number, "chat_ref": chat, "payload": b"x", "status": inbox.PENDING,
            "attempts": 0, "received_at": NOW}  # fmt: skip


def letter(number: int, chat: str) -> dict[str, Any]:
    """A row of the outbox."""
    return {"dedupe": f"d{number}", "chat_ref": chat, "method": "sendMessage", "params": b"x", "klass": "public",
            "priority": 0, "status": outbox.PENDING, "protect": False, "attempts": 0, "created_at": NOW}  # fmt: skip


def test_only_the_oldest_of_a_chat_is_claimed(db: Database) -> None:
    chats = ["a", "b", "a", "b", "c"]
    db.transaction(lambda session: inbox.store(session, [waiting(n, chat) for n, chat in enumerate(chats, 1)]))
    db.transaction(lambda session: outbox.queue(session, [letter(n, chat) for n, chat in enumerate(chats, 1)]))
    turns = db.transaction(lambda session: inbox.next_turns(session, 1, {"c"}, NOW, 10))
    letters = db.transaction(lambda session: outbox.next_letters(session, {"c"}, NOW, 10))
    assert [one.update_id for one in turns] == [1, 2]
    assert [one.dedupe for one in letters] == ["d1", "d2"]


@pytest.mark.only("postgresql", "SQLite has one writer")
def test_what_one_process_is_claiming_another_neither_waits_for_nor_gets(db: Database) -> None:
    chats = ["a", "b", "a", "b"]
    db.transaction(lambda session: inbox.store(session, [waiting(n, chat) for n, chat in enumerate(chats, 1)]))
    db.transaction(lambda session: outbox.queue(session, [letter(n, chat) for n, chat in enumerate(chats, 1)]))

    def first(session: Session) -> tuple[list[int], ...]:
        mine = [one.update_id for one in inbox.lease_turns(session, holder("me"), (), NOW, 1)]
        mine_too = [one.id for one in outbox.next_letters(session, (), NOW, 1)]
        turns = plainly(db, lambda other: inbox.lease_turns(other, holder("other"), (), NOW, 10))
        letters = plainly(db, lambda other: outbox.next_letters(other, (), NOW, 10))
        return mine, [one.update_id for one in turns], mine_too, [one.id for one in letters]

    assert plainly(db, first) == ([1], [2], [1], [2])


def holder(name: str) -> inbox.Holder:
    return inbox.Holder(1, name, timedelta(seconds=20))


def plainly(db: Database, work: Callable[[Session], Any]) -> Any:
    """As the bot takes what waits."""
    with db.together(plain=True) as taking:
        return taking.run(work)


def test_every_letter_is_leased_once_however_many_take(db: Database) -> None:
    db.transaction(lambda session: outbox.queue(session, [letter(n, f"chat-{n}") for n in range(40)]))

    def take(session: Session) -> list[int]:
        mine = [one.id for one in outbox.next_letters(session, (), NOW, 5)]
        outbox.lease(session, mine, datetime(2027, 1, 1, tzinfo=UTC))
        return mine

    taken = [one for batch in together(24, lambda _number: db.transaction(take)) for one in batch]
    attempts = db.reading(lambda session: list(session.execute(sa.select(outbox_table.c.attempts)).scalars()))
    assert len(taken) == len(set(taken)) == sum(attempts)


@pytest.mark.only("postgresql", "SQLite commits in the order of its numbers")
def test_a_change_that_was_committed_late_makes_a_copy_stale(db: Database, desk: Desk) -> None:
    """An entry of the audit trail with a lower number may come after one with a higher number."""

    def note(session: Session, number: int) -> None:
        session.execute(
            sa.text(
                "INSERT INTO audit (id, at, actor, role, action, counts) "
                "VALUES (:id, now(), 'operator', 'operator', 'places.list', '{}')"
            ),
            {"id": number},
        )

    db.transaction(lambda session: note(session, 11))
    before = db.reading(places.version)
    db.transaction(lambda session: note(session, 10))
    assert db.reading(places.version) != before


@pytest.mark.only("postgresql", "a server")
def test_the_bot_goes_on_when_the_server_cut_its_connections(db: Database) -> None:
    db.reading(lambda session: session.exec(select(Agency)).all())
    other = sa.create_engine(db.url.replace("postgresql://", "postgresql+psycopg://"))
    with other.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'waypost'"
        connection.execute(sa.text(cut))
    other.dispose()
    assert db.transaction(lambda session: session.exec(select(Agency)).all()) == []


@pytest.mark.only("postgresql", "SQLite has one writer")
def test_both_at_once_is_no_deadlock(db: Database) -> None:
    """Two that change the same rows in opposite order: PostgreSQL ends one, which is done again."""
    for number in (1, 2):
        db.transaction(lambda s, n=number: s.add(Agency(id=n, acronym=f"A{n}", name="0", kind="local")))
    meet = Barrier(2)

    def change(order: tuple[int, int]) -> int:
        tries = 0

        def work(session: Session) -> None:
            nonlocal tries
            tries += 1
            session.execute(sa.update(Agency).where(Agency.id == order[0]).values(name=str(order)))
            if tries == 1:
                meet.wait(10)
            session.execute(sa.update(Agency).where(Agency.id == order[1]).values(name=str(order)))

        db.transaction(work)
        return tries

    with ThreadPoolExecutor(2) as pool:
        tries = list(pool.map(change, [(1, 2), (2, 1)]))
    assert max(tries) > 1
    assert len(set(db.reading(lambda session: session.exec(select(Agency.name)).all()))) == 1
