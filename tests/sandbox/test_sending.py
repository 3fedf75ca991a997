"""What Telegram takes, what it refuses, and in which words."""

import pytest

from sandbox import Sandbox

AGENCY, COORDINATOR, GROUP = 101, 102, -1001


def keys(*buttons):
    return {"inline_keyboard": [list(buttons)]}


def button(data="1|x", text="Go"):
    return {"text": text, "callback_data": data}


async def test_a_message_arrives_as_it_was_sent(call, town: Sandbox):
    answer = await call(
        "sendMessage", chat_id=AGENCY, text=" <b>Hi</b> 🔴 <i>you</i>\n", parse_mode="HTML", protect_content=True
    )
    message = answer["result"]
    assert message["text"] == "Hi 🔴 you"
    assert message["entities"] == [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 6, "length": 3},
    ]
    assert message["has_protected_content"] is True
    assert [sent.text for sent in town.sent(AGENCY)] == ["Hi 🔴 you"]


@pytest.mark.parametrize(
    ("params", "code", "description"),
    [
        ({"chat_id": AGENCY}, 400, "Bad Request: message text is empty"),
        ({"chat_id": AGENCY, "text": " \n "}, 400, "Bad Request: message text is empty"),
        ({"chat_id": AGENCY, "text": "<b></b>", "parse_mode": "HTML"}, 400, "Bad Request: message text is empty"),
        ({"chat_id": AGENCY, "text": "က" * 4097}, 400, "Bad Request: message is too long"),
        ({"chat_id": AGENCY, "text": "🔴" * 2049}, 400, "Bad Request: message is too long"),
        ({"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ({"chat_id": 404, "text": "x"}, 400, "Bad Request: chat not found"),
        ({"chat_id": "@someone", "text": "x"}, 400, "Bad Request: chat not found"),
        ({"chat_id": 103, "text": "x"}, 403, "Forbidden: bot can't initiate conversation with a user"),
        ({"chat_id": GROUP, "text": "x", "message_thread_id": 8}, 400, "Bad Request: message thread not found"),
        ({"chat_id": AGENCY, "text": "x", "parse_mode": "Markup"}, 400, "Bad Request: unsupported parse_mode"),
        (
            {"chat_id": AGENCY, "text": "x", "reply_parameters": {"message_id": 1}},
            400,
            "Bad Request: message to be replied not found",
        ),
    ],
)
async def test_refusals(call, params, code, description):
    assert await call("sendMessage", **params) == {"ok": False, "error_code": code, "description": description}


async def test_the_longest_text_passes(call):
    assert (await call("sendMessage", chat_id=AGENCY, text="က" * 4096))["ok"]
    assert (await call("sendMessage", chat_id=AGENCY, text="<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML"))["ok"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (keys(button("က" * 22)), "BUTTON_DATA_INVALID"),
        (keys(button("")), "BUTTON_DATA_INVALID"),
        (keys({"text": "x"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (keys(button(text=" ")), "inline keyboard button text must be non-empty"),
        (keys({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
        (keys("x"), "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        (keys({"text": "x", "url": "nope"}), "inline keyboard button URL 'nope' is invalid: Wrong HTTP URL"),
        ({"inline_keyboard": [[button()] * 101]}, "reply markup is too long"),
        ("x", "can't parse reply markup JSON object"),
        ([1], "object expected as reply markup"),
    ],
)
async def test_wrong_keyboards(call, markup, reason):
    answer = await call("sendMessage", chat_id=AGENCY, text="x", reply_markup=markup)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_data_of_64_bytes_passes_and_is_kept(call, town):
    await call("sendMessage", chat_id=AGENCY, text="x", reply_markup=keys(button("x" * 64)))
    assert town.sent(AGENCY)[0].button("Go")["callback_data"] == "x" * 64


async def test_blocked_and_removed(call, town):
    town.block(AGENCY)
    town.bot_status(GROUP, COORDINATOR, "kicked")
    assert (await call("sendMessage", chat_id=AGENCY, text="x"))["description"] == (
        "Forbidden: bot was blocked by the user"
    )
    assert (await call("sendMessage", chat_id=GROUP, text="x"))["description"] == (
        "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_migration_names_the_new_chat(call, town):
    town.migrate(-55, AGENCY, -100555)
    answer = await call("sendMessage", chat_id=-55, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": -100555}
    assert (await call("sendMessage", chat_id=-100555, text="x"))["ok"]
    kinds = [set(update["message"]) for update in town.world.updates.waiting()]
    assert ["migrate_to_chat_id" in kinds[0], "migrate_from_chat_id" in kinds[1]] == [True, True]


async def test_replies_and_threads(call):
    first = (await call("sendMessage", chat_id=GROUP, text="one", message_thread_id=7))["result"]
    assert first["is_topic_message"]
    reply = {"message_id": first["message_id"]}
    second = (await call("sendMessage", chat_id=GROUP, text="two", reply_parameters=reply))["result"]
    assert second["reply_to_message"]["text"] == "one"
    gone = {"message_id": 1, "allow_sending_without_reply": True}
    assert (await call("sendMessage", chat_id=GROUP, text="three", reply_parameters=gone))["ok"]


async def test_unknown_token_and_method(client, town):
    answer = await client.get("/bot1:no/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert (await client.get(f"/bot{town.token}/fly")).json()["error_code"] == 404


async def test_query_form_and_json_say_the_same(client, town):
    path = f"/bot{town.token}/sendmessage"
    await client.get(path, params={"chat_id": AGENCY, "text": "query"})
    await client.post(path, data={"chat_id": AGENCY, "text": "form"})
    await client.post(path, json={"chat_id": str(AGENCY), "text": "json"})
    await client.post(path, files={"chat_id": (None, str(AGENCY)), "text": (None, "multipart")})
    assert [sent.text for sent in town.sent(AGENCY)] == ["query", "form", "json", "multipart"]


async def test_broken_requests_are_refused(client, town):
    path = f"/bot{town.token}/sendMessage"
    for body in ("{", "[]"):
        answer = await client.post(path, content=body, headers={"content-type": "application/json"})
        assert answer.json()["description"] == "Bad Request: can't parse request JSON object"
    answer = await client.post(path, json={"chat_id": AGENCY, "text": "x", "message_thread_id": "one"})
    assert answer.json()["description"] == "Bad Request: invalid message_thread_id specified"
    half = b'{"chat_id": 101, "text": "\\ud800"}'
    answer = await client.post(path, content=half, headers={"content-type": "application/json"})
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_typing(call):
    assert (await call("sendChatAction", chat_id=AGENCY, action="typing"))["result"] is True
    assert not (await call("sendChatAction", chat_id=AGENCY, action="dancing"))["ok"]
