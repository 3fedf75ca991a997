"""Where in a text places are named: windows of words that are looked up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from understanding.common_words import BEFORE_PLACE, CHURCHES, COMMON, DESTINATION, FUNCTION, KINDS
from understanding.fold import BURMESE, Token, tokens
from understanding.place_index import Hit, PlaceIndex

_AMOUNT = re.compile(r"\d+(?:hhs?|fams?|ppl|pax|inds?|days?|wks?|mths?|months?|yrs?|st|nd|rd|th)?")
OF_CODE = 99
"""Letters that a code stands for: it outweighs every name."""
WRITTEN_CODE = re.compile(r"\bmmr\d{3,}|\bgn:\d+", re.IGNORECASE)
"""What is a code inside a text, known or not: six digits may be an amount."""
_SYLLABLE = 4
"""Letters of an everyday word that may be a syllable of a name."""
_SYLLABLES = (3, 2, 1)
"""Words of a kind word: Burmese is cut into syllables."""
_PHRASE = 2
"""Everyday words before a number that are no chance where a place is called so ("Border Gate 3")."""
LONGEST = 10
"""Words in the longest window."""
_ARROW = re.compile(r"[>→]")
_NUMBERED = re.compile(r"[.):]\s*(?=\D)")
_LETTERS = "abcdefgh"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_SIDES = frozenset("nsew")
_BREAK = re.compile(r"[,;:?!\n→>|&+]|\.\s|\s-+\s")


@dataclass(frozen=True)
class Span:
    """Words ``first`` to ``last`` (not counted in) of a text and the places that bear this name."""

    first: int
    last: int
    hits: tuple[Hit, ...]
    letters: int

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return self.last - self.first == 1

    @property
    def guessed(self) -> bool:
        """Whether nobody bears the name: it is a township's but for a letter or two."""
        return any(hit.strength == "near" for hit in self.hits)

    @property
    def coded(self) -> bool:
        """Whether it is a code, or a name with its code."""
        return self.letters >= OF_CODE

    def overlaps(self, other: "Span") -> bool:
        """Whether they have words in common."""
        return self.last > other.first and self.first < other.last


@dataclass(frozen=True)
class Words:
    """A text cut into words."""

    text: str
    more_common: frozenset[str] = frozenset()

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order."""
        return tokens(self.text)

    @cached_property
    def breaks(self) -> frozenset[int]:
        """Positions between words where the sentence breaks (before word i); the number of a list stands apart."""
        apart = {edge for i in self.numbers for edge in (i, i + 1) if 0 < edge < len(self.tokens)}
        return self._signs | apart

    @cached_property
    def _signs(self) -> frozenset[int]:
        """Where a sign breaks the sentence; the point of "N. Shan" does not."""
        between = zip(self.tokens, self.tokens[1:], strict=False)
        return frozenset(i for i, (a, b) in enumerate(between, 1) if self._breaks(a, b))

    def _breaks(self, one: Token, other: Token) -> bool:
        sign = self.text[one.end : other.start]
        return bool(_BREAK.search(sign.removeprefix(".") if one.key in _SIDES else sign))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Words that are the numbers of a list: "1. X 2. Y", "1) X", "a) X b) Y"."""
        found: list[int] = []
        for i, token in enumerate(self.tokens):
            due = {str(len(found) + 1), _LETTERS[len(found) : len(found) + 1], *_ROMAN[len(found) : len(found) + 1]}
            sign = _NUMBERED.match(self.text, token.end)
            if sign and token.key in due and (found or i == 0 or i in self._signs):
                found.append(i)
        return frozenset(found)

    def common(self, position: int) -> bool:
        """Whether the word says nothing of a place: an English word, field shorthand or a number."""
        key = self.tokens[position].key
        if key in COMMON or key in self.more_common or key in KINDS:
            return True
        return bool(_AMOUNT.fullmatch(key)) or position in self._coded

    @cached_property
    def _coded(self) -> frozenset[int]:
        """Words that are of a code, known or not."""
        codes, words = [match.span() for match in WRITTEN_CODE.finditer(self.text)], enumerate(self.tokens)
        return frozenset(i for i, word in words if any(start <= word.start < end for start, end in codes))

    def tied(self, position: int) -> bool:
        """Whether a hyphen ties the word to the one before it."""
        return position > 0 and self.text[self.tokens[position - 1].end : self.tokens[position].start] == "-"

    def capital(self, position: int) -> bool:
        """Whether the word begins with a capital that the start of the text does not explain."""
        return position > 0 and self.tokens[position].text[0].isupper() and not self.text.isupper()

    def syllable(self, position: int) -> bool:
        """Whether a short everyday word has a capital inside the text, as "Man" has in names."""
        key = self.tokens[position].key
        titled = self.capital(position) and self.tokens[position].text.istitle()
        return titled and len(key) <= _SYLLABLE and key not in FUNCTION and key not in KINDS

    def key(self, first: int, last: int) -> str:
        """Folded key of a window."""
        keys, starts = self._keys
        return keys[starts[first] : starts[min(last, len(self.tokens))]]

    @cached_property
    def _keys(self) -> tuple[str, tuple[int, ...]]:
        """The keys of all words as one text, and where each begins in it, the end last."""
        keys = [token.key for token in self.tokens]
        return "".join(keys), tuple(accumulate(map(len, keys), initial=0))

    def said(self, first: int, last: int) -> str:
        """A window as typed."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def after_preposition(self, first: int) -> bool:
        """Whether the word or the arrow before leads to a place."""
        return self._after(first, BEFORE_PLACE)

    def leads_to(self, first: int) -> bool:
        """Whether people go there: the word or the arrow before says so."""
        return self._after(first, DESTINATION)

    def after_arrow(self, first: int) -> bool:
        """Whether an arrow points from a word to this one."""
        return first > 0 and bool(_ARROW.search(self.text[self.tokens[first - 1].end : self.tokens[first].start]))

    def _after(self, first: int, leading: frozenset[str]) -> bool:
        return first > 0 and (self.tokens[first - 1].key in leading or self.after_arrow(first))

    def kind_after(self, last: int) -> tuple[frozenset[str], int]:
        """Kinds that the words after a name mean ("IDP camp", "village tract"), and where these words end.

        "Tsp: Y" behind a name says what Y is.
        """
        kinds: frozenset[str] = frozenset()
        position = last
        while position < len(self.tokens) and position not in self.breaks:
            key = self.tokens[position].key
            if self.text.startswith(":", self.tokens[position].end):
                break
            most = len(self.tokens) - position
            sizes = (size for size in _SYLLABLES if size <= most and self.key(position, position + size) in KINDS)
            long = next(sizes, 0)
            if long:
                kinds = frozenset(KINDS[self.key(position, position + long)])
                position += long - 1
            elif key not in CHURCHES | {"idp", "idps"}:
                break
            position += 1
        return kinds, position if kinds or self._only_churches(last, position) else last

    def church_after(self, last: int) -> bool:
        """Whether a church's mark follows that is no part of the name: the camp of another church may be meant."""
        return last < len(self.tokens) and last not in self.breaks and self.tokens[last].key in CHURCHES

    def _only_churches(self, first: int, last: int) -> bool:
        return all(token.key in CHURCHES for token in self.tokens[first:last])


def find_spans(index: PlaceIndex, words: Words, codes: Sequence[Span] = ()) -> list[Span]:
    """Names in the text that do not overlap, longest preferred, in order; doubtful ones only when nothing else is.

    ``codes`` are among them.
    """
    strong: list[Span] = [*codes]
    doubtful: list[Span] = []
    for first in range(len(words.tokens)):
        for last in range(first + 1, min(first + LONGEST, len(words.tokens)) + 1):
            if last - 1 > first and last - 1 in words.breaks:
                break
            hits = index.hits(words.key(first, last))
            if hits:
                span = Span(first, last, hits, len(words.key(first, last)))
                (doubtful if _doubtful(words, span) and not _led_to(words, index, span) else strong).append(span)
    if len(strong) == len(codes):
        strong += [span for span in doubtful if all(words.capital(i) for i in range(span.first, span.last))]
    return _longest([*strong, *(span for span in doubtful if span.single and _in_list(words, span, strong))])


_LIST = frozenset(["and", "or"])


def _in_list(words: Words, span: Span, sure: Sequence[Span]) -> bool:
    """Whether an everyday word stands in a list of names: "X, Man and Y"; at its end where there are two others."""
    if words.tokens[span.first].key in FUNCTION:
        return False
    before = any(_beside(words, other.last, span.first) for other in sure)
    behind = any(_beside(words, span.last, other.first) for other in sure)
    starts = span.first == 0 or words.after_preposition(span.first)
    ends = span.last == len(words.tokens)
    return (before and behind) or (len(sure) > 1 and ((before and ends) or (starts and behind)))


def _beside(words: Words, last: int, first: int) -> bool:
    """Whether nothing but a sign, or "and", stands between two words."""
    between = [token.key for token in words.tokens[last:first]]
    return first >= last and ((not between and first in words.breaks) or (len(between) == 1 and between[0] in _LIST))


def _doubtful(words: Words, span: Span) -> bool:
    """Common words, one word of two letters or syllable of Burmese, names that begin or end with a function word."""
    edges = (words.tokens[span.first], words.tokens[span.last - 1])
    if all(words.common(i) for i in range(span.first, span.last)):
        return span.single or not _framed(words, span)
    if span.single:
        return span.letters <= 2 or edges[0].text[0] in BURMESE
    if edges[1].text == "n":
        return True
    loose = edges[:1] if words.tied(span.last - 1) else edges
    return any(edge.key in FUNCTION and edge.text.islower() for edge in loose)


def _led_to(words: Words, index: PlaceIndex, span: Span) -> bool:
    """Whether a name begins with a preposition and cannot be read without it: "in In Hka", "In Hka" where no Hka is."""
    first, rest = span.first, range(span.first + 1, span.last)
    if words.tokens[first].key not in BEFORE_PLACE or not rest or all(map(words.common, rest)):
        return False
    led = words.after_preposition(first) or (first > 0 and words.tokens[first - 1].key == "from")
    inside = index.hits(words.key(first + 1, span.last))
    return led or (words.tokens[first].key == "in" and not inside and span.last - first > _PHRASE)


def _framed(words: Words, span: Span) -> bool:
    """Whether common words stand as a name does: with capitals up to a break, between preposition and kind word."""
    ends = span.last == len(words.tokens) or span.last in words.breaks
    begins = span.first == 0 or span.first in words.breaks or words.after_preposition(span.first)
    titled = all(words.tokens[i].text.istitle() for i in range(span.first, span.last))
    if span.last - span.first > _PHRASE and words.tokens[span.last - 1].key.isdigit():
        return True
    return (begins or titled) and (bool(words.kind_after(span.last)[0]) or (titled and ends))


def _longest(spans: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (-span.letters, span.first)):
        if all(span.last <= other.first or span.first >= other.last for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.first)


def cover(index: PlaceIndex, words: Words) -> list[Span]:
    """Names that together are the whole text, from break to break ("No (4) Ward, Hka Mai"); empty when they are not."""
    edges = [0, *sorted(words.breaks), len(words.tokens)]
    found: list[Span] = []
    while not found or found[-1].last != edges[-1]:
        first = found[-1].last if found else 0
        near = [edge for edge in reversed(edges) if first < edge <= first + LONGEST]
        ends = [edge for edge in near if index.hits(words.key(first, edge))]
        if not ends:
            return []
        found.append(Span(first, ends[0], index.hits(words.key(first, ends[0])), len(words.key(first, ends[0]))))
    return found


def run_around(words: Words, first: int, last: int, taken: frozenset[int] = frozenset()) -> tuple[int, int]:
    """The window widened by the words beside it that are not common, not ``taken`` and not behind a break.

    A word that a hyphen ties on comes with it.
    """

    def fits(position: int, seam: int) -> bool:
        named = words.tied(seam) or not words.common(position) or words.syllable(position)
        return seam not in words.breaks and position not in taken and named

    while first > 0 and fits(first - 1, first):
        first -= 1
    while last < len(words.tokens) and fits(last, last):
        last += 1
    return first, last
