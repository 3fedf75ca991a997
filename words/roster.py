"""People as those who manage them see them: a list by pages and filters, and one person with what may be done."""

from collections.abc import Sequence

from coordination.people import LEFT, WAITING
from coordination.registration import PersonEntry
from coordination.roster import ALL, FILTERS, Roster
from coordination.viewer import Role
from words.language import Words
from words.layout import rows_of
from words.message import Button, Message
from words.registration import decide, line

LIST, OPEN = "pl", "pv"
"""``1|pl|<filter>|<page>`` and ``1|pv|<label>``."""


def everybody(words: Words, roster: Roster, *, invites: bool) -> Message:
    """A page of people, a line each, a button each; filters that would show somebody; [Invite] for coordinators."""
    title = words.html("roster.title", what=_filter(words, roster.wanted))
    if roster.pages > 1:
        title = words.html("roster.page", title=title, page=roster.page + 1, pages=roster.pages)
    lines = [f"<b>{title}</b>", *([line(words, one) for one in roster.entries] or [words.html("roster.nobody")])]
    return Message("\n".join([*lines, "", words.html("people.usage")]), _buttons(words, roster, invites=invites))


def _buttons(words: Words, roster: Roster, *, invites: bool) -> tuple[tuple[Button, ...], ...]:
    persons = [Button(one.label, f"1|{OPEN}|{one.label}") for one in roster.entries]
    filters = [
        Button(words.say("roster.filter", what=_filter(words, name), n=n), _at(name, 0))
        for name, n in roster.counts
        if name != roster.wanted
    ]
    turn = []
    if roster.page:
        turn.append(Button(words.say("button.previous"), _at(roster.wanted, roster.page - 1)))
    if roster.page + 1 < roster.pages:
        turn.append(Button(words.say("button.next"), _at(roster.wanted, roster.page + 1)))
    invite = (Button(words.say("roster.invite"), "1|pi"),) if invites else ()
    rows = [*_fours(persons), tuple(turn), *rows_of(filters), invite]
    return tuple(row for row in rows if row)


def _fours(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)]


def _filter(words: Words, name: str) -> str:
    """``all``, ``waiting`` and so on in words; an agency is called by its acronym."""
    if name in FILTERS:
        key = f"people.role.{name}" if name in set(map(str, Role)) else f"roster.{name}"
        return words.say(key)
    return name


def _at(name: str, page: int) -> str:
    return f"1|{LIST}|{name}|{page}"


def person(words: Words, entry: PersonEntry, *, changes: bool, own: bool = False, restores: bool = False) -> Message:
    """One person; ``changes`` for coordinators, who may change role, agency and townships; nothing on oneself."""
    rows = () if own else _deeds(words, entry, changes=changes, restores=restores)
    back = Button(words.say("roster.back"), _at(ALL, 0))
    return Message(line(words, entry), tuple(row for row in (*rows, (back,)) if row))


def _deeds(words: Words, entry: PersonEntry, *, changes: bool, restores: bool) -> tuple[tuple[Button, ...], ...]:
    label, status = entry.label, entry.status
    if status == LEFT:
        return ((_do(words, "restore", "pz", label),),) if restores else ()
    gone = (_do(words, "gone", "px", label),)
    waiting = decide(words, entry) if changes and (status == WAITING or entry.wanted) else ()
    if status == WAITING:
        return waiting, gone
    if status == "suspended":
        return waiting, (_do(words, "resume", "pu", label), *gone)
    stay = (_do(words, "renew", "pn", label), _do(words, "suspend", "ps", label), *gone)
    given = tuple(Button(words.say(f"people.give.{what}"), f"1|pg|{label}|{what}|0") for what in "rat")
    return waiting, stay, given if changes and status == "active" and entry.role != Role.ADMIN else ()


def _do(words: Words, what: str, verb: str, label: str) -> Button:
    return Button(words.say(f"people.{what}"), f"1|{verb}|{label}")
