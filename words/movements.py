"""Movements in words: the read-back, what was saved, one movement."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from coordination.movement_changes import Undone
from coordination.movement_list import MovementCard
from coordination.movement_rules import DAY, DISPLACEMENT, Window
from coordination.movements import MovementRow, Recorded
from coordination.people import Recipient
from coordination.places import PlaceRef
from coordination.viewer import Klass
from words import buttons as press
from words.buttons import VERSION, button
from words.language import Words
from words.layout import BLANK, Line, page
from words.message import Button, Message, Notice, Reply
from words.telling import Telling

OPEN, UNDO, NEWS = "mo", "mu", "mn"
"""Verbs: ``1|mo|<movement>``, ``1|mu|<movement>``, ``1|mn|<movement>``."""


def data(verb: str, *parts: object) -> str:
    """Data of a button about movements."""
    return "|".join([VERSION, verb, *map(str, parts)])


def read_back(
    tell: Telling, place: Callable[[int], PlaceRef], rows: Sequence[MovementRow], said: str | None
) -> list[Line]:
    """What would be stored, line by line."""
    lines: list[Line] = []
    for row in rows:
        lines += [*([BLANK] if lines else []), Line(_head(tell, row))]
        lines += _ends(tell, place, row, first=row is rows[0])
    return [*lines, *_more(tell, rows[0], said)]


def _head(tell: Telling, row: MovementRow) -> str:
    number = households(tell, row.households, row.households_to)
    kind = tell.say(f"movement.kind.{row.kind}")
    fled = row.stage == DISPLACEMENT
    what = tell.say("movement.stage.new_displacement") if fled else tell.say(f"movement.head.{row.stage}", kind=kind)
    return tell.say("movement.title", what=what, n=number)


def households(tell: Telling, low: int | None, high: int | None = None) -> str:
    """A number of households, a range, or that it is not known."""
    if low is None:
        return tell.say("movement.households_unknown")
    return tell.say("movement.households_range", low=low, high=high) if high else tell.say("movement.households", n=low)


def _ends(tell: Telling, place: Callable[[int], PlaceRef], row: MovementRow, *, first: bool) -> list[Line]:
    def label(place_id: int | None) -> str:
        return tell.place(place(place_id), full=True) if place_id is not None else tell.say("movement.not_said")

    origin = [Line(label(row.origin_id), label=tell.say("movement.label.from"))] if first else []
    return [*origin, Line(label(row.destination_id), label=tell.say("movement.label.to"))]


def _more(tell: Telling, row: MovementRow, said: str | None) -> list[Line]:
    """What is known besides; what is not is left out."""
    lines = []
    if row.reported_households and not row.households:
        lines.append(Line(tell.say("movement.together", n=row.reported_households)))
    if row.individuals:
        lines.append(Line(str(tell.words.digits(row.individuals)), label=tell.say("movement.label.people")))
    when = window(tell, row.window)
    if when:
        shown = tell.say("movement.said_when", when=when, text=said) if said else when
        lines.append(Line(shown, label=tell.say("movement.label.when")))
    for step in ("organiser", "preparation", "conditions", "push", "pull", "asks", "source"):
        if shown := _listed(tell, row, step):
            lines.append(Line(shown, label=tell.say(f"movement.label.{step}")))
    return lines


def _listed(tell: Telling, row: MovementRow, step: str) -> str:
    if step == "asks":
        return asks(tell, row.asks)
    value = row.source_kind if step == "source" else getattr(row, step)
    codes = (value,) if isinstance(value, str) else value or ()
    return ", ".join(tell.say(f"movement.{step}.{code}") for code in codes)


def asks(tell: Telling, lines: Sequence[tuple[str, int | None]]) -> str:
    """Lines of assistance: "Food 6 months; Shelter/NFI"."""
    said = (
        tell.sector(sector) if months is None else tell.say("movement.months", sector=tell.sector(sector), n=months)
        for sector, months in lines
    )
    return "; ".join(said)


def window(tell: Telling, one: Window) -> str:
    """A window: a day, a third of a month as days, else months; "from Jan 2027" where it has no end."""
    first, last = one.first, one.last
    if first is None and last is None:
        return ""
    if first is None or last is None:
        key = "movement.until" if first is None else "movement.since"
        return tell.say(key, date=tell.day(first or last or date.min))
    if one.precision == DAY:
        return tell.day(first)
    if (first.day, _is_last(last)) == (1, True):
        return tell.month(first) if _one_month(first, last) else between_months(tell, first, last)
    if _one_month(first, last):
        return tell.say("movement.days", first=first.day, last=tell.day(last))
    return tell.say("movement.between", first=tell.day(first), last=tell.day(last))


def between_months(tell: Telling, first: date, last: date) -> str:
    """From one month to another."""
    return tell.say("movement.between", first=tell.month(first), last=tell.month(last))


def _one_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)


def _is_last(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def saved(tell: Telling, done: Recorded, *, hidden: bool, key: str = "movement.saved") -> Reply:
    """That it is stored, under which number; ``hidden``: something like it is there that the reader may not see."""
    codes = ", ".join(code(one) for one in done.ids)
    lines = [Line(tell.say(key, codes=codes))]
    if hidden:
        lines.append(Line(tell.say("movement.maybe_listed")))
    undo = Button(tell.say("review.button.undo"), data(UNDO, done.ids[0]))
    return Reply(page(lines, [(undo,)]), also=alerts(tell.words, done.tell, done.ids[0]))


def code(number: int) -> str:
    """How people call it."""
    return f"M-{number}"


def alerts(words: Words, to: Sequence[Recipient], movement_id: int) -> tuple[Notice, ...]:
    """To coordinators and protection, without content (domain section 6 rule 26)."""
    return tuple(_alert(words.into(one.language), one, movement_id, "movement.alert") for one in to)


def news_wanted(words: Words, to: Recipient, movement_id: int) -> Notice:
    """To whoever reported a plan whose time has passed, without content: is there news?"""
    return _alert(words.into(to.language), to, movement_id, "movement.news_wanted")


def _alert(own: Words, to: Recipient, movement_id: int, key: str) -> Notice:
    look = Button(own.say("people.open"), data(OPEN, movement_id))
    return Notice(to.ref, Message(own.html(key, code=code(movement_id)), ((look,),)))


def thanks(tell: Telling, planned: Sequence[int] = ()) -> tuple[Message, ...]:
    """Whoever reports is thanked, never questioned like a suspect; ``planned`` are no intentions any more."""
    lines = [Line(tell.say("movement.thanks"))]
    if planned:
        lines.append(Line(tell.say("movement.planned_now", codes=", ".join(code(one) for one in planned))))
    return page(lines)


def change(
    tell: Telling, shown: MovementCard, what: str, values: Mapping[str, object], reason: str | None
) -> list[Line]:
    """A movement and what is to change of it."""
    lines = [Line(short(tell, shown)), BLANK, Line("", label=tell.say(f"movement.action.{what}"))]
    if "households" in values:
        high = values.get("households_to")
        said = households(tell, int(str(values["households"])), int(str(high)) if high else None)
        lines.append(Line(said, label=tell.say("movement.label.households")))
    first, last = values.get("window_from"), values.get("window_to")
    if isinstance(first, date) or isinstance(last, date):
        when = Window(first if isinstance(first, date) else None, last if isinstance(last, date) else None)
        lines.append(Line(window(tell, when), label=tell.say("movement.label.when")))
    if isinstance(on := values.get("stage_on"), date):
        lines.append(Line(tell.day(on), label=tell.say("movement.label.when")))
    if reason:
        lines.append(Line(tell.say(f"movement.reason.{reason}"), label=tell.say("movement.label.reason")))
    return lines


def undone(tell: Telling, what: Undone) -> Reply:
    """That a report or a change was taken back."""
    key = "movement.undone" if what.gone else "movement.undone_change"
    return Reply(page([Line(tell.say(key, code=code(what.id)))]))


def short(tell: Telling, one: MovementCard) -> str:
    """A movement in one sentence: "M-201 (3 Jan 2027): 25 HH, A → B, Jan 2027"."""
    origin = tell.place(one.origin) if one.origin else "?"
    destination = tell.place(one.destination) if one.destination else "?"
    number = households(tell, one.households, one.households_to)
    parts = [number, f"{origin} → {destination}", *filter(None, [window(tell, one.window)])]
    dated = tell.day(one.recorded_on) if one.recorded_on else ""
    return tell.say("movement.short", code=code(one.id), date=dated, said=", ".join(parts))


def card(tell: Telling, one: MovementCard) -> Reply:
    """One movement with everything that the reader may see."""
    number = households(tell, one.households, one.households_to)
    stage = tell.say(f"movement.stage.{one.stage}")
    lines = [
        Line("", label=tell.say("movement.card", code=code(one.id), kind=tell.say(f"movement.kind.{one.kind}"))),
        Line(tell.say("movement.stage_on", stage=stage, date=tell.day(one.stage_on)) if one.stage_on else stage),
        BLANK,
        Line(number, label=tell.say("movement.label.households")),
        *([Line(tell.place(one.origin, full=True), label=tell.say("movement.label.from"))] if one.origin else []),
        *(
            [Line(tell.place(one.destination, full=True), label=tell.say("movement.label.to"))]
            if one.destination
            else []
        ),
        *_known(tell, one),
        BLANK,
        Line(tell.say(f"movement.confidence.{one.confidence}")),
        *_reported(tell, one),
        *_history(tell, one),
    ]
    holds = Klass.CONFIDENTIAL if one.flags or one.push or one.conditions or one.secret_organiser else Klass.RESTRICTED
    township = next((end.township_id for end in (one.destination, one.origin) if end is not None), None)
    rows = [(Button(tell.say("movement.button.news"), data(NEWS, one.id)),)]
    if one.destination:
        rows.append((button(tell.say("button.card"), press.VILLAGE, one.destination.id),))
    return Reply(page(lines, rows), holds, township)


def _where(tell: Telling, one: MovementCard) -> list[Line]:
    ends = (("from", one.origin), ("to", one.destination))
    return [Line(tell.place(end, full=True), label=tell.say(f"movement.label.{key}")) for key, end in ends if end]


def _known(tell: Telling, one: MovementCard) -> list[Line]:
    organiser = one.organiser or one.secret_organiser
    said = {
        "people": str(tell.words.digits(one.individuals)) if one.individuals else "",
        "when": window(tell, one.window),
        "organiser": tell.say(f"movement.organiser.{organiser}") if organiser else "",
        "asks": asks(tell, one.asks),
    }
    for step in ("preparation", "conditions", "push", "pull"):
        said[step] = ", ".join(tell.say(f"movement.{step}.{code_}") for code_ in getattr(one, step))
    lines = [Line(text, label=tell.say(f"movement.label.{step}")) for step, text in said.items() if text]
    flags = [Line(tell.say(f"movement.flag.{flag}"), indent=True) for flag in one.flags]
    return [*lines, *([Line("", label=tell.say("movement.label.flags")), *flags] if flags else [])]


def _reported(tell: Telling, one: MovementCard) -> list[Line]:
    if one.recorded_on is None:
        return []
    day = tell.day(one.recorded_on)
    if not one.agency:
        return [Line(tell.say("movement.reported", date=day))]
    return [Line(tell.say("movement.reported_by", date=day, agency=one.agency))]


def _history(tell: Telling, one: MovementCard) -> list[Line]:
    return [
        Line(tell.say("movement.change", date=tell.day(day), what=tell.say(f"movement.action.{action}")))
        for day, action in one.changes[:5]
    ]


def label(tell: Telling, one: MovementCard) -> str:
    """A movement as a button: "M-12 · 28 HH · Sut Ga → Lawa Bum"."""
    ends = " → ".join(tell.place(end) if end else "?" for end in (one.origin, one.destination))
    return f"{code(one.id)} · {households(tell, one.households, one.households_to)} · {ends}"[:60]
