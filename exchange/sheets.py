"""Rows of a spreadsheet, .xlsx or .csv, with the row numbers that a spreadsheet program shows."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from coordination.outcome import Remark
from exchange import cells, workbooks
from exchange.files import FileError

HEAD = 65_536
"""Characters in which the first line is looked for; headers in quotation marks may hold line breaks."""
_CODED = re.compile(r"[A-Za-z]{3}-\d\d\b")


@dataclass(frozen=True)
class Row:
    """One row: its number as shown, its cells by the field of their column, its sheet where several were read."""

    number: int
    cells: Mapping[str, Any]
    sheet: str = ""

    def text(self, field: str) -> str:
        """The cell as trimmed text, empty when there is none."""
        return cells.text(self.cells.get(field))


@dataclass(frozen=True)
class Sheet:
    """Headers and the rows under them that hold anything.

    ``columns`` names each field's header as the file has it, ``unread`` the columns that are no field, ``twice`` the
    headers of a field that has one already. ``notes`` say what else there is to say of the whole;
    ``shape`` is the kind of file where it is no plain table.
    """

    header_row: int
    headers: tuple[str, ...]
    columns: Mapping[str, str]
    unread: tuple[str, ...]
    twice: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Remark, ...] = ()
    shape: str = ""

    def column(self, field: str) -> str:
        """Header of a field as it stands in the file."""
        return self.columns.get(field, field)


@dataclass(frozen=True)
class Layout:
    """Columns that a reader knows: ``fields`` by their folded header, and of each group one at least is needed."""

    fields: Mapping[str, str]
    needed: tuple[tuple[str, ...], ...]

    def field(self, header: str) -> str | None:
        """Field of a header, also where a label follows it: on the next line, or after the code of an indicator."""
        coded = _CODED.match(header)
        spellings = (header, header.partition("\n")[0], coded[0] if coded else "")
        return next((field for spelling in spellings if (field := self.fields.get(cells.fold(spelling)))), None)


@dataclass(frozen=True)
class Table:
    """The cells of one sheet as they stand, from the first row on."""

    name: str
    grid: Sequence[Sequence[Any]]


def read(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str] | None = None) -> Sheet:
    """The rows of the first sheet that has the needed columns; ``name`` is that of the file, for its ending.

    ``mapping`` renames headers of the file to fields first. Raises `FileError` when the file is not what its name says,
    is empty, too big or locked, or has no such header.
    """
    return choose([under_headers(table, layout, mapping or {}) for table in tables(name, data)], layout, mapping or {})


def choose(sheets: Sequence[Sheet], layout: Layout, mapping: Mapping[str, str]) -> Sheet:
    """The first that has the needed columns; raises `FileError` when none has, or when it has one of them twice."""
    fitting = [sheet for sheet in sheets if not _missing(sheet, layout)]
    chosen = fitting[0] if fitting else max(sheets, key=lambda sheet: len(sheet.columns))
    _check_mapping(sheets, layout, mapping)
    if missing := _missing(chosen, layout):
        raise FileError("import.file.header", columns=", ".join(" / ".join(group) for group in missing))
    if chosen.twice:
        raise FileError("import.file.twice", column=chosen.twice[0])
    return chosen


def tables(name: str, data: bytes) -> list[Table]:
    """The sheets of a file that hold anything; raises `FileError` as `read` does."""
    found = [table for table in _tables(name, data) if any(_filled(row) for row in table.grid)]
    if not found:
        raise FileError("import.file.empty")
    return found


def _tables(name: str, data: bytes) -> Iterable[Table]:
    suffix = Path(name).suffix.lower()
    if suffix in {".xlsx", ".xlsm", ".xls"}:
        return [Table(sheet.name, workbooks.grid(sheet)) for sheet in workbooks.worksheets(data)]
    if suffix not in {".csv", ".txt", ".tsv"}:
        raise FileError("import.file.kind", name=name)
    return [Table("", _records(data))]


def _records(data: bytes) -> list[list[str]]:
    text = decoded(data)
    first = re.sub(r'"[^"]*"', "", text.lstrip()[:HEAD]).partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    records = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(records)
    except csv.Error:
        raise FileError("import.file.quotes", line=records.line_num) from None


def decoded(data: bytes) -> str:
    """The text of a file; raises `FileError` when it is none, or not in UTF-8 (or UTF-16 that says so)."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileError("import.file.not_csv")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise FileError("import.file.encoding") from None
    if "\0" in text:
        raise FileError("import.file.not_csv")
    return text


def under_headers(of: Table, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
    """The rows under the first filled one, whose cells are headers."""
    table = of.grid
    top = next(number for number, row in enumerate(table) if _filled(row))
    width = max(len(row) for row in table[top:])
    headers = [str(cell if cell is not None else "").strip() for cell in table[top]]
    headers += [""] * (width - len(headers))
    renamed = {cells.fold(old): new for old, new in mapping.items()}
    fields = [layout.field(renamed.get(cells.fold(header), header)) for header in headers]
    read = [(number, field) for number, field in enumerate(fields) if field is not None]
    return Sheet(
        header_row=top + 1,
        headers=tuple(headers),
        columns={field: headers[number].partition("\n")[0].rstrip("* ") for number, field in read},
        unread=_unread(table[top:], headers, fields),
        twice=tuple(headers[number] for number, field in read if field in fields[:number]),
        rows=tuple(
            Row(number, {field: row[at] for at, field in read if at < len(row) and cells.text(row[at])})
            for number, row in enumerate(table[top + 1 :], start=top + 2)
            if _filled(row)
        ),
    )


def _unread(table: Sequence[Sequence[Any]], headers: Sequence[str], fields: Sequence[str | None]) -> tuple[str, ...]:
    """Headers that are not understood, and the letters of columns that hold something under no header."""
    strange = [number for number, field in enumerate(fields) if field is None]
    used = {number for row in table for number in strange if number < len(row) and cells.text(row[number])}
    return tuple(headers[number].partition("\n")[0] or xl_col_to_name(number) for number in sorted(used))


def _filled(row: Sequence[Any]) -> bool:
    return any(cells.text(cell) for cell in row)


def _missing(sheet: Sheet, layout: Layout) -> list[tuple[str, ...]]:
    return [group for group in layout.needed if not any(field in sheet.columns for field in group)]


def _check_mapping(sheets: Sequence[Sheet], layout: Layout, mapping: Mapping[str, str]) -> None:
    for old, new in mapping.items():
        if layout.field(new) is None:
            raise FileError("import.file.map_field", field=new)
        if not any(cells.fold(old) in map(cells.fold, sheet.headers) for sheet in sheets):
            raise FileError("import.file.map_column", column=old)
