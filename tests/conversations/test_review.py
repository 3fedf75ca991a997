"""Reviewing, reporting what was seen and questioning figures, as chats."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import select

from bot import reviews
from coordination import places
from coordination.assessments import Answer, AssessmentRow
from coordination.execute import execute
from coordination.review import SubmitAssessments
from coordination.scope import Scope
from coordination.viewer import Role, Viewer
from models.agencies import Agency
from models.assessments import Assessment, IndicatorValue
from models.review import ReviewItem
from sandbox import SandboxUser
from tests.hka_mai import TODAY
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

FIELD, HERE, SECOND = 700000021, 700000022, 700000023
SCHOOL = "school in Lawa Bum open again"
ALERT = "1 item needs a look."
NEWS = "There is news on what you sent. Thank you."


@pytest_asyncio.fixture
async def desk(talk: Talk) -> AsyncIterator[Talk]:
    """A field worker of ZQX, a focal point of Hka Mai and a second coordinator besides; coordinators have written."""
    agency = talk.desk.read(lambda scope: scope.db.exec(select(Agency.id).where(Agency.acronym == "ZQX")).one())
    township = talk.desk.read(lambda scope: places.townships(scope, "Hka Mai")[0].id)
    talk.enrol(FIELD, Role.AGENCY, agency_id=agency)
    talk.enrol(HERE, Role.FOCAL, agency_id=agency, townships=[township])
    talk.enrol(SECOND, Role.COORDINATOR, agency_id=agency)
    for user in (FIELD, HERE, SECOND):
        talk.sandbox.add(SandboxUser(user, str(user)))
    for user in (COORDINATOR, SECOND):
        await talk.say(user, "/help")
    yield talk


def told(talk: Talk, who: int) -> str:
    """The last message of a chat in one line."""
    return " ".join(talk.texts(who)[-1].split())


def buttons(talk: Talk, who: int) -> list[str]:
    """Labels under the last message of a chat."""
    return [button["text"] for row in talk.messages(who)[-1].keyboard for button in row]


async def press(talk: Talk, who: int, *labels: str) -> str:
    """Press buttons of the last message one after the other; what the last message says then."""
    for label in labels:
        await talk.press(who, talk.messages(who)[-1], label)
    return told(talk, who)


def rows(talk: Talk, table: Any) -> list[Any]:
    """The rows of a table."""

    def read(scope: Scope) -> list[Any]:
        found = list(scope.db.exec(select(table)).all())
        scope.db.expunge_all()
        return found

    kept: list[Any] = talk.desk.read(read)
    return kept


async def see_school(talk: Talk, who: int = FIELD) -> None:
    """Somebody reports that a primary school works."""
    await talk.say(who, SCHOOL)
    await press(talk, who, "primary school", "Save")


async def test_an_observation_from_field_to_answer(desk: Talk) -> None:
    values = len(rows(desk, IndicatorValue))
    await desk.say(FIELD, SCHOOL)
    assert told(desk, FIELD).startswith("Lawa Bum · village, Hka Mai, Demo State Up to which level")
    assert buttons(desk, FIELD) == [
        "primary school", "post-primary school", "middle school", "high school", "Cancel",
    ]  # fmt: skip
    said = await press(desk, FIELD, "primary school")
    assert said.startswith("Please check: Lawa Bum · village, Hka Mai, Demo State Education: primary school")
    assert buttons(desk, FIELD) == ["Save", "Cancel", "I was asking"]
    assert rows(desk, ReviewItem) == []
    assert (await press(desk, FIELD, "Save")).startswith("Thank you. A coordinator will look at it.")
    assert len(rows(desk, IndicatorValue)) == values
    assert "primary school" not in " ".join(await desk.say(FIELD, "/sector education Lawa Bum"))
    assert [told(desk, who) for who in (COORDINATOR, SECOND)] == [ALERT, ALERT]
    shown = await press(desk, COORDINATOR, "Open")
    assert shown.startswith("Observation · 1 item waits Lawa Bum · village, Hka Mai, Demo State Seen primary school")
    assert "The store says now no school key informants reported, 12 Mar 2025" in shown
    assert shown.endswith("Sent by ZQX, agency, 22 Nov 2026 Class: restricted")
    assert await press(desk, COORDINATOR, "Accept") == "Accepted and stored. The sender is told."
    assert desk.texts(FIELD)[-1] == NEWS
    assert (
        await press(desk, FIELD, "Open")
        == "School in the village, Lawa Bum Your observation was accepted and is stored."
    )
    assert "observed, 22 Nov 2026: primary school" in " ".join(
        (await desk.say(FIELD, "/sector education Lawa Bum"))[0].split()
    )
    assert "primary school" not in " ".join(await desk.say(AGENCY, "@waypost_bot /sector education Lawa Bum", GROUP))


async def test_the_alert_tells_nothing_but_a_number(desk: Talk) -> None:
    await see_school(desk)
    assert desk.texts(COORDINATOR)[-1] == ALERT
    assert len(desk.texts(COORDINATOR)) == 2
    await desk.say(FIELD, "no electricity in Lawa Bum")
    await press(desk, FIELD, "Save")
    assert len(desk.texts(COORDINATOR)) == 2
    desk.clock.advance(3700)
    await desk.parts.clockwork.alerts.tell(reviews.waiting)
    await desk.settle()
    assert desk.texts(COORDINATOR)[-1] == "2 items need a look."
    await desk.parts.clockwork.alerts.tell(reviews.waiting)
    await desk.settle()
    assert len(desk.texts(COORDINATOR)) == 3


async def test_cards_are_protected_and_alerts_are_not(desk: Talk) -> None:
    await see_school(desk)
    assert not desk.messages(COORDINATOR)[-1].protected
    await press(desk, COORDINATOR, "Open")
    assert desk.messages(COORDINATOR)[-1].protected


async def test_two_coordinators_at_once(desk: Talk) -> None:
    await see_school(desk)
    await press(desk, COORDINATOR, "Open")
    await press(desk, SECOND, "Open")
    await press(desk, COORDINATOR, "Refuse", "contradicts a better source")
    assert await press(desk, SECOND, "Accept") == "P-103 has refused this already."
    assert rows(desk, ReviewItem)[0].state == "refused"


async def test_a_refusal_with_its_reason_and_back(desk: Talk) -> None:
    await see_school(desk)
    await press(desk, COORDINATOR, "Open", "Refuse")
    assert buttons(desk, COORDINATOR) == [
        "not the right place", "too old", "contradicts a better source", "not clear", "holds names of people", "‹ Back",
    ]  # fmt: skip
    said = await press(desk, COORDINATOR, "too old")
    assert said == "Refused: nothing of it is stored. Reason: too old. The sender is told."
    assert await press(desk, COORDINATOR, "Undo") == "Taken back: it waits again."
    assert await press(desk, FIELD, "Open") == "School in the village, Lawa Bum A coordinator will look at it."
    await press(desk, COORDINATOR, "Next (1)", "Refuse", "not clear")
    assert desk.texts(FIELD)[-1] == NEWS
    assert (await press(desk, FIELD, "Open")).endswith("nothing of it is stored. Reason: not clear.")


async def test_a_correction_is_typed_and_a_question_between_is_answered(desk: Talk) -> None:
    await desk.say(FIELD, "water point broken in Lawa Bum")
    await press(desk, FIELD, "3", "Save")
    await press(desk, COORDINATOR, "Open", "Correct")
    assert told(desk, COORDINATOR).endswith("Which value instead? Pick it, or type it as in a spreadsheet.")
    (said,) = await desk.say(COORDINATOR, "many")
    assert " ".join(said.split()).startswith("I need a whole number from 0 to 999,999")
    (said,) = await desk.say(COORDINATOR, "what is going on in Hkum Ga")
    assert said.startswith("Hkum Ga · village")
    await desk.say(COORDINATOR, "၅")
    assert told(desk, COORDINATOR).endswith("Instead working water points: 5")
    assert await press(desk, COORDINATOR, "Save") == "Stored with the corrected value. The sender is told."
    (said,) = await desk.say(COORDINATOR, "7")
    assert "I did not understand this." in said
    assert desk.texts(FIELD)[-1] == NEWS
    assert {value.number for value in rows(desk, IndicatorValue) if value.indicator == "WSH-04"} == {5}


async def test_a_correction_is_picked_or_given_up(desk: Talk) -> None:
    await see_school(desk)
    await press(desk, COORDINATOR, "Open", "Correct", "Cancel")
    assert buttons(desk, COORDINATOR) == ["Accept", "Correct", "Refuse", "Later"]
    (said,) = await desk.say(COORDINATOR, "middle")
    assert "Instead" not in said
    await desk.say(COORDINATOR, "/review")
    await press(desk, COORDINATOR, "Correct", "middle school")
    assert told(desk, COORDINATOR).endswith("Instead middle school")
    await press(desk, COORDINATOR, "Save")
    stored = [value.choice for value in rows(desk, IndicatorValue) if value.indicator == "EDU-01"]
    assert stored == ["none", "middle"]


async def test_a_value_is_not_waited_for_longer_than_an_hour(desk: Talk) -> None:
    await desk.say(FIELD, "water point broken in Lawa Bum")
    await press(desk, FIELD, "3", "Save")
    await press(desk, COORDINATOR, "Open", "Correct")
    desk.clock.advance(3601)
    (said,) = await desk.say(COORDINATOR, "5")
    assert "I did not understand this." in said


async def test_the_place_is_asked_for_where_two_bear_the_name(desk: Talk) -> None:
    await desk.say(FIELD, "no mobile network in Kawng Hpra")
    assert buttons(desk, FIELD) == ["Kawng Hpra, Hka Mai", "Kawng Hpra, Nmai Ga", "Cancel"]
    said = await press(desk, FIELD, "Kawng Hpra, Nmai Ga")
    assert said.startswith("Please check: Kawng Hpra · village, Nmai Ga, Demo State")
    assert "no phone network Seen on 22 Nov 2026." in said
    assert await press(desk, FIELD, "Cancel") == "Nothing was stored."
    assert rows(desk, ReviewItem) == []


async def test_whoever_was_asking_gets_the_answer(desk: Talk) -> None:
    await desk.say(FIELD, "clinic closed in Lawa Bum")
    assert buttons(desk, FIELD)[:3] == ["midwife", "health volunteer only", "no health worker"]
    said = await press(desk, FIELD, "no health worker", "I was asking")
    assert said.startswith("Lawa Bum · Health")
    assert rows(desk, ReviewItem) == []


async def test_the_sender_takes_it_back(desk: Talk) -> None:
    await see_school(desk)
    assert await press(desk, FIELD, "Undo") == "Taken back: nothing of it is kept."
    assert rows(desk, ReviewItem)[0].payload is None
    assert (await press(desk, COORDINATOR, "Open")).startswith("Nothing waits.")


async def test_save_pressed_twice_is_one_observation(desk: Talk) -> None:
    await desk.say(FIELD, "no electricity in Lawa Bum")
    message = desk.messages(FIELD)[-1]
    data = message.keyboard[0][0]["callback_data"]
    for _ in range(2):
        await desk.press(FIELD, message, data, raw=True)
    assert len(rows(desk, ReviewItem)) == 1


async def test_a_coordinators_own_observation_is_read_back_and_stored(desk: Talk) -> None:
    await see_school(desk, SECOND)
    assert told(desk, SECOND) == "Stored."
    assert any(one.tool == "DO" and one.instance.startswith("sighting.") for one in rows(desk, Assessment))
    assert desk.texts(COORDINATOR)[-1] != ALERT


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("5 families arrived in Lawa Bum", "From where do they come?"),
        ("20 soldiers came to Lawa Bum", "I keep nothing about armed forces"),
        ("mines found behind the school in Lawa Bum", "I keep no positions of mines."),
        ("a girl was raped in Lawa Bum", "Thank you for wanting to tell this. I keep nothing of it"),
        ("school will open in Lawa Bum", "I take only what somebody saw"),
        ("school open and clinic closed in Lawa Bum", "One thing at a time, please"),
        ("school open again", "In which place?"),
        ("school in Nyauk Pyin open again", 'I know no place "'),
        ("school in Hka Mai open again", "Hka Mai is an area."),
        ("clinic closed in Lawa Bum says Daw Mya Mya 09 123 456 789", "I don't keep names"),
    ],
)
async def test_what_is_not_taken(desk: Talk, said: str, answer: str) -> None:
    (reply,) = await desk.say(FIELD, said)
    assert " ".join(reply.split()).startswith(answer)
    assert rows(desk, ReviewItem) == []


async def test_coordinators_hear_of_an_incident_without_content(desk: Talk) -> None:
    await desk.say(FIELD, "a girl was raped in Lawa Bum")
    said = told(desk, COORDINATOR)
    assert said.startswith("Somebody began to tell this desk what happened to a person.")
    assert not re.search(r"girl|raped|Lawa|ZQX", said)


async def test_in_a_group_only_an_incident_is_answered_as_one(desk: Talk) -> None:
    (said,) = await desk.say(FIELD, "@waypost_bot a girl was raped in Lawa Bum", GROUP)
    assert " ".join(said.split()).endswith("Please delete the message from this group.")
    (said,) = await desk.say(FIELD, f"@waypost_bot {SCHOOL}", GROUP)
    assert said.startswith("Lawa Bum ·")
    assert rows(desk, ReviewItem) == []


async def test_a_focal_point_reports_from_the_own_township_only(desk: Talk) -> None:
    (said,) = await desk.say(HERE, "school in Kawng Hpra, Nmai Ga open again")
    assert said == "You can report from your own townships only."
    await see_school(desk, HERE)
    assert rows(desk, ReviewItem)[0].state == "waiting"


async def test_a_person_without_an_agency_is_told_so(desk: Talk) -> None:
    (said,) = await desk.say(AGENCY, SCHOOL)
    assert said.startswith("You are registered without an agency")


@pytest.mark.parametrize(
    "question", ["is there a clinic in Lawa Bum", "school in Lawa Bum", "school in Lawa Bum open?"]
)
async def test_a_question_stays_a_question(desk: Talk, question: str) -> None:
    (said,) = await desk.say(FIELD, question)
    assert said.startswith("Lawa Bum · ")


async def test_a_figure_is_questioned_from_its_card(desk: Talk) -> None:
    await desk.say(FIELD, "/village Lawa Bum")
    said = await press(desk, FIELD, "Question a figure")
    assert said.startswith("Which figure of Lawa Bum do you doubt? (1/2)")
    await press(desk, FIELD, "Next ›", "‹ Back")
    await press(desk, FIELD, "5", "Too high")
    assert told(desk, FIELD).startswith("Thank you. The figure is marked as questioned")
    for who in (FIELD, COORDINATOR):
        assert "(questioned)" in " ".join(await desk.say(who, "/sector shelter Lawa Bum"))
    (said,) = await desk.say(FIELD, "@waypost_bot shelter Lawa Bum", GROUP)
    assert "50–99 HH need house repair (questioned)" in " ".join(said.split())
    await desk.say(COORDINATOR, "/review")
    assert "Because Too high" in told(desk, COORDINATOR)
    assert buttons(desk, COORDINATOR) == ["Keep", "Replace", "Withdraw", "Later"]
    await press(desk, COORDINATOR, "Replace")
    await desk.say(COORDINATOR, "60")
    await press(desk, COORDINATOR, "Save")
    assert desk.texts(FIELD)[-1] == NEWS
    assert (await press(desk, FIELD, "Open")).endswith(", Lawa Bum A coordinator replaced it.")
    assert "60 of 173 HH" in " ".join((await desk.say(FIELD, "/sector shelter Lawa Bum"))[0].split())


async def test_a_figure_is_questioned_by_its_code_and_withdrawn(desk: Talk) -> None:
    await desk.say(FIELD, "/question lawa bum wsh-02")
    assert told(desk, FIELD).startswith("Lawa Bum · village, Hka Mai, Demo State 87 HH short of water household survey")
    await press(desk, FIELD, "Out of date")
    await press(desk, COORDINATOR, "Open", "Withdraw")
    assert told(desk, COORDINATOR).endswith("Take this figure out of every answer? Its history stays.")
    said = await press(desk, COORDINATOR, "Withdraw")
    assert said == "Withdrawn: the figure is in no answer any more. The sender is told."
    assert "short of water" not in " ".join(await desk.say(FIELD, "/sector WASH Lawa Bum"))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/question", "Which place, and which figure?"),
        ("/question Kawng Hpra WSH-02", "Which Kawng Hpra?"),
        ("/question Nyauk Pyin", 'I know no place "Nyauk Pyin"'),
        ("/question Hkum Ga", "There is no figure of Hkum Ga to show."),
        ("/question Lawa Bum PRO-03", "Which figure of Lawa Bum do you doubt?"),
        ("/question Daw Mya Mya", "I don't keep names"),
    ],
)
async def test_what_cannot_be_questioned(desk: Talk, said: str, answer: str) -> None:
    (reply,) = await desk.say(FIELD, said)
    assert " ".join(reply.split()).startswith(answer)
    assert rows(desk, ReviewItem) == []


async def test_a_focal_point_questions_elsewhere_what_is_public_only(desk: Talk) -> None:
    townships = desk.desk.read(lambda scope: places.townships(scope, "Nmai Ga"))
    other = 700000024
    desk.enrol(other, Role.FOCAL, agency_id=1, townships=[townships[0].id])
    desk.sandbox.add(SandboxUser(other, "Elsewhere"))
    await desk.say(other, "/question Lawa Bum")
    said = told(desk, other)
    assert "50–99 HH" in said
    assert not re.search(r"\b87\b|173|direct evidence", said)


def an_import(talk: Talk) -> None:
    """An agency's file with two assessments."""

    def send(scope: Scope) -> None:
        place = places.find(scope, "Lawa Bum").candidates[0].place.id
        agency = scope.db.exec(select(Agency.id).where(Agency.acronym == "ZQX")).one()
        assert agency is not None
        sent = tuple(
            AssessmentRow(row=at, place_id=place, agency_id=agency, collected_on=TODAY, tool="HHS",
                          answers=(Answer("WSH-02", number=40 + at),), instance=f"i{at}", consent=True)
            for at in (1, 2)
        )  # fmt: skip
        viewer = Viewer(kind="person", role=Role.AGENCY, ref=talk.desk.identity.person_ref(FIELD), agency_id=agency)
        execute(Scope(scope.db, scope.desk, viewer, talk.clock()), SubmitAssessments(sent, left_out=1))

    talk.desk.write(send)


async def test_an_import_is_looked_through_confirmed_and_stored(desk: Talk) -> None:
    await desk.say(FIELD, "/help")
    an_import(desk)
    await desk.say(COORDINATOR, "/review")
    assert told(desk, COORDINATOR) == (
        "Import · 1 item waits 2 assessments in 1 place 22 Nov 2026, household survey "
        "2 new, 0 change what is stored, 0 equal to it 1 row of the file could not be read and is not in it "
        "Sent by ZQX, agency, 22 Nov 2026 Class: restricted"
    )
    said = await press(desk, COORDINATOR, "Show rows")
    assert "Lawa Bum household survey, 22 Nov 2026 41 HH short of water" in said
    await press(desk, COORDINATOR, "‹ Back", "Accept")
    assert told(desk, COORDINATOR).endswith("Store all of it? This cannot be undone in one step.")
    assert "42 of 173 HH" not in " ".join(await desk.say(FIELD, "/sector WASH Lawa Bum"))
    said = await press(desk, COORDINATOR, "Yes, store")
    assert said == "Accepted and stored. The sender is told."
    assert buttons(desk, COORDINATOR) == []
    assert await press(desk, FIELD, "Open") == "Your import It was accepted and is stored."
    assert "42 of 173 HH" in " ".join((await desk.say(FIELD, "/sector WASH Lawa Bum"))[0].split())


async def test_what_waited_too_long_is_told_and_gone(desk: Talk) -> None:
    await see_school(desk)
    desk.clock.advance(31 * 24 * 3600)
    await desk.parts.clockwork.alerts.tell(reviews.expired)
    await desk.settle()
    assert desk.texts(FIELD)[-1] == NEWS
    assert "Nobody could look at it within 30 days" in await press(desk, FIELD, "Open")
    assert rows(desk, ReviewItem)[0].payload is None


async def test_the_queue_is_for_coordinators_in_private(desk: Talk) -> None:
    await see_school(desk)
    assert await desk.say(FIELD, "/review") == ["Your role does not allow that."]
    assert await desk.say(COORDINATOR, "/review@waypost_bot", GROUP) == ["Please ask me this in a private chat."]


@pytest.mark.parametrize(
    "data",
    ["1|rq|0", "1|ra|1", "1|ra|1|y", "1|rc|1", "1|rv|1|primary", "1|rw|1|middle", "1|rf|1|old", "1|rt|1|y", "1|ru|1",
     "1|rn|1", "1|ri|1|0", "1|rx|1"],
)  # fmt: skip
async def test_forged_buttons_change_and_tell_nothing(desk: Talk, data: str) -> None:
    await see_school(desk)
    await desk.say(HERE, "/help")
    await desk.press(HERE, desk.messages(HERE)[-1], data, raw=True)
    assert "primary" not in " ".join(desk.texts(HERE))
    assert rows(desk, ReviewItem)[0].state == "waiting"


@pytest.mark.parametrize(
    "data",
    ["1|ra|99", "1|ra|x", "1|rv|1|nonsense", "1|rf|1|because", "1|ri|1|x", "1|o|1|EDU-01|primary|999999",
     "1|os|1|PRO-03|inside|261122", "1|os|1|EDU-01|nonsense|261122", "1|os|1|EDU-01|primary|261101",
     "1|os|999999|EDU-01|primary|261122", "1|qv|999999", "1|qr|1|rumour", "1|q|999999", "1|ra|999999999999999999"],
)  # fmt: skip
async def test_data_that_no_button_bears_stores_nothing(desk: Talk, data: str) -> None:
    await see_school(desk)
    before = len(rows(desk, IndicatorValue))
    await desk.say(SECOND, "/help")
    await desk.press(SECOND, desk.messages(SECOND)[-1], data, raw=True)
    assert desk.inbox()[-1].status == "done"
    assert len(rows(desk, IndicatorValue)) == before
    assert [item.state for item in rows(desk, ReviewItem)] == ["waiting"]
