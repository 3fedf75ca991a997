"""One update on its way through the bot, as plain data. Only here and in the sender Telegram ids lie open."""

import json
import re
from dataclasses import dataclass
from typing import Any

from bot.identity import Identity
from bot.intake import Bot, Kept
from coordination.requests import Foreseen
from coordination.viewer import Chat
from handlers.edge import Incoming, Sent

UNDER = ("message_id", "date", "chat", "message_thread_id", "is_topic_message")
"""What a message has in common with the button pressed under it."""


@dataclass
class Turn:
    """An update whose turn it is. ``update`` is ``None`` for what a stranger wrote: nothing of it was kept.

    ``attempts`` is how often it was tried before, ``sent`` the file that came with it, ``foreseen`` its text as it was
    read before the transaction.

    ``done``, ``menus`` and ``notice``, the text over the chat, are set by the transaction that answered it, ``error``
    by the handler that failed.
    """

    bot: Bot
    update_id: int
    chat_id: int
    chat_ref: str
    person_ref: str | None
    chat: Chat
    update: dict[str, Any] | None
    press: str | None
    sent: Sent | None = None
    foreseen: Foreseen | None = None
    attempts: int = 0
    done: bool = False
    menus: bool = False
    notice: str | None = None
    error: BaseException | None = None

    @property
    def source(self) -> str:
        """Unique origin of what this update makes."""
        return f"u{self.bot.id}.{self.update_id}"

    @property
    def reference(self) -> str:
        """What people and the log may know it by."""
        return f"E-{self.update_id}"

    @property
    def message(self) -> dict[str, Any]:
        """The message, or the one whose button was pressed; empty for a membership."""
        kept = self.update or {}
        said = kept.get("message") or kept.get("edited_message")
        found: dict[str, Any] = said or kept.get("callback_query", {}).get("message", {})
        return found

    @property
    def pressed(self) -> dict[str, Any] | None:
        """The press of a button."""
        return (self.update or {}).get("callback_query")

    @property
    def asked(self) -> str:
        """What the person had asked when the purpose notice came instead of an answer; "" where it is not known."""
        return str(self.message.get("reply_to_message", {}).get("text", "")) if self.pressed else ""

    def typed(self, text: str) -> dict[str, Any]:
        """The update as Telegram would send it had whoever pressed the button typed ``text`` there."""
        pressed = self.pressed or {}
        under = {name: self.message[name] for name in UNDER if name in self.message}
        first = text.split(maxsplit=1)[0] if text.startswith("/") else ""
        spans = [{"type": "bot_command", "offset": 0, "length": len(first)}] if first else []
        said = {**under, "from": pressed["from"], "text": text, "entities": spans}
        return {"update_id": self.update_id, "message": said}

    @property
    def thread_id(self) -> int | None:
        """Topic of a forum group."""
        return self.message.get("message_thread_id") if self.message.get("is_topic_message") else None

    @property
    def language(self) -> str | None:
        """Language of the person's Telegram."""
        kept = self.update or {}
        sender: dict[str, Any] = next(
            (part["from"] for part in kept.values() if isinstance(part, dict) and "from" in part), {}
        )
        code: str = sender.get("language_code", "")
        return re.split("[-_]", code.lower())[0] or None

    @property
    def gone(self) -> bool:
        """Whether the update says that the bot may no longer write here."""
        member = (self.update or {}).get("my_chat_member", {}).get("new_chat_member", {})
        return bool(member.get("status") == "left")


def payload(kept: Kept, *, stranger: bool) -> bytes:
    """What the inbox seals: of a stranger ids to answer to, and nothing that was said."""
    said = None if stranger and not kept.invitation else kept.payload
    return json.dumps(
        {
            "chat": kept.chat_id,
            "user": kept.user_id,
            "private": kept.private,
            "press": kept.bare["press"],
            "update": said,
        },
        ensure_ascii=False,
    ).encode()


def read(sealed_text: bytes, update_id: int, bot: Bot, identity: Identity) -> Turn:
    """The turn of an opened payload."""
    stored = json.loads(sealed_text)
    user = stored["user"]
    turn = Turn(
        bot=bot,
        update_id=update_id,
        chat_id=stored["chat"],
        chat_ref=identity.chat_ref(stored["chat"]),
        person_ref=None if user is None else identity.person_ref(user),
        chat=Chat.PRIVATE if stored["private"] else Chat.GROUP,
        update=stored["update"],
        press=stored["press"],
    )
    turn.sent = _sent(turn, identity)
    return turn


def file_place(chat_ref: str) -> str:
    """Where the id of a file is sealed to."""
    return f"file:{chat_ref}"


def _sent(turn: Turn, identity: Identity) -> Sent | None:
    document = None if turn.pressed is not None else turn.message.get("document")
    if document is None:
        return None
    sealed = identity.seal.close(document["file_id"].encode(), file_place(turn.chat_ref))
    return Sent(sealed, document["file_size"], document["mime_type"])


def incoming(turn: Turn) -> Incoming:
    """What handlers may know: references, never ids; the bot's own name is taken out of the text."""
    pressed = turn.pressed
    text = "" if pressed is not None else turn.message.get("text", "")
    said = _without_name(text, turn.bot.username).strip()
    return Incoming(
        source=turn.source,
        chat_ref=turn.chat_ref,
        person_ref=turn.person_ref,
        text=said,
        args=" ".join(said.split(maxsplit=1)[1:]) if said.startswith("/") else "",
        data=pressed["data"] if pressed is not None else None,
        message_id=turn.message.get("message_id"),
        bot_username=turn.bot.username,
        language=turn.language,
        sent=turn.sent,
        again=turn.attempts > 0,
        asked=turn.asked,
        topic=turn.thread_id,
    )


def _without_name(text: str, username: str) -> str:
    """A bot without a username (not every Bot API server tells one) cannot be addressed by it."""
    return re.sub(rf"\s*@{re.escape(username)}\b\s*", " ", text, flags=re.IGNORECASE) if username else text
