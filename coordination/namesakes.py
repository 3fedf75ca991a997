"""Places that one place may be confused with: of the same spelling, or nearly so. Names only, no coordinates."""

from collections.abc import Iterable
from dataclasses import dataclass

from understanding.place_index import AREAS, Hit, PlaceIndex
from understanding.place_near import near

NEARLY, NEARLY_FAR = 0.72, 0.77
"""Least scores of a near name that people may take for this one: in its township or on the desk's list, elsewhere."""
SAME_TOWNSHIP, ON_LIST, ELSEWHERE = range(3)
"""Where a namesake lies, the likeliest to be mixed up first; ``on_list`` is the desk's list, or area."""
_WHOLE = frozenset(["name", "burmese", "alias", "previous"])
"""Kinds of spellings that are names of their own; the others leave something out."""


@dataclass(frozen=True)
class Alike:
    """A place with the ``same`` spelling as another one, or a like one."""

    place_id: int
    same: bool


def alike(index: PlaceIndex, place_id: int, names: Iterable[tuple[str, str]]) -> tuple[Alike, ...]:
    """Places like the one of ``place_id``, which is known by ``names`` (folded, kind of spelling).

    Its own township first, then the desk's list and area, then elsewhere; there the same spelling before a like one,
    and the same state before others.
    What the place lies in is no namesake.
    """
    found = dict.fromkeys(_near(index, place_id), False)
    for folded, kind in names:
        for hit in index.hits(folded):
            if kind != "code" and _counts(index, place_id, hit):
                same = kind in _WHOLE and hit.strength in _WHOLE
                found[hit.place_id] = found.get(hit.place_id, False) or same
    made = [Alike(id_, same) for id_, same in found.items() if id_ != place_id and not index.within(place_id, id_)]
    return tuple(sorted(made, key=lambda one: _rank(index, place_id, one)))


def _counts(index: PlaceIndex, place_id: int, hit: Hit) -> bool:
    """A township's or state's name also stands as a by-word in names elsewhere ("… (Kachin)"): no namesakes."""
    return hit.strength in (("name", "burmese") if index[place_id].kind in AREAS else _WHOLE | {"short", "part"})


def _near(index: PlaceIndex, place_id: int) -> list[int]:
    """Ids of places with a name near to the place's own, those of its township among them."""
    entry = index[place_id]
    inside = near(index, entry.name, areas=(entry.township_id,)) if entry.township_id in index.places else ()
    return [
        choice.place_id
        for choice in (*inside, *near(index, entry.name))
        if choice.why == "near"
        and choice.score >= (NEARLY_FAR if _zone(index, place_id, choice.place_id) == ELSEWHERE else NEARLY)
    ]


def _zone(index: PlaceIndex, place_id: int, other_id: int) -> int:
    township = index[place_id].township_id
    if township is not None and index[other_id].township_id == township:
        return SAME_TOWNSHIP
    return ON_LIST if other_id in index.on_list else ELSEWHERE


def _rank(index: PlaceIndex, place_id: int, one: Alike) -> tuple[object, ...]:
    entry, other = index[place_id], index[one.place_id]
    zone = _zone(index, place_id, other.id)
    strange = other.state_id != entry.state_id
    return zone, not one.same, strange, not other.active, other.kind != entry.kind, other.name, other.source_id
