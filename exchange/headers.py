"""Where the headers of a table stand: under titles and notes, in one row or in two."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exchange import cells
from exchange.table import Layout

LONGEST_HEADER = 300
LOOKED_AT = 60
"""Rows among which the headers are; above them stand titles, logos and notes."""


@dataclass(frozen=True)
class Columns:
    """Headers and what they mean.

    ``first`` and ``last`` are the rows in which they stand, from 0 on, ``headers`` the texts, ``fields`` the field of
    each column that has one, ``constant`` what holds for every row.
    """

    first: int
    last: int
    headers: tuple[str, ...]
    fields: Sequence[str | None]
    constant: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The fields that there are."""
        return frozenset(each for each in self.fields if each is not None)


def find(grid: Iterable[Sequence[Any]], layout: Layout, mapping: Mapping[str, str]) -> Columns:
    """The row or two rows that have all needed headers and the most others; the first filled row where none has."""
    blank, rows = _first_rows(grid)
    renamed = {cells.fold(old): new for old, new in mapping.items()}

    def named(header: str) -> str | None:
        return layout.field(renamed.get(cells.fold(header), header)) if header else None

    filled = [number for number, row in enumerate(rows) if any(row)]
    found = [_single(rows[number], number, named) for number in filled]
    for one, number in zip(list(found), filled, strict=True):
        below = rows[number + 1] if number + 1 < len(rows) else []
        two = _double(one, below, named) if any(below) else None
        if two is not None and len(two.known) > len(one.known):
            found.append(two)
    best = max(found, key=lambda one: (not layout.missing(one.known), len(one.known), one.first - one.last, -one.first))
    tags = best.last + 1 < len(rows) and all(text.startswith("#") for text in rows[best.last + 1] if text)
    tagged = tags and any(rows[best.last + 1])
    return replace(best, first=best.first + blank, last=best.last + blank + tagged)


def _first_rows(grid: Iterable[Sequence[Any]]) -> tuple[int, list[list[str]]]:
    """How many empty rows there are at the top, and the texts of those after them."""
    blank = 0
    rows: list[list[str]] = []
    for row in grid:
        texts = [_header(cell) for cell in row]
        if rows or any(texts):
            rows.append(texts)
        else:
            blank += 1
        if len(rows) == LOOKED_AT:
            break
    return blank, rows


def _header(cell: Any) -> str:
    return str(cell if cell is not None else "")[:LONGEST_HEADER].strip()


def _single(row: Sequence[str], number: int, named: Any) -> Columns:
    return Columns(number, number, tuple(row), [named(header) for header in row])


def _double(top: Columns, below: Sequence[str], named: Any) -> Columns | None:
    """Headers over two rows: a group above several columns, their own headers below it; None where these are data."""
    width = max(len(top.headers), len(below))
    above = [*top.headers, *[""] * (width - len(top.headers))]
    own = [*below, *[""] * (width - len(below))]
    headers, fields, group = [], [], ""
    for upper, lower in zip(above, own, strict=True):
        group = upper or (group if lower else "")
        if lower and upper and lower != upper and named(upper) is not None:
            return None
        headers.append(lower or upper)
        fields.append(named(f"{group} {lower}") or named(lower) if lower else named(upper))
    return Columns(top.first, top.first + 1, tuple(headers), fields)
