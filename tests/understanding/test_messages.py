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
ALL = ("first", "aside", "second", "second_aside", "third")


def right(label: dict[str, Any], found: dict[str, Any], field: str) -> bool:
    one, other = label[field], found[field]
    if isinstance(one, str) and isinstance(other, str):
        return sorted(one.casefold().split("|")) == sorted(other.casefold().split("|"))
    return bool(one == other)


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


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("second", {"village": 0.98, "sector": 0.96, "households": 0.9, "origin": 0.93, "when": 0.8}),
        ("second_aside", {"village": 0.97, "sector": 0.93, "households": 0.93, "origin": 0.93, "when": 0.93}),
        ("third", {"village": 0.99, "sector": 0.97, "households": 0.99, "origin": 0.99, "when": 0.96}),
    ],
)
def test_messages_of_later_hands(read: Read, name: str, floor: dict[str, float]) -> None:
    """All of them are learned from by now: these say only that nothing that is read gets lost."""
    lines = [(label, said(read(label["text"]))) for label in labelled(name)]
    assert sum(right(label, found, "intent") for label, found in lines) / len(lines) >= 0.97
    for field, least in floor.items():
        hits = [right(label, found, field) for label, found in lines if label[field] is not None]
        assert sum(hits) / len(hits) >= least, field


def test_never_a_wrong_place(read: Read) -> None:
    for label in [line for name in ALL for line in labelled(name)]:
        request = read(label["text"])
        named = {label["village"], label["origin"]} - {None}
        told = {name for value in named for name in value.split("|")}
        assert set(request.villages) | set(request.origins) <= told, label["text"]
