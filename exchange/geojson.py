"""Places as features of GeoJSON (RFC 7946): points with their coordinates, areas without their outlines."""

import json
from collections.abc import Mapping
from typing import Any

from exchange import cells
from exchange.files import FileError
from exchange.headers import LONGEST_HEADER
from exchange.table import LONGEST, Layout, Row, Sheet
from exchange.text_files import decoded
from understanding import zawgyi
from understanding.fold import BURMESE

_AREAS = frozenset(["Polygon", "MultiPolygon"])
_OWN = {"place": "kind", "name:en": "name", "name:my": "name_my", "alt_name": "aliases", "@id": "place_id"}
"""Properties that only maps have (OpenStreetMap's)."""
PARTS_LIMIT = 6_000_000
"""Numbers, lists and properties: some 1,500,000 corners of outlines, and 400 MB of memory at worst."""


def read(data: bytes, layout: Layout, mapping: Mapping[str, str], *, with_outlines: bool = False) -> Sheet:
    """A row for every feature, numbered from 1, its properties read by ``layout`` after ``mapping`` renamed them.

    An area has a cell "outline": "yes", or its geometry ``with_outlines``. Raises `FileError` when the text is no JSON
    or no collection of features.
    """
    features = _features(data)
    fields = _fields(features, layout, mapping, several=with_outlines)
    rows = tuple(
        Row(
            number,
            _cells(feature, fields) | (_outline(feature) if with_outlines else {}),
            bad=_too_long(feature, fields),
        )
        for number, feature in enumerate(features, 1)
    )
    columns = {field: name for name, field in reversed(fields.items())} | {"lat": "geometry", "lon": "geometry"}
    unread = {
        cells.printed(name[:LONGEST_HEADER]) for feature in features for name in _properties(feature)
    } - fields.keys()
    return Sheet(1, tuple(fields), columns, tuple(sorted(unread)), (), rows, shape="geojson")


def _features(data: bytes) -> list[Mapping[str, Any]]:
    if sum(data.count(sign) for sign in (b",", b"[", b"{")) > PARTS_LIMIT:
        raise FileError("import.file.json_parts", limit=PARTS_LIMIT)
    try:
        whole = json.loads(decoded(data), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise FileError("import.file.json", line=error.lineno) from None
    except (RecursionError, ValueError):
        raise FileError("import.file.json", line=1) from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise FileError("import.file.geojson")
    if not features:
        raise FileError("import.file.empty")
    return features


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _fields(
    features: list[Mapping[str, Any]], layout: Layout, mapping: Mapping[str, str], *, several: bool
) -> dict[str, str]:
    """Field by property; where two properties are one field, the one that maps have for it counts.

    The other stands behind it where ``several`` may: for features that lack the first.
    """
    for new in mapping.values():
        if layout.field(new) is None:
            raise FileError("import.file.map_field", field=new)
    names = dict.fromkeys(name for feature in features for name in _properties(feature) if len(name) <= LONGEST_HEADER)
    for old in mapping:
        if old not in names:
            raise FileError("import.file.map_column", column=old)
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (name not in mapping, name not in _OWN)):
        own = _OWN.get(name) if name not in mapping else None
        field = own or layout.field(mapping.get(name, name))
        if field is not None and (several or field not in found.values()):
            found[name] = field
    return found


def _cells(feature: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    told = {
        name: _told(cell)
        for name, cell in _properties(feature).items()
        if isinstance(cell, str | int | float) and len(str(cell)) <= LONGEST
    }
    found: dict[str, Any] = {}
    for name, field in fields.items():
        if told.get(name, "") != "":
            found.setdefault(field, told[name])
    plain = told.get("name")
    if isinstance(plain, str) and plain != found.get("name"):
        found.setdefault("name_my" if BURMESE & set(plain) else "name", plain)
    own = feature.get("id", told.get("id"))
    if isinstance(own, str) and not own.isdecimal() and not {"place_id", "pcode"} & found.keys():
        found["place_id"] = _told(own)  # a bare number only counts the features of this file
    return found | _position(feature.get("geometry"))


def _too_long(feature: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    told = _properties(feature)
    return {field: "too_long" for name, field in fields.items() if len(str(told.get(name, ""))) > LONGEST}


def _told(cell: str | float) -> str | float:
    """A property without signs that no text has, and in Unicode where it was typed in Zawgyi."""
    return zawgyi.in_unicode(cells.printed(cell)) if isinstance(cell, str) else cell


def _position(geometry: Any) -> dict[str, Any]:
    """Latitude and longitude of a point; nothing for an area; what else there is under ``geometry``."""
    if geometry is None:
        return {}
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind in _AREAS:
        return {"outline": "yes"}
    position = geometry.get("coordinates") if kind == "Point" else None
    if not isinstance(position, list) or len(position) < 2:
        return {"geometry": str(kind)}
    return {"lon": _shown(position[0]), "lat": _shown(position[1])}


def _outline(feature: Mapping[str, Any]) -> dict[str, Any]:
    geometry = feature.get("geometry")
    return {"outline": geometry} if isinstance(geometry, dict) and geometry.get("type") in _AREAS else {}


def _shown(degrees: Any) -> str:
    return str(degrees) if isinstance(degrees, int | float) else "?"
