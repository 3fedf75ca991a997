"""Tables with a row of HXL hashtags, such as #adm1+name: these tell what the columns are, whatever stands above."""

import re
from collections.abc import Callable
from itertools import islice

from exchange import table_rows
from exchange.headers import Columns
from exchange.place_columns import LAYOUT, LEVELS
from exchange.table import Sheet, Table

TagField = Callable[[str, frozenset[str]], str | None]
"""The field of a tag, such as ``#adm1``, with its attributes; None where it is none."""

_LOOKED_AT = 25
"""Rows in which the standard expects the tags."""
_MOST = 0.5
"""Share of the filled cells of a row of tags that are tags: libhxl's own, which would log the others."""
_LEVEL = re.compile(r"#adm([1-4])")
_BURMESE = frozenset(["my", "mm", "mya", "mmr", "bur"])
_KINDS = ("village", "camp", "town", "ward", "settlement", "site")
_TAG = re.compile(r"\s*#\s*[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*\s*$", re.IGNORECASE)


def is_tagged(table: Table) -> bool:
    """Whether one of the first rows looks like one of tags."""
    rows = islice(table.grid, _LOOKED_AT)
    return any(isinstance(cell, str) and _TAG.match(cell) is not None for row in rows for cell in row)


def columns(table: Table, field_of: TagField) -> Columns | None:
    """What the tags say, None where there is no row of them or they say nothing that ``field_of`` knows.

    A field that has a column already gets no second one. The kind of places, where no column says it, is an attribute
    of #loc such as +village.
    """
    from hxl.model import Column  # costs most of a second

    previous: list[str] = []
    for number, row in enumerate(islice(table.grid, _LOOKED_AT)):
        raw = ["" if cell is None else str(cell).strip() for cell in row]
        tags = [cell if _TAG.match(cell) else "" for cell in raw]
        if any(tags) and sum(map(bool, tags)) >= sum(map(bool, raw)) * _MOST:
            tagged = Column.parse_list(tags, previous)
            return _understood(number, tagged, field_of) if tagged else None
        previous = raw
    return None


def _understood(number: int, tagged: list["Column"], field_of: TagField) -> Columns | None:  # type: ignore[name-defined]  # noqa: F821
    fields: list[str | None] = []
    for column in tagged:
        field = field_of(column.tag, frozenset(column.attributes)) if column.tag else None
        fields.append(None if field in fields else field)
    if not any(fields):
        return None
    kinds = [kind for column in tagged if column.tag == "#loc" for kind in column.attributes if kind in _KINDS]
    constant = (
        {"kind": kinds[0]} if kinds and "kind" not in fields and place_field("#loc", frozenset()) in fields else {}
    )
    return Columns(number, number, tuple(column.display_tag or "" for column in tagged), fields, constant)


def read(table: Table) -> Sheet | None:
    """The rows under the tags of a list of places, None where there are no such tags."""
    found = columns(table, place_field)
    return None if found is None else table_rows.sheet(table, LAYOUT, found, "hxl")


def place_field(tag: str, attributes: frozenset[str]) -> str | None:
    """The field of a column: ``#adm1..4`` with name and code, ``#loc`` with name, code and type, ``#geo`` positions."""
    level = _LEVEL.fullmatch(tag)
    if level is not None:
        name, code = LEVELS[int(level[1])]
        return code if "code" in attributes else _named(name, f"{name}_my", f"{name}_alt", attributes)
    if tag == "#geo":
        return next((field for field in ("lat", "lon") if field in attributes), None)
    if tag != "#loc":
        return None
    if "code" in attributes:
        return "place_id"
    return "kind" if "type" in attributes else _named("name", "name_my", "aliases", attributes)


def _named(name: str, burmese: str, other: str, attributes: frozenset[str]) -> str:
    if attributes & {"alt", "alias"}:
        return other
    return burmese if attributes & _BURMESE else name
