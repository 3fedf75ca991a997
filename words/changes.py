"""What changed in a place, in words: each figure as it is now, with what it was."""

from coordination.changes import Change, Changes, HelpChange
from words import buttons as press
from words.buttons import button
from words.cover import commitment_phrase, cover_phrase, need_phrase
from words.layout import BLANK, Line
from words.links import in_private
from words.message import Button, Message
from words.screens import Long, screen
from words.telling import Telling


def changes(tell: Telling, told: Changes) -> tuple[Message, ...]:
    """What the desk has learnt of a place since then."""
    key = "changes.since_look" if told.looked else "changes.since"
    blocks = [_figure(tell, one) for one in told.figures if not one.again]
    blocks += [[Line(_rerated(tell, one.sector, one.was, one.now))] for one in told.sectors]
    blocks += [
        [Line(tell.say("changes.cover", need=need_phrase(tell, one), cover=cover_phrase(tell, one)), hang=True)]
        for one in told.covers
    ]
    blocks += [[_help(tell, one)] for one in told.helps]
    again = [tell.value(one.now) for one in told.figures if one.again]
    if again:
        blocks.append([BLANK, Line("; ".join(again), label=tell.say("changes.again"))])
    nothing = [[Line(tell.say("changes.none"))]] if told.none else []
    return screen(
        tell,
        Long(
            tell.say("changes.title", place=tell.place(told.place)),
            [Line(tell.say(key, date=tell.day(told.since.date()))), BLANK],
            blocks or nothing,
            tell.ending(told.demo),
            loose=False,
        ),
        lambda at: data(told, at),
        lambda turn: [turn, *_buttons(tell, told)],
    )


def data(told: Changes, page: int = 0) -> str:
    """Data of a button that opens a screen of the same changes: ``1|c|<place>|<l: a look>|<page>|<seconds>``."""
    look, since = "l" if told.looked else "", int(told.since.timestamp())
    return f"{press.VERSION}|{press.CHANGES}|{told.place.id}|{look}|{page}|{since}"


def _figure(tell: Telling, one: Change) -> list[Line]:
    now = one.now
    day = tell.day(now.collected_on)
    sector = tell.sector(now.sector)
    if one.was is None:
        return [Line(tell.say("changes.new", sector=sector, value=tell.value(now), date=day), hang=True)]
    said = tell.say("changes.now", sector=sector, value=tell.value(now), date=day)
    before = tell.say("changes.was", value=tell.value(one.was), date=tell.day(one.was.collected_on))
    return [Line(said, hang=True), Line(before, indent=True)]


def _rerated(tell: Telling, sector: str, was: int | None, now: int | None) -> str:
    marks = [tell.mark(sector, one) or str(one) for one in (was, now)]
    return tell.say("changes.severity", sector=tell.sector(sector), was=marks[0], now=marks[1])


def _help(tell: Telling, one: HelpChange) -> Line:
    said = commitment_phrase(tell, one.helper)
    if one.was and one.was != one.helper.status:
        state = tell.say(f"status.{one.was}") if tell.words.has(f"status.{one.was}") else one.was
        said = tell.say("changes.help_was", help=said, was=state)
    key = "changes.help" if one.was else "changes.help_new"
    return Line(tell.say(key, help=said), label=tell.agency(one.helper.agency))


def _buttons(tell: Telling, told: Changes) -> list[tuple[Button, ...]]:
    card = button(tell.say("button.card"), press.VILLAGE, told.place.id)
    return [(card,), *in_private(tell, told.place.id)]
