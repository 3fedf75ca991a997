"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, String
from sqlalchemy import DateTime as SaDateTime
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

BigId = BigInteger().with_variant(Integer, "sqlite")
"""Integer key that SQLite can count up and PostgreSQL keeps in 64 bits."""

HOLDS_PLACES = {"places": True}
"""``info`` of a column with ids of places that no foreign key can watch: a list of them, or one in a queue."""


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; naive ones are refused."""

    impl = SaDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def is_text(column: Any) -> bool:
    """Whether a column or expression holds text; SQLModel wraps SQLAlchemy's own type."""
    return isinstance(getattr(column.type, "impl", column.type), String)


class by_letter(FunctionElement[str]):  # noqa: N801 - reads as a function of SQL
    """A text to order by: letter by letter as SQLite and Python do, whatever the language of a PostgreSQL database."""

    type = String()
    inherit_cache = True


@compiles(by_letter)
def _as_it_is(element: by_letter, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.clauses, **more))


@compiles(by_letter, "postgresql")
def _in_no_language(element: by_letter, compiler: Any, **more: Any) -> str:
    return f'{compiler.process(element.clauses, **more)} COLLATE "C"'


T = TypeVar("T")
AT_ONCE = 500
"""Keys in one IN (…): far below the parameter limits of both engines."""


def chunks(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a long list of keys into parts for one query each."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
