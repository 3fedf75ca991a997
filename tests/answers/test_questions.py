"""What a plain text asks, once its place is taken out."""

import pytest

from coordination.scope import Desk
from understanding.questions import GAPS, SAFETY, SECTORS, VILLAGE, WHO, Question, on_the_move, read


def asked(desk: Desk, rest: str) -> Question:
    return read(rest, [mention.sector for mention in desk.catalogue.sectors_in(rest)])


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", Question(VILLAGE)),
        ("whats happening in ?", Question(VILLAGE)),
        ("we heard people want to move to and they want a six month package. what's going on there? tell us more",
         Question(VILLAGE)),
        ("they need food and shelter, what is going on in", Question(VILLAGE)),
        ("info", Question(VILLAGE)),
        ("any wash gaps in ?", Question(SECTORS, ("WASH",))),
        ("and water?", Question(SECTORS, ("WASH",))),
        ("is there a clinic in", Question(SECTORS, ("Health",))),
        ("who does latrines in , anything open", Question(SECTORS, ("WASH",))),
        ("food gaps tsp", Question(SECTORS, ("Food Security",))),
        ("food and shelter and food in", Question(SECTORS, ("Food Security", "Shelter/NFI"))),
        ("all unmet needs", Question(GAPS)),
        ("gaps in", Question(GAPS)),
        ("what is open in", Question(GAPS)),
        ("who works in", Question(WHO)),
        ("who is there", Question(WHO)),
        ("which agencies are in", Question(WHO)),
        ("is it safe in ?", Question(SAFETY)),
        ("is the road to dangerous", Question(SAFETY)),
        ("how is the security, is it secure", Question(SAFETY)),
        ("mines in", Question(SECTORS, ("Mine Action",))),
    ],
)  # fmt: skip
def test_questions(desk: Desk, rest: str, expected: Question) -> None:
    assert asked(desk, rest) == expected


def test_no_more_than_three_sectors_are_answered(desk: Desk) -> None:
    assert len(asked(desk, "food, water, shelter, health and education in").sectors) == 3


@pytest.mark.parametrize(
    ("rest", "moving"),
    [
        ("who is coming to", True),
        ("how many are planning to go back to", True),
        ("any families returning to next month?", True),
        ("when do they move to", True),
        ("how many returned to", False),
        ("how many returnees in", False),
        ("who works in", False),
        ("we heard people want to move to, what's going on there?", False),
    ],
)
def test_whether_it_asks_who_plans_to_come(rest: str, *, moving: bool) -> None:
    assert on_the_move(rest) == moving
