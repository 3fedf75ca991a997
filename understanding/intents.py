"""What a message wants: cues counted over its signs and words as they were learned, weighed together. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from understanding import learned
from understanding.cues import (
    ASK_MOVEMENT,
    ASK_SECTOR,
    ASK_VILLAGE,
    COMMIT,
    GREETING,
    HELP,
    INTENTS,
    LIST_GAPS,
    OTHER,
    REPORT,
    SECTOR,
    UPDATE,
    Cue,
)

_SIGNS = re.compile(r"[PSHNT]")
_SUBJECT = (
    r"(?:you|we|i|they|he|she|it|the|any|anyone|someone|people|families|a|an|this|your|our|there|some|all|[PSAH])"
)
_ASKS = re.compile(
    r"\?"
    r"|(?:^|[.;:!\n,\"(]|\b(?:and|but|so|please|then|also|know|wonder|check)\b) ?\W*"
    r"(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|am|does|did|has|have|had|should|shall)\b"
    rf"|^\W*(?:do|can|could|will|would|may|might) {_SUBJECT}\b|^\W*anything\b"
    r"|\b(?:any|anyone|anything|someone)\b(?! more| longer)|\bP,? (?:what|who|how|which|is there|are there)\b"
    r"|\b(?:tell|give|send|show|inform|brief) (?:me|us)\b|\b(?:can|could|would|will) you\b"
    r"|\bdo (?:you|we|they|people)\b|\b(?:need|want|wants|like) to know\b|\bwhat is\b|\bhow many\b|\bcheck if\b"
    r"|^\W*(?:list|show|check|looking for|need to know|total)\b"
    r"|^\W*(?:status|latest|update|news|information|list|overview|summary|number) (?:of|on|about|for)\b"
    r"|\b(?:who|when|what|where|how many|how much|how long)\W*$|\bby whom?\b"
    r"|\bwho (?:is|does|else|can|will|has|gives|covers|runs|responds)\b"
)
_NOT_ASKING = re.compile(r"\bwho (?:went|came|live|lived|want|wanted|left|returned|are|arrived)\b|\bok(?:ay)? ?\?\s*$")


_WHOM = r"(?: (?:all|team|everyone|everybody|colleagues?|friends?|sir|madam|there|bot|dear|again))*"
_GREETING = re.compile(
    r"^\W*(?:(?:hello|hi|hey|helo|hallo|dear|gm|mingalaba|kaja|good (?:morning|afternoon|evening|day)|thanks|thank you"
    rf"|ok|okay){_WHOM}(?:[,.!:;\n-]+\s*|\s+(?!a lot|very|so much|for|to)))+"
)
_THANKS = re.compile(
    rf"[\s,.!;-]*\b(?:please|many thanks|thanks|thank you|best regards|kind regards|regards|cheers)"
    rf"(?: (?:very much|so much|a lot|in advance)| and)*{_WHOM}[\s.,!]*$"
)


_MOST_TELLING = 3
"""Words that are named as the reason, beside the cues."""


@dataclass(frozen=True)
class Wanted:
    """The intent, how sure (0 to 1), and the words (start, end) that said so."""

    intent: str
    confidence: float
    spans: tuple[tuple[int, int], ...] = ()


@dataclass
class _Votes:
    weights: dict[str, float]
    spans: dict[str, list[tuple[int, int]]]


_BY_CUES = frozenset({GREETING, HELP})
"""Intents that words of their own tell, or else surely: what is left over is no greeting."""
_SURE = 0.6


def is_question(text: str) -> bool:
    """Whether ``text`` (signs for names, lower case) asks."""
    return bool(_ASKS.search(_NOT_ASKING.sub(" ", text)))


@dataclass(frozen=True)
class Heard:
    """What of a text is weighed: its features and where they stand, the votes of the cues and where they matched."""

    features: Mapping[str, learned.Span]
    votes: Mapping[str, float]
    spans: Mapping[str, Sequence[learned.Span]]


def heard(text: str, cues: Sequence[Cue]) -> Heard:
    """What ``text`` (signs for names, lower case) says, the courtesies around it left out."""
    start, end = _without_courtesy(text)
    said = text[start:end]
    asks = is_question(said)
    votes = _count(said, cues)
    _weigh(said, votes.weights, asks=asks)
    found = learned.features(said, asks=asks)
    return Heard(
        {feature: (one + start, other + start) for feature, (one, other) in found.items()},
        votes.weights,
        {intent: [(one + start, other + start) for one, other in spans] for intent, spans in votes.spans.items()},
    )


def wanted(text: str, cues: Sequence[Cue], weights: learned.Weights, greetings: frozenset[str]) -> Wanted:
    """The likeliest intent of ``text``."""
    words = re.findall(r"[^\W\d_]+|\d", text)
    if words and all(word in greetings for word in words):
        return Wanted(GREETING, 1.0, ((0, len(text)),))
    said = heard(text, cues)
    likely = learned.shares(learned.scores(said.features, said.votes, weights))
    order = sorted(range(len(INTENTS)), key=lambda number: -likely[number])
    best, second, *_ = (
        one for one in order if INTENTS[one] not in _BY_CUES or INTENTS[one] in said.spans or likely[one] >= _SURE
    )
    spans = (
        *said.spans.get(INTENTS[best], ()),
        *learned.telling(said.features, best, second, weights, _MOST_TELLING),
    )
    return Wanted(INTENTS[best], round(likely[best], 2), tuple(dict.fromkeys(spans)))


def _without_courtesy(text: str) -> tuple[int, int]:
    """Where ``text`` stands without the greeting before it and the thanks behind it."""
    before = _GREETING.match(text)
    start = before.end() if before else 0
    behind = _THANKS.search(text, start)
    return start, behind.start() if behind and behind.start() > start else len(text)


def _count(text: str, cues: Sequence[Cue]) -> _Votes:
    """For each intent its strongest cue and a part of the others."""
    found: dict[str, list[float]] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for cue in cues:
        match = cue.pattern.search(text)
        if match:
            found.setdefault(cue.intent, []).append(cue.weight)
            spans.setdefault(cue.intent, []).append(match.span())
    return _Votes({intent: max(each) + 0.25 * (sum(each) - max(each)) for intent, each in found.items()}, spans)


def _weigh(text: str, weights: dict[str, float], *, asks: bool) -> None:
    """What asks is no statement, a sector named makes gaps that sector's, and a place alone asks for the village."""
    change = _OF_QUESTIONS if asks else _OF_STATEMENTS
    for intent, by in change.items():
        if intent in weights:
            weights[intent] += by
    if SECTOR in text:
        weights.update({intent: weights[intent] - by for intent, by in _WITH_SECTOR.items() if intent in weights})
    if _SIGNS.search(text):
        weights[ASK_VILLAGE] = weights.get(ASK_VILLAGE, 0.0) + (2.0 if asks else 1.5)
    weights.setdefault(OTHER, 0.5)


_OF_QUESTIONS: Mapping[str, float] = {COMMIT: -8.0, UPDATE: -8.0, REPORT: -7.0, OTHER: -4.0}
_OF_STATEMENTS: Mapping[str, float] = {ASK_MOVEMENT: -4.0, ASK_VILLAGE: -1.0, ASK_SECTOR: -2.0}
_WITH_SECTOR: Mapping[str, float] = {LIST_GAPS: 6.0, ASK_MOVEMENT: 3.0}
