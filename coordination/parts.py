"""Rows packed into parts: many rows in little memory, and as an import waits in the store.

A part is compressed JSON; dataclasses, dates, tuples and sets come back as they were.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Generic, TypeVar

T = TypeVar("T")
PART = 8 * 1024
"""Characters of JSON in a part: some 130 answers, or one row where a row has more. A few milliseconds of storing."""
BATCH = 250
"""Rows that are looked up in the store at once."""
_KIND, _SET = "~", "set"
_MOMENTS: Mapping[str, type[date]] = {"date": date, "datetime": datetime}


class Parts(Collection[T], Generic[T]):
    """Rows that were added one by one, and are given out one by one in that order; only their parts are kept.

    Neighbours with the same ``together`` (an attribute that a row may have) are never parted: they are one submission
    of a form, or whatever else has to be stored at once.
    """

    def __init__(self, rows: Iterable[T] = ()) -> None:
        self.packed: list[bytes] = []
        self.types: dict[str, type] = {}
        self._waiting: list[str] = []
        self._size = self._count = 0
        self._together: Any = None
        self._write = json.JSONEncoder(default=self._plain, ensure_ascii=False, separators=(",", ":")).encode
        for row in rows:
            self.add(row)

    def add(self, row: T) -> None:
        """Take a row in: a dataclass, or lists of what JSON knows."""
        written = self._write(row)
        together = getattr(row, "together", None)
        if self._size >= PART and (together is None or together != self._together):
            self._close()
        self._together = together
        self._waiting.append(written)
        self._count += 1
        self._size += len(written)

    def closed(self) -> list[bytes]:
        """Every part."""
        self._close()
        return self.packed

    def _close(self) -> None:
        if self._waiting:
            self.packed.append(zlib.compress(f"[{','.join(self._waiting)}]".encode(), 1))
            self._waiting, self._size = [], 0

    def _plain(self, value: Any) -> Any:
        if is_dataclass(value):
            name = type(value).__name__
            self.types[name] = type(value)
            return {_KIND: name, **_said(value)}
        if isinstance(value, date):
            return {_KIND: type(value).__name__, "is": value.isoformat()}
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, frozenset):
            return {_KIND: _SET, "is": sorted(value)}
        raise TypeError(f"{type(value).__name__} cannot be packed")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        for part in self.closed():
            yield from unpacked(part, self.types)

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)


def unpacked(part: bytes, types: Mapping[str, type]) -> list[Any]:
    """The rows of a part; ``types`` are the dataclasses that may be among them, by name."""

    def made(value: dict[str, Any]) -> Any:
        kind = value.pop(_KIND, None)
        if kind is None:
            return value
        if kind == _SET:
            return frozenset(value["is"])
        if kind in _MOMENTS:
            return _MOMENTS[kind].fromisoformat(value["is"])
        return types[kind](**{name: _frozen(one) for name, one in value.items()})

    return list(json.loads(zlib.decompress(part), object_hook=made))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _said(row: Any) -> dict[str, Any]:
    """The fields of a row that are not what they are by default."""
    kind: Any = type(row)
    defaults = _defaults(kind)
    return {name: value for name, value in vars(row).items() if value is not defaults.get(name, _KIND)}


@cache
def _defaults(kind: type) -> dict[str, Any]:
    """Defaults of fields that are the same object wherever they stand."""
    return {each.name: each.default for each in fields(kind) if each.default in (None, True, False)}


def gathered(rows: Collection[T]) -> Collection[T]:
    """The rows, those that stand ``together`` next to each other where the first of them was; parts are so already."""
    if isinstance(rows, Parts):
        return rows
    groups: dict[Any, list[T]] = {}
    for at, row in enumerate(rows):
        together = getattr(row, "together", None)
        groups.setdefault(at if together is None else together, []).append(row)
    return [row for group in groups.values() for row in group]


def batched(rows: Collection[T]) -> Iterator[tuple[T, ...]]:
    """Rows some hundreds at a time, `gathered`; those that stand ``together`` stay so."""
    some: list[T] = []
    for row in gathered(rows):
        together = getattr(row, "together", None)
        if len(some) >= BATCH and (together is None or together != getattr(some[-1], "together", None)):
            yield tuple(some)
            some = []
        some.append(row)
    if some:
        yield tuple(some)
