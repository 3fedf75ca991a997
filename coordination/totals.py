"""An area in sum, sector by sector: how many places stand behind a number, and whose planning its needs are for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordination import area, facts, information_gaps, memory, nexus, places
from coordination.area import Total
from coordination.disclosure import publish
from coordination.facts import Facts
from coordination.figures import Public
from coordination.needs import OpenNeed
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from understanding.wanted import DEVELOPMENT

SEVERE = 3
"""Severity from which a place is counted as hit hard."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition that is a need (no school, no road) in so many places; in ``open`` of them nobody is on it."""

    code: Public[str]
    places: Public[int]
    open: Public[int]


@dataclass(frozen=True, kw_only=True)
class SectorTotal:
    """A sector of an area: places with a value that holds, with old ones only, with nothing to show; ``severe`` ones.

    ``needs`` are its sums, the largest first, ``planning`` those that go to public-sector planning, and ``conditions``
    what is a need without a count.
    """

    sector: Public[str]
    current: Public[int] = 0
    outdated: Public[int] = 0
    never: Public[int] = 0
    severe: Public[int | None] = None
    needs: Public[tuple[Total, ...]] = ()
    planning: Public[tuple[Total, ...]] = ()
    conditions: Public[tuple[Condition, ...]] = ()


@dataclass(frozen=True, kw_only=True)
class Totals:
    """An ``area`` (None: the desk's own) in sum; ``asked``: sectors about which several agencies asked in vain."""

    area: Public[PlaceRef | None] = None
    township_id: Public[int | None] = None
    sector: Public[str | None] = None
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    places: Public[int] = 0
    sectors: Public[tuple[SectorTotal, ...]] = ()
    asked: Public[tuple[str, ...]] = ()


def totals(scope: Scope, area_id: int | None, sector: str | None = None) -> Totals:
    """An area in sum, of one sector or all; numbers that are sums of published ones are written "at least"."""
    at = places.get(scope, area_id) if area_id is not None else None
    inside = area.settled(scope, at)
    bound = area.township_of(inside)
    level = facts.level_of(scope, bound)
    key = ("totals", area_id, scope.desk.area, level, scope.now.date())
    summed, holds = memory.kept(scope, key, lambda: _summed(facts.of(scope, inside, level=level)))
    facts.note_read(scope, "totals", area_id, holds)
    return Totals(
        area=at,
        township_id=bound,
        sector=sector,
        level=level,
        holds=holds,
        demo=scope.desk.demo,
        places=len(inside),
        sectors=tuple(one for one in summed if sector in {None, one.sector}),
        asked=tuple(one for one in information_gaps.asked_in(scope, inside, level) if sector in {None, one}),
    )


def _summed(known: Sequence[Facts]) -> tuple[tuple[SectorTotal, ...], Klass]:
    """Every sector that anything is known of, those with most places hit hard first; and the class of it all."""
    sectors = known[0].catalogue.sectors if known else ()
    made = [_sector(known, one) for one in sectors]
    shown = [one for one in made if one.current or one.outdated]
    shown.sort(key=lambda one: (-(one.severe or 0), sectors.index(one.sector)))
    return tuple(shown), max((one.holds for one in known), default=Klass.PUBLIC)


def _sector(known: Sequence[Facts], sector: str) -> SectorTotal:
    states = [_state(one, sector) for one in known]
    severities = [one.sectors[sector].severity for one in known]
    needs = [publish(one, at.level) for at in known for one in at.needs if one.sector == sector and not one.listed]
    sums = _sums(needs)
    planned = {one.code for one in sums if nexus.of_need(known[0].catalogue, one.code) == DEVELOPMENT}
    return SectorTotal(
        sector=sector,
        current=states.count("current"),
        outdated=states.count("outdated"),
        never=states.count(""),
        severe=sum((one or 0) >= SEVERE for one in severities) if any(one is not None for one in severities) else None,
        needs=tuple(one for one in sums if one.code not in planned),
        planning=tuple(one for one in sums if one.code in planned),
        conditions=_conditions(known, sector),
    )


def _state(known: Facts, sector: str) -> str:
    """current, outdated or "": whether a value of the sector holds today, as far as the viewer may see."""
    valid = [one.valid for one in known.readings if one.sector == sector and one.known]
    return ("current" if any(valid) else "outdated") if valid else ""


def _sums(needs: Iterable[OpenNeed]) -> list[Total]:
    groups: dict[tuple[str, bool], list[OpenNeed]] = {}
    for one in needs:
        groups.setdefault((one.reading.code, one.valid), []).append(one)
    made = [area.total(code, valid, held) for (code, valid), held in groups.items()]
    return sorted(made, key=lambda one: (not one.valid, -one.need, one.code))


def _conditions(known: Sequence[Facts], sector: str) -> tuple[Condition, ...]:
    held = [
        one for at in known for one in at.yes_no_needs if one.sector == sector and one.valid and one.state != "done"
    ]
    codes = dict.fromkeys(one.reading.code for one in held)
    of_code = {code: [one.state for one in held if one.reading.code == code] for code in codes}
    return tuple(
        Condition(code=code, places=len(states), open=states.count("open")) for code, states in of_code.items()
    )
