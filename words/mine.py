"""What a person has reported and promised (/mine), in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordination.commitment_views import View
from coordination.movement_list import MovementCard
from coordination.review import Sent
from coordination.viewer import Klass
from words import commitments as helps
from words import layout
from words import movements as moves
from words.layout import BLANK, Line
from words.message import Button, Reply
from words.telling import Telling

MOST = 10
"""Entries of one section; more are counted."""


@dataclass(frozen=True)
class Section:
    """One kind of what is listed: a heading, its lines and the buttons that open them; without lines it is left out.

    ``township_id`` is where one of them is: a focal point reads only of the own ones.
    """

    heading: str
    lines: Sequence[Line]
    buttons: Sequence[Button] = ()
    township_id: int | None = None


def commitments(tell: Telling, found: Sequence[View]) -> Section:
    """Those that the person is asked about, what is due first next."""
    lines = [helps.mine_line(tell, view) for view in found[:MOST]]
    more = [Line(tell.say("commitments.more", n=len(found) - MOST))] if len(found) > MOST else []
    buttons = [helps.mine_button(view) for view in found[:MOST]]
    township = found[0].place.township_id if found else None
    return Section(tell.say("mine.commitments"), [*lines, *more], buttons, township)


def movements(tell: Telling, found: Sequence[MovementCard]) -> Section:
    """The last ones that the person or the own agency reported."""
    lines = [Line(moves.short(tell, one), hang=True) for one in found]
    buttons = [Button(moves.code(one.id), moves.data(moves.OPEN, one.id)) for one in found]
    ends = [place.township_id for one in found if (place := one.destination or one.origin)]
    return Section(tell.say("mine.movements"), lines, buttons, ends[0] if ends else None)


def sent(tell: Telling, found: Iterable[Sent]) -> Section:
    """What was sent to the coordinators, the newest first."""
    lines = [Line(tell.say(f"review.news.{one.kind}.{one.state}"), label=_title(tell, one), hang=True) for one in found]
    return Section(tell.say("mine.sent"), lines)


def _title(tell: Telling, one: Sent) -> str:
    return tell.say("mine.item", kind=tell.say(f"review.kind.{one.kind}"), date=tell.day(one.on))


def page(tell: Telling, sections: Iterable[Section]) -> Reply:
    """All that there is."""
    found = [one for one in sections if one.lines]
    if not found:
        return Reply(layout.page([Line(tell.say("mine.nothing"))]), edit=False)
    lines = [line for one in found for line in (Line("", label=one.heading), *one.lines, BLANK)]
    rows = [row for one in found for row in layout.rows_of(one.buttons)]
    township = next((one.township_id for one in found if one.township_id is not None), None)
    klass = Klass.PUBLIC if township is None else Klass.RESTRICTED
    return Reply(layout.page(lines, rows), klass, township, guarded=True, edit=False)
