"""Rules about commitments: life cycle, dates, figures, unit, level."""

from datetime import date, timedelta
from typing import Any

import pytest

from coordination.commitment_rules import flags, overdue
from coordination.scope import Desk
from tests.findings.conftest import TODAY, promise, rules


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({}, [], id="a good one"),
        pytest.param({"status": "pledged", "start": None, "reported_on": ago(29)}, [], id="pledged 29 days ago"),
        pytest.param({"status": "pledged", "start": None, "reported_on": ago(30)}, ["lapse"], id="pledged 30 days ago"),
        pytest.param({"status": "interest", "start": None, "reported_on": ago(90)}, [], id="interest only"),
        pytest.param({"start": ago(20), "reported_on": ago(40)}, [], id="20 days after its start"),
        pytest.param({"start": ago(21), "reported_on": ago(40)}, ["overdue"], id="21 days after its start"),
        pytest.param({"start": ago(70), "reported_on": ago(5)}, [], id="news since its start"),
        pytest.param({"start": ago(60), "reported_on": ago(70)}, ["lapse"], id="60 days after its start"),
        pytest.param({"status": "ongoing", "reported_on": ago(30)}, ["stale"], id="ongoing without news"),
        pytest.param({"status": "ongoing", "reported_on": ago(29)}, [], id="ongoing with news"),
        pytest.param({"status": "delivered", "reached": 40, "reported_on": ago(90)}, [], id="delivered long ago"),
        pytest.param({"status": "delivered"}, ["delivered_unreached"], id="reached how many"),
        pytest.param({"status": "delivered", "reached": 41}, ["reached_over_target"], id="more than planned"),
        pytest.param({"end": date(2026, 11, 1)}, ["end_before_start"], id="end before start"),
        pytest.param({"status": "ongoing", "start": None}, ["undated"], id="no dates"),
        pytest.param(
            {"status": "delivered", "start": None, "reached": 40, "reached_on": ago(5)}, [], id="a day of delivery"
        ),
        pytest.param({"status": "pledged", "start": None}, [], id="a pledge needs no date"),
        pytest.param({"unit": "persons", "target": 300}, ["other_unit"], id="persons"),
        pytest.param({"unit": "persons", "target": 300, "status": "cancelled"}, [], id="cancelled"),
        pytest.param({"settled": False, "target": 5000, "people": {}}, ["above_village"], id="for a township"),
        pytest.param({"target": 960}, ["help_over_people"], id="ten times the people"),
        pytest.param({"target": 959}, [], id="not ten times"),
        pytest.param({"target": 30, "people": {"HH": 3}}, [], id="few"),
        pytest.param({"target": 960, "people": {}}, [], id="nobody knows how many are there"),
        pytest.param(
            {"status": "delivered", "reached": 40, "reached_on": date(2026, 12, 1)}, ["future"], id="reached tomorrow"
        ),
        pytest.param(
            {"status": "delivered", "reached": 40, "start": date(2026, 12, 1)}, ["future"], id="begins tomorrow"
        ),
        pytest.param({"start": date(2027, 1, 1)}, [], id="planned for next year"),
    ],
)
def test_what_fits(desk: Desk, fields: dict[str, Any], expected: list[str]) -> None:
    assert rules(flags(desk.catalogue, [promise(**fields)], TODAY)) == expected


def test_days_without_news_are_told() -> None:
    assert overdue(promise(start=ago(25), reported_on=ago(40)).record, TODAY) == ("overdue", 25)


def in_places(numbers: list[int], **more: Any) -> list[str]:
    promises = [promise(place_id=at, target=number, id=at, **more) for at, number in enumerate(numbers)]
    return rules(flags_of(promises))


def flags_of(promises: list[Any]) -> list[Any]:
    return [flag for flag in flags(CATALOGUE[0], promises, TODAY) if flag.rule == "copied_targets"]


CATALOGUE: list[Any] = []


@pytest.fixture(autouse=True)
def _catalogue(desk: Desk) -> None:
    CATALOGUE[:] = [desk.catalogue]


def test_one_number_in_all_villages_of_an_import() -> None:
    assert in_places([50] * 8) == ["copied_targets"]
    assert in_places([50] * 7) == []
    assert in_places([50] * 8 + [51]) == ["copied_targets"], "nearly all"
    assert in_places([50] * 8 + [1, 2, 3]) == [], "equal numbers here and there are ordinary"
    assert in_places([0] * 8) == [], "zero is no number to copy"


def test_only_what_one_import_brought_is_compared() -> None:
    assert in_places([1] * 12, unit="works") == [], "one work in each village is a plan"
    assert in_places([50] * 12, source="u7.1") == [], "typed in a chat, one by one"
    apart = [promise(place_id=at, target=50, id=at, source=f"f{at % 2}.{at}") for at in range(14)]
    assert flags_of(apart) == []
