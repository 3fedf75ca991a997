"""When a digest is due: a local day and time in the group's zone, as a moment in UTC. Pure.

A period is a local day, so that no clock change makes two of one: a time that the clocks pass over counts by the offset
before them, and one that comes twice counts the first time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
RHYTHMS = (DAILY, WEEKLY, MONTHLY)
CUTOFF = {DAILY: timedelta(hours=12), WEEKLY: timedelta(days=2), MONTHLY: timedelta(days=4)}
"""How late a digest may still come; later it is left out, and that is said."""
LAST_DAY = 28
"""The latest day of the month that every month has."""


@dataclass(frozen=True)
class Rhythm:
    """``day`` is a weekday from 0 (Monday) or, monthly, a day from 1 to 28; ``minute`` counts from midnight."""

    kind: str
    day: int
    minute: int
    zone: str


@dataclass(frozen=True)
class Period:
    """The local day on which a digest is due, and the moment (UTC)."""

    on: date
    at: datetime

    @property
    def name(self) -> str:
        """The key of the period."""
        return self.on.isoformat()


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def after(rhythm: Rhythm, moment: datetime) -> Period:
    """The first period that is due after ``moment``."""
    start = moment.astimezone(ZoneInfo(rhythm.zone)).date() - timedelta(days=1)
    return next(one for one in _from(rhythm, start) if one.at > moment)


def following(rhythm: Rhythm, period: Period) -> Period:
    """The period after ``period``."""
    later = _from(rhythm, period.on + timedelta(days=1))
    return next(one for one in later if one.at > period.at)


def span(rhythm: str, on: date) -> tuple[date, date]:
    """First and last day that a digest due on that day looks back at."""
    last = on - timedelta(days=1)
    if rhythm == DAILY:
        return last, last
    return (on - timedelta(days=7), last) if rhythm == WEEKLY else (_month_before(on), last)


def _month_before(on: date) -> date:
    year, month = (on.year, on.month - 1) if on.month > 1 else (on.year - 1, 12)
    return date(year, month, on.day)


def _from(rhythm: Rhythm, start: date) -> Iterator[Period]:
    day = start
    while True:
        at = _moment(rhythm, day) if _falls(rhythm, day) else None
        if at is not None:
            yield Period(day, at)
        day += timedelta(days=1)


def _falls(rhythm: Rhythm, day: date) -> bool:
    if rhythm.kind == DAILY:
        return True
    return day.weekday() == rhythm.day if rhythm.kind == WEEKLY else day.day == rhythm.day


def _moment(rhythm: Rhythm, day: date) -> datetime | None:
    """The moment of that day; None for a day that the zone leaves out."""
    zone = ZoneInfo(rhythm.zone)
    hours, minutes = divmod(rhythm.minute, 60)
    for clock in (time(hours, minutes), time(12)):
        at = datetime.combine(day, clock, zone).astimezone(UTC)
        if at.astimezone(zone).date() == day:
            return at
    return None
