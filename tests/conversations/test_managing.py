"""/people, /invite and /groups by buttons: each change is one press, audited, protected and told without content."""

import json
from typing import Any

import pytest
from sqlmodel import select

import bot.menus
from coordination.scope import Scope
from coordination.viewer import Role
from models.agencies import Agency
from models.audit import AuditEntry
from models.people import Person
from models.places import Place
from sandbox import Message
from sandbox.faults import Fault
from sandbox.menus import Menus
from tests.talk import ADMIN, AGENCY, COORDINATOR, FOCAL, GROUP, OTHER_GROUP, STRANGER, Talk

SECOND = ADMIN
"""Plays a second coordinator here."""


def person(talk: Talk, who: int) -> Person:
    """The row of somebody."""
    found: Person = talk.desk.database.reading(lambda db: db.get_one(Person, talk.desk.identity.person_ref(who)))
    return found


def audited(talk: Talk, action: str) -> list[dict[str, Any]]:
    """What the audit trail says of an action."""
    query = select(AuditEntry).where(AuditEntry.action == action)
    return talk.desk.database.reading(lambda db: [one.counts for one in db.exec(query)])


def last(talk: Talk, who: int) -> Message:
    """The latest message of the bot in a private chat."""
    return talk.messages(who)[-1]


async def press(talk: Talk, who: int, *labels: str) -> Message:
    """Press button after button under the latest message."""
    for label in labels:
        await talk.press(who, last(talk, who), label)
    return last(talk, who)


async def test_a_list_is_narrowed_and_a_person_opened_suspended_and_let_in_again(talk: Talk) -> None:
    (listed,) = await talk.say(COORDINATOR, "/people")
    assert listed.startswith("Who uses the desk: everybody\nP-101 · agency · active until 20 Feb 2027")
    assert last(talk, COORDINATOR).protected
    narrowed = await press(talk, COORDINATOR, "focal point 1")
    assert (narrowed.text.count("P-10"), "P-102 · focal point" in narrowed.text) == (1, True)
    opened = await press(talk, COORDINATOR, "P-102")
    assert opened.labels == ["Renew", "Suspend", "Has left", "Role", "Agency", "Townships", "‹ Everybody"]
    shut = await press(talk, COORDINATOR, "Suspend")
    assert shut.text == "P-102 · focal point · suspended"
    assert await talk.say(FOCAL, "/me") == [talk.desk.words.say("refusal.stranger")]
    assert "active until" in (await press(talk, COORDINATOR, "Resume")).text
    assert [*audited(talk, "people.suspend"), *audited(talk, "people.resume")] == [{"person": "P-102"}] * 2


async def test_ones_own_entry_is_protected_and_goes(talk: Talk) -> None:
    await talk.say(AGENCY, "/me")
    assert last(talk, AGENCY).protected
    assert "deleteMessage" in [row.method for row in talk.outbox()], "by timer: phones are searched"


async def test_a_leaver_goes_in_one_step_which_can_be_taken_back_for_a_quarter_of_an_hour(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/people P-102")
    gone = await press(talk, COORDINATOR, "Has left")
    assert gone.text == "P-102 · focal point · left"
    assert person(talk, FOCAL).status == "left"
    assert "active until" in (await press(talk, COORDINATOR, "Undo")).text
    await press(talk, COORDINATOR, "Has left")
    talk.clock.advance(16 * 60)
    await press(talk, COORDINATOR, "Undo")
    assert last(talk, COORDINATOR).text == "P-102 has left and needs a new invitation."
    assert person(talk, FOCAL).status == "left"


async def test_nobody_takes_back_that_somebody_left(talk: Talk) -> None:
    await talk.say(FOCAL, "/me")
    await press(talk, FOCAL, "Leave the desk", "Yes, leave")
    (said,) = await talk.say(COORDINATOR, "/people restore P-102")
    assert said == "P-102 has left and needs a new invitation."


async def test_role_agency_and_townships_by_buttons(talk: Talk) -> None:
    def agency(scope: Scope) -> int:
        place = scope.db.exec(select(Place).where(Place.name == "Lawa Bum")).one()
        scope.db.get_one(Person, talk.desk.identity.person_ref(COORDINATOR)).townships = [place.township_id or 0]
        return place.township_id or 0

    township = talk.desk.write(agency)
    await talk.say(FOCAL, "/start")
    await talk.say(COORDINATOR, "/people townships P-101 Hka Mai")
    assert person(talk, AGENCY).townships == [township]
    await talk.say(COORDINATOR, "/people P-102")
    acronym = talk.desk.database.reading(lambda db: db.exec(select(Agency).order_by(Agency.id)).all()[0].acronym)
    await press(talk, COORDINATOR, "Agency", acronym)
    assert f"focal point, {acronym}" in last(talk, COORDINATOR).text
    assert last(talk, FOCAL).text == "Your entry here has changed."
    assert "Role: focal point" in (await press(talk, FOCAL, "Open")).text
    await press(talk, COORDINATOR, "Role", "agency")
    assert person(talk, FOCAL).role == "agency"
    assert audited(talk, "people.role") == [{"person": "P-102", "role": "agency"}]
    await press(talk, COORDINATOR, "Role", "focal point")
    assert last(talk, COORDINATOR).text.startswith("A focal point needs at least one township.")


async def test_protection_wakes_only_after_a_second_coordinator(talk: Talk) -> None:
    talk.enrol(SECOND, Role.COORDINATOR)
    for who in (SECOND, AGENCY):
        await talk.say(who, "/start")
    (given,) = await talk.say(COORDINATOR, "/people role P-101 protection")
    assert given.endswith(" · to become protection, when a second coordinator confirms")
    assert person(talk, AGENCY).role == "agency"
    await talk.say(COORDINATOR, "/people confirm P-101")
    assert "protection" in last(talk, COORDINATOR).text
    await press(talk, COORDINATOR, "Confirm")
    assert last(talk, COORDINATOR).text == "You gave P-101 this role: another coordinator has to confirm."
    alert = last(talk, SECOND)
    assert alert.text == "P-101 waits for your confirmation."
    await talk.press(SECOND, alert, "Open")
    await press(talk, SECOND, "Confirm")
    assert (person(talk, AGENCY).role, person(talk, AGENCY).wanted_role) == ("protection", None)
    assert last(talk, AGENCY).text == "Your entry here has changed."


async def test_what_was_not_read_is_not_confirmed(talk: Talk) -> None:
    talk.enrol(SECOND, Role.COORDINATOR)
    await talk.say(SECOND, "/start")
    await talk.say(COORDINATOR, "/people role P-101 protection")
    read = await press(talk, SECOND, "Open")
    assert "protection" in read.text
    await talk.say(COORDINATOR, "/people role P-101 coordinator")
    await talk.press(SECOND, read, "Confirm")
    assert last(talk, SECOND).text == talk.desk.words.say("ask.button_old")
    assert (person(talk, AGENCY).role, person(talk, AGENCY).wanted_role) == ("agency", "coordinator")


async def test_a_role_can_be_refused_and_nobody_raises_oneself(talk: Talk) -> None:
    talk.enrol(SECOND, Role.COORDINATOR)
    await talk.say(COORDINATOR, "/people role P-101 coordinator")
    await talk.say(SECOND, "/people refuse P-101")
    assert (person(talk, AGENCY).role, person(talk, AGENCY).wanted_role) == ("agency", None)
    oneself = talk.desk.words.say("people.oneself")
    for deed in ("role P-103 protection", "renew P-103", "suspend P-103", "remove P-103"):
        assert await talk.say(COORDINATOR, f"/people {deed}") == [oneself]


@pytest.mark.parametrize(
    "deed", ["role P-102 king", "role P-102", "agency P-102 Nobody", "townships P-102 Zzyx", "x y"]
)
async def test_what_cannot_be_done_is_said_and_changes_nothing(talk: Talk, deed: str) -> None:
    before = person(talk, FOCAL).model_dump()
    (said,) = await talk.say(COORDINATOR, f"/people {deed}")
    assert said
    assert person(talk, FOCAL).model_dump() == before


@pytest.mark.parametrize(
    "data", ["1|pl|all|0", "1|pv|P-101", "1|px|P-103", "1|pg|P-101|r|0", "1|pe|P-101|r|coordinator", "1|pi", "1|gl|"]
)
async def test_others_press_in_vain(talk: Talk, data: str) -> None:
    await talk.say(AGENCY, "/help")
    await talk.press(AGENCY, last(talk, AGENCY), data, raw=True)
    assert last(talk, AGENCY).text == talk.desk.words.say("refusal.not_allowed")
    assert person(talk, COORDINATOR).status == "active"


async def test_an_invitation_by_buttons_is_protected_and_works(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/invite")
    acronym = talk.desk.database.reading(lambda db: db.exec(select(Agency).order_by(Agency.id)).all()[0].acronym)
    made = await press(talk, COORDINATOR, "agency", acronym)
    assert made.text.startswith(f"Invitation for: agency, {acronym}")
    assert made.protected
    code = made.text.split("?start=")[1].split()[0]
    joined, notice = await talk.say(STRANGER, f"/start {code}")
    assert joined.startswith("You are registered as P-")
    assert "Before you start" in notice
    row = next(row for row in reversed(talk.outbox()) if row.method == "deleteMessage")
    assert row.not_before > talk.clock(), "it is deleted by timer"


async def test_menus_follow_the_role_and_are_not_sent_twice(talk: Talk) -> None:
    for who in (AGENCY, COORDINATOR):
        await talk.say(who, "/start")
    await talk.parts.clockwork.menus.refresh()
    sent = len(talk.calls("setMyCommands"))
    await talk.parts.clockwork.menus.refresh()
    assert len(talk.calls("setMyCommands")) == sent
    assert {"people", "groups", "review"} <= names(talk, COORDINATOR)
    assert "people" not in names(talk, AGENCY)
    assert names(talk, STRANGER) == {"help"}
    assert names(talk, AGENCY, GROUP) >= {"village", "gaps", "help"}
    await talk.say(COORDINATOR, "/people suspend P-101")
    await talk.parts.drain()
    assert names(talk, AGENCY) == {"help"}, "at once"
    assert len(talk.calls("deleteMyCommands")) == 1
    assert len(talk.calls("setMyCommands")) == sent


async def test_a_server_that_has_forgotten_the_menus_gets_them_anew(talk: Talk) -> None:
    await talk.say(AGENCY, "/start")
    await talk.parts.clockwork.menus.refresh()
    talk.sandbox.world.menus = Menus()
    await talk.parts.clockwork.menus.refresh()
    assert names(talk, AGENCY) == set(), "within a run nobody looks"
    again = bot.menus.Menus(talk.desk, talk.parts.clockwork.menus._calls, talk.parts.writer, talk.clock)
    await again.refresh()
    assert "village" in names(talk, AGENCY)


def names(talk: Talk, who: int, chat: int | None = None) -> set[str]:
    """The commands of a person's menu in a chat."""
    world = talk.sandbox.world
    return {one["command"] for one in world.menus.seen_by(world.chats[chat or who], who, "")}


@pytest.mark.parametrize("kind", ["gateway", "flood", "blocked"])
async def test_a_menu_that_could_not_be_sent_is_tried_again(talk: Talk, kind: Any) -> None:
    await talk.say(AGENCY, "/start")
    refused = talk.sandbox.fail(Fault(kind, "setMyCommands", count=None))
    await talk.parts.clockwork.menus.refresh()
    assert names(talk, AGENCY) == set()
    refused.count = 0
    await talk.parts.clockwork.menus.refresh()
    assert "village" in names(talk, AGENCY)


async def test_groups_are_listed_counted_and_taken_off(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/register Food sector", OTHER_GROUP)
    await talk.parts.clockwork.members.count()
    (listed,) = await talk.say(COORDINATOR, "/groups")
    assert "Food sector · 5 members" in listed or "Food sector · 6 members" in listed
    opened = await press(talk, COORDINATOR, "Food sector")
    assert "by P-103" in opened.text
    await press(talk, COORDINATOR, "Take it off the desk", "Yes, take it off")
    assert last(talk, COORDINATOR).text.startswith("Food sector is no longer registered.")
    assert await talk.say(AGENCY, "/village Lawa Bum", OTHER_GROUP) == ["This group is not registered."]
    assert "Food sector" not in (await talk.say(COORDINATOR, "/groups"))[0]


async def test_a_button_of_a_list_that_changed_takes_no_other_group_off(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/register AAA", OTHER_GROUP)
    await talk.say(COORDINATOR, "/groups")
    old = last(talk, COORDINATOR)
    data = json.dumps(old.keyboard)
    assert "1|gv|0|AAA" in data
    await press(talk, COORDINATOR, "AAA", "Take it off the desk", "Yes, take it off")
    await talk.press(COORDINATOR, last(talk, COORDINATOR), "1|gx|0|AAA|y", raw=True)
    assert last(talk, COORDINATOR).text == talk.desk.words.say("groups.changed")
    assert "G-100" in (await talk.say(COORDINATOR, "/groups"))[0]


async def test_coordinators_hear_that_the_bot_became_admin_of_a_group(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/start")
    await talk.say(COORDINATOR, "/start", GROUP)
    talk.sandbox.bot_status(GROUP, AGENCY, "administrator")
    await talk.settle()
    assert "made an admin of the group" in last(talk, COORDINATOR).text
    talk.sandbox.bot_status(GROUP, AGENCY, "kicked")
    await talk.settle()
    assert "I was removed from the group" in last(talk, COORDINATOR).text


async def test_an_unregistered_group_is_told_once_a_day(talk: Talk) -> None:
    said = [await talk.say(AGENCY, "/village Lawa Bum", OTHER_GROUP) for _ in range(3)]
    assert said == [["This group is not registered."], [], []]
    talk.clock.advance(86_400)
    assert await talk.say(AGENCY, "/village Lawa Bum", OTHER_GROUP) == ["This group is not registered."]
