"""Joining, confirming, leaving and groups through the whole bot, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import renewals
from coordination.execute import execute
from coordination.invitations import CreateInvitation, new_code
from coordination.registration import SuspendPerson
from coordination.scope import Scope
from coordination.viewer import OPERATOR, Role
from tests.talk import ADMIN, AGENCY, COORDINATOR, GROUP, OTHER_GROUP, STRANGER, Talk, talking

STRANGERS_SENTENCE = "This bot serves staff of agencies in the DSWG. Ask your agency's focal point for an invitation."


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """A bot on a store of its own, with one admin in its settings."""
    async with talking(tmp_path, template, admins=(str(ADMIN),)) as conversation:
        yield conversation


def code_for(talk: Talk, role: Role) -> str:
    """A fresh code of the operator."""
    code = new_code()
    command = CreateInvitation(talk.desk.identity.code_hash(code), role, "WFP")
    do(talk, command)
    return code


def do(talk: Talk, command: object) -> None:
    """Execute a command as the operator, at the time of the bot."""
    talk.desk.database.transaction(lambda db: execute(Scope(db, talk.desk.desk, OPERATOR, talk.clock()), command))


async def test_a_newcomer_joins_agrees_and_leaves(talk: Talk) -> None:
    code = code_for(talk, Role.AGENCY)
    assert await talk.say(STRANGER, "hello") == [STRANGERS_SENTENCE]
    joined, notice = await talk.say(STRANGER, f"/start {code}")
    assert joined.startswith("You are registered as P-")
    assert "Telegram can read this" in notice
    assert await talk.say(STRANGER, "/me") == [notice], "before consent there is no other answer"
    await talk.press(STRANGER, talk.messages(STRANGER)[-1], "I agree")
    *_, thanks, entry = talk.texts(STRANGER)
    assert thanks == "Thank you. Now to your question:"
    assert "agency, WFP" in entry, "what was asked before is answered now"
    await talk.press(STRANGER, talk.messages(STRANGER)[-1], "Leave the desk")
    await talk.press(STRANGER, talk.messages(STRANGER)[-1], "Yes, leave")
    assert talk.texts(STRANGER)[-1].startswith("You have left the desk.")
    assert await talk.say(STRANGER, "/me") == [STRANGERS_SENTENCE]
    assert await talk.say(STRANGER, f"/start {code}") == [STRANGERS_SENTENCE], "a used code"


async def test_who_waits_reads_the_strangers_sentence_until_confirmed(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/start")
    (waiting,) = await talk.say(STRANGER, f"/start {code_for(talk, Role.PROTECTION)}")
    assert "has to confirm" in waiting
    assert await talk.say(STRANGER, "/me") == [STRANGERS_SENTENCE]
    alert = talk.messages(COORDINATOR)[-1]
    assert alert.text.endswith("waits for your confirmation.")
    await talk.press(COORDINATOR, alert, "Open")
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Confirm")
    assert "active until" in talk.texts(COORDINATOR)[-1]
    assert talk.texts(STRANGER)[-1].startswith("You are confirmed.")
    (notice,) = await talk.say(STRANGER, "/start")
    assert "Do not type names" in notice


async def test_suspended_in_the_middle_gets_nothing_that_was_queued(talk: Talk) -> None:
    talk.sandbox.say(AGENCY, "/me")
    await talk.parts.poller.poll(0)
    await talk.parts.pipeline.lanes.drain()
    label = f"P-{AGENCY % 1000 + 100}"
    do(talk, SuspendPerson(label))
    await talk.settle()
    assert talk.texts(AGENCY) == []
    assert await talk.say(AGENCY, "/me") == [STRANGERS_SENTENCE]


async def test_a_coordinator_invites_by_link(talk: Talk) -> None:
    (made,) = await talk.say(COORDINATOR, "/invite agency WFP")
    code = made.split("?start=")[1].split()[0]
    assert (await talk.say(STRANGER, f"/start {code}"))[0].startswith("You are registered")
    assert await talk.say(AGENCY, "/invite agency WFP") != [made]


async def test_the_admin_of_the_settings_sees_people_and_no_data(talk: Talk) -> None:
    (notice,) = await talk.say(ADMIN, "/people")
    assert "Before you start" in notice
    await talk.press(ADMIN, talk.messages(ADMIN)[-1], "I agree")
    assert "P-1 · admin" in talk.texts(ADMIN)[-1]
    (welcome,) = await talk.say(ADMIN, "/start")
    assert "Admins see no data" in welcome


async def test_a_group_is_registered_by_a_coordinator_only(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/register Shelter", OTHER_GROUP) == ["This group is not registered."]
    assert await talk.say(AGENCY, "/start", OTHER_GROUP) == [], "once a day is enough"
    (done,) = await talk.say(COORDINATOR, "/register Shelter", OTHER_GROUP)
    assert "registered as Shelter" in done
    assert "public figures only" in (await talk.say(AGENCY, "/start", OTHER_GROUP))[0]


@pytest.mark.parametrize("sizes", [(3, 3, 5, 5)])
async def test_coordinators_hear_once_that_a_group_grew(talk: Talk, sizes: tuple[int, ...]) -> None:
    await talk.say(COORDINATOR, "/start", GROUP)
    await talk.say(COORDINATOR, "/start")
    told = []
    for size in sizes:
        members = talk.sandbox.world.chats[GROUP].members
        members.clear()
        members.update(dict.fromkeys(range(size), "member"))
        await talk.parts.clockwork.members.count()
        await talk.settle()
        told.append(sum("more members" in text for text in talk.texts(COORDINATOR)))
        talk.clock.advance(86_400)
    assert told == [0, 0, 1, 1]


async def test_coordinators_are_reminded_once_a_week_ahead_and_renew_by_a_press(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/start")
    told = []
    for days in (82, 1, 1):
        talk.clock.advance(days * 86_400)
        await talk.parts.clockwork.alerts.tell(renewals.running_out)
        await talk.settle()
        told.append(talk.texts(COORDINATOR)[1:])
    own = "Your registration needs a look."
    assert told == [[], *[["P-101 needs a look.", "P-102 needs a look.", own]] * 2], "an agency person, a focal point"
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-2], "Open")
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Renew")
    assert "active until 15 May 2027" in talk.texts(COORDINATOR)[-1]
    await talk.say(COORDINATOR, "/people renew P-103")
    assert talk.texts(COORDINATOR)[-1].startswith("Nobody changes the own registration here")


async def test_no_telegram_id_and_nothing_said_lies_open_in_the_store(talk: Talk, tmp_path: Path) -> None:
    code = code_for(talk, Role.PROTECTION)
    for who, text in ((COORDINATOR, "/start"), (STRANGER, f"/start {code}"), (STRANGER, "a secret word")):
        await talk.say(who, text)
    for button in ("Open", "Confirm"):
        await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], button)
    await talk.say(COORDINATOR, "/register Shelter", OTHER_GROUP)
    assert_closed(tmp_path, (code, "a secret word", "waits for your confirmation"))


def assert_closed(folder: Path, texts: tuple[str, ...]) -> None:
    """None of ``texts`` and no id of anybody stands readable in the store's files."""
    for path in folder.glob("waypost.sqlite*"):
        stored = path.read_bytes()
        assert not [text for text in texts if text.encode() in stored]
        for number in (STRANGER, COORDINATOR, ADMIN, abs(OTHER_GROUP)):
            assert str(number).encode() not in stored
            assert number.to_bytes(8, "big") not in stored
            assert number > 2**31 or number.to_bytes(4, "big") not in stored


@pytest.mark.parametrize("where", [None, GROUP])
async def test_the_notice_comes_first_in_private_and_is_pointed_to_in_a_group(talk: Talk, where: int | None) -> None:
    await talk.say(STRANGER, f"/start {code_for(talk, Role.AGENCY)}")
    (answer,) = await talk.say(STRANGER, "/help", where)
    assert ("Before you start" in answer) is (where is None)
    assert ("open a private chat" in answer) is (where is not None)
