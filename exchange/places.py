"""Lists of places from files: the gazetteer, MIMU's p-code lists as released, and plain lists of any country."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coordination.outcome import Outcome
from coordination.place_import import ImportPlaces, preview
from coordination.place_rows import PlaceRow
from coordination.place_tree import REGIONS
from coordination.places import KINDS
from coordination.scope import Scope
from exchange import cells
from exchange.files import FileError
from exchange.importing import Importer
from exchange.rows import Batch, RowReader, read_all
from exchange.sheets import Layout, Sheet
from understanding.fold import fold

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "place_id": ("place id",),
    "pcode": ("pcode",),
    "name": ("name", "name en"),
    "kind": ("kind", "type"),
    "name_my": ("name my", "name local"),
    "aliases": ("aliases", "alias"),
    "source": ("source",),
    "state": ("state", "state region", "sr name eng", "admin1", "province"),
    "state_pcode": ("state pcode", "sr pcode", "admin1 pcode", "adm1 pcode"),
    "district": ("district", "district/saz name eng", "admin2"),
    "district_pcode": ("district pcode", "district/saz pcode", "admin2 pcode", "adm2 pcode"),
    "township": ("township", "township name eng", "admin3"),
    "township_pcode": ("township pcode", "tsp pcode", "admin3 pcode", "adm3 pcode"),
    "township_my": ("township name mmr",),
    "town": ("town", "town name eng"),
    "town_pcode": ("town pcode",),
    "town_my": ("town name mmr",),
    "ward": ("ward name eng",),
    "ward_pcode": ("ward pcode",),
    "ward_my": ("ward name mmr",),
    "tract": ("village tract name eng",),
    "vt_pcode": ("vt pcode",),
    "tract_my": ("village tract name mmr",),
    "village": ("village name eng",),
    "village_pcode": ("village pcode",),
    "village_my": ("village name mmr",),
    "local": ("commonly used local vlg name eng",),
    "local_my": ("commonly used local vlg name mya",),
    "previous": ("previous village name eng", "previous village tract name eng"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "longitude"),
    "status": (
        "status", "mimu town mapping status", "mimu war mapping status", "mimu villagetract mapping status",
        "mimu village mapping status", "mimu township mapping status",
    ),
}  # fmt: skip
_LEFT_OUT = (
    "start date", "modified end date", "notification", "notification modified", "gad town status", "field town status",
    "gad villagetract status", "field villagetract status", "field ward status", "gad township status",
    "field township status", "gad village status", "field village status", "change type", "remark", "myainfo ts id",
)  # fmt: skip
"""Columns of MIMU's lists that say nothing about a place itself."""

LAYOUT = Layout(
    {header: field for field, headers in _HEADERS.items() for header in headers} | {name: name for name in _LEFT_OUT},
    (("name", "village", "ward", "tract", "town", "township"),),
)
SHAPES = ("gazetteer", "kachin", "mimu")
"""What ``--from`` may force: a list with ids, one without, and MIMU's."""

_KINDS_SPELLED = {
    "village tract": "village_tract", "tract": "village_tract", "idp camp": "camp", "camp cluster": "camp",
    "site": "village", "region": "state", "city": "town",
}  # fmt: skip
_EMPTY = frozenset(["", "na", "n/a", "-"])


@dataclass(frozen=True)
class Shape:
    """Which fields of a list hold the place itself. ``parent`` and ``parent_code`` are those of its tract or town."""

    kind: str | None
    code: str
    name: str
    name_my: str
    parent: str = ""
    parent_code: str = ""
    parent_kind: str = "village_tract"


_PLAIN = Shape(None, "place_id", "name", "name_my", parent_code="vt_pcode")
_MIMU = (
    Shape("village", "village_pcode", "village", "village_my", "tract", "vt_pcode"),
    Shape("ward", "ward_pcode", "ward", "ward_my", "town", "town_pcode", "town"),
    Shape("village_tract", "vt_pcode", "tract", "tract_my"),
    Shape("town", "town_pcode", "town", "town_my"),
    Shape("township", "township_pcode", "township", "township_my"),
)


@dataclass(frozen=True)
class Request:
    """How a list is to be taken in.

    ``forced`` is one of `SHAPES`; ``listed`` puts its places on the desk's list; ``dry_run`` asks what would happen;
    ``progress(n, total)`` is told of every n places written.
    """

    forced: str | None = None
    listed: bool = False
    dry_run: bool = False
    progress: Callable[[int, int], None] | None = None


def importer(request: Request) -> Importer:
    """The importer of lists of places; only a dry run is planned beforehand, as that takes as long as the import."""

    def read(scope: Scope, sheet: Sheet) -> tuple[Batch[PlaceRow], Outcome | None]:
        shape = _shape(sheet, request.forced)
        batch = read_all(scope, sheet, lambda row: _row(row, shape, listed=request.listed), _key, shape.name)
        return batch, preview(scope, batch.rows) if request.dry_run else None

    def command(rows: tuple[PlaceRow, ...], _import: str) -> ImportPlaces:
        return ImportPlaces(rows, request.progress) if request.progress else ImportPlaces(rows)

    return Importer(lambda _catalogue: LAYOUT, read, command)


def _shape(sheet: Sheet, forced: str | None) -> Shape:
    has_ids = {"place_id", "pcode"} & sheet.columns.keys()
    shape = _PLAIN
    if "name" not in sheet.columns:
        shape = next((shape for shape in _MIMU if {shape.code, shape.name} <= sheet.columns.keys()), _PLAIN)
    actual = "mimu" if shape is not _PLAIN else "gazetteer" if has_ids else "kachin"
    if shape is _PLAIN and "name" not in sheet.columns:
        raise FileError("import.file.header", columns="name")
    if forced and forced != actual:
        raise FileError("import.file.place_shape", forced=forced, actual=actual)
    if shape is _PLAIN and "kind" not in sheet.columns:
        raise FileError("import.file.header", columns="kind")
    return shape


def _key(row: PlaceRow) -> Any:
    return row.source_id or (row.state, row.township, fold(row.name), row.kind)


def _row(reader: RowReader, shape: Shape, *, listed: bool) -> PlaceRow | None:
    """The row as a place; what is wrong with it is listed by ``reader``."""
    values = _values(reader)
    name, kind = _name(reader, shape, values), shape.kind or _kind(reader)
    code = values.get(shape.code) or values.get("pcode")
    latitude, longitude = _degrees(reader, values, "lat", 90), _degrees(reader, values, "lon", 180)
    if ("lat" in values) != ("lon" in values):
        reader.refuse("lon" if "lat" in values else "lat", "place_both")
    if shape is not _PLAIN and not code:
        reader.refuse(shape.code, "place_id")
    if name is None or kind is None:
        return None
    parent_code = values.get(shape.parent_code)
    return PlaceRow(
        row=reader.row.number,
        kind=kind,
        name=name,
        source=_source(shape, values),
        source_id=code,
        pcode=values.get("pcode"),
        name_my=values.get(shape.name_my),
        aliases=_aliases(values),
        parent=values.get(shape.parent),
        parent_code=parent_code if parent_code != code else None,
        parent_kind=shape.parent_kind,
        latitude=latitude,
        longitude=longitude,
        active=values.get("status", "").casefold() != "inactive",
        listed=listed,
        **{to: values[field] for to, field in _REGIONS if field in values},
    )


def _source(shape: Shape, values: Mapping[str, str]) -> str:
    """Where a row comes from; in MIMU's lists the column of that name means something else."""
    if shape is not _PLAIN:
        return "MIMU"
    return values.get("source") or ("GeoNames" if values.get(shape.code, "").startswith("gn:") else "list")


_REGIONS = tuple((kind, kind) for kind in REGIONS) + tuple((f"{kind}_code", f"{kind}_pcode") for kind in REGIONS)


def _values(reader: RowReader) -> dict[str, str]:
    """Cells that say something, as the file writes them (Burmese digits too)."""
    written = {
        field: " ".join((cell if isinstance(cell, str) else cells.text(cell)).split())
        for field, cell in reader.row.cells.items()
    }
    return {field: shown for field, shown in written.items() if shown.casefold() not in _EMPTY}


def _name(reader: RowReader, shape: Shape, values: Mapping[str, str]) -> str | None:
    name = values.get(shape.name, "")
    if fold(name):
        return name
    reader.refuse(shape.name, "place_name")
    return None


def _kind(reader: RowReader) -> str | None:
    shown = cells.fold(reader.text("kind"))
    kind = _KINDS_SPELLED.get(shown, shown.replace(" ", "_"))
    if kind in KINDS:
        return kind
    reader.refuse("kind", "one_of", allowed=", ".join(KINDS))
    return None


def _degrees(reader: RowReader, values: Mapping[str, str], field: str, limit: int) -> float | None:
    if field not in values:
        return None
    try:
        degrees = float(values[field])
    except ValueError:
        degrees = float("nan")
    if -limit <= degrees <= limit:
        return degrees
    reader.refuse(field, "place_degrees", limit=limit)
    return None


_OTHER_NAMES = (("local", "alias"), ("local_my", "burmese"), ("previous", "previous"))


def _aliases(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = [(part.strip(), "alias") for part in values.get("aliases", "").split("|")]
    found += [(values.get(field, ""), origin) for field, origin in _OTHER_NAMES]
    return tuple((text, origin) for text, origin in found if text and fold(text))
