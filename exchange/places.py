"""Lists of places as rows of one shape: gazetteers, MIMU's and OCHA's p-codes, HXL, GeoNames, GeoJSON, plain lists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from coordination.outcome import Outcome
from coordination.place_import import ImportPlaces, preview
from coordination.place_lookup import KnownKinds
from coordination.place_rows import PlaceRow
from coordination.place_tree import REGIONS
from coordination.places import KINDS
from coordination.scope import Scope
from exchange import cells
from exchange.files import FileError
from exchange.importing import Importer
from exchange.place_columns import LAYOUT
from exchange.place_files import open_list
from exchange.rows import Batch, RowReader, read_all
from exchange.sheets import Layout, Row, Sheet
from understanding.fold import fold

_KINDS_SPELLED = {
    "village tract": "village_tract", "tract": "village_tract", "idp camp": "camp", "camp cluster": "camp",
    "site": "village", "settlement": "village", "region": "state", "province": "state", "city": "town",
}  # fmt: skip
_KINDS_OF_MAPS = {
    "hamlet": "village", "isolated dwelling": "village", "suburb": "ward", "quarter": "ward", "neighbourhood": "ward",
}  # fmt: skip
_EMPTY = frozenset(["", "na", "n/a", "-"])
_CODES = frozenset({"place_id", "pcode"} | {name for name in LAYOUT.fields.values() if name.endswith("_pcode")})
_LONGEST_EMPTY = 3


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


_PLAIN = Shape(None, "place_id", "name", "name_my", "tract", "vt_pcode")
_MIMU = (
    Shape("village", "village_pcode", "village", "village_my", "tract", "vt_pcode"),
    Shape("ward", "ward_pcode", "ward", "ward_my", "town", "town_pcode", "town"),
    Shape("village_tract", "vt_pcode", "tract", "tract_my"),
    Shape("town", "town_pcode", "town", "town_my"),
    Shape("township", "township_pcode", "township", "township_my"),
)
_LEVELS = (
    Shape("village_tract", "vt_pcode", "tract", "tract_my"),
    Shape("township", "township_pcode", "township", "township_my"),
    Shape("district", "district_pcode", "district", "district_my"),
    Shape("state", "state_pcode", "state", "state_my"),
)
"""Shapes of a region, the smallest first."""
_SOURCES = {"mimu": "MIMU", "ocha": "OCHA", "hxl": "HXL", "geojson": "GeoJSON"}


@dataclass(frozen=True)
class Request:
    """How a list is to be taken in.

    ``forced`` is one of `exchange.place_files.SHAPES`; ``listed`` puts its places on the desk's list; ``dry_run`` asks
    what would happen.
    """

    forced: str | None = None
    listed: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class _Reading:
    """What a sheet holds: its ``shape``, the name of it, and which forms a place may have, the first that fits.

    ``known`` tells of the codes that the store has.
    """

    shape: str
    forms: tuple[Shape, ...]
    listed: bool
    known: KnownKinds

    def form(self, row: Row) -> Shape:
        """The form of a row: the smallest region that it names, where the sheet lists regions."""
        fitting = (form for form in self.forms if row.text(form.name) or row.text(form.code))
        return next(fitting, self.forms[0])


def importer(request: Request) -> Importer:
    """The importer of lists of places; only a dry run is planned beforehand, as that takes as long as the import."""

    def opened(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
        return open_list(name, data, layout, mapping, request.forced)

    def read(scope: Scope, sheet: Sheet) -> tuple[Batch[PlaceRow], Outcome | None]:
        reading = _reading(scope, sheet, request)
        batch = read_all(scope, sheet, lambda row: _row(row, reading), _key, reading.forms[0].name)
        return batch, preview(scope, tuple(batch.rows)) if request.dry_run else None

    def command(rows: Collection[PlaceRow], _import: str) -> ImportPlaces:
        return ImportPlaces(tuple(rows))

    return Importer(lambda _catalogue: LAYOUT, read, command, opened, Outcome(merged=()))


def _reading(scope: Scope, sheet: Sheet, request: Request) -> _Reading:
    if sheet.shape:
        levels = tuple(form for form in _LEVELS if form.name in sheet.columns or form.code in sheet.columns)
        forms = (_PLAIN,) if "name" in sheet.columns else levels
        if sheet.shape == "geojson" and "name" in sheet.columns:
            forms += levels
        if not forms:
            raise FileError("import.file.header", columns="name")
        return _Reading(sheet.shape, forms, request.listed, KnownKinds(scope))
    actual, forms = _by_headers(sheet)
    if not forms:
        raise FileError("import.file.header", columns="name")
    if request.forced and request.forced != actual:
        raise FileError("import.file.place_shape", forced=request.forced, actual=actual)
    if forms == (_PLAIN,) and "kind" not in sheet.columns:
        raise FileError("import.file.header", columns="kind")
    return _Reading(actual, forms, request.listed, KnownKinds(scope))


def _by_headers(sheet: Sheet) -> tuple[str, tuple[Shape, ...]]:
    """Name of the shape and its forms by the columns that are there."""
    if "name" in sheet.columns:
        return "gazetteer" if {"place_id", "pcode"} & sheet.columns.keys() else "kachin", (_PLAIN,)
    numbered = [form for form in _LEVELS if cells.fold(sheet.columns.get(form.name, "")).startswith("adm")]
    coded = [form for form in _MIMU if {form.code, form.name} <= sheet.columns.keys()]
    if numbered and (not coded or coded[0] in numbered):
        return "ocha", tuple(form for form in numbered if form.code in sheet.columns)
    return "mimu", tuple(coded[:1])


def _key(row: PlaceRow) -> Any:
    return row.source_id or (row.state, row.township, fold(row.name), row.kind)


def _row(reader: RowReader, reading: _Reading) -> PlaceRow | None:
    """The row as a place; what is wrong with it is listed by ``reader``."""
    values, form = _values(reader), reading.form(reader.row)
    name, kind = _name(reader, form, values), form.kind or _kind(reader, values, reading)
    code = values.get(form.code) or values.get("pcode")
    latitude, longitude = _position(reader, values)
    if form is not _PLAIN and not code:
        reader.refuse(form.code, "place_id")
    if kind and code and (held := _held(reading, values, code, kind)):
        reader.refuse(form.code if values.get(form.code) else "pcode", "place_code_kind", kind=held.replace("_", " "))
    if name is None or kind is None:
        return None
    parent_code = values.get(form.parent_code)
    return PlaceRow(
        row=reader.row.number,
        kind=kind,
        name=name,
        source=_source(reading.shape, form, values),
        source_id=code,
        pcode=values.get("pcode"),
        name_my=None if _is_latin(values.get(form.name_my)) else values.get(form.name_my),
        aliases=_aliases(values, form),
        parent=values.get(form.parent),
        parent_code=parent_code if parent_code != code else None,
        parent_kind=form.parent_kind,
        latitude=latitude,
        longitude=longitude,
        active=values.get("status", "").casefold() != "inactive",
        listed=reading.listed,
        **{to: values[field] for to, field in _REGIONS if field in values},
    )


def _held(reading: _Reading, values: Mapping[str, str], code: str, kind: str) -> str | None:
    """The kind that ``code`` belongs to by the row's other columns, or by the store, where it cannot be ``kind``'s."""
    above = (region for region in REGIONS if region != kind and values.get(f"{region}_pcode") == code)
    return next(above, None) or reading.known.other(code, kind)


def _source(shape: str, form: Shape, values: Mapping[str, str]) -> str:
    """Where a row comes from; in MIMU's lists the column of that name means something else."""
    if shape in {"mimu", "ocha"}:
        return _SOURCES[shape]
    called = "GeoNames" if values.get(form.code, "").startswith("gn:") else _SOURCES.get(shape, "list")
    return values.get("source") or called


_REGIONS = tuple((kind, kind) for kind in REGIONS) + tuple((f"{kind}_code", f"{kind}_pcode") for kind in REGIONS)


def _values(reader: RowReader) -> dict[str, str]:
    """Cells that say something, as the file writes them (Burmese digits too)."""
    values = {}
    for field, cell in reader.row.cells.items():
        if field in _CODES:
            shown = cells.code(cell)
            if cells.shortened(cell):
                reader.refuse(field, "code_shortened")
        else:
            shown = " ".join((cell if isinstance(cell, str) else cells.text(cell)).split())
        if len(shown) > _LONGEST_EMPTY or shown.casefold() not in _EMPTY:
            values[field] = shown
    return values


def _name(reader: RowReader, shape: Shape, values: Mapping[str, str]) -> str | None:
    name = values.get(shape.name, "")
    if fold(name):
        return name
    reader.refuse(shape.name, "place_name")
    return None


def _kind(reader: RowReader, values: Mapping[str, str], reading: _Reading) -> str | None:
    """The kind that the row says; HXL's #loc and a point of a map are a village when they say nothing."""
    shown = cells.fold(reader.text("kind"))
    if not shown and (reading.shape == "hxl" and "kind" not in reader.sheet.columns):
        return "village"
    if not shown and reading.shape == "geojson" and "outline" not in values:
        return "village"
    spelled = _KINDS_SPELLED | (_KINDS_OF_MAPS if reading.shape == "geojson" else {})
    kind = spelled.get(shown, shown.replace(" ", "_"))
    if kind in KINDS:
        return kind
    reader.refuse("kind", "one_of", allowed=", ".join(KINDS))
    return None


def _position(reader: RowReader, values: Mapping[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude; 0, 0 off the coast of Africa is how spreadsheets write that nobody knows."""
    if "geometry" in values:
        reader.refuse("geometry", "place_geometry")
    if ("lat" in values) != ("lon" in values):
        reader.refuse("lon" if "lat" in values else "lat", "place_both")
        return None, None
    latitude, longitude = _number(values.get("lat")), _number(values.get("lon"))
    if latitude == longitude == 0:
        reader.remark("lat", "place_zero")
        return None, None
    if latitude is not None and longitude is not None and 90 < abs(latitude) <= 180 and abs(longitude) <= 90:
        reader.refuse("lat", "place_swapped", longitude=values["lon"])
        return None, None
    for field, degrees, limit in (("lat", latitude, 90), ("lon", longitude, 180)):
        if field in values and (degrees is None or abs(degrees) > limit):
            reader.refuse(field, "place_degrees", limit=limit)
    return latitude, longitude


def _number(shown: str | None) -> float | None:
    """A finite number, else None."""
    try:
        number = float(shown or "")
    except ValueError:
        return None
    return number if isfinite(number) else None


_OTHER_NAMES = {
    "aliases": "alias", "aliases_my": "burmese", "local": "alias", "local_my": "burmese", "previous": "previous",
}  # fmt: skip
"""Origins of further names by their field; fields of lists of names are the first two."""


def _aliases(values: Mapping[str, str], form: Shape) -> tuple[tuple[str, str], ...]:
    """Further names with their origins; a local name in Latin letters is one of them."""
    found: list[tuple[str, str]] = []
    for field, origin in _OTHER_NAMES.items():
        if field in values:
            parts = values[field].split("|") if field.startswith("aliases") else [values[field]]
            found += [(part.strip(), origin) for part in parts]
    others = [values[field] for field in values if field.startswith(f"{form.name}_alt")]
    found += [(text, "alias" if _is_latin(text) else "burmese") for text in others]
    name_my = values.get(form.name_my)
    latin = _is_latin(name_my)
    found += [(name_my or "", "alias")] if latin else []
    known = {values.get(form.name), None if latin else name_my}
    return tuple((text, origin) for text, origin in dict.fromkeys(found) if text not in known and fold(text))


def _is_latin(text: str | None) -> bool:
    return bool(text) and ((text or "").isascii() or fold(text or "").isascii())
