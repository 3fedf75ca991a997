"""Places by code, and by a name within their township, as sheets with columns for each level give them."""

from collections.abc import Collection

from coordination import place_memory
from coordination.places import PlaceRef, get_many
from coordination.scope import Scope
from understanding.fold import fold
from understanding.names import STRENGTH
from understanding.place_index import Hit, PlaceIndex
from understanding.zawgyi import readings

CERTAIN = ("name", "burmese", "alias", "previous")
"""Spellings that name a place for sure; camps without their church and names without their direction do not."""


def by_code(scope: Scope, code: str) -> PlaceRef | None:
    """The place of a p-code or of the code of its source."""
    place_id = place_memory.index(scope).code(code.strip())
    return None if place_id is None else get_many(scope, [place_id])[0]


def townships(scope: Scope, name: str, state: str = "") -> tuple[PlaceRef, ...]:
    """The townships of that name, those of the state where it tells them apart."""
    index = place_memory.index(scope)
    found = get_many(scope, index.townships(name))
    inside = [one for one in found if state and one.state and fold(one.state) in fold(state)]
    return tuple(inside) or found


def named(scope: Scope, township_id: int, name: str, kinds: Collection[str]) -> tuple[PlaceRef, ...]:
    """Places of ``kinds`` in a township that bear ``name`` for sure; those that bear it as their name before others."""
    index = place_memory.index(scope)
    for reading in readings(name):
        hits = [hit for hit in index.hits(fold(reading)) if _is_there(index, hit, township_id, kinds)]
        if hits:
            first = min(STRENGTH.index(hit.strength) for hit in hits)
            ids = dict.fromkeys(hit.place_id for hit in hits if STRENGTH.index(hit.strength) == first)
            return get_many(scope, list(ids))
    return ()


def within(scope: Scope, place_id: int, area_id: int) -> bool:
    """Whether a place lies in an area; none lies in itself."""
    return place_id != area_id and place_memory.index(scope).within(place_id, area_id)


def _is_there(index: PlaceIndex, hit: Hit, township_id: int, kinds: Collection[str]) -> bool:
    entry = index[hit.place_id]
    return entry.township_id == township_id and entry.kind in kinds and entry.active and hit.strength in CERTAIN
