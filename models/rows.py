"""INSERT that leaves an existing row as it is, on every engine of the desk."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.prepared import Prepared


def insert_new(db: Session, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert ``rows``, all with the same columns, but for those whose key is taken; number of rows that are new."""
    if not rows:
        return 0
    return _insert(db.get_bind().dialect.name, table, tuple(rows[0])).many(db, rows)


@cache
def _insert(engine: str, table: Table, columns: tuple[str, ...]) -> Prepared:
    dialect = postgresql if engine == "postgresql" else sqlite
    return Prepared(dialect.insert(table).on_conflict_do_nothing(), columns)
