"""What free text wants besides answers: help, reports for whoever takes them, and what coordinators must hear of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from coordination.asides import INCIDENT, Aside
from coordination.scope import Scope
from coordination.sightings import Warned
from coordination.told import Result
from handlers import help as helping
from handlers import sightings
from handlers.edge import Incoming
from understanding.cues import COMMIT, HELP, REPORT, UPDATE
from words import answers
from words.message import Reply
from words.telling import Telling

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


def movement(scope: Scope, incoming: Incoming, tell: Telling, report: Aside) -> Reply:
    """A report of people who move: what it says stands in ``report.request``."""
    return answers.reply(tell, (report,), edit=False)


def commitment(scope: Scope, incoming: Incoming, tell: Telling, report: Aside) -> Reply:
    """An agency says what it will do: what it says stands in ``report.request``."""
    return answers.reply(tell, (report,), edit=False)


def delivery(scope: Scope, incoming: Incoming, tell: Telling, report: Aside) -> Reply:
    """An agency says how far something has come: what it says stands in ``report.request``."""
    return answers.reply(tell, (report,), edit=False)


def _help(scope: Scope, incoming: Incoming, tell: Telling, _asked: Aside) -> Reply:
    return helping.page(scope, incoming, tell.words)


def _incident(scope: Scope, _incoming: Incoming, tell: Telling, _told: Aside) -> Reply:
    """Protection and coordinators learn that somebody wanted to tell of violence."""
    return sightings.warned(scope, tell.words, Warned(INCIDENT))


TAKERS: Mapping[str, Taker] = {
    REPORT: movement,
    COMMIT: commitment,
    UPDATE: delivery,
    HELP: _help,
    INCIDENT: _incident,
}
"""Who speaks for what kind of aside."""


def _one(scope: Scope, incoming: Incoming, tell: Telling, result: Result) -> Reply:
    taker = TAKERS.get(result.kind) if isinstance(result, Aside) else None
    if taker is None or not isinstance(result, Aside):
        return answers.reply(tell, (result,), edit=False)
    return taker(scope, incoming, tell, result)
