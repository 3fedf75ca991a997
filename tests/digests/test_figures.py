"""Figures of digests, week after week, beside what pandas makes of the raw rows and knows nothing of the desk."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
from sqlmodel import col, select

from coordination.digest_content import DigestContent
from models.assessments import Assessment, IndicatorValue
from models.commitments import Commitment
from tests.digests.conftest import MONDAY, Weeks
from tests.hka_mai import NOW, Township

NEEDS = {"WSH-02": "WSH-A1", "SHE-03": "SHE-A2", "NFI-01": "NFI-A1"}
SHELF = {"WSH-02": 180, "SHE-03": 180, "NFI-01": 90}
FLOORS = [0, 20, 50, 100, 200]


def happen(township: Township, random: Random, day: date) -> None:
    for _ in range(random.randint(1, 4)):
        place = random.choice(list(township.places.values()))
        code = random.choice(list(NEEDS))
        what = random.random()
        if what < 0.45:
            township.assess(place, {code: random.randint(0, 260)}, on=day, agency=f"A{next(township.number)}")
        elif what < 0.8:
            township.db.add(
                Commitment(
                    number=next(township.number) + 5000, place_id=place, agency_id=township.agency("DFA"), unit="HH",
                    activity=NEEDS[code], target=random.randint(1, 120), status=random.choice(["pledged", "confirmed"]),
                    start=day, reported_on=day, source=f"f8.{next(township.number)}", recorded_at=NOW,
                )
            )  # fmt: skip
        else:
            rows = township.db.exec(select(Commitment).where(col(Commitment.status) == "confirmed")).all()
            for row in rows[:1]:
                row.status, row.reached, row.reached_on, row.reported_on = "delivered", row.target, day, day


def raw(weeks: Weeks) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of values and of commitments as they are stored."""

    def work(session: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
        query = select(
            IndicatorValue.place_id,
            IndicatorValue.indicator,
            IndicatorValue.number,
            Assessment.collected_on,
            Assessment.id,
        ).join(Assessment, col(IndicatorValue.assessment_id) == col(Assessment.id))
        values = pd.DataFrame(session.exec(query).all(), columns=["place", "code", "number", "on", "id"])
        promises = pd.DataFrame([one.model_dump() for one in session.exec(select(Commitment))])
        return values, promises

    return weeks.db.transaction(work)


def by_pandas(weeks: Weeks, day: date) -> pd.DataFrame:
    """For each place and need its newest count, what is open now and later, its band and whether it is current."""
    values, promises = raw(weeks)
    counts = values[values.code.isin(list(NEEDS)) & (values.on <= day)].sort_values(["on", "id"])
    table = counts.groupby(["place", "code"]).last().reset_index()
    table = table[table.number > 0].copy()
    now, later = [], []
    for row in table.itertuples():
        here = (
            promises[(promises.place_id == row.place) & (promises.activity == NEEDS[row.code])] if len(promises) else []
        )
        done = coming = 0
        for one in here.itertuples() if len(here) else ():
            reached = 0 if pd.isna(one.reached) else int(one.reached)
            done += reached if one.status == "delivered" and one.reached_on > row.on else 0
            coming += one.target if one.status == "confirmed" else 0
        now.append(max(0, row.number - done))
        later.append(max(0, row.number - done - coming))
    table["now"], table["later"] = now, later
    table["valid"] = [(day - on).days <= SHELF[code] for on, code in zip(table.on, table.code, strict=True)]
    table["low"] = [max(floor for floor in FLOORS if floor <= number) for number in table.number]
    return table


def test_a_half_year_of_figures_is_what_pandas_finds_in_the_raw_rows(weeks: Weeks) -> None:
    random = Random(4)

    def begin(township: Township) -> None:
        for number in range(6):
            township.assess(township.village(f"Hkawng {number}"), {"PRF-03": 300}, on=MONDAY.date())

    weeks.change(begin)
    weeks.wanted = replace(weeks.wanted, kind="sector", sectors=("WASH", "Shelter/NFI"))
    before: pd.DataFrame | None = None
    for _ in range(26):
        day = weeks.at.date()
        weeks.change(lambda township, day=day: happen(township, random, day - timedelta(days=random.randint(0, 3))))
        found = weeks.next()
        table = by_pandas(weeks, day)
        check(found, table)
        if before is not None:
            check_changes(found, before, table)
        before = table


def check(found: DigestContent, table: pd.DataFrame) -> None:
    open_ = table[table.now > 0]
    assert found.count == len(open_)
    sums = open_.groupby(["code", "valid"]).agg(places=("place", "size"), need=("low", "sum"))
    told = {(one.code, one.valid): (one.places, one.need) for one in found.totals}
    assert told == {key: (int(row.places), int(row.need)) for key, row in sums.iterrows()}
    assert all(one.at_least for one in found.totals)
    by_key = {(row.place, row.code): row for row in table.itertuples()}
    for entry in found.entries:
        assert entry.need is not None
        row = by_key[entry.place.id, entry.need.reading.code]
        assert entry.need.need.low == row.low
        assert (entry.need.share_later.word == "all") == (row.later == row.number)
        assert (entry.need.share_later.word == "none") == (row.later == 0)


def check_changes(found: DigestContent, before: pd.DataFrame, table: pd.DataFrame) -> None:
    was = {(row.place, row.code) for row in before[before.now > 0].itertuples()}
    ever = {(row.place, row.code) for row in before.itertuples()}
    now = {(row.place, row.code) for row in table[table.now > 0].itertuples()}
    known = {(row.place, row.code) for row in table.itertuples()}
    told = dict(found.changes.needs)
    assert told.get("new", 0) == len(now - ever)
    assert told.get("reopened", 0) == len((now - was) & ever)
    corrected = len(found.changes.corrections)
    assert told.get("covered", 0) + told.get("ended", 0) + corrected >= len(was - now)
    assert told.get("covered", 0) <= len((was - now) & known)
