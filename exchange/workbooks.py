"""Opening an .xlsx from anywhere: checked and packed anew before a parser sees it.

What is read is what was checked: sizes that a zip only claims, links, macros and pictures never reach the parser, and a
lone cell at the far corner of a sheet (which makes the parser reserve the whole rectangle) is refused.
"""

import re
import struct
import zlib
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from exchange.files import FileError

UNPACKED_LIMIT = 150 * 1024 * 1024
"""Three times what a file may have: 72,576 villages with thirty columns are some 60 MB of XML."""
AREA_LIMIT = 5_000_000
"""Cells in the rectangle that a sheet spans: enough for 50,000 rows of the widest template."""

_DAMAGE = (
    BadZipFile, EOFError, LookupError, LZMAError, OSError, OverflowError, RuntimeError, struct.error, ValueError,
    zlib.error,
)  # fmt: skip
"""What unpacking a damaged, locked or strangely packed zip raises; found by changing bytes of good ones."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KEPT = re.compile(r"(\[Content_Types\]\.xml|_rels/.*|xl/[^/]+\.xml|xl/_rels/.*|xl/worksheets/[^/]+\.xml)$")
_REFERENCE = re.compile(rb"<(?:\w+:)?(?:c|row)\b[^<>]*?\sr\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELL = re.compile(rb"([A-Z]{0,3})(\d{1,7})$")


def worksheets(data: bytes) -> list[CalamineSheet]:
    """The worksheets of a workbook in the order of their tabs; raises `FileError` when ``data`` is none."""
    if data.startswith(_OLE):
        raise FileError("import.file.password" if _ENCRYPTED in data else "import.file.xls")
    if not is_zipfile(BytesIO(data)):
        raise FileError("import.file.not_xlsx")
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(_repacked(data)))
        return [book.get_sheet_by_name(name) for name in _tables(book)]
    except PasswordError:
        raise FileError("import.file.password") from None
    except (CalamineError, *_DAMAGE):
        raise FileError("import.file.broken") from None


def _tables(book: CalamineWorkbook) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]


def _repacked(data: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w") as target:
        if sum(member.file_size for member in source.infolist()) > UNPACKED_LIMIT:
            raise FileError("import.file.too_big", megabytes=UNPACKED_LIMIT >> 20)
        for member in source.infolist():
            if _KEPT.match(member.filename):
                content = source.read(member)
                if member.filename.startswith("xl/worksheets/"):
                    _check_area(content)
                target.writestr(member.filename, content)
    return packed.getvalue()


def _check_area(sheet: bytes) -> None:
    """Refuse a sheet whose cells span more than the parser should reserve memory for."""
    last_row = last_column = 0
    for match in _REFERENCE.finditer(sheet):
        cell = _CELL.match(match[1] or match[2] or b"")
        if cell is None:
            raise FileError("import.file.broken")
        last_row = max(last_row, int(cell[2]))
        last_column = max(last_column, _column_number(cell[1]))
    if last_row * last_column > AREA_LIMIT:
        raise FileError("import.file.spread_out")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def grid(sheet: CalamineSheet) -> list[list[Any]]:
    """Every cell from A1 on; formulas as the value that the file holds for them, never evaluated."""
    return sheet.to_python(skip_empty_area=False)
