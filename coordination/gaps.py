"""Gap arithmetic by months and components (domain section 5; two gaps after the FSC gap guidance): the one formula.

Exact in whole numbers and fractions. Shown figures are rounded up, so that an open household is never rounded away and
0 ≤ projected ≤ current ≤ N holds for them too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from coordination.catalogue import Activity, Catalogue
from coordination.cover import Cover, Parts, covered
from coordination.evidence import Evidence
from coordination.plain import PlainCover, plain_cover
from coordination.severity import count_of

PLEDGED = frozenset({"interest", "pledged"})
"""Visible, not counted in cover."""

COMING = frozenset({"confirmed", "ongoing"})
"""What they have not reached yet is projected cover."""


_COVERING = COMING | {"delivered", "partial"}


@dataclass(frozen=True)
class Record:
    """One commitment as the arithmetic sees it. Counts are in ``unit``; no ``components`` means all of them."""

    id: int
    agency_id: int
    agency: str
    activity: str
    target: int
    reached: int | None
    start: date | None
    end: date | None
    months: int | None
    components: frozenset[str]
    status: str
    unit: str
    reached_on: date | None
    reported_on: date


@dataclass(frozen=True)
class Need:
    """A counted need: ``count`` units over ``months`` from the month of ``dated``, in ``components`` (none: one whole).

    ``activities`` are those that cover it. ``valid`` is false past the shelf-life: "open at last count (date)".
    """

    code: str
    count: int
    unit: str
    months: int
    components: tuple[str, ...]
    dated: date
    valid: bool
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Gap:
    """What is open of a need. ``current`` and ``projected`` are rounded up from the exact values beside them.

    ``overlap`` counts what passes N in the fullest cell; ``runs_out`` is the (year, month) in which cover drops.
    ``counted`` are the records with cover in them, ``pledged`` those that wait, ``beside`` those in other units.
    ``assumed`` are the ids of records whose months are assumed.
    """

    need: Need
    current: int
    projected: int
    current_exact: Fraction
    projected_exact: Fraction
    overlap: int
    runs_out: tuple[int, int] | None
    pledged: tuple[Record, ...]
    counted: tuple[Record, ...]
    beside: tuple[Record, ...]
    assumed: frozenset[int]
    plain: PlainCover

    @property
    def open_share(self) -> Fraction:
        """Projected gap as a share of the need, 0–1."""
        return self.projected_exact / self.need.count if self.need.count else Fraction(0)


def needs(catalogue: Catalogue, evidence: Mapping[str, Evidence]) -> tuple[Need, ...]:
    """The counted needs above 0 in a place, in the catalogue's order; none where the count is unknown."""
    return tuple(
        need_of(catalogue, one)
        for one in evidence.values()
        if one.indicator.kind == "need" and one.known and count_of(one) > 0
    )


def need_of(catalogue: Catalogue, evidence: Evidence) -> Need:
    """The need behind known evidence of a need indicator."""
    indicator = evidence.indicator
    return Need(
        code=indicator.code,
        count=ceil(count_of(evidence)),
        unit=indicator.gap_unit or indicator.unit or "",
        months=catalogue.months_of(indicator.code),
        components=catalogue.components_of(indicator.code),
        dated=evidence.observation.collected_on,
        valid=evidence.valid,
        activities=catalogue.need_activities(indicator.code),
    )


def gap(need: Need, records: Iterable[Record], today: date) -> Gap:
    """The gap of ``need`` under all ``records`` of its place, in any order; other needs' activities are left out."""
    activities = {activity.code: activity for activity in need.activities}
    fitting = sorted((one for one in records if one.activity in activities), key=lambda one: one.id)
    same_unit = [one for one in fitting if _unit(one.unit) == _unit(need.unit)]
    parts = [part for one in same_unit for part in _parts(need, one, activities[one.activity])]
    done = covered(need.count, need.months, need.components, [part for part in parts if not part.coming])
    all_of_it = covered(need.count, need.months, need.components, parts)
    current, projected = _open(need, done), _open(need, all_of_it)
    counting = {part.record for part in parts}
    return Gap(
        need=need,
        current=ceil(current),
        projected=ceil(projected),
        current_exact=current,
        projected_exact=projected,
        overlap=all_of_it.overlap,
        runs_out=_runs_out(need, all_of_it, today),
        pledged=tuple(one for one in same_unit if one.status in PLEDGED),
        counted=tuple(one for one in same_unit if one.id in counting),
        beside=tuple(one for one in fitting if _unit(one.unit) != _unit(need.unit)),
        assumed=frozenset(one.id for one in same_unit if one.id in counting and _assumed(need, one, activities)),
        plain=plain_cover(need.count, need.unit, done, all_of_it),
    )


def _unit(unit: str) -> str:
    return unit.strip().casefold()


def _open(need: Need, cover: Cover) -> Fraction:
    return need.count - Fraction(cover.total, need.months * max(1, len(need.components)))


def _parts(need: Need, record: Record, activity: Activity) -> list[Parts]:
    """The done and the coming part of a record, each with the months that it covers (None: to be assumed)."""
    done = _done(need, record)
    coming = max(0, record.target - (record.reached or 0)) if record.status in COMING else 0
    months, length = _window(need, record, activity)
    wanted = [(done, False), (coming, True)]
    return [
        Parts(record.id, count, is_coming, months, length, record.components)
        for count, is_coming in wanted
        if count > 0
    ]


def _done(need: Need, record: Record) -> int:
    """What was reached; where M is 1 the count has seen what was reached up to its day."""
    if need.months == 1 and (record.reached_on or record.reported_on) <= need.dated:
        return 0
    return max(0, record.reached or 0)


def _window(need: Need, record: Record, activity: Activity) -> tuple[tuple[int, ...] | None, int]:
    """Month numbers of the need that a record covers, and their count; None for the months: not dated."""
    if need.months == 1 or not activity.has_months:
        return tuple(range(need.months)), need.months
    length = _length(record)
    first = record.start or (_months_before(record.end, length) if record.end else None)
    if first is None:
        return None, length
    start = _month_number(first) - _month_number(need.dated)
    return tuple(month for month in range(start, start + length) if 0 <= month < need.months), length


def _assumed(need: Need, record: Record, activities: Mapping[str, Activity]) -> bool:
    """Whether which months a record covers, or how many, is not said."""
    if need.months == 1 or not activities[record.activity].has_months:
        return False
    dates = (record.start, record.end)
    return dates == (None, None) or (record.months is None and None in dates)


def _length(record: Record) -> int:
    """Months of cover: as said, else from start to end (1 Jan–31 Mar is 3), else the 1 that is sure."""
    if record.months is not None:
        return max(0, record.months)
    if record.start is None or record.end is None:
        return 1
    whole = _month_number(record.end) - _month_number(record.start)
    return max(1, whole + (record.end.day > record.start.day))


def _months_before(end: date, length: int) -> date:
    year, month = divmod(_month_number(end) - max(0, length - 1), 12)
    return date(year, month + 1, 1)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _runs_out(need: Need, cover: Cover, today: date) -> tuple[int, int] | None:
    """The first month from today with lower cover than this month's, in any component."""
    first = _month_number(need.dated)
    now = _month_number(today) - first
    if not 0 <= now < need.months:
        return None
    for month in range(now + 1, need.months):
        if any(row[month] < row[now] for row in cover.cells):
            year, number = divmod(first + month, 12)
            return year, number + 1
    return None


def cover_ends(need: Need, records: Iterable[Record], today: date) -> tuple[int, int] | None:
    """The first (year, month) for which no record is dated any more, whatever it counts, while one is for this month.

    None where a record without dates may be meant for that month. Not `Gap.runs_out`: it tells nothing of counts, so it
    may be told where only bands leave.
    """
    activities = {activity.code: activity for activity in need.activities}
    counting = [one for one in records if one.status in _COVERING and _unit(one.unit) == _unit(need.unit)]
    dated = [_window(need, one, activities[one.activity])[0] for one in counting if one.activity in activities]
    if None in dated:
        return None
    months = {month for window in dated for month in window or ()}
    first = _month_number(need.dated)
    now = _month_number(today) - first
    if need.months == 1 or now not in months:
        return None
    ends = next((month for month in range(now + 1, need.months) if month not in months), None)
    return None if ends is None else ((first + ends) // 12, (first + ends) % 12 + 1)


@dataclass(frozen=True)
class Published:
    """What a list may be ordered by: values as published to its viewer, so that the order tells nothing else.

    ``arrivals`` are households due within 60 days; ``silence`` days since the last response, None: never any.
    """

    severity: int | None
    open_share: Fraction | float | None
    households: int | None
    arrivals: int | None
    silence: int | None
    name: str


def priority(entry: Published) -> tuple[object, ...]:
    """Sort key, most urgent first: severity, projected gap share, HH, arrivals due, age of last response, name."""
    figures = (entry.severity, entry.open_share, entry.households, entry.arrivals)
    never = (entry.silence is not None, -(entry.silence or 0))
    return (*(-figure if figure is not None else 1 for figure in figures), *never, entry.name)


def yes_no(codes: Sequence[str], records: Iterable[Record], counted_on: date) -> str:
    """State of a yes/no need (school, road) under records of the activities ``codes``: open, someone or done.

    "done" is what was delivered after the day of the assessment; before it, the assessment has seen the result.
    """
    fitting = [one for one in records if one.activity in codes]
    if any(_delivered_after(one, counted_on) for one in fitting):
        return "done"
    return "someone" if any(one.status in COMING for one in fitting) else "open"


def _delivered_after(record: Record, day: date) -> bool:
    return record.status == "delivered" and bool(record.reached) and (record.reached_on or record.reported_on) > day
