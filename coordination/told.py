"""What is told of a question whose place is settled, and every kind of result that a message may get."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordination import area, facts, place_page, places, sector, village
from coordination.area import AreaGaps
from coordination.asides import Aside
from coordination.choice import AlsoNamed, NoPlace, NotRead, PlaceChoice
from coordination.compared import PROTECTION, ComparisonChoice
from coordination.comparisons import Comparison
from coordination.figures import Public
from coordination.place_page import PlacePage
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.sector import Nothing, SectorAnswer, WhoDoesWhat
from coordination.village import MINES, VillageCard
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
    if question.kind == questions.PLACE:
        return (place_page.page(scope, place.id),)
    if place.kind in place_page.HOLDERS:
        if question.kind == questions.SAFETY:
            return (Safety(place, (), scope.desk.demo),)
        return gaps(scope, place.id, question.sectors)
    match question.kind:
        case questions.SECTORS:
            return tuple(sector.sector_answer(scope, place.id, one) for one in question.sectors)
        case questions.GAPS:
            return gaps(scope, place.id, question.sectors)
        case questions.WHO:
            return (sector.who_does_what(scope, place.id),)
        case questions.SAFETY:
            parts = tuple(sector.sector_answer(scope, place.id, one) for one in (PROTECTION, MINES))
            return (Safety(place, parts, scope.desk.demo),)
        case _:
            return (village.card(scope, place.id),)


def gaps(scope: Scope, area_id: int | None, sectors: Sequence[str]) -> tuple[Result, ...]:
    """Open needs of an area, None for the desk's own, sector by sector or of all."""
    return tuple(area.gaps(scope, area_id, one) for one in (sectors or (None,)))
