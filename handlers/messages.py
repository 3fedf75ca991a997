"""Free text that is no question about a place: courtesies, help, refusals, and reports, which open a conversation."""

from coordination import answer
from coordination.scope import Scope
from coordination.sightings import Warned, hear
from handlers import commitments as helps
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
_SURE = 0.6
"""Confidence from which a text is taken for a report; words of doubt lower it, and so does mere interest."""


def heard(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to such a text; None where it asks about a place. Raises `Refusal` for names and numbers in it."""
    here = flows.talk(scope, incoming, words)
    request = here.facts.read(incoming.text)
    if request.refusal:
        return _refused(scope, incoming, words, request.refusal)
    if request.intent == HELP:
        return helping.page(scope, incoming, words)
    if request.intent == GREETING:
        return _say(words, "messages.greeting")
    said = None
    if "\n" in incoming.text.strip() or not _is_help(request):
        said = flows.reported(here, incoming.text, incoming.message_id)
    if said is None and _is_help(request):
        return helps.reported(scope, incoming, words, request)
    if said is None and request.intent == ASK_MOVEMENT:
        said = movements.asked(scope, incoming, words, request)
    if said is not None:
        return said
    moving = _is_movement(request) or hear(scope, incoming.text) == Warned(MOVEMENT)
    return sightings.warned(scope, words, Warned(MOVEMENT)) if moving else None


def _is_movement(request: Request) -> bool:
    """Whether a movement is surely reported; a place alone, or a doubtful text, is answered as a question."""
    return request.intent == REPORT and request.confidence >= _SURE and _wants(request)


def _is_help(request: Request) -> bool:
    """Whether help is surely promised, or news of it told; "we can't do it" says nothing else."""
    sure = _SURE * (0.7 if request.stage == "interest" else 1)
    said = request.intent == UPDATE or (request.intent == COMMIT and _wants(request))
    return said and request.confidence >= sure


def _wants(request: Request) -> bool:
    return bool({one.used for one in request.why} & {"households", "when", "agency", "sector"})


def _refused(scope: Scope, incoming: Incoming, words: Words, reason: str) -> Reply:
    answer.refuse_people(scope, incoming.text)
    if reason in WARNED:
        return sightings.warned(scope, words, Warned(WARNED[reason]))
    return _say(words, "messages.people" if reason == PEOPLE else "messages.rules")


def _say(words: Words, key: str) -> Reply:
    return Reply(answers.plain(words, key), edit=False)
