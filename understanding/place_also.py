"""Other places that a text names beside the one it is about: none of them is dropped without a word."""

from understanding.place_areas import JOINING, is_an_end, narrow
from understanding.place_choice import Decision
from understanding.place_codes import unknown_codes
from understanding.place_index import AREAS, PlaceIndex
from understanding.place_known import read_known
from understanding.place_meaning import Meaning, Named, characters, near_meaning, without
from understanding.place_near import ALIKE, Ranking, rank
from understanding.place_spans import Span, Words
from understanding.place_unknown import unknown_names

MOST = 12
"""Other places that are looked up; of more only the names are told."""
_SURE_LETTERS = 5
"""Letters from which one word in lower case that a place bears is taken for that place."""


def others(words: Words, index: PlaceIndex, found: Meaning, every: list[Span]) -> Meaning:
    """``found`` with the other places of the text, in its order: those of ``every`` and what is not known.

    An area in which the place lies, and a second name of it, are none of them.
    """
    told = _told(words, index, every, found)
    strange = [*unknown_names(words, every), *unknown_codes(index, words)]
    left = [span for span in strange if not _overlaps(characters(words, span.first, span.last), found)]
    spans = sorted([*(one.span for one in told), *left], key=lambda span: span.first)
    by_span = {one.span: one for one in told}
    apart = [_read(words, index, by_span.get(span), span, every) for span in spans[:MOST]]
    own = {choice.place_id for choice in found.decision.choices if choice.why != "near"}
    kept = [one for one in apart if own.isdisjoint(choice.place_id for choice in one.decision.choices[:1])]
    unread = [words.said(span.first, span.last) for span in spans[MOST:]]
    return found.beside(tuple(_once(kept)), tuple(dict.fromkeys(unread)))


def _told(words: Words, index: PlaceIndex, every: list[Span], found: Meaning) -> list[Named]:
    """The known places of the text that are neither the one it is about nor the area of another."""
    spans = [span for span in every if not _overlaps(characters(words, span.first, span.last), found)]
    narrowed = [narrow(words, index, span, every) for span in spans]
    areas = {other for one in narrowed for other in one.used}
    told = [one for one in narrowed if one.span not in areas and _is_told(words, one.span)]
    return [one for one in told if is_an_end(words, one.span) or not _belongs(index, one, found)]


def _read(words: Words, index: PlaceIndex, named: Named | None, span: Span, every: list[Span]) -> Meaning:
    """What a known name means, or what an unknown one is like."""
    if named is not None:
        return read_known(words, index, named, every)
    ranking = rank(index, words.said(span.first, span.last)).above(ALIKE) if not span.coded else Ranking()
    if ranking.choices:
        return near_meaning(words, index, (span.first, span.last), ranking)
    at = characters(words, span.first, span.last)
    return Meaning(words.text[slice(*at)], Decision("none"), at, without(words.text, [at]), (at,))


def _once(apart: list[Meaning]) -> list[Meaning]:
    """Each place once, though the text repeats it or two known pieces of one longer name mean it."""
    by_span = {one.span: one for one in reversed(apart)}
    by_place = {
        (one.decision.choices[0].place_id if one.decision.choices else one.name.casefold()): one
        for one in by_span.values()
    }
    return sorted(by_place.values(), key=lambda one: one.span or (0, 0))


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
        or {span.first, span.last} <= words.breaks | {len(words.tokens)}
        or any(0 <= i < len(words.tokens) and words.tokens[i].key in JOINING for i in (span.first - 1, span.last))
    )
