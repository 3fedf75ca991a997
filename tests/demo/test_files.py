"""The demo's files hold what a newcomer shall meet."""

import csv
from collections import Counter
from datetime import date, timedelta

import pytest

from bot.demo import cast
from bot.demo.dates import CELL, resolve
from bot.resources import resource
from coordination.scope import Desk
from coordination.viewer import Role
from exchange import assessments, commitments

TODAY = date(2026, 11, 22)
DATES = {"date", "start", "end", "reached on", "reported on"}


def rows(name: str) -> list[dict[str, str]]:
    with (resource("data") / "demo" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settled(kind: str) -> set[str]:
    return {row["place_id"] for row in rows("places") if row["kind"] == kind}


def test_the_township_has_thirty_villages_and_six_camps() -> None:
    assert (len(settled("village")), len(settled("camp"))) == (30, 6)


def test_two_villages_bear_one_name() -> None:
    names = Counter(row["name"] for row in rows("places") if row["kind"] == "village")
    assert [count for count in names.values() if count > 1] == [2]


def test_villages_are_called_like_people_too() -> None:
    names = [row["name"].split()[0] for row in rows("places") if row["kind"] == "village"]
    assert {"Daw", "Ma"} <= set(names)


def test_some_places_were_never_assessed_and_some_long_ago() -> None:
    newest = Counter[str]()
    for row in rows("assessments"):
        age = (TODAY - date.fromisoformat(resolve(row["date"], TODAY))).days
        newest[row["place code"]] = max(newest[row["place code"]], 10_000 - age)
    places = settled("village") | settled("camp")
    assert len(places - set(newest)) == 5
    assert len([place for place, score in newest.items() if 10_000 - score > 365]) == 7


@pytest.mark.parametrize("name", ["assessments", "commitments"])
def test_every_date_counts_from_today(name: str) -> None:
    fixed = [
        row for row in rows(name) for column in DATES & row.keys() if row[column] and not CELL.fullmatch(row[column])
    ]
    assert fixed == []


def test_nothing_is_dated_in_the_future_that_has_happened() -> None:
    happened = [("assessments", "date"), ("commitments", "reached on"), ("commitments", "reported on")]
    for name, column in happened:
        days = [date.fromisoformat(resolve(row[column], TODAY)) for row in rows(name) if row[column]]
        assert max(days) <= TODAY - timedelta(days=1)


def test_headers_are_those_of_the_templates(desk: Desk) -> None:
    assert set(rows("assessments")[0]) == set(assessments.headers(desk.catalogue))
    assert set(rows("commitments")[0]) == set(commitments.HEADERS)


def test_somebody_plays_every_part() -> None:
    roles = {persona.role for persona in cast.people()}
    assert roles == {None, Role.AGENCY, Role.FOCAL, Role.PROTECTION, Role.COORDINATOR}
    assert {circle.registered for circle in cast.groups()} == {True, False}
    assert all(persona.user.suggestions for persona in cast.people())


def test_a_place_that_was_never_surveyed_is_neither_surveyed_nor_cleared() -> None:
    told = {(row["MIN-01"], row["MIN-03"]) for row in rows("assessments") if row["MIN-01"] == "none_known_no_survey"}
    assert told <= {("none_known_no_survey", "not_surveyed"), ("none_known_no_survey", "")}
