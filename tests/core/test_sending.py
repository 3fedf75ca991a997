"""Limits and verdicts, which are pure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.limits import Limits
from bot.transport import AwayError
from bot.verdict import TRIES, judge

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def sent(limits: Limits, chat: str, seconds: int, *, group: bool = False) -> int:
    """How many of five tries a second get through in that many seconds."""
    moments = [NOW + timedelta(seconds=second) for second in range(seconds)]
    return sum(limits.take(chat, group=group, now=moment) for moment in moments for _ in range(5))


def test_a_chat_gets_one_a_second_after_a_short_burst() -> None:
    assert sent(Limits(), "a", 10) == 3 + 9


def test_a_group_gets_twenty_a_minute() -> None:
    assert sent(Limits(), "g", 61, group=True) == 20 + 20


def test_all_chats_together_get_thirty_a_second() -> None:
    limits = Limits()
    assert sum(limits.take(f"c{number}", group=False, now=NOW) for number in range(100)) == 30


def test_what_all_chats_may_not_takes_nothing_of_the_chat() -> None:
    limits = Limits()
    for number in range(30):
        limits.take(f"c{number}", group=False, now=NOW)
    assert not limits.take("late", group=False, now=NOW)
    later = NOW + timedelta(seconds=1)
    assert [limits.take("late", group=False, now=later) for _ in range(4)] == [True, True, True, False]


def test_a_clock_that_is_put_back_stops_nothing() -> None:
    limits = Limits()
    assert limits.take("a", group=False, now=NOW)
    back = NOW - timedelta(hours=1)
    assert limits.take("a", group=False, now=back)
    assert sent(Limits(), "a", 10) == sum(
        limits.take("b", group=False, now=back + timedelta(seconds=second)) for second in range(10) for _ in range(5)
    )


def test_limits_can_be_off_and_forget_idle_chats() -> None:
    assert sent(Limits(active=False), "a", 10) == 50
    limits = Limits()
    for number in range(3000):
        limits.take(f"c{number}", group=False, now=NOW + timedelta(seconds=number))
    assert len(limits._buckets) < 1100


TEXT = {"text": "<b>a</b> &amp; b", "parse_mode": "HTML"}


@pytest.mark.parametrize(
    ("error", "method", "params", "kind", "left"),
    [
        (RetryAfter(7), "sendMessage", TEXT, "wait", None),
        (ChatMigrated(-5), "sendMessage", TEXT, "migrated", None),
        (Forbidden("x"), "sendMessage", TEXT, "unreachable", None),
        (BadRequest("Chat not found"), "sendMessage", TEXT, "unreachable", None),
        (BadRequest("Message is not modified: same"), "editMessageText", TEXT, "sent", None),
        (BadRequest("Message to delete not found"), "deleteMessage", {}, "sent", None),
        (BadRequest("Can't parse entities: x"), "sendMessage", TEXT, "rewrite", {"text": "a & b"}),
        (BadRequest("Can't parse entities: x"), "sendMessage", {"text": "a"}, "dead", None),
        (BadRequest("Message to edit not found"), "editMessageText", TEXT | {"message_id": 5}, "rewrite", TEXT),
        (BadRequest("Message can't be edited"), "editMessageText", TEXT | {"message_id": 5}, "rewrite", TEXT),
        (BadRequest("Message thread not found"), "sendMessage", TEXT | {"message_thread_id": 5}, "rewrite", TEXT),
        (BadRequest("TOPIC_CLOSED"), "sendMessage", TEXT | {"message_thread_id": 5}, "rewrite", TEXT),
        (BadRequest("Unknown"), "sendMessage", TEXT | {"reply_parameters": {}}, "rewrite", TEXT),
        (BadRequest("Unknown"), "sendMessage", TEXT, "dead", None),
        (BadRequest("protect_content is not supported yet"), "sendMessage", TEXT, "unprotect", None),
        (
            BadRequest("link_preview_options is not supported yet"),
            "sendMessage",
            TEXT | {"link_preview_options": {}},
            "rewrite",
            TEXT,
        ),
        (InvalidToken("Not Found (404)"), "deleteMessage", {}, "dead", None),
        (InvalidToken("Not Found (404)"), "editMessageText", TEXT | {"message_id": 5}, "rewrite", TEXT),
        (InvalidToken("Not Found (404)"), "sendMessage", TEXT, "wait", None),
        (InvalidToken("Unauthorized"), "deleteMessage", {}, "wait", None),
        (NetworkError("Method not implemented: sendDocument"), "sendDocument", {}, "dead", None),
        (NetworkError("x"), "sendMessage", TEXT, "wait", None),
        (TimedOut(), "sendMessage", TEXT, "wait", None),
    ],
)
def test_verdicts(error: TelegramError, method: str, params: dict[str, Any], kind: str, left: object) -> None:
    verdict = judge(error, method, params, attempts=1)
    assert verdict.kind == kind
    assert verdict.params == left


def test_waiting_grows_and_ends_but_for_flood_control() -> None:
    waits = [judge(NetworkError("x"), "sendMessage", TEXT, attempts=number).seconds for number in range(1, TRIES)]
    assert waits == sorted(waits)
    assert max(waits) <= 300
    assert judge(NetworkError("x"), "sendMessage", TEXT, attempts=TRIES).kind == "dead"
    away = judge(AwayError("x"), "sendMessage", TEXT, attempts=TRIES + 5)
    assert (away.kind, away.counted) == ("wait", False), "a server that is not there says nothing of a message"
    flood = judge(RetryAfter(7), "sendMessage", TEXT, attempts=TRIES + 5)
    assert (flood.kind, flood.seconds, flood.counted) == ("wait", 7.0, False)
