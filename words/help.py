"""The help page, made from the list of commands."""

from collections.abc import Sequence

from words.language import Words
from words.message import Message

ADMIN = "admin"
SENDERS = frozenset({"agency", "coordinator"})
"""Roles whose files are read."""


def help_page(words: Words, commands: Sequence[tuple[str, str]], role: str) -> tuple[Message, ...]:
    """What the desk is for, how to ask, and the ``commands`` (name, key of what it does) of a role or ``group``."""
    intro = [] if role == ADMIN else [words.html("help.group" if role == "group" else "help.ask"), ""]
    lines = [words.html("help.line", command=name, does=words.say(key)) for name, key in commands]
    rules = [] if role == ADMIN else ["", words.html("help.rules")]
    rules += [words.html("help.files")] if role in SENDERS else []
    return (Message("\n".join([words.html("help.title"), "", *intro, *lines, *rules])),)
