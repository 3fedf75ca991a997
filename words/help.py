"""The help page, made from the list of commands and from names that work on the desk's own data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from coordination.examples import Examples
from words import typed
from words.language import Words
from words.message import Button, Message

ADMIN, GROUP = "admin", "group"
SENDERS = frozenset({"agency", "coordinator"})
"""Roles whose files are read."""
TOUR = "1|to|1"
"""Data of the button that begins the tour."""
ASKED = ("help.example.village", "help.example.sector", "help.example.who")
"""Questions in plain words that the page shows and its buttons ask."""


@dataclass(frozen=True)
class Line:
    """A command of the page: its name, the key of what it does, and what may follow it."""

    name: str
    does: str
    example: str = ""


def help_page(words: Words, commands: Sequence[Line], role: str, examples: Examples) -> tuple[Message, ...]:
    """What the desk is for, how to ask, and the ``commands`` of a role or ``group``, with examples."""
    asked = [] if role == ADMIN else [filled(words, key, examples) for key in ASKED]
    shown = [words.html("help.asked", text=text) for text in asked]
    intro = [words.html("help.group" if role == GROUP else "help.ask"), *shown, ""] if asked else []
    lines = [_line(words, command, examples) for command in commands]
    rules = [] if role == ADMIN else ["", words.html("help.rules")]
    rules += [words.html("help.files")] if role in SENDERS else []
    text = "\n".join([words.html("help.title"), "", *intro, *lines, *rules])
    tour = Button(words.say("tour.begin"), TOUR)
    buttons = typed.row(*(asked if examples.village else ()))
    return (Message(text, buttons if role in {GROUP, ADMIN} else (*buttons, (tour,))),)


def wrong_command(words: Words, near: Sequence[str], after: str) -> Message:
    """That there is no such command, with the nearest one and what stood after it on a button."""
    if not near:
        return Message(words.html("ask.unknown_command"), typed.row("/help"))
    typing = f"/{near[0]} {after}".strip()
    return Message(words.html("ask.near_command", command=near[0]), typed.row(typing) or typed.row(f"/{near[0]}"))


def filled(words: Words, key: str, examples: Examples) -> str:
    """A text with names of the desk, or with words in capitals that stand for them."""
    return words.say(key, **_names(words, examples))


def _line(words: Words, command: Line, examples: Examples) -> str:
    does = words.say(command.does)
    if not command.example:
        return words.html("help.line", command=command.name, does=does)
    typing = f"/{command.name} {command.example.format(**_names(words, examples))}"
    return words.html("help.line_example", example=typing, does=does)


def _names(words: Words, examples: Examples) -> dict[str, str]:
    return {name: value or words.say(f"help.some.{name}") for name, value in asdict(examples).items()}
