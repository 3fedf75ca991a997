"""What a known name means in its text, or the unknown longer name that it is only a piece of; in doubt it is asked."""

import re
from dataclasses import replace
from itertools import pairwise

from understanding.common_words import FUNCTION, KINDS
from understanding.fold import BURMESE
from understanding.names import DIRECTIONS
from understanding.place_areas import CONNECTORS, areas_of, inside, is_area, is_beside, parted, township_like
from understanding.place_choice import Decision
from understanding.place_codes import beside, other_name, unknown_codes
from understanding.place_index import AREAS, PlaceIndex
from understanding.place_meaning import Doubt, Meaning, Named, characters, coded, meaning, near_meaning
from understanding.place_near import ALIKE, ALIKE_INSIDE, MOST, SHOWN, likeness, rank
from understanding.place_spans import Span, Words, run_around

_NAME_CUTOFF = 0.75
"""Likeness from which an unknown longer name is believed rather than the known word inside it."""
_ORDINAL = re.compile(r"\d{1,2}|i{1,3}|iv")
"""Numbers that tell places of one name apart."""
_MARKS = DIRECTIONS | {"man", "long", "sun"}
"""Words that make another name of one: sides and ages, and everyday words that names begin or end with."""
_SITES = frozenset(["camp", "village", "ward", "site", "compound", "hamlet"])
"""Kind words before which everyday words may be a part of the name: "X hospital camp", "X school village"."""
_FACILITIES = frozenset(
    ["hospital", "school", "river", "church", "monastery", "market", "bridge", "clinic", "high", "baptist", "stadium"]
)
"""Words before "camp" that name it: "hospital camp X" is no camp of X."""
_MOST_BETWEEN = 3
"""Such words at most."""
_WHOLE = 8
"""Letters from which known names one after the other are hardly pieces of one longer name."""
_NEAR = frozenset(["near", "beside", "behind", "opposite"])


def longer_name(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> Meaning | None:
    """The unknown name that the known words are only a piece, or only the area, of; None when there is none."""
    span = named.span
    first, last = _with_neighbours(words, named)
    if (first, last) != (span.first, span.last):
        beside = [other for other in spans if other is not span and is_beside(words, _at(first, last), other)]
        areas = [area for other in beside for area in areas_of(index, other)]
        found = rank(index, words.said(first, last), areas).above(_cutoff(words, first, last, span))
        pieces = {hit.place_id for other in (span, *_inside(spans, first, last)) for hit in other.hits}
        if found.choices and found.choices[0].place_id not in pieces:
            return near_meaning(words, index, (first, last), found)
    if not is_area(index, span) or named.used:
        return None
    return _unknown_in(words, index, span, spans) or _unknown_after(words, index, span, spans)


def _with_neighbours(words: Words, named: Named) -> tuple[int, int]:
    """The span with the unknown words beside it; in Burmese, which has no spaces, what follows may be grammar."""
    span = named.span
    if words.tokens[span.first].text[0] in BURMESE:
        return span.first, span.last
    taken = frozenset(i for other in named.used for i in range(other.first, other.last))
    return run_around(words, span.first, span.last, taken)


def _unknown_in(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> Meaning | None:
    """An unknown name before its township: "X, Y", "X in Y". Never the township itself when that is the whole text."""
    first, last = _run_before(words, span.first)
    if first == last or parted(words, last, span.first) or _is_known(words, spans, first, last):
        return None
    areas = [hit.place_id for hit in span.hits if index[hit.place_id].kind in AREAS]
    whole = first == 0 and words.kind_after(span.last)[1] == len(words.tokens)
    found = rank(index, words.said(first, last), areas).above(ALIKE_INSIDE if whole else _NAME_CUTOFF)
    if found.choices or whole or span.first in words.breaks:
        return near_meaning(words, index, (first, last), found, extra=(span,))
    return None


def _unknown_after(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> Meaning | None:
    """An unknown name after its township: "Y: X", "Y, X". After a comma it must be like one there, or written so."""
    first = words.kind_after(span.last)[1]
    while first < len(words.tokens) and words.tokens[first].key in KINDS:
        first += 1
    if first not in words.breaks or words.common(first) or any(other.first <= first < other.last for other in spans):
        return None
    first, last = run_around(words, first, first + 1)
    if index.hits(words.key(first, last)):
        return None
    if last < len(words.tokens) and last not in words.breaks and not words.kind_after(last)[0]:
        return None
    sign = words.text[words.tokens[first - 1].end : words.tokens[first].start]
    areas = [hit.place_id for hit in span.hits if index[hit.place_id].kind in AREAS]
    found = rank(index, words.said(first, last), areas, words.kind_after(last)[0]).above(ALIKE_INSIDE)
    if found.choices or ":" in sign or words.capital(first):
        return near_meaning(words, index, (first, last), found, extra=(span,))
    return None


def _is_known(words: Words, spans: list[Span], first: int, last: int) -> bool:
    """Whether the words are a known name, but for everyday words before it."""
    ending = [span for span in spans if first <= span.first and span.last == last and not span.guessed]
    return any(all(words.common(i) for i in range(first, span.first)) for span in ending)


def _at(first: int, last: int) -> Named:
    return Named(Span(first, last, (), 0), ())


def _cutoff(words: Words, first: int, last: int, span: Span) -> float:
    """A longer name must be more like the words than the piece of them that is known."""
    return min(1.0, max(_NAME_CUTOFF, likeness(words.key(first, last), words.key(span.first, span.last)) + 0.01))


def _run_before(words: Words, end: int) -> tuple[int, int]:
    """The unknown name before ``end``, all of it before a comma, uncommon words before a connecting one."""
    if end in words.breaks:
        start = max((edge for edge in words.breaks if edge < end), default=0)
        named = any(not words.common(i) or (i > start and words.tied(i)) for i in range(start, end))
        return (start, end) if named else (end, end)
    while end > 0 and words.tokens[end - 1].key in CONNECTORS and end not in words.breaks:
        end -= 1
    if end == 0 or words.common(end - 1):
        return end, end
    return run_around(words, end - 1, end)[0], end


def read_known(words: Words, index: PlaceIndex, named: Named, spans: list[Span], doubt: Doubt | None = None) -> Meaning:
    """What a known name or a code means; ``doubt`` is what the rest of the text says against it."""
    if named.span.coded:
        return _read_code(words, index, named, spans, doubt)
    longer = longer_name(words, index, named, spans)
    if longer is not None:
        return longer
    fragment = _is_fragment(words, index, named, spans)
    doubt = doubt or (_with_words(words, named) if fragment else _against(words, index, named, spans))
    found = meaning(words, index, named, doubt)
    return _with_longer(words, index, named, found, spans) if fragment and not is_area(index, named.span) else found


def _read_code(words: Words, index: PlaceIndex, named: Named, spans: list[Span], doubt: Doubt | None) -> Meaning:
    if is_area(index, named.span) and not named.used:
        inside = _unknown_in(words, index, named.span, spans) or _unknown_after(words, index, named.span, spans)
        if inside is not None:
            return inside
    return coded(words, index, named, doubt, other_name(index, words, named.span, spans))


def _with_words(words: Words, named: Named) -> Doubt:
    return Doubt("beside", words.said(*_with_neighbours(words, named)))


def _against(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> Doubt | None:
    """What stands beside the name that speaks against its place."""
    span = named.span
    strange = next((code for code in unknown_codes(index, words) if beside(words, code, span)), None)
    if strange:
        return Doubt("code", words.said(strange.first, strange.last))
    at = _unknown_area(words, named, spans)
    if at is not None:
        return Doubt("area", words.said(at, len(words.tokens)))
    other = _like_area(words, index, named, spans)
    if other is not None:
        return Doubt("area", words.said(other.first, other.last))
    near = _near_it(words, span)
    if near is not None:
        return Doubt("near", words.said(near, span.last))
    first, last = _another(words, span)
    return None if (first, last) == (span.first, span.last) else Doubt("beside", words.said(first, last))


def _is_fragment(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> bool:
    """Unknown words beside a settlement's name, or before a township: it may be a piece of another name."""
    span = named.span
    if is_area(index, span):
        first, last = _run_before(words, span.first)
        apart = first == last or parted(words, last, span.first) or _is_known(words, spans, first, last)
        if named.used or not apart:
            return not named.used
    first, last = _with_neighbours(words, named)
    return (first, last) != (span.first, span.last) and not _side_by_side(
        words, _inside(spans, first, last), first, last
    )


def _inside(spans: list[Span], first: int, last: int) -> list[Span]:
    return [span for span in spans if first <= span.first and span.last <= last]


def _side_by_side(words: Words, inside: list[Span], first: int, last: int) -> bool:
    """Whether the words are known names and nothing else, with strokes between them: "X/Y"."""
    ends = [first, *(span.last for span in inside)]
    firsts = [*(span.first for span in inside), last]
    between = [
        words.text[words.tokens[one.last - 1].end : words.tokens[other.first].start] for one, other in pairwise(inside)
    ]
    return ends == firsts and all(sign.strip() == "/" for sign in between)


def _unknown_area(words: Words, named: Named, spans: list[Span]) -> int | None:
    """Where a word that is no place ends the text as its township would: "X, Nowhere"."""
    at = words.kind_after(max(part.last for part in (named.span, *named.used)))[1]
    begins = at in words.breaks
    if at < len(words.tokens) and words.tokens[at].key == "in":
        at, begins = at + 1, True
    if not begins or at >= len(words.tokens) or any(span.last > at for span in spans):
        return None
    return None if any(words.common(i) for i in range(at, len(words.tokens))) else at


def _like_area(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> Span | None:
    """A place that ends the text where a township would, and is called nearly like one in which no such name lies."""
    at = words.kind_after(named.span.last)[1]
    other = next((span for span in spans if span.first == at and at in words.breaks), None)
    if (
        other is None
        or is_area(index, other)
        or named.used
        or other.last != len(words.tokens)
        or parted(words, named.span.last, at)
    ):
        return None
    guess = township_like(words, index, other.first, other.last)
    return other if guess and not inside(index, named.hits, [guess.hits[0].place_id]) else None


def _near_it(words: Words, span: Span) -> int | None:
    """Where a place without a name begins that lies near it: "the camp near X"."""
    keys = [token.key for token in words.tokens[: span.first]]
    at = len(keys) - (keys[-1:] in (["in"], ["at"], ["of"]))
    if at > 1 and keys[at - 1].isdigit() and keys[at - 2] in _SITES:
        return at - 2
    if at > 1 and keys[at - 1] in _SITES and keys[at - 2] in _FACILITIES:
        return at - 2
    first = span.first - (2 if keys[-2:] in (["next", "to"], ["close", "to"]) else 1)
    if first > 0 and (keys[first] in _NEAR or first < span.first - 1) and keys[first - 1] in _SITES:
        return first - 1
    return None


def _another(words: Words, span: Span) -> tuple[int, int]:
    """The words that may be another name: with a side, an age or a number ("new X", "X 2"), or before a kind word."""
    first, last = span.first, span.last
    if first > 0 and first not in words.breaks and words.tokens[first - 1].key in _MARKS:
        return first - 1, last
    marked = [at for at in (last, words.kind_after(last)[1]) if _is_mark(words, at)]
    return first, marked[0] + 1 if marked else _site_after(words, last)


def _site_after(words: Words, last: int) -> int:
    """Behind the kind word that ends everyday words after a name: "X hospital camp"; else ``last``."""
    for at in range(last, min(last + _MOST_BETWEEN + 1, len(words.tokens))):
        key = words.tokens[at].key
        if at in words.breaks or key in FUNCTION:
            break
        if key in _SITES:
            return at + 1 if at > last and not words.kind_after(last)[0] else last
    return last


def _is_mark(words: Words, position: int) -> bool:
    """Whether the word is such a mark and ends there what is said of the place."""
    if position >= len(words.tokens) or position in words.breaks:
        return False
    key, after = words.tokens[position].key, position + 1
    if key == "no":
        return _is_mark(words, after)
    ends = after >= len(words.tokens) or after in words.breaks or words.tokens[after].key in KINDS
    return ends and (key in _MARKS or bool(_ORDINAL.fullmatch(key)))


def _with_longer(words: Words, index: PlaceIndex, named: Named, found: Meaning, spans: list[Span]) -> Meaning:
    """The bearers of a piece and what is like the whole, under the whole name: "Nam San Yan" may not be Nam San."""
    first, last = _with_neighbours(words, named)
    known = _inside(spans, first, last)
    if len(known) > 1 and all(one.letters >= _WHOLE for one in known):
        return found
    bearers = {choice.place_id: choice for choice in found.decision.choices}
    whole = rank(index, words.said(first, last), named.areas).above(ALIKE).choices[:MOST]
    found = replace(found, parts=(*found.parts, characters(words, first, last)))
    if len(known) > 1 and not whole:
        apart = tuple(replace(choice, why="near") for choice in found.decision.choices)
        return replace(found, name=words.said(first, last), decision=Decision("ask", apart, found.decision.others))
    if all(choice.place_id in bearers for choice in whole):
        return found
    choices = [*(bearers.pop(choice.place_id, choice) for choice in whole), *bearers.values()]
    cut = Decision("ask", tuple(choices[:SHOWN]), found.decision.others + len(choices[SHOWN:]))
    return replace(found, name=words.said(first, last), decision=cut)
