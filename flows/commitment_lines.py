"""A promise in one line, and corrections of it, as the answers that they give ("commit")."""

import re
from typing import Any

from coordination import agencies, movement_list
from coordination.agencies import AgencyRef
from coordination.catalogue import Activity
from coordination.commitment_changes import may_be_at, may_commit
from coordination.errors import Refusal
from flows.facts import Facts
from flows.flow import Answers
from understanding import commitments as said
from understanding.cues import COMMIT
from understanding.fold import fold
from understanding.requests import Request

KINDS = frozenset({"village", "camp", "village_tract", "town", "township"})
PLAN, INTEREST, ONGOING, DELIVERED = "plan", "interest", "ongoing", "delivered"
YES, NO = "yes", "no"
NOTICE = "notice"
_WORDS = re.compile(r"[^\W_]{2,}")
_STATES = {"interest": INTEREST, "delivered": DELIVERED, "partial": DELIVERED, "ongoing": ONGOING}


def opens(facts: Facts, text: str) -> Answers | None:
    """A promise in one line that surely is one: with a place and what is promised.

    Anything else may answer a question of another conversation. Raises `Refusal` where it is another agency's.
    """
    request = facts.read(text)
    about = request.villages and (request.sectors or request.households)
    sure = request.intent == COMMIT and about and not request.refusal and may_commit(facts.scope.viewer)
    return line(facts, request) if sure else None


def line(facts: Facts, request: Request) -> Answers | None:
    """The answers that a line gives already; None where it says nothing of any."""
    answers: dict[str, Any] = {**_whose(facts, request), **_where(facts, request), **_of_what(facts, request)}
    if count := count_of(facts, answers, request):
        answers["target"] = count
    if request.months and has_months(facts, answers):
        answers["months"] = request.months
    answers |= _when(request)
    if request.stage:
        answers["state"] = _STATES.get(request.stage, PLAN)
    if request.stage == "confirmed" or said.funded(request.text):
        answers["hand"] = YES
    if (asked := said.movement(request.text)) is not None and movement_list.may_see(facts.scope, asked):
        answers["movement"] = asked
    return answers or None


def _whose(facts: Facts, request: Request) -> dict[str, Any]:
    viewer, named = facts.scope.viewer, agency_named(facts, request)
    found = named.id if named else viewer.agency_id
    return {"agency": found} if found and viewer.coordinates else {}


def agency_named(facts: Facts, request: Request) -> AgencyRef | None:
    """The agency that a text speaks of; raises `Refusal` for another one than the viewer may speak for.

    An agency that only this desk knows is named by its acronym in capitals.
    """
    viewer, known = facts.scope.viewer, facts.scope.desk.lexicon.agencies
    capitals = [word for word in _WORDS.findall(request.text) if word.isupper() and fold(word) not in known]
    names = [request.agency] if request.agency else capitals
    found = next((one for name in names if (one := agencies.by_name(facts.scope, name))), None)
    if found and found.id != viewer.agency_id and not viewer.coordinates:
        raise Refusal("refusal.commitment_own_agency")
    return found


def _where(facts: Facts, request: Request) -> dict[str, Any]:
    found = facts.places(request.text, KINDS) if request.villages else ()
    if len(found) == 1:
        may_be_at(facts.scope, found[0])
        return {"place": found[0].id}
    return {"places": [one.id for one in found]} if found else {}


def _of_what(facts: Facts, request: Request) -> dict[str, Any]:
    codes = activities_of(facts, request)
    if len(codes) == 1:
        return {"activity": codes[0]}
    return {"activities": list(codes)} if codes else {}


def _when(request: Request) -> dict[str, Any]:
    start = {"start": request.when_from.isoformat()} if request.when_from else {}
    ends = request.when_to if request.when_from is None else None
    return start | ({"end": ends.isoformat()} if ends else {})


def amends(facts: Facts, answers: Answers, text: str) -> Answers | None:
    """A correction under the read-back: another number, start, or months."""
    request = facts.read(text)
    if request.intent == COMMIT and request.villages:
        return None
    found: dict[str, Any] = {}
    if request.households and (count := count_of(facts, answers, request)):
        found["target"] = count
    if request.months and has_months(facts, answers):
        found["months"] = request.months
    if request.when_from and starts(facts, answers):
        found["start"] = request.when_from.isoformat()
    return found or None


def activity_of(facts: Facts, answers: Answers) -> Activity | None:
    return facts.scope.desk.catalogue.activities.get(answers.get("activity") or "")


def activities_of(facts: Facts, request: Request) -> tuple[str, ...]:
    """Codes of the activities that a text may mean."""
    by_sector: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for code, one in facts.scope.desk.catalogue.activities.items():
        by_sector.setdefault(one.sector, []).append((code, (facts.tell.activity(code), one.name, *one.synonyms)))
    return said.activities(request, by_sector)


def count_of(facts: Facts, answers: Answers, request: Request) -> int | None:
    """The number that a text counts in the unit of the activity: no persons become households."""
    activity = activity_of(facts, answers)
    if activity is None or activity.unit == "HH":
        return request.households
    if activity.unit in {"persons", "children"}:
        return request.individuals
    return said.bare(request.text)


def has_months(facts: Facts, answers: Answers) -> bool:
    activity = activity_of(facts, answers)
    return activity is not None and activity.has_months


def state_of(answers: Answers) -> str:
    """How far it is; interest where others are to be told first."""
    if notified(answers):
        return INTEREST
    return str(answers.get("state") or PLAN)


def notified(answers: Answers) -> bool:
    """Whether others are to be told first."""
    return bool(answers.get("take")) and answers["take"][0] == NOTICE


def starts(facts: Facts, answers: Answers) -> bool:
    """Whether it matters when it begins: not of mere interest, nor of what is done but for months."""
    state = state_of(answers)
    return state in {PLAN, ONGOING} or (state == DELIVERED and has_months(facts, answers))
