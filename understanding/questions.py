"""What a request asks of its place: the question that the desk answers, or that a button asks again. Pure."""

from dataclasses import dataclass
from datetime import date

from understanding import wanted as filters
from understanding.aspects import CHANGED, EVERY, OPEN, SUM
from understanding.aspects import SAFETY as IS_IT_SAFE
from understanding.aspects import WHO as WHO_IS_THERE
from understanding.cues import ASK_SECTOR, LIST_GAPS
from understanding.requests import Request
from understanding.wanted import EVERYTHING, Wanted

VILLAGE, SECTORS, GAPS, WHO, SAFETY = "village", "sectors", "gaps", "who", "safety"
DATA = "data"
"""On what do the figures rest? Asked by a command or a button only."""
TOTALS = "totals"
"""An area in sum: how many places stand behind a number."""
CHANGES = "changes"
"""What is new in a place, since a day or since somebody last looked?"""
PLACE = "place"
"""Who is this place? Asked by a command or a button only."""
COMPARE = "compare"
"""Places, rounds or sources side by side (`understanding.comparisons`)."""
KINDS = (VILLAGE, SECTORS, GAPS, WHO, SAFETY, DATA, TOTALS, CHANGES, PLACE, COMPARE)
OF_AREAS = (GAPS, TOTALS)
"""What may be asked without naming any place: it is of the desk's own area then."""
ENOUGH = 3
"""Sectors that are answered for one question."""


@dataclass(frozen=True)
class Question:
    """``kind`` is one of `KINDS`; ``sectors`` those named, in their order.

    ``wanted`` is what a list of gaps is narrowed to, ``since`` the day from which on changes are told.
    """

    kind: str
    sectors: tuple[str, ...] = ()
    wanted: Wanted = EVERYTHING
    since: date | None = None


def of(request: Request, kind: str | None = None, wanted: Wanted | None = None) -> Question:
    """The question in ``request``; ``kind`` is what a command asks for, ``wanted`` what it narrows a list to.

    An open question ("what is going on", "tell us more") is about the village even where it names a sector by the way.
    """
    named = request.sectors[:ENOUGH]
    if kind is not None:
        return Question(kind, named, wanted or EVERYTHING, request.when_from if kind == CHANGES else None)
    if IS_IT_SAFE in request.aspects:
        return Question(SAFETY)
    if CHANGED in request.aspects:
        return Question(CHANGES, since=request.when_from)
    if SUM in request.aspects:
        return Question(TOTALS, named)
    if OPEN in request.aspects:
        return Question(VILLAGE)
    narrowed, _ = filters.read(request.text)
    if EVERY in request.aspects and narrowed.narrows:
        return Question(GAPS, named, narrowed)
    if named:
        return Question(SECTORS, named)
    if WHO_IS_THERE in request.aspects and request.intent != LIST_GAPS:
        return Question(WHO)
    asks_gaps = request.intent in {ASK_SECTOR, LIST_GAPS}
    return Question(GAPS, wanted=narrowed) if asks_gaps else Question(VILLAGE)
