"""Which commitment a text means, and what it tells of it ("progress")."""

from typing import Any

from coordination import commitment_views
from coordination.commitment_changes import may_commit
from coordination.commitment_views import View
from coordination.errors import NotAllowedError
from flows.commitment_lines import KINDS, agency_named
from flows.facts import Facts
from flows.flow import Answers
from understanding import commitments as said
from understanding.commitments import DELAYED, SAME
from understanding.cues import UPDATE
from understanding.requests import Request

MOST_CHOICES = 8
REACHING = frozenset({"delivered", "partial"})
"""States that say how many were reached."""


def named(facts: Facts, numbers: tuple[int, ...]) -> list[View]:
    """Those that the viewer may change; raises `Refusal` where there is none of that number."""
    views = [commitment_views.one(facts.scope, number) for number in numbers]
    if any(not view.options for view in views):
        raise NotAllowedError("refusal.commitment_own_agency")
    return views


def meant(facts: Facts, request: Request) -> list[View]:
    """The commitments that a text may mean, the likelier first; raises `Refusal` for another agency's."""
    if numbers := said.numbers(request.text):
        return named(facts, numbers)
    viewer = facts.scope.viewer
    agency = agency_named(facts, request)
    agency_id = agency.id if agency else None if viewer.coordinates and request.villages else viewer.agency_id
    here = [one.id for one in facts.places(request.text, KINDS)] if request.villages else None
    found = commitment_views.meant(facts.scope, agency_id, here, request.sectors) if agency_id or here else []
    return _likelier(facts, request, found)


def _likelier(facts: Facts, request: Request, found: list[View]) -> list[View]:
    """Only those with the target that is named ("28 of 30"), then only those one is asked about oneself."""
    target = said.whole(request.text)
    fitting = [view for view in found if view.target.number == target] or found
    own = {view.number for view in commitment_views.own(facts.scope)} if len(fitting) > 1 else set()
    return [view for view in fitting if view.number in own] or fitting


def count_of(request: Request) -> int | None:
    """The number that was reached."""
    counted = request.households or request.individuals
    return counted if counted is not None else None if request.months else said.bare(request.text)


def read_line(facts: Facts, request: Request) -> Answers | None:
    """The answers that a line gives; None where it is no news, or nothing of the own agency's is meant.

    News that name a movement alone ("M-1 cancelled, no funds") are the movement's.
    """
    if said.movement(request.text) is not None and not said.numbers(request.text):
        return None
    news = said.numbers(request.text) or request.intent == UPDATE
    alone = said.alone(request.text) is not None
    if request.refusal or not news or alone or not may_commit(facts.scope.viewer):
        return None
    found = meant(facts, request)
    if len(found) == 1:
        return told(facts, request, found[0])
    among = [view.number for view in found][:MOST_CHOICES]
    return {"among": among, "line": request.text} if among else None


def told(facts: Facts, request: Request, view: View) -> dict[str, Any]:
    """What a text says of a commitment, as answers; what it may not become is left to be asked."""
    state = said.news(request, facts.today)
    answers: dict[str, Any] = {"which": view.number}
    if state in {SAME, DELAYED} or state in view.options:
        answers["state"] = state
    begins = request.when_from or request.when_to
    if begins and state in {DELAYED, "confirmed", "ongoing"}:
        answers["start"] = begins.isoformat()
    if (reached := count_of(request)) and (state in REACHING or said.reaches(request.text)):
        answers["reached"] = reached
    return answers
