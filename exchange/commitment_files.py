"""A file of commitments, whichever it is: the desk's own template, or a 5W as clusters, MIMU and OCHA keep it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from coordination.commitments import CommitmentRow, RecordCommitments, Standing, standing
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import cells, commitments, five_w, five_w_sheets, rest, sheets
from exchange.files import FileError
from exchange.five_w import SHAPE, How5W
from exchange.headers import LOOKED_AT
from exchange.report import ImportReport
from exchange.rows import Batch
from exchange.sheets import Layout, Sheet, Table
from words import Words

_OWN = ("place", "place code")
"""Headers of the template that no 5W has."""


@dataclass(frozen=True)
class Request:
    """How a file is to be taken: ``forced`` is `SHAPE` or None; ``how`` is for 5W sheets."""

    forced: str | None = None
    how: How5W = field(default_factory=How5W)


@dataclass
class CommitmentFile:
    """One file on its way in: opened, read, stored, and what was listed written out to be mended."""

    request: Request = field(default_factory=Request)
    _table: Table | None = None
    _header_row: int = 0
    _made: Mapping[int, CommitmentRow] = field(default_factory=dict)
    _standing: Standing = field(default_factory=Standing)
    _name: str = "f" + "0" * 12

    def open(self, name: str, data: bytes, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
        """The rows of the file; a 5W is known by its headers. Raises `FileError`."""
        tables = sheets.tables(name, data)
        found = None
        if self.request.forced == SHAPE or not any(map(_is_own, tables)):
            found = five_w_sheets.find(tables, mapping, SHAPE)
        if found is None and self.request.forced == SHAPE:
            raise FileError("import.file.no_5w")
        sheet = found.sheet if found else sheets.read(name, data, layout, mapping)
        self._header_row = sheet.header_row
        self._table = found.table if found else _table_of(tables, sheet)
        return sheet

    def read(self, scope: Scope, sheet: Sheet) -> tuple[Batch[CommitmentRow], Outcome]:
        """The rows of ``sheet`` and what would become of those that may go in; reads only."""
        if sheet.shape != SHAPE:
            batch, planned = commitments.read(scope, sheet)
        else:
            batch, planned, self._made = five_w.read(scope, sheet, self.request.how)
        bad = {problem.row for problem in batch.listed}
        self._standing = standing(scope, batch.rows, [row for number, row in self._made.items() if number in bad])
        return batch, planned

    def command(self, rows: tuple[CommitmentRow, ...], name: str) -> RecordCommitments:
        """What stores ``rows``; ``name`` is that of the import."""
        self._name = name
        return RecordCommitments(rows, name)

    def write_rest(self, path: Path, report: ImportReport, words: Words) -> int:
        """Write the listed rows of ``report`` to ``path``; how many there are. None listed: no file."""
        reasons: dict[int, list[str]] = {}
        for problem in report.listed:
            reasons.setdefault(problem.row, []).append(problem.to_json(words)["reason"])
        if not reasons or self._table is None:
            return 0
        stood = rest.stood(reasons, self._name, self._made, self._standing)
        lines = {number: (" ".join(why), rest.shown(stood[number])) for number, why in reasons.items()}
        rest.write(path, self._table, self._header_row, lines)
        return len(lines)


def _is_own(table: Table) -> bool:
    """Whether a table has a header that only the template has, wherever headers may stand."""
    return any(
        cells.fold(cells.text(cell).partition("\n")[0]).strip() in _OWN
        for row in islice(table.grid, LOOKED_AT)
        for cell in row
    )


def _table_of(tables: list[Table], sheet: Sheet) -> Table | None:
    at = sheet.header_row - 1
    return next((one for one in tables if len(one.grid) > at and _heads(one, at) == _shown(sheet)), None)


def _heads(table: Table, at: int) -> list[str]:
    return [shown for cell in table.grid[at] if (shown := cells.text(cell))]


def _shown(sheet: Sheet) -> list[str]:
    return [shown for header in sheet.headers if (shown := cells.text(header))]
