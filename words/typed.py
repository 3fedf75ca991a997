"""Buttons that stand for something typed: a press does what typing it would do, with the rights of whoever presses."""

from words.buttons import MOST_BYTES, VERSION
from words.message import Button

VERB = "t"
"""``1|t|<text>``"""


def row(*texts: str) -> tuple[tuple[Button, ...], ...]:
    """A row for each text that fits into a button; the button says what it types."""
    return tuple((made,) for text in texts if (made := button(text)))


def button(text: str, label: str = "") -> Button | None:
    """A button that types ``text``; None where it does not fit."""
    data = f"{VERSION}|{VERB}|{text}"
    return Button(label or text, data) if text and len(data.encode()) <= MOST_BYTES else None


def text_of(data: str) -> str:
    """What a pressed button types."""
    return data.split("|", 2)[2]
