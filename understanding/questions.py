"""What a request asks of its place: the question that the desk answers, or that a button asks again. Pure."""

from dataclasses import dataclass

from understanding.aspects import OPEN
from understanding.aspects import SAFETY as IS_IT_SAFE
from understanding.aspects import WHO as WHO_IS_THERE
from understanding.cues import ASK_SECTOR, LIST_GAPS
from understanding.requests import Request

VILLAGE, SECTORS, GAPS, WHO, SAFETY = "village", "sectors", "gaps", "who", "safety"
PLACE = "place"
"""Who is this place? Asked by a command or a button only."""
COMPARE = "compare"
"""Places, rounds or sources side by side (`understanding.comparisons`)."""
KINDS = (VILLAGE, SECTORS, GAPS, WHO, SAFETY, PLACE, COMPARE)
ENOUGH = 3
"""Sectors that are answered for one question."""


@dataclass(frozen=True)
class Question:
    """``kind`` is one of `KINDS`; ``sectors`` those named, in their order."""

    kind: str
    sectors: tuple[str, ...] = ()


def of(request: Request, kind: str | None = None) -> Question:
    """The question in ``request``; ``kind`` is what a command asks for.

    An open question ("what is going on", "tell us more") is about the village even where it names a sector by the way.
    """
    named = request.sectors[:ENOUGH]
    if kind is not None:
        return Question(kind, named)
    if IS_IT_SAFE in request.aspects:
        return Question(SAFETY)
    if OPEN in request.aspects:
        return Question(VILLAGE)
    if named:
        return Question(SECTORS, named)
    if request.intent == LIST_GAPS:
        return Question(GAPS)
    if WHO_IS_THERE in request.aspects:
        return Question(WHO)
    return Question(GAPS if request.intent == ASK_SECTOR else VILLAGE)
