"""What of an update may be kept: an allow-list, copied into the least JSON that PTB can parse. Pure.

Names, @usernames, phones, contacts, locations, photos, voices, forwarded origins: nothing of it is copied. Of a
stranger only the reference and the time stay (domain section 6 rules 1, 3, 12 and 30).
"""

import re
from dataclasses import dataclass
from typing import Any

from words.people import AGREE

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
ALLOWED = (*KINDS, "inline_query")
"""What is asked of Telegram; inline queries are answered with nothing and never kept (rule 28)."""

_INVITATION = {
    True: re.compile(r"/start(@\w+)?\s+[\w-]{4,64}\s*"),
    False: re.compile(r"/register(@\w+)?\s+[\w-]{4,64}\s*"),
}
_ENTITIES = ("bot_command", "mention")
_COMMAND = re.compile(r"/\w{1,64}(@\w+)?(?!\S)", re.ASCII)
_GONE = ("left", "kicked")
_GROUPS = ("group", "supergroup")
_LEADS = "administrator"
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
"""What PTB wants said of an administrator; which of them the bot has does not matter here."""

Json = dict[str, Any]


class IntakeError(Exception):
    """An update cannot be read; the text is the reason and quotes nothing of it."""


@dataclass(frozen=True)
class Bot:
    """Who we are at Telegram."""

    id: int
    username: str


@dataclass(frozen=True)
class Kept:
    """What intake keeps of one update.

    ``user_id`` is ``None`` for anonymous admins and channels. ``payload`` serves registered people, ``bare`` strangers:
    it has no text. ``invitation`` marks the one text of a stranger that is kept; ``registers`` the registration of a
    group, which is kept when a registered person writes it.
    """

    update_id: int
    chat_id: int
    user_id: int | None
    private: bool
    invitation: bool
    registers: bool
    payload: Json
    bare: Json


def keep(update: Json, bot: Bot) -> Kept | None:
    """The part of ``update`` that may be kept, ``None`` when nothing of it is for us; raises `IntakeError`."""
    try:
        return _keep(update, bot)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
        raise IntakeError(f"unreadable: {type(error).__name__}") from None


def _keep(update: Json, bot: Bot) -> Kept | None:
    kind = next((name for name in KINDS if name in update), None)
    if kind is None:
        return None
    body = update[kind]
    if kind == "message":
        return _kept(update, kind, body, _message(body, bot)) if _for_us(body, bot) else None
    if kind == "edited_message":
        return _kept(update, kind, body, _message(body, bot)) if body["chat"]["type"] == "private" else None
    if kind == "my_chat_member":
        return _kept(update, kind, body, _membership(body))
    return _kept(update, kind, body["message"], _press(body), sender=body) if "message" in body else None


def _kept(update: Json, kind: str, message: Json, copy: Json, sender: Json | None = None) -> Kept:
    person = None if sender is None and _faceless(message) else (sender or message).get("from")
    chat = _chat(message["chat"])
    private = chat["type"] == "private"
    text = copy.get("text", "")
    return Kept(
        update_id=int(update["update_id"]),
        chat_id=chat["id"],
        user_id=int(person["id"]) if person else None,
        private=private,
        invitation=kind == "message" and _INVITATION[private].fullmatch(text) is not None,
        registers=kind == "message" and not private and text.startswith("/register"),
        payload={"update_id": int(update["update_id"]), kind: copy},
        bare={"update_id": int(update["update_id"]), "press": str(copy["id"]) if kind == "callback_query" else None},
    )


def _faceless(message: Json) -> bool:
    """Anonymous group admins and channels write in the name of a chat: nobody stands behind them (rule 30)."""
    return "sender_chat" in message


def _for_us(message: Json, bot: Bot) -> bool:
    """In a group only commands, mentions of the bot, replies to it and its own moves are stored (rule 3)."""
    kind = message["chat"]["type"]
    if kind == "private" or "migrate_to_chat_id" in message or "migrate_from_chat_id" in message:
        return True
    if kind not in _GROUPS:
        return False
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    return any(_addresses(entity, message, bot) for entity in _entities(message))


def _addresses(entity: Json, message: Json, bot: Bot) -> bool:
    """Whether a command or mention means this bot."""
    words = _spoken(message).encode("utf-16-le")
    span = words[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le").lower()
    name = f"@{bot.username.lower()}"
    return span.endswith(name) or (entity["type"] == "bot_command" and "@" not in span)


def _message(message: Json, bot: Bot) -> Json:
    copy: Json = {"message_id": int(message["message_id"]), "date": int(message.get("date", 0)), **_around(message)}
    if spoken := _spoken(message):
        copy |= {"text": spoken, "entities": _entities(message)}
    for name in ("migrate_to_chat_id", "migrate_from_chat_id", "message_thread_id"):
        if name in message:
            copy[name] = int(message[name])
    if message.get("is_topic_message"):
        copy["is_topic_message"] = True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        copy["reply_to_message"] = _shadow(message["reply_to_message"], bot)
    if "document" in message:
        copy["document"] = _file(message["document"])
    return copy


def _around(message: Json) -> Json:
    around: Json = {"chat": _chat(message["chat"])}
    if message.get("from") and not _faceless(message):
        around["from"] = _person(message["from"])
    return around


def _shadow(replied: Json, bot: Bot) -> Json:
    """As much of the message replied to as shows that it was ours."""
    return {
        "message_id": int(replied["message_id"]),
        "date": int(replied.get("date", 0)),
        "chat": _chat(replied["chat"]),
        "from": {"id": bot.id, "is_bot": True, "first_name": "-"},
    }


def _press(query: Json) -> Json:
    message = query["message"]
    under = {
        "message_id": int(message["message_id"]),
        "date": int(message.get("date", 0)),
        "chat": _chat(message["chat"]),
    }
    if "message_thread_id" in message and message.get("is_topic_message"):
        under |= {"message_thread_id": int(message["message_thread_id"]), "is_topic_message": True}
    pressed = _text(query.get("data"))
    if pressed.startswith(AGREE) and (asked := _own_question(query)):
        under["reply_to_message"] = asked
    return {
        "id": str(query["id"]),
        "from": _person(query["from"]),
        "chat_instance": "-",
        "data": pressed,
        "message": under,
    }


def _own_question(query: Json) -> Json | None:
    """The message that the purpose notice answered, as Telegram brings it back: asked in private, and no file."""
    asked: Json = query["message"].get("reply_to_message") or {}
    own = asked.get("from", {}).get("id") == query["from"]["id"] == query["message"]["chat"]["id"]
    if not own or not _spoken(asked) or "document" in asked:
        return None
    return {
        "message_id": int(asked["message_id"]),
        "date": int(asked.get("date", 0)),
        "chat": _chat(query["message"]["chat"]),
        "text": _spoken(asked),
    }


def _membership(change: Json) -> Json:
    """Only whether the bot was and is in the chat, and whether as an administrator, who reads everything there."""
    copy: Json = {"chat": _chat(change["chat"]), "from": _person(change["from"]), "date": int(change.get("date", 0))}
    for name in ("old_chat_member", "new_chat_member"):
        member = change[name]
        status = "left" if member["status"] in _GONE else "member"
        rights = {}
        if member["status"] == _LEADS:
            status, rights = _LEADS, dict.fromkeys(_RIGHTS, False)
        user = {"id": int(member["user"]["id"]), "is_bot": True, "first_name": "-"}
        copy[name] = {"status": status, "user": user, **rights}
    return copy


def _chat(chat: Json) -> Json:
    return {"id": int(chat["id"]), "type": str(chat["type"])}


def _person(person: Json) -> Json:
    """PTB wants a first name: a dash."""
    kept = {"id": int(person["id"]), "is_bot": bool(person.get("is_bot", False)), "first_name": "-"}
    return kept | ({"language_code": str(person["language_code"])} if person.get("language_code") else {})


def _spoken(message: Json) -> str:
    return _text(message.get("text") or message.get("caption"))


def _text(value: Any) -> str:
    """A text of Telegram's; a zero character, which no text of PostgreSQL can hold, is a space."""
    return str(value or "").replace("\0", " ")


def _entities(message: Json) -> list[Json]:
    found = message.get("entities") or message.get("caption_entities") or _command(_spoken(message))
    return [
        {"type": entity["type"], "offset": int(entity["offset"]), "length": int(entity["length"])}
        for entity in found
        if entity["type"] in _ENTITIES
    ]


def _command(text: str) -> list[Json]:
    """The command that a text begins with, for Bot API servers that mark none; Telegram marks every one."""
    found = _COMMAND.match(text)
    return [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []


def _file(document: Json) -> Json:
    """No name: people's names stand in it, and what a file is, is told by what it holds."""
    return {
        "file_id": str(document["file_id"]),
        "file_unique_id": "-",
        "mime_type": str(document.get("mime_type", "")),
        "file_size": int(document.get("file_size", 0)),
    }
