"""Further stores for a test, on whichever engine it runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from bot.database import Database
from models import moving
from models.columns import Moment, is_text
from models.every_table import every_table
from models.picks import AskedName
from models.places import PLACES, Place
from tests.conftest import NOW

SAMPLES: dict[type, Any] = {
    int: 2**31 - 1, float: 0.1 + 0.2, str: "ဘာသာ ' \\ \n é", bytes: bytes(range(256)), bool: True,
}  # fmt: skip


@contextmanager
def empty_store(engine: str, folder: Path) -> Iterator[Database]:
    """A store without any table, gone at the end."""
    if engine == "sqlite":
        with TemporaryDirectory(dir=folder) as place, closing(Database(f"sqlite:///{place}/empty.sqlite")) as store:
            yield store
        return
    from tests.postgres import server

    name = server().clone()
    try:
        with closing(Database(server().url(name))) as store:
            yield store
    finally:
        server().drop(name)


@contextmanager
def copied(store: Database, folder: Path) -> Iterator[Database]:
    """A store with the same rows, gone at the end; nobody may be using ``store`` meanwhile."""
    if store.engine.dialect.name == "sqlite":
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place) / "copy.sqlite"
            with closing(sqlite3.connect(store.engine.url.database)) as old, closing(sqlite3.connect(path)) as new:
                old.backup(new)
            with closing(Database(f"sqlite:///{path}")) as copy:
                yield copy
        return
    from tests.postgres import server

    store.close()
    name = server().clone(store.engine.url.database)
    try:
        with closing(Database(server().url(name))) as copy:
            yield copy
    finally:
        server().drop(name)


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


def contents(store: Database) -> list[moving.Content]:
    return store.reading(lambda db: [moving.content(db.connection(), table) for table in every_table()])
