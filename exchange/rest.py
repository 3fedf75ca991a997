"""The rows of a file that did not go in, with the reason, as a file to be mended and imported again.

It is the user's own data back: every column as it was, a reason in front, and where the row stood. That tells, when the
mended file comes in, that these are rows of their own beside those that went in.
"""

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import xlsxwriter

from coordination.commitment_lines import Listed
from coordination.commitments import CommitmentRow, Standing
from exchange import cells
from exchange.files import FileError
from exchange.sheets import Table

HEADERS = ("reason", "waypost row")
_LISTED = re.compile(r"(f[0-9a-f]{12}\.\d{1,9}):([0-9a-f]{0,16}):(\d{1,18}):(\d{1,18})")


def listed_before(shown: str) -> Listed | None:
    """Where a mended row was listed, by its cell under "waypost row"; None where there is none."""
    found = _LISTED.fullmatch(shown)
    return Listed(found[1], found[2], int(found[3]), int(found[4])) if found else None


def shown(listed: Listed) -> str:
    """The cell that `listed_before` reads."""
    return f"{listed.source}:{listed.line}:{listed.number}:{listed.last}"


def stood(
    numbers: Iterable[int], name: str, made: Mapping[int, CommitmentRow], standing: Standing
) -> dict[int, Listed]:
    """Where each listed row stood in import ``name``, what it said, and which commitment it was; as listed first."""
    found = {}
    for number in numbers:
        row = made.get(number)
        here = Listed(f"{name}.{number}", row.line or "" if row else "", standing.numbers.get(number, 0), standing.last)
        found[number] = row.listed if row and row.listed else here
    return found


def check(path: Path) -> None:
    """Raises `FileError` where the file could not be written: an existing one is never touched."""
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise FileError("import.rest.kind", name=path.name)
    if path.exists():
        raise FileError("import.rest.exists", name=path.name)
    if not path.parent.is_dir():
        raise FileError("import.rest.folder", name=str(path.parent))


def write(path: Path, table: Table, header_row: int, reasons: Mapping[int, tuple[str, str]]) -> None:
    """Write the rows of ``table`` with these numbers, each with its reason and where it stood, under its headers.

    The file is readable by its owner only. An operating system error leaves as it is, and no file behind.
    """
    wanted = {header_row, *reasons}
    found = {number: row for number, row in enumerate(table.grid, start=1) if number in wanted}
    head = found[header_row]
    kept = [at for at, cell in enumerate(head) if cells.fold(cells.text(cell)) not in HEADERS]
    rows: list[list[Any]] = [[*HEADERS, *(_at(head, at) for at in kept)]]
    for number, (reason, listed) in sorted(reasons.items()):
        rows.append([reason, listed, *(_at(found[number], at) for at in kept)])
    content = _workbook(rows) if path.suffix.lower() == ".xlsx" else _text(rows)
    _put(path, content)


def _put(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _at(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else None


def _text(rows: Iterable[Sequence[Any]]) -> bytes:
    target = StringIO(newline="")
    csv.writer(target).writerows([[cells.guarded(_written(cell)) for cell in row] for row in rows])
    return target.getvalue().encode("utf-8-sig")


def _written(cell: Any) -> str:
    """A cell as text, strings as they are."""
    return cell if isinstance(cell, str) else cells.text(cell)


def _workbook(rows: Iterable[Sequence[Any]]) -> bytes:
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, datetime | date) and not isinstance(cell, time):
                    sheet.write_datetime(number, at, cell, day)
                elif isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, at, cell)
                elif cell is not None and cell != "":
                    sheet.write_string(number, at, _written(cell))
    return target.getvalue()
