"""Places whose spellings are like a typed name, and the figures by which they are compared."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import permutations
from typing import NamedTuple

import numpy as np

from understanding.likeness import (
    LETTERS,
    OF_DRESS,
    OF_SPELLINGS,
    SOUND,
    Figures,
    Spelled,
    compared,
    dressed,
    nearness,
    typed,
)
from understanding.names import STRENGTH
from understanding.place_choice import ORDER, is_twin
from understanding.place_index import Hit, PlaceIndex

FIGURES = (
    *OF_SPELLINGS, "strength", "kind", "namesakes", "area", "letters_behind", "sound_behind", *OF_DRESS,
)  # fmt: skip
"""What the ranker judges by, in this order."""
COMPARED = 60
"""Spellings that are looked at closely, and places of each."""
_ENOUGH = 150
"""Places that are looked at closely."""
_SMALL_AREA = 3000
"""Spellings of an area beyond which only those like the name are compared, as in the whole country."""


class Bearer(NamedTuple):
    """A place that may be meant, the row of its spelling among those compared, and how many places share it."""

    hit: Hit
    row: int
    namesakes: int


class Candidates(NamedTuple):
    """Places that may be meant, settlements first, and a row of `FIGURES` each."""

    bearers: tuple[Bearer, ...] = ()
    figures: Figures = np.zeros((0, len(FIGURES)), np.float32)


def candidates(index: PlaceIndex, name: str, areas: Collection[int] = ()) -> Candidates:
    """Places with a spelling like ``name``, each once, by its best spelling; only those in ``areas`` if given."""
    said = typed(index.spelling.sounds, name)
    numbers = _numbers(index, said, areas) if said else []
    if not numbers:
        return Candidates()
    spellings = compared(said, index.nearby.forms(numbers))
    order = np.argsort(-nearness(spellings), kind="stable")[:COMPARED].tolist()
    bearers = _bearers(index, [(row, index.nearby.keys[numbers[row]]) for row in order], areas)
    if not bearers:
        return Candidates()
    own = spellings[[bearer.row for bearer in bearers]]
    behind = own[:, [LETTERS, SOUND]] - spellings[:, [LETTERS, SOUND]].max(axis=0)
    table = [own, _of_places(index, bearers), behind, dressed(name, [bearer.hit.written for bearer in bearers])]
    return Candidates(tuple(bearers), np.column_stack(table).astype(np.float32))


def _numbers(index: PlaceIndex, said: Sequence[Spelled], areas: Collection[int]) -> list[int]:
    """Numbers of the spellings to compare: every one of a small area, else those that are like what was said."""
    inside = index.spellings_in(areas) if areas else None
    if inside is not None and len(inside) <= _SMALL_AREA:
        return sorted(inside)
    like = index.nearby.like(said)
    return sorted(like if inside is None else inside.intersection(like))


def _bearers(index: PlaceIndex, spellings: Iterable[tuple[int, str]], areas: Collection[int]) -> list[Bearer]:
    """The places that bear the spellings, each once; of many namesakes the likelier ones."""
    met: dict[int, Bearer] = {}
    for row, key in spellings:
        named = [hit for hit in index.hits(key) if hit.strength != "code"]
        inside = [hit for hit in named if not areas or _is_inside(index, hit.place_id, areas)]
        for hit in sorted(inside, key=lambda hit: not index.is_likely(hit.place_id))[:COMPARED]:
            met.setdefault(hit.place_id, Bearer(hit, row, len(named)))
        if len(met) >= _ENOUGH:
            break
    return sorted(met.values(), key=lambda bearer: (_kind(index, bearer), index[bearer.hit.place_id].source_id))


def _is_inside(index: PlaceIndex, place_id: int, areas: Collection[int]) -> bool:
    return any(place_id == area or index.within(place_id, area) for area in areas)


def _kind(index: PlaceIndex, bearer: Bearer) -> int:
    kind = index[bearer.hit.place_id].kind
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _of_places(index: PlaceIndex, bearers: Sequence[Bearer]) -> Figures:
    """Figures of places: kind of spelling, kind of place, how many share the spelling, likely here or not."""
    rows = [
        (
            STRENGTH.index(bearer.hit.strength),
            _kind(index, bearer),
            bearer.namesakes,
            index.is_likely(bearer.hit.place_id),
        )
        for bearer in bearers
    ]
    return np.array(rows, np.float32)


def twins_apart(index: PlaceIndex, bearers: Sequence[Bearer]) -> list[int]:
    """For every bearer the number of the one that stands for it: another of the same spelling and place, or itself."""
    same: defaultdict[int, list[int]] = defaultdict(list)
    for number, bearer in enumerate(bearers):
        same[bearer.row].append(number)
    entries = [index[bearer.hit.place_id] for bearer in bearers]
    stands = list(range(len(bearers)))
    for numbers in same.values():
        for one, other in permutations(numbers, 2):
            apart = entries[one].township_id not in (None, entries[other].township_id)
            if not apart and is_twin(index, entries[one].id, entries[other].id):
                stands[one] = other
    return [stands[stands[number]] for number in range(len(bearers))]
