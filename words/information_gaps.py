"""What was asked and nobody could answer, in words; for coordinators."""

from coordination.information_gaps import InformationGaps, Unanswered
from words import buttons as press
from words.buttons import button
from words.layout import Line, rows_of
from words.message import Button, Message
from words.screens import Long, screen
from words.telling import Telling

CARDS = 6
"""Places that have a button."""
VERB = "gu"
"""``1|gu|<page>``."""


def gaps(tell: Telling, told: InformationGaps) -> tuple[Message, ...]:
    """Places and sectors, then names that no place bears, most asked first."""
    lines = [[_line(tell, one)] for one in told.entries] or [[Line(tell.say("unknown.none"))]]
    return screen(
        tell,
        Long(tell.say("unknown.title"), [Line(tell.say("unknown.note"))], lines, tell.ending(told.demo), loose=False),
        lambda at: f"{press.VERSION}|{VERB}|{at}",
        lambda turn: [turn, *_cards(tell, told)],
    )


def _line(tell: Telling, one: Unanswered) -> Line:
    if one.place is None:
        what = tell.say("unknown.name", name=one.name)
    elif one.sector:
        what = tell.say("sector.title", place=tell.place(one.place), sector=tell.sector(one.sector))
    else:
        what = tell.place(one.place)
    asked = tell.say("unknown.asked", n=one.number, what=what, date=tell.day(one.last_on))
    return Line(tell.say("unknown.agencies", asked=asked, n=one.agencies) if one.agencies else asked, hang=True)


def _cards(tell: Telling, told: InformationGaps) -> list[tuple[Button, ...]]:
    places = list({one.place.id: one.place for one in told.entries if one.place}.values())[:CARDS]
    labels = tell.choices(places)
    return rows_of([button(label, press.VILLAGE, one.id) for label, one in zip(labels, places, strict=True)])
