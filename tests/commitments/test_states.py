"""The table of states: what each may become, and that nothing gets past it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.commitment_states import NEXT, Terms, after, first
from coordination.commitments import STATUSES
from coordination.errors import Refusal

JANUARY = date(2027, 1, 1)
WHOLE = Terms(30, 30, JANUARY)


def test_the_table_knows_every_state() -> None:
    assert set(NEXT) == set(STATUSES)
    assert set().union(*NEXT.values()) <= set(STATUSES)


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("interest", "pledged"), ("pledged", "confirmed"), ("confirmed", "ongoing"), ("ongoing", "delivered"),
        ("pledged", "delivered"), ("ongoing", "suspended"), ("suspended", "ongoing"), ("lapsed", "confirmed"),
        ("cancelled", "pledged"), ("delivered", "ongoing"), ("ongoing", "ongoing"),
    ],
)  # fmt: skip
def test_ways_that_are_open(before: str, wanted: str) -> None:
    assert after(before, wanted, WHOLE) == wanted


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ("delivered", "pledged"), ("delivered", "lapsed"), ("delivered", "cancelled"), ("cancelled", "delivered"),
        ("ongoing", "pledged"), ("confirmed", "interest"), ("ongoing", "lapsed"), ("lapsed", "lapsed"),
        ("pledged", "lost"), ("lost", "pledged"),
    ],
)  # fmt: skip
def test_ways_that_are_closed(before: str, wanted: str) -> None:
    with pytest.raises(Refusal) as refused:
        after(before, wanted, WHOLE)
    assert refused.value.key == "commitments.no_way"


def test_confirmed_needs_a_start_and_delivered_a_figure() -> None:
    assert first("confirmed", Terms(30)) == after("pledged", "confirmed", Terms(30)) == "pledged"
    for reached in (None, 0):
        with pytest.raises(Refusal):
            after("ongoing", "delivered", Terms(30, reached))
    assert after("ongoing", "partial", Terms(30, 12)) == "partial"
    assert after("ongoing", "partial", Terms(30, 30)) == "delivered"


@given(
    states=st.lists(st.sampled_from([*STATUSES, "", "lost"]), max_size=12),
    target=st.integers(-1, 10**7),
    reached=st.none() | st.integers(-5, 10**7),
    dates=st.tuples(*[st.none() | st.dates()] * 2),
)
def test_no_sequence_raises_anything_but_a_refusal_or_breaks_a_rule(
    states: list[str], target: int, reached: int | None, dates: tuple[date | None, date | None]
) -> None:
    terms, now = Terms(target, reached, *dates), "pledged"
    for wanted in states:
        try:
            now, before = after(now, wanted, terms), now
        except Refusal:
            continue
        assert now in NEXT[before]
        assert now != "confirmed" or terms.start is not None
        assert now not in {"delivered", "partial"} or terms.reached
        assert terms.target > 0
