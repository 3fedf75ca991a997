"""What a message wants as labelled messages taught it: the weights of its words, pairs and pieces of words. Pure.

``bench/reading/train.py`` learns the weights and writes ``data/understanding/intent_weights.csv``; nothing else does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import exp

from understanding.cues import INTENTS

Weights = Mapping[str, tuple[tuple[int, float], ...]]
"""By feature: numbers of intents (as in `cues.INTENTS`) and how much the feature speaks for each."""
Span = tuple[int, int]

ALWAYS, ASKS = "(always)", "(asks)"
"""Features that stand for no words: of every message, and of one that asks."""
_TOKEN = re.compile(r"[PSHNTA](?::[a-z])?|[a-z]+|[\u1000-\u109f]+|\d+|->|→|[?!:;,./>+=-]")
_PIECE = 4
"""Letters of a piece: what a misspelled word has in common with the word that was meant."""


def features(text: str, *, asks: bool) -> dict[str, Span]:
    """What of ``text`` (signs for names, lower case) is weighed, and where it first stands."""
    tokens = [(re.sub(r"^\d+$", "#", match[0]), match.span()) for match in _TOKEN.finditer(text)]
    found: dict[str, Span] = {ALWAYS: (0, 0)} | ({ASKS: (0, 0)} if asks else {})
    for word, span in tokens:
        found.setdefault(word, span)
        if len(word) >= _PIECE and word.isalpha():
            edged = f"<{word}>"
            for at in range(len(edged) - _PIECE + 1):
                found.setdefault(f"~{edged[at : at + _PIECE]}", span)
    ends = [("^", (0, 0)), *tokens, ("$", (len(text), len(text)))]
    for (one, first), (other, last) in pairwise(ends):
        found.setdefault(f"{one} {other}", (first[0], last[1]) if one != "^" else last)
    return found


def vote(intent: str) -> str:
    """The feature that says how much the cues speak for ``intent``."""
    return f"({intent})"


def scores(found: Iterable[str], votes: Mapping[str, float], weights: Weights) -> list[float]:
    """How much ``found`` and the votes of the cues speak for each intent, in the order of `cues.INTENTS`."""
    total = [0.0] * len(INTENTS)
    for feature in found:
        for number, weight in weights.get(feature, ()):
            total[number] += weight
    for intent, votes_for in votes.items():
        for number, weight in weights.get(vote(intent), ()):
            total[number] += weight * votes_for
    return total


def shares(total: Sequence[float]) -> list[float]:
    """How likely each intent is; together 1."""
    top = max(total)
    each = [exp(one - top) for one in total]
    return [one / sum(each) for one in each]


def telling(found: Mapping[str, Span], best: int, second: int, weights: Weights, most: int) -> tuple[Span, ...]:
    """Where the words stand that speak most for ``best`` and against ``second``, numbers of intents."""
    by: dict[Span, float] = {}
    for feature, span in found.items():
        own = dict(weights.get(feature, ()))
        by[span] = by.get(span, 0.0) + own.get(best, 0.0) - own.get(second, 0.0)
    told = sorted((-weight, span) for span, weight in by.items() if weight > 0 and span[0] < span[1])
    return tuple(span for _, span in told[:most])
