"""Two stores that groups cannot tell apart give the same digests, byte for byte, for a year (domain section 6).

They differ only in confidential values, or in counts inside one published band with equal severities and equal
published shares.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import col, select

from coordination import facts, places
from coordination.figures import Count
from coordination.scope import Scope
from coordination.viewer import GROUP
from models.assessments import IndicatorValue
from models.commitments import Commitment
from tests.digests.conftest import MONDAY, Weeks
from tests.hka_mai import NOW, Township
from tests.stores import copied

VILLAGES = ("Lawa Bum", "Nam Sop", "Hkum Ga", "Sut Bum")
AGENCIES = ("DFA", "HMC", "DRN")
NEEDS = ("FSC-02", "WSH-02", "SHE-03", "LIV-02", "NFI-01")
ACTIVITIES = ("FSC-A1", "WSH-A1", "SHE-A2", "LIV-A2")
SECRET = {"PRO-02": "more", "PRO-03": "inside", "PRO-05": "yes", "MIN-02": 3, "CPR-01": "yes", "GBV-02": "few"}
WEEKS = 52
Numbers = Callable[[int], int]
"""What a store says where the script says a number."""


class TellsApartError(Exception):
    """Published values differ: that is no such pair of stores."""


def exactly(number: int) -> int:
    return number


def inside(random: Random) -> Numbers:
    """Somewhere else in the same band."""

    def number(wanted: int) -> int:
        band = Count("HH", wanted).banded()
        return random.randint(max(band.low, 1), band.high or 320)

    return number


@pytest.fixture
def both(weeks: Weeks, tmp_path: Path) -> Iterator[tuple[Weeks, Weeks]]:
    def begin(township: Township) -> None:
        for name in VILLAGES:
            township.assess(township.village(name), {"PRF-03": 310}, on=MONDAY.date() - timedelta(days=30))
        for name in AGENCIES:
            township.agency(name)

    weeks.change(begin)
    with copied(weeks.db, tmp_path) as other:
        twin = Township(
            places=dict(weeks.township.places), agencies=dict(weeks.township.agencies), number=weeks.township.number
        )
        yield weeks, Weeks(other, weeks.desk, weeks.wanted, twin)


def shape(weeks: Weeks, session: Any) -> list[Any]:
    """What two such stores have in common: severities, shares and bands as groups get them."""
    known = facts.of(
        Scope(session, weeks.desk, GROUP, weeks.at), places.listed(Scope(session, weeks.desk, GROUP, weeks.at))
    )
    return [
        [
            {code: rating.severity for code, rating in one.ratings.items()},
            [(need.share_now.rounded(), need.share_later.rounded(), need.need.banded()) for need in one.needs],
        ]
        for one in known
    ]


def happening(random: Random, week: int) -> Callable[[Township, Numbers], None]:
    """One thing that happens in a week, with its numbers left open."""
    day = MONDAY.date() + timedelta(days=7 * week - random.randint(0, 6))
    village, agency = random.choice(VILLAGES), random.choice(AGENCIES)
    kind = random.choice(["count", "count", "promise", "promise", "deliver", "deliver", "mend", "withdraw"])
    code, activity, size, at = random.choice(NEEDS), random.choice(ACTIVITIES), random.randint(1, 300), random.random()

    def count(township: Township, number: Numbers) -> None:
        values = {code: number(size), "PRF-03": 310}
        township.assess(township.places[village], values, on=day, tool="KII")

    def promise(township: Township, number: Numbers) -> None:
        township.db.add(
            Commitment(
                number=1000 + week * 10 + int(at * 10), place_id=township.places[village], unit="HH",
                agency_id=township.agencies[agency], activity=activity, target=number(size), recorded_at=NOW,
                months=1 + size % 6 if activity == "FSC-A1" else None, status="pledged" if at < 0.3 else "confirmed",
                start=day + timedelta(days=7), reported_on=day, source=f"f9.{week}.{at}",
            )
        )  # fmt: skip

    def deliver(township: Township, number: Numbers) -> None:
        open_ = select(Commitment).where(col(Commitment.status).in_(("confirmed", "pledged", "ongoing")))
        rows = township.db.exec(open_.order_by(col(Commitment.number))).all()
        for row in rows[: int(at * 3)]:
            row.status, row.reached, row.reached_on, row.reported_on = "delivered", number(size), day, day

    def mend(township: Township, number: Numbers) -> None:
        for row in _newest_needs(township)[:1]:
            row.number = float(number(size))

    def withdraw(township: Township, _number: Numbers) -> None:
        for row in _newest_needs(township)[:1]:
            row.superseded_at = NOW

    return {"count": count, "promise": promise, "deliver": deliver, "mend": mend, "withdraw": withdraw}[kind]


def _newest_needs(township: Township) -> list[IndicatorValue]:
    query = select(IndicatorValue).where(
        col(IndicatorValue.indicator).in_(NEEDS), col(IndicatorValue.superseded_at).is_(None)
    )
    found = township.db.exec(query).all()
    return sorted(found, key=lambda one: (-one.assessment_id, one.indicator))


def week_of(random: Random, week: int) -> list[Callable[[Township, Numbers], None]]:
    return [happening(random, week) for _ in range(random.randint(0, 3))]


def follow(weeks: Weeks, event: Callable[[Township, Numbers], None], wanted: list[Any], random: Random) -> bool:
    """Let the same happen in the other store with other numbers, as long as groups cannot tell them apart."""

    def told(township: Township, numbers: Numbers) -> None:
        event(township, numbers)
        township.db.flush()
        if shape(weeks, township.db) != wanted:
            raise TellsApartError

    for _ in range(6):
        with suppress(TellsApartError):
            weeks.change(lambda township: told(township, inside(random)))
            return True
    weeks.change(lambda township: event(township, exactly))
    return False


def align(one: Weeks, other: Weeks) -> None:
    """Let all numbers be the same again: what happened last would have shown that they were not."""

    def numbers(session: Any) -> list[list[tuple[Any, ...]]]:
        return [
            [tuple(getattr(row, name) for name in names) for row in session.exec(select(model).order_by(key))]
            for model, key, names in _NUMBERED
        ]

    wanted = one.db.transaction(numbers)

    def work(township: Township) -> None:
        for (model, key, names), rows in zip(_NUMBERED, wanted, strict=True):
            for row, values in zip(township.db.exec(select(model).order_by(key)), rows, strict=True):
                for name, value in zip(names, values, strict=True):
                    setattr(row, name, value)

    other.change(work)


_NUMBERED: Any = (
    (IndicatorValue, col(IndicatorValue.id), ("number",)), (Commitment, col(Commitment.id), ("target", "reached")),
)  # fmt: skip


def test_counts_inside_a_band_leave_no_trace_in_a_year(both: tuple[Weeks, Weeks]) -> None:
    one, other = both
    random, numbers = Random(1), Random(101)
    moved, told = 0, set()
    for week in range(WEEKS):
        for event in week_of(random, week):
            one.change(lambda township, event=event: event(township, exactly))
            if follow(other, event, one.db.transaction(lambda session: shape(one, session)), numbers):
                moved += 1
            else:
                align(one, other)
        texts = one.told(one.next()), other.told(other.next())
        assert texts[0] == texts[1]
        assert one.wanted.before == other.wanted.before
        told.add(texts[0])
    assert moved > WEEKS / 2
    assert len(told) > WEEKS / 2


def test_confidential_values_leave_no_trace_in_a_year(both: tuple[Weeks, Weeks]) -> None:
    one, other = both
    random = Random(7)
    for week in range(WEEKS):
        for event in week_of(random, week):
            for store in both:
                store.change(lambda township, event=event: event(township, exactly))
        code, village = random.choice(sorted(SECRET)), random.choice(VILLAGES)
        day = MONDAY.date() + timedelta(days=7 * week)
        other.change(
            lambda township, code=code, village=village, day=day: township.assess(
                township.places[village], {code: SECRET[code]}, on=day
            )
        )
        assert one.told(one.next()) == other.told(other.next())
    assert one.wanted.before == other.wanted.before


def test_every_kind_and_language(both: tuple[Weeks, Weeks]) -> None:
    one, other = both
    random = Random(3)
    for week in range(6):
        for event in week_of(random, week):
            one.change(lambda township, event=event: event(township, exactly))
            if not follow(other, event, one.db.transaction(lambda session: shape(one, session)), Random(week)):
                align(one, other)
    for kind, sectors in (("gaps", ()), ("sector", ("WASH",)), ("sector", ("Food Security", "WASH")), ("township", ())):
        for language in ("en", "my"):
            texts = []
            for store in both:
                store.wanted = replace(store.wanted, kind=kind, sectors=sectors, before=None)
                texts.append(store.told(store.peek().content, language))
            assert texts[0] == texts[1]
