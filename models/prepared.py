"""Statements that are compiled once: what the hot path asks of the store, without building it anew each time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Float, Select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

_Convert = Callable[[Any], Any] | None


class _Compiled(NamedTuple):
    """SQL of one engine; ``error`` is what its driver raises.

    ``binds`` come in the order of its parameters, each with the value that it has by itself.
    """

    sql: str
    positional: bool
    error: type[Exception]
    binds: tuple[tuple[str, _Convert, Any], ...]
    results: tuple[tuple[int, Callable[[Any], Any]], ...]


DOUBLE = 701
"""PostgreSQL's number for the type of a column of fractions: what is done to a value depends on it."""


class Prepared:
    """A statement with ``bindparam``s for what changes; works on the connection of a session's transaction.

    Rows come as plain tuples of the types that the columns have. What the session still holds is flushed first.
    """

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        """``columns`` are those of an INSERT: its values come by their names."""
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, db: Session, **values: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        compiled, cursor = self._execute(db, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, compiled.results) for row in found] if compiled.results else found

    def first(self, db: Session, **values: Any) -> tuple[Any, ...] | None:
        """The first row, if there is one."""
        compiled, cursor = self._execute(db, values)
        row = cursor.fetchone()
        cursor.close()
        return _converted(row, compiled.results) if row is not None and compiled.results else row

    def scalar(self, db: Session, **values: Any) -> Any:
        """The first column of the first row; None without one."""
        row = self.first(db, **values)
        return None if row is None else row[0]

    def run(self, db: Session, **values: Any) -> int:
        """Number of rows that were changed."""
        _, cursor = self._execute(db, values)
        return int(cursor.rowcount)

    def many(self, db: Session, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run it once for each row; number of rows that were changed."""
        if len(rows) == 1:
            return self.run(db, **rows[0])
        compiled = self._of(db)
        given = [_bound(compiled, row) for row in rows]
        cursor = _driver(db).cursor()
        try:
            cursor.executemany(compiled.sql, given)
        except compiled.error as error:
            raise _said(compiled, error) from None
        return int(cursor.rowcount)

    def _execute(self, db: Session, values: Mapping[str, Any]) -> tuple[_Compiled, Any]:
        compiled = self._of(db)
        try:
            return compiled, _driver(db).execute(compiled.sql, _bound(compiled, values))
        except compiled.error as error:
            raise _said(compiled, error) from None

    def _of(self, db: Session) -> _Compiled:
        dialect = db.get_bind().dialect
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, self._columns, dialect)
        return found


def _driver(db: Session) -> Any:
    """The driver's own connection, inside the transaction."""
    db.flush()
    return db.connection().connection.driver_connection


def _compile(statement: Any, columns: Sequence[str] | None, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=columns, compile_kwargs={"render_postcompile": True})
    binds = []
    for name in compiled.positiontup if compiled.positional else compiled.params:
        bind = compiled.binds.get(name)  # what stands for a part of a constant list has no bind of its own
        convert = bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None
        binds.append((name, convert, compiled.params[name]))
    results = []
    for at, column in enumerate(statement.selected_columns if isinstance(statement, Select) else ()):
        double = DOUBLE if isinstance(column.type, Float) else None
        convert = column.type.dialect_impl(dialect).result_processor(dialect, double)
        if convert is not None:
            results.append((at, convert))
    driver: Any = dialect.dbapi
    return _Compiled(str(compiled), bool(compiled.positional), driver.Error, tuple(binds), tuple(results))


def _bound(compiled: _Compiled, values: Mapping[str, Any]) -> Any:
    given = [
        (name, value if convert is None else convert(value))
        for name, convert, own in compiled.binds
        for value in [values.get(name, own)]
    ]
    return tuple(value for _, value in given) if compiled.positional else dict(given)


def _converted(row: tuple[Any, ...], results: Sequence[tuple[int, Callable[[Any], Any]]]) -> tuple[Any, ...]:
    changed = list(row)
    for at, convert in results:
        changed[at] = convert(changed[at])
    return tuple(changed)


def _said(compiled: _Compiled, error: Exception) -> Exception:
    """The driver's error as SQLAlchemy says it, without the values."""
    said: Any = DBAPIError.instance(compiled.sql, None, error, compiled.error, hide_parameters=True)
    return said  # type: ignore[no-any-return]
