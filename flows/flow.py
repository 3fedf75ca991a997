"""What a conversation is made of: a flow is data, its steps hold small pure functions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination.scope import Scope
from coordination.viewer import Klass
from flows.facts import Facts
from words.layout import Line
from words.message import Reply

Answers = Mapping[str, Any]
"""What was answered so far, by step, in JSON's types; None where somebody skipped a step."""


@dataclass(frozen=True)
class Choice:
    """A button for a usual answer: ``value`` (at most 30 bytes, no ``|``) comes back when it is pressed.

    What it says is the text ``key`` with ``params``, or ``label``, which is data such as the name of a place.
    """

    value: str
    key: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True)
class Got:
    """What an answer says: values by the steps that they answer; it may answer more than was asked."""

    values: Answers


@dataclass(frozen=True)
class Unclear:
    """An answer with several meanings: one of ``choices`` has to be picked."""

    choices: tuple[Choice, ...]


Read = Got | Unclear | None
"""How a step reads an answer; None where it makes no sense there."""


def _no_choices(_facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
    return ()


def _always(_facts: Facts, _answers: Answers) -> bool:
    return True


def _never(_facts: Facts, _answers: Answers) -> bool:
    return False


def _no_params(_facts: Facts, _answers: Answers) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Step:
    """One question. Its texts are ``flow.<flow>.ask.<key>`` and, for an answer without sense, ``.miss.<key>``, with
    ``text`` in the place of the key where it is given.

    ``read`` takes what was typed; ``pressed`` the value of a button, by default one of ``choices``. ``applies`` says
    whether the question makes sense after the other answers. ``required``: it cannot be skipped. A report of one line
    is asked for what is required or ``urgent``; what is not ``asked`` can only be changed under the read-back.
    ``params`` fill the question's text; ``klass`` is the class of what it and its buttons show.
    """

    key: str
    read: Callable[[Facts, Answers, str], Read]
    choices: Callable[[Facts, Answers], tuple[Choice, ...]] = _no_choices
    pressed: Callable[[Facts, Answers, str], Read] | None = None
    applies: Callable[[Facts, Answers], bool] = _always
    required: bool = False
    urgent: Callable[[Facts, Answers], bool] = _never
    asked: bool = True
    text: str = ""
    params: Callable[[Facts, Answers], Mapping[str, object]] = _no_params
    klass: Klass = Klass.PUBLIC

    def press(self, facts: Facts, answers: Answers, value: str) -> Read:
        """What the button with this value says; None for a button that the step does not have."""
        if self.pressed is not None:
            return self.pressed(facts, answers, value)
        known = any(choice.value == value for choice in self.choices(facts, answers))
        return Got({self.key: value}) if known else None


@dataclass(frozen=True)
class Done:
    """What came of a conversation: what is said, and the flow that goes on from here with some answers."""

    reply: Reply
    then: str = ""
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """A conversation.

    ``opens`` reads a whole report of one line into answers (None where the text is none), ``amends`` a correction
    typed under the read-back. ``card`` is the read-back before ``finish`` does the deed; a flow without one is done
    after its last step, and ``finish`` is called with each answer as it comes (``at_once``). ``notes`` are answers that
    no step asks for: what else a report of one line told. ``admits`` raises `Refusal` for a report that the viewer may
    not make. ``klass`` is the class of what the card shows, ``township`` bounds it for focal points.
    """

    name: str
    steps: tuple[Step, ...]
    may: Callable[[Scope], None]
    """Raises `Refusal` for whoever may not use it."""
    finish: Callable[[Facts, Answers], Done]
    card: Callable[[Facts, Answers], Sequence[Line]] | None = None
    opens: Callable[[Facts, str], Answers | None] = lambda _facts, _text: None
    amends: Callable[[Facts, Answers, str], Answers | None] = lambda _facts, _answers, _text: None
    admits: Callable[[Facts, Answers], None] = lambda _facts, _answers: None
    at_once: bool = False
    notes: tuple[str, ...] = ()
    klass: Klass = Klass.RESTRICTED
    township: Callable[[Facts, Answers], int | None] = lambda _facts, _answers: None

    def takes(self, answers: Answers) -> dict[str, Any]:
        """What of ``answers`` this flow keeps."""
        return {key: value for key, value in answers.items() if key in self.notes or self.step(key)}

    def step(self, key: str) -> Step | None:
        """The step of that key."""
        return next((one for one in self.steps if one.key == key), None)
