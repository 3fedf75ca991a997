"""Names that nobody bears: which words of a text they are, and what they may mean."""

from collections.abc import Iterator, Sequence

from understanding.common_words import FUNCTION
from understanding.place_areas import CONNECTORS, JOINING, areas_of, is_area
from understanding.place_choice import Decision
from understanding.place_index import PlaceIndex
from understanding.place_meaning import Meaning, near_meaning
from understanding.place_near import ALIKE, ALIKE_INSIDE, Ranking, rank
from understanding.place_spans import Span, Words, run_around

_ALL_COMMON = 0.85
"""The same where every word of the name is an everyday word, too."""
_LEAST_LETTERS = 3
"""Letters of a word that may be an unknown name beside a known one."""
_LONGEST_NAME = 6
"""Words of a text that may be nothing but a name."""
_BEHIND = frozenset(["near", "beside", "behind", "opposite", "close", "next"])
"""Words with which it is said where a place lies."""
_LEADING = frozenset(["to", "into", "towards", "in", "at", "from", "near", "but", "be", "mean", "meant", "sorry"])
"""Words after which a word that is none of everyday may be a name."""
_MEANT_BY_ALL = frozenset(
    ["village", "villages", "tract", "vt", "township", "tsp", "twp", "ward", "ywa", "ywar", "rwa"]
)
"""Kind words that say nothing of which place is meant."""


def unknown_names(words: Words, spans: Sequence[Span]) -> list[Span]:
    """Runs of words that are no part of ``spans``, and that stand as names do; they have no hits."""
    found = (Span(first, last, (), len(words.key(first, last))) for first, last in runs(words))
    apart = (span for span in found if not any(map(span.overlaps, spans)))
    return [span for span in apart if span.letters >= _LEAST_LETTERS and _stands_as_name(words, span, spans)]


def _stands_as_name(words: Words, span: Span, spans: Sequence[Span]) -> bool:
    """With capitals inside a sentence, after words that lead to a place, or all there is from break to break."""
    first, last = span.first, span.last
    begins, ends = first in {0, *words.breaks}, last in {len(words.tokens), *words.breaks}
    before = words.tokens[first - 1].key if first > 0 else ""
    after = words.tokens[last].key if last < len(words.tokens) else ""
    if words.after_arrow(first) or before in _LEADING or (begins and (ends or after in _BEHIND)):
        return True
    if before in JOINING or (after in JOINING and begins):
        return True
    capitals = all(words.tokens[i].text[0].isupper() for i in range(first, last))
    shout = last - first == 1 and words.tokens[first].text.isupper()
    return capitals and not words.text.isupper() and not shout and (not begins or last - first > 1)


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
    if not ranking.choices or ranking.choices[0].place_id in pieces or _has_topic(words, index, last, ranking):
        return None
    return near_meaning(words, index, (first, last), ranking, extra=tuple(areas))


def _has_topic(words: Words, index: PlaceIndex, last: int, whole: Ranking) -> bool:
    """Whether everyday words end the name, and it is more like a place without them: "X shelter" asks about X."""
    end = last
    while end > 1 and words.common(end - 1):
        end -= 1
    if end == last or words.common(0):
        return False
    shorter = rank(index, words.said(0, end)).choices[:1]
    return bool(shorter) and shorter[0].score > whole.choices[0].score


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


def unknown(words: Words, index: PlaceIndex, first: int, last: int, *, cued: bool = False) -> Meaning:
    """Near names for a name that nobody bears; a text without a likely name means no place.

    ``cued``: the text says that it is a name.
    """
    if first == last:
        return Meaning("", Decision("none"), None, words.text)
    ranking = rank(index, words.said(first, last), kinds=words.kind_after(last)[0]).above(ALIKE)
    cued |= bool(words.kind_after(last)[0] or words.after_preposition(first) or last - first == len(words.tokens))
    if not cued:
        ranking = ranking._replace(sure=False)
    if not ranking.choices and not cued:
        return Meaning("", Decision("none"), None, words.text)
    return near_meaning(words, index, (first, last), ranking)
