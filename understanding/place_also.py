"""Other places that a text names beside the one it is about: none of them is dropped without a word."""

from understanding.place_areas import narrow
from understanding.place_index import AREAS, PlaceIndex
from understanding.place_meaning import Meaning, Named, characters, coded, near_meaning
from understanding.place_near import ALIKE, rank
from understanding.place_spans import Span, Words, find_spans
from understanding.place_unknown import read_known, runs

MOST = 3
"""Other places that are told of; whoever lists more sends them one by one."""
_JOINING = frozenset(["and", "or", "to", "from", "vs", "versus", "plus"])
"""Words that join the names of two places."""


def others(words: Words, index: PlaceIndex, found: Meaning, codes: tuple[tuple[int, int, int], ...] = ()) -> Meaning:
    """``found`` with the other places of the text, in its order: known names, joined near ones, and ``codes``.

    ``codes`` are (place, start, end). An area in which the place lies, and a second name of it, are none of them.
    """
    apart = [coded(index, words.text, code) for code in codes]
    every = find_spans(index, words)
    spans = [span for span in every if not _overlaps(characters(words, span.first, span.last), found)]
    narrowed = [narrow(words, index, span, spans) for span in spans]
    areas = {other for one in narrowed for other in one.used}
    for one in narrowed:
        if one.span not in areas and _is_told(words, one.span) and not _belongs(index, one, found):
            apart.append(read_known(words, index, one, every))
    apart = [one for one in apart if one.span and not _overlaps(one.span, found)]
    apart += _near(words, index, [found, *apart])
    own = {choice.place_id for choice in found.decision.choices if choice.why != "near"}
    kept = [one for one in apart if own.isdisjoint(choice.place_id for choice in one.decision.choices[:1])]
    return found.beside(tuple(sorted(kept, key=lambda one: one.span or (0, 0))[:MOST]))


def _overlaps(at: tuple[int, int], found: Meaning) -> bool:
    return any(at[0] < last and at[1] > first for first, last in found.parts)


def _belongs(index: PlaceIndex, one: Named, found: Meaning) -> bool:
    """Whether it is the area of the place, or the place itself by another name."""
    meant = [choice.place_id for choice in found.decision.choices]
    around = [hit.place_id for hit in one.hits if index[hit.place_id].kind in AREAS]
    inside = any(index.within(place_id, area) for area in around for place_id in meant)
    return inside or bool(set(meant) & {hit.place_id for hit in one.hits if hit.strength != "near"})


def _is_told(words: Words, span: Span) -> bool:
    """Whether it surely stands for a place: several words, a capital, a preposition, or a word that joins names."""
    return (
        not span.single
        or words.tokens[span.first].text[0].isupper()
        or words.after_preposition(span.first)
        or _is_joined(words, span.first, span.last)
    )


def _is_joined(words: Words, first: int, last: int) -> bool:
    before = words.tokens[first - 1].key if first > 0 else ""
    after = words.tokens[last].key if last < len(words.tokens) else ""
    return before in _JOINING or after in _JOINING


def _near(words: Words, index: PlaceIndex, told: list[Meaning]) -> list[Meaning]:
    """Names that nobody bears, written as names beside a joining word, that are like a place's."""
    found: list[Meaning] = []
    for first, last in runs(words):
        written = all(words.tokens[i].text[0].isupper() for i in range(first, last))
        at = characters(words, first, last)
        if written and _is_joined(words, first, last) and not any(_overlaps(at, one) for one in told):
            ranking = rank(index, words.said(first, last)).above(ALIKE)
            found += [near_meaning(words, index, (first, last), ranking)] if ranking.choices else []
    return found
