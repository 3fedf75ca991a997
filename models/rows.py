"""INSERT that leaves an existing row as it is, or counts it up, on every engine of the desk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session


def insert_new(db: Session, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert ``rows`` but for those whose key is taken; number of rows that are new."""
    if not rows:
        return 0
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    result: Any = db.execute(dialect.insert(table).values(list(rows)).on_conflict_do_nothing())
    return int(result.rowcount)


def add_up(db: Session, table: Table, key: dict[str, Any], column: str) -> None:
    """One more in ``column`` of the row with that key, which begins at 1."""
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(table).values(**key, **{column: 1})
    more = {column: table.c[column] + 1}
    db.execute(added.on_conflict_do_update(index_elements=list(key), set_=more))
