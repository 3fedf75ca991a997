"""Text → the place it means: a name with or without its township, a code, or a sentence that names a place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from understanding.common_words import KINDS
from understanding.fold import BURMESE
from understanding.place_choice import Choice, Decision, choices, decide
from understanding.place_index import AREAS, Hit, PlaceIndex
from understanding.place_near import likeness, near
from understanding.place_spans import Span, Words, cover, find_spans, run_around

_CONNECTORS = frozenset(["in", "of", "at", "near", *KINDS])
"""Words that may stand between a name and the area that it lies in."""
_NARROWING = AREAS | {"village_tract", "town"}
_CHUNK = re.compile(r"[\w:./-]*\d[\w:./-]*")
_NAME_CUTOFF = 75.0
"""Likeness from which an unknown longer name is believed rather than the known word inside it."""
_AREA_CUTOFF = 60.0
"""Least likeness within a township that was named: few names compete there."""


@dataclass(frozen=True)
class Meaning:
    """What place a text means. ``name`` is the name as typed ("" when the text names none), ``span`` where it stands;

    ``rest`` is the text without the place and the area that was named with it.
    """

    name: str
    decision: Decision
    span: tuple[int, int] | None
    rest: str


@dataclass(frozen=True)
class _Named:
    """A span with what narrows it: the places left, the spans used, and whether all lie outside the area named."""

    span: Span
    hits: tuple[Hit, ...]
    used: tuple[Span, ...] = ()
    elsewhere: bool = False


def search(index: PlaceIndex, text: str, more_common: frozenset[str] = frozenset()) -> Meaning:
    """The place that ``text`` means. ``more_common`` are folded words of the desk that are no places (agencies)."""
    coded = _by_code(index, text)
    if coded is not None:
        return coded
    words = Words(text, more_common)
    count = len(words.tokens)
    whole = index.hits(words.key(0, count))
    if whole and (count == 1 or not all(words.common(i) for i in range(count))):
        return _meaning(words, index, _Named(Span(0, count, whole, 0), whole))
    found = cover(index, words) or find_spans(index, words)
    spans = list({span.hits: span for span in reversed(found)}.values())[::-1]
    return _known(words, index, spans) if spans else _unknown(words, index, *_likely_name(words))


def name_spans(index: PlaceIndex, text: str) -> tuple[tuple[int, int], ...]:
    """Where names and aliases of places stand in ``text``."""
    words = Words(text)
    return tuple(_characters(words, span.first, span.last) for span in find_spans(index, words))


def _by_code(index: PlaceIndex, text: str) -> Meaning | None:
    for chunk in _CHUNK.finditer(text):
        code = chunk[0].strip(".:/-")
        place_id = index.code(code)
        if place_id is not None:
            start = chunk.start() + chunk[0].index(code)
            span = (start, start + len(code))
            found = (Choice(place_id, 1.0, "code"),)
            return Meaning(code, decide(index, found), span, _without(text, [span]))
    return None


def _known(words: Words, index: PlaceIndex, spans: list[Span]) -> Meaning:
    """The likeliest of the names found, narrowed by the areas named beside it, else anywhere in the sentence."""
    beside = [named for span in spans if (named := _narrow(words, index, span, spans)).used]
    beside = [named for named in beside if not named.elsewhere] or beside
    afar = [named for span in spans if (named := _narrow_from_afar(index, span, spans)).used]
    best = _likeliest(words, beside or afar or [_Named(span, span.hits) for span in spans])
    longer = _longer_name(words, index, best, spans)
    return longer or _meaning(words, index, best, sure=not best.elsewhere and not _is_fragment(words, index, best))


def _likeliest(words: Words, found: list[_Named]) -> _Named:
    return max(found, key=lambda named: _weight(words, named.span))


def _weight(words: Words, span: Span) -> tuple[float, int]:
    """Longer names, after a preposition, before a kind word, with a capital; then the first."""
    weight = span.letters + 2.0 * (span.last - span.first - 1)
    weight += 4 * words.after_preposition(span.first) + 3 * bool(words.kind_after(span.last)[0])
    return weight + 2 * words.capital(span.first), -span.first


def _narrow(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> _Named:
    """``span`` narrowed by the areas that stand beside it: "X, Y", "X in Y", "X Y township", "Y X"."""
    named = _Named(span, span.hits)
    for other in sorted(spans, key=lambda other: abs(other.first - span.first)):
        areas = _areas(index, other)
        if other is span or not areas or not _beside(words, named, other):
            continue
        inside = _inside(index, named.hits, areas)
        if inside:
            named = _Named(span, inside, (*named.used, other))
        elif other.first > span.first and not _is_area(index, span) and _is_area(index, other):
            named = _Named(span, named.hits, (*named.used, other), elsewhere=True)
    return named


def _is_area(index: PlaceIndex, span: Span) -> bool:
    """Whether a township or something larger has this name."""
    return any(index[hit.place_id].kind in AREAS for hit in span.hits)


def _areas(index: PlaceIndex, span: Span) -> list[int]:
    return [hit.place_id for hit in span.hits if index[hit.place_id].kind in _NARROWING and hit.strength != "part"]


def _inside(index: PlaceIndex, hits: tuple[Hit, ...], areas: list[int]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if any(index.within(hit.place_id, area) for area in areas))


def _beside(words: Words, named: _Named, other: Span) -> bool:
    """Whether only connecting words lie between ``other`` and what has been read of this place so far."""
    parts = (named.span, *named.used)
    gaps = [(part.last, other.first) if part.last <= other.first else (other.last, part.first) for part in parts]
    return any(all(words.tokens[i].key in _CONNECTORS for i in range(*gap)) for gap in gaps)


def _narrow_from_afar(index: PlaceIndex, span: Span, spans: list[Span]) -> _Named:
    """A township named anywhere in the sentence tells which of the places of one name is meant."""
    for other in spans:
        inside = _inside(index, span.hits, _areas(index, other)) if other is not span else ()
        if inside:
            return _Named(span, inside, (other,))
    return _Named(span, span.hits)


def _longer_name(words: Words, index: PlaceIndex, named: _Named, spans: list[Span]) -> Meaning | None:
    """The unknown name that the known words are only a piece, or only the area, of; None when there is none."""
    span = named.span
    first, last = _with_neighbours(words, named)
    if (first, last) != (span.first, span.last):
        beside = [other for other in spans if other is not span and _beside(words, _at(first, last), other)]
        areas = [area for other in beside for area in _areas(index, other)]
        found = near(index, words.key(first, last), areas, _cutoff(words, first, last, span))
        if found:
            return _near_meaning(words, first, last, found)
    return _unknown_in(words, index, span) if _is_area(index, span) and not named.used else None


def _with_neighbours(words: Words, named: _Named) -> tuple[int, int]:
    """The span with the unknown words beside it; in Burmese, which has no spaces, what follows may be grammar."""
    span = named.span
    if words.tokens[span.first].text[0] in BURMESE:
        return span.first, span.last
    taken = frozenset(i for other in named.used for i in range(other.first, other.last))
    return run_around(words, span.first, span.last, taken)


def _unknown_in(words: Words, index: PlaceIndex, span: Span) -> Meaning | None:
    """An unknown name before its township: "X, Y", "X in Y". Never the township itself when that is the whole text."""
    first, last = _run_before(words, span.first)
    if first == last:
        return None
    areas = [hit.place_id for hit in span.hits if index[hit.place_id].kind in AREAS]
    whole = first == 0 and words.kind_after(span.last)[1] == len(words.tokens)
    found = near(index, words.key(first, last), areas, _AREA_CUTOFF if whole else _NAME_CUTOFF)
    if found or whole or span.first in words.breaks:
        return _near_meaning(words, first, last, found, extra=(span,))
    return None


def _at(first: int, last: int) -> _Named:
    return _Named(Span(first, last, (), 0), ())


def _cutoff(words: Words, first: int, last: int, span: Span) -> float:
    """A longer name must be more like the words than the piece of them that is known."""
    return min(100.0, max(_NAME_CUTOFF, likeness(words.key(first, last), words.key(span.first, span.last)) + 1))


def _run_before(words: Words, end: int) -> tuple[int, int]:
    """The unknown name before ``end``, all of it before a comma, uncommon words before a connecting one."""
    if end in words.breaks:
        start = max((edge for edge in words.breaks if edge < end), default=0)
        return (start, end) if any(not words.common(i) for i in range(start, end)) else (end, end)
    while end > 0 and words.tokens[end - 1].key in _CONNECTORS and end not in words.breaks:
        end -= 1
    if end == 0 or words.common(end - 1):
        return end, end
    return run_around(words, end - 1, end)[0], end


def _is_fragment(words: Words, index: PlaceIndex, named: _Named) -> bool:
    """Unknown words beside a settlement's name, or before a township: it may be a piece of another name."""
    span = named.span
    if _is_area(index, span):
        first, last = _run_before(words, span.first)
        return first != last and not named.used
    return _with_neighbours(words, named) != (span.first, span.last)


def _likely_name(words: Words) -> tuple[int, int]:
    """The run of uncommon words that is likeliest to be a name: before a kind word, after a preposition, longest."""
    return max(_runs(words), key=lambda run: _run_weight(words, *run), default=(0, 0))


def _runs(words: Words) -> Iterator[tuple[int, int]]:
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


def _unknown(words: Words, index: PlaceIndex, first: int, last: int) -> Meaning:
    """Near names for a name that nobody bears; a text without a likely name means no place."""
    if first == last:
        return Meaning("", Decision("none"), None, words.text)
    found = near(index, words.key(first, last))
    cued = words.kind_after(last)[0] or words.after_preposition(first) or last - first == len(words.tokens)
    if not found and not cued:
        return Meaning("", Decision("none"), None, words.text)
    return _near_meaning(words, first, last, found)


def _near_meaning(
    words: Words, first: int, last: int, found: tuple[Choice, ...], extra: tuple[Span, ...] = ()
) -> Meaning:
    span = _characters(words, first, last)
    cut = [_characters(words, first, words.kind_after(last)[1]), *(_characters(words, s.first, s.last) for s in extra)]
    return Meaning(words.text[slice(*span)], Decision("none", found), span, _without(words.text, cut))


def _meaning(words: Words, index: PlaceIndex, named: _Named, *, sure: bool = True) -> Meaning:
    """Kind words after the name narrow; one that fits none of the places makes the choice doubtful."""
    span = named.span
    kinds, end = words.kind_after(span.last)
    found = choices(index, named.hits, kinds)
    if named.elsewhere:
        found = tuple(replace(choice, score=0.5, why="elsewhere") for choice in found)
    fits = not kinds or any(index[choice.place_id].kind in _alike(kinds) for choice in found)
    cut = [_characters(words, span.first, end)]
    cut += [_characters(words, other.first, words.kind_after(other.last)[1]) for other in named.used]
    at = _characters(words, span.first, span.last)
    return Meaning(words.text[slice(*at)], decide(index, found, sure=sure and fits), at, _without(words.text, cut))


def _alike(kinds: frozenset[str]) -> frozenset[str]:
    """Kinds that people do not tell apart: everything settled but camps."""
    settled = frozenset(["village", "village_tract", "town", "ward"])
    return kinds | settled if kinds & settled else kinds


def _characters(words: Words, first: int, last: int) -> tuple[int, int]:
    """Where the words stand, with a bracket that closes the last of them."""
    start, end = words.tokens[first].start, words.tokens[last - 1].end
    open_bracket = words.text.count("(", start, end) > words.text.count(")", start, end)
    return start, end + (open_bracket and words.text[end : end + 1] == ")")


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    left = [" " if any(start <= i < end for start, end in spans) else char for i, char in enumerate(text)]
    return " ".join("".join(left).split())
