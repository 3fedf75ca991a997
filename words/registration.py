"""What people read about registrations: invitations, confirmations, their own entry, everybody's; and about groups."""

from html import escape

from coordination.groups import GroupNews
from coordination.invitations import Invited, Joined
from coordination.people import Recipient
from coordination.registration import PersonEntry
from coordination.viewer import Role
from words.dates import day
from words.language import Words
from words.languages import name
from words.message import Button, Message, Notice, Reply
from words.people import consent_notice

PER_MESSAGE = 40
"""Lines of people in one message."""


def joined(words: Words, new: Joined) -> Reply:
    """The purpose notice follows a registration at once; whoever waits is told so, and coordinators are."""
    if new.waiting:
        told = tuple(_waits(words, person, new.label) for person in new.tell)
        return Reply((Message(words.html("people.waiting", label=new.label)),), klass=None, also=told)
    return Reply((Message(words.html("people.joined", label=new.label)), *consent_notice(words).messages))


def _waits(words: Words, to: Recipient, label: str) -> Notice:
    own = words.into(to.language)
    look = Button(own.say("people.open"), f"1|pv|{label}")
    return Notice(to.ref, Message(own.html("people.alert_waits", label=label), ((look, *_decide(own, label)),)))


def _decide(words: Words, label: str) -> tuple[Button, ...]:
    return (
        Button(words.say("people.confirm"), f"1|pc|{label}"),
        Button(words.say("people.refuse"), f"1|pr|{label}"),
    )


def runs_out(words: Words, to: Recipient, entry: PersonEntry) -> Notice:
    """To a coordinator, about somebody who has to be re-confirmed."""
    own = words.into(to.language)
    renew = Button(own.say("people.renew"), f"1|pn|{entry.label}")
    text = own.html("people.alert_runs_out", label=entry.label, date=day(own, entry.valid_until))
    return Notice(to.ref, Message(text, ((Button(own.say("people.open"), f"1|pv|{entry.label}"), renew),)))


def confirmed(words: Words, to: Recipient) -> Notice:
    """To somebody whom a second coordinator confirmed."""
    return Notice(to.ref, Message(words.into(to.language).html("people.alert_confirmed")))


def group_alert(words: Words, key: str, news: GroupNews) -> tuple[Notice, ...]:
    """To every coordinator named in ``news``, ``key`` with the group's label."""
    return tuple(Notice(to.ref, Message(words.into(to.language).html(key, label=news.label))) for to in news.tell)


def me(words: Words, entry: PersonEntry) -> Message:
    """One's own entry, what is kept and until when."""
    until = words.html("people.admin_until") if entry.role == Role.ADMIN else day(words, entry.valid_until)
    lines = [
        words.html("people.me", label=entry.label),
        words.html("people.me_role", role=what(words, entry)),
        *([words.html("people.me_townships", names=", ".join(entry.townships))] if entry.townships else ()),
        *([words.html("people.me_language", name=name(words, entry.language))] if entry.language else ()),
        words.html("people.me_valid", date=until),
        *([words.html("people.me_agreed", date=day(words, entry.consented_at))] if entry.consented_at else ()),
        "",
        words.html("people.me_kept", label=entry.label),
    ]
    return Message("\n".join(lines), ((Button(words.say("people.leave"), "1|lv|"),),))


def sure_to_leave(words: Words) -> Message:
    """The question before somebody leaves."""
    return Message(
        words.html("people.leave_sure"),
        ((Button(words.say("people.leave_yes"), "1|lv|y"), Button(words.say("people.leave_no"), "1|me|")),),
    )


def person(words: Words, entry: PersonEntry) -> Message:
    """One person to those who manage people, with the two buttons while they wait."""
    return Message(line(words, entry), (_decide(words, entry.label),) if entry.status == "waiting" else ())


def everybody(words: Words, entries: tuple[PersonEntry, ...]) -> tuple[Message, ...]:
    """Everybody but those who left, a line each, and how to change them."""
    lines = [line(words, entry) for entry in entries if entry.status != "left"] + ["", words.html("people.usage")]
    return tuple(Message("\n".join(lines[start : start + PER_MESSAGE])) for start in range(0, len(lines), PER_MESSAGE))


def line(words: Words, entry: PersonEntry) -> str:
    """`plain_line` as HTML."""
    return escape(plain_line(words, entry), quote=False)


def plain_line(words: Words, entry: PersonEntry) -> str:
    """``P-7 · focal point, DCO (Hka Mai (demo)) · active until 20 Feb 2027``."""
    state = words.say(f"people.status.{entry.status}", date=day(words, entry.valid_until))
    areas = f" ({', '.join(entry.townships)})" if entry.townships else ""
    return f"{entry.label} · {what(words, entry)}{areas} · {state}"


def what(words: Words, entry: PersonEntry | Invited) -> str:
    """Role, agency and sector led, as plain text."""
    role = words.say(f"people.role.{entry.role}")
    lead = words.say("people.leads", sector=entry.leads) if entry.leads else None
    return ", ".join(part for part in (role, entry.agency, lead) if part)


def invited(words: Words, made: Invited, code: str, bot: str | None) -> Message:
    """`invitation` as a message."""
    return Message(escape(invitation(words, made, code, bot), quote=False))


def invitation(words: Words, made: Invited, code: str, bot: str | None) -> str:
    """The code to hand on, as a link when the bot's name is known. It stands nowhere in the store."""
    for_whom = what(words, made) + (f" ({', '.join(made.townships)})" if made.townships else "")
    return words.say("invite.made", for_whom=for_whom, how=link(words, code, bot), until=day(words, made.expires_at))


def link(words: Words, code: str, bot: str | None) -> str:
    """What the invited person opens or sends."""
    return f"https://t.me/{bot}?start={code}" if bot else words.say("invite.send_code", code=code)
