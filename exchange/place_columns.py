"""Columns of lists of places under the many headers that they go by."""

from collections.abc import Mapping

from exchange import cells
from exchange.table import Layout

LEVELS: Mapping[int, tuple[str, str]] = {
    1: ("state", "state_pcode"),
    2: ("district", "district_pcode"),
    3: ("township", "township_pcode"),
    4: ("tract", "vt_pcode"),
}
"""Fields of name and code by OCHA's number of an administrative level."""

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "place_id": ("place id",),
    "pcode": ("pcode", "p code"),
    "name": ("name", "name en"),
    "kind": ("kind", "type"),
    "name_my": ("name my", "name local"),
    "aliases": ("aliases", "alias"),
    "source": ("source",),
    "state": ("state", "state region", "sr name eng", "province"),
    "state_pcode": ("state pcode", "sr pcode"),
    "district": ("district", "district/saz name eng"),
    "district_pcode": ("district pcode", "district/saz pcode"),
    "township": ("township", "township name eng"),
    "township_pcode": ("township pcode", "tsp pcode"),
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
    "date", "validon", "validto", "valid on", "valid to", "shape leng", "shape length", "shape area", "area sqkm",
    "version", "cod version", "lang", "lang1", "lang2", "lang3", "iso2", "iso3", "center lat", "center lon", "objectid",
    "adm0 en", "adm0 mm", "adm0 my", "adm0 pcode", "adm0 name", "adm0 name1", "adm0 name2", "adm0 name3",
    "admin0name en", "admin0name mm", "admin0pcode",
)  # fmt: skip
"""Columns of MIMU's and OCHA's lists that say nothing about a place itself; the middle of a region is no place."""


def _of_level(level: int) -> dict[str, str]:
    """Fields of OCHA's columns of one level by header: ADM3_EN of old releases, admin3Name_en, adm3_name of new ones.

    Further spellings get fields of their own, ``township_alt`` with the header behind it.
    """
    name, code = LEVELS[level]
    stems = (f"adm{level}", f"admin{level}")
    local = [f"{stem} {ending}" for stem in stems for ending in ("mm", "my", "mmr", "name mm", "name my", "name1")]
    local += [f"{stem}name {language}" for stem in stems for language in ("mm", "my")]
    others = [f"{stem} {ending}" for stem in stems for ending in ("ref", "ref name", "name2", "name3")]
    others += [f"{stem}refname" for stem in stems]
    for number in (1, 2):
        for language in ("en", "mm", "my"):
            others.append(f"adm{level}alt{number}{language}")
            others += [f"{stem}altname{number} {language}" for stem in stems]
    main = [f"{stem}{ending}" for stem in stems for ending in ("", " en", " name", " name en", "name", "name en")]
    return {
        **dict.fromkeys(main, name),
        **dict.fromkeys((f"{stem}{ending}" for stem in stems for ending in (" pcode", "pcode", " code")), code),
        **dict.fromkeys(local, f"{name}_my"),
        **{header: f"{name}_alt {header}" for header in others},
    }


_FIELDS = {header: field for field, headers in _HEADERS.items() for header in headers} | {
    header: field for level in LEVELS for header, field in _of_level(level).items()
}
LAYOUT = Layout(
    {cells.fold(header): field for header, field in _FIELDS.items()} | {header: header for header in _LEFT_OUT},
    (("name", "village", "ward", "tract", "town", "township", "district", "state"),),
)
