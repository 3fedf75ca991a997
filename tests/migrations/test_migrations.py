"""Migrations reach the models, and keep what a store already holds."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from bot.database import Database, DatabaseError, newest_revision
from bot.resources import resource
from tests.stores import empty_store

REVISIONS = [
    script.revision for script in ScriptDirectory(str(resource("alembic"))).walk_revisions(base="base", head="heads")
][::-1]
SAMPLES: dict[type, Any] = {int: 1, float: 1.5, str: "x", bytes: b"x", bool: True, dict: {}, list: []}


@pytest.fixture
def empty(engine: str, tmp_path: Path) -> Iterator[Database]:
    """A store without any table."""
    with empty_store(engine, tmp_path) as store:
        yield store


def upgrade(database: Database, revision: str) -> None:
    with database.migrating(revision):
        pass


def sample(column: sa.Column[Any]) -> Any:
    """A value that the column takes."""
    if isinstance(column.type, sa.Date):
        return date(2026, 10, 12)
    if isinstance(column.type, sa.DateTime):
        return datetime(2026, 10, 12, tzinfo=UTC)
    if isinstance(column.type, sa.JSON):
        return {}
    return SAMPLES[column.type.python_type]


def fill(database: Database) -> dict[str, int]:
    """One row in every table of the store as it stands; the number of rows by table."""
    tables = sa.MetaData()
    tables.reflect(database.engine)
    with database.engine.begin() as connection:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert().values({column.name: sample(column) for column in table.columns}))
    return counts(database)


def counts(database: Database) -> dict[str, int]:
    tables = sa.MetaData()
    tables.reflect(database.engine)
    with database.engine.begin() as connection:
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables.sorted_tables
        }


def test_the_newest_revision_is_what_the_models_say(empty: Database) -> None:
    empty.migrate()
    with empty.engine.begin() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    assert difference == []


def test_revisions_are_one_line_and_the_last_file_is_its_end(empty: Database) -> None:
    assert empty.revision() is None
    empty.migrate()
    assert ScriptDirectory(str(resource("alembic"))).get_heads() == [newest_revision()] == [empty.revision()]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_with_data_is_brought_to_the_newest_revision(empty: Database, revision: str) -> None:
    upgrade(empty, revision)
    before = fill(empty)
    empty.migrate()
    after = counts(empty)
    assert {table: after.get(table) for table in before} == before


@pytest.mark.only("postgresql", "a new file is one program's until it is made")
def test_two_programs_may_start_on_an_empty_store_at_once(empty: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        for migrated in [pool.submit(Database(empty.url).migrate) for _ in range(2)]:
            migrated.result()
    assert empty.revision() == newest_revision()


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    empty.migrate()
    before = fill(empty)
    empty.migrate()
    assert counts(empty) == before


@pytest.mark.only("sqlite", "PostgreSQL never lets such a row in")
def test_rows_that_point_nowhere_stop_the_migration(empty: Database) -> None:
    empty.migrate()
    with empty.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("COMMIT")
        connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection.connection.driver_connection.execute(
            "INSERT INTO place_name (place_id, text, folded, kind) VALUES (99, 'x', 'x', 'name')"
        )
    with pytest.raises(DatabaseError, match="point nowhere"):
        upgrade(empty, "head")
