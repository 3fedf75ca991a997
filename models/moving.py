"""All rows of a store, read from one engine and written to another, with a checksum that is the same on both."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Integer, MetaData, Table, func, insert, inspect, select, text

from models.columns import by_letter, is_text
from models.every_table import every_table
from models.place_merges import MERGES
from models.places import PLACES

CHUNK = 2000
"""Rows at once."""


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and the SHA-256 of their canonical values in the order of their keys."""

    table: str
    rows: int
    checksum: str


def copy(source: Connection, target: Connection, table: Table) -> Content:
    """Write all rows of a table into the same one of another store; what was read."""
    found = Sum(table)
    with door(target, table) as into:
        for rows in chunks(source, table):
            found.add(rows)
            target.execute(insert(into), [row._asdict() for row in rows])
    set_last(target, table, last(source, table))
    return found.content()


def content(store: Connection, table: Table) -> Content:
    """What a table holds."""
    found = Sum(table)
    for rows in chunks(store, table):
        found.add(rows)
    return found.content()


def filled(store: Connection) -> str | None:
    """Name of a table that has rows; None in an empty store."""
    filled = (table.name for table in every_table() if store.execute(select(1).select_from(table).limit(1)).first())
    return next(filled, None)


def any_table(store: Connection) -> str | None:
    """Name of a table of the desk that is there, whatever it may hold."""
    there = set(inspect(store).get_table_names())
    return next((table.name for table in every_table() if table.name in there), None)


def others(store: Connection) -> int:
    """How many other connections of the desk a PostgreSQL database has; SQLite is asked by opening it alone."""
    if store.dialect.name != "postgresql":
        return 0
    mine = "datname = current_database() AND application_name = current_setting('application_name')"
    query = f"SELECT count(*) FROM pg_stat_activity WHERE {mine} AND pid <> pg_backend_pid()"  # noqa: S608 - constant
    return int(store.execute(text(query)).scalar_one())


def database(store: Connection) -> Any:
    """What tells a PostgreSQL database from every other one, under whatever address; None on SQLite."""
    if store.dialect.name != "postgresql":
        return None
    query = "SELECT pg_postmaster_start_time(), oid FROM pg_database WHERE datname = current_database()"
    return tuple(store.execute(text(query)).one())


class Sum:
    """Counts rows and sums them up."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._rows = 0
        self._digest = sha256()

    def add(self, rows: Sequence[Any]) -> None:
        self._rows += len(rows)
        for row in rows:
            self._digest.update(json.dumps([_canonical(value) for value in row], ensure_ascii=False).encode() + b"\n")

    def content(self) -> Content:
        return Content(self._table, self._rows, self._digest.hexdigest())


def _canonical(value: Any) -> Any:
    """A value as JSON has it, so that equal ones are the same text: bytes in hex, moments in UTC, floats in hex."""
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return (value + 0.0).hex()
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def chunks(store: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """All rows, many at a time and never all at once, in the order of their keys."""
    order = [by_letter(key) if is_text(key) else key for key in table.primary_key.columns]
    query = select(table).order_by(*order).execution_options(stream_results=True, yield_per=CHUNK)
    return store.execute(query).partitions()


@contextmanager
def door(target: Connection, table: Table) -> Iterator[Table]:
    """The table to write to. Rows that point to others of their own table go in by one statement, from beside it:
    PostgreSQL looks at what they point to when a statement ends, `bot.database` when a store on SQLite is complete.
    """
    if target.dialect.name != "postgresql" or not any(key.column.table is table for key in table.foreign_keys):
        yield table
        return
    beside = table.to_metadata(MetaData(), name=f"moving_{table.name}")
    target.execute(text(f"CREATE TEMPORARY TABLE {beside.name} (LIKE {table.name})"))
    yield beside
    target.execute(insert(table).from_select([column.name for column in table.columns], select(*beside.columns)))
    target.execute(text(f"DROP TABLE {beside.name}"))


def counted(table: Table) -> str | None:
    """The column whose numbers the store gives itself."""
    column = table.autoincrement_column
    return column.name if column is not None and isinstance(column.type, Integer) else None


def last(store: Connection, table: Table) -> int:
    """The highest number that the store has given to a row, as far as it knows: it may be there no more."""
    name = counted(table)
    if name is None:
        return 0
    highest = [store.execute(select(func.max(table.c[name]))).scalar() or 0]
    if table is PLACES:
        highest.append(store.execute(select(func.max(MERGES.c.gone_id))).scalar() or 0)
    if store.dialect.name == "postgresql":
        sequence = store.execute(select(func.pg_get_serial_sequence(table.name, name))).scalar_one()
        highest.append(store.execute(text(f"SELECT last_value FROM {sequence} WHERE is_called")).scalar() or 0)  # noqa: S608
    elif table.dialect_options["sqlite"]["autoincrement"]:
        sequence = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        highest.append(store.execute(sequence, {"name": table.name}).scalar() or 0)
    return max(highest)


def set_last(store: Connection, table: Table, last: int) -> None:
    """The next row gets a number above ``last``."""
    name = counted(table)
    if name is None or not last:
        return
    if store.dialect.name == "postgresql":
        store.execute(select(func.setval(func.pg_get_serial_sequence(table.name, name), last)))
    elif table.dialect_options["sqlite"]["autoincrement"]:
        values = {"name": table.name, "last": last}
        store.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
        store.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)


def pass_over(store: Connection, numbers: int) -> None:
    """Give none of the next ``numbers`` to rows of tables that never give one again: buttons bear them."""
    for table in every_table():
        if table.dialect_options["sqlite"]["autoincrement"]:
            set_last(store, table, last(store, table) + numbers)
