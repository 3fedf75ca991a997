"""What a message wants that no figure answers: courtesies, help, refusals, and what the desk does not take here."""

from dataclasses import dataclass

from coordination.figures import Public
from coordination.places import PlaceRef
from understanding import sightings
from understanding.aspects import BACK, FINE, THANKS
from understanding.cues import COMMIT, GREETING, HELP, REPORT, SUBSCRIBE, UPDATE
from understanding.refusals import DISCLOSURE, MILITARY, PEOPLE, POSITION
from understanding.requests import Request

INCIDENT, ARMED, MINES = sightings.INCIDENT, sightings.MILITARY, sightings.POSITION
WARNINGS = {DISCLOSURE: INCIDENT, MILITARY: ARMED, POSITION: MINES}
"""Refusals that are answered as statements of the same kind are."""
THANKED, ACKNOWLEDGED, NO_PEOPLE, NO_RULES = "thanks", "fine", "people", "rules"
REPORTS = frozenset({REPORT, COMMIT, UPDATE})
_SURE = 0.6
"""Confidence from which a text is taken for a report."""


@dataclass(frozen=True, kw_only=True)
class Aside:
    """``kind`` is an intent (greeting, help, subscribe, a report), one of `WARNINGS`, or one of the names above.

    ``place`` and ``sector`` are what the next question may be about; ``request`` is what a report says, for whoever
    takes it.
    """

    kind: Public[str]
    place: Public[PlaceRef | None] = None
    sector: Public[str | None] = None
    request: Request | None = None


def refused(request: Request) -> Aside | None:
    """Why nothing is answered; None where the message need not be refused."""
    if not request.refusal:
        return None
    return Aside(kind=WARNINGS.get(request.refusal, NO_PEOPLE if request.refusal == PEOPLE else NO_RULES))


def of(request: Request, place: PlaceRef | None) -> Aside | None:
    """What is said instead of an answer; None where the message asks about a place or the desk's area.

    ``place`` is the one that the message is surely about.
    """
    sector = next(iter(request.sectors), None)
    if request.intent == GREETING:
        return Aside(kind=_courtesy(request))
    if request.intent in {HELP, SUBSCRIBE}:
        return Aside(kind=request.intent, place=place, sector=sector)
    if is_report(request):
        return Aside(kind=request.intent, place=place, sector=sector, request=request)
    return None


def _courtesy(request: Request) -> str:
    if THANKS in request.aspects:
        return THANKED
    return ACKNOWLEDGED if FINE in request.aspects else GREETING


def is_report(request: Request) -> bool:
    """Whether something is surely reported; a place alone, a doubtful text, or whether people may go back is asked."""
    wants = {one.used for one in request.why} & {"households", "persons", "when", "agency", "sector"}
    sure = request.confidence >= _SURE and bool(wants)
    return request.intent in REPORTS and (sure or _tells(request)) and BACK not in request.aspects


def _tells(request: Request) -> bool:
    said = sightings.hear(request.text)
    return request.intent == REPORT and said is not None and said.kind == sightings.MOVEMENT
