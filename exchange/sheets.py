"""Rows of a spreadsheet, .xlsx or .csv, with the row numbers that a spreadsheet program shows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from coordination.outcome import Remark
from exchange import cells, headers, hxl_tags, mistaken, movement_tables, table_rows, text_files, workbooks
from exchange.files import FileError
from exchange.headers import Columns
from exchange.streams import Stream
from exchange.table import Layout, Row, Sheet, Table
from exchange.text_files import decoded

__all__ = ["Layout", "Row", "Sheet", "Table", "choose", "decoded", "read", "tables", "under_headers"]


def read(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str] | None = None) -> Sheet:
    """The rows of the first sheet that has the needed columns; ``name`` is that of the file, for its ending.

    Headers may stand under titles, over two rows, or be HXL tags. Hidden sheets count after all others.
    ``mapping`` renames headers of the file to fields first. Raises `FileError` when the file is not what its name says,
    is empty, too big or locked, or has no such header.
    """
    renamed = mapping or {}
    found = sorted(tables(name, data), key=lambda table: table.hidden)
    understood = [_columns(table, layout, renamed) for table in found]
    _check_mapping([columns.headers for columns, _ in understood], layout, renamed)
    missing = [layout.missing(columns.known) for columns, _ in understood]
    fitting = [at for at, lacking in enumerate(missing) if not lacking]
    moved = _movements([table for at, table in enumerate(found) if at not in fitting]) if layout.movements else []
    if not fitting and moved:
        return movement_tables.only(moved)
    if not fitting:
        fullest = max(range(len(found)), key=lambda at: len(understood[at][0].known))
        raise _lacking(missing[fullest])
    columns, shape = understood[fitting[0]]
    chosen = table_rows.sheet(found[fitting[0]], layout, columns, shape)
    if chosen.twice:
        raise FileError("import.file.twice", column=chosen.twice[0])
    chosen = replace(chosen, notes=(*_of_several(found, fitting, chosen.header_row), *chosen.notes))
    return movement_tables.with_movements(chosen, moved) if moved else chosen


def _movements(found: Sequence[Table]) -> list[tuple[Table, int]]:
    """The sheets of movements with the row of their headers."""
    return [(table, head) for table in found if (head := movement_tables.head(table)) is not None]


def _columns(table: Table, layout: Layout, mapping: Mapping[str, str]) -> tuple[Columns, str]:
    """The columns of a table, and its shape where it has one."""
    tagged = None
    if layout.tagged is not None and not mapping and hxl_tags.is_tagged(table):
        tagged = hxl_tags.columns(table, layout.tagged)
    if tagged is not None and not layout.missing(tagged.known):
        return tagged, "hxl"
    return headers.find(table.grid, layout, mapping), ""


def _of_several(found: Sequence[Table], fitting: Sequence[int], row: int) -> list[Remark]:
    """Which of several sheets was read, when others would have done as well or it is a hidden one."""
    chosen, others = found[fitting[0]], [found[at].name for at in fitting[1:]]
    notes = []
    if others:
        notes.append(Remark(row, chosen.name, "note_sheets", {"others": ", ".join(others)}))
    if chosen.hidden:
        notes.append(Remark(row, chosen.name, "note_hidden"))
    return notes


def choose(sheets: Sequence[Sheet], layout: Layout, mapping: Mapping[str, str]) -> Sheet:
    """The first that has the needed columns; raises `FileError` when none has, or when it has one of them twice."""
    fitting = [sheet for sheet in sheets if not layout.missing(sheet.columns)]
    chosen = fitting[0] if fitting else max(sheets, key=lambda sheet: len(sheet.columns))
    _check_mapping([sheet.headers for sheet in sheets], layout, mapping)
    if missing := layout.missing(chosen.columns):
        raise _lacking(missing)
    if chosen.twice:
        raise FileError("import.file.twice", column=chosen.twice[0])
    return chosen


def _lacking(missing: Sequence[tuple[str, ...]]) -> FileError:
    return FileError("import.file.header", columns=", ".join(" / ".join(group) for group in missing))


def tables(name: str, data: bytes) -> list[Table]:
    """The sheets of a file that hold anything; raises `FileError` as `read` does."""
    found = [table for table in _tables(name, data) if any(table_rows.filled(row) for row in table.grid)]
    if not found:
        raise FileError("import.file.empty")
    return found


def _tables(name: str, data: bytes) -> list[Table]:
    mistaken.check(name, data)
    suffix = Path(name).suffix.lower()
    if suffix in {".xlsx", ".xlsm", ".xls"}:
        return [_sheet(sheet) for sheet in workbooks.worksheets(data)]
    if suffix not in {".csv", ".txt", ".tsv"}:
        raise FileError("import.file.kind", name=name)
    return [_text(data)]


def _sheet(sheet: workbooks.Worksheet) -> Table:
    notes = (Remark(1, "", "note_macros"),) if sheet.macros else ()
    return Table(sheet.name, Stream(sheet.__iter__), sheet.hidden, sheet.merged, sheet.since_1904, notes)


def _text(data: bytes) -> Table:
    encoding = text_files.encoding(data)
    sign = text_files.delimiter(data, encoding)
    notes = (Remark(1, "", "note_encoding"),) if encoding == text_files.LATIN else ()
    return Table("", Stream(partial(text_files.records, data, encoding, sign)), notes=notes)


def under_headers(of: Table, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
    """The rows under the headers, wherever among the first rows these stand."""
    return table_rows.sheet(of, layout, headers.find(of.grid, layout, mapping))


def _check_mapping(found: Sequence[Sequence[str]], layout: Layout, mapping: Mapping[str, str]) -> None:
    for old, new in mapping.items():
        if layout.field(new) is None:
            raise FileError("import.file.map_field", field=new)
        if not any(cells.fold(old) in map(cells.fold, row) for row in found):
            raise FileError("import.file.map_column", column=old)
