"""One's own entry, what is kept and until when, and leaving."""

from coordination.myself import MyEntry
from coordination.viewer import Role
from words.dates import day
from words.language import Words
from words.message import Button, Message
from words.registration import what

NOTICE = "1|me|n"
"""Data of the button that shows the purpose notice again."""


def me(words: Words, mine: MyEntry) -> Message:
    """Role, agency, townships, language, since and until when, consent, how much of one's own is kept."""
    entry = mine.entry
    until = words.html("people.admin_until") if entry.role == Role.ADMIN else day(words, entry.valid_until)
    lines = [
        words.html("people.me", label=entry.label),
        words.html("people.me_role", role=what(words, entry)),
        *([words.html("people.me_townships", names=", ".join(entry.townships))] if entry.townships else ()),
        _language(words, mine),
        words.html("people.me_since", date=day(words, entry.joined_at)),
        words.html("people.me_valid", date=until),
        *([words.html("people.me_agreed", date=day(words, entry.consented_at))] if entry.consented_at else ()),
        "",
        words.html("people.me_sent", reports=mine.sightings, questions=mine.figures, files=mine.imports),
        words.html("people.me_noted", n=mine.noted),
        "",
        words.html("people.me_kept", label=entry.label),
    ]
    notice, leave = Button(words.say("people.notice"), NOTICE), Button(words.say("people.leave"), "1|lv|")
    return Message("\n".join(lines), ((notice, leave),))


def _language(words: Words, mine: MyEntry) -> str:
    key = f"language.{mine.language}"
    name = words.say(key) if mine.language and words.has(key) else mine.language
    return words.html("people.me_language", language=name) if name else words.html("people.me_language_telegrams")


def sure_to_leave(words: Words) -> Message:
    """The question before somebody leaves."""
    return Message(
        words.html("people.leave_sure"),
        ((Button(words.say("people.leave_yes"), "1|lv|y"), Button(words.say("people.leave_no"), "1|me|")),),
    )
