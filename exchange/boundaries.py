"""Outlines of states, districts and townships from GeoJSON, joined to places by code, else by name."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from coordination import places
from coordination.boundaries import BoundaryRow, ImportBoundaries, plan
from coordination.outcome import Outcome
from coordination.places import Found, PlaceRef, place_label
from coordination.scope import Scope
from exchange import cells, geojson
from exchange.found import NEAR, SURE
from exchange.importing import Importer
from exchange.place_columns import LAYOUT as PLACES
from exchange.place_files import unzipped
from exchange.rows import Batch, RowReader, read_all
from exchange.table import Layout, Sheet
from understanding import outlines
from understanding.outlines import OutlineError, Ring

_OF_MIMU = {
    "st": "state", "st pcode": "state_pcode", "dt": "district", "dt pcode": "district_pcode", "ts": "township",
    "ts pcode": "township_pcode", "vt": "tract", "sr": "state", "dist name": "district", "township name": "township",
}  # fmt: skip
"""Properties of MIMU's maps beside those that its lists have."""
LAYOUT = Layout(
    {**PLACES.fields, **_OF_MIMU},
    (
        (
            "state",
            "district",
            "township",
            "tract",
            "name",
            "state_pcode",
            "district_pcode",
            "township_pcode",
            "vt_pcode",
        ),
    ),
)
_LEVELS = (
    ("village_tract", "tract", "vt_pcode", ("township",)),
    ("township", "township", "township_pcode", ("district", "state")),
    ("district", "district", "district_pcode", ("state",)),
    ("state", "state", "state_pcode", ()),
)
"""Kind, fields of name and code, and of what lies above; the smallest that a feature names is what it outlines."""
_OUTLINED = frozenset(kind for kind, *_ in _LEVELS)


def _open(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
    if Path(name).suffix.lower() == ".zip":
        _, data = unzipped(name, data)
    return geojson.read(data, layout, mapping, with_outlines=True)


def read(scope: Scope, sheet: Sheet) -> tuple[Batch[BoundaryRow], Outcome]:
    """The outlines of ``sheet`` and what would become of those that may go in; reads only."""
    known: dict[str, Found] = {}

    def find(text: str) -> Found:
        if text not in known:
            known[text] = places.find(scope, text)
        return known[text]

    batch = read_all(scope, sheet, lambda reader: _row(reader, find), lambda row: row.place_id, "geometry")
    return batch, plan(scope, batch.rows)


IMPORTER = Importer(lambda _catalogue: LAYOUT, read, lambda rows, _name: ImportBoundaries(rows), _open)


def _row(reader: RowReader, find: Callable[[str], Found]) -> BoundaryRow | None:
    place, geometry = _place(reader, find), _geometry(reader)
    if place is None or geometry is None:
        return None
    return BoundaryRow(reader.row.number, place.id, geometry, reader.text("source") or "GeoJSON")


def _geometry(reader: RowReader) -> str | None:
    """The outline as compact text; None where it is listed."""
    shape = reader.row.cells.get("outline")
    if not isinstance(shape, Mapping):
        reader.refuse("geometry", "outline")
        return None
    try:
        kept = outlines.simplified(_polygons(shape))
    except OutlineError as error:
        reader.refuse("geometry", str(error))
        return None
    return json.dumps({"type": "MultiPolygon", "coordinates": kept}, separators=(",", ":"))


def _polygons(shape: Mapping[str, Any]) -> list[list[Ring]]:
    found = shape.get("coordinates")
    polygons = [found] if shape["type"] == "Polygon" else found
    if not isinstance(polygons, list) or not polygons:
        raise OutlineError("outline_ring")
    if not all(isinstance(polygon, list) and polygon for polygon in polygons):
        raise OutlineError("outline_ring")
    return [[outlines.ring(one) for one in polygon] for polygon in polygons]


def _place(reader: RowReader, find: Callable[[str], Found]) -> PlaceRef | None:
    """The place that a feature outlines: by its code, else by its name within what it lies in."""
    levels = (each for each in _LEVELS if reader.text(each[1]) or reader.text(each[2]))
    kind, name, code, above = next(levels, ("", "name", "place_id", ("township", "district", "state")))
    kinds = frozenset([kind]) if kind else _OUTLINED
    codes = [cells.code(reader.row.cells[each]) for each in (code, "pcode") if reader.text(each)]
    coded = [one.place for one in find(codes[0]).candidates if one.why == "code"] if codes else []
    if len(coded) == 1 and coded[0].kind in kinds:
        return coded[0]
    within = next((reader.text(each) for each in above if reader.text(each)), "")
    text = reader.text(name)
    found = find(f"{text}, {within}" if within else text) if text else None
    sure = [one.place for one in found.candidates if one.why in SURE and one.place.kind in kinds] if found else []
    if len(sure) == 1 and found is not None and not found.rest.strip(" ,"):
        return sure[0]
    near = [one.place for one in found.candidates if one.place.kind in kinds][:NEAR] if found else []
    labels = "; ".join(place_label(place, reader.scope.viewer, full=True) for place in near)
    reader.refuse(name if text else code, "outline_which" if near else "outline_place", near=labels)
    return None
