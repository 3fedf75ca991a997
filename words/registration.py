"""What people read about registrations: invitations, confirmations, a person in a line; and about groups."""

from html import escape

from coordination.groups import GroupNews
from coordination.invitations import Invited, Joined
from coordination.people import Recipient
from coordination.registration import PersonEntry
from words.dates import day
from words.language import Words
from words.message import Button, Message, Notice, Reply
from words.people import consent_notice


def joined(words: Words, new: Joined) -> Reply:
    """The purpose notice follows a registration at once; whoever waits is told so, and coordinators are."""
    if new.waiting:
        told = tuple(waits_for(words, person, new.label) for person in new.tell)
        return Reply((Message(words.html("people.waiting", label=new.label)),), klass=None, also=told)
    return Reply((Message(words.html("people.joined", label=new.label)), *consent_notice(words).messages), menus=True)


def waits_for(words: Words, to: Recipient, label: str) -> Notice:
    """To a coordinator who may confirm somebody: as what is read after the tap, and nobody confirms it unread."""
    own = words.into(to.language)
    look = Button(own.say("people.open"), f"1|pv|{label}")
    return Notice(to.ref, Message(own.html("people.alert_waits", label=label), ((look,),)))


def decide(words: Words, entry: PersonEntry) -> tuple[Button, ...]:
    """[Confirm], which bears the role that was read, and [Refuse]."""
    return (
        Button(words.say("people.confirm"), f"1|pc|{entry.label}|{entry.wanted or entry.role}"),
        Button(words.say("people.refuse"), f"1|pr|{entry.label}"),
    )


def runs_out(words: Words, to: Recipient, label: str) -> Notice:
    """To a coordinator, about somebody who has to be re-confirmed; why it needs a look is read after the tap."""
    own = words.into(to.language)
    look = Button(own.say("people.open"), f"1|pv|{label}")
    return Notice(to.ref, Message(own.html("people.alert_look", label=label), ((look,),)))


def ends(words: Words, to: Recipient) -> Notice:
    """To somebody whose own registration runs out; when is read after the tap."""
    own = words.into(to.language)
    return Notice(to.ref, Message(own.html("people.alert_own"), ((Button(own.say("people.open"), "1|me|"),),)))


def confirmed(words: Words, to: Recipient) -> Notice:
    """To somebody whom a second coordinator confirmed."""
    return Notice(to.ref, Message(words.into(to.language).html("people.alert_confirmed")))


def changed(words: Words, to: Recipient) -> Notice:
    """To somebody whose role, agency or townships changed; which is read after the tap."""
    own = words.into(to.language)
    return Notice(to.ref, Message(own.html("people.alert_changed"), ((Button(own.say("people.open"), "1|me|"),),)))


def group_alert(words: Words, key: str, news: GroupNews) -> tuple[Notice, ...]:
    """To every coordinator named in ``news``, ``key`` with the group's label."""
    return tuple(Notice(to.ref, Message(words.into(to.language).html(key, label=news.label))) for to in news.tell)


def line(words: Words, entry: PersonEntry) -> str:
    """`plain_line` as HTML."""
    return escape(plain_line(words, entry), quote=False)


def plain_line(words: Words, entry: PersonEntry) -> str:
    """``P-7 · focal point, DCO (Hka Mai (demo)) · active until 20 Feb 2027``."""
    state = words.say(f"people.status.{entry.status}", date=day(words, entry.valid_until))
    areas = f" ({', '.join(entry.townships)})" if entry.townships else ""
    wanted = words.say("people.wanted", role=words.say(f"people.role.{entry.wanted}")) if entry.wanted else ""
    return " · ".join(part for part in (entry.label, what(words, entry) + areas, state, wanted) if part)


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
