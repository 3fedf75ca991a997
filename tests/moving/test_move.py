"""``waypost move``: everything, or nothing and a sentence."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database import Database, newest_revision
from models import moving
from models.columns import Moment, is_text
from models.every_table import every_table
from models.picks import AskedName, add_asked
from models.places import PLACES, Place
from tests.conftest import NOW
from tests.stores import empty_store

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
SAMPLES: dict[type, Any] = {
    int: 2**31 - 1, float: 0.1 + 0.2, str: "ဘာသာ ' \\ \n é", bytes: bytes(range(256)), bool: True,
}  # fmt: skip
PASSWORD = "hunter2-and-more"


@pytest.fixture
def source(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The desk's store with a row or more in every table."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYPOST_DATABASE_URL", db.url)
    db.transaction(fill)
    db.close()
    return db


@pytest.fixture
def target(server: Any, engine: str, tmp_path: Path) -> Iterator[Database]:
    """An empty store on the other engine."""
    with empty_store(OTHER[engine], tmp_path) as store:
        yield store


def sample(column: sa.Column[Any]) -> Any:
    """A value that is awkward for its type; ids are 1, so that what points elsewhere points somewhere."""
    if isinstance(column.type, sa.Integer) and (column.primary_key or column.foreign_keys):
        return 1
    if isinstance(column.type, sa.Date):
        return date(2026, 2, 28)
    if isinstance(column.type, Moment):
        return datetime(2026, 10, 12, 23, 59, 59, 123456, tzinfo=UTC)
    if isinstance(column.type, sa.JSON):
        return {"z": [1, 2.5, None, "ခ"], "a": {}}
    return SAMPLES[str if is_text(column) else column.type.python_type]


def fill(session: Session) -> None:
    """Every column filled; then places that point to later ones and to themselves, NULLs, and an id that is gone."""
    for table in every_table():
        session.execute(table.insert().values({column.name: sample(column) for column in table.columns}))
    for number in (7, 8, 9):
        session.add(Place(id=number, source_id=f"t:{number}", source="test", kind="village", name="Lawa Bum"))
    session.flush()
    session.execute(sa.update(PLACES).where(PLACES.c.id == 7).values(parent_id=9, township_id=7, latitude=-0.0))
    kept = AskedName(id=40, chat="c", text="t", folded="t", asked_at=NOW)
    session.add(kept)
    session.flush()
    session.delete(kept)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.setval("asked_name_id_seq", 40)))


def waypost(*words: str) -> Result:
    return CliRunner().invoke(app, ["move", *words])


def refused(result: Result, sentence: str) -> None:
    """Exit code 2 and a sentence without the password, nothing else."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert PASSWORD not in result.stderr


def contents(store: Database) -> list[moving.Content]:
    return store.reading(lambda db: [moving.content(db.connection(), table) for table in every_table()])


def test_there_and_back_gives_the_same_rows_and_checksums(
    source: Database, target: Database, engine: str, tmp_path: Path
) -> None:
    there = waypost(target.url, "--json")
    assert there.exit_code == 0, there.output
    told = json.loads(there.stdout)
    assert [row["table"] for row in told["tables"] if not row["rows"]] == []
    assert sorted(row["table"] for row in told["tables"]) == sorted(table.name for table in every_table())
    with empty_store(engine, tmp_path) as again:
        back = waypost(again.url, "--from", target.url, "--json")
        assert json.loads(back.stdout)["tables"] == told["tables"]
        assert contents(again) == contents(source) == contents(target)
        assert again.revision() == newest_revision()


def test_numbers_go_on_after_the_highest_that_was_ever_given(source: Database, target: Database) -> None:
    assert waypost(target.url).exit_code == 0
    place = Place(source_id="t:new", source="test", kind="village", name="Lawa Bum")
    asked = AskedName(chat="c", text="t", folded="t", asked_at=NOW)

    def add(session: Session) -> tuple[int, int]:
        session.add(place)
        number = add_asked(session, asked)
        return place.id or 0, number

    number, asked_number = target.transaction(add)
    assert number > 9
    assert asked_number == 41


def test_it_says_what_to_set_and_keeps_the_password_to_itself(source: Database, target: Database) -> None:
    said = waypost(target.url)
    assert "place: rows 4, checksum " in said.stdout
    assert "Now set WAYPOST_DATABASE_URL=" in said.stdout
    shown = waypost("postgresql://waypost:" + PASSWORD + "@nowhere.invalid/x?password=" + PASSWORD)
    refused(shown, "The store cannot be used: ")


@pytest.mark.parametrize("how", ["filled", "other", "strange"])
def test_a_target_that_is_not_empty_or_of_another_version(source: Database, target: Database, how: str) -> None:
    if how == "filled":
        target.migrate()
        target.transaction(lambda db: add_asked(db, AskedName(chat="c", text="t", folded="t", asked_at=NOW)))
    elif how == "other":
        with target.migrating("0001"):
            pass
    else:
        with target.engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE person (id INTEGER)"))
    revision = target.revision()
    sentence = {"filled": "has the table asked_name", "other": "another version", "strange": "has the table person"}
    refused(waypost(target.url), sentence[how])
    assert target.revision() == revision
    if how == "filled":
        assert target.reading(lambda db: moving.filled(db.connection())) == "asked_name"


def test_a_table_that_comes_out_differently_leaves_nothing(
    source: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = moving.content

    def wrong(store: sa.Connection, table: sa.Table) -> moving.Content:
        if table.name == "person":
            store.execute(table.update().values(label="another"))
        return real(store, table)

    monkeypatch.setattr(moving, "content", wrong)
    result = waypost(target.url, "--json")
    refused(result, "person came out differently")
    assert target.revision() is None


def test_what_cannot_be_written_leaves_nothing(source: Database, target: Database) -> None:
    """A text that the target cannot hold, or a kill in the middle: here a row that is too much."""
    real = moving.copy

    def fail(*arguments: Any) -> moving.Content:
        if arguments[2].name == "person":
            raise OSError(28, "No space left on device")
        return real(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moving, "copy", fail)
        refused(waypost(target.url, "--json"), "The disk is full")
    assert target.revision() is None


def test_a_store_that_is_in_use_is_not_moved(source: Database, target: Database) -> None:
    """As a running bot has it: connected, and at rest."""
    with closing(Database(source.url)) as bot:
        bot.transaction(lambda db: db.execute(sa.text("SELECT 1")))
        bot.revision()
        refused(waypost(target.url), "stop the bot")
    assert target.revision() is None
    assert waypost(target.url).exit_code == 0


def test_a_store_into_itself(source: Database) -> None:
    result = waypost(source.url)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "same store" in result.stderr


def test_a_source_that_is_none_or_old(target: Database, engine: str, tmp_path: Path, source: Database) -> None:
    with empty_store(engine, tmp_path) as empty:
        refused(waypost(target.url, "--from", empty.url), "is not of this version")
    refused(waypost(target.url, "--from", f"sqlite:///{tmp_path / 'typo.sqlite'}"), "There is no store at")
    refused(waypost("nonsense"), "WAYPOST_DATABASE_URL")
    assert not (tmp_path / "typo.sqlite").exists()
    assert target.revision() is None


@pytest.mark.only("postgresql", "a file that was made for nothing")
def test_a_new_file_goes_when_nothing_was_moved_into_it(
    source: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "others", lambda _store: 1)
    refused(waypost(f"sqlite:///{tmp_path / 'new.sqlite'}"), "stop the bot")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("new")] == []


def test_no_column_tells_a_missing_json_value_from_an_empty_one() -> None:
    """A move reads None for both and writes one of them."""
    columns = [column for table in every_table() for column in table.columns if isinstance(column.type, sa.JSON)]
    assert [column for column in columns if column.nullable and not column.type.none_as_null] == []
