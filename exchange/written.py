"""Tables that leave as files: CSV and XLSX with a stamp, in which nothing typed can become a formula or a link."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

import xlsxwriter

from coordination.exports import Stamp
from exchange import cells
from words.telling import Telling

Cell = str | int | float | None


def stamp_line(tell: Telling, stamp: Stamp) -> str:
    """What the file says of itself: class, day, for whom, why."""
    return tell.say(
        "cli.gaps.stamp",
        klass=stamp.klass.name.lower(),
        date=stamp.as_of.isoformat(),
        recipient=stamp.recipient,
        reason=stamp.reason,
    )


def as_csv(stamp: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as CSV in UTF-8 with a mark for spreadsheets; its first line is the stamp."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_text(stamp)])
    writer.writerow(columns)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> Cell:
    return cells.guarded(cell) if isinstance(cell, str) else cell


def as_xlsx(name: str, stamp: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook with the sheet ``name``; the stamp stands above the table."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, stamp)
        _write_row(sheet, 1, columns)
        for at, row in enumerate(rows, 2):
            _write_row(sheet, at, row)
    return content.getvalue()


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, at: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int | float):
            sheet.write_number(at, column, cell)
        elif cell:
            sheet.write_string(at, column, cell)
