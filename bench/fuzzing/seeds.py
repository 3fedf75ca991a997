"""Good files to begin with: made-up tables of every kind, in every format that an importer reads."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from random import Random
from typing import Any

import xlsxwriter

CANARY = "09450012345"
"""A telephone number in a column that nobody reads: it may stand in no output."""
_PERSON = f"Daw Mya Mya Canary {CANARY}"
Grid = list[list[Any]]
TABLES: dict[str, Grid] = {
    "assessments": [
        ["place", "township", "date", "tool", "agency", "consent", "informants", "PRF-03", "WSH-02", "SHE-02", "INF-02",
         "respondent"],
        ["Lawa Bum", "Hka Mai (demo)", "2026-10-12", "KII", "KBC", "yes", 3, 90, 41, 12, "none", _PERSON],
        ["Nam Lwai Kyet", "Hka Mai (demo)", "13/10/2026", "HHS", "KMSS", "no", 2, 55, "unknown", 0, "solar", _PERSON],
        ["Pa Lana Camp", "", "12 Oct 2026", "DO", "UNHCR", "", "", 30, "", "", "", _PERSON],
    ],
    "commitments": [
        ["agency", "partner", "place", "township", "activity", "unit", "target", "reached", "start", "end", "months",
         "status", "conditions", "focal point"],
        ["KBC", "", "Lawa Bum", "Hka Mai (demo)", "FSC-A1", "HH", 90, "", "2026-11-01", "", 3, "confirmed", "",
         _PERSON],
        ["KMSS", "UNHCR", "Nam Lwai Kyet", "", "SHE-A1", "HH", 20, 8, "2026-09-01", "", "", "ongoing", "road open",
         _PERSON],
    ],
    "agencies": [
        ["acronym", "name", "aliases", "kind", "phone"],
        ["HKD", "Hka Development", "Hka Dev|HD", "local", _PERSON],
        ["KBC", "Convention of Hka", "", "local", _PERSON],
    ],
    "places": [
        ["place_id", "pcode", "kind", "name", "name_my", "township", "township_pcode", "state", "state_pcode",
         "aliases", "lat", "lon", "headman"],
        ["gn:901", "", "village", "Sut Hka", "ဆွတ်ခ", "Hka Mai", "MMR099001", "Sumpra State", "MMR099", "Sut|Hka Sut",
         25.1, 97.2, _PERSON],
        ["190009", "190009", "village", "Mai Yang", "", "Hka Mai", "MMR099001", "Sumpra State", "MMR099", "", "", "",
         _PERSON],
    ],
}  # fmt: skip
_TAGS = {
    "assessments": {"place": "#loc+name", "township": "#adm3+name", "date": "#date", "tool": "#meta+tool",
                    "agency": "#org", "WSH-02": "#affected+hh+wsh_02", "PRF-03": "#population+hh"},
    "agencies": {"acronym": "#org+acronym", "name": "#org+name", "kind": "#org+type"},
    "places": {"place_id": "#loc+code", "name": "#loc+name", "township": "#adm3+name", "township_pcode": "#adm3+code",
               "state": "#adm1+name", "state_pcode": "#adm1+code", "lat": "#geo+lat", "lon": "#geo+lon"},
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file and what it is imported as."""

    kind: str
    name: str
    data: bytes


def grid(kind: str, random: Random) -> Grid:
    """A table with all that people put around one: titles, tags, totals, empty rows."""
    rows = [list(row) for row in TABLES[kind]]
    if random.random() < 0.2 and kind in _TAGS:
        rows.insert(1, [_TAGS[kind].get(header, "") for header in rows[0]])
    if random.random() < 0.2:
        rows.insert(0, ["A title", *[""] * 3])
    if random.random() < 0.2:
        rows += [[], ["Total", "", 999]]
    return rows


def text_file(kind: str, rows: Grid, random: Random) -> File:
    """As CSV in one of the encodings and with one of the separators that people use."""
    written = StringIO()
    csv.writer(written, delimiter=random.choice(",;\t|")).writerows(rows)
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    return File(kind, "f.csv", written.getvalue().encode(encoding, errors="replace"))


def workbook(kind: str, rows: Grid, random: Random) -> File:
    """As XLSX, now and then with merged cells, formulas and a second sheet."""
    made = BytesIO()
    options = {"in_memory": True, "date_1904": random.random() < 0.1, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(made, options) as book:
        for _ in range(random.choice((1, 1, 1, 2))):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, [_encoded(cell) for cell in row[:16000]])
            if random.random() < 0.2:
                sheet.merge_range(2, random.randrange(4), 4, random.randrange(4, 6), "Lawa Bum")
            if random.random() < 0.2:
                sheet.write_formula(3, 7, "=A1*2", None, random.choice([7, "x", True]))
    return File(kind, "f.xlsx", made.getvalue())


def _encoded(cell: Any) -> Any:
    """Halves of letters, which no program can write into XML, as question marks."""
    return cell.encode("utf-8", errors="replace").decode() if isinstance(cell, str) else cell


def map_file(kind: str, rows: Grid, random: Random) -> File:
    """As GeoJSON: points of places, or areas for boundaries."""
    square = [[97.0, 25.0], [97.5, 25.0], [97.5, 25.5], [97.0, 25.5], [97.0, 25.0]]
    area = {"type": "Polygon", "coordinates": [square]}
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(map(str, rows[0]), row, strict=False)) | {"TS": "Hka Mai (demo)"},
            "geometry": area if kind == "boundaries" else {"type": "Point", "coordinates": square[number % 5]},
        }
        for number, row in enumerate(rows[1:])
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features}, ensure_ascii=random.random() < 0.5, default=str
    )
    return File(kind, "f.geojson", text.encode("utf-8", errors="replace"))


KINDS: Sequence[str] = (*TABLES, "boundaries")


def write(kind: str, rows: Grid, random: Random) -> File:
    """``rows`` in one of the formats in which this kind comes."""
    formats = {"places": [text_file, workbook, map_file], "boundaries": [map_file]}
    return random.choice(formats.get(kind, [text_file, workbook]))(kind, rows, random)
