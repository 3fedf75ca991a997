"""Setting up digests, in words: what there is, one of them, and the choices of each step, all in a button's data."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from coordination.catalogue import sector_key
from coordination.digest_content import GAPS, KINDS, SECTOR
from coordination.digest_periods import DAILY, RHYTHMS, WEEKLY
from coordination.digests import DigestEntry, RunEntry
from coordination.people import Recipient
from coordination.places import PlaceRef
from words import dates
from words.language import Words
from words.languages import name as language_name
from words.layout import BLANK, Line, page, rows_of
from words.message import Button, Message, Notice
from words.telling import Telling

LIST, VIEW, NEW, MAKE, SET, PREVIEW, SEND, DELETE = "dg", "dv", "dn", "dc", "ds", "dp", "dx", "dd"
"""Verbs; ``1|<verb>|<id or chat>|…``."""
OWN = "me"
"""Stands for the coordinator's own chat where a group's reference would."""
OF_REF = 12
"""Letters of a group's reference that a button bears."""
TIMES = (6 * 60, 7 * 60, 8 * 60, 9 * 60, 12 * 60, 16 * 60, 18 * 60)
ZONES = ("Asia/Yangon", "Asia/Bangkok", "Asia/Dhaka", "Asia/Kolkata", "Asia/Shanghai", "Europe/Zurich", "UTC")
MONTH_DAYS = (1, 5, 10, 15, 20, 25, 28)


def data(verb: str, *parts: object) -> str:
    """Data of a button."""
    return "|".join(["1", verb, *map(str, parts)])


def listing(tell: Telling, entries: Sequence[DigestEntry]) -> tuple[Message, ...]:
    """Every digest with a button, and [New digest]."""
    lines = [Line("", label=tell.say("digests.title"))]
    lines += [Line(_line(tell, one), hang=True) for one in entries] or [Line(tell.say("digests.none"))]
    buttons = [Button(f"D-{one.id}", data(VIEW, one.id)) for one in entries]
    new = (Button(tell.say("digests.new"), data(NEW)),)
    return page([*lines, BLANK, Line(tell.say("digests.how"))], [*rows_of(buttons), new])


def _line(tell: Telling, one: DigestEntry) -> str:
    when = _when(tell, one) if one.paused is None else tell.say(f"digests.paused_{one.paused}")
    return tell.say("digests.line", number=one.id, chat=_chat(tell, one), what=what(tell, one), when=when)


def _chat(tell: Telling, one: DigestEntry) -> str:
    return one.label or tell.say("digests.own" if one.own else "digests.no_group")


def what(tell: Telling, one: DigestEntry) -> str:
    """What a digest tells of."""
    sectors = ", ".join(map(tell.sector, one.sectors)) or tell.say("digests.all_sectors")
    return tell.say("digests.what", sectors=sectors, area=tell.place(one.area) if one.area else tell.say("area.desk"))


def _when(tell: Telling, one: DigestEntry) -> str:
    rhythm = one.rhythm
    day = "" if rhythm.kind == DAILY else _day(tell, rhythm.kind, rhythm.day)
    key = f"digests.rhythm.{rhythm.kind}"
    return tell.say("digests.when", rhythm=tell.say(key, day=day), clock=clock(tell, rhythm.minute), zone=rhythm.zone)


def _day(tell: Telling, kind: str, day: int) -> str:
    return tell.say(f"digests.weekday.{day}") if kind == WEEKLY else tell.words.digits(day)


def clock(tell: Telling, minute: int) -> str:
    """A time of day."""
    return tell.words.digits(f"{minute // 60:02d}:{minute % 60:02d}")


def one(tell: Telling, entry: DigestEntry) -> tuple[Message, ...]:
    """One digest with what became of its last periods, and what may be done."""
    title = tell.say("digests.one", number=entry.id, chat=_chat(tell, entry))
    lines = [
        Line("", label=title),
        Line(what(tell, entry)),
        Line(_when(tell, entry)),
        Line(_next(tell, entry) if entry.paused is None else tell.say(f"digests.paused_{entry.paused}")),
        *(Line(tell.say(key)) for key in _marks(entry)),
        Line(tell.say("digests.language", name=_language(tell.words, entry.language))),
        *([BLANK] if entry.runs else []),
        *(Line(_run(tell, run)) for run in entry.runs),
    ]
    return page(lines, _buttons(tell, entry))


def _marks(entry: DigestEntry) -> list[str]:
    marks = {"digests.is_silent": entry.silent, "digests.is_pinned": entry.pinned, "digests.in_topic": entry.in_topic}
    return [key for key, on in marks.items() if on]


def _next(tell: Telling, entry: DigestEntry) -> str:
    at: datetime = entry.due_at.astimezone(ZoneInfo(entry.rhythm.zone))
    return tell.say("digests.next", date=dates.day(tell.words, at), clock=clock(tell, at.hour * 60 + at.minute))


def _language(words: Words, language: str | None) -> str:
    return language_name(words, language) if language else words.say("digests.as_group")


def _run(tell: Telling, run: RunEntry) -> str:
    state = f"digests.run.{run.reason or run.state}"
    return tell.say("digests.run", date=dates.day(tell.words, run.on), state=tell.say(state))


def _buttons(tell: Telling, entry: DigestEntry) -> list[tuple[Button, ...]]:
    say, id_ = tell.say, entry.id
    rest = Button(say("digests.resume"), data(SET, id_, "paused", 0))
    rest = rest if entry.paused else Button(say("digests.pause"), data(SET, id_, "paused", 1))
    day = [] if entry.rhythm.kind == DAILY else [Button(say("digests.set_day"), data(SET, id_, "day"))]
    silent, pinned = int(not entry.silent), int(not entry.pinned)
    return [
        (Button(say("digests.preview"), data(PREVIEW, id_)), Button(say("digests.send"), data(SEND, id_))),
        (
            Button(say("digests.set_rhythm"), data(SET, id_, "rhythm")),
            *day,
            Button(say("digests.set_minute"), data(SET, id_, "minute")),
        ),
        (
            Button(say("digests.set_zone"), data(SET, id_, "zone")),
            Button(say("digests.set_language"), data(SET, id_, "language")),
        ),
        (
            Button(say("digests.silent_on" if silent else "digests.silent_off"), data(SET, id_, "silent", silent)),
            Button(say("digests.pin_on" if pinned else "digests.pin_off"), data(SET, id_, "pinned", pinned)),
        ),
        (rest, Button(say("digests.delete"), data(DELETE, id_))),
        (Button(say("digests.back"), data(LIST)),),
    ]


def which_chat(words: Words, groups: Sequence[tuple[str, str]]) -> Message:
    """For which group?"""
    buttons = [(Button(label, data(NEW, ref[:OF_REF])),) for ref, label in groups]
    own = (Button(words.say("digests.own"), data(NEW, OWN)),)
    return Message(words.html("digests.which_chat"), (*buttons, own, _back(words, LIST)))


def which_kind(words: Words, chat: str) -> Message:
    """What should it tell?"""
    buttons = [
        (Button(words.say(f"digests.kind.{kind}"), data(MAKE if kind == GAPS else NEW, chat, kind)),) for kind in KINDS
    ]
    return Message(words.html("digests.which_kind"), (*buttons, _back(words, NEW)))


def which_sector(tell: Telling, chat: str) -> Message:
    """Which sector?"""
    made = [
        Button(tell.sector(sector), data(MAKE, chat, SECTOR, sector_key(sector))) for sector in tell.catalogue.sectors
    ]
    return Message(tell.words.html("digests.which_sector"), (*rows_of(made), _back(tell.words, NEW, chat)))


def which_township(tell: Telling, chat: str, townships: Sequence[PlaceRef]) -> Message:
    """Which township?"""
    labels = tell.choices(townships)
    made = [
        Button(label, data(MAKE, chat, "township", place.id)) for place, label in zip(townships, labels, strict=True)
    ]
    return Message(tell.words.html("digests.which_township"), (*rows_of(made), _back(tell.words, NEW, chat)))


def which_value(tell: Telling, entry: DigestEntry, name: str) -> Message:
    """The choices of one setting."""
    made = [Button(label, data(SET, entry.id, name, value)) for label, value in _choices(tell, entry, name)]
    return Message(
        tell.words.html(f"digests.which_{name}", number=entry.id), (*rows_of(made), _back(tell.words, VIEW, entry.id))
    )


def _choices(tell: Telling, entry: DigestEntry, name: str) -> list[tuple[str, object]]:
    if name == "rhythm":
        return [(tell.say(f"digests.rhythm_name.{kind}"), kind) for kind in RHYTHMS]
    if name == "day":
        days: Sequence[int] = range(7) if entry.rhythm.kind == WEEKLY else MONTH_DAYS
        return [(_day(tell, entry.rhythm.kind, day), day) for day in days]
    if name == "minute":
        return [(clock(tell, minute), minute) for minute in TIMES]
    if name == "zone":
        return [(zone.rpartition("/")[2], zone) for zone in ZONES]
    own = [(language_name(tell.words, one), one) for one in tell.words.languages]
    return [*own, (tell.say("digests.as_group"), "group")]


def sure(tell: Telling, entry: DigestEntry, verb: str) -> Message:
    """The question before a digest is sent now, or is no more."""
    key = {SEND: "digests.sure_send", DELETE: "digests.sure_delete"}[verb]
    yes = Button(tell.say({SEND: "digests.send", DELETE: "digests.delete"}[verb]), data(verb, entry.id, "y"))
    return Message(
        tell.words.html(key, number=entry.id, chat=_chat(tell, entry)), ((yes, *_back(tell.words, VIEW, entry.id)),)
    )


def done(words: Words, key: str, number: int) -> Message:
    """That something was done."""
    return Message(words.html(key, number=number), (_back(words, LIST),))


def _back(words: Words, *parts: object) -> tuple[Button, ...]:
    return (Button(words.say("people.back"), data(*map(str, parts))),)


def look_alert(words: Words, to: Recipient, digest_id: int) -> Notice:
    """To a coordinator, without content: a digest did not come, or rests (domain section 6 rule 26)."""
    own = words.into(to.language)
    look = Button(own.say("people.open"), data(VIEW, digest_id))
    return Notice(to.ref, Message(own.html("digests.look", number=digest_id), ((look,),)))
