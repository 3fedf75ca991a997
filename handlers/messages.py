"""What free text wants besides answers: help, reports, which open conversations, and what coordinators must hear of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coordination.asides import INCIDENT, Aside
from coordination.scope import Scope
from coordination.sightings import Warned
from coordination.told import Result
from handlers import commitments as helps
from handlers import flows, movements, sightings
from handlers import help as helping
from handlers.edge import Incoming
from understanding import commitments as promises
from understanding.aspects import BACK, OPEN
from understanding.cues import ASK_MOVEMENT, COMMIT, GREETING, HELP, UPDATE
from understanding.requests import Request
from words import Words, answers
from words.message import Reply
from words.telling import Telling

_SURE = 0.6
"""Confidence from which a text is taken for a promise or news; words of doubt lower it, and so does mere interest."""
Taker = Callable[[Scope, Incoming, Telling, Aside], Reply]


def reply(scope: Scope, incoming: Incoming, tell: Telling, results: Sequence[Result]) -> Reply:
    """All results in their order; in private whoever takes one of them speaks for it, in a group one message does."""
    whole = answers.reply(tell, results, edit=False)
    taken = any(isinstance(one, Aside) and one.kind in TAKERS for one in results)
    if not taken or (tell.in_group and len(results) > 1):
        return whole
    parts = [_one(scope, incoming, tell, result) for result in results]
    said = tuple(message for part in parts for message in part.messages)
    return replace(whole, messages=said, also=tuple(notice for part in parts for notice in part.also))


def heard(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to a report of people who move or of help, and to who is coming; None where it is none of these."""
    here = flows.talk(scope, incoming, words)
    request = here.facts.read(incoming.text)
    if request.refusal or request.intent in {HELP, GREETING} or BACK in request.aspects:
        return None
    said = None
    if "\n" in incoming.text.strip() or not _is_help(request):
        said = flows.reported(here, incoming.text, incoming.message_id)
    if said is None and _is_help(request):
        return helps.reported(scope, incoming, words, request)
    if said is None and request.intent == ASK_MOVEMENT and not request.more and OPEN not in request.aspects:
        return movements.asked(scope, incoming, words, request)
    return said


def _is_help(request: Request) -> bool:
    """Whether help is surely promised, or news of it told; "we can't do it" says nothing else.

    News that name a movement ("M-1 cancelled, no funds") are the movement's.
    """
    if request.intent == UPDATE and promises.movement(request.text) is not None:
        return False
    wants = {one.used for one in request.why} & {"households", "when", "agency", "sector"}
    sure = _SURE * (0.7 if request.stage == "interest" else 1)
    return (request.intent == UPDATE or (request.intent == COMMIT and bool(wants))) and request.confidence >= sure


def _coming(scope: Scope, incoming: Incoming, tell: Telling, wanted: Aside) -> Reply:
    """Who is coming to the place that was told last."""
    return movements.about(scope, incoming, tell.words, wanted.place)


def _help(scope: Scope, incoming: Incoming, tell: Telling, _asked: Aside) -> Reply:
    return helping.page(scope, incoming, tell.words)


def _incident(scope: Scope, _incoming: Incoming, tell: Telling, _told: Aside) -> Reply:
    """Protection and coordinators learn that somebody wanted to tell of violence."""
    return sightings.warned(scope, tell.words, Warned(INCIDENT))


TAKERS: Mapping[str, Taker] = {
    ASK_MOVEMENT: _coming,
    HELP: _help,
    INCIDENT: _incident,
}
"""Who speaks for what kind of aside."""


def _one(scope: Scope, incoming: Incoming, tell: Telling, result: Result) -> Reply:
    taker = TAKERS.get(result.kind) if isinstance(result, Aside) else None
    if taker is None or not isinstance(result, Aside):
        return answers.reply(tell, (result,), edit=False)
    return taker(scope, incoming, tell, result)
