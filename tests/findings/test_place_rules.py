"""Rules about places and the rows that name them; and the shelf-life of values."""

from datetime import date, timedelta

from coordination.findings import RULES, Held
from coordination.freshness import by_indicator
from coordination.freshness import flags as aged
from coordination.place_rules import Spot, copied_values, flags, named_by
from coordination.scope import Desk
from tests.findings.conftest import TODAY, place, rules, value


def spot(
    at: int, source: str = "mimu", latitude: float | None = 25.0, longitude: float | None = 97.0, **more: object
) -> Spot:
    fields = {"source_id": f"MMR{at}", "kind": "village", "township_id": 1, **more}
    return Spot(id=at, source=source, latitude=latitude, longitude=longitude, **fields)  # type: ignore[arg-type]


def test_twins_are_of_two_sources_with_one_name_and_near() -> None:
    names = [(1, "lawabum"), (2, "lawabum")]
    assert rules(flags([spot(1), spot(2, "ocha")], names, {})) == ["twins"]
    assert rules(flags([spot(1), spot(2, "ocha", None, None)], names, {})) == ["twins"], "as far as that is known"
    assert flags([spot(1), spot(2)], names, {}) == [], "one list knows its own villages"
    assert flags([spot(1), spot(2, "ocha", 25.2)], names, {}) == [], "22 km apart"
    assert flags([spot(1), spot(2, "ocha", township_id=2)], names, {}) == []
    assert flags([spot(1), spot(2, "ocha", kind="camp")], names, {}) == []
    assert flags([spot(1), spot(2, "ocha", township_id=None), spot(3, township_id=None)], names, {}) == []


def test_twins_by_two_names_are_told_once() -> None:
    names = [(1, "lawabum"), (2, "lawabum"), (1, "lwb"), (2, "lwb")]
    assert rules(flags([spot(1), spot(2, "ocha")], names, {})) == ["twins"]


def test_a_place_outside_its_township() -> None:
    near = [spot(at, latitude=25 + at / 100) for at in range(7)]
    assert flags(near, [], {}) == []
    assert [flag.place_id for flag in flags([*near, spot(99, latitude=28.0)], [], {})] == [99]
    assert flags([*near, spot(99, latitude=25.3)], [], {}) == [], "33 km are inside a township"
    assert flags([*near[:3], spot(99, latitude=28.0)], [], {}) == [], "too few to tell"


def test_a_place_that_hundreds_of_rows_name() -> None:
    usual = dict.fromkeys(range(9), 3)
    assert [flag.place_id for flag in flags([], [], {**usual, 99: 260})] == [99]
    assert flags([], [], {**usual, 99: 199}) == []
    assert flags([], [], dict.fromkeys(range(9), 260)) == [], "every place is visited that often"
    assert flags([], [], {}) == []


def held(at: int, number: float, code: str = "WSH-02", source: str = "f1.1", tool: str = "KII") -> Held:
    return Held(value(code, number, tool, place_id=at, assessment_id=at * 100), "assessment", source)


def test_interviews_of_a_survey_count_as_one_row() -> None:
    survey = [Held(value("WSH-02", 1, "HHS", assessment_id=at), "assessment", "f1.1") for at in range(96)]
    assert named_by([*survey, held(7, 3)], [7, 8]) == {7: 3, 8: 1}


def test_one_count_in_all_villages(desk: Desk) -> None:
    (flag,) = copied_values(desk.catalogue, [held(at, 40) for at in range(9)])
    assert (flag.code, flag.figures["number"], flag.figures["n"], flag.figures["all"]) == ("WSH-02", 40, 9, 9)
    assert copied_values(desk.catalogue, [held(at, 40, "WSH-03") for at in range(9)]) == [], "minutes are no count"
    assert copied_values(desk.catalogue, [held(at, 40 + at) for at in range(9)]) == []
    assert copied_values(desk.catalogue, [held(at, 40, source=f"f{at}.1") for at in range(9)]) == []


def test_shelf_life(desk: Desk) -> None:
    def on(days: int) -> date:
        return TODAY - timedelta(days=days)

    fresh = place(desk.catalogue, value("WSH-02", 41, on=on(10)), value("PRO-02", "none", on=on(5)))
    due = place(desk.catalogue, value("WSH-02", 41, on=on(150)), value("WSH-05", 3, on=on(149)), place_id=8)
    mixed = place(desk.catalogue, value("WSH-02", 41, on=on(181)), value("ECD-01", "no", on=on(181)), place_id=9)
    old = place(desk.catalogue, value("WSH-02", 41, on=on(400)), place_id=10)
    none = place(desk.catalogue, value("WSH-02", None, on=on(400)), place_id=11)
    found = aged([fresh, due, mixed, old, none], [], [])
    assert [(flag.place_id, flag.rule, flag.figures["codes"]) for flag in found] == [
        (8, "due", "WSH-02"), (9, "out_of_date", "WSH-02"), (10, "all_out_of_date", "WSH-02"),
    ]  # fmt: skip
    water = next(one for one in by_indicator(desk.catalogue, [fresh, due, mixed, old, none]) if one.code == "WSH-02")
    assert (water.current, water.due, water.out_of_date) == (1, 1, 2)


def test_never_assessed(desk: Desk) -> None:
    asked = place(desk.catalogue, value("WSH-02", None))
    empty = place(desk.catalogue, place_id=8)
    found = aged([asked, empty], [7, 8, 9], [9, 10])
    assert [(flag.place_id, flag.rule) for flag in found] == [
        (8, "never"),
        (9, "never_but_known"),
        (10, "never_but_known"),
    ]


def test_what_sends_people_to_a_mined_village_weighs_more_than_what_is_late() -> None:
    assert RULES["mines_cleared"][1] > RULES["stale"][1] > RULES["due"][1]
