"""Finding the table of a 5W in a file: its headers stand somewhere in the first rows, HXL tags above or under them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coordination.outcome import Remark
from exchange import cells
from exchange.files import FileError
from exchange.five_w_headers import NAMES, field_of, fields_of, fits, is_tags
from exchange.sheets import Row, Sheet, Table

LOOKED_AT = 25
"""Rows in which headers are looked for."""
_TOTAL = re.compile(r"(?:grand |sub ?|overall )?totals?\b", re.IGNORECASE)
"""How cells of a rest file begin that a spreadsheet program would have taken for formulas."""


@dataclass(frozen=True)
class Opened:
    """A sheet and the cells that it was read from."""

    sheet: Sheet
    table: Table


@dataclass(frozen=True)
class _Head:
    row: int
    headers: tuple[str, ...]
    fields: tuple[str | None, ...]

    @property
    def known(self) -> int:
        return sum(field is not None for field in self.fields)


def find(tables: Sequence[Table], mapping: Mapping[str, str], shape: str) -> Opened | None:
    """The first table that is a 5W, None when none is; raises `FileError` for a mapping that cannot be."""
    renamed = {cells.fold(old): new for old, new in mapping.items()}
    for table in tables:
        head = _head(table, renamed)
        if head is not None:
            _check(mapping, head)
            return Opened(_sheet(table, head, shape), table)
    return None


def _head(table: Table, renamed: Mapping[str, str]) -> _Head | None:
    """The row that most fields are known of, where they are those of a 5W."""
    rows = table.grid[: LOOKED_AT + 1]
    heads = [_head_at(rows, at, renamed) for at in range(min(len(rows), LOOKED_AT))]
    fitting = [head for head in heads if fits(head.fields)]
    return max(fitting, key=lambda head: head.known, default=None)


def _head_at(rows: Sequence[Sequence[Any]], at: int, renamed: Mapping[str, str]) -> _Head:
    below = rows[at + 1] if at + 1 < len(rows) and not is_tags(rows[at]) else rows[at]
    tags = [cells.text(cell) for cell in below] if is_tags(below) else []
    width = max(len(rows[at]), len(tags))
    headers = [cells.text(cell) for cell in rows[at]]
    headers += [""] * (width - len(headers))
    return _Head(at, tuple(headers), tuple(fields_of(headers, tags, renamed)))


def _check(mapping: Mapping[str, str], head: _Head) -> None:
    for old, new in mapping.items():
        if field_of(new) is None:
            raise FileError("import.file.map_5w", field=new, fields=", ".join(sorted(NAMES)))
        if cells.fold(old) not in map(cells.fold, head.headers):
            raise FileError("import.file.map_column", column=old)


def _sheet(table: Table, head: _Head, shape: str) -> Sheet:
    read = [(at, field) for at, field in enumerate(head.fields) if field is not None]
    mended = "waypost row" in head.fields
    body = [(number, row) for number, row in enumerate(table.grid, 1) if number > head.row + 1 and not is_tags(row)]
    totals = _totals(body)
    rows = [
        Row(number, {field: _cell(row[at], mended) for at, field in read if at < len(row) and cells.text(row[at])})
        for number, row in body[: len(body) - len(totals)]
    ]
    return Sheet(
        header_row=head.row + 1,
        headers=head.headers,
        columns={field: head.headers[at] or field for at, field in read},
        unread=tuple(header for header, field in zip(head.headers, head.fields, strict=True) if header and not field),
        twice=(),
        rows=tuple(row for row in rows if row.cells),
        notes=tuple(Remark(number, "", "row_total") for number in totals),
        shape=shape,
    )


def _totals(body: Sequence[tuple[int, Sequence[Any]]]) -> list[int]:
    """Numbers of the last rows, as far as they are empty or sums of the others; empty ones where there is no sum."""
    ends = []
    for number, row in reversed(body):
        first = next((shown for cell in row if (shown := cells.text(cell))), "")
        if first and not _TOTAL.match(first):
            break
        ends.append((number, bool(first)))
    return [number for number, _ in ends] if any(sums for _, sums in ends) else []


def _cell(cell: Any, mended: bool) -> Any:
    """A cell; of a rest file without the apostrophe that was put before it."""
    return cells.unguarded(cell) if mended and isinstance(cell, str) else cell
