"""Names that nobody bears: which words of a text they are, and what they may mean."""

import re
from collections.abc import Iterator
from dataclasses import replace

from understanding.common_words import FUNCTION, KINDS
from understanding.fold import BURMESE
from understanding.names import DIRECTIONS
from understanding.place_areas import CONNECTORS, areas_of, is_area, is_beside
from understanding.place_choice import Decision
from understanding.place_index import AREAS, PlaceIndex
from understanding.place_meaning import Meaning, Named, characters, meaning, near_meaning
from understanding.place_near import ALIKE, ALIKE_INSIDE, MOST, SHOWN, likeness, rank
from understanding.place_spans import Span, Words, run_around

_NAME_CUTOFF = 0.75
"""Likeness from which an unknown longer name is believed rather than the known word inside it."""
_ALL_COMMON = 0.85
"""The same where every word of the name is an everyday word, too."""
_LONGEST_NAME = 6
"""Words of a text that may be nothing but a name."""
_ORDINAL = re.compile(r"\d{1,2}|i{1,3}|iv")
"""Numbers that tell places of one name apart."""
_MARKS = DIRECTIONS | {"man", "long", "sun"}
"""Words that make another name of one: sides and ages, and everyday words that names begin or end with."""
_MEANT_BY_ALL = frozenset(
    ["village", "villages", "tract", "vt", "township", "tsp", "twp", "ward", "ywa", "ywar", "rwa"]
)
"""Kind words that say nothing of which place is meant."""


def longer_name(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> Meaning | None:
    """The unknown name that the known words are only a piece, or only the area, of; None when there is none."""
    span = named.span
    first, last = _with_neighbours(words, named)
    if (first, last) != (span.first, span.last):
        beside = [other for other in spans if other is not span and is_beside(words, _at(first, last), other)]
        areas = [area for other in beside for area in areas_of(index, other)]
        found = rank(index, words.said(first, last), areas).above(_cutoff(words, first, last, span))
        if found.choices and found.choices[0].place_id not in {hit.place_id for hit in span.hits}:
            return near_meaning(words, index, (first, last), found)
    return _unknown_in(words, index, span, spans) if is_area(index, span) and not named.used else None


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
    if first == last:
        return None
    areas = [hit.place_id for hit in span.hits if index[hit.place_id].kind in AREAS]
    known = _known_before(words, spans, first, last)
    if known:
        return meaning(words, index, Named(known, known.hits, (span,), tuple(areas), elsewhere=True), sure=False)
    whole = first == 0 and words.kind_after(span.last)[1] == len(words.tokens)
    found = rank(index, words.said(first, last), areas).above(ALIKE_INSIDE if whole else _NAME_CUTOFF)
    if found.choices or whole or span.first in words.breaks:
        return near_meaning(words, index, (first, last), found, extra=(span,))
    return None


def _known_before(words: Words, spans: list[Span], first: int, last: int) -> Span | None:
    """The known name that the words are, but for everyday words before it."""
    ending = [span for span in spans if first <= span.first and span.last == last and not span.guessed]
    return next((span for span in ending if all(words.common(i) for i in range(first, span.first))), None)


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


def read_known(words: Words, index: PlaceIndex, named: Named, spans: list[Span]) -> Meaning:
    """What a known name means, or the unknown longer name that it is only a piece of; in doubt it is asked."""
    longer = longer_name(words, index, named, spans)
    if longer is not None:
        return longer
    fragment = _is_fragment(words, index, named)
    doubts = fragment or _lies_in_unknown(words, named, spans) or _is_another(words, named.span)
    found = meaning(words, index, named, sure=not (named.elsewhere or doubts or words.declined(named.span.first)))
    return _with_longer(words, index, named, found) if fragment and not is_area(index, named.span) else found


def _is_fragment(words: Words, index: PlaceIndex, named: Named) -> bool:
    """Unknown words beside a settlement's name, or before a township: it may be a piece of another name."""
    span = named.span
    if is_area(index, span):
        first, last = _run_before(words, span.first)
        return first != last and not named.used
    return _with_neighbours(words, named) != (span.first, span.last)


def _lies_in_unknown(words: Words, named: Named, spans: list[Span]) -> bool:
    """Whether a word that is no place ends the text where its township would stand: "X, Nowhere"."""
    at = words.kind_after(max(part.last for part in (named.span, *named.used)))[1]
    begins = at in words.breaks
    if at < len(words.tokens) and words.tokens[at].key == "in":
        at, begins = at + 1, True
    strange = not any(words.common(i) for i in range(at, len(words.tokens)))
    return begins and at < len(words.tokens) and strange and not any(span.last > at for span in spans)


def _is_another(words: Words, span: Span) -> bool:
    """Whether a side, an age or a number beside it makes it another place: "new X", "X 2", "X old village"."""
    if span.first > 0 and span.first not in words.breaks and words.tokens[span.first - 1].key in _MARKS:
        return True
    return any(_is_mark(words, at) for at in (span.last, words.kind_after(span.last)[1]))


def _is_mark(words: Words, position: int) -> bool:
    """Whether the word is such a mark and ends there what is said of the place."""
    if position >= len(words.tokens) or position in words.breaks:
        return False
    key, after = words.tokens[position].key, position + 1
    if key == "no":
        return _is_mark(words, after)
    ends = after >= len(words.tokens) or after in words.breaks or words.tokens[after].key in KINDS
    return ends and (key in _MARKS or bool(_ORDINAL.fullmatch(key)))


def _with_longer(words: Words, index: PlaceIndex, named: Named, found: Meaning) -> Meaning:
    """The bearers of a piece and what is like the whole, under the whole name: "Nam San Yan" may not be Nam San."""
    first, last = _with_neighbours(words, named)
    bearers = {choice.place_id: choice for choice in found.decision.choices}
    whole = rank(index, words.said(first, last), named.areas).above(ALIKE).choices[:MOST]
    found = replace(found, parts=(*found.parts, characters(words, first, last)))
    if all(choice.place_id in bearers for choice in whole):
        return found
    choices = [*(bearers.pop(choice.place_id, choice) for choice in whole), *bearers.values()]
    cut = Decision("ask", tuple(choices[:SHOWN]), found.decision.others + len(choices[SHOWN:]))
    return replace(found, name=words.said(first, last), decision=cut)


def destination(words: Words, best: Span, spans: list[Span]) -> tuple[int, int] | None:
    """The unknown name to which people go from the known ones: "from X to Y", "X -> Y"; None when there is none."""
    if words.leads_to(best.first):
        return None
    left = any(words.tokens[span.first - 1].key == "from" for span in spans if span.first > 0)
    for first, last in runs(words):
        known = any(span.first == first for span in spans) or first <= best.first < last
        written = all(words.capital(i) for i in range(first, last))
        if not known and (words.after_arrow(first) or (words.leads_to(first) and (left or written))):
            return first, last
    return None


def likely_name(words: Words) -> tuple[int, int]:
    """The run of uncommon words that is likeliest to be a name: before a kind word, after a preposition, longest."""
    return max(runs(words), key=lambda run: _run_weight(words, *run), default=(0, 0))


def runs(words: Words) -> Iterator[tuple[int, int]]:
    """Runs of uncommon words from left to right, each once: long texts stay linear."""
    position = 0
    while position < len(words.tokens):
        if words.common(position):
            position += 1
        else:
            run = run_around(words, position, position + 1)
            yield run
            position = max(run[1], position + 1)


def _run_weight(words: Words, first: int, last: int) -> tuple[int, int, int]:
    cues = 2 * bool(words.kind_after(last)[0]) + words.after_preposition(first)
    return cues, len(words.key(first, last)), -first


def bare_name(words: Words, index: PlaceIndex, spans: list[Span]) -> Meaning | None:
    """What a text means that is nothing but a name nobody bears, with or without its area; None for other texts.

    The known words in it, if any, are only a piece of it: "Kyu Kyaing" is not Kyaing.
    """
    end = min([edge for edge in words.breaks if edge > 0] + [_before_area(words, index, spans)])
    areas = [span for span in spans if span.first >= end and is_area(index, span)]
    first, last = 0, end
    while last > 1 and words.tokens[last - 1].key in _MEANT_BY_ALL:
        last -= 1
    if not _is_bare(words, (first, last), end, areas, spans):
        return None
    area_ids = [area for span in areas for area in areas_of(index, span)]
    least = _ALL_COMMON if all(words.common(i) for i in range(last)) else ALIKE_INSIDE if areas else ALIKE
    ranking = rank(index, words.said(first, last), area_ids, words.kind_after(last)[0]).above(least)
    pieces = {hit.place_id for span in spans if span.last <= last for hit in span.hits}
    if not ranking.choices or ranking.choices[0].place_id in pieces:
        return None
    return near_meaning(words, index, (first, last), ranking, extra=tuple(areas))


def _before_area(words: Words, index: PlaceIndex, spans: list[Span]) -> int:
    """Where the name ends before an area that follows after "in" or nothing at all."""
    firsts = [span.first for span in spans if span.first > 0 and is_area(index, span)]
    end = min(firsts, default=len(words.tokens))
    return end - 1 if end > 1 and end < len(words.tokens) and words.tokens[end - 1].key == "in" else end


def _is_bare(words: Words, at: tuple[int, int], end: int, areas: list[Span], spans: list[Span]) -> bool:
    """Whether the text is a name and its area: short, no word of a sentence in it, and no known name beside a topic."""
    first, last = at
    rest = [i for i in range(end, len(words.tokens)) if not any(span.first <= i < span.last for span in areas)]
    inside = [span for span in spans if span.last <= last]
    known = {i for span in inside for i in range(span.first, span.last)}
    left = [i for i in range(first, last) if i not in known]
    if not 0 < last - first <= _LONGEST_NAME or (inside and all(words.common(i) for i in left)):
        return False
    sentence = any(words.tokens[i].key in FUNCTION and words.tokens[i].text.islower() for i in range(first, last))
    titled = all(words.tokens[i].text[0].isupper() for i in range(first, last))
    everyday = all(words.common(i) for i in range(first, last)) and not titled
    return not sentence and not everyday and all(words.tokens[i].key in CONNECTORS for i in rest)


def unknown(words: Words, index: PlaceIndex, first: int, last: int) -> Meaning:
    """Near names for a name that nobody bears; a text without a likely name means no place."""
    if first == last:
        return Meaning("", Decision("none"), None, words.text)
    ranking = rank(index, words.said(first, last), kinds=words.kind_after(last)[0]).above(ALIKE)
    cued = words.kind_after(last)[0] or words.after_preposition(first) or last - first == len(words.tokens)
    if not cued:
        ranking = ranking._replace(sure=False)
    if not ranking.choices and not cued:
        return Meaning("", Decision("none"), None, words.text)
    return near_meaning(words, index, (first, last), ranking)
