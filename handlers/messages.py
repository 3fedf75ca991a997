"""Free text that is no question about a place: courtesies, help, refusals, and reports, which open a conversation."""

from coordination import answer
from coordination.scope import Scope
from coordination.sightings import Warned, hear
from handlers import flows, movements, sightings
from handlers import help as helping
from handlers.edge import Incoming
from understanding.cues import ASK_MOVEMENT, COMMIT, GREETING, HELP, REPORT, UPDATE
from understanding.refusals import DISCLOSURE, MILITARY, PEOPLE, POSITION
from understanding.requests import Request
from understanding.sightings import INCIDENT, MOVEMENT
from understanding.sightings import MILITARY as ARMED
from understanding.sightings import POSITION as MINES
from words import Words, answers
from words.message import Reply

WARNED = {DISCLOSURE: INCIDENT, MILITARY: ARMED, POSITION: MINES}
"""Refusals that are answered as statements of the same kind are."""
SAID = {GREETING: "messages.greeting", COMMIT: "messages.response", UPDATE: "messages.response"}
"""Intents that get one fixed sentence."""
_SURE = 0.6
"""Confidence from which a text is taken for a report that the desk does not record."""


def heard(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to such a text; None where it asks about a place. Raises `Refusal` for names and numbers in it."""
    here = flows.talk(scope, incoming, words)
    request = here.facts.read(incoming.text)
    if request.refusal:
        return _refused(scope, incoming, words, request.refusal)
    if request.intent == HELP:
        return helping.page(scope, incoming, words)
    said = flows.reported(here, incoming.text, incoming.message_id)
    if said is None and request.intent == ASK_MOVEMENT:
        said = movements.asked(scope, incoming, words, request)
    if said is not None:
        return said
    if request.intent == GREETING or _is_report(request):
        key = SAID.get(request.intent)
        return _say(words, key) if key else sightings.warned(scope, words, Warned(MOVEMENT))
    moving = hear(scope, incoming.text) == Warned(MOVEMENT)
    return sightings.warned(scope, words, Warned(MOVEMENT)) if moving else None


def _is_report(request: Request) -> bool:
    """Whether something is surely reported; a place alone, or a doubtful text, is answered as a question."""
    wants = {one.used for one in request.why} & {"households", "when", "agency", "sector"}
    return request.intent in {REPORT, COMMIT, UPDATE} and request.confidence >= _SURE and bool(wants)


def _refused(scope: Scope, incoming: Incoming, words: Words, reason: str) -> Reply:
    answer.refuse_people(scope, incoming.text)
    if reason in WARNED:
        return sightings.warned(scope, words, Warned(WARNED[reason]))
    return _say(words, "messages.people" if reason == PEOPLE else "messages.rules")


def _say(words: Words, key: str) -> Reply:
    return Reply(answers.plain(words, key), edit=False)
