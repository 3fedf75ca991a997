"""Who is coming, from where, in words; in groups by township, quarter and band."""

from collections.abc import Sequence
from datetime import date

from coordination.movement_list import Movements, Quarter
from coordination.movement_rules import WIDER, Window
from coordination.movement_totals import Total
from coordination.viewer import Klass
from words.layout import BLANK, Line, page
from words.links import in_private
from words.message import Button, Reply
from words.movements import OPEN, between_months, data, households, label, window
from words.telling import Telling

LIST = "ml"
"""``1|ml|<place>|<page>``; place 0 is the desk's own area."""
SHOWN = 8
"""Movements on a page of a list."""


def listing(tell: Telling, shown: Movements, number: int = 0) -> Reply:
    """Who is coming, from where; in a group by township, quarter and band."""
    name = tell.place(shown.place, full=True) if shown.place else tell.say("movement.own_area")
    lines = [Line("", label=tell.say("movement.list", name=name))]
    if shown.first or shown.last:
        lines.append(Line(window(tell, Window(shown.first, shown.last, WIDER))))
    lines.append(BLANK)
    if shown.level is Klass.PUBLIC:
        lines += _public(tell, shown.quarters)
        return Reply(page([*lines, *tell.ending(False)], in_private(tell, shown.place.id if shown.place else None)))
    told = ("planned", "intended", "arrived", "left", "displaced")
    for one in told:
        if (found := getattr(shown, one)) is not None:
            lines.append(Line(total(tell, found), label=tell.say(f"movement.sum.{one}")))
    part = shown.lines[number * SHOWN : (number + 1) * SHOWN]
    if not part:
        lines.append(Line(tell.say("movement.none")))
    rows = [(Button(label(tell, one), data(OPEN, one.id)),) for one in part]
    place_id = shown.place.id if shown.place else 0
    turn = [Button(tell.say("button.previous"), data(LIST, place_id, number - 1))] if number else []
    if (number + 1) * SHOWN < len(shown.lines):
        turn.append(Button(tell.say("button.next"), data(LIST, place_id, number + 1)))
    lines += [BLANK, Line(tell.say("movement.caveat"))]
    return Reply(page(lines, [*rows, tuple(turn)]), shown.holds, shown.place.township_id if shown.place else None)


def _public(tell: Telling, quarters: Sequence[Quarter]) -> list[Line]:
    if not quarters:
        return [Line(tell.say("card.nothing_to_show_movements"))]
    return [
        Line(
            tell.say(
                "movement.quarter",
                township=one.township,
                quarter=between_months(tell, one.first, _quarter_end(one.first)),
                amount=tell.amount(one.households),
            )
        )
        for one in quarters
    ]


def _quarter_end(first: date) -> date:
    return first.replace(month=first.month + 2)


def total(tell: Telling, one: Total) -> str:
    """A sum: "85–113 HH reported, Jan–Mar, 2 sources"; groups without a number beside it."""
    known = one.groups - one.unknown
    number = households(tell, one.low, one.high if one.high != one.low else None) if known else ""
    parts = [number] if number else []
    if one.unknown:
        parts.append(tell.say("movement.groups_unknown", n=one.unknown))
    when = window(tell, Window(one.first, one.last, WIDER))
    if when:
        parts.append(when)
    if one.sources > 1:
        parts.append(tell.say("movement.sources", n=one.sources))
    return ", ".join(parts)
