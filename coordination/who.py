"""Who does what in a place or an area, as far as the viewer may see, and where some cover is reported at all."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination import area, facts, places
from coordination.disclosure import publish, tells_cover
from coordination.facts import Facts
from coordination.figures import Public, openness
from coordination.gaps import COMING
from coordination.needs import Helper
from coordination.place_page import HOLDERS
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.viewer import Klass

COVERING = COMING | {"delivered", "partial"}
"""States of a commitment that is, or will be, cover."""


@dataclass(frozen=True, kw_only=True)
class Present:
    """An agency in a sector of an area, in so many villages and camps."""

    klass: Public[Klass]
    agency: Public[str]
    sector: Public[str]
    places: Public[int]


@dataclass(frozen=True, kw_only=True)
class WhoDoesWhat:
    """Commitments in a place that the viewer may see (``helpers``), in an area the agencies (``present``).

    ``covered`` are sectors with some cover, ``open`` those with needs and none; both name no agency (domain section 6:
    public). ``sectors`` are those asked about, none: all.
    """

    place: Public[PlaceRef]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    sectors: Public[tuple[str, ...]] = ()
    helpers: Public[tuple[Helper, ...]] = ()
    present: Public[tuple[Present, ...]] = ()
    covered: Public[tuple[str, ...]] = ()
    open: Public[tuple[str, ...]] = ()


def who_does_what(scope: Scope, place_id: int, sectors: Sequence[str] = ()) -> WhoDoesWhat | Nothing:
    """Who does what in a place or an area; agencies that do not show their presence stay out of groups."""
    place = places.get(scope, place_id)
    holder = place.kind in HOLDERS
    inside = area.settled(scope, place) if holder else (place,)
    level = facts.level_of(scope, area.township_of(inside) if holder else place.township_id)
    known = facts.of(scope, inside, level=level)
    helpers = tuple(one for at in known for one in at.helpers if _asked(one.sector, sectors))
    wide = tuple(one for at in known[:1] for one in at.wide_helpers if _asked(one.sector, sectors))
    states = _states(scope, known, sectors, level)
    answer = publish(
        WhoDoesWhat(
            place=place,
            level=level,
            holds=max((one.holds for one in known), default=Klass.PUBLIC),
            demo=scope.desk.demo,
            sectors=tuple(sectors),
            helpers=() if holder else (*helpers, *wide),
            present=_present(known, sectors) if holder else (),
            covered=tuple(one for one, state in states.items() if state),
            open=tuple(one for one, state in states.items() if not state),
        ),
        level,
    )
    if not (answer.helpers or answer.present or answer.covered or answer.open):
        return Nothing(place, sectors[0] if len(sectors) == 1 else None, scope.desk.demo)
    facts.note_read(scope, "cover", place.id, answer.holds)
    return answer


def _asked(sector: str, sectors: Sequence[str]) -> bool:
    return not sectors or sector in sectors


def _present(known: Sequence[Facts], sectors: Sequence[str]) -> tuple[Present, ...]:
    """Agencies by name and sector, with the number of places that each works in or promised to."""
    found: dict[tuple[str, str, Klass], int] = {}
    for at in known:
        for key in {(one.agency, one.sector, one.klass) for one in at.helpers if _asked(one.sector, sectors)}:
            found[key] = found.get(key, 0) + 1
    return tuple(
        Present(klass=klass, agency=agency, sector=sector, places=number)
        for (agency, sector, klass), number in sorted(found.items())
    )


def _states(scope: Scope, known: Sequence[Facts], sectors: Sequence[str], level: Klass) -> dict[str, bool]:
    """By sector whether some cover is reported, False: needs and none; the others are left out."""
    wanted = [one for one in scope.desk.catalogue.sectors if _asked(one, sectors) and tells_cover(one, level)]
    states = {one: [state for at in known if (state := _covered(at, one)) is not None] for one in wanted}
    return {one: any(told) for one, told in states.items() if told}


def _covered(known: Facts, sector: str) -> bool | None:
    """Whether a sector of a place has some cover: by the shares that are published of its needs, else by states.

    None where there is neither a need nor cover. How much was reached never decides it: that would tell a count.
    """
    needs = [one for one in known.needs if one.sector == sector]
    if needs:
        published = publish(tuple(needs), Klass.PUBLIC)
        return any(openness(share) < 1 for one in published for share in (one.share_now, one.share_later))
    activities = known.catalogue.activities
    covering = [one for one in known.records if one.status in COVERING and one.activity in activities]
    return True if any(activities[one.activity].sector == sector for one in covering) else None
