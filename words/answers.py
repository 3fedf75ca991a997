"""Results → the reply: the one place that knows which renderer tells what."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coordination.area import AreaGaps
from coordination.asides import Aside
from coordination.changes import Changes
from coordination.choice import AlsoNamed, NoPlace, NotRead, PlaceChoice
from coordination.compared import ComparisonChoice
from coordination.comparisons import Comparison
from coordination.information_gaps import InformationGaps
from coordination.place_page import PlacePage
from coordination.places import PlaceRef
from coordination.sector import Nothing, SectorAnswer
from coordination.sources import Sources
from coordination.told import Result, Safety
from coordination.totals import Totals
from coordination.viewer import Klass
from coordination.village import VillageCard
from coordination.who import WhoDoesWhat
from words import (
    area,
    asides,
    changes,
    choice,
    comparisons,
    information_gaps,
    place,
    sector,
    sources,
    totals,
    village,
    who,
)
from words.language import Words
from words.layout import page, split, units
from words.message import LIMIT, Message, Reply
from words.telling import Telling

ROWS = 8
"""Rows of buttons under an answer in a group that is made of several."""
GAP = 2
"""Units between what is said and its ending."""

RENDERERS: Mapping[type, Callable[[Telling, Any], tuple[Message, ...]]] = {
    VillageCard: village.card,
    SectorAnswer: sector.sector,
    WhoDoesWhat: who.who_does_what,
    Sources: sources.sources,
    Totals: totals.totals,
    Changes: changes.changes,
    InformationGaps: information_gaps.gaps,
    Nothing: sector.nothing,
    AreaGaps: area.area,
    PlacePage: place.place_page,
    PlaceChoice: choice.place_choice,
    NoPlace: choice.no_place,
    AlsoNamed: choice.also_named,
    NotRead: choice.not_read,
    Safety: choice.safety,
    Comparison: comparisons.comparison,
    ComparisonChoice: comparisons.which,
    Aside: asides.aside,
}


def messages(tell: Telling, result: Result | InformationGaps) -> tuple[Message, ...]:
    """One result as messages."""
    return RENDERERS[type(result)](tell, result)


def reply(tell: Telling, results: Sequence[Result | InformationGaps], *, edit: bool = True) -> Reply:
    """The reply with all results; its class is the highest among them."""
    said = tuple(message for result in results for message in messages(tell, result))
    if tell.in_group and len(said) > 1:
        said = (_as_one(tell, said),)
    return Reply(said, max((holds(one) for one in results), default=Klass.PUBLIC), _township(results), edit=edit)


def _as_one(tell: Telling, said: Sequence[Message]) -> Message:
    """One message an answer in a group: what is said of all, the travel line once and last, what fits."""
    endings = [page(tell.ending(demo))[0].text for demo in (True, False)]
    texts = [_without(message.text, endings) for message in said]
    last = next((one for one in endings if any(message.text.endswith(one) for message in said)), endings[-1])
    kept = split("\n\n".join(texts), LIMIT - units(last) - GAP)[0]
    rows = list(dict.fromkeys(row for message in said for row in message.buttons))
    links = [row for row in rows if row[0].url]
    asked = [row for row in rows if not row[0].url]
    return Message(f"{kept}\n\n{last}", (*asked[:ROWS], *links[:1]))


def _without(text: str, endings: Sequence[str]) -> str:
    return next((text.removesuffix(one).rstrip() for one in endings if text.endswith(one)), text)


def more(tell: Telling, card: VillageCard) -> Reply:
    """The card's other sectors."""
    return Reply(village.more_sectors(tell, card), card.holds, card.place.township_id)


def plain(words: Words, key: str) -> tuple[Message, ...]:
    """A sentence without data."""
    return (Message(words.html(key)),)


def holds(result: Result | InformationGaps) -> Klass:
    """Highest class in a result."""
    if isinstance(result, Safety):
        return max((holds(part) for part in result.parts), default=Klass.PUBLIC)
    return getattr(result, "holds", Klass.PUBLIC)


def _township(results: Sequence[Result | InformationGaps]) -> int | None:
    """The township that bounds a focal point's right to the answer: that of its place or area."""
    bounds: list[PlaceRef | AreaGaps | Comparison | Totals | None] = [
        result if isinstance(result, AreaGaps | Comparison | Totals) else getattr(result, "place", None)
        for result in results
        if not isinstance(result, AlsoNamed | NotRead)
    ]
    townships = {bound.township_id if bound else None for bound in bounds}
    return townships.pop() if len(townships) == 1 else None
