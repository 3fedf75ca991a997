"""Telegram's troubles, through the sandbox: nothing is lost, nothing is said twice, nobody else waits."""

import pytest

from sandbox import Fault
from tests.talk import ADMIN, AGENCY, COORDINATOR, FOCAL, GROUP, Talk


async def test_an_answer_comes_and_nothing_stays_behind(talk: Talk) -> None:
    assert await talk.say(AGENCY, "hello") == ["hello"]
    assert {(row.status, row.payload) for row in talk.inbox()} == {("done", None)}
    assert {(letter.status, letter.params) for letter in talk.outbox()} == {("sent", None)}


async def test_an_update_that_cannot_be_parsed_is_set_aside_and_told(talk: Talk) -> None:
    number = talk.sandbox.inject_raw({"message": {"message_id": "x", "chat": [], "text": "secret"}})
    assert await talk.say(AGENCY, "hello") == ["hello"]
    aside = talk.inbox()[1]
    assert (aside.update_id, aside.status, aside.payload) == (number, "aside", None)
    assert "secret" not in aside.error
    assert [text for text in talk.texts(ADMIN) if f"E-{number}" in text]


async def test_the_same_update_twice_is_answered_once(talk: Talk) -> None:
    await talk.say(AGENCY, "hello")
    talk.sandbox.repeat(talk.inbox()[-1].update_id)
    await talk.parts.poller.poll(0)
    await talk.parts.drain()
    assert talk.texts(AGENCY) == ["hello"]


async def test_flood_control_holds_that_chat_only(talk: Talk) -> None:
    talk.sandbox.fail(Fault("flood", "sendMessage", chat=AGENCY, seconds=30))
    talk.sandbox.say(AGENCY, "one")
    talk.sandbox.say(AGENCY, "two")
    talk.sandbox.say(FOCAL, "other")
    await talk.settle()
    assert (talk.texts(AGENCY), talk.texts(FOCAL)) == ([], ["other"])
    talk.clock.advance(29)
    await talk.settle()
    assert talk.texts(AGENCY) == []
    talk.clock.advance(2)
    await talk.settle()
    assert talk.texts(AGENCY) == ["one", "two"]


async def test_when_every_third_answer_is_lost_after_the_deed_nothing_else_is_said_twice(talk: Talk) -> None:
    asked = [f"question {number}" for number in range(12)]
    faults = [talk.sandbox.fail(Fault("lost", "sendMessage", chat=AGENCY, skip=2)) for _ in range(4)]
    for text in asked:
        talk.sandbox.say(AGENCY, text)
    for _ in range(8):
        await talk.settle()
        talk.clock.advance(20)
    await talk.settle()
    said = talk.texts(AGENCY)
    assert not any(fault.count for fault in faults)
    assert list(dict.fromkeys(said)) == asked, "all of them, in order"
    assert len(said) == len(asked) + len(faults)


@pytest.mark.parametrize("kind", ["server", "gateway", "drop"])
async def test_trouble_at_telegram_is_waited_out(talk: Talk, kind: str) -> None:
    talk.sandbox.fail(Fault(kind, "sendMessage", count=3))
    assert await talk.say(AGENCY, "hello") == []
    for _ in range(3):
        talk.clock.advance(20)
        await talk.settle()
    assert talk.texts(AGENCY) == ["hello"]


async def test_a_time_out_is_waited_out(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.transport.READ_TIMEOUT", 0.05)
    talk.sandbox.fail(Fault("timeout", "sendMessage"))
    assert await talk.say(AGENCY, "hello") == []
    talk.clock.advance(20)
    await talk.settle()
    assert talk.texts(AGENCY) == ["hello"]


async def test_ten_tries_then_the_admins_are_told(talk: Talk) -> None:
    fault = talk.sandbox.fail(Fault("server", "sendMessage", chat=AGENCY, count=None))
    await talk.say(AGENCY, "hello")
    for _ in range(9):
        talk.clock.advance(300)
        await talk.settle()
    assert talk.outbox()[1].status == "dead"
    assert talk.outbox()[1].params is None
    fault.count = 0
    assert len(talk.texts(ADMIN)) == 2
    assert "hello" not in talk.texts(ADMIN)[1]


async def test_who_blocked_the_bot_is_unreachable_until_they_write(talk: Talk) -> None:
    talk.sandbox.fail(Fault("blocked", "sendMessage", chat=AGENCY))
    assert await talk.say(AGENCY, "hello") == []
    assert talk.outbox()[1].status == "dead"
    assert len(talk.texts(ADMIN)) == 1
    assert await talk.say(AGENCY, "again") == ["again"]


async def test_a_group_that_moved_gets_its_answer_and_stays_registered(talk: Talk) -> None:
    talk.sandbox.say(COORDINATOR, "@waypost_bot hello", GROUP)
    await talk.parts.poller.poll(0)
    new = -1007000000099
    talk.sandbox.migrate(GROUP, COORDINATOR, new)
    talk.sandbox.fail(Fault("migrate", "sendMessage", chat=GROUP, to=new))
    await talk.settle()
    assert talk.texts(new) == ["hello"]
    talk.sandbox.say(COORDINATOR, "@waypost_bot still here?", new)
    await talk.settle()
    assert talk.texts(new) == ["hello", "still here?"]


async def test_text_that_telegram_cannot_parse_goes_out_plain(talk: Talk) -> None:
    talk.sandbox.fail(Fault("parse", "sendMessage"))
    assert await talk.say(AGENCY, "a &amp; <b>b</b>") == ["a & b"]


async def test_a_thread_that_is_gone_falls_back_to_the_general_topic(talk: Talk) -> None:
    talk.sandbox.say(AGENCY, "@waypost_bot hello", GROUP, thread=7)
    talk.sandbox.fail(Fault("thread", "sendMessage"))
    await talk.settle()
    first, second = talk.calls("sendMessage")[-2:]
    assert ("message_thread_id" in first, "message_thread_id" in second) == (True, False)
    assert talk.texts(GROUP) == ["hello"]


async def test_a_press_edits_its_message_and_takes_the_spinner_away(talk: Talk) -> None:
    await talk.say(AGENCY, "hello")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "More")
    assert talk.texts(AGENCY) == ["pressed 1|echo|more"]
    assert len(talk.calls("answerCallbackQuery")) == 1


async def test_an_edit_that_changes_nothing_is_done(talk: Talk) -> None:
    await talk.say(AGENCY, "hello")
    talk.sandbox.fail(Fault("unchanged", "editMessageText"))
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "More")
    assert {row.status for row in talk.outbox()} == {"sent"}


async def test_a_message_that_is_gone_is_sent_anew(talk: Talk) -> None:
    await talk.say(AGENCY, "hello")
    message = talk.messages(AGENCY)[0]
    talk.sandbox.press(AGENCY, message, "More")
    message.deleted = True
    await talk.settle()
    assert talk.texts(AGENCY) == ["pressed 1|echo|more"]


async def test_guarded_answers_are_protected_and_deleted_after_a_day(talk: Talk) -> None:
    await talk.say(AGENCY, "guard this")
    (message,) = talk.messages(AGENCY)
    assert message.protected
    talk.clock.advance(23 * 3600)
    await talk.settle()
    assert talk.texts(AGENCY) == ["guard this"]
    talk.clock.advance(2 * 3600)
    await talk.settle()
    assert talk.texts(AGENCY) == []


async def test_a_guarded_answer_never_edits_an_open_message(talk: Talk) -> None:
    await talk.say(AGENCY, "hello")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Guard")
    opened, guarded = talk.messages(AGENCY)
    assert (opened.protected, guarded.protected) == (False, True)
    await talk.press(AGENCY, guarded, "Guard")
    assert len(talk.messages(AGENCY)) == 2


async def test_who_lost_the_right_gets_nothing_that_was_queued(talk: Talk) -> None:
    talk.sandbox.fail(Fault("server", "sendMessage"))
    await talk.say(AGENCY, "guard this")
    talk.desk.database.transaction(lambda db: _suspend(db, talk.desk.identity.person_ref(AGENCY)))
    talk.clock.advance(20)
    await talk.settle()
    assert talk.texts(AGENCY) == []
    assert (talk.outbox()[1].status, talk.outbox()[1].error) == ("dead", "not allowed")


def _suspend(db: object, ref: str) -> None:
    from models.people import Person

    db.get(Person, ref).status = "suspended"  # type: ignore[attr-defined]


async def test_an_answer_older_than_an_hour_is_not_sent(talk: Talk) -> None:
    talk.sandbox.fail(Fault("flood", "sendMessage", chat=AGENCY, seconds=4000))
    await talk.say(AGENCY, "hello")
    talk.clock.advance(4100)
    await talk.settle()
    assert talk.texts(AGENCY) == []
    assert talk.outbox()[1].error == "expired"


async def test_inline_queries_get_an_empty_personal_uncached_answer(talk: Talk) -> None:
    talk.sandbox.inject_raw({"inline_query": {"id": "77", "from": {"id": AGENCY}, "query": "secret", "offset": ""}})
    await talk.settle()
    (answer,) = talk.calls("answerInlineQuery")
    assert str(answer["inline_query_id"]) == "77"
    assert len(talk.inbox()) == 1
