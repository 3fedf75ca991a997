"""One question as typed → the answer that this viewer gets: place first, then what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from coordination import (
    area,
    changes,
    comparisons,
    facts,
    place_page,
    places,
    requests,
    sector,
    sources,
    totals,
    village,
    who,
)
from coordination.area import AreaGaps
from coordination.changes import Changes
from coordination.choice import AlsoNamed, NoPlace, NotRead, PlaceChoice, also, which
from coordination.comparisons import Comparison
from coordination.errors import Refusal
from coordination.figures import Public
from coordination.place_page import PlacePage
from coordination.places import Found, PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing, SectorAnswer
from coordination.sources import Sources
from coordination.totals import Totals
from coordination.village import MINES, VillageCard
from coordination.who import WhoDoesWhat
from understanding import comparisons as compared
from understanding import questions
from understanding import wanted as filters
from understanding.comparisons import Asked
from understanding.questions import Question
from understanding.redaction import findings
from understanding.wanted import EVERYTHING
from understanding.zawgyi import in_unicode

PROTECTION = "Protection"
OF_AREAS = (questions.GAPS, questions.TOTALS)
"""What may be asked without naming any place: it is of the desk's own area then."""
READ = 600
"""Characters of a text in which a place is looked for; people ask shorter questions."""
_ENDS = ".,;!?\n။၊"


@dataclass(frozen=True)
class Safety:
    """What is reported where somebody asked whether a place is safe: never a yes or no (domain section 6 rule 10)."""

    place: Public[PlaceRef]
    parts: Public[tuple[SectorAnswer | Nothing, ...]] = ()
    demo: Public[bool] = False


@dataclass(frozen=True, kw_only=True)
class ComparisonChoice:
    """Which place? For the one part of a comparison that may mean several; ``before`` and ``after`` are settled ids.

    ``near``: there is no place of that name, the candidates are near in spelling.
    """

    query: Public[str]
    candidates: Public[tuple[PlaceRef, ...]] = ()
    near: Public[bool] = False
    kind: Public[str]
    before: Public[tuple[int, ...]] = ()
    after: Public[tuple[int, ...]] = ()
    sectors: Public[tuple[str, ...]] = ()


Told = (
    VillageCard
    | SectorAnswer
    | Nothing
    | WhoDoesWhat
    | Sources
    | Changes
    | Totals
    | AreaGaps
    | PlacePage
    | PlaceChoice
    | NoPlace
    | AlsoNamed
    | NotRead
    | Safety
    | Comparison
)
Result = Told | ComparisonChoice


@dataclass(frozen=True)
class Answer:
    """What was understood (``decision`` of the place search, ``kind``, ``place``) and the results to show."""

    query: str
    decision: str
    kind: str
    place: PlaceRef | None
    results: tuple[Result, ...]


def answer(scope: Scope, text: str, kind: str | None = None) -> Answer:
    """The answer to a text in plain words; ``kind`` is what a command asks for, else the words decide.

    Raises `Refusal` for people's names and numbers in the text, and for viewers who see no data at all.
    """
    facts.level_of(scope, None)
    text = in_unicode(text)
    refuse_people(scope, text)
    read = _beginning(text)
    asked = compared.read(read, command=kind == questions.COMPARE) if kind in {None, questions.COMPARE} else None
    cut: tuple[NotRead, ...] = (NotRead(read=len(read)),) if len(read) < len(text.rstrip()) else ()
    if asked and (said := _compared(scope, text, asked)):
        return replace(said, results=(*said.results, *cut))
    wanted, read = filters.read(read) if kind == questions.GAPS else (EVERYTHING, read)
    if kind in OF_AREAS and (wanted.narrows or read.strip()) and (only := _only_sectors(scope, read)) is not None:
        question = Question(kind, only, wanted)
        return _of(text, "none", None, question, (*_of_area(scope, None, question), *cut))
    found = places.find(scope, read)
    named = [mention.sector for mention in scope.desk.catalogue.sectors_in(found.rest)]
    question = Question(kind, tuple(dict.fromkeys(named)), wanted) if kind else questions.read(found.rest, named)
    if question.kind == questions.CHANGES:
        question = replace(question, since=requests.read(scope, read).when_from)
    if question.kind == questions.SECTORS and not question.sectors:
        raise Refusal("ask.usage_sector")
    if questions.on_the_move(found.rest):
        cut = (NotRead(moving=True), *cut)
    place = _meant(found, question)
    if place:
        results = (*to_question(scope, place, question), *also(found, question), *cut)
        return _of(text, found.decision, place, question, results)
    if not found.query and question.kind in OF_AREAS:
        return _of(text, "none", None, question, (*_of_area(scope, None, question), *cut))
    return _of(text, found.decision, None, question, (which(found, question), *also(found, question), *cut))


def _only_sectors(scope: Scope, text: str) -> tuple[str, ...] | None:
    """The sectors that a text names when it says nothing else: no place is called so. None where it says more."""
    mentions = scope.desk.catalogue.sectors_in(text)
    rest = "".join(sign for at, sign in enumerate(text) if not any(one.start <= at < one.end for one in mentions))
    return None if any(map(str.isalnum, rest)) else tuple(dict.fromkeys(one.sector for one in mentions))


def _beginning(text: str) -> str:
    """As much as is read, up to the last end of a part of it: half of a name may be another place's."""
    if len(text) <= READ:
        return text
    head = text[:READ]
    return head[: max(map(head.rfind, _ENDS)) + 1] or head.rsplit(maxsplit=1)[0]


def _compared(scope: Scope, text: str, asked: Asked) -> Answer | None:
    """The answer to a text that compares; None where a part of it that need not name a place names none."""
    if asked.sure and len(asked.parts) > comparisons.MOST:
        raise Refusal("compare.most", n=comparisons.MOST)
    found = [places.find(scope, part) for part in asked.parts]
    if not asked.sure and not all(one.candidates and one.candidates[0].why != "near" for one in found):
        return None
    if not found:
        raise Refusal("compare.usage")
    sectors = _sectors_of(scope, found)
    open_parts = [one for one in found if not one.place]
    if not open_parts:
        chosen = [one.place for one in found if one.place]
        result: Result = comparisons.compare(scope, asked.kind, [one.id for one in chosen], sectors)
        return Answer(text, "one", questions.COMPARE, chosen[0], (result,))
    first = open_parts[0]
    if not first.candidates:
        return Answer(text, "none", questions.COMPARE, None, (which(first, Question(questions.COMPARE, sectors)),))
    if len(open_parts) > 1:
        raise Refusal("compare.which_each", names=", ".join(one.query for one in open_parts))
    at = found.index(first)
    before, after = ([one.place.id for one in part if one.place] for part in (found[:at], found[at + 1 :]))
    choice = ComparisonChoice(
        query=first.query,
        candidates=tuple(one.place for one in first.candidates),
        near=first.decision == "none",
        kind=asked.kind,
        before=tuple(before),
        after=tuple(after),
        sectors=sectors,
    )
    return Answer(text, first.decision, questions.COMPARE, None, (choice,))


def _sectors_of(scope: Scope, found: Sequence[Found]) -> tuple[str, ...]:
    """The sectors that a comparison names; whether a place is safe asks for what is reported of both its sectors."""
    rest = " ".join(one.rest for one in found)
    named = [mention.sector for mention in scope.desk.catalogue.sectors_in(rest)]
    question = questions.read(rest, named)
    return (PROTECTION, MINES) if question.kind == questions.SAFETY else question.sectors


def _meant(found: Found, question: Question) -> PlaceRef | None:
    """The place to go on with; the only one of its name is not asked for where the answer says who it is."""
    only = len(found.candidates) == 1 and found.decision == "ask" and not (found.others or found.doubtful)
    return found.candidates[0].place if only and question.kind == questions.PLACE else found.place


def to_question(scope: Scope, place: PlaceRef, question: Question) -> tuple[Result, ...]:
    """The results for a question about a place that is settled, also by the press of a button."""
    match question.kind:
        case questions.PLACE:
            return (place_page.page(scope, place.id),)
        case questions.WHO:
            return (who.who_does_what(scope, place.id, question.sectors),)
        case questions.DATA:
            return (sources.sources(scope, place.id, question.sectors),)
        case questions.CHANGES:
            since = datetime.combine(question.since, time.min, UTC) if question.since else None
            return (changes.changes(scope, place.id, since),)
        case questions.SAFETY:
            sectors = () if place.kind in place_page.HOLDERS else (MINES, PROTECTION)
            parts = tuple(sector.sector_answer(scope, place.id, one) for one in sectors)
            return (Safety(place, parts, scope.desk.demo),)
        case _ if place.kind in place_page.HOLDERS or question.kind == questions.GAPS:
            return _of_area(scope, place.id, question)
        case questions.SECTORS:
            return tuple(sector.sector_answer(scope, place.id, one) for one in question.sectors)
        case _:
            return (village.card(scope, place.id),)


def _of_area(scope: Scope, area_id: int | None, question: Question) -> tuple[Result, ...]:
    """Open needs or totals of an area (None: the desk's own), of each sector that was named, else of all at once."""
    sectors = question.sectors or (None,)
    if question.kind == questions.TOTALS:
        return tuple(totals.totals(scope, area_id, one) for one in sectors)
    return tuple(area.gaps(scope, area_id, one, wanted=question.wanted) for one in sectors)


def _of(text: str, decision: str, place: PlaceRef | None, question: Question, results: tuple[Result, ...]) -> Answer:
    return Answer(text, decision, question.kind, place, results)


def refuse_people(scope: Scope, text: str) -> None:
    """Names and numbers of people are not taken: nothing of such a text is kept (domain section 6 rule 7)."""
    found = findings(text, places.spans(scope, text))
    if found:
        kinds = {finding.kind for finding in found}
        raise Refusal("refusal.personal_name" if kinds == {"name"} else "refusal.personal")


def about(scope: Scope, place_id: int, question: Question) -> tuple[Result, ...]:
    """The results for a question about the place of that id; raises `Refusal` for an unknown one."""
    facts.level_of(scope, None)
    return to_question(scope, places.get(scope, place_id), question)
