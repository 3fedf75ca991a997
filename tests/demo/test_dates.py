"""Dates of the demo's files."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.demo.dates import dated_copy, resolve

TODAY = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("today", "2027-01-31"),
        ("today-41", "2026-12-21"),
        ("today+20", "2027-02-20"),
        ("today+1m", "2027-02-28"),
        ("today-41+2m", "2027-02-21"),
        ("today-31-12m", "2025-12-31"),
        (" today-1 ", "2027-01-30"),
    ],
)
def test_a_cell_becomes_a_day(cell: str, day: str) -> None:
    assert resolve(cell, TODAY) == day


@pytest.mark.parametrize("cell", ["", "Lawa Bum", "2026-10-12", "today's market", "today-x"])
def test_other_cells_stay(cell: str) -> None:
    assert resolve(cell, TODAY) == cell


def test_a_file_is_copied_with_its_dates(tmp_path: Path) -> None:
    source = tmp_path / "assessments.csv"
    source.write_text('place,date\n"Lawa Bum, old",today-1\n', encoding="utf-8")
    folder = tmp_path / "dated"
    folder.mkdir()
    assert dated_copy(source, folder, TODAY).read_text(encoding="utf-8").splitlines() == [
        "place,date",
        '"Lawa Bum, old",2027-01-30',
    ]


def test_months_later_are_calendar_months_on_every_day_of_the_year() -> None:
    for number in range(366):
        today = TODAY + timedelta(days=number)
        start, later = (date.fromisoformat(resolve(cell, today)) for cell in ("today-41", "today-41+2m"))
        assert (later.year - start.year) * 12 + later.month - start.month == 2
