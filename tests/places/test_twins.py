"""Rows of a second source: which join a place that is there, and which stay apart."""

from typing import Any

import pytest
from sqlmodel import select

from coordination.outcome import Merged
from exchange.importing import How
from models.place_merges import PlaceMerge
from tests.places.conftest import COUNTRY, GAZETTEER, HKA_MAI, TSAWM, Office
from tests.places.test_import import counts, parents, stored

OTHER = ["place_id", "source", "kind", "name", "name_my", "aliases", "township", "township_pcode", "state",
         "state_pcode", "lat", "lon"]  # fmt: skip
MAI_HKAWT = ["190001", "MIMU", "village", "Mai Hkawt", "မိုင်ခေါတ်", "", *HKA_MAI, "25.21", "97.2"]


def changed(**cells: str) -> list[str]:
    """The row of Mai Hkawt in another source with other cells."""
    return [cells.get(name, cell) for name, cell in zip(OTHER, MAI_HKAWT, strict=True)]


def merged(office: Office, rows: list[list[str]], how: How | None = None) -> list[tuple[str, str]]:
    """Ids of what joined what."""
    report = office.take_in(OTHER, rows, how)
    assert report.listed == ()
    return [(one.id, one.kept) for one in report.merged or ()]


def test_a_row_of_another_source_joins_the_one_place_of_its_name(office: Office) -> None:
    report = office.take_in(OTHER, [MAI_HKAWT])
    assert report.merged == (Merged(2, "190001", "Mai Hkawt", "gn:92", "Mai Hkawt", "village"),)
    assert counts(report) == (0, 1, 0, 0)
    place = stored(office, "gn:92")
    assert place is not None
    assert (place["source_id"], place["pcode"], place["name"], place["latitude"]) == (
        "gn:92",
        "190001",
        "Mai Hkawt",
        25.2,
    )
    assert place["source"] == "L"
    assert stored(office, "190001") is None
    for text in ("190001", "MMR190001", "gn:92", "မိုင်ခေါတ်"):
        assert office.ids(text) == ("exact", ["gn:92"]), text


def test_both_files_again_change_nothing(office: Office) -> None:
    office.take_in(OTHER, [MAI_HKAWT])
    again = office.take_in(OTHER, [MAI_HKAWT])
    assert (counts(again), again.merged) == ((0, 0, 1, 0), ())
    assert counts(office.take_in(GAZETTEER, COUNTRY)) == (0, 0, len(COUNTRY), 0)


def test_a_dry_run_tells_what_would_be_merged(office: Office) -> None:
    assert merged(office, [MAI_HKAWT], How(dry_run=True)) == [("190001", "gn:92")]
    assert office.read(lambda scope: scope.db.exec(select(PlaceMerge)).all()) == []
    assert office.ids("190001")[0] == "none"


def test_nothing_is_merged_where_nothing_is_stored(office: Office) -> None:
    report = office.take_in(OTHER, [MAI_HKAWT, changed(lat="north")])
    assert (report.held, report.merged) == (True, ())
    assert stored(office, "gn:92")["pcode"] is None  # type: ignore[index]


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"township": TSAWM[0], "township_pcode": TSAWM[1], "name": "Daw Hkrai Yang"}, id="township"),
        pytest.param({"kind": "camp"}, id="kind"),
        pytest.param({"name": "Mai Hkawn"}, id="name"),
        pytest.param({"lat": "25.30"}, id="eleven kilometres off"),
        pytest.param({"lon": "97.31"}, id="eleven kilometres east"),
        pytest.param({"township": "", "township_pcode": ""}, id="no township"),
        pytest.param({"source": "L"}, id="its own source"),
        pytest.param({"place_id": "gn:1092", "source": "GeoNames"}, id="its own publisher's id"),
        pytest.param({"name": "Lung", "aliases": "Lung Hpra|Mai Hkawt"}, id="names of two places"),
    ],
)
def test_what_may_be_another_place_stays_apart(office: Office, cells: dict[str, str]) -> None:
    assert merged(office, [changed(**cells)]) == []
    assert stored(office, cells.get("place_id", "190001")) is not None


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({"name": "mai  hkawt"}, id="folded"),
        pytest.param({"name": "Hkawt Kawng", "aliases": "Maihkawt"}, id="alias"),
        pytest.param({"name": "Hkawt Kawng (a) Mai Hkawt"}, id="half of a double name"),
        pytest.param({"lat": "", "lon": ""}, id="without coordinates"),
        pytest.param({"lat": "25.28"}, id="nine kilometres off"),
    ],
)
def test_what_surely_is_the_place_joins_it(office: Office, cells: dict[str, str]) -> None:
    assert merged(office, [changed(**cells)]) == [("190001", "gn:92")]


def test_two_namesakes_on_either_side_are_told_apart_by_nobody(office: Office) -> None:
    assert merged(office, [MAI_HKAWT, changed(place_id="190002", lat="25.22")]) == []
    assert stored(office, "190001") is not None
    twice = [["gn:201", "L", "village", "Pan", "", *HKA_MAI, *[""] * 4], ["gn:202", "L", "village", "Pan", "", *HKA_MAI, *[""] * 4]]  # fmt: skip  # noqa: E501
    office.take_in(GAZETTEER, twice)
    assert merged(office, [changed(place_id="190003", name="Pan")]) == []


def test_a_former_name_makes_doubt_but_no_twin(office: Office) -> None:
    office.take_in(GAZETTEER, [["gn:94", "L", "village", "Yang Thit", "", *HKA_MAI, *[""] * 4]])
    assert merged(office, [changed(name="Daw Hkrai Yang", lat="", lon="")]) == []


def test_a_place_that_the_file_names_itself_takes_no_other_row(office: Office) -> None:
    own = ["gn:92", "L", "village", "Mai Hkawt", "", "", *HKA_MAI, "", ""]
    assert merged(office, [own, MAI_HKAWT]) == []


def test_a_third_source_joins_too_but_no_second_id_of_one_publisher(office: Office) -> None:
    office.take_in(OTHER, [MAI_HKAWT])
    assert merged(office, [changed(place_id="S-7", source="Survey")]) == [("S-7", "gn:92")]
    assert merged(office, [changed(place_id="190009", source="MIMU9.8")]) == []


def test_what_the_place_lacks_is_filled_and_what_it_has_stays(office: Office) -> None:
    office.take_in(GAZETTEER, [["gn:98", "L", "village", "Sut Yang", "", *HKA_MAI, "", "", "", "Inactive"]])
    row = changed(place_id="190008", name="Sut Yang", lat="25.9", lon="97.9")
    assert merged(office, [row]) == [("190008", "gn:98")]
    place = stored(office, "gn:98")
    assert place is not None
    assert (place["latitude"], place["name_my"], place["active"]) == (25.9, "မိုင်ခေါတ်", False)


def test_a_list_without_ids_is_reported_too(office: Office) -> None:
    report = office.take_in(["name", "kind", "township", "state"], [["Mai Hkawt", "village", "Tsawm Bum", HKA_MAI[2]]])
    assert [(one.id, one.kept) for one in report.merged or ()] == [("name:sumpra state/tsawm bum/maihkawt", "gn:93")]
    far = ["name", "kind", "township", "state", "lat", "lon"]
    report = office.take_in(far, [["Dum Hpra (West)", "village", "Tsawm Bum", HKA_MAI[2], "20", "97.5"]])
    assert (counts(report), report.merged) == ((1, 0, 0, 0), ())


def region(kind: str, code: str, name: str, state: tuple[str, str] = ("Sumpra State", "MMR099")) -> dict[str, str]:
    own = {"place_id": code, "kind": kind, "name": name, "source": "OCHA", "state": state[0], "state_pcode": state[1]}
    return {name: own.get(name, "") for name in OTHER}


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        pytest.param(region("township", "MMR099202", "Tsawm Bum"), "MMR099002", id="another code"),
        pytest.param(region("township", "gn:7", "Tsawm Bum Township", ("Sumpra", "gn:1")), "MMR099002", id="kind word"),
        pytest.param(region("township", "gn:7", "Tsawm Bum", ("", "")), "MMR099002", id="no state, one in the country"),
        pytest.param(region("township", "gn:7", "Tsawm Bum", ("Sumpra (North)", "MMR0991")), "MMR099002", id="part"),
        pytest.param(region("township", "gn:7", "Tsawm Bum", ("Other State", "X1")), None, id="another state"),
        pytest.param(region("district", "gn:7", "Tsawm Bum"), None, id="another kind"),
        pytest.param({**region("township", "MMR099202", "Tsawm Bum"), "source": "L"}, None, id="its own source"),
    ],
)
def test_regions_of_another_source(office: Office, row: dict[str, str], kept: str | None) -> None:
    found = dict(merged(office, [list(row.values())]))
    assert found.get(row["place_id"]) == kept
    if kept:
        assert office.ids(row["place_id"]) == ("exact", [kept])
        assert parents(office, kept) == ["MMR099"]
        assert counts(office.take_in(OTHER, [list(row.values())])) == (0, 0, 1, 0)
        assert stored(office, kept)["name"] == "Tsawm Bum"  # type: ignore[index]


def test_one_file_with_two_codes_of_one_name_has_two_townships(office: Office) -> None:
    rows = [list(region("township", code, "Tsawm Bum").values()) for code in ("MMR099202", "MMR099203")]
    assert merged(office, rows) == []
    assert stored(office, "MMR099202") is not None


def test_villages_under_the_other_code_lie_in_the_township(office: Office) -> None:
    rows = [changed(place_id="190020", name="Pan Tsai", township="Tsawm Bum", township_pcode="MMR099202")]
    assert merged(office, rows) == [("MMR099202", "MMR099002")]
    assert parents(office, "190020") == ["MMR099002", "MMR099"]


def everything(office: Office) -> Any:
    return office.read(lambda scope: [row.model_dump() for row in scope.db.exec(select(PlaceMerge)).all()])


def test_what_a_merge_brought_is_kept(office: Office) -> None:
    office.take_in(OTHER, [changed(aliases="Kawt")])
    (kept,) = everything(office)
    assert (kept["code"], kept["way"], kept["name"], kept["gone_id"], kept["latitude"]) == (
        "190001",
        "import",
        "Mai Hkawt",
        None,
        25.21,
    )
    assert kept["gave"] == {"190001": None, "kawt": None, "မိုင်ခေါတ်": None}
    assert kept["filled"] == {"pcode": [None, "190001"], "name_my": [None, "မိုင်ခေါတ်"]}
    office.take_in(OTHER, [changed(aliases="Kawt|Hkawta")])
    (kept,) = everything(office)
    assert kept["gave"] == {"190001": None, "kawt": None, "hkawta": None, "မိုင်ခေါတ်": None}
    assert kept["filled"] == {"pcode": [None, "190001"], "name_my": [None, "မိုင်ခေါတ်"]}
