"""A flow of three steps, to try the engine with."""

from types import SimpleNamespace
from typing import Any

import pytest

from flows.flow import Choice, Done, Flow, Got, Step, Unclear
from words.message import Reply

COLOURS = ("red", "blue")


def _colour(_facts: Any, _answers: Any, text: str) -> Any:
    if text == "reddish":
        return Unclear((Choice("red", label="red"), Choice("blue", label="blue")))
    return Got({"colour": text}) if text in COLOURS else None


def _number(_facts: Any, _answers: Any, text: str) -> Any:
    return Got({"number": int(text)}) if text.isdecimal() and text.isascii() else None


def _whole(_facts: Any, text: str) -> Any:
    colour, _, number = text.partition(" ")
    return {"colour": colour, "number": int(number)} if colour in COLOURS and number.isdecimal() else None


def _amended(_facts: Any, _answers: Any, text: str) -> Any:
    return {"number": int(text[4:])} if text.startswith("not ") and text[4:].isdecimal() else None


@pytest.fixture
def flow() -> Flow:
    """A colour and a number; blue things have a shade, too."""
    return Flow(
        "paint",
        (
            Step("colour", _colour, lambda _f, _a: tuple(Choice(one, label=one) for one in COLOURS), required=True),
            Step("shade", lambda _f, _a, text: Got({"shade": text}) if text == "dark" else None,
                 applies=lambda _f, answers: answers.get("colour") == "blue"),
            Step("number", _number),
        ),
        may=lambda _scope: None,
        finish=lambda _facts, _answers: Done(Reply()),
        card=lambda _facts, _answers: (),
        opens=_whole,
        amends=_amended,
    )  # fmt: skip


@pytest.fixture
def facts() -> Any:
    """Questions end with a question mark."""
    return SimpleNamespace(asks=lambda text: text.endswith("?"), tell=None)
