"""Lists of places in the shapes that others release them in, made up."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from bot.resources import resource
from coordination import places
from coordination.errors import Refusal
from exchange import files
from exchange.importing import How, import_file
from exchange.places import Request, importer
from exchange.report import ImportReport
from tests.places.conftest import Office
from tests.places.test_import import counts, parents, stored
from words import Words
from words.language import read_locales

OLD = ["ADM3_EN", "ADM3_MM", "ADM3_PCODE", "ADM3_REF", "ADM3ALT1EN", "ADM2_EN", "ADM2_MM", "ADM2_PCODE", "ADM1_EN",
       "ADM1_MM", "ADM1_PCODE", "ADM0_EN", "ADM0_PCODE", "date", "validOn", "Shape_Leng"]  # fmt: skip
SUMPRA = ["Lashi", "လရှီ", "MMR099D001", "Sumpra State", "ဆမ်ပရာ", "MMR099"]
TAIL = ["Nowhere", "MM", "2020-01-01", "2021-01-01", 1.5]
TOWNSHIPS = [["Hka Mai", "ခမိုင်", "MMR099001", "Hkamai", "Hka Mai Gyi", *SUMPRA, *TAIL],
             ["Tsawm Bum", "", "MMR099202", "Tsawm Bum", "", *SUMPRA, *TAIL]]  # fmt: skip


def take_in(office: Office, path: Path, how: How | None = None, **request: Any) -> ImportReport:
    return import_file(office, importer(Request(**request)), path, how or How())


def workbook(office: Office, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    path = office.folder / "list.xlsx"
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return path


def text(office: Office, name: str, content: str | bytes) -> Path:
    path = office.folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def refused(office: Office, path: Path, **request: Any) -> str:
    with pytest.raises(Refusal) as error:
        take_in(office, path, **request)
    assert not office.read(places.any_known)
    return error.value.key


# OCHA's administrative levels


def test_ochas_workbook_has_a_sheet_for_each_level(empty: Office) -> None:
    path = workbook(empty, {
        "Readme": [["About this file"]],
        "mmr_adm0": [OLD[11:13], TAIL[:2]],
        "mmr_adm1": [OLD[8:], [*SUMPRA[3:], *TAIL]],
        "mmr_adm2": [OLD[5:], [*SUMPRA, *TAIL]],
        "mmr_adm3": [OLD, *TOWNSHIPS],
        "mmr_adm3_points": [OLD, *TOWNSHIPS],
    })  # fmt: skip
    report = take_in(empty, path)
    assert counts(report) == (4, 0, 0, 0)
    assert report.notes == ()
    township = stored(empty, "MMR099001")
    assert township is not None
    assert (township["kind"], township["name_my"], township["source"]) == ("township", "ခမိုင်", "OCHA")
    assert township["names"]["Hka Mai Gyi"] == "alias"
    assert parents(empty, "MMR099001") == ["MMR099D001", "MMR099"]
    assert empty.ids("လရှီ") == ("exact", ["MMR099D001"])
    assert counts(take_in(empty, path)) == (0, 0, 4, 0)


def test_a_wrong_row_names_its_sheet(empty: Office) -> None:
    bad = [["", "", "MMR099001", "", "", *SUMPRA, *TAIL]]
    path = workbook(empty, {"adm2": [OLD[5:], ["", *SUMPRA[1:], *TAIL]], "adm3": [OLD, *bad]})
    report = take_in(empty, path)
    assert len(report.bad_rows) == 2
    assert [one["reason"] for one in report.to_json(Words(read_locales(resource("locales"))))["listed"]] == [
        "adm2: ADM2_EN. Expected: the name of the place",
        "adm3: ADM3_EN. Expected: the name of the place",
    ]


NEW = ["adm3_name", "adm3_name1", "adm3_name2", "adm3_pcode", "adm2_name", "adm2_pcode", "adm1_name", "adm1_pcode",
       "adm0_name", "adm0_pcode", "valid_on", "area_sqkm", "version", "lang", "lang1", "adm3_ref_name", "center_lat",
       "center_lon"]  # fmt: skip


def test_ochas_newer_headers_as_csv(empty: Office) -> None:
    row = ["Hka Mai", "ခမိုင်", "", "MMR099001", "Lashi", "MMR099D001", "Sumpra State", "MMR099", "Nowhere", "MM",
           "2025-01-01", "10.5", "v02", "en", "my", "Hkamai", "25.5", "97.5"]  # fmt: skip
    report = take_in(empty, empty.file(NEW, [row]))
    assert (counts(report), report.notes) == ((1, 0, 0, 0), ())
    township = stored(empty, "MMR099001")
    assert township is not None
    assert (township["name_my"], township["latitude"]) == ("ခမိုင်", None)
    named = ["admin3Name_en", "admin3Name_mm", "admin3Pcode", "admin1Name_en", "admin1Pcode"]
    assert counts(take_in(empty, empty.file(named, [["Pan Tsai", "", "MMR099003", "Sumpra State", "MMR099"]]))) == (
        1,
        0,
        0,
        0,
    )
    assert take_in(empty, empty.file(named, [["Pan Tsai", "", "MMR099003", "Sumpra State", "MMR099"]]), forced="ocha")


def test_a_local_name_in_latin_letters_is_an_alias(empty: Office) -> None:
    header = ["adm1_name", "adm1_name1", "adm1_pcode"]
    take_in(empty, empty.file(header, [["North", "Région du Nord", "XX01"]]))
    state = stored(empty, "XX01")
    assert state is not None
    assert (state["name_my"], state["names"]["Région du Nord"]) == (None, "alias")


def test_both_codes_of_a_township_find_it(office: Office) -> None:
    report = take_in(office, office.file(OLD, TOWNSHIPS))
    assert [(one.id, one.kept) for one in report.merged or ()] == [("MMR099202", "MMR099002")]
    assert office.ids("MMR099202") == office.ids("MMR099002") == ("exact", ["MMR099002"])
    assert counts(take_in(office, office.file(OLD, TOWNSHIPS))) == (0, 0, 2, 0)


# GeoNames' dumps


def record(
    id_: int, name: str, code: str, admin: str = "", others: str = "", at: tuple[Any, Any] = (25.0, 97.0)
) -> str:
    kind = "P" if code.startswith("PPL") else "A" if code.startswith("ADM") else "H"
    cells = [id_, name, name, others, *at, kind, code, "MM", "", *[*admin.split("."), "", "", ""][:4], 0, "", "",
             "Asia/Yangon", "2020-01-01"]  # fmt: skip
    return "\t".join(map(str, cells)) + "\n"


DUMP = (
    record(1, "Sumpra State", "ADM1", "04", "Sumpra")
    + record(2, "Lashi District", "ADM2", "04.LA")
    + record(3, "Hka Mai Township", "ADM3", "04.LA.07")
    + record(4, "Lung Hpra", "PPL", "04.LA.07", "Lung Pra,လုံဖရာ,လုံဖ,https://example.net/x,1011", (25.1, 97.1))
    + record(5, "Hka Mai", "PPLA3", "04.LA.07")
    + record(6, "Gat Yang", "PPLQ", "04")
    + record(7, "Pan Tsai", "PPLX", "99.XX.01")
    + record(8, "Mali", "STM", "04")
    + record(9, "Sumpra Park", "ADMD", "04")
)


def test_a_dump_of_geonames(empty: Office) -> None:
    report = take_in(empty, text(empty, "MM.txt", DUMP))
    assert counts(report) == (7, 0, 0, 0)
    assert [(note.expected, note.params["n"]) for note in report.notes] == [("geonames_others", 2)]
    village = stored(empty, "gn:4")
    assert village is not None
    assert (village["kind"], village["name_my"], village["latitude"], village["pcode"], village["source"]) == (
        "village", "လုံဖရာ", 25.1, None, "GeoNames",
    )  # fmt: skip
    assert village["names"] == {"Lung Hpra": "name", "Lung Pra": "alias", "လုံဖရာ": "burmese", "လုံဖ": "burmese"}
    assert parents(empty, "gn:4") == ["gn:3", "gn:2", "gn:1"]
    assert [stored(empty, f"gn:{id_}")["kind"] for id_ in (1, 2, 3, 5, 7)] == [  # type: ignore[index]
        "state", "district", "township", "town", "ward",
    ]  # fmt: skip
    assert not stored(empty, "gn:6")["active"]  # type: ignore[index]
    assert parents(empty, "gn:7") == []
    assert counts(take_in(empty, text(empty, "MM.txt", DUMP), forced="geonames")) == (0, 0, 7, 0)


def zipped(office: Office, *members: tuple[str, str]) -> Path:
    path = office.folder / "MM.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_a_dump_as_downloaded(empty: Office) -> None:
    assert counts(take_in(empty, zipped(empty, ("readme.txt", "Read me"), ("MM.txt", DUMP)))) == (7, 0, 0, 0)


def test_a_dump_beside_mimus_list(office: Office) -> None:
    report = take_in(office, text(office, "MM.txt", DUMP.replace("Hka Mai Township", "Tsawm Bum Township")))
    joined = {one.id: one.kept for one in report.merged or ()}
    assert joined == {"gn:1": "MMR099", "gn:3": "MMR099002"}
    assert parents(office, "MMR099002") == ["MMR099"]
    assert parents(office, "gn:4")[0] == "MMR099002"


# HXL


def test_tags_count_and_not_what_stands_above_them(empty: Office) -> None:
    rows = [
        ["Places of a survey", "", "", "", "", "", ""],
        ["State", "Township", "Code of it", "Place", "Code", "North", "East"],
        ["#adm1+name", "#adm3 +name", "#adm3+code", "#loc+name+en", "#loc+code", "#geo+lat", "#geo+lon"],
        ["Sumpra State", "Hka Mai", "MMR099001", "Lung Hpra", "S-1", "25.1", "97.1"],
        ["Sumpra State", "Hka Mai", "MMR099001", "", "S-2", "25.1", "97.1"],
    ]
    path = empty.file(rows[0], rows[1:])
    report = take_in(empty, path, How(partial=True))
    assert counts(report) == (1, 0, 0, 1)
    assert [(one.row, one.column, one.expected) for one in report.listed] == [(5, "#loc+name+en", "place_name")]
    village = stored(empty, "S-1")
    assert village is not None
    assert (village["kind"], village["source"], village["latitude"]) == ("village", "HXL", 25.1)
    assert parents(empty, "S-1") == ["MMR099001", "state:sumpra state"]
    assert counts(take_in(empty, path, How(partial=True), forced="hxl")) == (0, 0, 1, 1)


def test_tags_of_kinds_of_burmese_and_of_what_is_no_place(empty: Office) -> None:
    rows = [
        ["#loc+name", "#loc+name+my", "#loc+type", "#loc+code", "#adm3+name", "#affected", "#loc+name+alt"],
        ["Zup", "စွပ်", "IDP camp", "S-1", "Hka Mai", "12", "Zup Kawng"],
    ]
    report = take_in(empty, empty.file(rows[0], rows[1:]))
    assert [(note.column, note.expected) for note in report.notes] == [("#affected", "unread_column")]
    camp = stored(empty, "S-1")
    assert camp is not None
    assert (camp["kind"], camp["name_my"], camp["names"]["Zup Kawng"]) == ("camp", "စွပ်", "alias")
    take_in(empty, empty.file(["#loc+camp+name", "#loc+code"], [["Gat", "S-9"]]))
    assert stored(empty, "S-9")["kind"] == "camp"  # type: ignore[index]


def test_tagged_levels_without_places_are_regions(empty: Office) -> None:
    rows = [
        ["#adm1+name", "#adm1+code", "#adm3+name", "#adm3+code"],
        ["Sumpra State", "MMR099", "Hka Mai", "MMR099001"],
    ]
    assert counts(take_in(empty, empty.file(rows[0], rows[1:]))) == (1, 0, 0, 0)
    assert parents(empty, "MMR099001") == ["MMR099"]


def test_tags_of_other_things_leave_the_headers_in_force(empty: Office) -> None:
    rows = [["place_id", "name", "kind"], ["#meta+id", "#indicator", "#affected"], ["S-1", "Gat", "village"]]
    report = take_in(empty, empty.file(rows[0], rows[1:]), How(partial=True))
    assert counts(report) == (1, 0, 0, 0)


# GeoJSON


def feature(properties: dict[str, Any], geometry: Any, **more: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def point(lon: Any, lat: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def collection(office: Office, *features: Any) -> Path:
    return text(office, "places.geojson", json.dumps({"type": "FeatureCollection", "features": features}))


OUTLINE = {"type": "Polygon", "coordinates": [[[97, 25], [98, 25], [98, 26], [97, 25]]]}


def test_points_and_outlines(empty: Office) -> None:
    path = collection(
        empty,
        feature({"adm3_name": "Hka Mai", "adm3_pcode": "MMR099001", "adm1_name": "Sumpra State"}, OUTLINE),
        feature(
            {"name": "Lung Hpra", "pcode": "190007", "kind": "village", "adm3_pcode": "MMR099001"}, point(97.1, 25.1)
        ),
        feature({"name": "ဂတ်", "name:en": "Gat", "place": "hamlet"}, point(97.2, 25.2), id="node/77"),
        feature({"name": "Pan", "type": "camp"}, None, id=3),
    )
    report = take_in(empty, path)
    assert counts(report) == (4, 0, 0, 0)
    township, gat = stored(empty, "MMR099001"), stored(empty, "node/77")
    assert township is not None
    assert gat is not None
    assert (township["kind"], township["latitude"]) == ("township", None)
    assert parents(empty, "190007")[0] == "MMR099001"
    assert (gat["name"], gat["name_my"], gat["longitude"], gat["kind"]) == ("Gat", "ဂတ်", 97.2, "village")
    assert stored(empty, "name://pan") is not None
    assert counts(take_in(empty, path, forced="geojson")) == (0, 0, 4, 0)


@pytest.mark.parametrize(
    ("one", "column", "expected"),
    [
        (feature({"name": "Gat"}, point(25.1, 97.1)), "geometry", "place_swapped"),
        (feature({"name": "Gat"}, point(197.1, 25)), "geometry", "place_degrees"),
        (feature({"name": "Gat"}, point("x", 25)), "geometry", "place_degrees"),
        (
            feature({"name": "Gat"}, {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
            "geometry",
            "place_geometry",
        ),
        (feature({"name": "Gat"}, {"type": "Point"}), "geometry", "place_geometry"),
        (feature({"name": "Gat"}, OUTLINE), "kind", "one_of"),
        (feature({}, point(97, 25)), "name", "place_name"),
        ({"type": "Feature"}, "name", "place_name"),
    ],
)
def test_features_that_are_no_places_are_listed(empty: Office, one: Any, column: str, expected: str) -> None:
    report = take_in(empty, collection(empty, feature({"name": "Pan"}, point(97, 25)), one))
    assert [(each.row, each.column, each.expected) for each in report.listed] == [(2, column, expected)]
    assert not empty.read(places.any_known)


def test_properties_may_be_renamed(empty: Office) -> None:
    path = collection(empty, feature({"label": "Gat", "what": "camp", "x": [1]}, point(97, 25)))
    report = take_in(empty, path, How(mapping={"label": "name", "what": "kind"}))
    assert [note.column for note in report.notes] == ["x"]
    assert empty.ids("Gat")[0] == "exact"
    for mapping in ({"label": "colour"}, {"colour": "name"}):
        with pytest.raises(Refusal):
            take_in(empty, path, How(mapping=mapping))


# What cannot be read


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("x.geojson", "{", "import.file.json"),
        ("x.json", '{"a": NaN}', "import.file.json"),
        ("x.json", "[" * 200_000, "import.file.json"),
        ("x.json", '{"type": "Topology"}', "import.file.geojson"),
        ("x.json", '{"features": [1]}', "import.file.geojson"),
        ("x.json", '{"features": []}', "import.file.empty"),
        ("x.geojson", '{"features": [{"properties": {"colour": 1}}]}', "import.file.header"),
        ("x.geojson", b"\xff\xfe\x00", "import.file.encoding"),
        ("x.zip", b"PK\x03\x04broken", "import.file.broken"),
        ("x.zip", "no zip", "import.file.broken"),
        ("x.pdf", "%PDF", "import.file.is_pdf"),
        ("x.pic", "picture", "import.file.kind"),
        ("x.txt", DUMP + "4\tshort\n", "import.file.geonames"),
        ("x.csv", "adm1_name,adm1_colour\nNorth,1\n", "import.file.header"),
        ("x.csv", "#affected,#date\n1,2\n", "import.file.header"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(empty: Office, name: str, content: Any, key: str) -> None:
    path = text(empty, name, content)
    assert refused(empty, path) == key


@pytest.mark.parametrize("forced", ["hxl", "geonames", "geojson", "ocha", "mimu"])
def test_another_shape_than_the_forced_one_is_refused(empty: Office, forced: str) -> None:
    path = empty.file(["place_id", "name", "kind"], [["S-1", "Gat", "village"]])
    expected = "import.file.place_shape" if forced in {"ocha", "mimu"} else f"import.file.no_{forced}"
    assert refused(empty, path, forced=forced) == expected


def test_an_archive_with_two_lists_or_none_is_refused(empty: Office) -> None:
    assert refused(empty, zipped(empty, ("a.txt", DUMP), ("b.csv", "x"))) == "import.file.archive"
    assert refused(empty, zipped(empty, ("readme.txt", "x"))) == "import.file.archive"


def test_an_archive_that_unpacks_to_far_more_is_refused(empty: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.place_files.FILE_LIMIT", 1 << 20)
    path = zipped(empty, ("MM.txt", "0" * (3 << 20)))
    assert path.stat().st_size < files.FILE_LIMIT >> 10
    assert refused(empty, path) == "import.file.too_big"


@pytest.mark.parametrize(
    ("lat", "lon", "listed", "noted"),
    [
        ("97.1", "25.1", [("lat", "place_swapped")], []),
        ("97.1", "98.1", [("lat", "place_degrees")], []),
        ("25.1", "197.1", [("lon", "place_degrees")], []),
        ("inf", "97.1", [("lat", "place_degrees")], []),
        ("0", "0.0", [], [("lat", "place_zero")]),
    ],
)
def test_positions_that_cannot_be(
    empty: Office, lat: str, lon: str, listed: list[tuple[str, str]], noted: list[tuple[str, str]]
) -> None:
    header = ["place_id", "name", "kind", "lat", "lon"]
    report = take_in(empty, empty.file(header, [["S-1", "Gat", "village", lat, lon]]))
    assert [(one.column, one.expected) for one in report.listed] == listed
    assert [(one.column, one.expected) for one in report.notes] == noted
    place = stored(empty, "S-1")
    assert place is None if listed else place is not None and place["latitude"] is None
