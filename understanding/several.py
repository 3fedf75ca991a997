"""Several requests in one message: each is read for itself, the first one leads. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from understanding.cues import (
    ASK_MOVEMENT,
    ASK_SECTOR,
    ASK_VILLAGE,
    COMMIT,
    COMPARE,
    LIST_GAPS,
    REPORT,
    SUBSCRIBE,
    UPDATE,
)
from understanding.requests import Request

MOST = 3
"""Requests that are read out of one message."""
_ENDS = re.compile(r"(?<=[?!;])\s+|(?<=[a-z\u1000-\u109f])\.\s+|\n+|\s+(?:and )?also,?\s+", re.IGNORECASE)
_ASKS = frozenset([ASK_VILLAGE, ASK_SECTOR, LIST_GAPS, ASK_MOVEMENT, COMPARE])
_TELLS = frozenset([REPORT, COMMIT, UPDATE])
_LEAST = 0.5
"""Confidence from which a part counts as a request of its own."""


def read_all(read: Callable[[str], Request], text: str) -> Request:
    """What ``text`` wants, as ``read`` reads it; where its parts want different things, the first, then ``more``."""
    whole = read(text)
    if whole.refusal or len(whole.villages) + len(whole.sectors) + len(whole.origins) < 2:
        return whole
    parts = list(_with_places(text, whole))
    if len(parts) < 2:
        return whole
    own = [request for request in map(read, parts[: MOST + 1]) if _is_own(request)]
    kept = [one for number, one in enumerate(own) if all(_differ(one, other) for other in own[:number])][:MOST]
    return replace(kept[0], text=text, more=tuple(kept[1:])) if len(kept) > 1 else whole


def _with_places(text: str, whole: Request) -> Iterator[str]:
    """Parts of the text in which a place is named: no other can stand on its own."""
    starts = [one.start for one in whole.why if one.used == "place"]
    ends = [*_ENDS.finditer(text)]
    for first, last in zip([0, *(end.end() for end in ends)], [*(end.start() for end in ends), len(text)], strict=True):
        if any(first <= start < last for start in starts):
            yield text[first:last]


def _is_own(request: Request) -> bool:
    """Whether a part stands on its own: it names its place and says what it wants."""
    wants = request.intent in _ASKS | _TELLS | {SUBSCRIBE}
    return wants and bool(request.villages or request.origins) and request.confidence >= _LEAST


def _differ(one: Request, other: Request) -> bool:
    """Whether two parts want different things: two questions, or a question and a report about different places."""
    if one.intent in _TELLS and other.intent in _TELLS:
        return one.intent != other.intent and one.villages != other.villages
    if one.intent in _ASKS and other.intent in _ASKS:
        return (one.intent, one.villages, one.sectors) != (other.intent, other.villages, other.sectors)
    return one.villages != other.villages
