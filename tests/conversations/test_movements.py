"""Movements from the first line to the list of who is coming, as chats."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import select

from bot import conversations
from coordination import places
from coordination.conversations import WAITS
from coordination.viewer import Role
from models.agencies import Agency
from models.commitments import Commitment
from models.conversations import FlowState
from models.movements import Movement, MovementChange, MovementLink
from models.people import Person
from models.places import Place
from sandbox import SandboxUser
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

HERE, FIELD, GUARD, BURMESE = 700000022, 700000021, 700000024, 700000025
LINE = "28 HH will move Sut Ga -> Lawa Bum end Jan, church organises, want food 6 mths n shelter"
VISITED = "A quick question, skip if you don't know: did people visit the village before deciding?"


@pytest_asyncio.fixture
async def desk(talk: Talk) -> AsyncIterator[Talk]:
    """A focal point of Hka Mai, a field worker of ZQX and somebody of protection besides."""
    agency = talk.desk.read(lambda scope: scope.db.exec(select(Agency.id).where(Agency.acronym == "ZQX")).one())
    township = talk.desk.read(lambda scope: places.townships(scope, "Hka Mai")[0].id)
    talk.enrol(HERE, Role.FOCAL, townships=[township])
    talk.enrol(FIELD, Role.AGENCY, agency_id=agency)
    talk.enrol(GUARD, Role.PROTECTION)
    talk.enrol(BURMESE, Role.AGENCY, language="my")
    for user in (HERE, FIELD, GUARD, BURMESE):
        talk.sandbox.add(SandboxUser(user, str(user)))
    for user in (COORDINATOR, GUARD):
        await talk.say(user, "/help")
    yield talk


def told(talk: Talk, who: int, last: int = -1) -> str:
    """The last message of a chat in one line."""
    return " ".join(talk.texts(who)[last].split())


def buttons(talk: Talk, who: int) -> list[str]:
    """Labels under the last message of a chat."""
    return [button["text"] for row in talk.messages(who)[-1].keyboard for button in row]


def typed(talk: Talk, who: int, text: str) -> Any:
    """The message in which a person typed this."""
    found = talk.sandbox.chat(who).messages.values()
    return next(one for one in found if not one.from_bot and one.text == text)


async def say(talk: Talk, who: int, *texts: str) -> str:
    """Type one thing after the other; what the last message says then."""
    for text in texts:
        await talk.say(who, text)
    return told(talk, who)


async def press(talk: Talk, who: int, *labels: str) -> str:
    """Press buttons of the last message one after the other; what the last message says then."""
    for label in labels:
        await talk.press(who, talk.messages(who)[-1], label)
    return told(talk, who)


def rows(talk: Talk, table: Any) -> list[Any]:
    """The rows of a table, by id."""

    def read(scope: Any) -> list[Any]:
        found = list(scope.db.exec(select(table).order_by(table.id)).all())
        scope.db.expunge_all()
        return found

    kept: list[Any] = talk.desk.read(read)
    return kept


async def test_one_line_is_read_back_saved_and_can_be_taken_back(desk: Talk) -> None:
    assert await say(desk, HERE, LINE) == (
        "Please check: Planned return, 28 households From Sut Ga · camp, Hka Mai, Demo State "
        'To Lawa Bum · village, Hka Mai, Demo State When 21–31 Jan 2027 ("end Jan") Organised by church '
        "Asks Food 6 months; Shelter/NFI"
    )
    assert buttons(desk, HERE) == ["Save", "Change…", "Cancel"]
    assert rows(desk, Movement) == []
    assert await press(desk, HERE, "Save") == VISITED
    assert told(desk, HERE, -2) == "Saved as M-1. Undo for 15 minutes."
    (saved,) = rows(desk, Movement)
    assert (saved.households, saved.stage, saved.precision, saved.organiser) == (28, "planned", "third", "church")
    assert (saved.window_from, saved.window_to) == (date(2027, 1, 21), date(2027, 1, 31))
    await desk.press(HERE, desk.messages(HERE)[-2], "Undo")
    assert "M-1 is taken back." in [told(desk, HERE), told(desk, HERE, -2)]
    assert rows(desk, Movement)[0].undone_at is not None


async def test_an_answer_makes_a_plan_of_an_intention_and_goes_with_the_report(desk: Talk) -> None:
    await say(desk, FIELD, "30 families want to return from Sut Ga to Hkum Ga in late January, seen by our staff")
    await press(desk, FIELD, "Save")
    receipt = desk.messages(FIELD)[-2]
    assert rows(desk, Movement)[0].stage == "intention"
    assert await press(desk, FIELD, "Yes", "Skip") == (
        "Thank you. With your answer M-1 counts as planned, no longer as an intention."
    )
    assert rows(desk, Movement)[0].stage == "planned"
    await desk.press(FIELD, receipt, "Undo")
    assert "M-1 is taken back." in [told(desk, FIELD), told(desk, FIELD, -2)]
    assert rows(desk, Movement)[0].undone_at is not None


async def test_a_guided_report_takes_eight_taps_and_a_line_two(desk: Talk, capsys: Any) -> None:
    taps = 1
    await say(desk, HERE, "/move")
    for answer in ("Sut Ga", "Lawa Bum"):
        await press(desk, HERE, answer)
        taps += 1
    await press(desk, HERE, "20", "Jan 2027", "church", "Food 6 months", "Save")
    taps += 5
    (saved,) = rows(desk, Movement)
    assert (saved.households, saved.stage, saved.said_when) == (20, "planned", "January 2027")
    line = 0
    for step in (say(desk, FIELD, LINE), press(desk, FIELD, "Save")):
        await step
        line += 1
    assert len(rows(desk, Movement)) == 2
    with capsys.disabled():
        print(f"\n    a guided report: {taps} taps or messages, one line: {line}")  # noqa: T201 - the figure is asked for
    assert (taps, line) == (8, 2)


async def test_a_question_in_the_middle_is_answered_and_the_step_asked_again(desk: Talk) -> None:
    await say(desk, HERE, "/move")
    await press(desk, HERE, "Sut Ga")
    said = await desk.say(HERE, "what do we know of Lawa Bum?")
    assert said[0].startswith("Lawa Bum · village")
    assert said[-1] == "To where?"
    said = await desk.say(HERE, "/sector water Lawa Bum")
    assert (said[0].split()[0], said[-1]) == ("Lawa", "To where?")
    assert await say(desk, HERE, "Lawa Bum") == "How many households?"


async def test_three_misses_offer_to_skip_or_cancel(desk: Talk) -> None:
    await say(desk, HERE, "/move", "Sut Ga", "Lawa Bum")
    said = await desk.say(HERE, "many")
    assert said[0].startswith("I need a number of households, such as 12")
    await say(desk, HERE, "lots")
    said = await desk.say(HERE, "heaps")
    assert "Press [Skip] if you don't know, or [Cancel] to stop" in " ".join(said[0].split())
    assert await press(desk, HERE, "Skip") == "When?"
    assert await say(desk, HERE, "/cancel") == "Cancelled. Nothing was saved."
    assert rows(desk, FlowState) == []
    assert await say(desk, HERE, "/cancel") == "There is nothing to cancel."


async def test_an_edited_message_corrects_its_step(desk: Talk) -> None:
    await say(desk, HERE, "/move", "Sut Ga", "Lawa Bum")
    await desk.say(HERE, "12")
    desk.sandbox.rewrite(typed(desk, HERE, "12"), "15")
    await desk.settle()
    assert told(desk, HERE) == "When?"
    said = await say(desk, HERE, "march", "skip", "skip")
    assert "Intention: return, 15 households" in said


async def test_a_correction_and_a_change_under_the_read_back(desk: Talk) -> None:
    await say(desk, HERE, LINE)
    assert "Planned return, 25 households" in await say(desk, HERE, "sorry not 28 but 25 HH")
    await press(desk, HERE, "Change…", "When")
    assert 'When Mar 2027 ("march")' in await say(desk, HERE, "march")
    old = next(one for one in desk.messages(HERE) if "28 households" in one.text)
    await desk.press(HERE, old, "Save")
    assert rows(desk, Movement) == []
    assert told(desk, HERE).startswith("This button is out of date.") or told(desk, HERE).startswith("Please check:")
    await press(desk, HERE, "Save")
    assert [(one.households, one.said_when) for one in rows(desk, Movement)] == [(25, "march")]


async def test_flags_are_told_to_coordinators_and_protection_without_content(desk: Talk) -> None:
    await say(desk, FIELD, "authorities ordered 20 HH to leave Sut Ga before june, go to Nam Sop")
    await press(desk, FIELD, "Save")
    for who in (COORDINATOR, GUARD):
        assert told(desk, who) == "M-1 needs a look."
    shown = await press(desk, COORDINATOR, "Open")
    assert "V1 order, deadline or pressure" in shown
    assert "V1" not in await say(desk, FIELD, "/movement M-1")
    assert "pressure" not in told(desk, FIELD)


async def test_a_second_report_is_never_added_and_a_coordinator_decides(desk: Talk) -> None:
    await say(desk, HERE, LINE)
    await press(desk, HERE, "Save", "Skip", "Skip")
    await say(desk, FIELD, "25 HH Sut Ga to Lawa Bum in january, committee arranges")
    assert (await press(desk, FIELD, "Save")).startswith(
        "This looks like M-1 (22 Nov 2026): 28 households, Sut Ga → Lawa Bum, 21–31 Jan 2027."
    )
    assert buttons(desk, FIELD) == ["Same group", "Part of it", "Another group", "Not sure", "Skip"]
    assert await press(desk, FIELD, "Same group") == "Is your source another person or list than that of M-1?"
    await press(desk, FIELD, "Yes")
    assert {one.confidence for one in rows(desk, Movement)} == {3}
    assert "Planned 25–28 households, Jan 2027, 2 reports" in await say(desk, FIELD, "/movements Lawa Bum")
    assert (await say(desk, COORDINATOR, "/review")).startswith("Told twice? · 1 item waits M-2 (22 Nov 2026)")
    await press(desk, COORDINATOR, "Another group")
    assert [one.kind for one in rows(desk, MovementLink)] == ["another"]
    assert "Planned 53 households" in await say(desk, FIELD, "/movements Lawa Bum")
    await press(desk, COORDINATOR, "Undo")
    assert [one.kind for one in rows(desk, MovementLink)] == ["unsure"]
    assert len(rows(desk, Movement)) == 2


async def test_splits_keep_their_parts(desk: Talk) -> None:
    await say(desk, FIELD, "14 families from Sut Ga, 6 return to Lawa Bum, 8 local integration")
    await press(desk, FIELD, "Save")
    kept = [(one.households, one.kind, one.reported_households, one.split_of) for one in rows(desk, Movement)]
    assert kept == [(6, "return", 14, None), (8, "local_integration", 14, 1)]
    said = await say(desk, FIELD, "80 families from Sut Ga to Hkum Ga and Nam Sop in March")
    assert said == "80 households go to Hkum Ga, Nam Sop. How many to each? For example: 50 and 30"
    await say(desk, FIELD, "50 and 30")
    await press(desk, FIELD, "Save")
    assert [one.households for one in rows(desk, Movement)][2:] == [50, 30]


async def test_what_became_of_it(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    await press(desk, FIELD, "Save", "Skip", "Skip")
    said = await say(desk, FIELD, "M-1 postponed to March, no funds")
    assert "postponed When Mar 2027 Reason no funds" in said
    await press(desk, FIELD, "Save")
    (now,) = rows(desk, Movement)
    assert (now.stage, now.window_from) == ("postponed", date(2027, 3, 1))
    assert [(one.action, one.before["reason"]) for one in rows(desk, MovementChange)] == [("postponed", "funds")]
    await say(desk, FIELD, "m-1 arrived 26 HH")
    await press(desk, FIELD, "Save")
    (now,) = rows(desk, Movement)
    assert (now.stage, now.households) == ("arrived", 26)
    await desk.press(FIELD, desk.messages(FIELD)[-1], "Undo")
    (now,) = rows(desk, Movement)
    assert (now.stage, now.households) == ("postponed", 28)
    assert (await say(desk, AGENCY, "M-1 cancelled")).startswith("Only the agency that reported this movement")


async def test_news_that_name_a_movement_are_never_those_of_a_commitment(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    await press(desk, FIELD, "Save", "Skip", "Skip")
    await say(desk, FIELD, "we can do latrines for 20 HH in Lawa Bum from January")
    await press(desk, FIELD, "Still a pledge", "Save")
    shown = await say(desk, FIELD, "M-1 cancelled, no funds")
    assert "M-1" in shown
    assert "C-" not in shown
    await press(desk, FIELD, "Save")
    assert [one.action for one in rows(desk, MovementChange)] == ["cancelled"]
    assert "cancelled" not in {one.status for one in rows(desk, Commitment)}


async def test_names_and_numbers_of_people_are_never_kept(desk: Talk) -> None:
    await say(desk, HERE, "/move", "Sut Ga")
    assert "I don't keep names, numbers" in await say(desk, HERE, "Daw Khin Mar Win knows, 09 250 123 456")
    assert await say(desk, HERE, "Daw Hkawn Bum") == "How many households?"
    kept = str(desk.desk.read(lambda scope: [one.sealed for one in scope.db.exec(select(FlowState))]))
    assert "Hkawn" not in kept


async def test_a_group_gets_a_link_and_bands_only(desk: Talk) -> None:
    await say(desk, HERE, LINE)
    await press(desk, HERE, "Save")
    shown = (await desk.say(AGENCY, "/movements@Waypost_bot Lawa Bum", GROUP))[-1]
    assert "Hka Mai, Jan 2027 – Mar 2027: 20–49 HH planned" in " ".join(shown.split())
    for secret in ("28", "Sut Ga", "church", "end Jan", "21"):
        assert secret not in shown
    said = (await desk.say(AGENCY, f"@Waypost_bot {LINE}", GROUP))[-1]
    assert said == "This is done in private, not in a group."
    (link,) = [button for row in desk.messages(GROUP)[-1].keyboard for button in row]
    assert link["url"].endswith("?start=f-move")
    assert (await say(desk, FIELD, "/start f-move")).startswith("From where do they come?")


async def test_a_group_reads_one_answer_for_every_village_and_day_of_a_quarter(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    await press(desk, FIELD, "Save")
    villages = [one.id for one in rows(desk, Place) if one.name in {"Lawa Bum", "Hkum Ga", "Sut Ga", "Hka Mai"}]
    asked = [f"/movements@Waypost_bot {one}" for one in ("Lawa Bum 25 January", "Hkum Ga 3 March", "Hka Mai February")]
    asked += [f"@Waypost_bot who is coming to {one}?" for one in ("Lawa Bum on 12 March", "Hkum Ga on 25 January")]
    told_dated = {" ".join((await desk.say(AGENCY, one, GROUP))[-1].split()) for one in asked}
    assert told_dated == {
        "Movements · Hka Mai · township, Demo State Jan 2027 – Mar 2027 Hka Mai, Jan 2027 – Mar 2027: 20–49 HH planned "
        "Before any travel ask Mine Action and your security focal point."
    }
    links = {desk.messages(GROUP)[-1].keyboard[0][0]["url"]}
    told_whole = {" ".join((await desk.say(AGENCY, "/movements@Waypost_bot Hkum Ga", GROUP))[-1].split())}
    for place in villages:
        await desk.press(AGENCY, desk.messages(GROUP)[-1], f"1|ml|{place}|0", raw=True)
        told_whole.add(told(desk, GROUP))
        links.add(desk.messages(GROUP)[-1].keyboard[0][0]["url"])
    assert len(told_whole) == len(links) == 1
    assert "Lawa" not in told_whole.pop()


async def test_a_list_is_read_back_one_by_one(desk: Talk) -> None:
    lines = ["Movements:", "12 HH Sut Ga to Lawa Bum in march", "9 HH from Sut Ga to Hkum Ga in april"]
    said = await desk.say(FIELD, "\n".join(lines))
    assert "I read 2 reports in this list." in said[0]
    assert "12 households" in said[-1]
    said_next = await press(desk, FIELD, "Save")
    assert said_next == VISITED
    assert "9 households" in await press(desk, FIELD, "Skip", "Skip")
    await press(desk, FIELD, "Save")
    assert [one.households for one in rows(desk, Movement)] == [12, 9]


async def test_a_conversation_survives_a_restart_and_ends_after_a_week(desk: Talk) -> None:
    await say(desk, HERE, "/move", "Sut Ga")
    desk.clock.advance(WAITS.total_seconds() - 60)
    assert await say(desk, HERE, "Lawa Bum") == "How many households?"
    desk.clock.advance(WAITS.total_seconds() + 60)
    await desk.parts.clockwork.alerts.tell(conversations.expired)
    await desk.settle()
    assert told(desk, HERE).startswith("A report that you had begun waited for seven days")
    assert rows(desk, FlowState) == []


async def test_the_card_says_who_is_coming(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    await press(desk, FIELD, "Save", "Skip", "Skip")
    shown = await say(desk, FIELD, "what is going on in Lawa Bum?")
    assert "Coming 28 households, 21–31 Jan 2027" in shown
    assert (await press(desk, FIELD, "Who is coming")).startswith("Movements · Lawa Bum")
    assert "M-1 · 28 households · Sut Ga → Lawa Bum" in buttons(desk, FIELD)
    assert "28" not in (await desk.say(AGENCY, "@Waypost_bot Lawa Bum", GROUP))[-1]


async def test_a_report_in_burmese(desk: Talk) -> None:
    said = await say(desk, BURMESE, "Sut Ga မှ Lawa Bum သို့ အိမ်ထောင်စု ၁၂ စု မတ်လတွင် ပြန်မည်")
    assert "၁၂" in said
    await press(desk, BURMESE, "သိမ်းပါ" if "သိမ်းပါ" in buttons(desk, BURMESE) else buttons(desk, BURMESE)[0])
    (saved,) = rows(desk, Movement)
    assert (saved.households, saved.window_from) == (12, date(2027, 3, 1))


async def test_a_focal_point_reports_of_the_own_townships_only(desk: Talk, stranger: int) -> None:
    assert (await say(desk, stranger, LINE)).startswith(OUTSIDE)
    assert rows(desk, FlowState) == rows(desk, Movement) == []


async def test_a_day_ahead_and_a_vehicle_are_not_kept(desk: Talk) -> None:
    said = await say(desk, FIELD, "25 HH want six month package to return from Sut Ga to Lawa Bum on 25 May by truck")
    assert "When 21–31 May 2027 Asks Food 6 months; Shelter/NFI 6 months; Livelihoods 6 months" in said
    await press(desk, FIELD, "Save")
    (saved,) = rows(desk, Movement)
    assert "25 May" not in str(vars(saved))


async def test_a_correction_finds_the_report(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    await press(desk, FIELD, "Save", "Skip", "Skip")
    said = await say(desk, FIELD, "correction 25 not 28 HH for Lawa Bum")
    assert said.endswith("corrected Households 25 households")
    await press(desk, FIELD, "Save")
    assert [one.households for one in rows(desk, Movement)] == [25]


async def test_what_lies_behind_may_be_a_day_and_flight_is_told_apart(desk: Talk) -> None:
    said = await say(desk, FIELD, "new displacement: 40 HH fled from Lawa Bum to Sut Ga yesterday")
    assert said.startswith("Please check: new displacement, 40 households")
    await press(desk, FIELD, "Save")
    assert "New displacement, not in these sums 40 households" in await say(desk, FIELD, "/movements Sut Ga")
    (saved,) = rows(desk, Movement)
    assert (saved.precision, saved.stage_on) == ("day", date(2026, 11, 21))


async def test_a_follow_up_question_swallows_nothing(desk: Talk) -> None:
    await say(desk, FIELD, LINE)
    assert await press(desk, FIELD, "Save") == VISITED
    question = desk.messages(FIELD)[-1]
    warned = await say(desk, FIELD, "road to Hkum Ga is mined")
    assert "Please pick one of these" not in warned
    assert warned == await say(desk, AGENCY, "road to Hkum Ga is mined")
    assert rows(desk, FlowState) == []
    assert (await say(desk, FIELD, "Hkum Ga")).startswith("Hkum Ga · village")
    await desk.press(FIELD, question, "Yes")
    assert "go_and_see" not in rows(desk, Movement)[0].preparation


async def test_a_list_waits_behind_a_follow_up_question_that_is_left_open(desk: Talk) -> None:
    await desk.say(FIELD, "12 HH Sut Ga to Lawa Bum in march\n9 HH from Sut Ga to Hkum Ga in april")
    assert await press(desk, FIELD, "Save") == VISITED
    question = desk.messages(FIELD)[-1]
    assert (await say(desk, FIELD, "Hkum Ga")).startswith("Hkum Ga · village")
    for _ in range(2):
        await desk.press(FIELD, next(one for one in desk.messages(FIELD) if one.id == question.id), "Skip")
    assert any("9 households" in text for text in desk.texts(FIELD))


OUTSIDE = "You can report movements from or to the townships"


@pytest.fixture
def stranger(desk: Talk) -> int:
    """A focal point of another township than the villages'."""
    found = desk.desk.read(lambda scope: places.townships(scope, "Nmai Ga")[0].id)
    desk.enrol(700000026, Role.FOCAL, townships=[found])
    desk.sandbox.add(SandboxUser(700000026, "x"))
    return 700000026


async def test_a_focal_point_hears_why_a_report_elsewhere_ends(desk: Talk, stranger: int) -> None:
    await say(desk, stranger, "20 HH will move to Lawa Bum in January")
    assert (await press(desk, stranger, "Skip")).startswith(OUTSIDE)
    assert rows(desk, FlowState) == rows(desk, Movement) == []
    assert (await say(desk, stranger, "what is going on in Lawa Bum?")).startswith("Lawa Bum · village")
    assert (await say(desk, stranger, "/move", "Sut Ga", "Lawa Bum")).startswith(OUTSIDE)
    assert (await say(desk, stranger, "hello")).startswith(OUTSIDE) is False
    assert rows(desk, FlowState) == []


async def test_a_report_that_may_not_be_made_any_more_silences_nothing(desk: Talk) -> None:
    await say(desk, FIELD, "28 HH will move Sut Ga -> Lawa Bum end Jan")
    ref = desk.desk.identity.person_ref(FIELD)

    def moves_away(scope: Any) -> None:
        person = scope.db.exec(select(Person).where(Person.ref == ref)).one()
        person.role, person.agency_id = Role.FOCAL, None
        person.townships = [places.townships(scope, "Nmai Ga")[0].id]

    desk.desk.write(moves_away)
    said = await desk.say(FIELD, "what is going on in Lawa Bum?")
    assert said[0].startswith("Lawa Bum · village")
    assert " ".join(said[-1].split()).startswith(OUTSIDE)
    assert rows(desk, FlowState) == []


async def test_questions_that_show_reports_are_protected(desk: Talk) -> None:
    await say(desk, FIELD, "28 HH will move Sut Ga -> Lawa Bum end Jan")
    await press(desk, FIELD, "Save", "Skip", "Skip")
    await say(desk, HERE, "25 HH Sut Ga to Lawa Bum in january, committee arranges")
    assert (await press(desk, HERE, "Save")).startswith("This looks like M-1")
    assert desk.messages(HERE)[-1].protected
    await press(desk, HERE, "Another group")
    await say(desk, HERE, "/cancel", "/start f-news")
    assert told(desk, HERE).startswith("Which report?")
    assert any("M-2" in label for label in buttons(desk, HERE))
    assert desk.messages(HERE)[-1].protected


@pytest.mark.parametrize("name", ["f", "f-nope", "f-moved", "f5-moved"])
async def test_a_forged_link_opens_no_conversation(desk: Talk, name: str) -> None:
    assert (await say(desk, FIELD, f"/start {name}")).startswith("This button is from an older version.")
    assert rows(desk, FlowState) == []
    assert (await say(desk, FIELD, "/start f-move")).startswith("From where do they come?")


async def test_an_edited_answer_with_what_is_never_kept_is_refused(desk: Talk) -> None:
    await say(desk, HERE, "/move", "Sut Ga", "Lawa Bum", "12")
    number = typed(desk, HERE, "12")
    for wrong in ("call U Aung Min 09 250 123 456", "a woman was raped by soldiers in Lawa Bum"):
        new = await say(desk, FIELD, wrong)
        before = len(desk.texts(HERE))
        desk.sandbox.rewrite(number, wrong)
        await desk.settle()
        assert " ".join(desk.texts(HERE)[before].split()) == new
    assert "12 households" in await say(desk, HERE, "march", "skip", "skip")
