"""What stays of the backups in a folder."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.rotation import dated, earlier, rotate
from tests.conftest import NOW

STRANGERS = ("desk.backup", "desk-old.backup", "desk-20261122-090000.backup.txt", "other-20261101-000000.backup",
             "desk-99999999-999999.backup")  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Backups of ten days, the newest of now, beside files of other names."""
    for name in STRANGERS:
        (tmp_path / name).touch()
    for days in range(10):
        dated(tmp_path / "desk.backup", NOW - timedelta(days=days)).touch()
    return tmp_path / "desk.backup"


def days_left(file: Path) -> list[int]:
    return [(NOW - moment).days for moment, _ in earlier(file)]


@pytest.mark.parametrize(
    ("keep", "days", "left"), [(3, None, [0, 1, 2]), (1, None, [0]), (20, 4, [0, 1, 2, 3, 4]), (2, 4, [0, 1])]
)
def test_the_newest_stay_and_none_for_too_long(file: Path, keep: int, days: int | None, left: list[int]) -> None:
    gone = rotate(file, dated(file, NOW), keep, days, NOW)
    assert days_left(file) == left
    assert len(gone) == 10 - len(left)
    assert [name for name in STRANGERS if not (file.parent / name).exists()] == []


def test_the_one_just_made_stays_whatever_the_clock_says(file: Path) -> None:
    back = NOW - timedelta(days=400)
    dated(file, back).touch()
    rotate(file, dated(file, back), 1, 30, NOW)
    assert [path for _, path in earlier(file)] == [dated(file, back)]
