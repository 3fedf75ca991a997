"""GeoNames' dumps of a country: tab separated, no header, 19 columns (the readme of their download server)."""

from collections.abc import Iterator, Mapping, Sequence

from coordination.outcome import Remark
from exchange.files import FileError
from exchange.sheets import Row, Sheet, decoded
from understanding.fold import BURMESE, fold

_COLUMNS = 19
_ID, _NAME, _ASCII, _OTHERS, _LAT, _LON, _CLASS, _CODE = range(8)
_ADMIN = slice(10, 13)
_REGIONS: Mapping[str, str] = {"ADM1": "state", "ADM2": "district", "ADM3": "township"}
_TOWNS = frozenset(["PPLC", "PPLG", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5"])
_GONE = frozenset(["PPLH", "PPLQ", "PPLW", "PPLCH"])
"""Historical, abandoned and destroyed places: they are found, as inactive ones."""
_NO_PLACES = frozenset(["PPLS"])
"""Several places under one name."""
_LABELS = {
    "place_id": "geonameid", "name": "name", "kind": "feature code", "lat": "latitude", "lon": "longitude",
    "aliases": "alternatenames", "name_my": "alternatenames",
}  # fmt: skip
_Record = list[str]
_Region = tuple[str, str]


def is_dump(text: str) -> bool:
    """Whether the first line is one of a dump: 19 columns, an id, and a feature class."""
    first = text.partition("\n")[0].rstrip("\r").split("\t")
    return len(first) == _COLUMNS and first[_ID].strip("\ufeff").isdecimal() and len(first[_CLASS]) <= 1


def read(data: bytes) -> Sheet:
    """Populated places, and states, districts and townships, of a dump; the rest is only counted.

    What a place lies in is named by its admin codes where the dump has a row of class A for them. Raises `FileError`
    for a line that has not 19 columns.
    """
    records = list(_records(decoded(data)))
    regions = {(record[_CODE], _admin(record)): (record[_NAME], f"gn:{record[_ID]}") for _, record in records}
    regions = {key: region for key, region in regions.items() if key[0] in _REGIONS}
    rows = [Row(line, _cells(record, regions)) for line, record in records if _kind(record)]
    left_out = len(records) - len(rows)
    notes = (Remark(1, "feature class", "geonames_others", {"n": left_out}),) if left_out else ()
    return Sheet(1, (), _LABELS, (), (), tuple(rows), notes, "geonames")


def _records(text: str) -> Iterator[tuple[int, _Record]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            record = [cell.strip() for cell in line.split("\t")]
            if len(record) != _COLUMNS or not record[_ID].isdecimal():
                raise FileError("import.file.geonames", line=number)
            yield number, record


def _kind(record: _Record) -> str | None:
    """The kind of place by class and code; None for rivers, roads and areas of other sorts."""
    code = record[_CODE]
    if record[_CLASS] == "A":
        return _REGIONS.get(code)
    if record[_CLASS] != "P" or code in _NO_PLACES:
        return None
    return "town" if code in _TOWNS else "ward" if code == "PPLX" else "village"


def _admin(record: _Record) -> tuple[str, ...]:
    """The admin codes down to the record's own level, if it is a region, as far as they are given."""
    level = {"ADM1": 1, "ADM2": 2}.get(record[_CODE], 3)
    return tuple(record[_ADMIN][:level])


def _cells(record: _Record, regions: Mapping[tuple[str, tuple[str, ...]], _Region]) -> dict[str, str]:
    others = [name.strip() for name in record[_OTHERS].split(",")]
    burmese = [name for name in others if BURMESE & set(name)]
    latin = [record[_ASCII], *(name for name in others if not BURMESE & set(name) and _is_name(name))]
    cells = {
        "place_id": f"gn:{record[_ID]}",
        "name": record[_NAME],
        "kind": _kind(record) or "",
        "lat": record[_LAT],
        "lon": record[_LON],
        "aliases": "|".join(name for name in dict.fromkeys(latin) if fold(name) != fold(record[_NAME])),
        "name_my": burmese[0] if burmese else "",
        "aliases_my": "|".join(burmese[1:]),
        "status": "inactive" if record[_CODE] in _GONE else "",
        "source": "GeoNames",
        **_above(record, regions),
    }
    return {field: cell for field, cell in cells.items() if cell}


def _is_name(text: str) -> bool:
    """Alternate names hold links and postal codes, too."""
    return bool(text) and "/" not in text and not text.isdecimal()


def _above(record: _Record, regions: Mapping[tuple[str, tuple[str, ...]], _Region]) -> dict[str, str]:
    codes: Sequence[str] = record[_ADMIN]
    found = {}
    for level, (feature, kind) in enumerate(_REGIONS.items(), 1):
        region = regions.get((feature, tuple(codes[:level]))) if codes[level - 1] else None
        if region is not None:
            found[kind], found[f"{kind}_pcode"] = region
    return found
