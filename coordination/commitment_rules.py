"""What is wrong with commitments: dates, figures, life cycle, unit and level (domain section 5). Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coordination.catalogue import Catalogue
from coordination.findings import Figure, Flag, import_of
from coordination.gaps import PLEDGED, Record
from coordination.value_rules import COUNTED, far_over

TIMES_THE_PEOPLE = 10
LAPSE, LAPSE_AFTER_START, OVERDUE, STALE = 30, 60, 21, 30
"""Days without news: of a pledge, of a confirmed one after its start (lapsed, overdue), of an ongoing one."""
COPIES = 8
"""Places of one import with the very same number."""
MOST_OF_THEM = 0.8
"""Only where so many of all places of that import have it: equal numbers here and there are ordinary."""


@dataclass(frozen=True)
class Promise:
    """A commitment in its place: ``people`` are known there by unit, ``settled`` is false above village level."""

    place_id: int
    record: Record
    source: str
    settled: bool
    people: Mapping[str, int]


def flags(catalogue: Catalogue, promises: Sequence[Promise], today: date) -> list[Flag]:
    """What commitments are flagged for."""
    found = [
        _flag(promise, rule, figures)
        for promise in promises
        for rule, fits in _RULES.items()
        if (figures := fits(catalogue, promise.record, today)) is not None
    ]
    people = [flag for promise in promises if (flag := _over_people(promise))]
    held = [promise for promise in promises if _open(promise.record)]
    return [*found, *people, *_above_village(held), *_other_units(catalogue, held), *_copied(promises)]


def _flag(promise: Promise, rule: str, figures: Mapping[str, Figure]) -> Flag:
    one = promise.record
    about: dict[str, Figure] = {
        "number": one.id, "agency": one.agency, "activity": one.activity, "target": one.target, "unit": one.unit,
        "status": one.status,
    }  # fmt: skip
    return Flag(rule=rule, place_id=promise.place_id, figures=about | dict(figures))


def _above_village(promises: Sequence[Promise]) -> Iterator[Flag]:
    """What is meant for a whole area: one flag for each area, for a sheet may hold hundreds."""
    areas: dict[int, list[Record]] = defaultdict(list)
    for promise in promises:
        if not promise.settled:
            areas[promise.place_id].append(promise.record)
    for place_id, records in areas.items():
        agencies = ", ".join(sorted({one.agency for one in records}))
        yield Flag(rule="above_village", place_id=place_id, figures={"n": len(records), "agencies": agencies})


def _other_units(catalogue: Catalogue, promises: Sequence[Promise]) -> Iterator[Flag]:
    """Units that differ from the need's: one flag for each agency, activity and unit."""
    counted: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for promise in promises:
        counted[promise.record.agency, promise.record.activity, promise.record.unit].append(promise.place_id)
    for (agency, activity, unit), ids in counted.items():
        known = catalogue.activities.get(activity)
        need = catalogue.indicators.get(known.need or "") if known else None
        wanted = (need.gap_unit or need.unit or "") if need else ""
        if need and wanted.strip().casefold() != unit.strip().casefold():
            figures: dict[str, Figure] = {"agency": agency, "activity": activity, "unit": unit, "wanted": wanted}
            place_id = ids[0] if len(set(ids)) == 1 else None
            yield Flag(rule="other_unit", place_id=place_id, code=need.code, figures=figures | {"n": len(ids)})


def _open(one: Record) -> bool:
    return one.status not in {"cancelled", "lapsed"}


def overdue(one: Record, today: date) -> tuple[str, int] | None:
    """How a commitment stands by its age, and days without news: lapse, overdue or stale (domain section 5)."""
    if one.status in PLEDGED:
        days = (today - one.reported_on).days
        return ("lapse", days) if one.status == "pledged" and days >= LAPSE else None
    if one.status == "confirmed" and one.start:
        days = (today - max(one.start, one.reported_on)).days
        return ("lapse", days) if days >= LAPSE_AFTER_START else ("overdue", days) if days >= OVERDUE else None
    days = (today - one.reported_on).days
    return ("stale", days) if one.status == "ongoing" and days >= STALE else None


_Fits = Callable[[Catalogue, Record, date], Mapping[str, Figure] | None]


def _aged(state: str) -> _Fits:
    def fits(_catalogue: Catalogue, one: Record, today: date) -> Mapping[str, Figure] | None:
        found = overdue(one, today)
        return {"days": found[1]} if found and found[0] == state else None

    return fits


def _future(_catalogue: Catalogue, one: Record, today: date) -> Mapping[str, Figure] | None:
    days = [day for day in (one.reached_on, one.reported_on) if day and day > today]
    days += [one.start] if one.start and one.start > today and one.status == "delivered" else []
    return {"day_on": max(days)} if days else None


def _end_before_start(_catalogue: Catalogue, one: Record, _today: date) -> Mapping[str, Figure] | None:
    return {"start_on": one.start, "end_on": one.end} if one.start and one.end and one.end < one.start else None


def _over_target(_catalogue: Catalogue, one: Record, _today: date) -> Mapping[str, Figure] | None:
    return {"reached": one.reached} if one.reached is not None and one.reached > one.target else None


def _unreached(_catalogue: Catalogue, one: Record, _today: date) -> Mapping[str, Figure] | None:
    return {} if one.status == "delivered" and one.reached is None else None


def _undated(_catalogue: Catalogue, one: Record, _today: date) -> Mapping[str, Figure] | None:
    """A pledge needs no date yet, and what was reached on a known day is dated enough where months do not count."""
    dated = one.start or one.end or (one.reached_on and one.months is None)
    return {} if not dated and one.status in {"confirmed", "ongoing", "delivered", "partial", "suspended"} else None


_RULES: Mapping[str, _Fits] = {
    "future": _future,
    "end_before_start": _end_before_start,
    "reached_over_target": _over_target,
    "delivered_unreached": _unreached,
    "lapse": _aged("lapse"),
    "overdue": _aged("overdue"),
    "stale": _aged("stale"),
    "undated": _undated,
}
"""Rules about one commitment by itself: the further figures where it fits, else None."""


def _over_people(promise: Promise) -> Flag | None:
    """Help for far more than are known in the place, in the same unit: nothing is converted."""
    one, known = promise.record, promise.people.get(promise.record.unit)
    count = max(one.target, one.reached or 0)
    if known is None or not _open(one) or count < TIMES_THE_PEOPLE * known or not far_over(count, known):
        return None
    return _flag(promise, "help_over_people", {"count": count, "people": known})


def _copied(promises: Sequence[Promise]) -> Iterator[Flag]:
    """One number of one agency and activity in nearly all places of one import."""
    columns: dict[tuple[str, str, str, str], dict[int, int]] = defaultdict(dict)
    for promise in promises:
        origin, one = import_of(promise.source), promise.record
        if origin is not None and one.unit in COUNTED:
            columns[origin, one.agency, one.activity, one.unit][promise.place_id] = one.target
    for (_, agency, activity, unit), by_place in columns.items():
        number, count = copied(by_place)
        if number:
            figures: dict[str, Figure] = {"agency": agency, "activity": activity, "unit": unit, "number": number}
            yield Flag(rule="copied_targets", place_id=None, figures=figures | {"n": count, "all": len(by_place)})


def copied(by_place: Mapping[int, int]) -> tuple[int, int]:
    """The number that stands in `COPIES` places and in `MOST_OF_THEM`, and in how many; (0, 0) where there is none."""
    counted: dict[int, int] = defaultdict(int)
    for number in by_place.values():
        counted[number] += number > 0
    number, count = max(counted.items(), key=lambda item: item[1], default=(0, 0))
    return (number, count) if count >= COPIES and count >= MOST_OF_THEM * len(by_place) else (0, 0)
