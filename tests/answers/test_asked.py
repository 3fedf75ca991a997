"""Which results a message gets: by the one reading of its words, whatever their case, order and courtesies."""

import random
import re
from collections.abc import Callable

import pytest

from bot.database import Database
from coordination import answer
from coordination.answer import Answer
from coordination.asides import Aside
from coordination.choice import AlsoNamed, NoPlace, NotRead
from coordination.scope import Desk, Scope
from coordination.viewer import Role, Viewer
from tests.disclosure.conftest import Build
from tests.hka_mai import NOW, Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
Said = Callable[[str], list[str]]
pytestmark = pytest.mark.only("sqlite", "what a text means is no matter of the store")


def plant(township: Township) -> None:
    for name in ("Lawa Bum", "Nam Sop", "Hkum Ga", "Daw Hkawn Bum", "Man"):
        place = township.village(name)
        township.assess(place, {"PRF-03": 100, "WSH-02": 40, "HLT-01": 40, "EDU-03": 20, "SHE-03": 30, "FSC-02": 50})
    township.village("Sut Ga", "camp")


@pytest.fixture
def said(build: Build, db: Database, desk: Desk) -> Said:
    """``said(text)``: what each result is, and of which place and sector."""
    build(plant)

    def told(text: str) -> list[str]:
        found: Answer = db.transaction(lambda session: answer.answer(Scope(session, desk, AGENCY, NOW), text))
        return [_short(one) for one in found.results]

    return told


def _short(result: object) -> str:
    if isinstance(result, Aside):
        parts = [result.kind, result.place.name if result.place else None, result.sector]
    elif isinstance(result, AlsoNamed):
        parts = ["also", *result.queries]
    elif isinstance(result, NotRead):
        parts = ["moving" if result.moving else "not read", *result.unknown]
    elif isinstance(result, NoPlace):
        parts = ["no place", result.query]
    else:
        place = getattr(result, "place", None) or getattr(result, "area", None)
        named = [place] if place else getattr(result, "places", ())
        named = named if isinstance(named, list | tuple) else ()
        parts = [type(result).__name__, *(one.name for one in named), getattr(result, "sector", None)]
    return " ".join(part for part in parts if part)


CARD, WASH = "VillageCard Lawa Bum", "SectorAnswer Lawa Bum WASH"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whats happening in lawa bum?", [CARD]),
        ("we heard people want to move to Lawa Bum and want a six month package. what's going on there? tell us more",
         [CARD]),
        ("they need food and shelter, what is going on in Lawa Bum", [CARD]),
        ("info lawa bum", [CARD]),
        ("any wash gaps in Lawa Bum?", [WASH]),
        ("is there a clinic in Lawa Bum", ["SectorAnswer Lawa Bum Health"]),
        ("who does latrines in Lawa Bum, anything open", [WASH]),
        ("food and shelter and food in Lawa Bum",
         ["SectorAnswer Lawa Bum Food Security", "SectorAnswer Lawa Bum Shelter/NFI"]),
        ("food n water Lawa Bum", ["SectorAnswer Lawa Bum Food Security", WASH]),
        ("food gaps Hka Mai tsp", ["AreaGaps Hka Mai Food Security"]),
        ("all unmet needs Lawa Bum", ["AreaGaps Lawa Bum"]),
        ("who works in Lawa Bum", ["WhoDoesWhat Lawa Bum"]),
        ("is it safe in Lawa Bum?", ["Safety Lawa Bum"]),
        ("how dangerous is the road to Lawa Bum", ["Safety Lawa Bum"]),
        ("who is coming to Lawa Bum?", [CARD, "moving"]),
        ("any families returning to Lawa Bum next month?", [CARD, "moving"]),
        ("who works there", ["no place"]),
        ("Lawa Bum or Nam Sop, which has water", ["Comparison Lawa Bum Nam Sop"]),
        ("which is worse for water, Lawa Bum or Nam Sop", ["Comparison Lawa Bum Nam Sop"]),
        ("difference between Lawa Bum and Nam Sop", ["Comparison Lawa Bum Nam Sop"]),
        ("thanks!", ["thanks"]),
        ("ok noted", ["fine"]),
        ("hello all", ["greeting"]),
        ("what can you do", ["help"]),
        ("tell me when something changes in Lawa Bum", ["subscribe Lawa Bum"]),
        ("12 fams from Sut Ga camp go home to Lawa Bum in march", ["report_movement Lawa Bum"]),
        ("KMSS can cover shelter for 30 HH in Lawa Bum", ["commit_response Lawa Bum Shelter/NFI"]),
        ("Lawa Bum roofs: 8 of 20 finished", ["update_response Lawa Bum Shelter/NFI"]),
        ("give me the names of the families in Lawa Bum", ["people"]),
    ],
)  # fmt: skip
def test_what_is_answered(said: Said, text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("water in Lawa Bum and Nam Sop", [WASH, "SectorAnswer Nam Sop WASH"]),
        ("lawa bum, nam sop, hkum ga", [CARD, "VillageCard Nam Sop", "VillageCard Hkum Ga"]),
        ("water in lawa bum / nam sop", [WASH, "SectorAnswer Nam Sop WASH"]),
        ("Lawa Bum and Zzyzxx", [CARD, "not read Zzyzxx"]),
        ("water, food and health in Lawa Bum and Nam Sop",
         [WASH, "SectorAnswer Lawa Bum Food Security", "SectorAnswer Lawa Bum Health", "also Nam Sop"]),
        ("lawa bum, nam sop, hkum ga, daw hkawn bum",
         [CARD, "VillageCard Nam Sop", "VillageCard Hkum Ga", "also daw hkawn bum"]),
        ("water in lawa bum, man and nam sop", [WASH, "SectorAnswer Man WASH", "SectorAnswer Nam Sop WASH"]),
        ("water in lawa bum, man, nam sop", [WASH, "SectorAnswer Man WASH", "SectorAnswer Nam Sop WASH"]),
        ("water in nam sop, hkum ga, man",
         ["SectorAnswer Nam Sop WASH", "SectorAnswer Hkum Ga WASH", "SectorAnswer Man WASH"]),
        ("one man in nam sop needs food", ["SectorAnswer Nam Sop Food Security"]),
        ("Lawa Bum water. Also who works in Nam Sop?", [WASH, "WhoDoesWhat Nam Sop"]),
        ("20 HH will go from Sut Ga to Lawa Bum in may. what is the water like in Nam Sop?",
         ["report_movement Lawa Bum", "SectorAnswer Nam Sop WASH"]),
    ],
)  # fmt: skip
def test_lists_and_several_requests(said: Said, text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10 families fled Lawa Bum to Nam Sop, can they return?",
        "people who fled from Lawa Bum to Nam Sop, can they go back?",
        "20 HH left Lawa Bum for Nam Sop. is it possible to go home?",
    ],
)
def test_whether_people_may_return_is_about_where_they_left(said: Said, text: str) -> None:
    assert said(text) == [CARD, "also Nam Sop"]


@pytest.mark.parametrize("text", ["not Lawa Bum, water in Nam Sop", "Lawa Bum မဟုတ်ဘူး Nam Sop မှာ ရေ ရှိလား"])
def test_what_is_taken_back_is_not_answered(said: Said, text: str) -> None:
    assert said(text)[0] == "SectorAnswer Nam Sop WASH"


QUESTIONS = (
    "any wash gaps in Lawa Bum", "is there a clinic in Nam Sop", "who does latrines in Lawa Bum", "food gaps Hka Mai",
    "all unmet needs in Nam Sop", "what is going on in Hkum Ga", "is it safe in Lawa Bum",
    "compare Lawa Bum and Nam Sop", "KMSS can cover shelter for 30 HH in Lawa Bum",
    "12 families from Sut Ga go home to Lawa Bum in march",
)  # fmt: skip


@pytest.mark.parametrize(
    "rewritten",
    [
        str.lower,
        str.upper,
        lambda text: f"  {text.replace(' ', '   ')} \n",
        lambda text: f"hi, {text}",
        lambda text: f"Good morning colleagues. {text}",
        lambda text: f"{text}, thanks!",
    ],
    ids=["small", "capitals", "spaces", "hi", "good morning", "thanks"],
)
def test_form_and_courtesies_change_no_answer(said: Said, rewritten: Callable[[str], str]) -> None:
    assert [text for text in QUESTIONS if said(text) != said(rewritten(text))] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who covers food in Lawa Bum", "in Lawa Bum, who covers food"),
        ("food gaps Hka Mai", "Hka Mai food gaps"),
        ("is there a clinic in Nam Sop", "Nam Sop, is there a clinic"),
    ],
)
def test_the_order_of_clauses_changes_no_answer(said: Said, one: str, other: str) -> None:
    assert said(one) == said(other)


def test_a_slip_of_the_finger_leads_to_the_same_answer_or_a_question_and_never_to_another_place(said: Said) -> None:
    rng = random.Random(3)
    changed = 0
    for text in QUESTIONS:
        before = said(text)
        for match in re.finditer(r"[A-Za-z]{4,}", text):
            at = rng.randrange(match.start() + 1, match.end() - 1)
            after = said(text[:at] + text[at + 1 :])
            places = {name for name in ("Lawa Bum", "Nam Sop", "Hkum Ga", "Man ") if name in " ".join(after)}
            assert places <= {name for name in ("Lawa Bum", "Nam Sop", "Hkum Ga") if name in text}, text
            changed += after != before
    assert changed <= 12
