"""First use: the purpose notice comes before any answer, and the question that was asked is answered after the tap."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from coordination import places
from coordination.people import NOTICE
from coordination.scope import Scope
from models.audit import AuditEntry
from models.people import Person
from models.queue import inbox, outbox
from tests.talk import AGENCY, COORDINATOR, GROUP, NOW, STRANGER, Talk

QUESTION = "any WASH gaps in Lawa Bum?"


def person(talk: Talk, who: int) -> Person:
    """The row of somebody."""
    found: Person = talk.desk.database.reading(lambda db: db.get_one(Person, talk.desk.identity.person_ref(who)))
    return found


def change(talk: Talk, who: int, **values: Any) -> None:
    """Set columns of somebody's row."""

    def work(scope: Scope) -> None:
        row = scope.db.get_one(Person, talk.desk.identity.person_ref(who))
        for name, value in values.items():
            setattr(row, name, value)

    talk.desk.write(work)


@pytest.fixture
def newcomer(talk: Talk) -> int:
    """Somebody who has joined and not agreed yet."""
    change(talk, AGENCY, consented_at=None, consent_version=None)
    return AGENCY


async def test_a_question_before_consent_is_answered_right_after_the_tap(talk: Talk, newcomer: int) -> None:
    (notice,) = await talk.say(newcomer, QUESTION)
    for part in ("I answer no question before", "What for", "Who sees", "How long", "Telegram can read this"):
        assert part in notice
    assert talk.messages(newcomer)[-1].labels == ["I agree", "Not now"]
    await talk.press(newcomer, talk.messages(newcomer)[-1], "I agree")
    thanks, answer = talk.texts(newcomer)
    assert thanks == "Thank you. Now to your question:"
    assert answer.startswith("Lawa Bum · WASH")
    assert "87 of 173" in answer, "with the rights of the one who asked"
    row = person(talk, newcomer)
    assert (row.consented_at, row.consent_version) == (NOW, NOTICE)
    actions = talk.desk.database.reading(lambda db: [one.action for one in db.exec(select(AuditEntry))])
    assert actions.count("people.consent") == 1


async def test_nothing_of_the_question_is_kept_meanwhile(talk: Talk, newcomer: int) -> None:
    await talk.say(newcomer, QUESTION)
    queries = (select(inbox.c.payload), select(outbox.c.params))
    kept = talk.desk.database.reading(lambda db: [one for query in queries for one in db.scalars(query)])
    assert kept == [None, None], "neither the inbox nor the outbox holds anything any more"


async def test_not_now_keeps_the_door_shut_and_the_notice_at_hand(talk: Talk, newcomer: int) -> None:
    await talk.say(newcomer, QUESTION)
    await talk.press(newcomer, talk.messages(newcomer)[-1], "Not now")
    assert talk.texts(newcomer) == [talk.desk.words.say("consent.not_now")]
    (again,) = await talk.say(newcomer, "/help")
    assert "Before you start" in again
    await talk.press(newcomer, talk.messages(newcomer)[0], "Read the notice")
    await talk.press(newcomer, talk.messages(newcomer)[0], "I agree")
    assert talk.texts(newcomer)[-1].startswith("Lawa Bum · WASH"), "Telegram still knows what was asked"


async def test_without_a_question_the_tour_of_the_role_begins(talk: Talk, newcomer: int) -> None:
    await talk.say(newcomer, "/start")
    await talk.press(newcomer, talk.messages(newcomer)[-1], "I agree")
    thanks, first = talk.texts(newcomer)
    assert thanks == "Thank you."
    assert first.startswith("1 of 3")


async def test_a_link_that_brought_somebody_is_opened_after_the_tap(talk: Talk, newcomer: int) -> None:
    (found,) = talk.desk.read(lambda scope: [one.id for one in places.listed(scope) if one.name == "Lawa Bum"])
    await talk.say(newcomer, f"/start v{found}")
    await talk.press(newcomer, talk.messages(newcomer)[-1], "I agree")
    assert talk.texts(newcomer)[-1].startswith("Lawa Bum · village")


async def test_a_notice_that_reads_otherwise_now_is_shown_anew(talk: Talk, newcomer: int) -> None:
    await talk.say(newcomer, QUESTION)
    await talk.press(newcomer, talk.messages(newcomer)[-1], f"1|ok|{NOTICE - 1}", raw=True)
    (shown,) = talk.texts(newcomer)
    assert "Before you start" in shown
    assert person(talk, newcomer).consented_at is None


async def test_a_second_tap_and_a_lost_question(talk: Talk, newcomer: int) -> None:
    await talk.say(newcomer, QUESTION)
    notice = talk.messages(newcomer)[-1]
    notice.reply_to = None
    await talk.press(newcomer, notice, f"1|ok|{NOTICE}", raw=True)
    assert talk.texts(newcomer)[-1].startswith("1 of 3"), "where Telegram brings no question back, the tour begins"


@pytest.mark.parametrize("change_", [{"consented_at": NOW - timedelta(days=366)}, {"consent_version": NOTICE - 1}])
async def test_the_notice_comes_again_yearly_and_when_it_changed(talk: Talk, change_: dict[str, Any]) -> None:
    change(talk, AGENCY, **change_)
    (notice,) = await talk.say(AGENCY, QUESTION)
    assert "Before you start" in notice


async def test_in_a_group_somebody_who_did_not_agree_is_sent_to_the_private_chat(talk: Talk, newcomer: int) -> None:
    (said,) = await talk.say(newcomer, f"@waypost_bot {QUESTION}", GROUP)
    assert said == talk.desk.words.say("consent.in_private")
    assert talk.messages(GROUP)[-1].keyboard[0][0]["url"] == "https://t.me/waypost_bot?start=begin"
    await talk.say(COORDINATOR, f"@waypost_bot {QUESTION}", GROUP)
    before = talk.texts(GROUP)
    await talk.press(newcomer, talk.messages(GROUP)[-1], "Village card")
    assert talk.texts(GROUP) == before, "a press says nothing there"
    assert talk.calls("answerCallbackQuery")[-1]["text"] == said


async def test_leaving_takes_the_agreement_back_and_me_tells_what_is_kept(talk: Talk) -> None:
    await talk.say(AGENCY, "/village Lawa Bum")
    (mine,) = await talk.say(AGENCY, "/me")
    dates = ("since: 22 Nov 2026", "until: 20 Feb 2027", "agreed: 22 Nov 2026")
    for part in ("Role: agency", *dates, "0 reports, 0 questioned figures, 0 files", "log under your number: 1"):
        assert part in mine
    assert str(AGENCY) not in mine
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Purpose notice")
    assert "Before you start" in talk.texts(AGENCY)[-1]
    await talk.press(AGENCY, talk.messages(AGENCY)[-2], "Leave the desk")
    await talk.press(AGENCY, talk.messages(AGENCY)[-2], "Yes, leave")
    row = person(talk, AGENCY)
    assert (row.status, row.consented_at, row.consent_version) == ("left", None, None)


async def test_a_stranger_presses_in_a_group_and_only_they_see_the_sentence(talk: Talk) -> None:
    await talk.say(COORDINATOR, f"@waypost_bot {QUESTION}", GROUP)
    before = talk.texts(GROUP)
    await talk.press(STRANGER, talk.messages(GROUP)[-1], "Village card")
    assert talk.texts(GROUP) == before
    assert talk.calls("answerCallbackQuery")[-1]["text"] == talk.desk.words.say("refusal.stranger")
