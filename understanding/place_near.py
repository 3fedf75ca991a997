"""Places that a typed name may mean, known or misspelled, the likeliest first."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz

from understanding.likeness import CORE, LETTERS, SAME, SOUND, Figures
from understanding.names import STRENGTH
from understanding.place_candidates import FIGURES, candidates, twins_apart
from understanding.place_choice import SCORES, Choice
from understanding.place_index import AREAS, Hit, PlaceIndex

_OF_FIRST = tuple(number for number, name in enumerate(FIGURES) if name not in {"words_more", "area"})
_OF_SECOND = tuple(FIGURES.index(name) for name in ("letters", "sound", "core", "same_letters"))
DOUBTS = (
    "lead", "score", *(f"first_{FIGURES[number]}" for number in _OF_FIRST),
    *(f"second_{FIGURES[number]}" for number in _OF_SECOND), "places",
)  # fmt: skip
"""What the judge goes by, in this order."""
MOST = 5
"""Near names that are offered."""
SHOWN = 10
"""Places in a ranking."""
ALIKE = 0.72
"""Likeness of letters or sound from which a name may be offered for another."""
VERY_ALIKE = 0.82
"""The same beside the very name."""
ALIKE_INSIDE = 0.6
"""The same within an area that was named: few names compete there."""
_LEAST_ALIKE = 0.55
"""Likeness below which a place is not even ranked."""
_OF_CORE = 0.95
_NEAR_SCORE = 0.9
"""A near name never scores as high as an exact one."""
_OF_THE_KIND = 1.0
"""What a place gains when it is of the kind that the words say ("camp"), in the ranker's measure."""
_RIVAL_SOUND, _RIVAL_EDIT = 0.9, 2
"""Likeness of sound from which, and letters up to which, a place is a rival: measured, see ``bench/RESULTS.md``."""
_REMEMBERED = 5000
"""Rankings that an index remembers at most."""
_EDIT, _STRENGTH = FIGURES.index("letters_edit"), FIGURES.index("strength")
_WIDE = frozenset(["state", "district"])


class Ranking(NamedTuple):
    """Choices, the likeliest first, and whether the first is so likely that nobody needs to be asked.

    ``rivals`` are places whose names are hard to tell from what was typed, the very names among them.
    """

    choices: tuple[Choice, ...] = ()
    sure: bool = False
    rivals: frozenset[int] = frozenset()

    def above(self, likeness: float) -> "Ranking":
        """Without the choices less like the name than ``likeness``, from 0 to 1."""
        choices = tuple(choice for choice in self.choices if choice.score >= likeness * _NEAR_SCORE)
        return self._replace(choices=choices, sure=self.sure and choices[:1] == self.choices[:1])


def likeness(one: str, other: str) -> float:
    """How alike the letters of two keys are, from 0 to 1."""
    return fuzz.ratio(one, other) / 100


def near(index: PlaceIndex, name: str, areas: Collection[int] = ()) -> tuple[Choice, ...]:
    """At most `MOST` places with a name like ``name``, in ``areas`` if given, the likeliest first."""
    return rank(index, name, areas).above(ALIKE).choices[:MOST]


def rank(index: PlaceIndex, name: str, areas: Collection[int] = (), kinds: frozenset[str] = frozenset()) -> Ranking:
    """Places that ``name`` may mean, likeliest first; of ``kinds`` rather than others where both are alike.

    What was ranked is remembered: people name the same few places again and again.
    """
    key = (name, tuple(areas), kinds)
    if key not in index.ranked:
        if len(index.ranked) >= _REMEMBERED:
            index.ranked.clear()
        index.ranked[key] = _rank(index, name, areas, kinds)
    found: Ranking = index.ranked[key]
    return found


def _rank(index: PlaceIndex, name: str, areas: Collection[int], kinds: frozenset[str]) -> Ranking:
    bearers, figures = candidates(index, name, areas)
    if not bearers:
        return Ranking()
    scores = index.spelling.scores(figures)
    if kinds:
        fits = [index[bearer.hit.place_id].kind in kinds for bearer in bearers]
        scores = scores + _OF_THE_KIND * np.array(fits, np.float32)
    twins = twins_apart(index, bearers)
    kept = leading(scores, figures, twins)
    choices = tuple(_choice(bearers[twins[row]].hit.place_id, bearers[row].hit, figures[row]) for row in kept[:SHOWN])
    inside = bool(areas) and not any(index[area].kind in _WIDE for area in areas)
    sure = bool(kept) and index.spelling.is_sure(doubts(scores, figures, kept), inside=inside)
    near_by = [bearers[twins[row]].hit.place_id for row in kept if _is_rival(figures[row])]
    return Ranking(choices, sure, frozenset(place_id for place_id in near_by if index[place_id].kind not in AREAS))


def _is_rival(figures: Figures) -> bool:
    whole = STRENGTH[int(figures[_STRENGTH])] not in {"short", "part"}
    return bool(whole and (figures[SOUND] >= _RIVAL_SOUND or figures[_EDIT] <= _RIVAL_EDIT))


def leading(scores: Figures, figures: Figures, twins: Sequence[int]) -> list[int]:
    """Rows of places that are like the name, the likeliest first; of twins the likelier row only."""
    first: dict[int, int] = {}
    for row in np.argsort(-scores, kind="stable").tolist():
        if _likeness(figures[row]) >= _LEAST_ALIKE:
            first.setdefault(twins[row], row)
    return list(first.values())


def doubts(scores: Figures, figures: Figures, rows: Sequence[int]) -> Figures:
    """One row of `DOUBTS`: the likeliest place, and how far the next is behind. ``rows``: places, likeliest first."""
    first = figures[rows[0]]
    second = figures[rows[1]] if len(rows) > 1 else np.zeros_like(first)
    lead = scores[rows[0]] - scores[rows[1]] if len(rows) > 1 else scores[rows[0]]
    found = [lead, scores[rows[0]], *first[list(_OF_FIRST)], *second[list(_OF_SECOND)], len(rows)]
    return np.array([found], np.float32)


def _choice(place_id: int, hit: Hit, figures: Figures) -> Choice:
    if figures[SAME]:
        return Choice(place_id, SCORES[hit.strength], hit.strength)
    return Choice(place_id, round(_likeness(figures) * _NEAR_SCORE, 3), "near")


def _likeness(figures: Figures) -> float:
    """The best of letters, sound and, a little less, sound without general words."""
    return float(max(figures[LETTERS], figures[SOUND], _OF_CORE * figures[CORE]))
