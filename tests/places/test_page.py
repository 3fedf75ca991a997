"""A place's own page: codes, names, what it lies in and holds, and the namesakes in the order of danger."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from coordination import place_page, places
from coordination.distance import Away
from coordination.errors import Refusal
from coordination.place_page import OtherName, PlacePage
from coordination.viewer import GROUP, OPERATOR, Role, Viewer
from tests.places.conftest import GAZETTEER, HKA_MAI, TSAWM, Office

NAMES = ["place_id", "pcode", "kind", "name", "name_my", "township", "state", "aliases"]
OUTSIDE = ("Sut Ga", "MMR098001", "Lagat State", "MMR098")
MAP = "https://map.example.org/{lat}/{lon}"


def page(office: Office, code: str, viewer: Viewer = OPERATOR) -> PlacePage:
    """The page of a code."""

    def work(scope: object) -> PlacePage:
        found = office.find(code).candidates[0].place
        return place_page.page(scope, found.id)  # type: ignore[arg-type]

    told: PlacePage = office.write(work, viewer)
    return told


def village(code: str, name: str, above: Sequence[str] = HKA_MAI, lat: str = "", lon: str = "") -> list[str]:
    return [code, "L", "village", name, "", *above, "", lat, lon, ""]


def near(told: PlacePage) -> list[str]:
    return [one.place.source_id for one in told.namesakes]


def test_codes_names_and_where_it_lies(office: Office) -> None:
    told = page(office, "MMR099001001")
    assert (told.place.name, told.place.name_my, told.codes) == ("Lung Hpra", "လုံဖရာ", ("MMR099001001",))
    assert [(one.kind, one.name) for one in told.lies_in] == [("township", "Hka Mai (demo)"), ("state", "Sumpra State")]
    assert (told.source, told.active, told.standing, told.map) == ("L", True, "", None)


def test_the_p_code_comes_before_other_codes(empty: Office) -> None:
    empty.take_in(NAMES, [["gn:1", "MMR099777", "village", "Dum Hpung", "", "Hka Mai", "Sumpra", "MMR015202"]])
    assert page(empty, "gn:1").codes == ("MMR099777", "gn:1", "MMR015202")


def test_an_id_that_no_source_gave_is_no_code(empty: Office) -> None:
    empty.take_in(["kind", "name", "township", "state"], [["village", "Dum Hpung", "Hka Mai", "Sumpra State"]])
    assert page(empty, "Dum Hpung").codes == ()
    assert page(empty, "Hka Mai").codes == ()


def test_aliases_come_before_former_and_burmese_names_and_no_name_twice(empty: Office) -> None:
    row = ["gn:1", "", "village", "Dum Hpung (a) Gat Hkrang", "လုံဖရာ", "Hka Mai", "Sumpra"]
    empty.take_in(NAMES, [[*row, "DHP|Gat Hkrang|Dum Hpung|Dumpong Kawng"]])
    empty.take_in([*NAMES, "previous village name eng", "commonly used local vlg name mya"],
                  [[*row, "", "Old Hpung", "ဒွမ်ဖုန်"]])  # fmt: skip
    assert page(empty, "gn:1").names == (
        OtherName("DHP", former=False), OtherName("Dumpong Kawng", former=False),
        OtherName("Old Hpung", former=True), OtherName("ဒွမ်ဖုန်", former=False),
    )  # fmt: skip


def test_a_new_name_makes_the_old_one_a_former_one(office: Office) -> None:
    office.take_in(GAZETTEER, [village("gn:94", "Kawng Hkrai Yang")])
    assert page(office, "gn:94").names == (OtherName("Daw Hkrai Yang", former=True),)


def test_what_lies_in_an_area_is_counted_without_what_is_gone(office: Office) -> None:
    assert page(office, "MMR099001").contains == (("ward", 1), ("village_tract", 2), ("village", 3), ("camp", 2))
    assert page(office, "MMR099").contains[0] == ("township", 2)
    assert page(office, "gn:91").contains == ()


def test_its_township_then_the_desks_area_then_elsewhere(office: Office) -> None:
    rows = [
        village("gn:201", "Mai Hkawt", OUTSIDE),
        village("gn:202", "Mai Hkawn", HKA_MAI),
        village("gn:203", "Mai Hkawt", HKA_MAI),
        village("gn:204", "Lung Tsawm", HKA_MAI),
    ]
    office.take_in(GAZETTEER, rows)
    told = page(office.of_area("Tsawm Bum"), "gn:92")
    assert near(told) == ["gn:203", "gn:202", "gn:93", "gn:201"]
    assert [one.same for one in told.namesakes] == [True, False, True, True]
    assert told.bearers == 3


def test_at_most_five_are_shown_and_all_of_the_very_name_counted(office: Office) -> None:
    office.take_in(GAZETTEER, [village(f"gn:30{n}", "Mai Hkawt", OUTSIDE) for n in range(9)])
    told = page(office, "gn:92")
    assert (len(told.namesakes), told.bearers) == (place_page.MOST, 10)


def test_other_names_find_namesakes_too(empty: Office) -> None:
    empty.take_in(NAMES, [
        ["gn:1", "", "village", "Dum Hpung", "", "Hka Mai", "Sumpra", "Lwai Je"],
        ["gn:2", "", "village", "Lwai Je", "", "Tsawm Bum", "Sumpra", ""],
    ])  # fmt: skip
    assert near(page(empty, "gn:1")) == ["gn:2"]
    assert near(page(empty, "gn:2")) == ["gn:1"]


def test_a_name_without_its_direction_or_church_is_nearly_the_same(office: Office) -> None:
    office.take_in(GAZETTEER, [village("gn:301", "Dum Hpra (East)", TSAWM)])
    assert [(one.place.source_id, one.same) for one in page(office, "gn:95").namesakes] == [("gn:301", False)]
    assert near(page(office, "camp:1")) == ["camp:2"]


def test_the_tract_that_a_village_lies_in_is_no_namesake_of_it(office: Office) -> None:
    office.take_in(GAZETTEER, [["gn:91", "L", "village", "Lung Hpra", "", *HKA_MAI, "MMR099001001", "", "", ""]])
    assert near(page(office, "gn:91")) == []
    assert near(page(office, "MMR099001001")) == ["gn:91"]


def test_a_state_is_not_confused_with_what_bears_its_name_in_brackets(empty: Office) -> None:
    empty.take_in(NAMES, [["gn:1", "", "village", "Dum Hpung (Sumpra)", "", "Hka Mai", "Sumpra", ""]])
    assert near(page(empty, "Sumpra")) == []


def test_what_its_source_calls_inactive_is_said_of_it_and_of_namesakes(office: Office) -> None:
    office.take_in(GAZETTEER, [village("gn:301", "Sut Yang")])
    assert page(office, "gn:98").active is False
    assert [one.active for one in page(office, "gn:301").namesakes] == [False]


def test_how_it_stands_to_the_list(office: Office) -> None:
    office.write(lambda scope: places.rows.set_listed(scope.db, [office.find("gn:94").candidates[0].place.id], True))
    office.take_in(GAZETTEER, [village("gn:301", "Lung Tsawm", OUTSIDE)])
    desk = office.of_area("Tsawm Bum")
    standing = {code: page(desk, code).standing for code in ("gn:94", "gn:93", "MMR099002", "MMR099001", "gn:301")}
    assert standing == {"gn:94": "listed", "gn:93": "area", "MMR099002": "area", "MMR099001": "holds", "gn:301": "off"}


def test_a_map_and_distances_for_who_may_see_positions(office: Office) -> None:
    mapped = replace(office, desk=replace(office.desk, map_url=MAP))
    told = page(mapped, "gn:92")
    assert told.map == "https://map.example.org/25.20000/97.20000"
    assert [(one.place.source_id, one.away) for one in told.namesakes] == [("gn:93", Away(15, "north_east"))]
    assert page(office, "gn:92").map is None
    public = page(mapped, "gn:92", GROUP)
    assert (public.map, [one.away for one in public.namesakes]) == (None, [None])


def test_a_focal_point_is_told_no_distance_to_another_township(office: Office) -> None:
    office.take_in(GAZETTEER, [village("gn:301", "Mai Hkawt", HKA_MAI, "25.3", "97.2")])
    here = office.find("MMR099001").candidates[0].place.id
    focal = Viewer(kind="person", role=Role.FOCAL, townships=frozenset([here]))
    told = page(office, "gn:92", focal)
    assert [(one.place.source_id, one.away) for one in told.namesakes] == [
        ("gn:301", Away(11, "north")), ("gn:93", None)
    ]  # fmt: skip
    assert {one.away for one in page(office, "gn:93", focal).namesakes} == {None}


def test_an_unknown_place_and_a_viewer_without_data_are_refused(office: Office) -> None:
    for viewer, key in ((OPERATOR, "place.unknown"), (Viewer(kind="person", role=Role.ADMIN), "refusal.no_data")):
        number = 99999 if viewer is OPERATOR else office.find("gn:92").candidates[0].place.id
        with pytest.raises(Refusal) as refusal:
            office.write(lambda scope, number=number: place_page.page(scope, number), viewer)
        assert refusal.value.key == key
