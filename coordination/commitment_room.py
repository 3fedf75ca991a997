"""What is open of a need before somebody commits, and what would be covered twice then: by the one gap formula."""

from dataclasses import dataclass
from datetime import date

from coordination import facts, memory, places
from coordination.figures import Count
from coordination.gaps import Gap, Need, Record, gap, needs
from coordination.needs import Helper, helper
from coordination.scope import Scope
from coordination.viewer import Klass

_NEW = 2**62
"""Id of what is not stored yet: after all others."""


@dataclass(frozen=True)
class Wanted:
    """What somebody is about to commit."""

    place_id: int
    activity: str
    target: int
    months: int | None = None
    start: date | None = None


@dataclass(frozen=True)
class Room:
    """A need as it stands. ``over`` is what would be covered twice with it, ``fits`` what would not.

    ``others`` are those whose help is counted, ``numbers`` their commitments, in the same order.
    """

    need: Count
    valid: bool
    dated: date
    months: int
    now: int
    later: int
    over: int
    fits: int
    others: tuple[Helper, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class _Known:
    need: Need | None
    records: tuple[Record, ...]
    shown: frozenset[int]


def room(scope: Scope, wanted: Wanted) -> Room | None:
    """The need that it would cover; None where none is counted, in that unit, or nothing of it may be shown."""
    place = places.get(scope, wanted.place_id)
    level = facts.level_of(scope, place.township_id)
    if level < Klass.RESTRICTED:
        return None
    key = ("room", place, level, scope.now.date(), wanted.activity)
    known = memory.kept(scope, key, lambda: _known(scope, wanted))
    activity = scope.desk.catalogue.activities[wanted.activity]
    if known.need is None or known.need.unit.casefold() != activity.unit.casefold():
        return None
    today = scope.now.date()
    before = gap(known.need, known.records, today)
    after = gap(known.need, (*known.records, _as_record(wanted, activity.unit, today)), today)
    return _room(scope, wanted, known, before, over=max(0, after.overlap - before.overlap))


def _room(scope: Scope, wanted: Wanted, known: _Known, before: Gap, *, over: int) -> Room:
    sector = scope.desk.catalogue.activities[wanted.activity].sector
    return Room(
        need=Count(before.need.unit, before.need.count),
        valid=before.need.valid,
        dated=before.need.dated,
        months=before.need.months,
        now=before.current,
        later=before.projected,
        over=over,
        fits=max(0, wanted.target - over),
        others=tuple(helper(one, sector, known.shown, before.assumed) for one in before.counted),
        numbers=tuple(one.id for one in before.counted),
    )


def _known(scope: Scope, wanted: Wanted) -> _Known:
    (known,) = facts.of(scope, [places.get(scope, wanted.place_id)])
    counted = needs(scope.desk.catalogue, known.evidence)
    need = next((one for one in counted if wanted.activity in {each.code for each in one.activities}), None)
    return _Known(need, known.records, known.shown)


def _as_record(wanted: Wanted, unit: str, today: date) -> Record:
    return Record(
        id=_NEW,
        agency_id=0,
        agency="",
        activity=wanted.activity,
        target=wanted.target,
        reached=None,
        start=wanted.start,
        end=None,
        months=wanted.months,
        components=frozenset(),
        status="confirmed",
        unit=unit,
        reached_on=None,
        reported_on=today,
    )
