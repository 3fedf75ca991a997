"""Other places that a text names beside the one it is about: none of them is dropped without a word."""

from itertools import islice

from understanding.place_areas import narrow
from understanding.place_index import AREAS, PlaceIndex
from understanding.place_meaning import Meaning, Named, characters, coded, near_meaning
from understanding.place_near import ALIKE, rank
from understanding.place_spans import Span, Words, find_spans
from understanding.place_unknown import read_known, runs

MOST = 3
"""Other places that are told of; whoever lists more sends them one by one."""
_SURE_LETTERS = 5
"""Letters from which one word in lower case that a place bears is taken for that place."""
_READ = 2 * MOST
"""Other names that are looked at."""
_JOINING = frozenset(["and", "or", "to", "from", "vs", "versus", "plus"])
"""Words that join the names of two places."""


def others(words: Words, index: PlaceIndex, found: Meaning, codes: tuple[tuple[int, int, int], ...] = ()) -> Meaning:
    """``found`` with the other places of the text, in its order: known names, joined near ones, and ``codes``.

    ``codes`` are (place, start, end). An area in which the place lies, and a second name of it, are none of them.
    """
    apart = [coded(index, words.text, code) for code in codes[:_READ]]
    every = find_spans(index, words)
    spans = [span for span in every if not _overlaps(characters(words, span.first, span.last), found)]
    narrowed = [narrow(words, index, span, spans) for span in spans]
    areas = {other for one in narrowed for other in one.used}
    told = [one for one in narrowed if one.span not in areas and _is_told(words, one.span)]
    for one in told:
        if len(apart) < _READ and not _belongs(index, one, found):
            apart.append(read_known(words, index, one, every))
    apart = [one for one in apart if one.span and not _overlaps(one.span, found)]
    apart += _near(words, index, [found, *apart])
    own = {choice.place_id for choice in found.decision.choices if choice.why != "near"}
    kept = [one for one in apart if own.isdisjoint(choice.place_id for choice in one.decision.choices[:1])]
    return found.beside(tuple(sorted(_once(kept), key=lambda one: one.span or (0, 0))[:MOST]))


def _once(apart: list[Meaning]) -> list[Meaning]:
    """Each place once, though the text repeats it or two known pieces of one longer name mean it."""
    by_span = {one.span: one for one in reversed(apart)}
    by_place = {(one.decision.choices[0].place_id if one.decision.choices else at): one for at, one in by_span.items()}
    return list(by_place.values())


def _overlaps(at: tuple[int, int], found: Meaning) -> bool:
    return any(at[0] < last and at[1] > first for first, last in found.parts)


def _belongs(index: PlaceIndex, one: Named, found: Meaning) -> bool:
    """Whether it is the area of the place, or the place itself by another name."""
    meant = [choice.place_id for choice in found.decision.choices]
    around = [hit.place_id for hit in one.hits if index[hit.place_id].kind in AREAS]
    inside = any(index.within(place_id, area) for area in around for place_id in meant)
    return inside or bool(set(meant) & {hit.place_id for hit in one.hits if hit.strength != "near"})


def _is_told(words: Words, span: Span) -> bool:
    """Whether it surely stands for a place: long enough, a capital, a preposition, or a word that joins names."""
    return (
        not span.single
        or span.letters >= _SURE_LETTERS
        or words.tokens[span.first].text[0].isupper()
        or words.after_preposition(span.first)
        or _is_joined(words, span.first, span.last)
    )


def _is_joined(words: Words, first: int, last: int) -> bool:
    return _is_joining(words, first - 1) or _is_joining(words, last)


def _stands_as_name(words: Words, told: list[Meaning], first: int, last: int) -> bool:
    """With capitals beside a joining word; in lower case after "from", or joined to a place that is told."""
    if all(words.tokens[i].text[0].isupper() for i in range(first, last)):
        return _is_joined(words, first, last)
    if first > 0 and words.tokens[first - 1].key == "from":
        return True
    sides = ((first - 1, first - 2), (last, last + 1))
    return any(_is_joining(words, by) and _is_in(words, told, other) for by, other in sides)


def _is_joining(words: Words, position: int) -> bool:
    return 0 <= position < len(words.tokens) and words.tokens[position].key in _JOINING


def _is_in(words: Words, told: list[Meaning], position: int) -> bool:
    if not 0 <= position < len(words.tokens):
        return False
    token = words.tokens[position]
    return any(_overlaps((token.start, token.end), one) for one in told)


def _near(words: Words, index: PlaceIndex, told: list[Meaning]) -> list[Meaning]:
    """Names that nobody bears, standing as names do, that are like a place's."""
    standing = (run for run in runs(words) if _stands_as_name(words, told, *run))
    apart = (run for run in standing if not any(_overlaps(characters(words, *run), one) for one in told))
    ranked = ((run, rank(index, words.said(*run)).above(ALIKE)) for run in islice(apart, _READ))
    return [near_meaning(words, index, run, ranking) for run, ranking in ranked if ranking.choices]
