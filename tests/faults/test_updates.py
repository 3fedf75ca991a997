"""What comes in: order, failures, strangers, groups, and that nothing is done twice."""

import asyncio
from typing import Any

import pytest
from sqlmodel import select

from models.agencies import Agency
from tests.talk import ADMIN, AGENCY, COORDINATOR, GROUP, OTHER_GROUP, STRANGER, Talk


def agencies(talk: Talk) -> list[str]:
    """What the echo wrote, by name."""
    return talk.desk.read(lambda scope: [a.name for a in scope.db.exec(select(Agency)) if a.acronym.startswith("u")])


async def test_a_failing_update_is_tried_five_times_then_set_aside(talk: Talk) -> None:
    assert await talk.say(AGENCY, "break it") == []
    assert await talk.say(AGENCY, "next") == [], "one chat in order"
    assert await talk.say(COORDINATOR, "other") == ["other"], "another chat goes on"
    for _ in range(4):
        talk.clock.advance(60)
        await talk.settle()
    number = next(row.update_id for row in talk.inbox() if row.status == "aside")
    first, second = talk.texts(AGENCY)
    assert f"E-{number}" in first
    assert second == "next"
    assert any(f"E-{number}" in text for text in talk.texts(ADMIN))
    assert agencies(talk) == ["other", "next"]


async def test_a_refusal_takes_back_what_was_done(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "refuse this")
    assert "name R" in said
    assert agencies(talk) == []


async def test_an_update_no_handler_takes_is_done(talk: Talk) -> None:
    talk.sandbox.inject_raw({"message": {"message_id": 9, "date": 1, "chat": {"id": AGENCY, "type": "private"}}})
    await talk.settle()
    assert talk.inbox()[-1].status == "done"


async def test_strangers_get_one_sentence_and_nothing_of_theirs_is_kept(talk: Talk) -> None:
    sentence = talk.desk.words.say("refusal.stranger")
    talk.sandbox.say(STRANGER, "my secret question")
    await talk.take()
    row = talk.inbox()[-1]
    place = f"inbox:{row.bot_id}:{row.update_id}"
    assert b"secret" not in talk.desk.identity.seal.open(row.payload, place)
    await talk.settle()
    assert talk.texts(STRANGER) == [sentence]
    refs = talk.desk.database.reading(lambda db: [r.ref for r in db.execute(talk_addresses())])
    assert talk.desk.identity.chat_ref(STRANGER) not in refs


def talk_addresses() -> object:
    from models.queue import address

    return address.select()


async def test_an_unregistered_group_gets_its_line_once_addressed(talk: Talk) -> None:
    assert await talk.say(COORDINATOR, "just talk", OTHER_GROUP) == []
    assert await talk.say(COORDINATOR, "@waypost_bot hello", OTHER_GROUP) == [talk.desk.words.say("refusal.group")]


async def test_an_anonymous_admin_is_a_stranger(talk: Talk) -> None:
    talk.sandbox.inject_raw(
        {
            "message": {
                "message_id": 9,
                "date": 1,
                "chat": {"id": GROUP, "type": "supergroup"},
                "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
                "sender_chat": {"id": GROUP, "type": "supergroup"},
                "text": "@waypost_bot hello",
                "entities": [{"type": "mention", "offset": 0, "length": 12}],
            }
        }
    )
    await talk.settle()
    assert talk.texts(GROUP) == [talk.desk.words.say("refusal.stranger")]


async def test_in_a_group_the_bots_name_is_not_part_of_the_question(talk: Talk) -> None:
    assert await talk.say(AGENCY, "@waypost_bot any gaps", GROUP) == ["any gaps"]


async def test_without_consent_the_notice_comes_first(talk: Talk) -> None:
    talk.clock.advance(80 * 24 * 3600)
    talk.desk.database.transaction(lambda db: forget_consent(db, talk.desk.identity.person_ref(AGENCY)))
    (notice,) = await talk.say(AGENCY, "hello")
    assert "What for" in notice
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "I agree")
    assert (await talk.say(AGENCY, "hello"))[-1] == "hello"


def forget_consent(db: object, ref: str) -> None:
    from models.people import Person

    db.get(Person, ref).consented_at = None  # type: ignore[attr-defined]


async def test_4096_burmese_letters_and_html_go_through(talk: Talk) -> None:
    assert await talk.say(AGENCY, "က" * 4096) == ["က" * 4096]


def written(who: int, **more: Any) -> dict[str, Any]:
    """A message as Telegram sends it, with ``more`` in it."""
    sender = {"id": who, "is_bot": False, "first_name": "x"}
    chat = {"id": who, "type": "private"}
    return {"message": {"message_id": 9, "date": 1, "chat": chat, "from": sender, "text": "hello"} | more}


HALF = "\ud83d"
"""Half of an emoji, which JSON can hold and UTF-8 cannot."""
STRANGE: dict[str, dict[str, Any]] = {
    "half a character": written(AGENCY, text=HALF),
    "half a character in a language": written(AGENCY, **{"from": {"id": AGENCY, "language_code": HALF}}),
    "half a character in the id of a press": {
        "callback_query": {"id": HALF, "from": {"id": 1}, "message": written(1)["message"], "data": HALF}
    },
    "endless date": written(AGENCY, date=float("inf")),
    "date beyond any calendar": written(AGENCY, date=10**18),
    "date beyond any number": written(AGENCY, date=10**30),
    "no chat": written(AGENCY, chat=None),
    "no message": {"message": None},
    "number beyond the store": written(AGENCY) | {"update_id": 2**63},
    "number that is none": written(AGENCY) | {"update_id": True},
    "inline query without an id": {"inline_query": {"id": HALF}},
}


@pytest.mark.parametrize("strange", STRANGE)
async def test_a_strange_update_does_not_hold_up_its_batch_or_its_chat(talk: Talk, strange: str) -> None:
    batch = [{"update_id": 900} | STRANGE[strange], {"update_id": 901} | written(AGENCY)]
    for update in batch:
        talk.parts.courtesies.refuse_inline(update)
    await talk.parts.inbox.store(batch)
    await asyncio.wait_for(talk.parts.drain(), 5)
    rows = {row.update_id: row for row in talk.inbox()}
    assert rows[901].status == "done"
    assert 900 not in rows or (rows[900].status, rows[900].payload) == ("aside", None)


async def test_a_strangers_flood_is_not_answered_one_by_one(talk: Talk) -> None:
    sentence = talk.desk.words.say("refusal.stranger")
    await talk.say(STRANGER, "hello")
    await talk.parts.inbox.store([{"update_id": 900 + number} | written(STRANGER) for number in range(50)])
    await talk.settle()
    assert {row.status for row in talk.inbox()} == {"done"}
    assert talk.texts(STRANGER) == [sentence] * 4
    assert await talk.say(STRANGER, "hello") == [sentence]
