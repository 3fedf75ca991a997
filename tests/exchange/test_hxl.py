"""Files with HXL tags go in as assessments, commitments and agencies; rows of movements are told and not taken."""

from typing import Any

import pytest
from sqlmodel import select

from bot.cli.imports import ALIKE
from exchange import hxl_fields, sheets
from exchange.importing import IMPORTERS, How, import_file
from exchange.table import Layout
from models.agencies import Agency
from models.assessments import IndicatorValue
from models.commitments import Commitment

TAGS = "#loc+name,#adm3+name,#date,#meta+tool,#org,#affected+hh+wsh_02,#population+hh,#affected+idps+f"
ROW = "Lawa Bum,Hka Mai (demo),2026-10-12,TEC,KBC,41,90,7"


def values(store: Any) -> list[tuple[str, float]]:
    return sorted((value.indicator, value.number) for value in store.rows(select(IndicatorValue)))


@pytest.mark.parametrize(
    "above", [[], ["Village,Tsp,When,How,Who,No water,All,F"], ["Title", "", "Village,Tsp,When,How,Who,No water,All,F"]]
)
def test_assessments(store, bring, above: list[str]) -> None:
    report = bring("assessments", *above, TAGS, ROW) if above else bring("assessments", TAGS, ROW)
    assert (report.stored, report.listed) == (1, ())
    assert values(store) == [("PRF-03", 90.0), ("WSH-02", 41.0)]
    assert report.notes[0].expected == "unread_column"


def test_commitments(store, bring) -> None:
    tags = "#org,#loc+name,#adm3+name,#activity,#targeted+hh,#status,#date+start,#org+funder"
    report = bring("commitments", tags, "KBC,Lawa Bum,Hka Mai (demo),FSC-A1,90,confirmed,2026-11-01,MHF")
    assert (report.stored, report.listed) == (1, ())
    assert (report.stored, report.listed) == (1, ())
    (row,) = store.rows(select(Commitment))
    assert (row.target, row.donor, row.status) == (90, "MHF", "confirmed")


def test_agencies(store, bring) -> None:
    assert (
        bring("agencies", "#org+acronym,#org+name,#org+type,#org+alt", "HKD,Hka Development,local,Hka Dev").stored == 1
    )
    (agency,) = store.rows(select(Agency).where(Agency.acronym == "HKD"))
    assert (agency.name, agency.kind, agency.aliases) == ("Hka Development", "local", "Hka Dev")


def test_tags_that_lack_what_is_needed_are_no_reason_to_pass_over_headers(store, bring) -> None:
    assert bring("agencies", "acronym,name,kind", "#x,#org,#y", "HKD,Hka Development,local").stored == 1


HEADERS = ["PRF-03", "PRF-04", "WSH-02", "PRF-06 F 0-4", "PRF-06 M 60+"]


@pytest.mark.parametrize(
    ("tag", "attributes", "field"),
    [
        ("#affected", ["hh", "wsh_02"], "WSH-02"),
        ("#indicator", ["wsh_02"], "WSH-02"),
        ("#affected", ["wsh_99"], None),
        ("#population", ["hh"], "PRF-03"),
        ("#population", [], None),
        ("#population", ["hh", "f"], None),
        ("#affected", ["hh", "returnees"], "PRF-04"),
        ("#affected", ["ind", "returnees"], None),
        ("#affected", ["hh", "idps"], None),
        ("#targeted", ["hh", "returnees", "planned"], None),
        ("#population", ["prf_06", "f", "age_0_4"], "PRF-06 F 0-4"),
        ("#population", ["prf_06", "m", "age_60_plus"], "PRF-06 M 60+"),
        ("#date", [], "date"),
        ("#date", ["end"], None),
        ("#org", ["funder"], None),
        ("#method", [], "tool"),
        ("#loc", ["code"], "place code"),
        ("#loc", ["origin"], None),
        ("#adm3", [], "township"),
        ("#adm1", [], None),
    ],
)
def test_tags_of_assessments(tag: str, attributes: list[str], field: str | None) -> None:
    found = hxl_fields.assessments([*HEADERS])(tag, frozenset(attributes))
    assert found == field


@pytest.mark.parametrize(
    ("tag", "attributes", "field"),
    [("#org", ["impl"], "partner"), ("#date", ["reported"], "reported on"), ("#meta", ["unit"], "unit"),
     ("#meta", ["id"], None), ("#reached", ["f"], None), ("#beneficiary", ["type"], "population"),
     ("#beneficiary", ["f"], None), ("#modality", [], "modality"), ("#org", ["type"], None)],
)  # fmt: skip
def test_tags_of_commitments(tag: str, attributes: list[str], field: str | None) -> None:
    assert hxl_fields.commitments(tag, frozenset(attributes)) == field


EVENTS = ["date_incident", "site", "idps_hh", "idps_ind"]
ORIGINS = ["reg_location_origin_name", "site", "idps_origin_hh"]


def test_movements_alone_are_listed_one_by_one(store, xlsx_file) -> None:
    path = xlsx_file([EVENTS, ["2026-01-16", "Lawa Bum", 40, 200]], [ORIGINS, *[["Sut Yang", "Lawa Bum", 3]] * 30])
    report = import_file(store, IMPORTERS["assessments"], path, How())
    assert (report.rows, report.stored, len(report.listed), report.held) == (31, 0, 31, True)
    assert {one.expected for one in report.listed} == {"note_movement"}
    assert [(note.column, note.params["n"]) for note in report.notes] == [("Sheet1", 1), ("Sheet2", 30)]
    assert len(report.bad_rows) == 31
    assert ALIKE < 31


def test_movements_beside_assessments_keep_nothing_out_that_is_partial(store, xlsx_file) -> None:
    head = ["place", "township", "date", "tool", "agency", "WSH-02"]
    good = ["Lawa Bum", "Hka Mai (demo)", "2026-10-12", "TEC", "KBC", 41]
    path = xlsx_file([head, good], [ORIGINS, ["Sut Yang", "Lawa Bum", 3]])
    report = import_file(store, IMPORTERS["assessments"], path, How(partial=True))
    assert (report.rows, report.stored, len(report.listed)) == (2, 1, 1)
    assert values(store) == [("WSH-02", 41.0)]


def test_a_reader_that_knows_no_movements_says_what_is_missing(xlsx_file) -> None:
    path = xlsx_file([ORIGINS, ["a", "b", 3]])
    with pytest.raises(sheets.FileError, match="header"):
        sheets.read(path.name, path.read_bytes(), Layout({"place": "place"}, (("place",),)))
