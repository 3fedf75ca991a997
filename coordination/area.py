"""Open needs of an area, worst first, page by page (domain section 5, priority order; section 6 rule 5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination import facts, memory, nexus, places
from coordination.disclosure import publish
from coordination.errors import Refusal
from coordination.facts import Facts
from coordination.figures import Public, lowest, openness
from coordination.gaps import Published, priority
from coordination.needs import OpenNeed, YesNoNeed
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from understanding.wanted import CURRENT, EVERYTHING, HUMANITARIAN, Wanted

PAGE = 4
"""Entries of a page: they fit a phone screen."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One open need of one place: counted (``need``) or yes/no."""

    place: Public[PlaceRef]
    klass: Public[Klass]
    sector: Public[str]
    severity: Public[int | None] = None
    valid: Public[bool] = False
    dated: Public[date]
    need: Public[OpenNeed | None] = None
    yes_no: Public[YesNoNeed | None] = None
    nexus: Public[str] = HUMANITARIAN


@dataclass(frozen=True, kw_only=True)
class Total:
    """Sum over the places of one need: households (or other units) in need, open now and open later.

    Sums of published counts add the lower bounds of their bands and are written "at least"; what is out of date is
    summed apart.
    """

    code: Public[str]
    unit: Public[str]
    valid: Public[bool] = True
    at_least: Public[bool] = False
    places: Public[int] = 0
    need: Public[int] = 0
    now: Public[int | None] = None
    later: Public[int | None] = None


@dataclass(frozen=True, kw_only=True)
class AreaGaps:
    """A page of open needs. ``area`` None means the desk's own area; ``unknown`` counts places with nothing to show.

    ``township_id`` is the one township that all its places lie in, which bounds a focal point's right to it. ``wanted``
    is what the list is narrowed to, and ``sectors`` are those with an open need in it, the worst first.
    """

    area: Public[PlaceRef | None] = None
    township_id: Public[int | None] = None
    sector: Public[str | None] = None
    wanted: Public[Wanted] = EVERYTHING
    sectors: Public[tuple[str, ...]] = ()
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    as_of: Public[date]
    entries: Public[tuple[Entry, ...]] = ()
    page: Public[int] = 0
    count: Public[int] = 0
    totals: Public[tuple[Total, ...]] = ()
    places: Public[int] = 0
    current: Public[int] = 0
    outdated: Public[int] = 0
    unknown: Public[int] = 0

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))


def gaps(
    scope: Scope, area_id: int | None, sector: str | None = None, page: int | None = 0, wanted: Wanted = EVERYTHING
) -> AreaGaps:
    """Open needs of an area (the desk's own without one), of one sector or all; ``page`` None gives all entries."""
    area = places.get(scope, area_id) if area_id is not None else None
    inside = settled(scope, area)
    bound = township_of(inside)
    level = facts.level_of(scope, bound)
    day = wanted.as_of or scope.now.date()
    key = ("gaps", area_id, scope.desk.area, sector, level, day)
    weighed = memory.kept(scope, key, lambda: open_needs(facts.of(scope, inside, day, level=level), sector))
    entries = tuple(one for one in weighed.entries if _fits(one, wanted)) if wanted.narrows else weighed.entries
    at = 0 if page is None else max(0, min(page, (len(entries) - 1) // PAGE))
    facts.note_read(scope, "gaps", area.id if area else None, weighed.holds)
    return AreaGaps(
        area=area,
        township_id=bound,
        sector=sector,
        wanted=wanted,
        sectors=tuple(dict.fromkeys(one.sector for one in entries)),
        level=level,
        holds=weighed.holds,
        demo=scope.desk.demo,
        as_of=day,
        entries=entries if page is None else entries[at * PAGE : (at + 1) * PAGE],
        page=at,
        count=len(entries),
        totals=totals(entries) if sector else (),
        places=len(inside),
        **weighed.freshness,
    )


def _fits(entry: Entry, wanted: Wanted) -> bool:
    """Whether an entry, as it is published, is among those wanted: what is hidden from a viewer decides nothing."""
    if wanted.severity is not None and not (entry.valid and (entry.severity or 0) >= wanted.severity):
        return False
    if wanted.fresh and entry.valid is not (wanted.fresh == CURRENT):
        return False
    if wanted.nobody and not _alone(entry):
        return False
    return not wanted.nexus or entry.nexus == wanted.nexus


def _alone(entry: Entry) -> bool:
    if entry.need is None:
        return entry.yes_no is not None and entry.yes_no.state == "open"
    shares = (entry.need.share_now, entry.need.share_later)
    return all(openness(one) == 1 for one in shares) and not (entry.need.pledged or entry.need.beside)


@dataclass(frozen=True)
class Weighed:
    """Everything open in an area for any viewer of one clearance; how many places are current, outdated, unknown."""

    entries: tuple[Entry, ...]
    holds: Klass
    freshness: Mapping[str, int]


def open_needs(known: Sequence[Facts], sector: str | None) -> Weighed:
    """What is open in places whose facts are ``known``, of one sector or all."""
    entries = tuple(sorted((entry for one in known for entry in _entries(one, sector)), key=_order))
    holds = max((one.holds for one in known), default=Klass.PUBLIC) if entries else Klass.PUBLIC
    return Weighed(entries, holds, _freshness(known))


def settled(scope: Scope, area: PlaceRef | None) -> tuple[PlaceRef, ...]:
    """The places of the area, a village being one of its own; of the desk: its list and its townships."""
    if area is not None:
        return (area,) if area.kind in places.SETTLED else places.under(scope, area.id)
    own = [place for township in places.area(scope).townships for place in places.under(scope, township)]
    together = {place.id: place for place in (*places.listed(scope), *own)}
    if not together:
        raise Refusal("ask.no_area")
    return tuple(together.values())


def township_of(inside: Sequence[PlaceRef]) -> int | None:
    """The one township of all places, else None: what a focal point may see is bounded by it."""
    townships = {place.township_id for place in inside}
    return townships.pop() if len(townships) == 1 else None


def _freshness(known: Iterable[Facts]) -> dict[str, int]:
    states = [_state(one) for one in known]
    return {state: states.count(state) for state in ("current", "outdated", "unknown")}


def _state(one: Facts) -> str:
    answered = [reading for reading in one.readings if reading.known]
    if not answered:
        return "unknown"
    return "current" if any(reading.valid for reading in answered) else "outdated"


def _entries(known: Facts, sector: str | None) -> list[Entry]:
    counted = [_entry(known, one, need=one) for one in known.needs if one.now is not None and one.now.number > 0]
    others = [_entry(known, one, yes_no=one) for one in known.yes_no_needs if one.state != "done"]
    return [publish(entry, known.level) for entry in (*counted, *others) if sector is None or entry.sector == sector]


def _entry(known: Facts, one: OpenNeed | YesNoNeed, **part: Any) -> Entry:
    return Entry(
        place=known.place,
        klass=one.klass,
        sector=one.sector,
        severity=one.reading.severity,
        valid=one.valid,
        dated=one.dated,
        nexus=nexus.of_need(known.catalogue, one.reading.code),
        **part,
    )


def _order(entry: Entry) -> tuple[object, ...]:
    """By what is published of an entry, what is out of date last, then by name."""
    need = entry.need
    published = Published(
        severity=entry.severity,
        open_share=openness(need.share_later) if need else None,
        households=lowest(need.need) if need and need.need.unit == "HH" else None,
        arrivals=None,
        silence=need.silence if need else None,
        name=entry.place.name,
    )
    code = need.reading.code if need else entry.yes_no.reading.code if entry.yes_no else ""
    return not entry.valid, *priority(published), entry.place.id, code


def totals(entries: Sequence[Entry]) -> tuple[Total, ...]:
    """The sum of each need over the places."""
    groups: dict[tuple[str, bool], list[OpenNeed]] = {}
    for entry in entries:
        if entry.need and not entry.need.listed:
            groups.setdefault((entry.need.reading.code, entry.valid), []).append(entry.need)
    return tuple(total(code, valid, needs) for (code, valid), needs in groups.items())


def total(code: str, valid: bool, needs: list[OpenNeed]) -> Total:
    """The sum of one need over places, as published to whoever reads it."""
    exactly = all(one.now is not None and one.later is not None for one in needs)
    return Total(
        code=code,
        unit=needs[0].need.unit,
        valid=valid,
        at_least=not exactly,
        places=len(needs),
        need=sum(lowest(one.need) for one in needs),
        now=sum(one.now.number for one in needs if one.now) if exactly else None,
        later=sum(one.later.number for one in needs if one.later) if exactly else None,
    )
