"""Windows, stages and sums, whatever comes in."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.resources import resource
from coordination import movement_rules as rules
from coordination import movement_totals as totals
from coordination.movements import MovementRow
from coordination.places import PlaceRef
from coordination.scope import Desk
from coordination.viewer import OPERATOR
from words import Words
from words.language import read_locales
from words.movements import read_back
from words.telling import Telling

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(first=DAYS, length=st.integers(0, 400))
def test_what_lies_ahead_is_a_third_of_a_month_or_wider(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    kept = rules.window(first, last, "x", ahead=True)
    assert kept.first is not None and kept.last is not None  # noqa: PT018
    assert kept.first <= first <= last <= kept.last
    assert kept.first.day in {1, 11, 21}
    assert (kept.last + timedelta(days=1)).day in {1, 11, 21}
    assert kept.precision != rules.DAY


@given(first=DAYS)
def test_a_day_stays_one_where_it_lies_behind(first: date) -> None:
    assert rules.window(first, first, None, ahead=False) == rules.Window(first, first, rules.DAY)


@pytest.mark.parametrize("before", rules.STAGES)
def test_every_stage_leads_on_to_known_stages(before: str) -> None:
    assert rules.may_follow(before, before)
    assert set(rules.following(before)) <= set(rules.STAGES) - {before}
    assert rules.following(before)


@dataclass(frozen=True)
class Report:
    """As much of a movement as a sum needs."""

    id: int
    households: int | None
    confidence: int = 2
    households_to: int | None = None
    reported_households: int | None = None
    split_of: int | None = None
    stage: str = "planned"
    kind: str = "return"
    destination_id: int | None = 1
    window_from: date | None = None
    window_to: date | None = None


@dataclass(frozen=True)
class Link:
    """What two of them have to do with each other."""

    movement_id: int
    other_id: int
    kind: str
    independent: bool | None = None


NUMBERS = st.lists(st.none() | st.integers(1, 300), min_size=1, max_size=6)
LINKS = st.lists(
    st.builds(Link, st.integers(1, 6), st.integers(1, 6), st.sampled_from(["same", "part", "another", "unsure"]))
)


@given(numbers=NUMBERS, links=LINKS)
def test_nothing_is_added_twice(numbers: list[int | None], links: list[Link]) -> None:
    told = [Report(at, number) for at, number in enumerate(numbers, 1)]
    apart = totals.total(totals.groups(told, []))
    joined = totals.total(totals.groups(told, links))
    assert apart is not None and joined is not None  # noqa: PT018
    assert joined.low <= joined.high <= apart.high
    assert joined.groups <= apart.groups == len(told)
    assert joined.sources == len(told)
    backwards = totals.total(totals.groups(told[::-1], links[::-1]))
    assert backwards is not None
    assert (backwards.low, backwards.high, backwards.groups) == (joined.low, joined.high, joined.groups)


def test_which_report_counts() -> None:
    same = [Link(2, 1, "same"), Link(3, 1, "unsure")]
    told = [Report(1, 85, 4), Report(2, 113), Report(3, 90)]
    (group,) = totals.groups(told, same)
    assert group.counting.id == 1
    newest = [Report(1, 85), Report(2, 113), Report(3, 90)]
    (group,) = totals.groups(newest, same)
    assert group.counting.id == 3
    part = [Report(1, 85), Report(2, 30)]
    (group,) = totals.groups(part, [Link(2, 1, "part")])
    assert group.counting.id == 1


@pytest.mark.parametrize("language", ["en", "my"])
@pytest.mark.parametrize("stage", rules.STAGES)
def test_every_stage_and_kind_can_be_read_back(stage: str, language: str, desk: Desk) -> None:
    tell = Telling(Words(read_locales(resource("locales")), language), desk.catalogue, OPERATOR)
    for kind in rules.KINDS:
        row = MovementRow(kind=kind, said_stage=stage, households=3, asks=(("WASH", 2),), preparation=("land",))
        assert len(read_back(tell, nowhere, [row], "x")) > 2


def nowhere(number: int) -> PlaceRef:
    """A place of that id."""
    return PlaceRef(number, "", None, "x", None, "", None, None, None, True)
