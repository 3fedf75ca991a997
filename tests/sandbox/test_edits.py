"""Edits, deletions, pins, presses, menus, chats."""

import pytest
import pytest_asyncio

AGENCY, COORDINATOR, GROUP = 101, 102, -1001
KEYS = {"inline_keyboard": [[{"text": "Go", "callback_data": "1|go"}]]}


@pytest_asyncio.fixture
async def sent(call):
    """The place of a message with a button."""
    message = (await call("sendMessage", chat_id=AGENCY, text="one", reply_markup=KEYS))["result"]
    return {"chat_id": AGENCY, "message_id": message["message_id"]}


async def test_text_is_edited_in_place_and_its_versions_kept(call, town, sent):
    answer = await call("editMessageText", text="two", **sent)
    assert answer["result"]["edit_date"] >= answer["result"]["date"]
    [message] = town.sent(AGENCY)
    assert (message.text, message.keyboard, [old.text for old in message.versions]) == ("two", [], ["one"])


async def test_the_same_again_is_not_modified(call, sent):
    answer = await call("editMessageText", text="one", reply_markup=KEYS, **sent)
    assert answer["description"].startswith("Bad Request: message is not modified")
    assert (await call("editMessageReplyMarkup", **sent))["ok"]
    assert not (await call("editMessageReplyMarkup", **sent))["ok"]


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("editMessageText", {"text": "x", "message_id": 1}, "message to edit not found"),
        ("editMessageText", {"text": "x", "message_id": None}, "message identifier is not specified"),
        ("editMessageCaption", {"caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageMedia", {"media": "1"}, "can't parse InputMedia: expected an Object"),
        ("deleteMessage", {"message_id": 1}, "message to delete not found"),
        ("pinChatMessage", {"message_id": 1}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
    ],
)
async def test_refusals(call, sent, method, params, reason):
    assert (await call(method, **(sent | params)))["description"] == f"Bad Request: {reason}"


async def test_what_people_wrote_is_not_for_the_bot_to_edit(call, town):
    theirs = next(iter(town.chat(AGENCY).messages))
    answer = await call("editMessageText", chat_id=AGENCY, message_id=theirs, text="x")
    assert answer["description"] == "Bad Request: message can't be edited"
    town.say(AGENCY, "/x", GROUP)
    foreign = next(iter(town.chat(GROUP).messages))
    answer = await call("deleteMessage", chat_id=GROUP, message_id=foreign)
    assert answer["description"] == "Bad Request: message can't be deleted for everyone"


async def test_deleted_is_gone(call, town, sent):
    assert (await call("deleteMessage", **sent))["ok"]
    assert town.sent(AGENCY) == []
    assert not (await call("editMessageText", text="x", **sent))["ok"]


async def test_several_are_deleted_at_once(call, town, sent):
    assert (await call("deleteMessages", chat_id=AGENCY, message_ids=[sent["message_id"], 1]))["ok"]
    assert town.sent(AGENCY) == []


async def test_pins(call, sent):
    assert (await call("pinChatMessage", **sent))["ok"]
    chat = (await call("getChat", chat_id=AGENCY))["result"]
    assert chat["pinned_message"]["message_id"] == sent["message_id"]
    assert (await call("unpinChatMessage", **sent))["ok"]
    assert (await call("unpinAllChatMessages", chat_id=AGENCY))["ok"]
    refused = await call("pinChatMessage", chat_id=GROUP, message_id=1)
    assert refused["description"] == "Bad Request: not enough rights to manage pinned messages in the chat"


async def test_a_press_reaches_the_bot_and_its_notice_the_person(call, town):
    await call("sendMessage", chat_id=AGENCY, text="one", reply_markup=KEYS)
    message = town.sent(AGENCY)[0]
    town.press(AGENCY, message, "Go")
    query = town.world.updates.waiting()[0]["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("1|go", AGENCY, "one")
    assert (await call("answerCallbackQuery", callback_query_id=query["id"], text="Done"))["ok"]
    assert town.notices(AGENCY) == ["Done"]
    again = await call("answerCallbackQuery", callback_query_id=query["id"])
    assert again["description"] == ("Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_pressing_what_is_not_there(call, town):
    await call("sendMessage", chat_id=AGENCY, text="one", reply_markup=KEYS)
    message = town.sent(AGENCY)[0]
    with pytest.raises(LookupError, match="Go"):
        town.press(AGENCY, message, "Stop")
    town.press(AGENCY, message, "0|old", raw=True)
    assert town.world.updates.waiting()[0]["callback_query"]["data"] == "0|old"


async def test_inline_queries(call):
    assert (await call("answerInlineQuery", inline_query_id="1", results=[]))["ok"]
    assert not (await call("answerInlineQuery", results=[]))["ok"]


async def test_menus_by_scope_and_language(call, town):
    for scope, name in (
        (None, "all"),
        ({"type": "all_private_chats"}, "private"),
        ({"type": "chat", "chat_id": COORDINATOR}, "own"),
        ({"type": "all_chat_administrators"}, "admin"),
    ):
        await call("setMyCommands", scope=scope, commands=[{"command": name, "description": "x"}])
    await call("setMyCommands", language_code="my", commands=[{"command": "my", "description": "x"}])

    def menu(chat, person, language="en"):
        return [command["command"] for command in town.world.menus.seen_by(town.chat(chat), person, language)]

    assert menu(AGENCY, AGENCY) == ["private"]
    assert menu(COORDINATOR, COORDINATOR) == ["own"]
    assert menu(GROUP, AGENCY) == ["all"]
    assert menu(GROUP, AGENCY, "my") == ["my"]
    assert menu(GROUP, COORDINATOR) == ["admin"]
    assert (await call("getMyCommands"))["result"] == [{"command": "all", "description": "x"}]
    await call("deleteMyCommands")
    assert (await call("getMyCommands"))["result"] == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": [{"command": "Big", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({}, "can't parse commands: expected an Array of BotCommand"),
        (
            {"commands": [], "scope": {"type": "x"}},
            "can't parse BotCommandScope: Unsupported BotCommandScope type specified",
        ),
    ],
)
async def test_wrong_menus(call, params, reason):
    assert (await call("setMyCommands", **params))["description"] == f"Bad Request: {reason}"


async def test_chats_and_members(call, town):
    async def status(user):
        return (await call("getChatMember", chat_id=GROUP, user_id=user))["result"]["status"]

    assert [await status(AGENCY), await status(COORDINATOR), await status(103)] == ["member", "administrator", "left"]
    assert await status(town.world.bot.id) == "member"
    assert (await call("getChatMember", chat_id=GROUP, user_id=5))["description"] == "Bad Request: user not found"
    assert (await call("getChatMemberCount", chat_id=GROUP))["result"] == 3
    town.join(103, GROUP)
    assert (await call("getChatMemberCount", chat_id=GROUP))["result"] == 4
    town.leave(103, GROUP)
    admins = (await call("getChatAdministrators", chat_id=GROUP))["result"]
    assert [admin["user"]["id"] for admin in admins] == [COORDINATOR]
    assert (await call("leaveChat", chat_id=GROUP))["ok"]
    assert (await call("sendMessage", chat_id=GROUP, text="x"))["description"] == (
        "Forbidden: bot is not a member of the supergroup chat"
    )
