"""Conversations in words: a question with its usual answers, what was not understood, the read-back before saving."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coordination.errors import Refusal
from coordination.people import Recipient
from words.buttons import VERSION
from words.language import Words
from words.layout import BLANK, Line, page
from words.links import into_flow
from words.message import Button, Message, Notice, Reply
from words.telling import Telling

VERB = "a"
"""Data of every button of a conversation: ``1|a|<number of the conversation>|<what>|<more>``."""
ANSWER, BACK, SKIP, CANCEL, SAVE, CHANGE = "a", "b", "s", "x", "ok", "c"
MOST_IN_ROW = 24
"""Letters of all the buttons of one row."""


def data(number: int, what: str, *more: object) -> str:
    """Data of a button."""
    return "|".join([VERSION, VERB, str(number), what, *map(str, more)])


@dataclass(frozen=True)
class Question:
    """A step's question: ``name`` is ``<flow>.<text>``, ``answers`` are (value, label) of its buttons."""

    name: str
    step: str
    params: Mapping[str, object]
    answers: Sequence[tuple[str, str]]
    skip: bool
    back: bool
    stop: bool


def question(tell: Telling, number: int, asked: Question) -> tuple[Message, ...]:
    """A question with its usual answers and [Back] [Skip] [Cancel]."""
    flow, text = asked.name.split(".")
    made = [Button(label, data(number, ANSWER, asked.step, value)) for value, label in asked.answers]
    controls = [("flow.back", BACK)] * asked.back + [("flow.skip", SKIP)] * asked.skip
    controls += [("button.cancel", CANCEL)] * asked.stop
    fixed = tuple(Button(tell.say(key), data(number, what, *[asked.step] * (what == SKIP))) for key, what in controls)
    said = tell.say(f"flow.{flow}.ask.{text}", **asked.params)
    return page([Line(line) for line in said.split("\n")], [*rows(made), fixed])


def rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Short buttons beside each other, long ones alone."""
    made: list[tuple[Button, ...]] = []
    for button in buttons:
        with_last = (*made[-1], button) if made else (button,)
        fits = len(with_last) <= 4 and sum(len(one.label) for one in with_last) <= MOST_IN_ROW
        made = [*made[:-1], with_last] if made and fits else [*made, (button,)]
    return made


def checked(tell: Telling, number: int, version: int, card: Iterable[Line]) -> tuple[Message, ...]:
    """The read-back with [Save] [Change…] [Cancel]."""
    buttons = (
        Button(tell.say("button.save"), data(number, SAVE, version)),
        Button(tell.say("flow.change"), data(number, CHANGE)),
        Button(tell.say("button.cancel"), data(number, CANCEL)),
    )
    return page([Line(tell.say("flow.check")), *card], [buttons])


def changes(tell: Telling, number: int, flow: str, steps: Iterable[str]) -> tuple[Message, ...]:
    """What may be changed of what is read back."""
    made = [Button(tell.say(f"flow.{flow}.name.{step}"), data(number, CHANGE, step)) for step in steps]
    fixed = (Button(tell.say("flow.back"), data(number, BACK)), Button(tell.say("button.cancel"), data(number, CANCEL)))
    return page([Line(tell.say("flow.what_to_change"))], [*rows(made), fixed])


def missed(tell: Telling, name: str, *, again: bool, skip: bool) -> tuple[Message, ...]:
    """That an answer made no sense, with an example; ``again``: not for the first time, so how to go on without."""
    flow, step = name.split(".")
    lines = [Line(tell.say(f"flow.{flow}.miss.{step}"))]
    if again:
        lines += [BLANK, Line(tell.say("flow.patience" if skip else "flow.patience_required"))]
    return page(lines)


def said(tell: Telling, key: str) -> tuple[Message, ...]:
    """One fixed sentence."""
    return page([Line(tell.say(key))])


def refused(tell: Telling, refusal: Refusal) -> tuple[Message, ...]:
    """Why a conversation ends here."""
    return page([Line(tell.say(refusal.key, **refusal.params))])


def list_read(tell: Telling, read: int, left: int) -> tuple[Message, ...]:
    """How many lines of a list are taken one after the other, and how many could not be read."""
    lines = [Line(tell.say("flow.list", n=read))]
    return page([*lines, *([Line(tell.say("flow.list_left", n=left))] if left else [])])


def in_private(tell: Telling, flow: str) -> Reply:
    """In a group: that this is done in private, with the way there."""
    return Reply(page([Line(tell.say("refusal.conversation_in_private"))], into_flow(tell, flow)), edit=False)


def expired(words: Words, to: Recipient) -> Notice:
    """Without content: a conversation was given up."""
    return Notice(to.ref, Message(words.into(to.language).html("flow.expired")))
