"""Names narrowed by the areas that a text names beside them, or elsewhere in it."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from understanding.common_words import FUNCTION, KINDS
from understanding.likeness import alike, typed
from understanding.place_index import AREAS, Hit, PlaceIndex
from understanding.place_meaning import Named
from understanding.place_spans import Span, Words

_SIDES = ("north", "south", "east", "west", "northern", "southern", "eastern", "western")
JOINING = frozenset(["and", "or", "to", "from", "vs", "versus", "plus"])
"""Words that join the names of two places."""
CONNECTORS = frozenset(["in", "of", "at", "near", *_SIDES, *KINDS])
"""Words that may stand between a name and the area that it lies in."""
_CHOICES = frozenset(["or", "vs", "versus"])
_ENDS = _CHOICES | {"from"}
"""Words before a place of its own that is no area of another."""
_NARROWING = AREAS | {"village_tract", "town"}
_ALIKE = 0.8
"""Likeness of letters or sound from which a word in an area's place is taken for that township."""
_AHEAD = 0.04
"""How much less like it every other township must be."""
_LONGEST_AREA = 4
_LOOKED_AT = 20
"""Names around one name among which its areas are."""
_MOST_AREAS = 4
"""Areas that stand beside one name: tract, township, district, state. Long lists stay quick."""
_APART = re.compile(r"[;\n>→|?!]|\.\s")
"""Signs across which no area belongs to a name that does not lie in it."""
_WINDOWS = 12
"""Windows that are tried; a text of more is no question about one place."""


def narrow(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> Named:
    """``span`` narrowed by the areas that stand beside it: "X, Y", "X in Y", "X Y township", "Y X"."""
    named = Named(span, span.hits)
    for other in sorted(spans, key=lambda other: abs(other.first - span.first))[:_LOOKED_AT]:
        if len(named.used) == _MOST_AREAS:
            break
        areas = areas_of(index, other)
        if other is span or not areas or not is_beside(words, named, other):
            continue
        within = inside(index, named.hits, areas)
        if within and within == named.hits and _is_listed(words, index, span, other, spans):
            continue
        if within:
            named = Named(span, within, (*named.used, other), (*named.areas, *areas))
        elif _is_where(words, index, named, other):
            named = Named(span, named.hits, (*named.used, other), tuple(areas), elsewhere=True)
    return named


def _is_where(words: Words, index: PlaceIndex, named: Named, area: Span) -> bool:
    """Whether a township or the like tells where a settlement should lie, though none of that name lies there."""
    span = named.span
    if is_area(index, span) or not is_area(index, area) or (named.used and not named.elsewhere):
        return False
    if not all(index.within(inner, outer) for inner in named.areas for outer in areas_of(index, area)):
        return False
    if area.first > span.first:
        return not parted(words, span.last, area.first)
    return _leads_in(words, area, span)


def parted(words: Words, last: int, first: int) -> bool:
    """Whether a sign stands between two words across which no area belongs to a name."""
    return bool(_APART.search(words.text[words.tokens[last - 1].end : words.tokens[first].start]))


def _leads_in(words: Words, area: Span, span: Span) -> bool:
    """Whether an area stands before a name as its heading: "Y: X", "Y, X", "Y township X", "township Y village X"."""
    before = words.tokens[area.first - 1].key if area.first else ""
    begins = not before or area.first in words.breaks or words.after_preposition(area.first) or before in KINDS
    gap = words.tokens[area.last : span.first]
    kinds = span.first >= area.last and all(token.key in KINDS for token in gap)
    return begins and kinds and not parted(words, area.last, area.last + 1 if gap else span.first)


def _is_listed(words: Words, index: PlaceIndex, span: Span, other: Span, spans: list[Span]) -> bool:
    """Whether a tract that tells nothing new may be the village of its name in a list: "Y, X", "X, Y and Z"."""
    if not _is_village(words, index, other):
        return False
    after = (one for one in spans if one.first >= other.last and not is_area(index, one))
    follows = min(after, key=lambda one: one.first, default=None)
    if follows is None or other.first < span.first:
        return other.first < span.first
    return all(words.tokens[i].key in CONNECTORS | JOINING for i in range(other.last, follows.first))


def _is_village(words: Words, index: PlaceIndex, span: Span) -> bool:
    """Whether a village or a camp has this name too, and no word after it says that its tract is meant."""
    villages = any(index[hit.place_id].kind not in _NARROWING for hit in span.hits if hit.strength != "part")
    return villages and "village_tract" not in words.kind_after(span.last)[0]


def narrow_from_afar(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> Named:
    """A township named anywhere in the sentence tells which of the places of one name is meant.

    A tract called like a village does so only where there are several of them: else it is the village. Neither does one
    that people go to or come from: "X to Y" are two places, though there is an X in Y.
    """
    for other in spans:
        areas = areas_of(index, other) if other is not span and not is_an_end(words, other) else []
        within = inside(index, span.hits, areas)
        if within and not (within == span.hits and _is_village(words, index, other)):
            return Named(span, within, (other,), tuple(areas))
    return Named(span, span.hits)


def is_an_end(words: Words, span: Span) -> bool:
    """Whether the words say that a movement begins or ends there, or that it is one of several: "X or Y"."""
    before = words.tokens[span.first - 1].key if span.first else ""
    after = words.tokens[span.last].key if span.last < len(words.tokens) else ""
    return words.leads_to(span.first) or before in _ENDS or (after in _CHOICES and span.last not in words.breaks)


def is_area(index: PlaceIndex, span: Span) -> bool:
    """Whether a township or something larger has this name."""
    return any(index[hit.place_id].kind in AREAS for hit in span.hits)


def areas_of(index: PlaceIndex, span: Span) -> list[int]:
    return [hit.place_id for hit in span.hits if index[hit.place_id].kind in _NARROWING and hit.strength != "part"]


def inside(index: PlaceIndex, hits: tuple[Hit, ...], areas: list[int]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if any(index.within(hit.place_id, area) for area in areas))


def is_beside(words: Words, named: Named, other: Span) -> bool:
    """Whether only connecting words lie between ``other`` and what has been read of this place so far."""
    parts = (named.span, *named.used)
    gaps = [(part.last, other.first) if part.last <= other.first else (other.last, part.first) for part in parts]
    return any(all(words.tokens[i].key in CONNECTORS for i in range(*gap)) for gap in gaps)


def misspelled_areas(words: Words, index: PlaceIndex, spans: Sequence[Span]) -> list[Span]:
    """Townships that stand where an area would, but for a letter or two; none where an area's very name stands."""
    if any(is_area(index, span) for span in spans):
        return []
    windows = islice(_where_areas_stand(words), _WINDOWS)
    strange = (window for window in windows if not index.hits(words.key(*window)))
    return list(islice(filter(None, (township_like(words, index, first, last) for first, last in strange)), 1))


def _where_areas_stand(words: Words) -> Iterator[tuple[int, int]]:
    """Windows before a word for township, and after a break or "in"; the last of the text first."""
    count = len(words.tokens)
    for last in range(count - 1, 0, -1):
        if "township" in KINDS.get(words.tokens[last].key, ()):
            yield from ((first, last) for first in range(last - 1, max(-1, last - 4), -1))
    for first in range(count - 1, 0, -1):
        if first in words.breaks or words.tokens[first - 1].key == "in":
            end = min(count, first + _LONGEST_AREA)
            yield first, next((i for i in range(first + 1, end) if i in words.breaks or _ends(words, i)), end)


def _ends(words: Words, position: int) -> bool:
    return words.tokens[position].key in FUNCTION or words.tokens[position].key in KINDS


def township_like(words: Words, index: PlaceIndex, first: int, last: int) -> Span | None:
    """The township of which the words are the name but for a letter or two; None where several would do."""
    said = typed(index.spelling.sounds, words.said(first, last))
    names, letters, sounds = index.township_forms
    if not said or not letters or all(words.common(i) for i in range(first, last)):
        return None
    shares = alike(said, letters, sounds)
    best = int(np.argmax(shares))
    if shares[best] < _ALIKE:
        return None
    others = [float(shares[row]) for row in range(len(names)) if names[row] != names[best]]
    if max(others, default=0.0) > shares[best] - _AHEAD:
        return None
    return Span(first, last, (Hit(names[best], "near"),), len(words.key(first, last)))
