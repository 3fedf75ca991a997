"""How an area stands on a day, as a group may know it: what a digest tells of, and what the next one is set beside."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from coordination import area, disclosure, facts, memory, places
from coordination.area import Entry
from coordination.commitment_rules import overdue
from coordination.disclosure import publish
from coordination.facts import Facts
from coordination.figures import ALL_OPEN, NOTHING_OPEN, SOME_OPEN, Count, Portion, lowest
from coordination.gaps import Record, cover_ends, needs
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass

LEVEL = Klass.PUBLIC
"""A digest goes into a group, where everybody reads it."""
SOON = 2
"""Cover that ends so many months from now is told: a month before the last one that is covered."""
STATE_RANKS = {"open": ALL_OPEN.rank, "someone": SOME_OPEN.rank, "done": NOTHING_OPEN.rank}
DELIVERED, LAPSED, OVERDUE, STOPPED, UNDER_WAY = "delivered", "lapsed", "overdue", "stopped", "under_way"


@dataclass(frozen=True)
class NeedState:
    """One need of one place in published values: ``low`` is the lower bound of its band, ``rank`` how open it is later.

    ``counted`` is false for yes/no needs. ``there`` is false where the newest answer says that nothing is needed.
    """

    open: bool
    low: int
    severity: int | None
    rank: int
    dated: date
    valid: bool
    counted: bool = True
    there: bool = True


@dataclass(frozen=True)
class Key:
    """Which need: of which place, by which indicator."""

    place: PlaceRef
    sector: str
    code: str

    @property
    def text(self) -> str:
        """As it stands in a snapshot."""
        return f"{self.place.id}.{self.code}"


@dataclass(frozen=True)
class Delivery:
    """What a delivered commitment reached in one place; of which agency is not told."""

    place: PlaceRef
    activity: str
    reached: Count


@dataclass(frozen=True)
class Ending:
    """Cover of a need that ends soon: ``month`` is the first day of the first month without it."""

    key: Key
    month: date
    severity: int | None

    @property
    def text(self) -> str:
        """As it stands in a snapshot."""
        return f"{self.key.text}.{self.month:%Y-%m}"


@dataclass(frozen=True)
class Standing:
    """An area on a day. ``entries`` are its open needs, worst first; ``freshness`` counts places as `area.AreaGaps`.

    ``stale`` are places of which nothing current is known; ``commitments`` have sector and state by their numbers.
    """

    places: tuple[PlaceRef, ...] = field(repr=False)
    entries: tuple[Entry, ...] = field(repr=False)
    freshness: Mapping[str, int]
    stale: tuple[PlaceRef, ...] = field(repr=False)
    needs: Mapping[str, tuple[Key, NeedState]] = field(repr=False)
    commitments: Mapping[int, tuple[str, str]] = field(repr=False)
    deliveries: Mapping[int, Delivery] = field(repr=False)
    endings: tuple[Ending, ...] = field(repr=False)

    @cached_property
    def body(self) -> dict[str, Any]:
        """What a later digest compares with: published values, states of commitments by number, and alerts."""
        return {
            "needs": {text: _packed(state) for text, (_, state) in sorted(self.needs.items())},
            "commitments": {str(number): state for number, (_, state) in sorted(self.commitments.items())},
            "endings": sorted(one.text for one in self.endings),
        }

    @cached_property
    def key(self) -> str:
        """The same for everything of which the same is said: SHA-256 of the body."""
        return sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()


def standing(scope: Scope, area_id: int | None, sectors: Sequence[str], on: date) -> Standing:
    """How the area (the desk's own without one) stands on that day, in these sectors or all; raises `Refusal`."""
    key = ("digest", area_id, scope.desk.area, on)
    whole = memory.kept(scope, key, lambda: _whole(scope, area_id, on))
    return memory.kept(scope, (*key, tuple(sectors)), lambda: _of_sectors(whole, set(sectors))) if sectors else whole


def _whole(scope: Scope, area_id: int | None, on: date) -> Standing:
    """Every sector at once, so that a place is weighed once whatever digests tell of it."""
    inside = area.settled(scope, places.get(scope, area_id) if area_id is not None else None)
    known = facts.of(scope, inside, on, level=LEVEL)
    weighed = area.open_needs(known, None)
    told = _needs(known, weighed.entries)
    records = [(one.place, _sector(one, record), record) for one in known for record in one.records]
    return Standing(
        places=inside,
        entries=weighed.entries,
        freshness=weighed.freshness,
        stale=tuple(one.place for one in known if not any(each.valid for each in one.readings if each.known)),
        needs=told,
        commitments={record.id: (sector, _state(record, on)) for _, sector, record in records},
        deliveries={record.id: _delivery(place, record) for place, _, record in records if _is_delivery(record)},
        endings=tuple(ending for one in known for ending in _endings(one, told)),
    )


def _of_sectors(whole: Standing, sectors: set[str]) -> Standing:
    return replace(
        whole,
        entries=tuple(entry for entry in whole.entries if entry.sector in sectors),
        needs={text: one for text, one in whole.needs.items() if one[0].sector in sectors},
        commitments={number: one for number, one in whole.commitments.items() if one[0] in sectors},
        endings=tuple(one for one in whole.endings if one.key.sector in sectors),
    )


def _sector(known: Facts, record: Record) -> str:
    activity = known.catalogue.activities.get(record.activity)
    return activity.sector if activity else ""


def _needs(known: Sequence[Facts], entries: Iterable[Entry]) -> dict[str, tuple[Key, NeedState]]:
    """Open needs as they are listed; then those that are covered, and those that are none by the newest answer."""
    found = {key.text: (key, state) for entry in entries for key, state in [_listed(entry)]}
    for one in known:
        for key, state in _closed(one):
            found.setdefault(key.text, (key, state))
    return found


def _listed(entry: Entry) -> tuple[Key, NeedState]:
    if entry.need is not None:
        later = entry.need.share_later
        rank = later.rank if isinstance(later, Portion) else ALL_OPEN.rank
        code, low, counted = entry.need.reading.code, lowest(entry.need.need), not entry.need.listed
    else:
        code, low, counted = entry.yes_no.reading.code if entry.yes_no else "", 0, False
        rank = STATE_RANKS[entry.yes_no.state if entry.yes_no else "open"]
    state = NeedState(True, low, entry.severity, rank, entry.dated, entry.valid, counted)
    return Key(entry.place, entry.sector, code), state


def _closed(known: Facts) -> Iterable[tuple[Key, NeedState]]:
    for need in known.needs:
        shown = publish(need, LEVEL)
        severity, low = need.reading.severity, lowest(shown.need)
        state = NeedState(False, low, severity, NOTHING_OPEN.rank, need.dated, need.valid, not need.listed)
        yield Key(known.place, need.sector, need.reading.code), state
    for reading in known.readings:
        if reading.known and (reading.need or reading.code in known.catalogue.answered_by):
            none = NeedState(
                False, 0, reading.severity, NOTHING_OPEN.rank, reading.collected_on, reading.valid, reading.need, False
            )
            yield Key(known.place, reading.sector, reading.code), none


def _state(record: Record, on: date) -> str:
    if record.status in {"delivered", "lapsed"}:
        return record.status
    if record.status in {"suspended", "cancelled"}:
        return STOPPED
    aged = overdue(record, on)
    return {"lapse": LAPSED, "overdue": OVERDUE}.get(aged[0], UNDER_WAY) if aged else UNDER_WAY


def _is_delivery(record: Record) -> bool:
    return record.status == "delivered" and record.reached is not None


def _delivery(place: PlaceRef, record: Record) -> Delivery:
    return Delivery(place, record.activity, Count(record.unit, record.reached or 0))


def _endings(known: Facts, told: Mapping[str, tuple[Key, NeedState]]) -> Iterable[Ending]:
    for need in needs(known.catalogue, known.evidence):
        entry = told.get(f"{known.place.id}.{need.code}")
        ends = (
            cover_ends(need, known.records, known.today)
            if entry and disclosure.may_rate(entry[0].sector, LEVEL)
            else None
        )
        if entry and ends:
            months = (ends[0] - known.today.year) * 12 + ends[1] - known.today.month
            if months <= SOON:
                yield Ending(entry[0], date(*ends, 1), entry[1].severity)


def _packed(state: NeedState) -> list[Any]:
    flags = (state.open, state.valid, state.counted, state.there)
    return [state.low, state.severity, state.rank, state.dated.isoformat(), *map(int, flags)]


def unpacked(packed: Sequence[Any]) -> NeedState:
    """What `Standing.body` keeps of a need."""
    low, severity, rank, dated, open_, valid, counted, there = packed
    day = date.fromisoformat(dated)
    return NeedState(bool(open_), low, severity, rank, day, bool(valid), bool(counted), bool(there))
