"""One request of a message → its answer: of the places it names, of the last ones, of the desk's area, or a question.

Which of them is decided here, and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coordination import asides, facts, places, targets, told
from coordination.choice import NoPlace, NotRead, also, which
from coordination.compared import compared
from coordination.errors import Refusal
from coordination.places import Found, PlaceRef
from coordination.scope import Scope
from coordination.targets import Targets
from coordination.told import Result
from coordination.topics import Topic
from understanding import questions
from understanding.aspects import (
    BACK,
    CHANGED,
    EVERY,
    IT,
    NEWS,
    OPEN,
    SAFETY,
    SAME,
    STATE,
    SUM,
    THERE,
    TOWNSHIP,
    TRACT,
    WHO,
)
from understanding.cues import ASK_MOVEMENT, ASK_SECTOR, ASK_VILLAGE, COMPARE, LIST_GAPS, OTHER
from understanding.questions import Question
from understanding.requests import Request
from understanding.wanted import EVERYTHING, Wanted

MOST = 4
"""Answers that one request gets: of two villages, say, in two sectors."""
_AROUND = {TRACT: ("village_tract", "town"), TOWNSHIP: ("township",), STATE: ("state",)}
_ASKS = frozenset({ASK_VILLAGE, ASK_SECTOR, LIST_GAPS, ASK_MOVEMENT, COMPARE})
_REFERS = frozenset({WHO, SAFETY, THERE, SAME, NEWS, BACK, OPEN, CHANGED})


@dataclass(frozen=True)
class Part:
    """What was understood of one request, what is shown, and what the next one may be about."""

    decision: str
    kind: str
    place: PlaceRef | None
    results: tuple[Result, ...]
    topic: Topic | None


@dataclass(frozen=True)
class Order:
    """What a command asks for, and what it narrows a list to; of a plain text the words decide."""

    kind: str | None = None
    wanted: Wanted = EVERYTHING


def part(scope: Scope, request: Request, order: Order, topic: Topic | None) -> Part:
    """The answer to ``request`` under ``order``; ``topic`` is what was told last.

    Raises `Refusal` for viewers who see no data, and where a command lacks a sector or a comparison its places.
    """
    named, kind = targets.of(request), order.kind
    lead = next(iter(named.answered), None)
    aside = asides.of(request, lead.place if lead else None) if kind is None else None
    if aside:
        return Part(lead.decision if lead else "none", aside.kind, aside.place, (aside,), _after(aside, topic))
    facts.level_of(scope, None)
    question = questions.of(request, kind, order.wanted)
    if question.kind == questions.SECTORS and not question.sectors:
        raise Refusal("ask.usage_sector")
    if kind == questions.COMPARE or (kind is None and request.intent == COMPARE and question.kind != questions.CHANGES):
        side_by_side = _compared(scope, request, topic, command=kind is not None)
        if side_by_side:
            return side_by_side
    if lead is None:
        return _unnamed(scope, request, question, kind, topic)
    return _named(scope, request, named, _carried(request, question, topic))


def _after(aside: asides.Aside, topic: Topic | None) -> Topic | None:
    """What is reported of a place may be asked about next."""
    if aside.place is None:
        return topic
    sectors = (aside.sector,) if aside.sector else ()
    return Topic((aside.place,), Question(questions.SECTORS if sectors else questions.VILLAGE, sectors))


def _named(scope: Scope, request: Request, named: Targets, question: Question) -> Part:
    """Of the places that are named; what is not settled is asked, and then nothing is remembered."""
    most = max(1, MOST // max(1, len(question.sectors)))
    answered, beside_them = named.answered[:most], (*named.answered[most:], *named.beside)
    meant = [_meant(found, question) for found in answered]
    results: list[Result] = []
    for found, place in zip(answered, meant, strict=True):
        results += told.to_question(scope, place, question) if place else [which(found, question)]
    results += also(beside_them, request.known.unread, question)
    if request.intent == ASK_MOVEMENT and not {OPEN, BACK} & request.aspects:
        results.append(NotRead(moving=True))
    settled = tuple(place for place in meant if place)
    topic = Topic(settled, question) if len(settled) == len(meant) else None
    return Part(answered[0].decision, question.kind, meant[0], tuple(results), topic)


def _meant(found: Found, question: Question) -> PlaceRef | None:
    """The place to go on with; the only one of its name is not asked for where the answer says who it is."""
    only = len(found.candidates) == 1 and found.decision == "ask" and not (found.others or found.doubtful)
    return found.candidates[0].place if only and question.kind == questions.PLACE else found.place


def _carried(request: Request, question: Question, topic: Topic | None) -> Question:
    """The question itself; "and X?", "the same for X" ask of another place what was asked before."""
    bare = question == Question(questions.VILLAGE) and OPEN not in request.aspects
    if topic is None or SAME not in request.aspects or not bare or request.intent not in {ASK_VILLAGE, OTHER}:
        return question
    return question if topic.question.kind == questions.COMPARE else topic.question


def _unnamed(scope: Scope, request: Request, question: Question, kind: str | None, topic: Topic | None) -> Part:
    """Of no place that is named: of the area around the last one, of the desk's area, or of the last one."""
    around = next((level for level in _AROUND if level in request.aspects), None)
    if topic and around and kind is None:
        return _around(scope, _AROUND[around], question, topic)
    of_area = question.kind in {*questions.OF_AREAS, questions.SECTORS} and not around
    if of_area and (kind in questions.OF_AREAS or {EVERY, SUM} & request.aspects):
        return _of_desk(scope, question)
    if topic and kind is None and not around and _follows(request):
        return _of_last(scope, request, question, topic)
    refers = around or {THERE, IT, SAME} & request.aspects
    if of_area and kind is None and request.intent in {ASK_SECTOR, LIST_GAPS} and not refers:
        return _of_desk(scope, question)
    moving = (NotRead(moving=True),) if request.intent == ASK_MOVEMENT else ()
    lost = request.intent == OTHER and not (request.sectors or around or _REFERS & request.aspects)
    asking = () if moving else (NoPlace(query="", question=question, lost=lost),)
    return Part("none", question.kind, None, (*moving, *asking), topic)


def _of_desk(scope: Scope, question: Question) -> Part:
    listed = question if question.kind in questions.OF_AREAS else Question(questions.GAPS, question.sectors)
    return Part("none", question.kind, None, told.of_area(scope, None, listed), Topic((), listed))


def _around(scope: Scope, kinds: Sequence[str], question: Question, topic: Topic) -> Part:
    """The open needs of the area around the last place, of the sectors that are named, else of those asked before."""
    above = places.above(scope, topic.places)
    found = {area.id: area for place in topic.places for area in (place, *above[place.id]) if area.kind in kinds}
    kind = question.kind if question.kind in questions.OF_AREAS else questions.GAPS
    asked = replace(question, kind=kind, sectors=question.sectors or topic.question.sectors)
    if len(found) != 1:
        return Part("none", asked.kind, None, (NoPlace(query="", question=asked),), topic)
    (area,) = found.values()
    return Part("one", asked.kind, area, told.of_area(scope, area.id, asked), Topic((area,), asked))


def _follows(request: Request) -> bool:
    """Whether it may be about the last place: it asks, and no word of it may be a name that nobody knows."""
    said = request.intent in _ASKS or request.sectors or request.months or _REFERS & request.aspects
    return bool(said) and not request.strange


def _of_last(scope: Scope, request: Request, question: Question, topic: Topic) -> Part:
    """Of what was told last; "who covers it" means the sector that was told, "and there?" the same question."""
    last = topic.question
    if question.kind == questions.WHO and IT in request.aspects and THERE not in request.aspects and last.sectors:
        question = last
    elif _adds(request) and question == Question(questions.VILLAGE) and not {OPEN, BACK} & request.aspects:
        question = last if last.kind != questions.COMPARE else question
    if request.intent == ASK_MOVEMENT and not {OPEN, BACK} & request.aspects:
        place = topic.places[0] if len(topic.places) == 1 else None
        coming = asides.Aside(kind=ASK_MOVEMENT, place=place) if place else NotRead(moving=True)
        return Part("one", question.kind, place, (coming,), topic)
    if not topic.places:
        if question.kind in {*questions.OF_AREAS, questions.SECTORS}:
            return _of_desk(scope, question)
        return Part("none", question.kind, None, (NoPlace(query="", question=question),), topic)
    most = max(1, MOST // max(1, len(question.sectors)))
    results = [one for place in topic.places[:most] for one in told.to_question(scope, place, question)]
    return Part("one", question.kind, topic.places[0], tuple(results), Topic(topic.places, question))


def _adds(request: Request) -> bool:
    """Whether it only adds to the question before: "only 3 months or 6?", "and there?"."""
    return request.intent == OTHER or request.months is not None


def _compared(scope: Scope, request: Request, topic: Topic | None, *, command: bool) -> Part | None:
    """What stands side by side; a place that is left out ("compare it with X") is the last one."""
    last = topic.places[0] if topic and len(topic.places) == 1 and not command else None
    found = compared(scope, request, last, command=command)
    if found is None:
        return None
    result, settled = found
    question = Question(questions.COMPARE, request.sectors[: questions.ENOUGH])
    lead: Found | None = request.known
    decision = "one" if settled else lead.decision if lead else "none"
    first = next(iter(settled), None)
    return Part(decision, questions.COMPARE, first, (result,), Topic(settled, question) if settled else topic)
