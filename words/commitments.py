"""Commitments in words: the read-back, a page, what was stored, an alert without content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.commitment_changes import Changed, may_commit
from coordination.commitment_duties import REMIND, Due
from coordination.commitment_room import Room
from coordination.commitment_states import ONGOING
from coordination.commitment_views import Version, View
from coordination.commitments import CONDITIONS
from coordination.figures import Count
from coordination.needs import Helper
from coordination.people import Recipient
from coordination.places import PlaceRef
from coordination.viewer import Klass
from words.buttons import VERSION
from words.cover import helper_phrase
from words.labels import unit_name
from words.language import Words
from words.layout import BLANK, Line, page
from words.message import Button, Message, Notice, Reply
from words.telling import Telling

OPEN, TAP, UNDO, HELP = "cm", "ct", "cu", "ch"
"""``1|cm|<number>`` opens, ``1|ct|<number>|<state>|<version>`` answers in one tap, ``1|cu|<number>|<version>`` undoes,
``1|ch|<place>|<sector>`` begins one."""
NAMED = 2
"""Helpers that a question names; there may be more."""
_ONE_TAP = ("confirmed", "ongoing", "delivered", "cancelled")
_FREE = frozenset({"components", "partner", "donor"})


@dataclass(frozen=True)
class Draft:
    """What is read back: ``answers`` of the conversation, the state it would have, the need that it covers."""

    agency: str
    place: PlaceRef
    answers: Mapping[str, Any]
    status: str
    room: Room | None
    own: bool


def counted(tell: Telling, number: int, unit_of: str) -> str:
    """A number with its unit."""
    return tell.amount(Count(unit_of, number))


def unit(tell: Telling, unit_of: str) -> str:
    """What is counted, of many."""
    return tell.say("commitments.unit.HH") if unit_of == "HH" else unit_name(tell.words, unit_of, 2)


def in_short(tell: Telling, answers: Mapping[str, Any], agency: str, place: PlaceRef) -> str:
    """What is committed, in a line above a question."""
    activity = tell.catalogue.activities[answers["activity"]]
    amount = counted(tell, int(answers["target"]), activity.unit)
    parts = (tell.agency(agency), tell.activity(activity.code), amount, tell.place(place))
    return tell.say("commitments.in_short", what=", ".join(parts))


def label(tell: Telling, view: View) -> str:
    """A commitment on a button."""
    parts = (f"C-{view.number}", tell.activity(view.activity), tell.place(view.place), tell.amount(view.target))
    return " · ".join(parts)


def named(tell: Telling, helpers: Iterable[Helper]) -> str:
    """Agencies, each once."""
    names = sorted({tell.agency(one.agency) for one in helpers})
    return ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")


def room_params(tell: Telling, found: Room) -> dict[str, object]:
    """What is said before something is covered twice."""
    others = [tell.say("commitments.other", help=helper_phrase(tell, one), status=_status(tell, one.status))
              for one in found.others[:NAMED]]  # fmt: skip
    more = len(found.others) - len(others)
    said = "; ".join([*others, *([tell.say("commitments.more", n=more)] if more else [])])
    need = tell.amount(found.need)
    before = tell.say("commitments.before" if others else "commitments.before_alone", others=said, need=need)
    return {"before": before, "open": counted(tell, found.later, found.need.unit)}


def draft(tell: Telling, shown: Draft) -> list[Line]:
    """The read-back of a new commitment."""
    answers, activity = shown.answers, tell.catalogue.activities[shown.answers["activity"]]
    amount = counted(tell, int(answers["target"]), activity.unit)
    if answers.get("months"):
        amount = tell.say("commitments.months", amount=amount, n=answers["months"])
    lines = [
        Line("", label=_title(tell, shown.agency, activity.code)),
        _row(tell, "place", tell.place(shown.place, full=True)),
        _row(tell, "amount", amount),
        *_need(tell, shown),
        *_dates(tell, _day(answers.get("start")), _day(answers.get("end"))),
        _row(tell, "status", _meaning(tell, shown.status)),
        *_details(tell, [(key, str(answers[key])) for key in _DETAILS if answers.get(key)]),
    ]
    movement = [_row(tell, "movement", f"M-{answers['movement']}")] if answers.get("movement") else []
    other = [] if shown.own else [Line(tell.say("commitments.entered_for", agency=tell.agency(shown.agency)))]
    return [*lines, *movement, *other, *_notice(tell, shown)]


_DETAILS = ("components", "population", "modality", "partner", "donor", "conditions")


def _need(tell: Telling, shown: Draft) -> list[Line]:
    if shown.room is None:
        wide = shown.place.kind not in {"village", "camp"}
        return [_row(tell, "need", tell.say("commitments.need_wide" if wide else "commitments.need_unknown"))]
    found = shown.room
    key = "commitments.need" if found.valid else "commitments.need_old"
    opened = counted(tell, found.later, found.need.unit)
    lines = [_row(tell, "need", tell.say(key, need=tell.amount(found.need), open=opened, date=tell.day(found.dated)))]
    if found.over and shown.status in {"confirmed", "ongoing"}:
        over = counted(tell, found.over, found.need.unit)
        lines.append(Line(tell.say("cover.overlap", amount=over), indent=True))
    return lines


def _notice(tell: Telling, shown: Draft) -> list[Line]:
    take = shown.answers.get("take")
    if not take or take[0] != "notice" or shown.room is None:
        return []
    return [Line(tell.say("commitments.will_tell", agency=named(tell, shown.room.others)))]


def news(tell: Telling, view: View, said: Mapping[str, Any], reason: str | None) -> list[Line]:
    """The read-back of news: how it stood, and how it will."""
    status, target = said.get("status", view.status), Count(view.target.unit, said.get("target", view.target.number))
    reached = Count(target.unit, said["reached"]) if "reached" in said else view.reached
    before, after = _stand(tell, view.status, view.target, view.reached), _stand(tell, status, target, reached)
    start = said.get("start", view.start)
    lines = [
        *head(tell, view),
        _row(tell, "before", before),
        _row(tell, "after", after if (after, start) != (before, view.start) else tell.say("commitments.no_change")),
        *(_dates(tell, start, view.end) if "start" in said else []),
    ]
    rest = target.number - (reached.number if reached else 0)
    if status in {"delivered", "partial"} and rest > 0:
        lines.append(Line(tell.say("commitments.rest", rest=counted(tell, rest, target.unit))))
    if not view.reason:
        return lines
    why = [_row(tell, "reason", tell.say(f"commitments.reason.{reason}"))] if reason else []
    return [*lines, Line(tell.say("commitments.entered_for", agency=tell.agency(view.agency))), *why]


def head(tell: Telling, view: View) -> list[Line]:
    """Number, agency and activity; the place below."""
    title = f"C-{view.number} · {_title(tell, view.agency, view.activity)}"
    return [Line("", label=title), _row(tell, "place", tell.place(view.place, full=True))]


def _title(tell: Telling, agency: str, activity: str) -> str:
    return f"{tell.agency(agency)} · {tell.activity(activity)}"


def _stand(tell: Telling, status: str, target: Count, reached: Count | None) -> str:
    amount = tell.amount(target)
    if reached is not None:
        amount = tell.say("cover.reached", reached=tell.number(reached), target=amount)
    return tell.say("commitments.stand", status=_status(tell, status), amount=amount)


def _status(tell: Telling, status: str) -> str:
    return tell.say(f"status.{status}")


def _meaning(tell: Telling, status: str) -> str:
    """A state, and where it is not counted, that it is not."""
    said = _status(tell, status)
    return tell.say("commitments.not_counted", status=said) if status in {"interest", "pledged"} else said


def _dates(tell: Telling, start: date | None, end: date | None) -> list[Line]:
    if start is None and end is None:
        return [_row(tell, "start", tell.say("commitments.start_unknown"))]
    begins = [_row(tell, "start", tell.day(start))] if start else []
    return [*begins, *([_row(tell, "end", tell.day(end))] if end else [])]


def _day(answer: str | None) -> date | None:
    return date.fromisoformat(answer) if answer else None


def _row(tell: Telling, name: str, said: str) -> Line:
    return Line(said, label=tell.say(f"commitments.label.{name}"))


def _details(tell: Telling, found: Sequence[tuple[str, str]]) -> list[Line]:
    return [_row(tell, name, _detail(tell, name, value)) for name, value in found]


def _detail(tell: Telling, name: str, value: str) -> str:
    """What a field says; conditions of a sheet in words of its own are "something else"."""
    if name in _FREE:
        return value.replace("|", ", ")
    known = name != "conditions" or value in CONDITIONS
    return tell.say(f"commitments.{name}.{value if known else 'other'}")


def stored(tell: Telling, done: Changed, told: Sequence[tuple[int, Recipient]] = ()) -> Reply:
    """What was stored, with [Undo] and [Open]; others hear that a commitment of theirs needs a look."""
    said = tell.say("commitments.stored", label=f"C-{done.number}", status=_meaning(tell, done.status))
    undo = Button(tell.say("commitments.undo"), f"{VERSION}|{UNDO}|{done.number}|{done.version}")
    buttons = [(undo, _open(tell.words, done.number))]
    return Reply(page([Line(said)], buttons), also=tuple(alert(tell.words, to, number) for number, to in told))


def undone(tell: Telling, done: Changed) -> Reply:
    """That a change was taken back."""
    if not done.version:
        return Reply(page([Line(tell.say("commitments.undone_new", label=f"C-{done.number}"))]))
    said = tell.say("commitments.undone", label=f"C-{done.number}", status=_status(tell, done.status))
    return Reply(page([Line(said)], [(_open(tell.words, done.number),)]))


def _open(words: Words, number: int) -> Button:
    return Button(words.say("commitments.open"), f"{VERSION}|{OPEN}|{number}")


def alert(words: Words, to: Recipient, number: int) -> Notice:
    """C-118 needs a look: a lock screen shows no more (domain section 6 rule 26)."""
    own = words.into(to.language)
    return Notice(to.ref, Message(own.html("commitments.alert", label=f"C-{number}"), ((_open(own, number),),)))


def shown(tell: Telling, view: View, *, edit: bool = True) -> Reply:
    """The page of a commitment with the answers of one tap."""
    lines = [
        *head(tell, view),
        _row(tell, "status", _stand(tell, view.status, view.target, view.reached)),
        *([_row(tell, "months", str(view.months))] if view.months else []),
        *_dates(tell, view.start, view.end),
        *_details(tell, view.details),
        *([_row(tell, "movement", f"M-{view.movement}")] if view.movement else []),
        BLANK,
        Line(tell.say("commitments.last_news", date=tell.day(view.reported_on))),
        *([Line(due_phrase(tell, view.due))] if view.due else []),
        *_history(tell, view.history),
    ]
    return Reply(page(lines, _taps(tell, view)), Klass.RESTRICTED, view.place.township_id, edit=edit)


def due_phrase(tell: Telling, due: Sequence[Due]) -> str:
    """What comes next; of a pledge when it lapses."""
    last = due[-1] if due[0].kind == REMIND else due[0]
    return tell.say(f"commitments.due.{last.kind}", date=tell.day(last.on))


def _history(tell: Telling, history: Sequence[Version]) -> list[Line]:
    if not history:
        return []
    stood = ((tell.day(one.on), _stand(tell, one.status, one.target, one.reached)) for one in history[-5:])
    lines = [Line(tell.say("commitments.was", date=day, state=state)) for day, state in stood]
    return [BLANK, Line("", label=tell.say("commitments.history")), *lines]


def _taps(tell: Telling, view: View) -> list[tuple[Button, ...]]:
    if not view.options:
        return []
    same = ["same"] if view.status == ONGOING else []
    states = [*same, *(state for state in _ONE_TAP if state in view.options and state != view.status)]
    if view.status in {"delivered", "cancelled"}:
        states = []
    made = [Button(tell.say(f"commitments.say.{state}"), _tap(view, state)) for state in (*states, "other")]
    undo = Button(tell.say("commitments.undo"), f"{VERSION}|{UNDO}|{view.number}|{view.version}")
    rows = [tuple(made[at : at + 2]) for at in range(0, len(made), 2)]
    return [*rows, (undo,)] if view.undo else rows


def _tap(view: View, state: str) -> str:
    return f"{VERSION}|{TAP}|{view.number}|{state}|{view.version}"


def mine_line(tell: Telling, view: View) -> Line:
    """One of one's own in a list."""
    due = due_phrase(tell, view.due) if view.due else ""
    what = f"{tell.activity(view.activity)}, {tell.place(view.place)}: "
    return Line(what + _stand(tell, view.status, view.target, view.reached) + (f". {due}" if due else ""),
                label=f"C-{view.number}", hang=True)  # fmt: skip


def mine_button(view: View) -> Button:
    """Opens it."""
    return Button(f"C-{view.number}", f"{VERSION}|{OPEN}|{view.number}")


def help_button(tell: Telling, place_id: int, sector: str = "") -> tuple[Button, ...]:
    """[We can help], for whoever may commit."""
    if tell.in_group or not may_commit(tell.viewer):
        return ()
    return (Button(tell.say("commitments.help"), f"{VERSION}|{HELP}|{place_id}|{sector}".rstrip("|")),)
