"""Opening an .xlsx from anywhere: checked, cut into short pieces and packed anew before a parser sees it.

What is read is what was checked: sizes that a zip only claims, links, macros, pictures and names of paths never reach
the parser. It keeps the rectangle that a sheet spans in memory, so it gets some thousand rows at a time, and no sheet
that is wider than `COLUMN_LIMIT`.
"""

import os
import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from lzma import LZMAError
from typing import IO, Any
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, is_zipfile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from exchange.files import FileError
from exchange.sheet_pieces import Merged, Piece, pieces

UNPACKED_LIMIT = 600 * 1024 * 1024
"""200,000 rows with thirty columns are some 250 MB of XML; nothing of it is kept whole."""
STRINGS_LIMIT = 100 * 1024 * 1024
"""The strings that all sheets share are kept by the parser."""
SMALL_LIMIT = 8 * 1024 * 1024
"""Lists of sheets, relations and styles."""

_DAMAGE = (
    BadZipFile, EOFError, LookupError, LZMAError, NotImplementedError, OSError, OverflowError, RuntimeError,
    struct.error, ValueError, zlib.error, ET.ParseError,
)  # fmt: skip
"""What unpacking a damaged, locked or strangely packed zip raises; found by changing bytes of good ones."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = "xl/workbook.xml"
_MACROS = "xl/vbaProject.bin"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TOP = (
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{_BOOK}"/>'
    "</Relationships>"
)


@dataclass(frozen=True)
class Worksheet:
    """A sheet with its rows from the first on; ``merged`` are its merged cells, ``since_1904`` how it counts days."""

    name: str
    hidden: bool
    merged: tuple[Merged, ...]
    since_1904: bool
    macros: bool
    parts: Sequence[tuple[str, int]]
    book: CalamineWorkbook

    def __iter__(self) -> Iterator[list[Any]]:
        """Every row from A1 on; formulas as the value that the file holds for them, never evaluated."""
        number = 0
        for part, _ in self.parts:
            top, rows = _rows(self.book, part)
            while number < top:
                yield []
                number += 1
            for row in rows:
                yield row
                number += 1


def worksheets(data: bytes) -> list[Worksheet]:
    """The worksheets of a workbook in the order of their tabs; raises `FileError` when ``data`` is none."""
    if data.startswith(_OLE):
        raise FileError("import.file.password" if _ENCRYPTED in data else "import.file.xls")
    if not is_zipfile(BytesIO(data)):
        raise FileError("import.file.not_xlsx")
    try:
        return _worksheets(data)
    except PasswordError:
        raise FileError("import.file.password") from None
    except (CalamineError, *_DAMAGE):
        raise FileError("import.file.broken") from None


def grid(sheet: Worksheet) -> list[list[Any]]:
    """Every cell of a sheet at once."""
    return list(sheet)


@dataclass(frozen=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    path: str


def _worksheets(data: bytes) -> list[Worksheet]:
    packed = _memory()
    with ZipFile(BytesIO(data)) as source, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=1) as target:
        if sum(member.file_size for member in source.infolist()) > UNPACKED_LIMIT:
            raise FileError("import.file.too_big", megabytes=UNPACKED_LIMIT >> 20)
        since_1904, listed = _listed(source)
        cut = [_cut(source, target, sheet.path, number) for number, sheet in enumerate(listed)]
        _shell(source, target, [part for parts, _ in cut for part, _ in parts], since_1904=since_1904)
        macros = _MACROS in source.namelist()
    book = _opened(packed)
    return [
        Worksheet(sheet.name, sheet.hidden, merged, since_1904, macros, parts, book)
        for sheet, (parts, merged) in zip(listed, cut, strict=True)
    ]


def _memory() -> IO[bytes]:
    """A file that is never written to a disk."""
    create = getattr(os, "memfd_create", None)
    return os.fdopen(create("workbook"), "w+b") if create else BytesIO()


def _opened(packed: IO[bytes]) -> CalamineWorkbook:
    """The parser on a file in memory; by its path where it has one, as it copies others three times."""
    packed.seek(0)
    if isinstance(packed, BytesIO):
        return CalamineWorkbook.from_filelike(packed)
    with packed:
        return CalamineWorkbook.from_path(f"/proc/self/fd/{packed.fileno()}")


def _rows(book: CalamineWorkbook, part: str) -> tuple[int, list[list[Any]]]:
    """Rows of one piece, the columns from A on, and the number of the first one from 0 on."""
    try:
        sheet = book.get_sheet_by_name(part)
        top, left = sheet.start or (0, 0)
        rows = sheet.to_python(skip_empty_area=True)
    except (CalamineError, *_DAMAGE):
        raise FileError("import.file.broken") from None
    return top, [[""] * left + row for row in rows] if left else rows


def _small(source: ZipFile, name: str, limit: int = SMALL_LIMIT) -> bytes:
    if source.getinfo(name).file_size > limit:
        raise FileError("import.file.too_big", megabytes=limit >> 20)
    content = source.read(name)
    if b"<!" in content.replace(b"<!--", b""):
        raise FileError("import.file.broken")  # entities and other declarations: no spreadsheet program writes any
    return content


def _listed(source: ZipFile) -> tuple[bool, list[_Listed]]:
    """Whether days are counted from 1904, and the worksheets; charts and the like are none."""
    book = ET.fromstring(_small(source, _BOOK))  # noqa: S314 -- without declarations it can do no harm
    relations = ET.fromstring(_small(source, "xl/_rels/workbook.xml.rels"))  # noqa: S314
    paths = {
        one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/")
        for one in relations
        if one.get("Type", "").endswith("/worksheet")
    }
    properties = [one for one in book if _local(one.tag) == "workbookPr"]
    since_1904 = any(one.get("date1904", "").lower() in {"1", "true", "on"} for one in properties)
    sheets = [one for group in book if _local(group.tag) == "sheets" for one in group]
    listed = [
        _Listed(one.get("name", ""), one.get("state", "visible") != "visible", paths[relation])
        for one in sheets
        if (relation := _relation(one.attrib)) in paths
    ]
    return since_1904, listed


def _relation(attributes: Mapping[str, str]) -> str | None:
    return next((value for name, value in attributes.items() if name.endswith("}id")), None)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _cut(source: ZipFile, target: ZipFile, path: str, sheet: int) -> tuple[list[tuple[str, int]], tuple[Merged, ...]]:
    """Pack the pieces of one sheet; their names with the number of their first row, and what is merged in it."""
    merged: list[Merged] = []
    parts: list[tuple[str, int]] = []
    with source.open(path) as file:
        piece: Piece
        for piece in pieces(_chunks(file), merged):
            name = f"s{sheet}p{len(parts)}"
            target.writestr(f"xl/worksheets/{name}.xml", piece.xml)
            parts.append((name, piece.first))
    return parts, tuple(merged)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(1 << 20):
        yield chunk


def _shell(source: ZipFile, target: ZipFile, parts: Sequence[str], *, since_1904: bool) -> None:
    """Everything around the pieces that the parser wants: the list of them, styles and shared strings."""
    sheets = "".join(f'<sheet name="{part}" sheetId="{n}" r:id="r{n}"/>' for n, part in enumerate(parts, 1))
    flag = '<workbookPr date1904="1"/>' if since_1904 else ""
    book = f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">{flag}<sheets>{sheets}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/{part}.xml"/>'
        for n, part in enumerate(parts, 1)
    )
    target.writestr("_rels/.rels", _TOP)
    target.writestr(_BOOK, book)
    target.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>')
    names = {name.lower(): name for name in source.namelist()}
    for name, limit in (("xl/styles.xml", SMALL_LIMIT), ("xl/sharedStrings.xml", STRINGS_LIMIT)):
        if name.lower() in names:
            target.writestr(name, re.sub(rb"<!--.*?-->", b"", _small(source, names[name.lower()], limit), flags=re.S))
