"""/digest by buttons, and what the group sees of it: on time and once; coordinators hear when it cannot come."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from coordination.scope import Scope
from coordination.viewer import Role
from models.people import Person
from sandbox.faults import Fault
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, STRANGER, Talk

DUE = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
LABEL = f"G{GROUP}"


@pytest.fixture
async def desk(talk: Talk) -> Talk:
    """The coordinator has agreed, and somebody has written in the group."""
    await talk.say(COORDINATOR, "/start")
    await talk.say(COORDINATOR, "@waypost_bot /start", GROUP)
    return talk


async def press(talk: Talk, *labels: str) -> str:
    """Press button after button under the coordinator's latest message; its text."""
    for label in labels:
        await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], label)
    return talk.texts(COORDINATOR)[-1]


async def made(talk: Talk, *labels: str) -> str:
    await talk.say(COORDINATOR, "/digest")
    return await press(talk, "New digest", LABEL, *(labels or ("One township", "Hka Mai")))


async def tick(talk: Talk, at: datetime | None = None) -> list[str]:
    """The clock ticks; what is new in the group."""
    talk.clock.now = at or talk.clock.now
    before = len(talk.texts(GROUP))
    for _ in range(2):
        await talk.parts.clockwork.digests.tick()
        await talk.parts.drain()
    return talk.texts(GROUP)[before:]


async def test_it_is_set_up_by_four_presses_and_comes_on_monday_at_eight(desk: Talk) -> None:
    (nothing,) = await desk.say(COORDINATOR, "/digest")
    assert "No digest is set up yet." in nothing
    text = await made(desk)
    assert text == (
        f"D-1 · {LABEL}\nAll sectors: Hka Mai\nevery Monday, 08:00 (Asia/Yangon)\nNext: 23 Nov 2026, 08:00\n"
        "Language: as the group's"
    )
    assert await tick(desk, DUE - timedelta(seconds=1)) == []
    (said,) = await tick(desk, DUE)
    assert said.startswith(f"{LABEL} · Hka Mai · week 16–22 Nov\n")
    assert "50–99 HH need food for 6 months" in said
    assert "87" not in said
    assert "ZQX" not in said
    assert said.endswith("Before any travel ask Mine Action and your\nsecurity focal point.")
    assert await tick(desk, DUE + timedelta(minutes=1)) == []
    await desk.say(COORDINATOR, "/digest")
    assert "23 Nov 2026: sent" in await press(desk, "D-1")


async def test_the_links_open_what_each_reader_may_see(desk: Talk) -> None:
    await made(desk)
    await tick(desk, DUE)
    urls = {one["text"]: one["url"] for row in desk.messages(GROUP)[-1].keyboard for one in row}
    assert list(urls) == ["Correct a figure", "Full table"]
    await desk.say(AGENCY, "/start")
    (table,) = await desk.say(AGENCY, f"/start {urls['Full table'].partition('start=')[2]}")
    assert "87 HH" in table, "exact for who may know"
    (usage,) = await desk.say(AGENCY, f"/start {urls['Correct a figure'].partition('start=')[2]}")
    assert usage == desk.desk.words.say("questioned.usage")
    refused = await desk.say(STRANGER, f"/start {urls['Full table'].partition('start=')[2]}")
    assert refused == [desk.desk.words.say("refusal.stranger")]


async def test_a_preview_is_what_the_group_will_read_and_counts_for_nothing(desk: Talk) -> None:
    await made(desk)
    previewed = await press(desk, "Preview")
    assert desk.texts(GROUP)[-1] != previewed
    (said,) = await tick(desk, DUE)
    assert said.splitlines()[1:] == previewed.splitlines()[1:]
    assert "week 15–21 Nov" in previewed, "as if it came now"


async def test_every_setting_by_buttons_or_typed(desk: Talk) -> None:
    await made(desk)
    assert "every Friday, 08:00" in await press(desk, "Day", "Friday")
    assert "every Friday, 16:00" in await press(desk, "Time", "16:00")
    assert "every month on day 1, 16:00" in await press(desk, "How often", "Monthly")
    assert "(Asia/Dhaka)" in await press(desk, "Time zone", "Dhaka")
    assert "Language: မြန်မာ" in await press(desk, "Language", "မြန်မာ")
    assert "Comes without a sound\nIs pinned" in await press(desk, "Without a sound", "Pin it")
    assert (await desk.say(COORDINATOR, "/digest 1 07:05"))[0].count("07:05") == 2
    assert "(Europe/Berlin)" in (await desk.say(COORDINATOR, "/digest D-1 Europe/Berlin"))[0]
    for typed, key in (("/digest 1 25:00", "no_time"), ("/digest 1 07:61", "no_time"), ("/digest soon", "usage")):
        assert await desk.say(COORDINATOR, typed) == [desk.desk.words.say(f"digests.{key}")]
    assert "Atlantis" in (await desk.say(COORDINATOR, "/digest 1 Atlantis"))[0]
    assert await desk.say(COORDINATOR, "/digest 9 07:00") == ["There is no digest D-9."]


async def test_a_pinned_silent_one_in_burmese(desk: Talk) -> None:
    await made(desk)
    await press(desk, "Without a sound", "Pin it", "Language", "မြန်မာ")
    (said,) = await tick(desk, DUE)
    assert "၁၆–၂၂" in said
    assert "Before any travel ask Mine Action" in said
    assert desk.calls("sendMessage")[-1]["disable_notification"] in {True, "true"}
    assert len(desk.calls("pinChatMessage")) == 1


async def test_pause_resume_send_now_and_delete(desk: Talk) -> None:
    await made(desk)
    assert "Paused" in await press(desk, "Pause")
    assert await tick(desk, DUE) == []
    await press(desk, "Resume", "Send now")
    assert await press(desk, "Send now") == "D-1 comes within a minute or two."
    assert len(await tick(desk)) == 1
    assert await tick(desk) == []
    await press(desk, "‹ Back", "D-1", "Delete")
    assert await press(desk, "Delete") == "D-1 is deleted."
    assert await tick(desk, DUE + timedelta(days=7)) == []


async def test_a_sector_digest_and_ones_own(desk: Talk) -> None:
    assert "WASH: This desk's area" in await made(desk, "One sector", "WASH")
    await desk.say(COORDINATOR, "/digest")
    await press(desk, "New digest", "Only to me", "One township", "Hka Mai")
    before = len(desk.texts(COORDINATOR))
    await tick(desk, DUE)
    (own,) = desk.texts(COORDINATOR)[before:]
    assert own.startswith("Hka Mai · week 16–22 Nov")
    assert "50–99 HH" in own, "group-safe wherever it comes"


async def test_one_comes_into_the_topic_where_a_coordinator_asked_for_it(desk: Talk) -> None:
    await made(desk)
    desk.sandbox.say(COORDINATOR, "/digest@waypost_bot", GROUP, thread=7)
    await desk.settle()
    assert desk.texts(GROUP)[-1] == "The digests of this group now come into this topic."
    await tick(desk, DUE)
    assert int(desk.calls("sendMessage")[-1]["message_thread_id"]) == 7
    desk.sandbox.fail(Fault("thread", "sendMessage"))
    assert len(await tick(desk, DUE + timedelta(days=7))) == 1, "a topic that is gone: the general one"
    await desk.say(AGENCY, "/digest@waypost_bot", GROUP)
    await desk.say(COORDINATOR, "/digest")
    assert "topic" in await press(desk, "D-1")


async def test_where_the_bot_was_put_out_it_rests_and_coordinators_hear_without_content(desk: Talk) -> None:
    await made(desk)
    desk.sandbox.fail(Fault("blocked", "sendMessage", chat=GROUP))
    assert await tick(desk, DUE) == []
    assert desk.texts(COORDINATOR)[-1] == "D-1 needs a look."
    opened = await press(desk, "Open")
    assert "Paused: I cannot write there any more" in opened
    assert "23 Nov 2026: not sent: I could not write there" in opened.replace("\n", " ")
    assert await tick(desk, DUE + timedelta(days=7)) == []


async def test_a_group_that_became_a_supergroup_keeps_its_digest(desk: Talk) -> None:
    await made(desk)
    new = -1007000000099
    desk.sandbox.migrate(GROUP, COORDINATOR, new)
    desk.sandbox.fail(Fault("migrate", "sendMessage", chat=GROUP, to=new))
    for at in (DUE, DUE + timedelta(days=7)):
        await tick(desk, at)
    assert [text.splitlines()[0] for text in desk.texts(new)] == [
        f"{LABEL} · Hka Mai · week 16–22 Nov", f"{LABEL} · Hka Mai · week 23–29 Nov",
    ]  # fmt: skip


async def test_after_a_long_stop_the_next_one_owns_up(desk: Talk) -> None:
    await made(desk)
    assert await tick(desk, DUE + timedelta(days=3)) == []
    assert desk.texts(COORDINATOR)[-1] == "D-1 needs a look."
    (said,) = await tick(desk, DUE + timedelta(days=7))
    assert "The digest of 23 Nov did not come." in said


async def test_nobody_else_and_nowhere_else(desk: Talk) -> None:
    await made(desk)
    message = desk.messages(COORDINATOR)[-1]
    for who in (AGENCY, FOCAL):
        await desk.say(who, "/start")
        assert await desk.say(who, "/digest") == [desk.desk.words.say("refusal.not_allowed")]
    for data in ("1|dg", "1|dv|1", "1|dn", "1|ds|1|paused|1", "1|dp|1", "1|dx|1|y", "1|dd|1|y", "1|dc|me|gaps"):
        before = len(desk.texts(AGENCY))
        await desk.say(AGENCY, "hello")
        await desk.press(AGENCY, desk.messages(AGENCY)[-1], data, raw=True)
        assert desk.texts(AGENCY)[-1] == desk.desk.words.say("refusal.not_allowed"), data
        assert len(desk.texts(AGENCY)) > before
    assert message.labels[0] == "Preview"
    assert await tick(desk) == []


async def test_a_second_coordinator_sees_the_groups_digests_and_not_the_others_own(desk: Talk) -> None:
    await made(desk)
    await desk.say(COORDINATOR, "/digest")
    await press(desk, "New digest", "Only to me", "One township", "Hka Mai")
    desk.enrol(STRANGER, Role.COORDINATOR)
    (listed,) = await desk.say(STRANGER, "/digest")
    assert "D-1" in listed
    assert "D-2" not in listed


async def test_what_a_coordinator_had_rests_when_they_are_none_any_more(desk: Talk) -> None:
    await made(desk)
    await desk.say(COORDINATOR, "/digest")
    await press(desk, "New digest", "Only to me", "One township", "Hka Mai")
    desk.enrol(STRANGER, Role.COORDINATOR)
    ref = desk.desk.identity.person_ref(COORDINATOR)

    def demoted(scope: Scope) -> None:
        scope.db.exec(select(Person).where(Person.ref == ref)).one().role = "agency"

    desk.desk.write(demoted)
    before = len(desk.texts(COORDINATOR))
    assert len(await tick(desk, DUE)) == 1
    assert len(desk.texts(COORDINATOR)) == before
    (listed,) = await desk.say(STRANGER, "/digest")
    assert "D-2" in listed
