"""From the places that bear a name to the ones a person may mean, and to the decision: go on, or ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from understanding.place_index import AREAS, Hit, PlaceIndex

EXACT = frozenset(["name", "burmese", "code"])
SCORES = {
    "name": 1.0,
    "burmese": 1.0,
    "code": 1.0,
    "alias": 0.95,
    "previous": 0.9,
    "short": 0.9,
    "part": 0.85,
    "elsewhere": 0.5,
}
MOST = 10
"""Choices that are shown at most."""

_SAME_PLACE = {
    "township": frozenset(["town", "village_tract", "village"]),
    "village": frozenset(["village_tract"]),
}
"""Of one name in one township these are one choice, the key: a tract and its village, a township and its town."""
ORDER = ("village", "camp", "town", "township", "village_tract", "ward", "district", "state")


@dataclass(frozen=True)
class Choice:
    """A place that may be meant, how sure (0 to 1) and why: a kind of spelling, "near" or "elsewhere"."""

    place_id: int
    score: float
    why: str


@dataclass(frozen=True)
class Decision:
    """``exact`` (the very name or code) and ``one`` go on; ``ask`` has choices; ``none`` has near names or nothing.

    ``others`` are choices beyond those given.
    """

    decision: str
    choices: tuple[Choice, ...] = ()
    others: int = 0


def choices(index: PlaceIndex, hits: Sequence[Hit], kinds: frozenset[str] = frozenset()) -> tuple[Choice, ...]:
    """Places among ``hits``, of one of ``kinds`` if such are there, best first; twins of one place left out."""
    best: dict[int, Hit] = {}
    of_kind = [hit for hit in hits if index[hit.place_id].kind in kinds]
    for hit in _strong(index, of_kind or hits):
        held = best.get(hit.place_id)
        if held is None or SCORES[hit.strength] > SCORES[held.strength]:
            best[hit.place_id] = hit
    ids = _without_twins(index, list(best))
    made = [Choice(id_, SCORES[best[id_].strength], best[id_].strength) for id_ in ids]
    return tuple(sorted(made, key=lambda choice: _rank(index, choice)))


def _strong(index: PlaceIndex, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Places that are no longer there, and names without their direction, count only when there is nothing else.

    So do aliases off the desk's list beside the very name of a township or state ("Kachin" in a village's brackets).
    """
    active = [hit for hit in hits if index[hit.place_id].active] or hits
    whole = [hit for hit in active if hit.strength != "part"] or active
    if any(hit.strength in EXACT and index[hit.place_id].kind in AREAS for hit in whole):
        known = index.on_list if index.has_list else frozenset()
        return [hit for hit in whole if hit.strength in EXACT or hit.place_id in known]
    return whole


def _without_twins(index: PlaceIndex, ids: list[int]) -> list[int]:
    return [id_ for id_ in ids if not any(_is_one(index, id_, other) for other in ids if other != id_)]


def _is_one(index: PlaceIndex, place_id: int, other_id: int) -> bool:
    """Whether nobody need be asked which of the two: of unknown township only where the desk has named its places."""
    unplaced = index[place_id].kind != "district" and index[place_id].township_id is None
    return is_twin(index, place_id, other_id) and (index.has_list or not unplaced)


def is_twin(index: PlaceIndex, place_id: int, other_id: int) -> bool:
    """Whether the other place stands for this one too; a settlement of unknown township is taken for its namesake."""
    place, other = index[place_id], index[other_id]
    if place.kind == "district" and other.kind == "township":
        return other.parent_id == place_id
    if place.township_id is None:
        return place.kind in _SAME_PLACE["township"] and other.kind in {"township", "town"}
    return place.township_id == other.township_id and place.kind in _SAME_PLACE.get(other.kind, ())


def _rank(index: PlaceIndex, choice: Choice) -> tuple[object, ...]:
    """The desk's own places first, or those at home, then the surer ones, then settlements before areas, by place."""
    entry = index[choice.place_id]
    township = index.places.get(entry.township_id or 0)
    return (
        not index.is_likely(entry.id),
        -choice.score,
        ORDER.index(entry.kind) if entry.kind in ORDER else len(ORDER),
        township.name if township else "",
        entry.source_id,
    )


def decide(index: PlaceIndex, found: tuple[Choice, ...], *, sure: bool = True) -> Decision:
    """What to do about ``found``: two or more are always asked, and so is one that is not on the desk's list.

    ``sure`` is false when something in the text speaks against the only choice; so does a name without its direction.
    A code is never asked.
    """
    if not found:
        return Decision("none")
    first = found[0]
    known = index.knows(first.place_id) or first.why == "code"
    if len(found) == 1 and known and sure and first.why != "part":
        return Decision("exact" if first.why in EXACT else "one", found)
    return Decision("ask", found[:MOST], len(found[MOST:]))
