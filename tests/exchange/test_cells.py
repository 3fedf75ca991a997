"""What a cell says, however a spreadsheet or a person writes it."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange import cells

DAY = date(2026, 10, 12)
MIDNIGHT = datetime.combine(DAY, time())


@pytest.mark.parametrize(
    "cell",
    [DAY, MIDNIGHT, MIDNIGHT.replace(hour=9), 46307, 46307.0, "46307", "2026-10-12", "2026-10-12T09:30:00Z",
     "12/10/2026", "12.10.2026", "12-10-2026", "12 Oct 2026", "12 October 2026", "12-Oct-2026", "12th Oct, 2026",
     "12/10/26", "12.10.26", "2026-10-12T23:30:00+06:30", "2026/10/12", "12-Oct-26", "Oct 12, 2026", "12/10/2026 09:30",
     "၁၂/၁၀/၂၀၂၆", "၂၀၂၆-၁၀-၁၂"],
)  # fmt: skip
def test_a_day_in_every_writing(cell: Any) -> None:
    assert cells.day(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [None, "", "soon", "31/02/2026", "2026-13-01", "10/2026", "12 Foo 2026", True, 12, 1e9, "31/31/26", float("nan")],
)
def test_what_is_no_day(cell: Any) -> None:
    assert cells.day(cell) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12, 12),
        (12.0, 12),
        ("12", 12),
        (" 12 ", 12),
        ("1,200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("12.0", 12),
        ("၁၂", 12),
        (0, 0),
        ("0", 0),
    ],
)
def test_a_whole_number(cell: Any, number: int) -> None:
    assert cells.whole(cell) == number


@pytest.mark.parametrize(
    "cell", [None, "", "-3", -3, 12.5, "12.5", "12.05", "ten", "1,20", "1e3", True, "=1+1", float("inf"), 10**16, "²"]
)
def test_what_is_no_whole_number(cell: Any) -> None:
    assert cells.whole(cell) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.0, "0"), (1.5, "1.5"), (True, "yes"), (False, "no"), ("  a \n b\u00a0c ", "a b c"), (None, "")],
)
def test_text_of_a_cell(cell: Any, text: str) -> None:
    assert cells.text(cell) == text


@pytest.mark.parametrize("header", ["Place code", "place_code", " PLACE-CODE * ", "place\u00a0code", "place\ncode"])
def test_headers_are_compared_without_their_dress(header: str) -> None:
    assert cells.fold(header) == "place code"


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.none() | st.dates() | st.datetimes())
def test_any_cell_is_read_without_an_error(cell: Any) -> None:
    assert isinstance(cells.text(cell), str)
    assert (cells.whole(cell) or 0) >= 0
    assert cells.day(cell) is None or type(cells.day(cell)) is date


@pytest.mark.parametrize(
    ("cell", "number"), [("12 HH", 12), ("1,200 households", 1200), ("12 persons", None), ("12", 12)]
)
def test_a_count_with_its_unit(cell: str, number: int | None) -> None:
    assert cells.whole(cell, frozenset(["hh", "households"])) == number


@pytest.mark.parametrize(
    ("cell", "why"),
    [("7-8", "range"), ("7 to 8", "range"), ("1.200", "dotted"), ("1.9E+05", "shortened"), ("nil", "nil"), ("x", None)],
)
def test_what_is_doubtful_about_a_number(cell: str, why: str | None) -> None:
    assert cells.doubt(cell) == why


@pytest.mark.parametrize("cell", ["~80", "about 80", "approx. 80", "ca 80", "≈ 80"])
def test_about(cell: str) -> None:
    assert (cells.about(cell), cells.whole(cell)) == ("80", None)


@pytest.mark.parametrize(
    ("cell", "code"), [(190001.0, "190001"), ("190001.0", "190001"), ("190,001", "190001"), ("MMR001", "MMR001")]
)
def test_codes_that_a_spreadsheet_took_for_numbers(cell: Any, code: str) -> None:
    assert (cells.code(cell), cells.shortened(cell)) == (code, False)


@pytest.mark.parametrize("cell", ["1.9E+05", "1,9e5", 1.2345678901234568e17])
def test_codes_that_lost_their_end(cell: Any) -> None:
    assert cells.shortened(cell)


@pytest.mark.parametrize("cell", ["Oct 2026", "October 2026", "Oct-2026", "2026-10", "2026/10", "10/2026"])
def test_a_month_is_no_day(cell: str) -> None:
    assert (cells.month(cell), cells.day(cell)) == (date(2026, 10, 1), None)


@pytest.mark.parametrize("cell", ["Foo 2026", "2026-13", "13/2026", "2026", "", 2026.0])
def test_what_is_no_month(cell: Any) -> None:
    assert cells.month(cell) is None


def test_days_of_other_habits() -> None:
    assert cells.day("03/04/2026", month_first=True) == date(2026, 3, 4)
    assert cells.day("25/04/2026", month_first=True) == date(2026, 4, 25)
    assert cells.day("04/25/2026") == date(2026, 4, 25)
    assert cells.day(44845, since_1904=True) == DAY
    assert cells.buddhist(date(2569, 10, 12)) == "2026-10-12"
    assert cells.buddhist(DAY) == ""


def test_what_a_cell_tells_about_the_order_of_its_column() -> None:
    told = [cells.day_order(cell) for cell in ("25/10/2026", "10/25/26", "3.4.2026", "3/3/2026", "32/32/2026", "x", 3)]
    assert told == ["day", "month", "either", None, None, None, None]


def test_signs_that_no_text_has_are_taken_out() -> None:
    assert cells.printed("a\x00b\u202ec\ud800\u200b\nd") == "abc\u200b\nd"
