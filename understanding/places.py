"""Text → the place it means: a name with or without its township, a code, or a sentence that names a place."""

import re
from dataclasses import dataclass, replace

from understanding.common_words import KINDS
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
    spans = cover(index, words) or find_spans(index, words)
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
    if beside:
        best = _likeliest(words, beside)
        return _meaning(words, index, best, sure=not best.elsewhere)
    afar = [named for span in spans if (named := _narrow_from_afar(index, span, spans)).used]
    best = _likeliest(words, afar or [_Named(span, span.hits) for span in spans])
    longer = _longer_name(words, index, best.span, spans)
    return longer or _meaning(words, index, best, sure=not _is_fragment(words, index, best.span))


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
        elif other.first > span.first and not _areas(index, span) and _says_area(words, index, span, other):
            named = _Named(span, named.hits, (*named.used, other), elsewhere=True)
    return named


def _areas(index: PlaceIndex, span: Span) -> list[int]:
    return [hit.place_id for hit in span.hits if index[hit.place_id].kind in _NARROWING and hit.strength != "part"]


def _inside(index: PlaceIndex, hits: tuple[Hit, ...], areas: list[int]) -> tuple[Hit, ...]:
    return tuple(hit for hit in hits if any(index.within(hit.place_id, area) for area in areas))


def _beside(words: Words, named: _Named, other: Span) -> bool:
    """Whether only connecting words lie between ``other`` and what has been read of this place so far."""
    parts = (named.span, *named.used)
    gaps = [(part.last, other.first) if part.last <= other.first else (other.last, part.first) for part in parts]
    return any(all(words.tokens[i].key in _CONNECTORS for i in range(*gap)) for gap in gaps)


def _says_area(words: Words, index: PlaceIndex, span: Span, other: Span) -> bool:
    """Whether ``other`` is clearly the area of ``span`` (a township or larger, after a comma or a connecting word)."""
    is_area = any(index[hit.place_id].kind in AREAS for hit in other.hits)
    return is_area and (other.first > span.last or other.first in words.breaks)


def _narrow_from_afar(index: PlaceIndex, span: Span, spans: list[Span]) -> _Named:
    """A township named anywhere in the sentence tells which of the places of one name is meant."""
    for other in spans:
        inside = _inside(index, span.hits, _areas(index, other)) if other is not span else ()
        if inside:
            return _Named(span, inside, (other,))
    return _Named(span, span.hits)


def _longer_name(words: Words, index: PlaceIndex, span: Span, spans: list[Span]) -> Meaning | None:
    """The unknown name that the known words are only a piece, or only the area, of; None when there is none."""
    first, last = run_around(words, span.first, span.last)
    if (first, last) != (span.first, span.last):
        beside = [other for other in spans if other is not span and _beside(words, _at(first, last), other)]
        areas = [area for other in beside for area in _areas(index, other)]
        found = near(index, words.key(first, last), areas, _cutoff(words, first, last, span))
        if found:
            return _near_meaning(words, first, last, found)
    areas = [hit.place_id for hit in span.hits if index[hit.place_id].kind in AREAS]
    first, last = _run_before(words, span.first)
    found = near(index, words.key(first, last), areas) if areas and first < last else ()
    return _near_meaning(words, first, last, found, extra=(span,)) if found else None


def _at(first: int, last: int) -> _Named:
    return _Named(Span(first, last, (), 0), ())


def _cutoff(words: Words, first: int, last: int, span: Span) -> float:
    """A longer name must be more like the words than the piece of them that is known."""
    return min(100.0, max(_NAME_CUTOFF, likeness(words.key(first, last), words.key(span.first, span.last)) + 1))


def _run_before(words: Words, end: int) -> tuple[int, int]:
    """Uncommon words before ``end``, over a comma or connecting words ("X, Y", "X in Y")."""
    while end > 0 and words.tokens[end - 1].key in _CONNECTORS and end not in words.breaks:
        end -= 1
    if end == 0 or words.common(end - 1):
        return end, end
    return run_around(words, end - 1, end)[0], end


def _is_fragment(words: Words, index: PlaceIndex, span: Span) -> bool:
    """A single word of a settlement's name with unknown words beside it may be a piece of another name."""
    if not span.single or any(index[hit.place_id].kind in AREAS for hit in span.hits):
        return False
    return run_around(words, span.first, span.last) != (span.first, span.last)


def _likely_name(words: Words) -> tuple[int, int]:
    """The run of uncommon words that is likeliest to be a name: before a kind word, after a preposition, longest."""
    runs = {run_around(words, i, i + 1) for i in range(len(words.tokens)) if not words.common(i)}
    return max(runs, key=lambda run: _run_weight(words, *run), default=(0, 0))


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
