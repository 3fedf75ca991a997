"""Names near in spelling to one that is not known."""

from collections.abc import Collection
from itertools import zip_longest

from rapidfuzz import fuzz, process

from understanding.fold import fold
from understanding.place_choice import Choice, choices
from understanding.place_index import PlaceIndex

CUTOFF = 72.0
"""Least likeness, in per cent of letters in common."""
MOST = 5
_POOL = 60
"""Names that are looked at more closely."""
_LIKENESS_TO_SCORE = 0.009
"""A near name never scores as high as an exact one."""


def likeness(one: str, other: str) -> float:
    """How alike two keys are, in per cent."""
    return fuzz.ratio(one, other)


def near(index: PlaceIndex, name: str, areas: Collection[int] = (), cutoff: float = CUTOFF) -> tuple[Choice, ...]:
    """At most `MOST` places with a name like ``name``: those of the desk's list first, then all; in ``areas`` if given.

    Of places that share one name the first comes before the second of any.
    """
    matches = process.extract(fold(name), index.keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_POOL)
    bearers = [_bearers(index, key, alike, areas) for key, alike, _ in matches]
    found = [choice for layer in zip_longest(*bearers) for choice in layer if choice is not None]
    listed = [choice for choice in found if choice.place_id in index.on_list]
    first = {choice.place_id: choice for choice in reversed([*listed, *found])}
    return tuple(reversed(first.values()))[:MOST]


def _bearers(index: PlaceIndex, key: str, alike: float, areas: Collection[int]) -> list[Choice]:
    """Places that bear the name ``key``; codes are no names."""
    score = round(alike * _LIKENESS_TO_SCORE, 3)
    return [
        Choice(choice.place_id, score, "near")
        for choice in choices(index, index.hits(key))
        if choice.why != "code" and (not areas or any(index.within(choice.place_id, area) for area in areas))
    ]
