"""Lists of places in the shapes of real files."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from coordination import places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.place_import import ImportPlaces
from coordination.viewer import GROUP
from exchange.importing import How, import_file
from exchange.places import Request, importer
from exchange.report import ImportReport
from models.audit import AuditEntry
from models.places import Place, PlaceName
from tests.places.conftest import COUNTRY, GAZETTEER, HKA_MAI, MIMU_FRONT, TSAWM, Office

PLAIN = ["name", "kind", "township", "state", "aliases"]
DISTRICT = ["MMR099", "Sumpra State", "MMR099D001", "Lashi", "MMR099001", "Hka Mai (demo)"]


def stored(office: Office, source_id: str) -> dict[str, Any] | None:
    def read(scope: Any) -> dict[str, Any] | None:
        place = scope.db.exec(select(Place).where(Place.source_id == source_id)).first()
        names = place and scope.db.exec(select(PlaceName).where(PlaceName.place_id == place.id)).all()
        return place and {**place.model_dump(), "names": {name.text: name.kind for name in names}}

    found: dict[str, Any] | None = office.read(read)
    return found


def parents(office: Office, source_id: str) -> list[str]:
    """Source ids of what a place lies in."""

    def read(scope: Any) -> list[str]:
        by_id = {place.id: place for place in scope.db.exec(select(Place)).all()}
        above = []
        current = next(place for place in by_id.values() if place.source_id == source_id).parent_id
        while current is not None:
            above.append(by_id[current].source_id)
            current = by_id[current].parent_id
        return above

    above: list[str] = office.read(read)
    return above


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.stored, report.updated, report.unchanged, len(report.bad_rows)


def test_the_gazetteer_with_regions_of_its_columns(office: Office) -> None:
    village = stored(office, "gn:92")
    assert village is not None
    assert (village["name"], village["kind"], village["latitude"], village["source"]) == (
        "Mai Hkawt",
        "village",
        25.2,
        "L",
    )
    assert village["pcode"] is None
    assert parents(office, "gn:92") == ["MMR099001", "MMR099"]
    inactive = stored(office, "gn:98")
    assert inactive is not None
    assert not inactive["active"]
    state = stored(office, "MMR099")
    assert state is not None
    assert (state["kind"], state["name"], state["state_id"]) == ("state", "Sumpra State", state["id"])
    township = stored(office, "MMR099001")
    assert township is not None
    assert (township["township_id"], township["name_my"]) == (township["id"], "ခမိုင်")


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    assert counts(office.take_in(GAZETTEER, COUNTRY)) == (0, 0, len(COUNTRY), 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(rows=st.lists(st.sampled_from(COUNTRY), unique_by=lambda row: row[0], min_size=1))
def test_any_part_of_a_list_in_any_order_is_stable(office: Office, rows: list[list[str]]) -> None:
    with office.copied() as own:
        assert counts(own.take_in(GAZETTEER, rows)) == (0, 0, len(rows), 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Lung Hpra", "lung  hpra", "Tsai (a) Lung", "Zup KBC", "Zup RC", "Zup"]),
            st.sampled_from(["village", "camp", "township", "state"]),
            st.sampled_from(["Hka Mai (demo)", "Tsawm Bum", ""]),
            st.sampled_from(["Sumpra State", ""]),
            st.sampled_from(["", "LH|Tsai", "MMR099777", "Zup"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_list_without_ids_twice_is_stored_once(office: Office, rows: list[tuple[str, ...]]) -> None:
    regions = {row[4] for row in rows if row[1] in {"state", "township"}}
    assume(not regions & {row[0] for row in rows})  # a region called as another one: which is meant cannot be told
    how = How(partial=True)
    with office.copied() as own:
        first = own.take_in(PLAIN, rows, how)
        again = own.take_in(PLAIN, rows, how)
    assert (again.stored, again.updated, len(again.bad_rows)) == (0, 0, len(first.bad_rows))


def test_a_changed_row_updates_and_its_old_name_stays(office: Office) -> None:
    row = ["gn:92", "L", "village", "Mai Hkawt Gyi", "မိုင်", *HKA_MAI, "", "26.5", "97.2", ""]
    assert counts(office.take_in(GAZETTEER, [row])) == (0, 1, 0, 0)
    place = stored(office, "gn:92")
    assert place is not None
    assert (place["name"], place["name_my"], place["latitude"]) == ("Mai Hkawt Gyi", "မိုင်", 26.5)
    assert office.ids("Mai Hkawt, Hka Mai") == ("one", ["gn:92"])
    assert office.ids("မိုင်") == ("exact", ["gn:92"])
    assert counts(office.take_in(GAZETTEER, [row])) == (0, 0, 1, 0)


def test_what_a_row_leaves_empty_stays(office: Office) -> None:
    row = ["gn:92", "L", "village", "Mai Hkawt", "", *HKA_MAI, "", "", "", ""]
    assert counts(office.take_in(GAZETTEER, [row])) == (0, 0, 1, 0)


def test_mimu_tracts_wards_towns_and_townships_as_released(office: Office) -> None:
    tail = ["GAD", "", "Active"]
    end = ["Source", "Remark", "MIMU_VillageTract_Mapping_Status"]
    tract = [*DISTRICT, "MMR099001009", "Pan Tsai", "ပန်", *tail, "Pan Tsay"]
    header = [*MIMU_FRONT, "VT_Pcode", "Village_Tract_Name_Eng", "Village_Tract_Name_MMR", *end]
    report = office.take_in([*header, "Previous_Village_Tract_Name_Eng"], [tract])
    assert counts(report) == (1, 0, 0, 0)
    assert report.notes == ()
    assert parents(office, "MMR099001009") == ["MMR099001", "MMR099D001", "MMR099"]
    assert office.ids("Pan Tsay") == ("one", ["MMR099001009"])
    place = stored(office, "MMR099001009")
    assert place is not None
    assert (place["source"], place["kind"], place["active"]) == ("MIMU", "village_tract", True)

    ward = [*DISTRICT, "MMR099001701", "Hka Mai Town", "MMR099001701509", "No (9) Ward", "အမှတ် (၉)", *tail]
    header = [*MIMU_FRONT, "Town_Pcode", "Town", "Ward_Pcode", "Ward_Name_Eng", "Ward_Name_MMR", *end]
    assert counts(office.take_in(header, [ward])) == (1, 0, 0, 0)
    assert parents(office, "MMR099001701509")[:2] == ["MMR099001701", "MMR099001"]
    made = stored(office, "MMR099001701509")
    assert made is not None
    assert made["name_my"] == "အမှတ် (၉)"

    town = [*DISTRICT, "MMR099001701", "Hka Mai Town", "ခ", "97.5", "25.5", "GAD", "Active"]
    header = [*MIMU_FRONT, "Town_Pcode", "Town_Name_Eng", "Town_Name_MMR", "Longitude", "Latitude", "Source"]
    assert counts(office.take_in([*header, "MIMU_Town_Mapping_Status"], [town])) == (0, 1, 0, 0)

    header = ["admin1_pcode", "state", "admin2_pcode", "district", "admin3_pcode", "township", "Township_Name_MMR"]
    rows = [["MMR099", "Sumpra State", "MMR099D001", "Lashi", "MMR099002", "Tsawm Bum", "NA"]]
    assert counts(office.take_in(header, rows)) == (0, 1, 0, 0)
    assert parents(office, "MMR099002") == ["MMR099D001", "MMR099"]
    assert counts(office.take_in(GAZETTEER, COUNTRY)) == (0, 0, len(COUNTRY), 0)


def test_mimus_list_of_villages_has_codes_of_six_digits(office: Office) -> None:
    header = [*MIMU_FRONT, "VT_Pcode", "Village_Tract_Name_Eng", "Village_Pcode", "Village_Name_Eng",
              "Village_Name_MMR", "Commonly_Used_Local_Vlg_Name_Eng", "Commonly_Used_Local_Vlg_Name_Mya",
              "Longitude", "Latitude",
              "Previous_Village_Name_Eng"]  # fmt: skip
    row = [
        *DISTRICT,
        "MMR099001010",
        "Tarung",
        "199001",
        "Tarung Hpra",
        "တရုံ",
        "Tarung Ga",
        "တရုံဂ",
        "97.1",
        "25.9",
        "Taro",
    ]
    assert counts(office.take_in(header, [row])) == (1, 0, 0, 0)
    assert parents(office, "199001") == ["MMR099001010", "MMR099001", "MMR099D001", "MMR099"]
    for text in ("199001", "MMR199001", "Tarung Hpra", "တရုံ", "တရုံဂ"):
        assert office.ids(text) == ("exact", ["199001"]), text
    assert office.ids("Tarung Ga") == office.ids("taro") == ("one", ["199001"])
    assert counts(office.take_in(header, [row])) == (0, 0, 1, 0)


def test_a_later_code_belongs_to_the_township_that_is_there(empty: Office) -> None:
    plain = ["place_id", "kind", "name", "township", "state"]
    empty.take_in(plain, [["gn:1", "village", "Lung Hpra", "Hka  Mai", "Sumpra State"]])
    assert parents(empty, "gn:1") == ["township:sumpra state/hka mai", "state:sumpra state"]
    coded = [*plain, "township_pcode", "state_pcode"]
    empty.take_in(coded, [["gn:2", "village", "Tarung", "HKA MAI", "sumpra state", "MMR099001", "MMR099"]])
    assert parents(empty, "gn:1") == parents(empty, "gn:2") == ["MMR099001", "MMR099"]
    assert stored(empty, "township:sumpra state/hka mai") is None
    empty.take_in(coded, [["gn:3", "village", "Pan Tsai", "Hka Mai", "Sumpra State", "MMR099901", "MMR099"]])
    assert parents(empty, "gn:3") == ["MMR099001", "MMR099"]
    assert empty.ids("MMR099901") == empty.ids("Hka Mai") == ("exact", ["MMR099001"])


def test_a_code_of_a_state_is_no_code_of_a_township(empty: Office) -> None:
    """A column was taken for another: both places stay, and neither takes the other's code."""
    header = ["place_id", "kind", "name", "township", "township_pcode", "state", "state_pcode"]
    rows = [
        ["x:1", "village", "Sut Hka", "Hka Mai", "MMR099001", "Sumpra State", "MMR099"],
        ["x:2", "village", "Mai Yang", "Lung", "MMR099", "", ""],
        ["x:3", "village", "Mai Bum", "", "MMR099", "", ""],
    ]
    for times in ((3, 0, 0, 0), (0, 0, 3, 0)):
        assert counts(empty.take_in(header, rows)) == times
    held = {source_id: stored(empty, source_id) for source_id in ("MMR099", "township:lung", "x:1", "x:2", "x:3")}
    assert [(one["kind"], one["name"]) for one in held.values() if one][:2] == [
        ("state", "Sumpra State"), ("township", "Lung"),
    ]  # fmt: skip
    assert (parents(empty, "x:1"), parents(empty, "x:2"), parents(empty, "x:3")) == (
        ["MMR099001", "MMR099"], ["township:lung"], [],
    )  # fmt: skip


def test_a_list_without_ids_adds_to_the_one_namesake(office: Office) -> None:
    rows = [
        ["Mai Hkawt", "village", "Hka Mai (demo)", "Sumpra State", "MHK|Maihkot"],
        ["Daw Krai Yang", "village", "Hka Mai (demo)", "Sumpra State", "Daw Hkrai Yang|DHY"],
        ["Laja Hpra", "site", "Hka Mai (demo)", "Sumpra State", ""],
        ["Zup Hkrai", "camp cluster", "Hka Mai (demo)", "Sumpra State", ""],
        ["Hka Mai (demo)", "township", "Hka Mai (demo)", "Sumpra State", "HM|MMR099801"],
        ["Sumpra State", "state", "", "Sumpra State", "Sumpra|MMR980"],
    ]
    assert counts(office.take_in(PLAIN, rows)) == (2, 4, 0, 0)
    assert office.ids("MHK") == ("one", ["gn:92"])
    assert office.ids("dhy") == office.ids("daw krai yang") == ("one", ["gn:94"])
    assert office.ids("Laja Hpra") == ("exact", ["name:sumpra state/hka mai (demo)/lajahpra"])
    assert office.ids("Zup Hkrai")[0] == "ask"
    assert office.ids("MMR099801") == ("exact", ["MMR099001"])
    assert office.ids("HM") == ("one", ["MMR099001"])
    assert office.ids("Sumpra") == ("one", ["MMR099"])
    assert counts(office.take_in(PLAIN, rows)) == (0, 0, len(rows), 0)


def test_two_kinds_of_one_name_without_ids_are_two_places(office: Office) -> None:
    rows = [[name, kind, "Tsawm Bum", "Sumpra State", ""] for name, kind in [("Gat", "village"), ("Gat", "camp")]]
    assert counts(office.take_in(PLAIN, rows)) == (2, 0, 0, 0)
    assert office.ids("Gat camp") == ("exact", ["name:sumpra state/tsawm bum/gat/camp"])


@pytest.mark.parametrize(
    ("change", "column", "value", "expected"),
    [
        ({"name": ""}, "name", "", "place_name"),
        ({"name": "-"}, "name", "", "place_name"),
        ({"kind": "hamlet"}, "kind", "hamlet", "one_of"),
        ({"lat": "north"}, "lat", "north", "place_degrees"),
        ({"lat": "95"}, "lat", "95", "place_degrees"),
        ({"lon": "nan"}, "lon", "nan", "place_degrees"),
        ({"lon": ""}, "lon", "", "place_both"),
        ({"lat": ""}, "lat", "", "place_both"),
    ],
)
def test_wrong_rows_are_listed_and_nothing_is_stored(
    empty: Office, change: dict[str, str], column: str, value: str, expected: str
) -> None:
    good = dict(zip(GAZETTEER, COUNTRY[5], strict=True))
    wrong = {**good, "place_id": "gn:500", **change}
    rows = [list(good.values()), list(wrong.values())]
    report = empty.take_in(GAZETTEER, rows)
    assert [(one.row, one.column, one.value, one.expected) for one in report.listed] == [(3, column, value, expected)]
    assert report.held
    assert not empty.read(places.any_known)
    assert counts(empty.take_in(GAZETTEER, rows, How(partial=True))) == (1, 0, 0, 1)
    assert stored(empty, "gn:500") is None


def test_one_id_twice_in_a_file_is_listed(empty: Office) -> None:
    rows = [COUNTRY[5], [*COUNTRY[5][:3], "Other", *COUNTRY[5][4:]], COUNTRY[5]]
    report = empty.take_in(GAZETTEER, rows, How(partial=True))
    assert counts(report) == (1, 0, 1, 1)
    assert report.listed[0].expected == "once"


def test_a_dry_run_tells_and_stores_nothing(office: Office) -> None:
    rows = [
        ["gn:92", "L", "village", "New", "", *HKA_MAI, "", "", "", ""],
        ["gn:7", "L", "camp", "Zup", "", *TSAWM, *[""] * 4],
    ]
    assert counts(office.take_in(GAZETTEER, rows, How(dry_run=True))) == (1, 1, 0, 0)
    assert stored(office, "gn:7") is None
    assert counts(office.take_in(GAZETTEER, rows)) == (1, 1, 0, 0)


def test_any_encoding_and_other_headers(empty: Office) -> None:
    path = empty.file(
        ["Code", "NAME", "Type", "Alias", "Province"], [["X1", "Café", "City", "K|L", "Nord"]], "utf-8-sig"
    )
    report = import_file(empty, importer(Request()), path, How(mapping={"Code": "pcode"}))
    assert counts(report) == (1, 0, 0, 0)
    assert empty.ids("cafe") == ("exact", ["X1"])
    assert parents(empty, "X1") == ["state:nord"]


@pytest.mark.parametrize(
    ("header", "forced", "key"),
    [
        (["name", "kind"], "mimu", "import.file.place_shape"),
        (["name", "kind"], "gazetteer", "import.file.place_shape"),
        (["place_id", "name", "kind"], "kachin", "import.file.place_shape"),
        (["place_id", "name"], None, "import.file.header"),
        (["place_id", "township"], None, "import.file.header"),
        (["colour"], None, "import.file.header"),
    ],
)
def test_a_file_of_another_shape_is_refused(empty: Office, header: list[str], forced: str | None, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        empty.take_in(header, [["x"] * len(header)], forced=forced)
    assert refused.value.key == key


def test_a_list_may_go_on_the_desks_list(empty: Office) -> None:
    empty.take_in(GAZETTEER, COUNTRY[5:7], listed=True)
    assert [place.source_id for place in empty.read(places.listed)] == ["gn:91", "gn:92"]
    empty.take_in(GAZETTEER, COUNTRY[5:7])
    assert len(empty.read(places.listed)) == 2


def test_only_coordinators_import_and_it_is_audited_once(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        office.write(lambda scope: execute(scope, ImportPlaces(())), GROUP)
    entries = office.read(lambda scope: scope.db.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())
    assert [(entry.action, entry.counts["stored"]) for entry in entries] == [("places.import", len(COUNTRY))]


@pytest.mark.parametrize(
    ("row", "held"),
    [
        (["MMR099001", "village", "Gamma", "MMR099001"], "township"),
        (["MMR099", "village_tract", "Gamma", "MMR099001"], "state"),
        (["gn:92", "township", "Gamma", ""], "village"),
        (["MMR099777", "village", "Gamma", "MMR099777"], "township"),
    ],
)
def test_a_code_of_another_kind_of_place_changes_nothing(office: Office, row: list[str], held: str) -> None:
    before = [stored(office, code) for code in ("MMR099001", "MMR099", "gn:92")]
    *place, township_code = row
    header = ["place_id", "kind", "name", "township_pcode", "township", "state", "state_pcode"]
    report = office.take_in(header, [[*place, township_code, "Delta", "Sumpra State", "MMR099"]], How(partial=True))
    (problem,) = report.listed
    assert (problem.column, problem.expected, problem.params) == ("place_id", "place_code_kind", {"kind": held})
    assert [stored(office, code) for code in ("MMR099001", "MMR099", "gn:92")] == before
