"""Names for examples that work: places that this reader can see something of, for help, tour and questions back."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination import agencies, disclosure, facts, memory, places
from coordination.figures import Public
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Role
from models import assessments as rows

LOOKED_AT = 12
"""Places that are looked at: an example has to be good, not the best."""


@dataclass(frozen=True)
class Examples:
    """What stands in for {village}, {other}, {township}, {sector} and {agency}; "" where the desk has none.

    A village is written so that it means that one place only; the sector is one with a need there.
    """

    village: Public[str] = ""
    other: Public[str] = ""
    township: Public[str] = ""
    sector: Public[str] = ""
    agency: Public[str] = ""


@dataclass(frozen=True)
class _Chosen:
    """What any viewer with the same rights gets; ``needed`` are sectors with a need in the first place."""

    village: str
    other: str
    township: str
    needed: tuple[str, ...]


def choose(scope: Scope) -> Examples:
    """Examples for ``scope.viewer``: names only, of places that they may see a figure of; none at all for admins."""
    if disclosure.clearance(scope.viewer, None) is None:
        return Examples()
    viewer = scope.viewer
    rights = (viewer.kind, viewer.chat, viewer.role, viewer.townships, scope.desk.area, scope.now.date())
    chosen = memory.kept(scope, ("examples", *rights), lambda: _chosen(scope))
    return Examples(
        village=chosen.village,
        other=chosen.other,
        township=chosen.township,
        sector=viewer.sector or (chosen.needed or scope.desk.catalogue.sectors)[0],
        agency=viewer.agency or next((one.acronym for one in agencies.everyone(scope)), ""),
    )


def _chosen(scope: Scope) -> _Chosen:
    seen = [one for one in facts.of(scope, _assessed(scope)) if any(reading.known for reading in one.readings)]
    shown = [one.place for one in seen] or list(_places(scope, [place.id for place in places.listed(scope)]))
    first, second = [*shown, None, None][:2]
    needed = [one.sector for known in seen[:1] for one in known.needs]
    needed += [one.sector for known in seen[:1] for one in known.yes_no_needs]
    return _Chosen(
        village=_named(scope, first) if first else "",
        other=_named(scope, second) if second else "",
        township=first.township or "" if first else "",
        needed=tuple(needed),
    )


def _assessed(scope: Scope) -> tuple[PlaceRef, ...]:
    return _places(scope, rows.places(scope.db))


def _places(scope: Scope, ids: Sequence[int]) -> tuple[PlaceRef, ...]:
    """Villages and camps of these in the viewer's or else the desk's townships, by name; the first few."""
    own = scope.viewer.townships if scope.viewer.role is Role.FOCAL else frozenset(places.area(scope).townships)
    settled = [place for place in places.get_many(scope, ids) if place.kind in places.SETTLED]
    near = [place for place in settled if place.township_id in own] or settled
    return tuple(sorted(near, key=lambda place: (place.name, place.id))[:LOOKED_AT])


def _named(scope: Scope, place: PlaceRef) -> str:
    """Its name, with the township where others bear it, too."""
    meant = places.find(scope, place.name).place
    return place.name if meant == place or not place.township else f"{place.name}, {place.township}"
