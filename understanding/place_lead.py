"""Which place of a text is the one that is meant: not one that is taken back, passed through or only near it."""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from understanding.common_words import KINDS
from understanding.place_areas import is_area
from understanding.place_index import PlaceIndex
from understanding.place_meaning import Named
from understanding.place_spans import Span, Words

_WORDS_OF = {
    "not": "not never dont doesnt didnt wont cannot cant isnt arent wasnt",
    "cut": "don doesn didn won can isn aren wasn",
    "going": """longer go going goes gone went move moving moved return returning relocate relocating resettle come
        coming want wants wanted wanting plan plans planning to in at into towards for from the back be able will any
        more anymore live living stay staying travel head heading home send sending deliver take bring give""",
    "no more": "not except excluding forget cancel ignore skip drop remove delete",
    "go": "go going goes return returning back move moving relocate relocating",
    "but": "but instead rather now only",
    "sorry": "sorry oops correction corrected apologies",
    "change": "change changed replace replaced swap exchange correct",
    "by": "to by with into",
    "doubt": """between maybe perhaps typo wrong instead correction corrected mistake mistaken sorry oops actually meant
        incorrect""",
    "wrong": "wrong incorrect mistaken mistake",
    "near": "near beside besides nearby behind opposite outside via through past",
    "near of": "close next adjacent far away",
    "from": "from km kms miles mile hours hour minutes north south east west side outskirts",
    "purpose": """work works working sell buy trade earn study visit see find look attend hunt graze fetch market
        hospital clinic treatment shopping collect get meet talk report""",
    "ask": """need needs needed gap gaps what whats who whos how which any info information tell situation status
        request requesting report update updates help support does know""",
    "skip": "the a an of in at to village town camp called is be have been",
    "but it": "but it is its s was meant mean now rather in actually really",
    "once": "said wrote written earlier asked typed",
}
_SETS = {name: frozenset(words.split()) for name, words in _WORDS_OF.items()}
_SENTENCE = (".", "?", "!", "\n", ";")
_FAR = 6
"""Words over which a denial or a correction reaches."""


class Roles:
    """What the words say of each place of a text; ``spans`` are its places in order, known or not."""

    def __init__(self, words: Words, spans: Sequence[Span]) -> None:
        self._words = words
        self._keys = [token.key for token in words.tokens]
        self._spans = sorted(spans, key=lambda span: span.first)

    def named(self, span: Span) -> list[Span]:
        """Wherever the text says the same name."""
        return [other for other in self._spans if other is span or (other.hits and other.hits == span.hits)]

    def of(self, span: Span) -> tuple[bool, ...]:
        """Not taken back, not passed, asked about, where people go or do not leave: the higher, the likelier meant."""
        kept = not self.declined(span), not self.passed(span)
        return *kept, self.asked(span), self.leads_to(span), _last(self._before(span)) != "from"

    @cached_property
    def left(self) -> bool:
        """Whether people come from one of the places."""
        return any(self._keys[span.first - 1] == "from" for span in self._spans if span.hits and span.first > 0)

    @cached_property
    def contested(self) -> bool:
        """Whether the text corrects something, and nobody can say which of its places is left."""
        several = len({span.hits or span.first for span in self._spans}) > 1
        if not several or any(map(self.declined, self._spans)):
            return False
        cues = _SETS["doubt"] | (_SETS["once"] if "but" in self._keys else set())
        return not cues.isdisjoint(self._keys) or any(map(self._is_open, self._spans))

    def _is_open(self, span: Span) -> bool:
        """Whether it may be taken back: "they cannot return to X", "X no Y", "X now Y"."""
        following = self._next(span)
        gap = self._keys[span.last : following.first] if following else []
        return self._denied(span) or gap in (["no"], ["now"], ["actually"])

    def declined(self, span: Span) -> bool:
        """Whether it is taken back: "not X", "instead of X", "X should be Y", "X, sorry, Y", "no longer to X but Y"."""
        before = self._before(span)
        if _last(before) in _SETS["no more"] or before[-2:] in _INSTEAD:
            return True
        following = self._next(span)
        gap = self._keys[span.last : following.first] if following else []
        return (
            self._is_wrong(span)
            or (_last(before) in _SETS["change"] and not _SETS["by"].isdisjoint(gap[:2]))
            or (following is not None and len(gap) <= _FAR and self._corrects(span, gap, following))
            or (self._denied(span) and (not _SETS["but"].isdisjoint(gap) or self._go_elsewhere(span)))
        )

    def _go_elsewhere(self, span: Span) -> bool:
        """Whether the text says to which other place people go."""
        others = (other for other in self._spans if other is not span and other.hits != span.hits)
        return any(self.leads_to(other) and not self._denied(other) for other in others)

    def _corrects(self, span: Span, gap: list[str], following: Span) -> bool:
        """Whether the words between two places put the second in the place of the first."""
        gap = gap[:-1] if _last(gap) in KINDS else gap
        if not _SETS["sorry"].isdisjoint(gap) or any(pair in _MEANT for pair in pairwise(gap)):
            return True
        should = [key for key in gap if key not in KINDS][:2]
        rest = set(gap) - {"should", "must", "read"}
        if (
            should in (["should", "be"], ["should", "read"], ["must", "be"], ["should", "have"])
            and rest <= _SETS["skip"]
        ):
            return True
        if gap[:1] == ["but"] and len(gap) > 1 and set(gap) <= _SETS["but it"]:
            return True
        breaks = self._words.breaks
        return gap == ["no"] and span.last in breaks and following.first in breaks

    def _is_wrong(self, span: Span) -> bool:
        """ "X is wrong", "X - not"."""
        at, breaks = span.last, self._words.breaks
        if self._keys[at : at + 1] == ["not"] and at + 1 in breaks:
            return True
        after = (key for key in self._keys[at : at + 4] if key not in {"is", "was", "a", "the", *KINDS})
        return next(after, "") in _SETS["wrong"] and at not in breaks

    def _denied(self, span: Span) -> bool:
        """Whether people do not go there: "no longer go to X", "cannot return to X"."""
        before = self._before(span)[-_FAR:]
        while before and before[-1] in _SETS["going"]:
            longer = before.pop() == "longer"
            if longer and before[-1:] == ["no"]:
                return True
        if before[-1:] == ["t"]:
            return _last(before[:-1]) in _SETS["cut"]
        return _last(before) in _SETS["not"]

    def passed(self, span: Span) -> bool:
        """Whether it only tells where something is, or where people go for something else: "near X", "to X to work"."""
        before = self._before(span)
        while before and before[-1] in {"the", *KINDS}:
            before.pop()
        if before[-1:] == ["and"]:
            earlier = [other for other in self._spans if other.last == span.first - 1]
            return any(map(self._is_near, earlier))
        return self._is_near(span) or (self._words.leads_to(span.first) and self._for_something(span))

    def _is_near(self, span: Span) -> bool:
        before = self._before(span)
        while before and before[-1] in {"the", *KINDS}:
            before.pop()
        if _last(before) in _SETS["near"]:
            return True
        pair = before[-2:]
        side = len(pair) == 2 and pair[1] in {"of", "from"} and pair[0] in _SETS["from"]
        return side or (len(pair) == 2 and pair[0] in _SETS["near of"] and pair[1] in {"to", "from"})

    def _for_something(self, span: Span) -> bool:
        at = self._words.kind_after(span.last)[1]
        after = self._keys[at : at + 2]
        return len(after) == 2 and after[0] in {"to", "for"} and after[1] in _SETS["purpose"]

    def only_left(self, span: Span) -> bool:
        """Whether people come from there and are near another place: what is asked may be about neither."""
        near = (other for other in self._spans if other is not span and self._is_near(other))
        return _last(self._before(span)) == "from" and any(near)

    def leads_to(self, span: Span) -> bool:
        """Whether people go there to stay."""
        return (self._words.leads_to(span.first) or self._goes(span)) and not self.passed(span)

    def _goes(self, span: Span) -> bool:
        """Whether people go there, in short: "20 HH going X from Y"; not "move X to Y"."""
        at = self._words.kind_after(span.last)[1]
        leaves = self._keys[at : at + 1] == ["to"] or (at < len(self._keys) and self._words.after_arrow(at))
        return _last(self._before(span)) in _SETS["go"] and not leaves

    def asked(self, span: Span) -> bool:
        """Whether a question or a need is about it, and not about where its people go in the same breath."""
        earlier = max((other.last for other in self._spans if other.last <= span.first), default=0)
        between = self._keys[earlier : span.first]
        if _SETS["ask"].isdisjoint(between) or between[-1:] == ["from"] or self.passed(span):
            return False
        later = [other for other in self._spans if other.first > span.first and self.leads_to(other)]
        return not any(self._in_one_sentence(span, other) for other in later)

    def _in_one_sentence(self, one: Span, other: Span) -> bool:
        tokens = self._words.tokens
        between = self._words.text[tokens[one.last - 1].end : tokens[other.first].start]
        return not any(sign in between for sign in _SENTENCE)

    def _before(self, span: Span) -> list[str]:
        """The words before it, back to where the sentence breaks."""
        start = max((edge for edge in self._words.breaks if edge <= span.first), default=0)
        return self._keys[start : span.first]

    def _next(self, span: Span) -> Span | None:
        return next((other for other in self._spans if other.first >= span.last), None)


def _last(keys: list[str]) -> str:
    return keys[-1] if keys else ""


_INSTEAD = (["instead", "of"], ["rather", "than"], ["other", "than"], ["apart", "from"])
_MEANT = frozenset([("i", "mean"), ("i", "meant"), ("we", "meant"), ("meant", "to"), ("or", "rather")])


def likeliest(words: Words, index: PlaceIndex, found: Sequence[Named], roles: Roles) -> Named:
    """The place that the text is about; of areas that are named one after the other the first."""
    areas = [named.span for named in found if is_area(index, named.span)]

    def weight(named: Named) -> tuple[object, ...]:
        span = named.span
        letters = span.letters + 2.0 * (span.last - span.first - 1) + 2 * words.capital(span.first)
        cues = 4 * words.after_preposition(span.first) + 3 * bool(words.kind_after(span.last)[0])
        return (
            *max(roles.of(one) for one in roles.named(span)),
            span.coded,
            bool(named.used) + (bool(named.used) and not named.elsewhere),
            cues + (0 if span in areas and len(areas) > 1 else letters),
            -span.first,
        )

    return max(found, key=weight)


def unknown_lead(words: Words, best: Span, roles: Roles, unknown: Sequence[Span]) -> Span | None:
    """The unknown name that is meant rather than the ``best`` known one; None when there is none.

    People go there ("from Y to X", "Y -> X"), a correction says so ("Y should be X"), or Y only tells where it is
    ("X near Y").
    """
    for span in unknown:
        if roles.declined(span) or roles.passed(span):
            continue
        if (
            roles.declined(best)
            or (roles.passed(best) and 0 < best.first - span.last <= _FAR)
            or _bound(words, span, best, roles)
        ):
            return span
    return None


def _bound(words: Words, span: Span, best: Span, roles: Roles) -> bool:
    if roles.leads_to(best) or roles.asked(best) or not roles.leads_to(span):
        return False
    written = all(words.capital(i) for i in range(span.first, span.last))
    return words.after_arrow(span.first) or written or roles.left
