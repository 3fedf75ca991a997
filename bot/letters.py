"""From a reply to rows of the outbox: which method, which right, how long."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.crypto import Seal
from bot.turn import Turn
from coordination.viewer import Chat, Klass
from models import outbox as rows
from words.beside import abreast, under
from words.message import Document, Message, Notice, Removal, Reply

ANSWER, ALERT, DIGEST = 0, 1, 2
"""Priorities."""
ANSWER_LASTS = timedelta(hours=1)
DELETED_AFTER = timedelta(hours=24)
"""Own messages with restricted content go after a day: bots can delete for 48 hours only (domain section 6 rule 16)."""
DELETABLE = timedelta(hours=48)
OPEN = "open"
"""Class of a fixed sentence that holds no data and may go to anybody."""


@dataclass(frozen=True)
class Draft:
    """A call to be queued; ``chat_id`` goes into the sealed parameters where no address is kept: for strangers."""

    dedupe: str
    chat_ref: str
    method: str
    params: dict[str, Any]
    klass: Klass | None = None
    township_id: int | None = None
    person_ref: str | None = None
    priority: int = ANSWER
    not_before: datetime | None = None
    expires_at: datetime | None = None
    protect: bool = False


def queue(db: Session, seal: Seal, drafts: Iterable[Draft], now: datetime) -> int:
    """Put drafts into the outbox of this transaction; those queued before are left alone."""
    return rows.queue(db, [_row(draft, seal, now) for draft in drafts])


def place(dedupe: str) -> str:
    """Where the parameters of a letter are sealed to."""
    return f"outbox:{dedupe}"


def sealed(seal: Seal, dedupe: str, params: dict[str, Any]) -> bytes:
    """Parameters as they are stored."""
    return seal.close(json.dumps(params, ensure_ascii=False).encode(), place(dedupe))


def klass_of(name: str) -> Klass | None:
    """Class of a stored letter; ``None`` for a fixed sentence."""
    return None if name == OPEN else Klass.of(name)


def answer(reply: Reply, turn: Turn, now: datetime, *, editable: bool, stage: str = "") -> list[Draft]:
    """Drafts of ``reply``: the first message edits the pressed one where that is ``editable``, the rest are sent.

    ``stage`` tells what is said on the way from the answer itself.
    """
    drafts = []
    source = f"{turn.source}{stage}"
    naming = f"{reply.once}.{turn.chat_ref}" if reply.once else source
    for number, message in enumerate(reply.messages):
        first = number == 0
        edit = first and editable and reply.edit and turn.pressed is not None
        params = shown(message) | _where(turn, edit=edit, quote=first and (reply.quoting or turn.chat is Chat.GROUP))
        if reply.klass is None:
            params["chat_id"] = turn.chat_id
        drafts.append(
            Draft(
                dedupe=f"{naming}.{number}",
                chat_ref=turn.chat_ref,
                method="editMessageText" if edit else "sendDocument" if message.document else "sendMessage",
                params=params,
                klass=reply.klass,
                township_id=reply.township_id,
                person_ref=turn.person_ref,
                expires_at=now + ANSWER_LASTS,
                protect=turn.chat is Chat.PRIVATE and reply.protected,
            )
        )
    drafts += [alert(f"{source}.also.{number}", notice) for number, notice in enumerate(reply.also)]
    return drafts + [_removal(f"{source}.remove.{one.message_id}", one, turn, now) for one in reply.removals]


def _removal(dedupe: str, removal: Removal, turn: Turn, now: datetime) -> Draft:
    """A deletion that anybody may have: it shows nothing."""
    return Draft(
        dedupe=dedupe,
        chat_ref=turn.chat_ref,
        method="deleteMessage",
        params={"message_id": removal.message_id, "chat_id": turn.chat_id},
        not_before=now + removal.after if removal.after else None,
        expires_at=now + DELETABLE,
    )


def alert(dedupe: str, notice: Notice) -> Draft:
    """A message for somebody who did not ask, in their private chat."""
    return Draft(
        dedupe=dedupe,
        chat_ref=notice.person_ref,
        method="sendMessage",
        params=shown(notice.message),
        klass=Klass.PUBLIC,
        person_ref=notice.person_ref,
        priority=ALERT,
    )


def deletion(letter: rows.Letter, message_id: int, now: datetime) -> Draft:
    """The timer on a message of ours; an edit of it does not start it anew."""
    return Draft(
        dedupe=f"delete.{letter.chat_ref}.{message_id}",
        chat_ref=letter.chat_ref,
        method="deleteMessage",
        params={"message_id": message_id},
        not_before=now + timedelta(seconds=letter.delete_after or 0),
        expires_at=now + DELETABLE,
    )


def plain(dedupe: str, chat_ref: str, chat_id: int, text: str) -> Draft:
    """A fixed sentence for a chat whose address may be unknown."""
    return Draft(dedupe, chat_ref, "sendMessage", {"chat_id": chat_id, "text": text}, priority=ALERT)


def shown(message: Message) -> dict[str, Any]:
    """Text, buttons and document as Telegram's parameters; the document as JSON can hold it, see `attached`.

    English goes where the translation has nobody's name to it (`words.beside`).
    """
    if message.document:
        content = base64.b64encode(message.document.content).decode()
        return {"caption": under(message.text), "parse_mode": "HTML", "document": [message.document.name, content]}
    params: dict[str, Any] = {
        "text": under(message.text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if message.buttons:
        params["reply_markup"] = {
            "inline_keyboard": [
                [
                    {"text": abreast(one.label)} | ({"url": one.url} if one.url else {"callback_data": one.data})
                    for one in row
                ]
                for row in message.buttons
            ]
        }
    return params


def attached(params: dict[str, Any]) -> Document | None:
    """The document of a letter's parameters."""
    if "document" not in params:
        return None
    name, content = params["document"]
    return Document(name, base64.b64decode(content))


def _where(turn: Turn, *, edit: bool, quote: bool) -> dict[str, Any]:
    """The message to edit, or the topic and, to ``quote`` it, the message that is answered."""
    if edit:
        return {"message_id": turn.message["message_id"]}
    params: dict[str, Any] = {} if turn.thread_id is None else {"message_thread_id": turn.thread_id}
    if quote and turn.pressed is None and "message_id" in turn.message:
        params["reply_parameters"] = {"message_id": turn.message["message_id"], "allow_sending_without_reply": True}
    return params


def _row(draft: Draft, seal: Seal, now: datetime) -> dict[str, Any]:
    return {
        "dedupe": draft.dedupe,
        "chat_ref": draft.chat_ref,
        "person_ref": draft.person_ref,
        "method": draft.method,
        "params": sealed(seal, draft.dedupe, draft.params),
        "klass": OPEN if draft.klass is None else draft.klass.name.lower(),
        "township_id": draft.township_id,
        "priority": draft.priority,
        "status": rows.LATER if draft.not_before is not None and draft.not_before > now else rows.PENDING,
        "not_before": draft.not_before,
        "expires_at": draft.expires_at,
        "protect": draft.protect,
        "delete_after": int(DELETED_AFTER.total_seconds()) if draft.protect else None,
        "attempts": 0,
        "created_at": now,
    }
