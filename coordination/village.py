"""The village card: what is going on in one place (domain section 5, "Village card order")."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from coordination import facts, memory, movement_list, places
from coordination.catalogue import Catalogue
from coordination.disclosure import may_hide, publish
from coordination.facts import Facts
from coordination.figures import Public, Restricted, lowest
from coordination.movement_totals import Total
from coordination.needs import Helper, OpenNeed
from coordination.places import PlaceRef
from coordination.readings import Reading, Visit, visit
from coordination.rules import Unrated
from coordination.scope import Scope
from coordination.severity import HOUSEHOLDS_PRESENT, PEOPLE_PRESENT
from coordination.viewer import Klass, Viewer

MINES = "Mine Action"
MINE_EVIDENCE, MINE_ACCIDENTS, MINE_SURVEY = "MIN-01", "MIN-02", "MIN-03"


@dataclass(frozen=True)
class Mines:
    """The mine line, which stands on every card; a part is None where nothing is there to show."""

    evidence: Public[Reading | None] = None
    survey: Public[Reading | None] = None
    accidents: Public[Reading | None] = None


@dataclass(frozen=True, kw_only=True)
class SectorLine:
    """One sector: its severity (None: unrated), what drives it, the largest open need, other values of that rank.

    ``stale`` is the day of the newest value where all of them are past their shelf-life; ``own`` marks the sector
    that the viewer works for.
    """

    sector: Public[str]
    severity: Public[int | None] = None
    driver: Public[Reading | None] = None
    also: Public[tuple[Reading, ...]] = ()
    need: Public[OpenNeed | None] = None
    stale: Public[date | None] = None
    own: Public[bool] = False

    @property
    def empty(self) -> bool:
        """Whether nothing of the sector is there to show; only the viewer's own sector has such a line."""
        return self.driver is None and self.need is None and self.stale is None and not self.also


@dataclass(frozen=True, kw_only=True)
class VillageCard:
    """Everything of the first answer about a place. ``unknown`` are sectors without a value to show.

    ``guarded`` are the sectors of which something may be hidden from the viewer: nobody is told whether it is.
    ``level`` is what the viewer is cleared for: below confidential nobody can tell "not assessed" from "not shown".
    """

    place: Public[PlaceRef]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    visit: Public[Visit | None] = None
    people: Public[Reading | None] = None
    persons: Public[Reading | None] = None
    coming: Restricted[Total | None] = None
    mines: Public[Mines] = Mines()
    sectors: Public[tuple[SectorLine, ...]] = ()
    helpers: Public[tuple[Helper, ...]] = ()
    unknown: Public[tuple[str, ...]] = ()
    guarded: Public[tuple[str, ...]] = ()


def card(scope: Scope, place_id: int) -> VillageCard:
    """The card of a place for ``scope.viewer``; raises `Refusal` for an unknown place or a viewer without data."""
    place = places.get(scope, place_id)
    level = facts.level_of(scope, place.township_id)
    drawn = memory.kept(scope, ("village", place, level, scope.now.date()), lambda: _drawn(scope, place))
    facts.note_read(scope, "village", place.id, drawn.holds)
    return publish(_for_viewer(scope, drawn), level)


def _drawn(scope: Scope, place: PlaceRef) -> VillageCard:
    """The card for any viewer with this clearance, before it is published."""
    (known,) = facts.of(scope, [place])
    seen = {one.code: one for one in known.readings}
    answered = {one.sector for one in known.readings if one.known}
    lines = [_line(known, sector) for sector in known.catalogue.sectors if sector != MINES]
    return VillageCard(
        place=known.place,
        level=known.level,
        holds=known.holds,
        visit=visit(known.readings),
        people=seen.get(HOUSEHOLDS_PRESENT),
        persons=seen.get(PEOPLE_PRESENT),
        coming=movement_list.coming(scope, place),
        mines=Mines(seen.get(MINE_EVIDENCE), seen.get(MINE_SURVEY), seen.get(MINE_ACCIDENTS)),
        sectors=tuple(line for line in lines if line is not None),
        helpers=known.helpers,
        unknown=tuple(sector for sector in known.catalogue.sectors if sector not in answered),
        guarded=tuple(one for one in known.catalogue.sectors if may_hide(known.catalogue, one, known.level)),
    )


def _for_viewer(scope: Scope, drawn: VillageCard) -> VillageCard:
    """The card with the viewer's own sector in front, the others by urgency."""
    own, lines = own_sector(scope.viewer, drawn.helpers), list(drawn.sectors)
    if own and own != MINES and own not in {line.sector for line in lines}:
        lines.append(SectorLine(sector=own))
    catalogue = scope.desk.catalogue
    marked = [replace(line, own=True) if line.sector == own else line for line in lines]
    return replace(
        drawn, demo=scope.desk.demo, sectors=tuple(sorted(marked, key=lambda line: _urgency(catalogue, line)))
    )


def own_sector(viewer: Viewer, helpers: Iterable[Helper]) -> str | None:
    """The sector that the viewer works for: as registered, else that of the agency's first commitment here."""
    if viewer.sector or viewer.kind != "person":
        return viewer.sector
    return next((one.sector for one in helpers if one.agency == viewer.agency), None)


def _urgency(catalogue: Catalogue, line: SectorLine) -> tuple[bool, int, int]:
    """The asker's own sector, then by severity, unrated and out of date last, then in the catalogue's order."""
    return not line.own, -(-1 if line.severity is None else line.severity), catalogue.sectors.index(line.sector)


def _line(known: Facts, sector: str) -> SectorLine | None:
    """The line of a sector; None where nothing but context (people present, say) is known of it."""
    values = [one for one in known.readings if one.sector == sector and one.known and not _context(known, one)]
    if not values:
        return None
    needs = [one for one in known.needs if one.sector == sector]
    valid = [one for one in values if one.valid]
    rated = known.sectors[sector]
    driver = next((one for one in valid if one.code == rated.driver), None)
    return SectorLine(
        sector=sector,
        severity=rated.severity,
        driver=driver,
        also=tuple(one for one in valid if driver and one is not driver and one.severity == driver.severity),
        need=_largest(needs, driver, known.level),
        stale=None if valid else max(one.collected_on for one in values),
    )


def _context(known: Facts, one: Reading) -> bool:
    """Whether the indicator describes the place without rating it."""
    return isinstance(known.catalogue.indicators[one.code].rule, Unrated)


def _largest(needs: list[OpenNeed], driver: Reading | None, level: Klass) -> OpenNeed | None:
    """The driver's own need, else the valid one of highest severity and most households, else one out of date.

    Compared as published, or the choice would tell what a band hides.
    """

    def weight(one: OpenNeed) -> tuple[object, ...]:
        own = driver is not None and one.reading.code == driver.code
        size = lowest(publish(one.need, level))
        return not own, not one.valid, -(one.reading.severity or 0), -size, one.reading.code

    return min(needs, key=weight, default=None)
