"""Forty questions by everybody who may or may not use the bot: what each may see, and that nothing else leaves."""

import re

import pytest

from coordination import places
from coordination.execute import execute
from coordination.place_list import ListPlaces
from coordination.scope import Scope
from coordination.viewer import Role
from models.people import Person
from sandbox import SandboxUser
from tests.conversations.conftest import CONFIDENTIAL, EXACT, PUBLIC, RESTRICTED
from tests.talk import ADMIN, AGENCY, COORDINATOR, FOCAL, GROUP, OTHER_GROUP, STRANGER, Talk

QUESTIONS = (
    "We heard a group of people wants to move to Lawa Bum and they want a six month package. what's going on there?",
    "what is going on in Lawa Bum", "Lawa Bum", "tell me more about lawa bum", "any WASH gaps in Lawa Bum?",
    "water in Lawa Bum", "food gaps Lawa Bum", "shelter Lawa Bum", "is there a clinic in Lawa Bum",
    "school in Lawa Bum", "mines in Lawa Bum", "protection Lawa Bum", "Is it safe in Lawa Bum?",
    "child protection Lawa Bum", "GBV Lawa Bum", "land disputes Lawa Bum", "who works in Lawa Bum",
    "who covers latrines in Lawa Bum", "gaps in Lawa Bum", "all unmet needs Hka Mai", "wash gaps Hka Mai",
    "food gaps Hka Mai", "mine action gaps Hka Mai", "protection gaps Hka Mai", "what is going on in Nam Sop",
    "water Nam Sop", "gaps Nam Sop", "what is going on in Hkum Ga", "mines Hkum Ga", "info Kawng Hpra", "Sut Ga camp",
    "anything on nyauk pyin village?", "10 HH from Sut Ga to Daw Hkawn Bum", "security incidents in Lawa Bum",
    "armed actors Lawa Bum", "/village Lawa Bum", "/sector WASH Lawa Bum", "/gaps Hka Mai", "/help", "/gaps",
)  # fmt: skip
SUSPENDED = 700000009
pytestmark = pytest.mark.only("sqlite", "a minute; who sees what is asked of both engines by tests/disclosure")


STRANGERS = {"This bot serves staff of agencies in the DSWG. Ask your agency's focal point for an invitation."}


def everything(talk: Talk) -> str:
    """All that was sent: every parameter of every call, tags taken out and lines put together."""
    said = " ".join(str(value) for call in talk.sandbox.calls for value in call.params.values())
    return " ".join(re.sub(r"</?b>", "", said).replace("\\n", " ").split())


async def ask_all(talk: Talk, who: int, chat: int | None = None) -> str:
    """Every question, and every different button under the answers; all that was sent."""
    place, pressed = chat or who, set[str]()
    for question in QUESTIONS:
        before = {message.id for message in talk.messages(place)}
        await talk.say(who, question if chat is None or question.startswith("/") else f"@waypost_bot {question}", chat)
        for message in [one for one in talk.messages(place) if one.id not in before]:
            found = {one["callback_data"] for row in message.keyboard for one in row if "callback_data" in one}
            for data in sorted(found - pressed):
                await talk.press(who, message, data, raw=True)
            pressed |= found
    return everything(talk)


def leaked(said: str, markers: set[str]) -> set[str]:
    """The markers that stand in what was said."""
    return {marker for marker in markers if marker in said}


def test_there_are_forty() -> None:
    assert len(set(QUESTIONS)) == 40


@pytest.mark.parametrize(
    ("who", "may", "may_not"),
    [
        (AGENCY, PUBLIC - {"50–99 HH"} | EXACT | RESTRICTED, CONFIDENTIAL),
        (COORDINATOR, PUBLIC - {"50–99 HH"} | EXACT | RESTRICTED | CONFIDENTIAL, set()),
        (FOCAL, PUBLIC, EXACT | RESTRICTED | CONFIDENTIAL),
    ],
    ids=["agency", "coordinator", "focal point of another township"],
)
async def test_people_see_their_class(talk: Talk, who: int, may: set[str], may_not: set[str]) -> None:
    said = await ask_all(talk, who)
    assert leaked(said, may) == may
    assert leaked(said, may_not) == set()


async def test_a_focal_point_sees_what_is_restricted_in_the_own_township(talk: Talk) -> None:
    township = talk.desk.read(lambda scope: places.townships(scope, "Hka Mai")[0].id)
    talk.enrol(SUSPENDED, Role.FOCAL, townships=[township])
    talk.sandbox.add(SandboxUser(SUSPENDED, "Focal here"))
    said = await ask_all(talk, SUSPENDED)
    assert leaked(said, EXACT | RESTRICTED) == EXACT | RESTRICTED
    assert leaked(said, CONFIDENTIAL) == set()


@pytest.mark.parametrize("who", [AGENCY, COORDINATOR])
async def test_a_group_sees_what_is_public_whoever_asks(talk: Talk, who: int) -> None:
    """And every answer about a place there ends with the travel line."""
    said = await ask_all(talk, who, GROUP)
    assert leaked(said, PUBLIC) == PUBLIC
    assert leaked(said, EXACT | RESTRICTED | CONFIDENTIAL) == set()
    for message in talk.messages(GROUP):
        told = " ".join(message.text.split())
        if any(name in told for name in ("Lawa Bum ·", "Nam Sop ·", "Hkum Ga ·", "nothing to show here on")):
            assert told.endswith("Before any travel ask Mine Action and your security focal point.")


async def test_a_stranger_gets_one_sentence_and_nothing_else(talk: Talk) -> None:
    await ask_all(talk, STRANGER)
    assert set(talk.texts(STRANGER)) == STRANGERS


async def test_a_suspended_person_is_a_stranger(talk: Talk) -> None:
    talk.enrol(SUSPENDED, Role.COORDINATOR)
    talk.sandbox.add(SandboxUser(SUSPENDED, "Suspended"))
    talk.desk.write(lambda scope: _suspend(scope, talk.desk.identity.person_ref(SUSPENDED)))
    await ask_all(talk, SUSPENDED)
    assert set(talk.texts(SUSPENDED)) == STRANGERS


def _suspend(scope: Scope, ref: str) -> None:
    person = scope.db.get(Person, ref)
    assert person is not None
    person.status = "suspended"


async def test_an_unregistered_group_gets_one_line(talk: Talk) -> None:
    await ask_all(talk, COORDINATOR, OTHER_GROUP)
    assert len(set(talk.texts(OTHER_GROUP))) == 1
    said = everything(talk)
    assert leaked(said, PUBLIC | EXACT | RESTRICTED | CONFIDENTIAL) == set()
    assert "Lawa Bum" not in said


async def test_admins_see_no_data(talk: Talk) -> None:
    talk.enrol(ADMIN, Role.ADMIN)
    assert leaked(await ask_all(talk, ADMIN), PUBLIC | EXACT | RESTRICTED | CONFIDENTIAL) == set()


async def test_a_pressed_button_is_judged_by_the_rights_of_whoever_presses(talk: Talk) -> None:
    """A coordinator's press in the group stays a group's, and an answer of yesterday's rights is not repeated."""
    await talk.say(COORDINATOR, "@waypost_bot what is going on in Lawa Bum", GROUP)
    for message in talk.messages(GROUP):
        for verb in ("v", "m", "w", "f", "s|{place}|mine_action"):
            place = next(button for row in message.keyboard for button in row if "callback_data" in button)
            await talk.press(COORDINATOR, message, _data(verb, place["callback_data"].split("|")[2]), raw=True)
    assert leaked(everything(talk), EXACT | RESTRICTED | CONFIDENTIAL) == set()


def _data(verb: str, place: str) -> str:
    return f"1|{verb.format(place=place)}" if "{place}" in verb else f"1|{verb}|{place}"


async def test_a_focal_point_gets_the_list_of_a_desk_with_one_township(talk: Talk) -> None:
    def only_one_township(scope: Scope) -> int:
        number = places.townships(scope, "Hka Mai")[0].id
        inside = {place.id for place in places.under(scope, number)}
        others = tuple(place.id for place in places.listed(scope) if place.id not in inside)
        execute(scope, ListPlaces(others, listed=False))
        return number

    talk.enrol(SUSPENDED, Role.FOCAL, townships=[talk.desk.write(only_one_township)])
    talk.sandbox.add(SandboxUser(SUSPENDED, "Focal here"))
    (said,) = await talk.say(SUSPENDED, "/gaps")
    assert "87 HH" in said
