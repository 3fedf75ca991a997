"""Cells that may mean two things: listed with what is doubtful, or read with a remark; nothing is guessed."""

import pytest
from sqlmodel import select

from models.assessments import Assessment, IndicatorValue
from models.commitments import Commitment

HEAD = "place,township,date,tool,agency,WSH-02"


def row(count: str = "41", day: str = "2026-10-12") -> str:
    return f"Lawa Bum,Hka Mai (demo),{day},TEC,KBC,{count}"


@pytest.mark.parametrize(
    ("count", "expected"),
    [("7-8", "range"), ("1.200", "dotted"), ("nil", "nil"), ("1.2E+03", "shortened"), ("12 persons", "indicator_count"),
     ("45%", "indicator_count"), ("about 7-8", "indicator_count")],
)  # fmt: skip
def test_counts_that_are_listed(store, bring, words, count: str, expected: str) -> None:
    report = bring("assessments", HEAD, row(count))
    assert ([one.expected for one in report.listed], store.rows(select(IndicatorValue))) == ([expected], [])
    assert count in report.to_json(words)["listed"][0]["reason"]


@pytest.mark.parametrize(
    ("count", "number"), [("12 HH", 12), ("12.0", 12), ('"1,200"', 1200), ("1 200 families", 1200)]
)
def test_counts_in_other_dress(store, bring, count: str, number: int) -> None:
    assert bring("assessments", HEAD, row(count)).listed == ()
    assert [value.number for value in store.rows(select(IndicatorValue))] == [number]


def test_about_eighty_is_eighty_with_a_remark(store, bring) -> None:
    report = bring("assessments", HEAD, row("~80 HH"))
    assert [(note.value, note.expected, note.params) for note in report.notes] == [("~80 HH", "about", {"n": 80})]
    assert [value.number for value in store.rows(select(IndicatorValue))] == [80]


@pytest.mark.parametrize(("day", "expected"), [("Oct 2026", "day_not_month"), ("12/10/2569", "buddhist")])
def test_days_that_are_listed(store, bring, words, day: str, expected: str) -> None:
    report = bring("assessments", HEAD, row(day=day))
    assert [one.expected for one in report.listed] == [expected]
    assert expected != "buddhist" or "2026-10-12" in report.to_json(words)["listed"][0]["reason"]


def test_a_column_of_both_orders(store, bring) -> None:
    report = bring("assessments", HEAD, row(day="10/25/2026"), row(day="25/09/2026"), row(day="03/04/2026"))
    assert [(one.row, one.expected) for one in report.listed] == [(4, "day_or_month")]


def test_a_column_of_months_first(store, bring) -> None:
    assert bring("assessments", HEAD, row(day="10/25/2026"), row(day="03/04/2026")).stored == 2
    assert sorted(str(one.collected_on) for one in store.rows(select(Assessment))) == ["2026-03-04", "2026-10-25"]


def test_a_month_is_enough_for_a_commitment(store, bring) -> None:
    head = "agency,place,township,activity,target,status,start,end"
    report = bring("commitments", head, "KBC,Lawa Bum,Hka Mai (demo),FSC-A1,90,confirmed,Nov 2026,2027-02")
    (stored,) = store.rows(select(Commitment))
    assert (str(stored.start), str(stored.end)) == ("2026-11-01", "2027-02-28")
    assert [(note.column, note.expected) for note in report.notes] == [("start", "month_read"), ("end", "month_read")]


def test_a_shortened_code_is_no_code(store, bring) -> None:
    head = "place code,date,tool,agency,WSH-02"
    report = bring("assessments", head, "1.9E+05,2026-10-12,TEC,KBC,41")
    assert [one.expected for one in report.listed] == ["code_shortened"]


def test_a_telephone_number_glued_to_a_place_is_not_repeated(store, bring, words) -> None:
    report = bring("assessments", HEAD, "Lawa Bum09450012345,,2026-10-12,TEC,KBC,41")
    assert "09450012345" not in str(report.to_json(words))


def test_a_code_that_looks_like_a_telephone_number_is_repeated(store, bring, words) -> None:
    head = "place code,date,tool,agency,WSH-02"
    report = bring("assessments", head, "MMR009001701501,2026-10-12,TEC,KBC,41")
    assert "MMR009001701501" in report.to_json(words)["listed"][0]["reason"]
