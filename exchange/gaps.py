"""Lists of open needs as tables: rows for JSON, CSV and XLSX. Numbers stand as their viewer may see them."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import xlsxwriter

from coordination.area import AreaGaps, Entry
from coordination.exports import GapsFile
from coordination.figures import Count, Portion, Share
from words.telling import Telling

COLUMNS = (
    "place", "place_code", "township", "sector", "severity", "indicator", "need", "in_need", "unit", "months",
    "open_now", "open_if_confirmed", "share_open_now", "share_open_if_confirmed", "counted_on", "valid",
)  # fmt: skip
Cell = str | int | None
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
"""A spreadsheet would take a text that begins so for a formula."""


def rows(tell: Telling, gaps: AreaGaps) -> list[dict[str, Cell]]:
    """One row per open need, by column name."""
    return [_row(tell, entry) for entry in gaps.entries]


def _row(tell: Telling, entry: Entry) -> dict[str, Cell]:
    reading = entry.need.reading if entry.need else entry.yes_no.reading if entry.yes_no else None
    place = entry.place
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {"place": tell.place(place), "place_code": place.source_id, "township": place.township}
    row |= {"sector": entry.sector, "severity": entry.severity, "valid": "yes" if entry.valid else "no"}
    row |= {"counted_on": entry.dated.isoformat()}
    if reading:
        row |= {"indicator": reading.code, "need": tell.value(reading)}
    return row | _cover(tell, entry)


def _cover(tell: Telling, entry: Entry) -> dict[str, Cell]:
    need = entry.need
    if need is None:
        return {"share_open_now": entry.yes_no.state if entry.yes_no else None}
    return {
        "in_need": need.need.number if isinstance(need.need, Count) else tell.number(need.need),
        "unit": need.need.unit,
        "months": need.months,
        "open_now": need.now.number if need.now else None,
        "open_if_confirmed": need.later.number if need.later else None,
        "share_open_now": _share(need.share_now),
        "share_open_if_confirmed": _share(need.share_later),
    }


def _share(share: Share | Portion) -> str:
    return share.word if isinstance(share, Portion) else f"{round(share.part * 100)} %"


def stamp_line(tell: Telling, file: GapsFile) -> str:
    """What the file says of itself: class, day, for whom, why."""
    stamp = file.stamp
    return tell.say(
        "cli.gaps.stamp",
        klass=stamp.klass.name.lower(),
        date=stamp.as_of.isoformat(),
        recipient=stamp.recipient,
        reason=stamp.reason,
    )


def as_csv(tell: Telling, file: GapsFile) -> bytes:
    """The file as CSV in UTF-8 with a mark for spreadsheets; its first line is the stamp."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_text(stamp_line(tell, file))])
    writer.writerow(COLUMNS)
    writer.writerows([_text(cell) for cell in row.values()] for row in rows(tell, file.gaps))
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def as_xlsx(tell: Telling, file: GapsFile) -> bytes:
    """The file as a workbook; the stamp stands above the table."""
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("gaps")
        sheet.write_string(0, 0, stamp_line(tell, file))
        _write_row(sheet, 1, COLUMNS)
        for at, row in enumerate(rows(tell, file.gaps), 2):
            _write_row(sheet, at, list(row.values()))
    return content.getvalue()


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, at: int, cells: Sequence[Cell]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(at, column, cell)
        elif cell:
            sheet.write_string(at, column, cell)
