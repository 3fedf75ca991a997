"""Dates of the demo's files count from the day it starts, so that the demo never ages."""

import calendar
import csv
import re
from datetime import date, timedelta
from pathlib import Path

CELL = re.compile(r"today([+-]\d+)?(?:([+-]\d+)m)?")


def resolve(cell: str, today: date) -> str:
    """``today-41`` → that day in ISO form; ``today-41+2m`` → two months after it. Other cells stay as they are."""
    match = CELL.fullmatch(cell.strip())
    if match is None:
        return cell
    days, months = (int(part or 0) for part in match.groups())
    return _months_later(today + timedelta(days=days), months).isoformat()


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def dated_copy(source: Path, folder: Path, today: date) -> Path:
    """A copy of a CSV file in ``folder`` with every date cell resolved."""
    copy = folder / source.name
    with source.open(encoding="utf-8", newline="") as old, copy.open("w", encoding="utf-8", newline="") as new:
        csv.writer(new).writerows([resolve(cell, today) for cell in row] for row in csv.reader(old))
    return copy
