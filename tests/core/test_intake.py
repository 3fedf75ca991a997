"""What of an update may be kept."""

import json
from typing import Any

import pytest
from telegram import Update

from bot.intake import Bot, IntakeError, keep

BOT = Bot(7, "Waypost_bot")
PERSON = {
    "id": 5,
    "is_bot": False,
    "first_name": "Htu",
    "last_name": "Ra",
    "username": "htura",
    "language_code": "my",
    "is_premium": True,
}
PRIVATE = {"id": 5, "type": "private", "first_name": "Htu", "username": "htura"}
GROUP = {"id": -9, "type": "supergroup", "title": "Secret group", "username": "grp"}


def message(text: str = "hello", chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    entities = []
    if text.startswith("/"):
        entities.append({"type": "bot_command", "offset": 0, "length": len(text.split()[0])})
    if "@waypost_bot" in text and not text.startswith("/"):
        start = len(text[: text.index("@waypost_bot")].encode("utf-16-le")) // 2
        entities.append({"type": "mention", "offset": start, "length": 12})
    body = {"message_id": 1, "date": 2, "chat": chat, "from": PERSON, "text": text, "entities": entities}
    return {"update_id": 3, "message": body | more}


def press(**more: Any) -> dict[str, Any]:
    under = {"message_id": 1, "date": 2, "chat": PRIVATE, "text": "old answer"}
    query = {"id": "88", "from": PERSON, "message": under, "data": "1|v|2", "chat_instance": "123"}
    return {"update_id": 3, "callback_query": query | more}


def membership(status: str) -> dict[str, Any]:
    bot = {"id": 7, "is_bot": True, "first_name": "Waypost"}
    change = {
        "chat": GROUP,
        "from": PERSON,
        "date": 2,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot},
    }
    return {"update_id": 3, "my_chat_member": change}


UPDATES = [
    message(),
    message("@waypost_bot hi", GROUP),
    message(photo=[{"file_id": "f"}], caption="a caption", text=""),
    message(document={"file_id": "f", "file_unique_id": "u", "file_name": "Htu Ra.xlsx", "file_size": 5}),
    message(contact={"phone_number": "09123456", "first_name": "Htu"}, location={"latitude": 25.1, "longitude": 97.2}),
    message(forward_origin={"type": "hidden_user", "sender_user_name": "Htu"}),
    message(reply_to_message={"message_id": 1, "date": 2, "chat": PRIVATE, "from": {"id": 7}, "text": "old answer"}),
    press(),
    membership("kicked"),
    membership("administrator"),
    membership("restricted"),
]


@pytest.mark.parametrize("update", UPDATES)
def test_what_is_kept_parses_and_names_nobody(update: dict[str, Any]) -> None:
    kept = keep(update, BOT)
    assert kept is not None
    assert Update.de_json(kept.payload, None) is not None
    text = json.dumps(kept.payload)
    for name in ("Htu", "Ra", "htura", "Secret group", "grp", "0912", "25.1", "old answer", "Waypost"):
        assert name not in text
    for said in ("hello", "caption", "1|v|2"):
        assert said not in json.dumps(kept.bare)


@pytest.mark.parametrize(
    ("text", "chat", "kept"),
    [
        ("just talk", GROUP, False),
        ("/village x", GROUP, True),
        ("/village@waypost_bot x", GROUP, True),
        ("/village@other_bot x", GROUP, False),
        ("hi @waypost_bot there", GROUP, True),
        ("မြစ် 😀 @waypost_bot there", GROUP, True),
        ("just talk", PRIVATE, True),
        ("just talk", {"id": -1, "type": "channel"}, False),
    ],
)
def test_in_groups_only_what_is_for_the_bot(text: str, chat: dict[str, Any], kept: bool) -> None:
    assert (keep(message(text, chat), BOT) is not None) is kept


def test_a_reply_to_the_bot_is_for_the_bot() -> None:
    replied = {"message_id": 1, "date": 2, "chat": GROUP, "from": {"id": 7}}
    assert keep(message("yes", GROUP, reply_to_message=replied), BOT) is not None
    assert keep(message("yes", GROUP, reply_to_message=replied | {"from": {"id": 8}}), BOT) is None


OWN = {"message_id": 4, "date": 2, "chat": PRIVATE, "from": PERSON, "text": "any WASH gaps?"}


def agreed(asked: dict[str, Any], data: str = "1|ok|2") -> str:
    """What is kept of the question under a pressed button."""
    under = {"message_id": 5, "date": 2, "chat": PRIVATE, "text": "the notice", "reply_to_message": asked}
    kept = keep(press(message=under, data=data), BOT)
    assert kept is not None
    assert Update.de_json(kept.payload, None) is not None
    assert "any WASH gaps" not in json.dumps(kept.bare)
    return str(kept.payload["callback_query"]["message"].get("reply_to_message", {}).get("text", ""))


def test_the_question_comes_back_with_the_press_of_i_agree_and_with_no_other() -> None:
    assert agreed(OWN) == "any WASH gaps?"
    assert agreed(OWN, "1|nn|") == agreed(OWN, "1|v|2") == ""
    assert agreed(OWN | {"from": PERSON | {"id": 6}}) == "", "only what the person wrote"
    assert agreed(OWN | {"document": {"file_id": "f"}}) == ""
    assert agreed({}) == ""


@pytest.mark.parametrize(
    ("text", "chat", "invitation"),
    [
        ("/start abc-DEF_1", PRIVATE, True),
        ("/start", PRIVATE, False),
        ("/start my secret story", PRIVATE, False),
        ("/register abcdef", GROUP, True),
        ("/register@waypost_bot abcdef", GROUP, True),
        ("/start abcdef", GROUP, False),
    ],
)
def test_invitations(text: str, chat: dict[str, Any], invitation: bool) -> None:
    kept = keep(message(text, chat), BOT)
    assert kept is not None
    assert kept.invitation is invitation


@pytest.mark.parametrize("more", [{"sender_chat": GROUP}, {"from": None}])
def test_nobody_stands_behind_anonymous_admins_and_channels(more: dict[str, Any]) -> None:
    kept = keep(message("/village x", GROUP, **more), BOT)
    assert kept is not None
    assert kept.user_id is None
    assert "from" not in kept.payload["message"]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 3, "edited_channel_post": {}},
        {"update_id": 3, "edited_message": {"chat": {"id": -5, "type": "supergroup"}, "text": "/gaps"}},
        {"update_id": 3, "inline_query": {"id": "1", "from": PERSON, "query": "x"}},
        {"update_id": 3},
        {"update_id": 3, "callback_query": {"id": "1", "from": PERSON, "inline_message_id": "5"}},
    ],
)
def test_nothing_of_other_kinds_is_kept(update: dict[str, Any]) -> None:
    assert keep(update, BOT) is None


@pytest.mark.parametrize(
    "update",
    [
        message(chat=[]),  # type: ignore[arg-type]
        {"update_id": 3, "message": None},
        {"update_id": 3, "message": {"chat": {"id": "x", "type": "private"}}},
        message("/x", GROUP, entities=[{"offset": 0}]),
        press(message="none"),
    ],
)
def test_what_cannot_be_read_is_said_without_quoting_it(update: dict[str, Any]) -> None:
    with pytest.raises(IntakeError, match=r"unreadable: [A-Za-z]+$"):
        keep(update, BOT)


def test_zero_characters_are_spaces_and_entities_stay_where_they_were() -> None:
    """PostgreSQL stores none: what is typed and what a button bears may not stop an update."""
    kept = keep(message("/village\0 Lawa\0Bum"), BOT)
    pressed = keep(press(data="1|v\0|2"), BOT)
    assert kept is not None
    assert pressed is not None
    assert kept.payload["message"]["text"] == "/village  Lawa Bum"
    assert pressed.payload["callback_query"]["data"] == "1|v |2"


def test_topic_and_migration_stay() -> None:
    kept = keep(message("/x", GROUP, message_thread_id=4, is_topic_message=True), BOT)
    assert kept is not None
    assert kept.payload["message"]["message_thread_id"] == 4
    moved = keep({"update_id": 3, "message": {"message_id": 1, "chat": GROUP, "migrate_to_chat_id": -10}}, BOT)
    assert moved is not None
    assert moved.payload["message"]["migrate_to_chat_id"] == -10


@pytest.mark.parametrize(
    ("text", "length"), [("/help", 5), ("/help@a_bot x", 11), ("/", 0), ("/a/b", 0), (" /help", 0)]
)
def test_a_command_that_a_server_marked_nowhere_is_one_all_the_same(text: str, length: int) -> None:
    found = keep(message(text, entities=[]), BOT)
    assert found is not None
    assert [entity["length"] for entity in found.payload["message"]["entities"]] == ([length] if length else [])
