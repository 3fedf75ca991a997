"""Whose language is spoken: chosen, else of Telegram, else of the desk; in answers, notices and menus."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.desk import open_desk
from bot.settings import Settings, SettingsError
from coordination.execute import execute
from coordination.invitations import CreateInvitation, new_code
from coordination.scope import Scope
from coordination.viewer import OPERATOR, Role
from models import people as rows
from models import retention
from models.people import Person
from sandbox import Sandbox, SandboxGroup, SandboxUser
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, STRANGER, Talk, talking

BURMESE_STRANGERS = "ဤ bot သည် DSWG အဖွဲ့အစည်းဝန်ထမ်းများအတွက် ဖြစ်ပါသည်။"


def town() -> Sandbox:
    """People with Telegrams in several languages, and a group."""
    tongues = {AGENCY: "en", FOCAL: "my-MM", COORDINATOR: "my", STRANGER: "my"}
    users = [SandboxUser(one, f"U{one}", language=tongue) for one, tongue in tongues.items()]
    return Sandbox(users, [SandboxGroup(GROUP, "Group", tuple(tongues))])


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """A desk that speaks English to whoever says nothing else."""
    async with talking(tmp_path, template, town()) as conversation:
        yield conversation


def person(talk: Talk, user_id: int) -> Person:
    """The row of a person."""
    ref = talk.desk.identity.person_ref(user_id)
    found = talk.desk.database.reading(lambda db: rows.person(db, ref))
    assert found is not None
    return found


def labels(talk: Talk, chat: int) -> list[str]:
    """Texts of the buttons under the newest message."""
    return [one["text"] for row in talk.messages(chat)[-1].keyboard for one in row]


async def test_a_language_is_chosen_by_buttons_and_unchosen(talk: Talk) -> None:
    (asked,) = await talk.say(AGENCY, "/language")
    assert asked == "In which language shall I answer you?"
    assert labels(talk, AGENCY) == ["English", "Jinghpaw", "မြန်မာ", "As in Telegram"]
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "မြန်မာ")
    assert talk.texts(AGENCY)[-1].startswith("ယခုမှစ၍ ဖြေကြားချက်များ မြန်မာဘာသာဖြင့် ဖြစ်ပါမည်။\n")
    assert (await talk.say(AGENCY, "/nonsense"))[0].startswith("ဤ command ကို မသိပါ။")
    assert person(talk, AGENCY).language == "my"
    await talk.say(AGENCY, "/language")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Telegram အတိုင်း")
    assert talk.texts(AGENCY)[-1] == "From now on I answer in English."
    assert person(talk, AGENCY).language is None


@pytest.mark.parametrize("said", ["my", "MY", "Burmese", "မြန်မာ", "myanmar"])
async def test_a_language_by_the_names_that_it_has(talk: Talk, said: str) -> None:
    await talk.say(AGENCY, f"/language {said}")
    assert person(talk, AGENCY).language == "my"


async def test_an_unknown_language_changes_nothing(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/language Klingon") == ['I do not speak "Klingon". You can choose: en, kac, my.']
    assert person(talk, AGENCY).language is None
    await talk.say(AGENCY, "/language")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "1|la|de", raw=True)
    assert "older version" in talk.texts(AGENCY)[-1]


async def test_a_language_that_waits_for_its_texts_says_so(talk: Talk) -> None:
    (told,) = await talk.say(AGENCY, "/language Jinghpaw")
    assert told.startswith("Jinghpaw is your language from now on. Its texts are still to be translated")
    assert (await talk.say(AGENCY, "/nonsense"))[0].startswith("I do not know this command.")
    assert person(talk, AGENCY).language == "kac"


async def test_telegrams_language_is_spoken_until_another_is_chosen(talk: Talk) -> None:
    assert (await talk.say(FOCAL, "/nonsense"))[0].startswith("ဤ command ကို မသိပါ။")
    assert (person(talk, FOCAL).language, person(talk, FOCAL).telegram_language) == (None, "my")
    await talk.say(FOCAL, "/language en")
    assert (await talk.say(FOCAL, "/nonsense"))[0].startswith("I do not know this command.")


async def test_the_purpose_notice_can_be_read_in_ones_own_language(talk: Talk) -> None:
    code = new_code()
    command = CreateInvitation(talk.desk.identity.code_hash(code), Role.AGENCY, "WFP")
    talk.desk.database.transaction(lambda db: execute(Scope(db, talk.desk.desk, OPERATOR, talk.clock()), command))
    _joined, notice = await talk.say(STRANGER, f"/start {code}")
    assert notice.startswith("မစတင်မီ ဖတ်ပါ\n")
    assert "Telegram can read this" in notice
    assert labels(talk, STRANGER) == ["သဘောတူပါသည် / I agree", "နောက်မှ / Not now"]
    told, notice = await talk.say(STRANGER, "/language en")
    assert (told, notice[:16]) == ("From now on I answer in English.", "Before you start")
    assert labels(talk, STRANGER) == ["I agree", "Not now"]


async def test_others_are_told_in_their_own_language(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/start")
    code = new_code()
    command = CreateInvitation(talk.desk.identity.code_hash(code), Role.PROTECTION, "WFP")
    talk.desk.database.transaction(lambda db: execute(Scope(db, talk.desk.desk, OPERATOR, talk.clock()), command))
    await talk.say(STRANGER, f"/start {code}")
    assert "အတည်ပြုချက်ကို စောင့်နေပါသည်။" in talk.texts(COORDINATOR)[-1]
    assert labels(talk, COORDINATOR) == ["ဖွင့်ရန်"]
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "ဖွင့်ရန်")
    assert labels(talk, COORDINATOR)[:2] == ["အတည်ပြု", "ငြင်းပယ်"]
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "အတည်ပြု")
    assert talk.texts(STRANGER)[-1] == "အတည်ပြုပြီးပါပြီ။ စတင်ရန် /start ပို့ပါ။"


async def test_a_group_speaks_the_desks_language_whoever_asks(talk: Talk) -> None:
    (told,) = await talk.say(FOCAL, "/nonsense@waypost_bot", GROUP)
    assert told.startswith("I do not know this command.")
    await talk.say(COORDINATOR, "/language", GROUP)
    await talk.press(FOCAL, talk.messages(GROUP)[-1], "မြန်မာ")
    assert talk.texts(GROUP)[-1] == "Only a coordinator can change the language of a group."
    await talk.say(COORDINATOR, "/language my", GROUP)
    assert (await talk.say(AGENCY, "/nonsense@waypost_bot", GROUP))[0].startswith("ဤ command ကို မသိပါ။")


async def test_the_desks_setting_speaks_where_nobody_else_does(tmp_path: Path, template: Path) -> None:
    town_of_one = Sandbox([SandboxUser(AGENCY, "A", language="de"), SandboxUser(STRANGER, "S", language="en")], [])
    async with talking(tmp_path, template, town_of_one, language="my") as talk:
        assert (await talk.say(AGENCY, "/nonsense"))[0].startswith("ဤ command ကို မသိပါ။")
        assert (await talk.say(STRANGER, "hello"))[0].startswith(BURMESE_STRANGERS), "of a stranger nothing is kept"
        assert person(talk, AGENCY).telegram_language is None
        assert talk.desk.words.language == "en", "the command line speaks English"


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingsError, match=r"WAYPOST_LANGUAGE: expected one of en, kac, my\."),
        open_desk(Settings(_env_file=None, data_dir=tmp_path, language="Burmese")),
    ):
        pass


def menus(talk: Talk) -> list[tuple[Any, ...]]:
    """What was told of menus: method aside, scope, language, the first description."""
    return [
        (json.loads(one["scope"])["type"], one.get("language_code"), json.loads(one["commands"])[0]["description"])
        for one in talk.calls("setMyCommands")
    ]


async def test_menus_for_all_are_told_in_every_language_once(talk: Talk) -> None:
    await talk.parts.clockwork.menus.refresh()
    for_all = [(scope, language) for scope, language, _ in menus(talk) if scope != "chat"]
    assert for_all == [
        ("all_private_chats", None),
        ("all_private_chats", "my"),
        ("all_group_chats", None),
        ("all_group_chats", "my"),
    ]
    before = len(menus(talk))
    await talk.parts.clockwork.menus.refresh()
    assert len(menus(talk)) == before


async def test_a_chat_has_its_menu_in_its_own_language(talk: Talk) -> None:
    await talk.say(AGENCY, "/help")
    await talk.say(AGENCY, "/language my")
    assert ("chat", None, "ရွာ သို့မဟုတ် စခန်း") in menus(talk)
    await talk.say(COORDINATOR, "/start", GROUP)
    await talk.say(COORDINATOR, "/language my", GROUP)
    await talk.parts.clockwork.menus.refresh()
    in_group = [one for one in talk.calls("setMyCommands") if json.loads(one["scope"]).get("chat_id") == GROUP]
    assert json.loads(in_group[-1]["commands"])[0]["description"] == "ရွာ သို့မဟုတ် စခန်း"
    await talk.press(COORDINATOR, talk.messages(GROUP)[-1], "1|la|", raw=True)
    await talk.parts.clockwork.menus.refresh()
    assert any(json.loads(one["scope"]).get("chat_id") == GROUP for one in talk.calls("deleteMyCommands"))


async def test_the_language_goes_with_the_person(talk: Talk) -> None:
    await talk.say(FOCAL, "/language my")
    label = person(talk, FOCAL).label

    def leave(scope: Scope) -> None:
        row = rows.by_label(scope.db, label)
        assert row is not None
        row.status, row.left_at = "left", talk.clock()

    talk.desk.write(leave)
    talk.desk.database.transaction(lambda db: retention.leavers(db, talk.clock() + timedelta(days=31)))
    gone = talk.desk.database.reading(lambda db: rows.by_label(db, label))
    assert gone is not None
    assert (gone.language, gone.telegram_language) == (None, None)
