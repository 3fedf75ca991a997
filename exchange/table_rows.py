"""The rows under the headers of a table, one at a time; what holds for whole columns is found by one pass before."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from coordination.outcome import Remark
from exchange import cells
from exchange.files import FileError
from exchange.headers import Columns
from exchange.sheet_pieces import Merged
from exchange.streams import Stream
from exchange.table import LONGEST, Layout, Row, Sheet, Table
from understanding import zawgyi

_TOTAL = re.compile(r"(?:(?:grand|sub|overall|general)[ -]?)?totals?\b.*|စုစုပေါင်း.*|ပေါင်း", re.IGNORECASE | re.DOTALL)
_FOOT = re.compile(r"(?:sources?|notes?|remarks?|disclaimer|n\.?b\.?) ?[:：-].*|\*.*", re.IGNORECASE | re.DOTALL)
_BURMESE = re.compile("[\u1000-\u109f]")
_SPREAD_LIMIT = 2_000_000
"""Cells to which merged ones may spread."""


def filled(row: Sequence[Any]) -> bool:
    """Whether any cell of a row holds anything."""
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)


def sheet(table: Table, layout: Layout, columns: Columns, shape: str = "") -> Sheet:
    """The rows below ``columns``, and what one pass over them tells; raises `FileError` for what cannot be read on."""
    reading = _Reading(table, layout, columns)
    survey = _survey(reading)
    headers = columns.headers
    known = [(at, name) for at, name in enumerate(columns.fields) if name is not None]
    return Sheet(
        header_row=columns.last + 1,
        headers=headers,
        columns={name: headers[at].partition("\n")[0].rstrip("* ") for at, name in known},
        unread=_unread(headers, columns, survey.strange),
        twice=tuple(headers[at] for at, name in known if name in columns.fields[:at]),
        rows=Stream(reading.rows, survey.count) if survey.count else (),
        notes=_notes(table, columns, survey, reading),
        shape=shape,
        month_first=frozenset(name for name, orders in survey.orders.items() if orders & {"day", "month"} == {"month"}),
        mixed_days=frozenset(name for name, orders in survey.orders.items() if orders >= {"day", "month"}),
        since_1904=table.since_1904,
    )


@dataclass
class _Survey:
    """What one pass tells."""

    count: int = 0
    strange: set[int] = field(default_factory=set)
    orders: dict[str, set[str]] = field(default_factory=dict)
    trailing: list[int] = field(default_factory=list)
    converted: int = 0
    dashes: Counter[str] = field(default_factory=Counter)


class _Reading:
    """Makes rows of a grid; what it met on the way stands in ``survey``."""

    def __init__(self, table: Table, layout: Layout, columns: Columns) -> None:
        self.table = table
        self.columns = columns
        self.survey = _Survey()
        self._read = [(at, name) for at, name in enumerate(columns.fields) if name is not None]
        self._spread = _spread(table.merged, columns, layout)

    def rows(self) -> Iterator[Row]:
        """The rows that hold anything, without totals and notes at the end."""
        return (row for _, row in self.pairs())

    def pairs(self) -> Iterator[tuple[Sequence[Any], Row]]:
        """Each row as it stands and as it is read."""
        self.survey = _Survey()
        kept: dict[tuple[int, int], Any] = {}
        waiting: list[tuple[int, Sequence[Any]]] = []
        for number, raw in enumerate(self.table.grid):
            if number <= self.columns.last or not filled(raw):
                continue
            if _ends(raw):
                waiting.append((number, raw))
                continue
            for at, each in (*waiting, (number, raw)):
                row = self._row(at, each, kept)
                if row is not None:
                    yield each, row
            waiting.clear()
        self.survey.trailing = [number + 1 for number, _ in waiting]

    def _row(self, number: int, raw: Sequence[Any], kept: dict[tuple[int, int], Any]) -> Row | None:
        found, bad, width = dict(self.columns.constant), {}, len(raw)
        for at, name in self._read:
            cell = raw[at] if at < width else None
            if isinstance(cell, str) and len(cell) > LONGEST:
                bad[name] = "too_long"
            elif cell is not None and cell != "":
                shown = self._text(cell, name) if isinstance(cell, str) else cell
                if (shown is not None and name not in found) or (shown is not None and name in self.columns.constant):
                    found[name] = shown
        if self._spread:
            bad |= dict.fromkeys(self._merge(number, found, kept), "merged")
        return Row(number + 1, found, bad=bad)

    def _text(self, cell: str, name: str) -> str | None:
        """The cell, None where it says nothing; Burmese typed in Zawgyi is written in Unicode."""
        cell = cells.printed(cell)
        shown = cell.strip()
        if not shown:
            return None
        if len(shown) < 5 and cells.says_nothing(shown):
            if shown[0] in "-–—.":
                self.survey.dashes[name] += 1
            return None
        if shown.isascii() or not _BURMESE.search(shown):
            return cell
        meant = zawgyi.in_unicode(cell)
        self.survey.converted += meant != cell
        return meant

    def _merge(self, number: int, found: dict[str, Any], kept: dict[tuple[int, int], Any]) -> tuple[str, ...]:
        """Give the row what merged cells tell for it; the fields for which nobody can say how they count."""
        doubtful = []
        for top, name, shared in self._spread.get(number, ()):
            key = (top, self.columns.fields.index(name))
            if top == number:
                kept[key] = found.get(name)
                if not shared and name in found:
                    doubtful.append(name)
            elif shared and kept.get(key) is not None:
                found.setdefault(name, kept[key])
        return tuple(doubtful)


def _spread(merged: Sequence[Merged], columns: Columns, layout: Layout) -> dict[int, list[tuple[int, str, bool]]]:
    """Of rows inside merged blocks: the first row of the block, its field, and whether it counts for all."""
    spread: dict[int, list[tuple[int, str, bool]]] = {}
    left = _SPREAD_LIMIT
    for block in merged:
        name = columns.fields[block.left] if block.left < len(columns.fields) else None
        if name is None or block.bottom == block.top or block.top <= columns.last:
            continue
        left -= block.bottom - block.top
        if left < 0:
            raise FileError("import.file.spread_out")
        for number in range(block.top, block.bottom + 1):
            spread.setdefault(number, []).append((block.top, name, name in layout.spread))
    return spread


def _ends(raw: Sequence[Any]) -> bool:
    """Whether a row looks like a total, or like a note under the table."""
    first = next(cell for cell in raw if cell is not None and (not isinstance(cell, str) or cell.strip()))
    if not isinstance(first, str):
        return False
    shown = first.strip()
    if _TOTAL.fullmatch(shown):
        return True
    return _FOOT.fullmatch(shown) is not None and sum(1 for cell in raw if filled([cell])) == 1


def _survey(reading: _Reading) -> _Survey:
    """Pass over all rows once."""
    fields = reading.columns.fields
    unknown = {at for at, name in enumerate(fields) if name is None}
    strange: set[int] = set()
    orders: dict[str, set[str]] = {}
    count = 0
    for raw, row in reading.pairs():
        count += 1
        looked_at = unknown if len(raw) <= len(fields) else unknown | set(range(len(fields), len(raw)))
        used = {at for at in looked_at if at < len(raw) and raw[at] not in ("", None) and cells.text(raw[at])}
        strange |= used
        unknown -= used
        for name, cell in row.cells.items():
            if isinstance(cell, str) and cell[:1].isdecimal() and (order := cells.day_order(cell)):
                orders.setdefault(name, set()).add(order)
    survey = reading.survey
    survey.count, survey.strange, survey.orders = count, strange, orders
    return survey


def _unread(headers: Sequence[str], columns: Columns, strange: set[int]) -> tuple[str, ...]:
    """Headers that are not understood, and the letters of columns that hold something under no header."""
    named = {at for at, name in enumerate(columns.fields) if name is None and headers[at]}
    shown = (headers[at].partition("\n")[0] if at < len(headers) else "" for at in sorted(named | strange))
    return tuple(text or xl_col_to_name(at) for at, text in zip(sorted(named | strange), shown, strict=True))


def _notes(table: Table, columns: Columns, survey: _Survey, reading: _Reading) -> tuple[Remark, ...]:
    """What there is to say of the whole table."""
    top, named = columns.last + 1, dict(zip(reversed(columns.fields), reversed(columns.headers), strict=True))
    notes = list(table.notes)
    above = sum(1 for number, row in zip(range(columns.first), table.grid, strict=False) if filled(row))
    if above:
        notes.append(Remark(top, "", "note_above", {"n": above}))
    notes += [Remark(number, "", "note_total") for number in survey.trailing]
    if survey.converted:
        notes.append(Remark(top, "", "note_zawgyi", {"n": survey.converted}))
    for name, orders in survey.orders.items():
        told = "mixed" if orders >= {"day", "month"} else "month" if "month" in orders else "day"
        if told != "day" or orders == {"either"}:
            notes.append(Remark(top, named[name], f"note_days_{told}"))
    for name, often in survey.dashes.items():
        if any(cells.whole(row.cells.get(name)) is not None for row in reading.rows()):
            notes.append(Remark(top, named[name], "note_dashes", {"n": often}))
    return tuple(notes)
