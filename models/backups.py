"""A store as lines that tell by themselves what they hold, and a store made of such lines.

A table is a line with its `Shape`, one line per row, and a line with its count and checksum. Shapes need no model of
the program, so that a backup of an older one is read into the schema that it had.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from models import moving
from models.audit import AuditEntry
from models.columns import Moment, is_text
from models.every_table import every_table
from models.moving import CHUNK, Content
from models.queue import inbox

KINDS: dict[str, Any] = {
    "moment": Moment,
    "date": Date,
    "json": lambda: JSON(none_as_null=True),
    "bool": Boolean,
    "bytes": LargeBinary,
    "float": Float,
    "int": BigInteger,
    "text": String,
}
READ: dict[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bytes": base64.b64decode,
}
"""How a value is had from what JSON holds, where that is not the value itself."""
PATIENCE = "SET LOCAL lock_timeout = '10s'"

Line = Any
"""What stands in a line: anything that JSON can hold."""


@dataclass(frozen=True)
class Shape:
    """What must be known of a table to write its rows again: ``columns`` are (name, kind)."""

    table: str
    columns: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    own: tuple[str, ...]
    """Columns that point to other rows of the same table."""
    counted: str | None
    """The column whose numbers the store gives itself."""
    is_counting: bool
    """Whether SQLite, too, never gives a number again."""


@dataclass(frozen=True)
class Held:
    """What a store holds: rows in all, and when it was last written to as far as it says."""

    rows: int
    last_at: datetime | None


def write(store: Connection, put: Callable[[Line], None]) -> list[Content]:
    """Give all rows of the store to ``put``, line by line; what they were."""
    return [_write(store, table, put) for table in every_table()]


def fill(store: Connection, lines: Iterator[Line]) -> list[Content]:
    """Write the rows of ``lines`` into an empty store of the schema that they come from; what stands there now.

    A `Content` whose checksum is "" came out differently from how it went in.
    """
    return [_fill(store, _shape(line["table"]), lines) for line in lines]


def held(store: Connection) -> Held | None:
    """What a store holds, whatever its revision; None when it has no table of the desk."""
    there = _tables(store)
    if not there:
        return None
    rows = sum(int(store.execute(select(func.count()).select_from(table)).scalar_one()) for table in there)
    moments = [column for column in (AuditEntry.__table__.c.at, inbox.c.received_at) if column.table in there]  # type: ignore[attr-defined]
    last = [store.execute(select(func.max(column))).scalar() for column in moments]
    return Held(rows, max((moment for moment in last if moment is not None), default=None))


def drop(store: Connection) -> None:
    """Take away every table of the desk; who reads or writes just now is waited for, not for long."""
    if store.dialect.name == "postgresql":
        store.execute(text(PATIENCE))
    for table in reversed(_tables(store)):
        table.drop(store)
    store.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _tables(store: Connection) -> list[Table]:
    names = set(inspect(store).get_table_names())
    return [table for table in every_table() if table.name in names]


def _write(store: Connection, table: Table, put: Callable[[Line], None]) -> Content:
    put({"table": asdict(_shape_of(table))})
    found = moving.Sum(table)
    for rows in moving.chunks(store, table):
        found.add(rows)
        for row in rows:
            put([_plain(value) for value in row])
    content = found.content()
    put({"rows": content.rows, "checksum": content.checksum, "last": moving.last(store, table)})
    return content


def _fill(store: Connection, shape: Shape, lines: Iterator[Line]) -> Content:
    table = _table(shape)
    with moving.door(store, table) as into:
        end = _insert(store, into, shape, lines)
    moving.set_last(store, table, end["last"])
    found = moving.content(store, table)
    is_same = (found.rows, found.checksum) == (end["rows"], end["checksum"])
    return found if is_same else Content(shape.table, found.rows, "")


def _insert(store: Connection, into: Table, shape: Shape, lines: Iterator[Line]) -> Any:
    """Write rows until the line that ends the table; that line."""
    rows: list[dict[str, Any]] = []
    for line in lines:
        if len(rows) == CHUNK or (rows and isinstance(line, dict)):
            store.execute(insert(into), rows)
            rows = []
        if isinstance(line, dict):
            return line
        rows.append({name: _read(kind, value) for (name, kind), value in zip(shape.columns, line, strict=True)})
    raise ValueError("rows without an end")


def _shape_of(table: Table) -> Shape:
    own = {key.parent.name for key in table.foreign_keys if key.column.table is table}
    return Shape(
        table=table.name,
        columns=tuple((column.name, _kind(column)) for column in table.columns),
        keys=tuple(column.name for column in table.primary_key.columns),
        own=tuple(sorted(own)),
        counted=moving.counted(table),
        is_counting=bool(table.dialect_options["sqlite"]["autoincrement"]),
    )


def _kind(column: Column[Any]) -> str:
    plain = {"date": Date, "json": JSON, "bool": Boolean, "bytes": LargeBinary, "float": Float, "int": Integer}
    if isinstance(column.type, Moment):
        return "moment"
    if is_text(column):
        return "text"
    return next(kind for kind, one in plain.items() if isinstance(column.type, one))


def _shape(line: dict[str, Any]) -> Shape:
    columns = tuple((name, kind) for name, kind in line["columns"])
    return Shape(**line | {"columns": columns, "keys": tuple(line["keys"]), "own": tuple(line["own"])})


def _table(shape: Shape) -> Table:
    """A table to read and write by, of a metadata of its own."""
    return Table(
        shape.table,
        MetaData(),
        *(
            Column(
                name,
                KINDS[kind](),
                *(ForeignKey(f"{shape.table}.{key}") for key in shape.keys if name in shape.own),
                autoincrement=name == shape.counted,
            )
            for name, kind in shape.columns
        ),
        PrimaryKeyConstraint(*shape.keys),
        sqlite_autoincrement=shape.is_counting,
    )


def _plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _read(kind: str, value: Any) -> Any:
    return value if value is None or kind not in READ else READ[kind](value)


def different(contents: Iterable[Content]) -> str | None:
    """Name of a table that came out differently, see `fill`."""
    return next((content.table for content in contents if not content.checksum), None)
