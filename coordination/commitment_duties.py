"""When a commitment is due for a look, by its state and the day of the last news (domain section 5). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from coordination.catalogue import Catalogue
from coordination.commitment_rules import LAPSE, LAPSE_AFTER_START, OVERDUE, STALE
from models.commitments import Commitment

REMINDERS = (7, 14, 24)
"""Days after a pledge on which it is asked about."""
FOOD = "Food Security"
REMIND, LAPSES, IS_OVERDUE, IS_STALE, RUNS_OUT = "remind", "lapse", "overdue", "stale", "runs_out"


@dataclass(frozen=True)
class Due:
    """What happens to a commitment on a day."""

    kind: str
    on: date


def schedule(catalogue: Catalogue, one: Commitment, today: date) -> Iterator[Due]:
    """What will happen to a commitment if nobody says anything more, by day; of the endless, as far as a year ahead."""
    told = one.reported_on
    if one.status == "pledged":
        yield from (Due(REMIND, told + timedelta(days)) for days in REMINDERS)
        yield Due(LAPSES, told + timedelta(LAPSE))
    if one.status == "confirmed" and one.start:
        begun = max(one.start, told)
        yield Due(IS_OVERDUE, begun + timedelta(OVERDUE))
        yield Due(LAPSES, begun + timedelta(LAPSE_AFTER_START))
    if one.status == "ongoing":
        most = (today - told).days // STALE + 12
        yield from (Due(IS_STALE, told + timedelta(STALE * times)) for times in range(1, most + 1))
    if one.status == "delivered" and one.months and one.start and catalogue.activities[one.activity].sector == FOOD:
        last = _months_on(one.start, one.months - 1)
        if told < _months_on(last, 1):
            yield Due(RUNS_OUT, max(_months_on(last, -1), told + timedelta(1)))


def asked_of(catalogue: Catalogue, one: Commitment, today: date) -> date | None:
    """The next day after ``today`` on which something is due."""
    return next((due.on for due in schedule(catalogue, one, today) if due.on > today), None)


def upcoming(catalogue: Catalogue, one: Commitment, today: date) -> tuple[Due, ...]:
    """What will happen after ``today``, the next first."""
    return tuple(due for due in schedule(catalogue, one, today) if due.on > today)


def _months_on(day: date, months: int) -> date:
    """The first of the month so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
