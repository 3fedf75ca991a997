"""Rules about values: each fits what it is for, and none fits good data."""

from datetime import date
from typing import Any

import pytest

from coordination.evidence import Observation
from coordination.rules import CELLS
from coordination.scope import Desk
from coordination.value_rules import flags, mines_monitored
from tests.findings.conftest import place, rules, value

SPRING = date(2026, 3, 2)
FULL = dict.fromkeys(CELLS, 48)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param([value("PRF-03", 90), value("FSC-02", 5000)], ["need_over_people"], id="5,000 in a village of 90"),
        pytest.param([value("PRF-02", 90, on=SPRING), value("FSC-02", 450)], ["need_over_people"], id="before the war"),
        pytest.param([value("PRF-04", 10), value("FSC-02", 59)], [], id="not 50 more"),
        pytest.param(
            [value("PRF-03", 90), value("PRF-02", 600), value("FSC-02", 449)], ["need_over_present"], id="600"
        ),
        pytest.param([value("PRF-03", 96), value("WSH-02", 97)], ["need_over_present"], id="one more than are there"),
        pytest.param([value("PRF-03", 96), value("WSH-02", 96)], [], id="all of them"),
        pytest.param([value("WSH-02", 5000)], [], id="nobody knows how many are there"),
        pytest.param([value("PRF-04", 20), value("DOC-02", 25)], ["need_over_present"], id="of returnees"),
        pytest.param([value("PRF-06", FULL), value("EDU-03", 300)], ["need_over_present"], id="children of the table"),
        pytest.param([value("PRF-03", 96), value("PRF-04", 97)], ["returnees_over_present"], id="returnees"),
        pytest.param([value("PRF-03", 96), value("PRF-04", 96)], [], id="all returned"),
        pytest.param([value("PRF-03", 96), value("PRF-04", 97, on=SPRING)], [], id="some left since"),
        pytest.param([value("PRF-03", 96), value("PRF-06", FULL)], [], id="five in a household"),
        pytest.param([value("PRF-03", 480), value("PRF-06", FULL)], ["household_size"], id="one in a household"),
        pytest.param([value("PRF-03", 30), value("PRF-06", FULL)], ["household_size"], id="sixteen in a household"),
        pytest.param([value("PRF-03", 96), value("PRF-06", {"F_0_4": 40})], [], id="a table with holes"),
        pytest.param([value("PRF-03", 0), value("PRF-06", FULL)], [], id="nobody there"),
        pytest.param(
            [value("MIN-01", "none_after_survey"), value("MIN-03", "not_surveyed")], ["mines_cleared"], id="mines"
        ),
        pytest.param(
            [value("MIN-01", "none_known_no_survey"), value("MIN-03", "not_surveyed")], [], id="never surveyed"
        ),
        pytest.param(
            [value("MIN-01", "none_after_survey"), value("MIN-03", "not_surveyed", on=date(2025, 1, 5))],
            [],
            id="cleared since",
        ),
        pytest.param([value("EDU-01", "none"), value("EDU-04", 3)], ["school_teachers"], id="teachers of no school"),
        pytest.param([value("EDU-01", "none"), value("EDU-04", 0)], [], id="no teachers of no school"),
        pytest.param(
            [value("PRF-01", "no_access"), value("WSH-04", 1, "DO")], ["no_access_seen"], id="observed without access"
        ),
        pytest.param(
            [value("PRF-01", "no_access"), value("WSH-04", 1, "DO", date(2026, 11, 3))],
            [],
            id="observed on another day",
        ),
        pytest.param([value("WSH-02", 41, "HHS"), value("WSH-02", 60)], ["round_differs_little"], id="a round"),
        pytest.param([value("WSH-02", 41, "HHS"), value("WSH-02", 82)], ["round_differs"], id="twice as many"),
        pytest.param([value("WSH-02", 41, "HHS"), value("WSH-02", 45)], [], id="within 10 %"),
        pytest.param([value("WSH-02", 41, "HHS"), value("WSH-02", 82, on=SPRING)], [], id="another round"),
        pytest.param([value("WSH-02", 41, "HHS"), value("WSH-02", None)], [], id="asked, not known"),
        pytest.param([value("WSH-01", "surface", "DO"), value("WSH-01", "piped")], ["round_differs"], id="answers"),
        pytest.param(
            [value("PRO-01", "safe", "HHS"), value("PRO-01", "mostly_safe", "FGD")], ["round_differs_little"], id="near"
        ),
        pytest.param([value("WSH-02", 41, on=date(2026, 12, 1))], ["future"], id="tomorrow"),
        pytest.param(
            [value("PRF-03", 17, on=SPRING), value("PRF-03", 96), value("PRF-02", 2000)], [], id="they returned"
        ),
        pytest.param(
            [value("PRF-03", 17, on=SPRING), value("PRF-03", 96)], ["jump"], id="a jump that nothing explains"
        ),
        pytest.param(
            [value("FSC-02", 17, on=SPRING), value("FSC-02", 96), value("PRF-03", 96)], [], id="the need came with them"
        ),
        pytest.param([value("FSC-02", 12, on=SPRING), value("FSC-02", 620)], ["jump"], id="far over the earlier round"),
        pytest.param([value("FSC-02", 620, on=SPRING), value("FSC-02", 12)], [], id="help came"),
    ],
)
def test_what_fits(desk: Desk, values: list[Observation], expected: list[str]) -> None:
    assert rules(flags(place(desk.catalogue, *values))) == expected


@pytest.mark.parametrize("number", range(0, 97, 8))
def test_no_count_up_to_all_of_them_is_flagged(desk: Desk, number: int) -> None:
    values = [value("PRF-03", 96), value("PRF-04", 71), value("PRF-06", FULL), value("FSC-02", number)]
    assert flags(place(desk.catalogue, *values)) == []


def test_a_flag_tells_both_values(desk: Desk) -> None:
    (flag,) = flags(place(desk.catalogue, value("PRF-03", 90, "DO"), value("FSC-02", 5000, "HHS")))
    assert [(one.indicator, one.number, one.tool) for one in flag.claims] == [
        ("FSC-02", 5000, "HHS"),
        ("PRF-03", 90, "DO"),
    ]


def test_dates_to_come_are_told_once_for_each_assessment(desk: Desk) -> None:
    later = date(2026, 12, 1)
    values = [value("WSH-02", 41, on=later, assessment_id=at) for at in (1, 1, 2)]
    assert rules(flags(place(desk.catalogue, *values))) == ["future", "future"]


@pytest.mark.parametrize(
    ("assessed", "monitored", "fits"),
    [
        ("none_known_no_survey", "direct", True),
        ("direct", "none_known_no_survey", False),
        ("direct", "direct", False),
        (None, "direct", False),
    ],
)
def test_monitoring_that_knows_of_more_mines(desk: Desk, assessed: Any, monitored: str, fits: bool) -> None:
    values = [value("MIN-01", assessed)] if assessed else []
    found = mines_monitored(place(desk.catalogue, *values), place(desk.catalogue, value("MIN-01", monitored)))
    assert bool(found) == fits
