"""The same message typed otherwise: case, spaces, courtesies, order and slips of the finger change nothing."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.understanding.conftest import Read, labelled
from understanding.requests import Request

MESSAGES = [label["text"] for label in labelled("first")]
OTHERS = [label["text"] for name in ("second", "third") for label in labelled(name)]
UNSURE = 0.75
"""Confidence below which a message may be read otherwise in another form."""
COURTESIES = ("hi, {}", "Hello all, {}", "dear team,\n{}", "{}, thanks", "{} pls")


def same(read: Read, one: Request, text: str) -> bool:
    other = read(text)
    return (one.intent, one.sectors) == (other.intent, other.sectors)


@pytest.mark.parametrize(
    "rewritten",
    [
        str.lower,
        str.upper,
        lambda text: f"  {text.replace(' ', '   ')} \n",
        lambda text: f"hi, {text}",
        lambda text: f"Good morning all. {text}",
        lambda text: f"Dear colleagues,\n{text}",
        lambda text: f"{text}, thanks!",
    ],
    ids=["small letters", "capitals", "spaces", "hi", "good morning", "dear", "thanks"],
)
def test_form_and_courtesies_change_nothing(read: Read, rewritten: Any) -> None:
    assert [text for text in MESSAGES if not same(read, read(text), rewritten(text))] == []


@examples(max_examples=60)
@given(
    text=st.sampled_from(OTHERS),
    cased=st.sampled_from([str.lower, str]),
    spaces=st.sampled_from([" ", "  ", " \u00a0"]),
    courtesy=st.sampled_from(COURTESIES),
)
def test_messages_of_other_hands_in_other_forms(read: Read, text: str, cased: Any, spaces: str, courtesy: str) -> None:
    typed = courtesy.format(cased(text).replace(" ", spaces))
    one, other = read(text), read(typed)
    assert {*other.villages, *other.origins} <= {*one.villages, *one.origins}, typed
    assert other.intent == one.intent or min(one.confidence, other.confidence) < UNSURE, typed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 fams from Htoi Yang camp go home to N'Sen Bum in march",
         "in march 12 fams go home to N'Sen Bum from Htoi Yang camp"),
        ("we can repair 20 houses in Lawa Bum from june", "from june we can repair 20 houses in Lawa Bum"),
        ("in Lawa Bum 8 of 20 roofs are finished", "8 of 20 roofs are finished in Lawa Bum"),
        ("who covers food in Lung Tsai", "in Lung Tsai, who covers food"),
        ("anybody left Htoi Yang since jan?", "since jan, anybody left Htoi Yang?"),
        ("KMSS delivered 30 NFI kits to Sut Nau last week", "last week KMSS delivered 30 NFI kits to Sut Nau"),
        ("ten families arrived in Hkum Ga, from Hkrip Dung", "from Hkrip Dung, ten families arrived in Hkum Ga"),
        ("food gaps Nmai Ga tsp", "Nmai Ga tsp food gaps"),
    ],
)  # fmt: skip
def test_the_order_of_clauses_changes_nothing(read: Read, one: str, other: str) -> None:
    first, second = read(one), read(other)
    for field in ("intent", "villages", "origins", "sectors", "households", "when"):
        assert getattr(first, field) == getattr(second, field), field


def slipped(word: str, rng: random.Random) -> str:
    """``word`` with one letter left out, doubled, swapped with the next or typed wrong."""
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + word[at + 1 :],
        ]
    )


def slips(read: Read, shortest: int) -> Iterator[tuple[str, str]]:
    """Each message with one slip in a word outside names and times."""
    rng = random.Random(1)
    for text in MESSAGES:
        taken = [(one.start, one.end) for one in read(text).why if one.used in {"place", "agency", "when"}]
        words = [
            match
            for match in re.finditer(rf"[A-Za-z]{{{shortest},}}", text)
            if not any(start < match.end() and end > match.start() for start, end in taken)
        ]
        if words:
            match = rng.choice(words)
            yield text, text[: match.start()] + slipped(match[0], rng) + text[match.end() :]


@pytest.mark.parametrize(("shortest", "share"), [(5, 0.97), (3, 0.9)])
def test_a_slip_of_the_finger_changes_nothing(read: Read, shortest: int, share: float) -> None:
    pairs = list(slips(read, shortest))
    kept = [same(read, read(text), typed) for text, typed in pairs]
    assert sum(kept) / len(kept) >= share, [typed for (_, typed), one in zip(pairs, kept, strict=True) if not one]


def test_a_slip_in_a_place_never_makes_another_place(read: Read) -> None:
    rng = random.Random(2)
    for text in MESSAGES:
        request = read(text)
        meant = {*request.villages, *request.origins}
        for one in request.why:
            if one.used == "place" and len(one.text) > 4:
                typed = text[: one.start] + slipped(one.text, rng) + text[one.end :]
                found = read(typed)
                assert {*found.villages, *found.origins} <= meant, typed
