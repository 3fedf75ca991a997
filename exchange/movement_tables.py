"""Sheets of who moved from where, such as DTM's event tracking: their rows are told one by one and not taken."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from coordination.outcome import Remark
from exchange import cells, table_rows
from exchange.streams import Stream
from exchange.table import Row, Sheet, Table

_LOOKED_AT = 25
_FROM = re.compile(r"\b(?:origin|place of origin|poo|moved from|displaced from)\b")
_EVENT = re.compile(r"\b(?:date incident|date of incident|displacement date|date of displacement|event id)\b")
_HOW_MANY = re.compile(r"\b(?:hhs?|households?|families|ind|inds|individuals|idps|persons|displaced)\b")


def head(table: Table) -> int | None:
    """The row, from 0 on, whose headers are those of movements: who, how many, from where or by which event."""
    for number, row in enumerate(islice(table.grid, _LOOKED_AT)):
        found = [cells.fold(cell) for cell in row if isinstance(cell, str) and len(cell) < 100]
        told = any(_FROM.search(header) or _EVENT.search(header) for header in found)
        if told and len(found) > 2 and any(_HOW_MANY.search(header) for header in found):
            return number
    return None


def with_movements(sheet: Sheet, found: Sequence[tuple[Table, int]]) -> Sheet:
    """``sheet`` followed by the rows of sheets of movements (a table and its row of headers each), told as such."""
    moved = Stream(lambda: (row for table, top in found for row in _rows(table, top)))
    notes = tuple(Remark(top + 1, table.name, "note_movements", {"n": _count(table, top)}) for table, top in found)

    def rows() -> Iterator[Row]:
        yield from sheet.rows
        yield from moved

    return replace(sheet, rows=Stream(rows), notes=(*sheet.notes, *notes))


def only(found: Sequence[tuple[Table, int]]) -> Sheet:
    """A sheet of nothing but movements."""
    return with_movements(Sheet(found[0][1] + 1, (), {}, (), (), (), shape="movements"), found)


def _count(table: Table, top: int) -> int:
    return sum(1 for _ in _rows(table, top))


def _rows(table: Table, top: int) -> Iterator[Row]:
    grid: Sequence[Sequence[Any]] = table.grid
    for number, raw in enumerate(grid):
        if number > top and table_rows.filled(raw):
            yield Row(number + 1, {}, table.name, refused="note_movement")
