"""Who does what in words: agency by agency where names may stand, else where some cover is reported."""

from coordination.disclosure import exact
from coordination.place_page import HOLDERS
from coordination.who import Present, WhoDoesWhat
from words import buttons as press
from words.buttons import button
from words.cover import help_lines
from words.layout import BLANK, Line
from words.links import GAPS_LINK, in_private
from words.message import Button, Message
from words.screens import Long, screen
from words.sector import back
from words.telling import Telling


def who_does_what(tell: Telling, answer: WhoDoesWhat) -> tuple[Message, ...]:
    """Commitments in a place, or the agencies of an area, then what has some cover and what has none."""
    lines = [[line] for line in help_lines(tell, answer.helpers)] or [[line] for line in _present(tell, answer)]
    states = [
        Line(", ".join(map(tell.sector, sectors)), label=tell.say(key))
        for key, sectors in (("who.covered", answer.covered), ("who.open", answer.open))
        if sectors and not (exact(answer.level) and key == "who.covered")
    ]
    named = [Line(tell.say("who.not_named"))] if tell.in_group else []
    tail = [BLANK, *named, Line(tell.say("sector.caveat")), *tell.ending(answer.demo)]
    return screen(
        tell,
        Long(_title(tell, answer), [BLANK], [*lines, *([[BLANK, *states]] if states else [])], tail, loose=False),
        lambda at: press.data(press.WHO, answer.place.id, answer.sectors, at),
        lambda turn: [turn, *_buttons(tell, answer)],
    )


def _title(tell: Telling, answer: WhoDoesWhat) -> str:
    place = tell.place(answer.place)
    if not answer.sectors:
        return tell.say("who.title", place=place)
    return tell.say("who.title_sector", place=place, sector=", ".join(map(tell.sector, answer.sectors)))


def _present(tell: Telling, answer: WhoDoesWhat) -> list[Line]:
    """A line for each agency: its sectors, each with the number of places."""
    by_agency: dict[str, list[Present]] = {}
    for one in answer.present:
        by_agency.setdefault(one.agency, []).append(one)
    return [
        Line(
            ", ".join(tell.say("who.in_places", sector=tell.sector(one.sector), n=one.places) for one in held),
            label=tell.agency(agency),
        )
        for agency, held in by_agency.items()
    ]


def _buttons(tell: Telling, answer: WhoDoesWhat) -> list[tuple[Button, ...]]:
    if answer.place.kind not in HOLDERS:
        return back(tell, answer.place.id)
    gaps = button(tell.say("button.gaps"), press.GAPS, answer.place.id)
    return [(gaps,), *in_private(tell, answer.place.id, GAPS_LINK)]
