"""Opening a list of places of whatever shape: which it is, is told by what stands in it."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from exchange import geojson, geonames, hxl_tags, sheets
from exchange.files import FILE_LIMIT, FileError
from exchange.place_columns import LEVELS
from exchange.sheets import Layout, Sheet
from exchange.streams import Stream

TABLES = ("gazetteer", "kachin", "mimu", "ocha")
"""Shapes that are told by their headers."""
SHAPES = (*TABLES, "hxl", "geonames", "geojson")
"""What ``--from`` may force: lists with ids, without, MIMU's, OCHA's; HXL; GeoNames' dumps; GeoJSON."""
_JSON = frozenset([".geojson", ".json"])
_TEXT = frozenset([".txt", ".tsv", ".csv"])


def open_list(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str], forced: str | None = None) -> Sheet:
    """The rows of a file by the fields of ``layout``; ``forced`` is one of `SHAPES`. Raises `FileError`."""
    if Path(name).suffix.lower() == ".zip":
        name, data = unzipped(name, data)
    sheet = _opened(name, data, layout, mapping, forced)
    if forced and forced not in TABLES and sheet.shape != forced:
        raise FileError(f"import.file.no_{forced}")
    return sheet


def _opened(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str], forced: str | None) -> Sheet:
    suffix = Path(name).suffix.lower()
    if suffix in _JSON:
        return geojson.read(data, layout, mapping)
    if suffix in _TEXT and forced not in TABLES and geonames.is_dump(sheets.decoded(data)):
        return geonames.read(data)
    tables = sheets.tables(name, data)
    tagged = [] if forced in TABLES or mapping else [table for table in tables if hxl_tags.is_tagged(table)]
    read = [(table.name, sheet) for table in tagged if (sheet := hxl_tags.read(table)) is not None]
    if not read:
        read = [(table.name, sheets.under_headers(table, layout, mapping)) for table in tables]
    return _levels(read) or sheets.choose([sheet for _, sheet in read], layout, mapping)


def _levels(read: Sequence[tuple[str, Sheet]]) -> Sheet | None:
    """One sheet of several that list administrative levels, a level each, largest first; None where they do not.

    A second sheet of a level (points or lines of the same borders) is left out.
    """
    by_level: dict[int, tuple[str, Sheet]] = {}
    for name, sheet in read:
        level = _level(sheet)
        if level:
            by_level.setdefault(level, (name, sheet))
    if len(by_level) < 2:
        return None
    chosen = [by_level[level] for level in sorted(by_level)]
    _, last = chosen[-1]
    rows = Stream(lambda: (replace(row, sheet=name) for name, sheet in chosen for row in sheet.rows))
    columns = {field: header for _, sheet in chosen for field, header in sheet.columns.items()}
    unread = tuple(dict.fromkeys(header for _, sheet in chosen for header in sheet.unread))
    return replace(last, columns=columns, unread=unread, rows=rows, twice=())


def _level(sheet: Sheet) -> int:
    """The smallest administrative level that a sheet names and codes, 0 where it lists something else."""
    if {"name", "village", "ward", "town"} & sheet.columns.keys():
        return 0
    return max((level for level, fields in LEVELS.items() if set(fields) <= sheet.columns.keys()), default=0)


def unzipped(name: str, data: bytes) -> tuple[str, bytes]:
    """Name and bytes of the one list in an archive; the readme beside it is passed over."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if _is_list(each.filename)]
            if len(members) != 1:
                raise FileError("import.file.archive", name=name, n=len(members))
            with archive.open(members[0]) as file:
                unpacked = file.read(FILE_LIMIT + 1)
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error):
        raise FileError("import.file.broken") from None
    if len(unpacked) > FILE_LIMIT:
        raise FileError("import.file.too_big", megabytes=FILE_LIMIT >> 20)
    return Path(members[0].filename).name, unpacked


def _is_list(name: str) -> bool:
    path = Path(name)
    known = path.suffix.lower() in _JSON | _TEXT | {".xlsx"}
    return known and not path.name.startswith(".") and not path.stem.lower().startswith("readme")
