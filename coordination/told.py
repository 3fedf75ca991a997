"""What is told of a question whose place is settled, and every kind of result that a message may get."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from coordination import area, changes, facts, place_page, places, sector, sources, totals, village, who
from coordination.area import AreaGaps
from coordination.asides import Aside
from coordination.changes import Changes
from coordination.choice import AlsoNamed, NoPlace, NotRead, PlaceChoice
from coordination.compared import PROTECTION, ComparisonChoice
from coordination.comparisons import Comparison
from coordination.figures import Public
from coordination.place_page import PlacePage
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing, SectorAnswer
from coordination.sources import Sources
from coordination.totals import Totals
from coordination.village import MINES, VillageCard
from coordination.who import WhoDoesWhat
from understanding import questions
from understanding.questions import Question


@dataclass(frozen=True)
class Safety:
    """What is reported where somebody asked whether a place is safe: never a yes or no (domain section 6 rule 10)."""

    place: Public[PlaceRef]
    parts: Public[tuple[SectorAnswer | Nothing, ...]] = ()
    demo: Public[bool] = False


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
    | Aside
)
Result = Told | ComparisonChoice


def about(scope: Scope, place_id: int, question: Question) -> tuple[Result, ...]:
    """The results for a question about the place of that id; raises `Refusal` for an unknown one."""
    facts.level_of(scope, None)
    return to_question(scope, places.get(scope, place_id), question)


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
            return of_area(scope, place.id, question)
        case questions.SECTORS:
            return tuple(sector.sector_answer(scope, place.id, one) for one in question.sectors)
        case _:
            return (village.card(scope, place.id),)


def of_area(scope: Scope, area_id: int | None, question: Question) -> tuple[Result, ...]:
    """Open needs or totals of an area (None: the desk's own), of each sector that was named, else of all at once."""
    sectors = question.sectors or (None,)
    if question.kind == questions.TOTALS:
        return tuple(totals.totals(scope, area_id, one) for one in sectors)
    return tuple(area.gaps(scope, area_id, one, wanted=question.wanted) for one in sectors)
