"""Migrations reach the models, and keep what a store already holds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from bot.database import Database, DatabaseError, alembic_config, newest_revision
from bot.resources import resource

REVISIONS = [
    script.revision for script in ScriptDirectory(str(resource("alembic"))).walk_revisions(base="base", head="heads")
][::-1]
SAMPLES: dict[type, Any] = {int: 1, float: 1.5, str: "x", bytes: b"x", bool: True, dict: {}, list: []}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    yield database
    database.close()


def upgrade(database: Database, revision: str) -> None:
    config = alembic_config(database.url)
    with database._migrating() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


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


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    empty.migrate()
    before = fill(empty)
    empty.migrate()
    assert counts(empty) == before


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
