"""Messages as staff type them, and what the desk reads out of each.

One half of them was put aside before any rule was written, and scored once the rules stood.
"""

from typing import Any

import pytest

from tests.understanding.conftest import FIELDS, Read, labelled, said

KNOWN_MISSES = {("cash for food 15 hh in in hkawt ok from next month", "village")}
"""Text and field: a village whose name begins with a preposition, typed in small letters."""
FLOOR = {"intent": 0.962, "village": 0.967, "sector": 0.971, "households": 0.995, "origin": 0.976, "when": 0.986}
"""Shares of the half put aside that were read right when it was scored, over all of its messages; none may fall."""
FLOOR_SAID = {"village": 0.977, "sector": 0.982, "households": 0.984, "origin": 0.791, "when": 0.945}
"""The same over the messages in which the field is said."""


def right(label: dict[str, Any], found: dict[str, Any], field: str) -> bool:
    one, other = label[field], found[field]
    return one.casefold() == other.casefold() if isinstance(one, str) and isinstance(other, str) else one == other


def test_there_are_four_hundred() -> None:
    texts = [line["text"] for name in ("first", "aside") for line in labelled(name)]
    assert len(set(texts)) == len(texts) >= 400


@pytest.mark.parametrize("label", labelled("first"), ids=lambda label: label["text"][:60])
def test_every_message_of_the_first_half(read: Read, label: dict[str, Any]) -> None:
    found = said(read(label["text"]))
    fields = [field for field in found if field in label]
    missed = {field for field in fields if not right(label, found, field)}
    assert {(label["text"], field) for field in missed} <= KNOWN_MISSES, found


def test_the_half_put_aside(read: Read) -> None:
    lines = [(label, said(read(label["text"]))) for label in labelled("aside")]
    for field in FIELDS:
        hits = [right(label, found, field) for label, found in lines]
        assert sum(hits) / len(hits) >= FLOOR[field], field
    for field, floor in FLOOR_SAID.items():
        hits = [right(label, found, field) for label, found in lines if label[field] is not None]
        assert sum(hits) / len(hits) >= floor, field


def test_never_a_wrong_place(read: Read) -> None:
    for label in [*labelled("first"), *labelled("aside")]:
        request = read(label["text"])
        named = {label["village"], label["origin"]} - {None}
        told = {name for value in named for name in value.split("|")}
        assert set(request.villages) | set(request.origins) <= told, label["text"]
