"""Codes of places in a text, with the names that stand beside them."""

import re
from collections.abc import Iterator, Sequence

from understanding.common_words import KINDS
from understanding.place_index import AREAS, Hit, PlaceIndex
from understanding.place_spans import OF_CODE, WRITTEN_CODE, Span, Words

CODE = re.compile(r"mmr\d+|gn:\S+|\d{6}", re.IGNORECASE)
"""What can be nothing but a code, known or not: MIMU's, GeoNames', a village's six digits."""
_CHUNK = re.compile(r"[\w:./-]*\d[\w:./-]*")
_APART = re.compile(r"[;>→\n]|\.\s")
"""Signs that part a name from a code which is not its own."""


def known_codes(index: PlaceIndex, words: Words) -> list[Span]:
    """The codes of places in the text, in order."""
    found = ((index.code(code), at) for code, at in _chunks(words.text))
    return [_span(words, at, Hit(place_id, "code")) for place_id, at in found if place_id is not None]


def unknown_codes(index: PlaceIndex, words: Words) -> list[Span]:
    """Codes of which the desk knows no place; they have no hits."""
    strange = (at for code, at in _chunks(words.text) if WRITTEN_CODE.fullmatch(code) and index.code(code) is None)
    return [_span(words, at) for at in strange]


def _chunks(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for chunk in _CHUNK.finditer(text):
        code = chunk[0].strip(".:/-")
        start = chunk.start() + chunk[0].index(code)
        yield code, (start, start + len(code))


def _span(words: Words, at: tuple[int, int], *hits: Hit) -> Span:
    inside = [i for i, token in enumerate(words.tokens) if token.end > at[0] and token.start < at[1]]
    return Span(inside[0], inside[-1] + 1, hits, OF_CODE)


def with_names(index: PlaceIndex, words: Words, spans: Sequence[Span]) -> list[Span]:
    """``spans`` in which a name and its own code beside it are one span, of the code."""
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        pair = [one for one in (before, span) if one]
        if before and _names(*pair) and beside(words, before, span):
            found[-1] = Span(before.first, span.last, next(one for one in pair if one.coded).hits, OF_CODE)
        else:
            found.append(span)
    return found


def _names(one: Span, other: Span) -> bool:
    """Whether one is the code of the other, a name."""
    code, name = (one, other) if one.coded else (other, one)
    return code.coded and not name.coded and code.hits[0].place_id in {hit.place_id for hit in name.hits}


def beside(words: Words, one: Span, other: Span) -> bool:
    """Whether two spans follow each other as a name and its code do: "X (CODE)", "X village CODE", "CODE - X"."""
    first, second = sorted((one, other), key=lambda span: span.first)
    between = words.text[words.tokens[first.last - 1].end : words.tokens[second.first].start]
    kinds = all(words.tokens[i].key in _BESIDE for i in range(first.last, second.first))
    return kinds and not _APART.search(between)


_BESIDE = frozenset([*KINDS, "code", "pcode", "p", "id"])


def other_name(index: PlaceIndex, words: Words, code: Span, spans: Sequence[Span]) -> Span | None:
    """The name beside the code that is another place's and not that of the area; None where all agrees."""
    place_id = code.hits[0].place_id
    for span in spans:
        if span.coded or not beside(words, code, span):
            continue
        ids = {hit.place_id for hit in span.hits}
        around = any(index.within(place_id, id_) or index.within(id_, place_id) for id_ in ids)
        if not around and not any(index[id_].kind in AREAS for id_ in ids):
            return span
    return None
