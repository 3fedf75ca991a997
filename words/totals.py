"""An area in sum, in words: sector by sector, humanitarian needs and those for public-sector planning apart."""

from coordination.area import Total
from coordination.totals import Condition, SectorTotal, Totals
from words import buttons as press
from words.area import total_phrase
from words.buttons import button
from words.labels import unanswered_phrase
from words.layout import BLANK, Line, rows_of
from words.links import GAPS_LINK, in_private
from words.message import Button, Message
from words.screens import Long, screen
from words.telling import Telling

SECTORS = 6
"""Sectors that have a button."""


def totals(tell: Telling, told: Totals) -> tuple[Message, ...]:
    """The sectors of an area, those with most places hit hard first."""
    blocks = [_sector(tell, told, one) for one in told.sectors] or [[Line(tell.say("totals.none"))]]
    asked = ", ".join(map(tell.sector, told.asked))
    tail = [BLANK, *([Line(asked, label=tell.say("totals.asked"))] if asked else []), Line(tell.say("sector.caveat"))]
    return screen(
        tell,
        Long(_title(tell, told), [], blocks, [*tail, *tell.ending(told.demo)]),
        lambda at: press.data(press.TOTALS, _area(told), (told.sector,) if told.sector else (), at),
        lambda turn: [turn, *_buttons(tell, told)],
    )


def _area(told: Totals) -> int | None:
    return told.area.id if told.area else None


def _title(tell: Telling, told: Totals) -> str:
    place = tell.place(told.area) if told.area else tell.say("area.desk")
    return tell.say("totals.title", place=place, n=told.places)


def _sector(tell: Telling, told: Totals, one: SectorTotal) -> list[Line]:
    """How many places stand behind it, how many are hit hard, then the sums: all of one sector, else the largest."""
    behind = tell.say("totals.behind", current=one.current, outdated=one.outdated, never=one.never)
    severe = [Line(tell.say("totals.severe", n=one.severe), indent=True)] if one.severe else []
    most = None if told.sector else 1
    planning = [*_needs(tell, one.planning[:most]), *_conditions(tell, one.conditions if told.sector else ())]
    label = [Line(tell.say("totals.planning"), indent=True)] if one.planning[:most] and one.needs else []
    return [Line(behind, label=tell.sector(one.sector)), *severe, *_needs(tell, one.needs[:most]), *label, *planning]


def _needs(tell: Telling, needs: tuple[Total, ...]) -> list[Line]:
    return [Line(total_phrase(tell, one), indent=True) for one in needs]


def _conditions(tell: Telling, conditions: tuple[Condition, ...]) -> list[Line]:
    return [
        Line(
            tell.say(
                "totals.condition",
                what=unanswered_phrase(tell.words, tell.indicator(one.code)),
                n=one.places,
                open=one.open,
            ),
            indent=True,
        )
        for one in conditions
    ]


def _buttons(tell: Telling, told: Totals) -> list[tuple[Button, ...]]:
    at = _area(told)
    gaps = button(tell.say("button.gaps"), press.GAPS, at, (told.sector,) if told.sector else ())
    back = (button(tell.say("button.all_sectors"), press.TOTALS, at),) if told.sector else ()
    deeper = [button(tell.sector(one.sector), press.TOTALS, at, (one.sector,)) for one in told.sectors[:SECTORS]]
    link = in_private(tell, at, GAPS_LINK, told.sector)
    return [*(rows_of(deeper) if not told.sector else ()), (gaps, *back), *link]
