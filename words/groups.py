"""The registered groups as those who manage people see them."""

from collections.abc import Sequence

from coordination.groups import GroupEntry
from words.dates import day
from words.language import Words
from words.message import Button, Message

LIST, OPEN, REMOVE = "1|gl|", "1|gv|", "1|gx|"
"""The list; a group by its number in the list and the beginning of its name; taking it off the desk."""
BYTES_OF_NAME = 40


def listing(words: Words, entries: Sequence[GroupEntry]) -> Message:
    """Every registered group with the number of its members, a button each, and how to register one."""
    lines = [_line(words, one) for one in entries] or [words.html("groups.none")]
    buttons = tuple((Button(one.label, f"{OPEN}{at}|{name_of(one)}"),) for at, one in enumerate(entries))
    text = "\n".join([f"<b>{words.html('groups.title')}</b>", *lines, "", words.html("groups.how")])
    return Message(text, buttons)


def name_of(entry: GroupEntry) -> str:
    """As much of a label as a button bears: tells a list that changed meanwhile."""
    return entry.label.encode()[:BYTES_OF_NAME].decode(errors="ignore").replace("|", "/")


def one(words: Words, entry: GroupEntry, data: str) -> Message:
    """One group, with what may be done; ``data`` tells which."""
    since = words.html("groups.since", date=day(words, entry.registered_at), by=entry.registered_by)
    rows = ((Button(words.say("groups.remove"), f"{REMOVE}{data}"),), (Button(words.say("groups.back"), LIST),))
    return Message(f"{_line(words, entry)}\n{since}", rows)


def sure(words: Words, entry: GroupEntry, data: str) -> Message:
    """The question before a group is taken off the desk."""
    yes = Button(words.say("groups.remove_yes"), f"{REMOVE}{data}|y")
    return Message(
        words.html("groups.remove_sure", label=entry.label), ((yes, Button(words.say("groups.remove_no"), LIST)),)
    )


def _line(words: Words, entry: GroupEntry) -> str:
    if entry.members is None:
        return words.html("groups.line_uncounted", label=entry.label)
    return words.html("groups.line", label=entry.label, n=entry.members)
