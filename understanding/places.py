"""Text → the place it means: a name with or without its township, a code, or a sentence that names a place."""

import re
from collections.abc import Iterator

from understanding.place_also import others
from understanding.place_areas import misspelled_areas, narrow, narrow_from_afar
from understanding.place_choice import Decision
from understanding.place_index import PlaceIndex
from understanding.place_meaning import Meaning, Named, characters, coded, meaning
from understanding.place_spans import Span, Words, cover, find_spans
from understanding.place_unknown import bare_name, destination, likely_name, read_known, unknown
from understanding.zawgyi import readings

__all__ = ["Meaning", "name_spans", "search"]

_CHUNK = re.compile(r"[\w:./-]*\d[\w:./-]*")
_CODE = re.compile(r"mmr\d+|gn:\S+|\d{6}", re.IGNORECASE)
"""What can be nothing but a code, known or not: MIMU's, GeoNames', a village's six digits."""


def search(index: PlaceIndex, text: str, more_common: frozenset[str] = frozenset()) -> Meaning:
    """The place that ``text`` means. ``more_common`` are folded words of the desk that are no places (agencies).

    Burmese is read as the encoding that it looks like and, when that says nothing, as the other one.
    """
    likely, *other = readings(text)
    found = _search(index, likely, more_common)
    for reading in other:
        second = _search(index, reading, more_common)
        if _names_a_place(second) and not _names_a_place(found):
            return second
    return found


def _names_a_place(meaning: Meaning) -> bool:
    return any(choice.why != "near" for choice in meaning.decision.choices[:1])


def _search(index: PlaceIndex, text: str, more_common: frozenset[str]) -> Meaning:
    words = Words(text, more_common)
    codes = tuple(_codes(index, text))
    if codes:
        return others(words, index, coded(index, text, codes[0]), codes[1:])
    if _CODE.fullmatch(text.strip()):
        return Meaning(text.strip(), Decision("none"), (0, len(text)), "")
    found = _by_name(index, words)
    return others(words, index, found) if found.span else found


def _by_name(index: PlaceIndex, words: Words) -> Meaning:
    count = len(words.tokens)
    whole = index.hits(words.key(0, count))
    if whole and (count == 1 or not all(words.common(i) for i in range(count))):
        return meaning(words, index, Named(Span(0, count, whole, 0), whole))
    found = cover(index, words) or find_spans(index, words)
    for area in misspelled_areas(words, index, found):
        apart = [span for span in found if span.last <= area.first or span.first >= area.last]
        found = sorted([*apart, area], key=lambda span: span.first)
    spans = list({span.hits: span for span in reversed(found)}.values())[::-1]
    bare = bare_name(words, index, spans) if words.tokens else None
    if bare is not None:
        return bare
    return _known(words, index, spans) if spans else unknown(words, index, *likely_name(words))


def name_spans(index: PlaceIndex, text: str) -> tuple[tuple[int, int], ...]:
    """Where names and aliases of places stand in ``text``."""
    words = Words(text)
    return tuple(characters(words, span.first, span.last) for span in find_spans(index, words))


def _codes(index: PlaceIndex, text: str) -> Iterator[tuple[int, int, int]]:
    """The codes in the text: the place of each, and where it stands."""
    for chunk in _CHUNK.finditer(text):
        code = chunk[0].strip(".:/-")
        place_id = index.code(code)
        if place_id is not None:
            start = chunk.start() + chunk[0].index(code)
            yield place_id, start, start + len(code)


def _known(words: Words, index: PlaceIndex, spans: list[Span]) -> Meaning:
    """The likeliest of the names found, narrowed by the areas named beside it, else anywhere in the sentence."""
    own = [span for span in spans if not span.guessed]
    if not own:
        return unknown(words, index, *likely_name(words))
    beside = [named for span in own if (named := narrow(words, index, span, spans)).used]
    beside = [named for named in beside if not named.elsewhere] or beside
    areas = {area for named in beside for area in named.used}
    beside = [named for named in beside if named.span not in areas] or beside
    afar = [named for span in own if (named := narrow_from_afar(index, span, spans)).used]
    best = _likeliest(words, beside or afar or [Named(span, span.hits) for span in own])
    going = destination(words, best.span, own)
    return read_known(words, index, best, spans) if going is None else unknown(words, index, *going)


def _likeliest(words: Words, found: list[Named]) -> Named:
    return max(found, key=lambda named: _weight(words, named.span))


def _weight(words: Words, span: Span) -> tuple[bool, bool, float, int]:
    """What is not declined; where people go; longer names, after a preposition, before a kind word, with a capital.

    Of equals the first.
    """
    weight = span.letters + 2.0 * (span.last - span.first - 1)
    weight += 4 * words.after_preposition(span.first) + 3 * bool(words.kind_after(span.last)[0])
    return (
        not words.declined(span.first),
        words.leads_to(span.first),
        weight + 2 * words.capital(span.first),
        -span.first,
    )
