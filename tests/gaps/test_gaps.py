"""The gap arithmetic by example (domain section 5)."""

from datetime import date
from fractions import Fraction

import pytest

from coordination.cover import Parts, covered
from coordination.evidence import Observation, weigh
from coordination.gaps import Published, gap, need_of, needs, priority, yes_no
from coordination.plain import Level

TODAY = date(2026, 11, 22)
OCT, DEC = date(2026, 10, 20), date(2026, 12, 1)


@pytest.fixture
def example(record):
    """Two months for everybody delivered, four more for 60 confirmed, 40 pledged."""
    return [
        record(1, "delivered", 96, start=OCT, months=2),
        record(2, "confirmed", 60, start=DEC, months=4),
        record(3, "pledged", 40, start=DEC, months=4),
    ]


def test_the_example_of_the_domain(need, example):
    found = gap(need(), example, TODAY)
    assert (found.current, found.projected) == (64, 24)
    assert (found.current_exact, found.projected_exact) == (64, 24)
    assert [one.id for one in found.counted] == [1, 2]
    assert [one.id for one in found.pledged] == [3]
    assert (found.overlap, found.beside, found.assumed) == (0, (), frozenset())
    assert found.runs_out == (2026, 12)
    assert found.open_share == Fraction(1, 4)


def test_the_plain_sentence_of_the_example(need, example):
    plain = gap(need(), example, TODAY).plain
    assert (plain.total, plain.kind, plain.of, plain.rest) == (96, "months", 6, True)
    assert (plain.done, plain.coming) == ((Level(96, 2),), (Level(60, 4),))
    assert plain.sentences == (
        ("gap.plain.months.all", {"n": 96, "unit": "HH", "parts": 2, "of": 6}),
        ("gap.plain.months.rest", {"n": 60, "unit": "HH", "parts": 4, "of": 6}),
    )


def test_two_deliveries_for_the_same_months_count_once(need, record):
    twice = [record(number, "delivered", 96, start=OCT, months=3) for number in (1, 2)]
    found = gap(need(), twice, TODAY)
    assert (found.current, found.projected, found.overlap) == (48, 48, 96)
    assert found.runs_out == (2027, 1)


def test_half_of_the_months_is_half_of_the_need(need, record):
    found = gap(need(count=10), [record(1, "delivered", 10, start=OCT, months=3)], TODAY)
    assert (found.current, found.projected) == (5, 5)


def test_no_record_leaves_all_open(need):
    found = gap(need(), [], TODAY)
    assert (found.current, found.projected, found.overlap, found.runs_out) == (96, 96, 0, None)
    assert found.plain.sentences == (("gap.plain.none", {}),)


def test_shown_gaps_are_rounded_up(need, record):
    almost = [
        record(1, "delivered", 10, start=OCT, months=5),
        record(2, "delivered", 9, start=date(2027, 3, 1), months=1),
    ]
    found = gap(need(count=10), almost, TODAY)
    assert found.current_exact == Fraction(1, 6)
    assert (found.current, found.projected) == (1, 1)


@pytest.mark.parametrize(
    ("status", "current", "projected"),
    [
        ("interest", 96, 96),
        ("pledged", 96, 96),
        ("confirmed", 96, 66),
        ("ongoing", 96, 66),
        ("delivered", 96, 96),
        ("partial", 96, 96),
        ("suspended", 96, 96),
        ("cancelled", 96, 96),
        ("lapsed", 96, 96),
    ],
)
def test_what_counts_before_anything_is_reached(need, record, status, current, projected):
    found = gap(need(), [record(1, status, 30, reached=None, start=OCT, months=6)], TODAY)
    assert (found.current, found.projected) == (current, projected)
    assert [one.id for one in found.pledged] == ([1] if status in {"interest", "pledged"} else [])
    assert [one.id for one in found.counted] == ([1] if projected < 96 else [])


@pytest.mark.parametrize(
    ("status", "projected"),
    [
        ("pledged", 84),
        ("confirmed", 66),
        ("ongoing", 66),
        ("delivered", 84),
        ("partial", 84),
        ("suspended", 84),
        ("cancelled", 84),
        ("lapsed", 84),
    ],
)
def test_the_reached_part_stays_done_whatever_the_state(need, record, status, projected):
    found = gap(need(), [record(1, status, 30, reached=12, start=OCT, months=6)], TODAY)
    assert (found.current, found.projected) == (84, projected)


def test_reached_counts_not_target(need, record):
    assert gap(need(), [record(1, "delivered", 96, reached=40, start=OCT, months=6)], TODAY).current == 56
    more = gap(need(), [record(1, "ongoing", 40, reached=60, start=OCT, months=6)], TODAY)
    assert (more.current, more.projected) == (36, 36)


def test_other_activities_are_left_out(need, record):
    found = gap(
        need(), [record(1, "delivered", 96, activity="WSH-A1"), record(2, "pledged", 9, activity="WSH-A1")], TODAY
    )
    assert (found.current, found.counted, found.pledged, found.beside) == (96, (), (), ())


def test_other_units_stand_beside_and_never_count(need, record):
    persons = record(1, "delivered", 300, unit="persons", start=OCT, months=6)
    pledge = record(2, "pledged", 300, unit="kits")
    found = gap(need(), [persons, pledge, record(3, "delivered", 6, unit=" hh", start=OCT, months=6)], TODAY)
    assert (found.current, found.beside, found.pledged) == (90, (persons, pledge), ())
    assert [one.id for one in found.counted] == [3]


@pytest.mark.parametrize(
    ("start", "end", "months", "covered_months"),
    [
        (date(2026, 10, 1), None, 2, 2),
        (date(2026, 10, 31), None, 2, 2),
        (date(2026, 9, 1), None, 2, 1),
        (date(2026, 8, 1), None, 2, 0),
        (date(2027, 3, 1), None, 2, 1),
        (date(2027, 4, 1), None, 2, 0),
        (date(2026, 10, 1), None, 12, 6),
        (date(2026, 10, 1), None, 0, 0),
        (date(2026, 10, 1), date(2026, 12, 31), None, 3),
        (date(2026, 10, 15), date(2027, 1, 14), None, 3),
        (date(2026, 10, 15), date(2027, 1, 15), None, 3),
        (date(2026, 10, 15), date(2027, 1, 16), None, 4),
        (date(2026, 10, 15), date(2026, 10, 15), None, 1),
        (date(2026, 10, 1), date(2026, 12, 31), 2, 2),
        (date(2026, 10, 1), None, None, 1),
        (None, date(2026, 11, 30), 3, 2),
        (None, date(2027, 4, 30), 3, 2),
        (None, date(2026, 11, 30), None, 1),
        (None, None, None, 1),
        (None, None, 4, 4),
    ],
)
def test_months_that_a_record_covers(need, record, start, end, months, covered_months):
    found = gap(need(count=6), [record(1, "delivered", 6, start=start, end=end, months=months)], TODAY)
    assert found.current == 6 - covered_months


@pytest.mark.parametrize(
    ("start", "end", "months", "assumed"),
    [
        (OCT, None, 2, False),
        (OCT, DEC, None, False),
        (None, DEC, 2, False),
        (None, None, 2, True),
        (OCT, None, None, True),
        (None, DEC, None, True),
        (None, None, None, True),
    ],
)
def test_assumed_months_are_marked(need, record, start, end, months, assumed):
    found = gap(need(), [record(7, "delivered", 6, start=start, end=end, months=months)], TODAY)
    assert found.assumed == (frozenset({7}) if assumed else frozenset())


def test_records_without_dates_fill_the_earliest_open_months(need, record):
    dated = record(1, "delivered", 96, start=date(2026, 11, 1), months=2)
    found = gap(need(), [record(2, "delivered", 96, months=2), dated], TODAY)
    assert (found.current, found.overlap) == (32, 0)
    assert found.runs_out == (2027, 2)
    assert found.assumed == frozenset({2})


def test_pledges_are_not_marked_as_assumed(need, record):
    assert gap(need(), [record(2, "pledged", 96, months=2)], TODAY).assumed == frozenset()


def test_expiry_changes_no_sum(need, example):
    results = [gap(need(), example, date(year, month, 1)) for year, month in [(2026, 10), (2027, 3), (2028, 1)]]
    assert {(one.current, one.projected) for one in results} == {(64, 24)}


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 10, 31), (2026, 12)),
        (date(2026, 12, 1), (2027, 2)),
        (date(2027, 1, 31), (2027, 2)),
        (date(2027, 2, 1), None),
        (date(2027, 3, 31), None),
        (date(2027, 4, 1), None),
        (date(2026, 9, 30), None),
    ],
)
def test_runs_out_in_the_first_month_with_less_than_this_one(need, record, today, month):
    records = [record(1, "delivered", 96, start=OCT, months=2), record(2, "ongoing", 60, start=DEC, months=2)]
    assert gap(need(), records, today).runs_out == month


@pytest.mark.parametrize(
    ("reached_on", "reported_on", "current"),
    [
        (date(2026, 10, 13), date(2026, 1, 1), 10),
        (date(2026, 10, 12), date(2026, 12, 1), 30),
        (None, date(2026, 10, 13), 10),
        (None, date(2026, 10, 12), 30),
    ],
)
def test_a_count_has_seen_what_was_reached_before_it(need, record, reached_on, reported_on, current):
    water = record(1, "delivered", 20, activity="WSH-A1", reached_on=reached_on, reported_on=reported_on)
    found = gap(need("WSH-02", 30), [water], TODAY)
    assert (found.current, found.projected) == (current, current)
    assert found.assumed == frozenset()


def test_what_is_still_to_come_counts_though_a_part_was_seen(need, record):
    water = record(
        1, "ongoing", 20, reached=12, activity="WSH-A1", reached_on=date(2026, 10, 1), start=date(2027, 6, 1)
    )
    found = gap(need("WSH-02", 30), [water], TODAY)
    assert (found.current, found.projected, found.runs_out) == (30, 22, None)


def test_an_activity_without_months_fills_all_months(need, record):
    found = gap(need("PRF-07", 12), [record(1, "delivered", 4, activity="PRO-A2", months=1, start=DEC)], TODAY)
    assert (found.need.months, found.current, found.assumed) == (6, 8, frozenset())
    undated = gap(need("PRF-07", 12), [record(1, "delivered", 4, activity="PRO-A2")], TODAY)
    assert (undated.current, undated.assumed) == (8, frozenset())
    monitoring = gap(need("PRF-07", 12), [record(1, "delivered", 4, activity="PRO-A1", months=3, start=OCT)], TODAY)
    assert monitoring.current == 10


def test_components_are_parts_of_the_need(need, record):
    def part(number, count, *components):
        return record(number, "delivered", count, activity="LIV-A1", components=frozenset(components))

    farming = need("LIV-03", 30)
    assert gap(farming, [part(1, 30, "seed")], TODAY).current == 20
    assert gap(farming, [part(1, 30, "seed", "tools")], TODAY).current == 10
    assert gap(farming, [part(1, 30)], TODAY).current == 0
    assert gap(farming, [part(1, 30, "boats")], TODAY).current == 30
    twice = gap(farming, [part(1, 30, "seed"), part(2, 10, "seed"), part(3, 6, "animals")], TODAY)
    assert (twice.current, twice.overlap) == (18, 10)
    assert (twice.plain.kind, twice.plain.of) == ("items", 3)
    assert twice.plain.sentences == (
        ("gap.plain.items.all", {"n": 30, "unit": "HH", "parts": 1, "of": 3}),
        ("gap.plain.items.more", {"n": 6, "unit": "HH", "parts": 1, "of": 3}),
    )


def test_months_and_components_are_cells(need, record):
    cells = need(components=("rice", "oil"), count=12)
    rice = record(1, "delivered", 12, start=OCT, months=6, components=frozenset({"rice"}))
    oil = record(2, "confirmed", 6, start=DEC, months=1, components=frozenset({"oil"}))
    found = gap(cells, [rice, oil], TODAY)
    assert (found.current, found.projected_exact, found.projected) == (6, Fraction(11, 2), 6)
    assert found.plain.kind == "shares"
    assert found.plain.of == 12
    assert gap(cells, [rice, oil], date(2026, 12, 5)).runs_out == (2027, 1)


@pytest.mark.parametrize(
    ("done", "coming", "sentences"),
    [
        (30, 0, [("all", 30)]),
        (12, 0, [("done", 12)]),
        (0, 30, [("all_confirmed", 30)]),
        (0, 12, [("confirmed", 12)]),
        (12, 18, [("done", 12), ("rest", 18)]),
        (12, 5, [("done", 12), ("more", 5)]),
        (40, 5, [("all", 30)]),
    ],
)
def test_plain_sentences_of_a_need_without_parts(need, record, done, coming, sentences):
    given = [record(1, "delivered", done, activity="WSH-A1"), record(2, "confirmed", coming, activity="WSH-A1")]
    plain = gap(need("WSH-02", 30), given, TODAY).plain
    assert plain.sentences == tuple(
        (f"gap.plain.whole.{word}", {"total": 30, "unit": "HH", "n": count}) for word, count in sentences
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([("delivered", 40, OCT, 6)], ["done"]),
        ([("confirmed", 40, OCT, 6)], ["confirmed"]),
        ([("confirmed", 96, OCT, 6)], ["all_confirmed"]),
        ([("delivered", 96, OCT, 2), ("confirmed", 60, DEC, 2)], ["all", "more_confirmed"]),
        ([("delivered", 40, OCT, 6), ("confirmed", 20, OCT, 6)], ["done", "more_confirmed"]),
        ([("delivered", 96, OCT, 2), ("confirmed", 60, DEC, 2), ("confirmed", 9, date(2027, 2, 1), 2)],
         ["all", "more_confirmed", "more_confirmed"]),
    ],
)  # fmt: skip
def test_plain_sentences_of_months(need, record, given, words):
    records = [record(n, state, hh, start=start, months=m) for n, (state, hh, start, m) in enumerate(given)]
    told = gap(need(), records, TODAY).plain.sentences
    assert [key.removeprefix("gap.plain.months.") for key, _ in told] == words


def test_a_need_of_nobody_is_no_gap(need):
    found = gap(need(count=0), [], TODAY)
    assert (found.current, found.projected, found.open_share) == (0, 0, 0)


def parts(number, count, *, coming=False, months=None, length=1):
    return Parts(number, count, coming, months, length, frozenset())


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        ([parts(1, 4, coming=True), parts(2, 3)], (7, 0, 0)),
        ([parts(1, 10, coming=True), parts(2, 10, length=2)], (10, 10, 10)),
        ([parts(1, 9), parts(2, 10)], (10, 9, 0)),
        ([parts(1, 10, length=1), parts(2, 10, length=2)], (10, 10, 10)),
        ([parts(1, 5, months=(1,)), parts(2, 10, length=2)], (10, 10, 0)),
        ([parts(1, 10, months=(0,)), parts(2, 10, length=5)], (10, 10, 10)),
    ],
)
def test_turns_of_parts_without_dates(given, cells):
    for order in (given, given[::-1]):
        assert covered(10, 3, (), order).cells == (cells,)


def test_larger_parts_choose_before_smaller_ones():
    # 6 then 5 in the first month leave the second to 4; any other order would overlap less or more.
    found = covered(10, 2, (), [parts(1, 4), parts(2, 5), parts(3, 6)])
    assert (found.cells, found.overlap) == (((10, 4),), 1)


def test_longer_parts_choose_before_shorter_ones():
    found = covered(10, 3, (), [parts(1, 6, length=1), parts(2, 6, length=2), parts(3, 6, length=1)])
    assert (found.cells, found.overlap) == (((10, 10, 0),), 2)


def seen(indicator, value, ago=0, **more):
    told = {"choice": value} if isinstance(value, str) else {"number": value}
    return Observation(
        1, indicator, "value", tool="HHS", collected_on=date.fromordinal(TODAY.toordinal() - ago), **told, **more
    )


def test_needs_are_the_counts_above_zero(known):
    values = [
        seen("FSC-02", 96.0, 41),
        seen("WSH-02", 0),
        seen("WSH-01", "surface"),
        seen("INF-04", "road|school", 400),
    ]
    food, works = needs(known, weigh(known, values, TODAY))
    assert (food.code, food.count, food.unit, food.months, food.components) == ("FSC-02", 96, "HH", 6, ())
    assert (food.dated, food.valid) == (date(2026, 10, 12), True)
    assert [one.code for one in food.activities] == ["FSC-A1", "FSC-A2", "FSC-A3"]
    assert (works.code, works.count, works.unit, works.valid) == ("INF-04", 2, "works", False)


def test_a_count_that_nobody_knows_is_no_need(known):
    unknown = Observation(1, "FSC-02", "unknown", tool="HHS", collected_on=TODAY)
    assert needs(known, weigh(known, [unknown], TODAY)) == ()


def test_a_need_in_parts_is_rounded_up(known):
    assert need_of(known, weigh(known, [seen("NUT-01", 2.5)], TODAY)["NUT-01"]).count == 3
    assert need_of(known, weigh(known, [seen("NUT-01", 2.5)], TODAY)["NUT-01"]).unit == "persons"


def test_lists_go_by_severity_then_share_households_arrivals_silence_and_name():
    urgent_first = [
        Published(4, Fraction(1, 4), 10, 0, 1, "z"),
        Published(3, 1.0, 5, 0, 1, "z"),
        Published(3, 0.5, 50, 0, 1, "z"),
        Published(3, 0.5, 20, 9, 1, "z"),
        Published(3, 0.5, 20, 8, None, "z"),
        Published(3, 0.5, 20, 8, 40, "z"),
        Published(3, 0.5, 20, 8, 0, "a"),
        Published(3, 0.5, 20, 8, 0, "b"),
        Published(3, 0.5, None, 8, 0, "a"),
        Published(0, None, None, None, 0, "a"),
        Published(None, None, None, None, None, "a"),
    ]
    jumbled = urgent_first[::-1]
    assert sorted(jumbled, key=priority) == urgent_first


@pytest.mark.parametrize(
    ("status", "reached", "reached_on", "state"),
    [
        ("delivered", 1, date(2026, 10, 13), "done"),
        ("delivered", 1, date(2026, 10, 12), "open"),
        ("delivered", 0, date(2026, 10, 13), "open"),
        ("delivered", 1, None, "done"),
        ("confirmed", None, None, "someone"),
        ("ongoing", 1, date(2026, 10, 13), "someone"),
        ("pledged", None, None, "open"),
        ("suspended", 1, date(2026, 10, 13), "open"),
    ],
)
def test_yes_no_needs(record, known, status, reached, reached_on, state):
    road = record(1, status, 1, reached=reached, reached_on=reached_on, activity="INF-A1", unit="works")
    assert yes_no(known.answered_by["INF-01"], [road], date(2026, 10, 12)) == state
    assert yes_no(known.answered_by["INF-02"], [road], date(2026, 10, 12)) == "open"


def test_of_several_the_furthest_state_counts(record):
    records = [record(1, "ongoing", 1), record(2, "delivered", 1), record(3, "pledged", 1)]
    assert yes_no(("FSC-A1",), records, date(2026, 10, 12)) == "done"
    assert yes_no((), records, date(2026, 10, 12)) == "open"
