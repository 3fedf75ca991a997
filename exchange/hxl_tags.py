"""Tables with a row of HXL hashtags, such as #adm1+name: these tell what the columns are, whatever stands above."""

import re
from collections.abc import Iterable
from typing import Any

from exchange.place_columns import LEVELS
from exchange.sheets import Row, Sheet, Table

_LOOKED_AT = 25
"""Rows in which the standard expects the tags."""
_LEVEL = re.compile(r"#adm([1-4])")
_BURMESE = frozenset(["my", "mm", "mya", "mmr", "bur"])
_KINDS = ("village", "camp", "town", "ward", "settlement", "site")
_TAG = re.compile(r"\s*#[a-z]", re.IGNORECASE)


def is_tagged(table: Table) -> bool:
    """Whether one of the first rows looks like one of tags."""
    return any(
        isinstance(cell, str) and _TAG.match(cell) is not None for row in table.grid[:_LOOKED_AT] for cell in row
    )


def read(table: Table) -> Sheet | None:
    """The rows under the tags, None where there are no tags of places; numbered as they stand in the table."""
    import hxl  # costs most of a second

    try:
        source = hxl.data([list(row) for row in table.grid])
        fields: dict[int, str] = {}
        for column in source.columns:
            field = _field(column.tag or "", set(column.attributes))
            if field is not None and field not in fields.values():
                fields[column.column_number] = field
        headers = tuple(column.display_tag or "" for column in source.columns)
        kinds = [
            kind for column in source.columns if column.tag == "#loc" for kind in column.attributes if kind in _KINDS
        ]
        rows = tuple(_rows(source, fields, kinds[:1]))
    except hxl.HXLException:
        return None
    if not fields:
        return None
    columns = {field: headers[at] for at, field in fields.items()}
    unread = tuple(header for at, header in enumerate(headers) if header and at not in fields)
    return Sheet(1, headers, columns, unread, (), rows, shape="hxl")


def _rows(source: Iterable[Any], fields: dict[int, str], kinds: list[str]) -> Iterable[Row]:
    """The filled rows; their kind, where no column says it, is an attribute of #loc such as +village."""
    for row in source:
        found = {field: row.values[at] for at, field in fields.items() if at < len(row.values)}
        filled = {field: cell for field, cell in found.items() if str(cell if cell is not None else "").strip()}
        if filled:
            yield Row(row.source_row_number + 1, dict.fromkeys(["kind"] if kinds else [], *kinds) | filled)


def _field(tag: str, attributes: set[str]) -> str | None:
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


def _named(name: str, burmese: str, other: str, attributes: set[str]) -> str:
    if attributes & {"alt", "alias"}:
        return other
    return burmese if attributes & _BURMESE else name
