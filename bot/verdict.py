"""What an error of Telegram means for the message that was being sent. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any, Literal

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.transport import AwayError

TRIES = 10
LONGEST_WAIT = 300.0
SHORTEST_WAIT = 1.0
AWAY_WAIT = 15.0
"""Seconds until a server is tried again that could not be reached at all: that says nothing against a message."""

_TAG = re.compile(r"<[^>]*>")
_GONE = ("chat not found", "user is deactivated", "bot was kicked", "peer_id_invalid")
_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted")
_NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")

_NOT_KNOWN = "not supported"
"""How servers other than Telegram's refuse a parameter that they do not know; they name it."""
_OPTIONS = ("link_preview_options", "reply_parameters", "message_thread_id")
"""What a message can do without."""

Kind = Literal["sent", "wait", "rewrite", "unprotect", "migrated", "unreachable", "dead"]


@dataclass(frozen=True)
class Verdict:
    """What to do: ``seconds`` to wait, ``method`` and ``params`` of another form, ``chat_id`` of a moved group.

    ``counted`` is false where Telegram asked for a wait or was not there: it is no failed try.
    """

    kind: Kind
    reason: str
    seconds: float = 0.0
    method: str = ""
    params: dict[str, Any] | None = None
    chat_id: int = 0
    counted: bool = True


def judge(error: TelegramError, method: str, params: dict[str, Any], attempts: int) -> Verdict:
    """Verdict on ``error`` after ``attempts`` tries, this one among them."""
    reason = type(error).__name__
    if isinstance(error, RetryAfter):
        return Verdict("wait", reason, seconds=_seconds(error.retry_after), counted=False)
    if isinstance(error, AwayError):
        return Verdict("wait", reason, seconds=AWAY_WAIT, counted=False)
    if isinstance(error, ChatMigrated):
        return Verdict("migrated", reason, chat_id=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Verdict("unreachable", reason)
    if isinstance(error, BadRequest):
        return _refused(error.message.lower(), method, params)
    if _is_missing(error) and method != "sendMessage":
        return _instead(method, params)
    if attempts >= TRIES:
        return Verdict("dead", reason)
    return Verdict("wait", reason, seconds=min(LONGEST_WAIT, 2.0**attempts))


def _refused(said: str, method: str, params: dict[str, Any]) -> Verdict:
    """A 400: each remedy changes the message so that it cannot be needed twice."""
    if method == "deleteMessage" or "message is not modified" in said:
        return Verdict("sent", "nothing to do")
    if any(mark in said for mark in _GONE):
        return Verdict("unreachable", "gone")
    if "can't parse entities" in said and "parse_mode" in params:
        said = "caption" if "caption" in params else "text"
        plain = {**params, said: unescape(_TAG.sub("", params[said]))}
        del plain["parse_mode"]
        return Verdict("rewrite", "plain text", method=method, params=plain)
    if method == "editMessageText" and any(mark in said for mark in _NO_EDIT):
        return Verdict("rewrite", "new message", method="sendMessage", params=_without(params, "message_id"))
    if any(mark in said for mark in _NO_TOPIC) and "message_thread_id" in params:
        return Verdict("rewrite", "general topic", method=method, params=_without(params, "message_thread_id"))
    if _NOT_KNOWN in said and "protect_content" in said:
        return Verdict("unprotect", "no protection")
    if _NOT_KNOWN in said and (unknown := [name for name in _OPTIONS if name in said and name in params]):
        return Verdict("rewrite", "no options", method=method, params=_without(params, unknown[0]))
    if "reply_parameters" in params:
        return Verdict("rewrite", "no reply", method=method, params=_without(params, "reply_parameters"))
    return Verdict("dead", "BadRequest")


def _is_missing(error: TelegramError) -> bool:
    """Whether the server does not have the method: 404, which PTB takes for a wrong token as it does 401, or 501."""
    said = error.message.lower()
    return "not implemented" in said or (isinstance(error, InvalidToken) and "unauthorized" not in said)


def _instead(method: str, params: dict[str, Any]) -> Verdict:
    """What to do without a method: trying it again would hold up its chat for nothing."""
    if method == "editMessageText":
        return Verdict("rewrite", "new message", method="sendMessage", params=_without(params, "message_id"))
    return Verdict("dead", "no such method")


def _without(params: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in params.items() if key != name}


def _seconds(value: int | timedelta) -> float:
    return max(SHORTEST_WAIT, value.total_seconds() if isinstance(value, timedelta) else float(value))
