"""Files from a chat: what kind of table one is, is told by what it holds, never by its name, which nobody kept.

The readers are those of the command line; only the sizes are smaller.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from coordination.assessments import RecordAssessments
from coordination.catalogue import Catalogue
from coordination.offers import OfferForReview
from coordination.scope import Scope
from exchange import cells, places, sheets
from exchange.files import FileError
from exchange.importing import IMPORTERS, How, Importer, Store, import_bytes
from exchange.report import ImportReport

UNPACKED_LIMIT = 50 * 1024 * 1024
"""What a file may have when it is unpacked."""
EVIDENCE = ("assessments", "commitments")
"""Kinds of tables that may look like each other: where both fit, a person decides."""
LISTS = ("agencies", "places")
"""Kinds that are looked for when no other fits, in this order: every agency has a name, as places have."""
KINDS = (*EVIDENCE, *LISTS)

_OTHER_KIND = frozenset({"import.file.header", "import.file.kind"})
"""What a reader says of a good table that is not of its kind."""
_OLE = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_FROM = frozenset({"from", "origin", "place of origin", "from place", "from camp", "origin camp", "current location"})
_TO = frozenset({"to", "destination", "to place", "to village", "place of destination", "destination village"})


def name_of(data: bytes) -> str:
    """A file name with the ending that ``data`` deserves; raises `FileError` for what is no table, or too big."""
    if data.startswith(b"PK"):
        return _packed(data)
    if data.startswith(_OLE):
        return "file.xls"
    if data.startswith(b"%PDF") or (b"\0" in data and not data.startswith(_UTF_16)):
        raise FileError("files.kind")
    return "file.geojson" if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else "file.csv"


def _packed(data: bytes) -> str:
    """A workbook, or an archive; a bomb is known by the sizes that it claims, which no reader goes beyond."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise FileError("import.file.broken") from None
    if sum(member.file_size for member in members) > UNPACKED_LIMIT:
        raise FileError("import.file.too_big", megabytes=UNPACKED_LIMIT >> 20)
    return "file.xlsx" if any(member.filename.startswith("xl/") for member in members) else "file.zip"


def kinds(catalogue: Catalogue, data: bytes) -> tuple[str, ...]:
    """The kinds that a file may be, one or two; raises `FileError` when it is none, or cannot be read."""
    name = name_of(data)
    found = tuple(kind for kind in EVIDENCE if _opens(importer(kind), catalogue, name, data))
    if found and (found != ("assessments",) or not _tells_movements(name, data)):
        return found
    if _tells_movements(name, data):
        raise FileError("files.movements")
    for kind in LISTS:
        if _opens(importer(kind), catalogue, name, data):
            return (kind,)
    raise FileError("files.unknown")


def importer(kind: str, *, dry_run: bool = False) -> Importer:
    """How a file of that kind is read and stored."""
    return places.importer(places.Request(dry_run=dry_run)) if kind == "places" else IMPORTERS[kind]


def check(store: Store, kind: str, data: bytes) -> ImportReport:
    """What would become of the rows; stores nothing."""
    return import_bytes(store, importer(kind, dry_run=True), name_of(data), data, How(dry_run=True, partial=True))


def bring(store: Store, kind: str, data: bytes, claim: Callable[[Scope], None], *, review: bool) -> ImportReport:
    """Import the good rows once ``claim`` lets them; with ``review`` they are only offered to the coordinators."""
    read = importer(kind)
    if review:
        read = replace(read, command=lambda rows, source: OfferForReview(RecordAssessments(rows, source)))
    return import_bytes(store, read, name_of(data), data, How(partial=True, claim=claim))


def _opens(of: Importer, catalogue: Catalogue, name: str, data: bytes) -> bool:
    try:
        of.open(name, data, of.layout(catalogue), {})
    except FileError as error:
        if error.key in _OTHER_KIND:
            return False
        if error.key == "import.file.archive" and not error.params["n"]:
            raise FileError("files.kind") from None
        raise
    return True


def _tells_movements(name: str, data: bytes) -> bool:
    """Whether a table has a column of where people come from and one of where they go."""
    return name.endswith((".xlsx", ".csv")) and any(
        headers & _FROM and headers & _TO for headers in _first_rows(name, data)
    )


def _first_rows(name: str, data: bytes) -> Iterator[frozenset[str]]:
    for table in sheets.tables(name, data):
        filled = next(row for row in table.grid if any(cells.text(cell) for cell in row))
        yield frozenset(cells.fold(cells.text(cell)) for cell in filled)


def columns_not_read(report: ImportReport) -> tuple[str, ...]:
    """Headers that are no field; those that name a person are left out."""
    return tuple(note.column for note in report.notes if note.expected == "unread_column" and note.column)


def told(report: ImportReport) -> Mapping[str, tuple[Any, ...]]:
    """Problems of listed rows, and remarks on rows that go in."""
    remarks = tuple(note for note in report.notes if note.expected != "unread_column")
    return {"listed": report.listed, "notes": remarks}
