"""A table as it stands in a file, the columns that a reader knows, and the rows that it gets."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination.outcome import Remark
from exchange import cells
from exchange.sheet_pieces import Merged

LONGEST = 2_000
"""Characters of a cell that anybody reads; what is longer is no name, figure or remark."""
_CODED = re.compile(r"[A-Za-z]{3}-\d\d\b")


@dataclass(frozen=True)
class Table:
    """The cells of one sheet as they stand, from the first row on.

    ``merged`` blocks of cells have their value in the first cell only; days count from 1904 where the workbook says so;
    ``notes`` say what there is to say of the whole file.
    """

    name: str
    grid: Sequence[Sequence[Any]]
    hidden: bool = False
    merged: tuple[Merged, ...] = ()
    since_1904: bool = False
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row: its number as shown, its cells by the field of their column, its sheet where several were read.

    ``bad`` says of fields why their cell cannot be used, ``refused`` why the row is not read at all: each as the last
    part of a locale key ``import.expected.<key>``.
    """

    number: int
    cells: Mapping[str, Any]
    sheet: str = ""
    bad: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    def text(self, name: str) -> str:
        """The cell of a field as trimmed text, empty when there is none."""
        return cells.text(self.cells.get(name))


@dataclass(frozen=True)
class Sheet:
    """Headers and the rows under them that hold anything; ``rows`` may be read anew on every pass.

    ``columns`` names each field's header as the file has it, ``unread`` the columns that are no field, ``twice`` the
    headers of a field that has one already. ``notes`` say what else there is to say of the whole;
    ``shape`` is the kind of file where it is no plain table. ``month_first``: fields with days such as 10/25/2026,
    ``mixed_days``: those that hold both orders; ``since_1904`` how bare serial numbers count days.
    """

    header_row: int
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    unread: tuple[str, ...]
    twice: tuple[str, ...]
    rows: Sequence[Row]
    notes: tuple[Remark, ...] = ()
    shape: str = ""
    month_first: frozenset[str] = frozenset()
    mixed_days: frozenset[str] = frozenset()
    since_1904: bool = False

    def column(self, name: str) -> str:
        """Header of a field as it stands in the file."""
        return self.columns.get(name, name)

    def found(self, numbers: Collection[int]) -> dict[int, Row]:
        """The rows of these numbers; one pass, none when nothing is asked."""
        return {row.number: row for row in self.rows if row.number in numbers} if numbers else {}


@dataclass(frozen=True)
class Layout:
    """Columns that a reader knows: ``fields`` by their folded header, and of each group one at least is needed.

    ``spread`` are the fields that a cell merged over several rows tells for each of them. ``tagged`` is the field of a
    HXL tag with its attributes, where the reader knows HXL. ``movements``: sheets of movements may stand beside.
    """

    fields: Mapping[str, str]
    needed: tuple[tuple[str, ...], ...]
    spread: frozenset[str] = frozenset()
    tagged: Callable[[str, frozenset[str]], str | None] | None = None
    movements: bool = False

    def field(self, header: str) -> str | None:
        """Field of a header, also where a label follows it: on the next line, or after the code of an indicator."""
        coded = _CODED.match(header)
        spellings = (header, header.partition("\n")[0], coded[0] if coded else "")
        return next((found for spelling in spellings if (found := self.fields.get(cells.fold(spelling)))), None)

    def missing(self, known: Collection[str]) -> list[tuple[str, ...]]:
        """The groups of which none is ``known``."""
        return [group for group in self.needed if not any(each in known for each in group)]
