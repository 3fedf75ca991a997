"""What was told last carries over: to whoever was told it, in that chat, for a while, and always by its name."""

from collections.abc import Sequence

import pytest
from sqlmodel import select

from models.topics import LastTopic
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, STRANGER, Talk

UNDERSTOOD = pytest.mark.only("sqlite", "what a text means is no matter of the store")
WHICH = "Which place? Name a village,"


def rows(talk: Talk) -> list[LastTopic]:
    """All that is remembered."""
    return talk.desk.read(lambda scope: list(scope.db.exec(select(LastTopic))))


async def first_lines(talk: Talk, *texts: str, who: int = AGENCY) -> list[str]:
    """How the answer to the last of these texts begins, message by message."""
    said: Sequence[str] = ()
    for text in texts:
        said = await talk.say(who, text)
    return [one.splitlines()[0] for one in said]


@UNDERSTOOD
@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("what is going on in Lawa Bum", "and water?"), ["Lawa Bum · WASH"]),
        (("water in Lawa Bum", "and health?", "what about food"), ["Lawa Bum · Food"]),
        (("Lawa Bum", "who is there?"), ["Lawa Bum · who does what"]),
        (("water in Lawa Bum", "and who covers it"), ["Lawa Bum · WASH"]),
        (("water in Lawa Bum", "same for Nam Sop"), ["Nam Sop · WASH"]),
        (("water in Lawa Bum", "and Nam Sop?"), ["Nam Sop · WASH"]),
        (("water in Lawa Bum", "Nam Sop"), ["Nam Sop · village, Hka Mai, Demo State"]),
        (("water in Lawa Bum", "in the whole township?"), ["Hka Mai · WASH: open needs"]),
        (("Lawa Bum", "wash gaps"), ["Lawa Bum · WASH"]),
        (("Lawa Bum", "is it safe there?"), ["Lawa Bum · village, Hka Mai, Demo State"]),
        (
            ("water in Lawa Bum and Nam Sop", "and food?"),
            ["Lawa Bum · Food", "I have nothing to show here on Food in Nam"],
        ),
        (("Lawa Bum", "compare it with Nam Sop"), ["Lawa Bum and Nam Sop, side by side (1/3)"]),
        (("Lawa Bum vs Nam Sop", "and water?"), ["Lawa Bum · WASH", "Nam Sop · WASH"]),
        (("gaps in Hka Mai", "and food?"), ["Hka Mai · Food: open needs"]),
        (("/village Lawa Bum", "and water?"), ["Lawa Bum · WASH"]),
        (("Lawa Bum", "who's coming?"), ["Movements · Lawa Bum · village, Hka Mai,"]),
        (("Lawa Bum", "thanks", "and water?"), ["Lawa Bum · WASH"]),
        (("Lawa Bum", "n water?"), ["Lawa Bum · WASH"]),
        (("food in Lawa Bum", "only 3 months or 6?"), ["Lawa Bum · Food"]),
        (("fwd: what about water in Lawa Bum w food", "any news?"), ["Lawa Bum · village, Hka Mai, Demo State"]),
        (("Lawa Bum မှာ ရေ ရှိလား", "ကျန်းမာရေးရော"), ["Lawa Bum · Health"]),
        (("Lawa Bum မှာ ရေ ရှိလား", "Nam Sop ရော"), ["Nam Sop · WASH"]),
        (("Lawa Bum အခြေအနေ?", "ဘယ်သူတွေ ရှိလဲ"), ["Lawa Bum · who does what"]),
        (("Lawa Bum မှာ ရေ ရှိလား", "မြို့နယ်တစ်ခုလုံးမှာရော"), ["Hka Mai · WASH: open needs"]),
    ],
)
async def test_it_carries_over(talk: Talk, texts: Sequence[str], told: Sequence[str]) -> None:
    assert await first_lines(talk, *texts) == told


@UNDERSTOOD
@pytest.mark.parametrize(
    "texts",
    [
        ("and health?",),
        ("who is there?",),
        ("gaps there?",),
        ("same as before",),
        ("Lawa Bum", "info Kawng Hpra", "and health?"),
        ("Lawa Bum", "anything on Zzyzx village?", "and health?"),
    ],
)
async def test_it_is_asked_where_nothing_is_remembered(talk: Talk, texts: Sequence[str]) -> None:
    (said,) = await first_lines(talk, *texts)
    assert said.startswith(WHICH)


@UNDERSTOOD
@pytest.mark.parametrize("text", ["yes", "undo", "you are wrong, it is not 87", "send me the report"])
async def test_what_is_no_question_is_not_one_about_the_last_place(talk: Talk, text: str) -> None:
    (said,) = await first_lines(talk, "Lawa Bum", text)
    assert said.startswith("I did not understand this.")


@UNDERSTOOD
@pytest.mark.parametrize("text", ["water in zokpa", "what about zokpa", "how is zokpa", "and the zokpa camp?"])
async def test_a_name_that_nobody_knows_is_never_taken_for_the_last_place(talk: Talk, text: str) -> None:
    (said,) = await first_lines(talk, "water in Lawa Bum", text)
    assert "Lawa Bum" not in said


async def test_a_place_that_was_picked_is_remembered(talk: Talk) -> None:
    await talk.say(AGENCY, "info Kawng Hpra")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "Kawng Hpra, Nmai Ga")
    (said,) = await talk.say(AGENCY, "and water?")
    assert said.replace("\n", " ").startswith("I have nothing to show here on WASH in Kawng Hpra.")


async def test_a_sector_that_was_pressed_is_remembered(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[0], "WASH")
    assert await first_lines(talk, "same for Nam Sop") == ["Nam Sop · WASH"]


async def test_after_half_an_hour_it_is_forgotten(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    talk.clock.advance(29 * 60)
    assert await first_lines(talk, "and water?") == ["Lawa Bum · WASH"]
    talk.clock.advance(29 * 60)
    assert await first_lines(talk, "and health?") == ["Lawa Bum · Health"]
    talk.clock.advance(30 * 60)
    (said,) = await first_lines(talk, "and food?")
    assert said.startswith(WHICH)


async def test_in_a_group_everybody_has_an_own_one_and_private_another(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot water in Lawa Bum", GROUP)
    await talk.say(COORDINATOR, "@waypost_bot Nam Sop", GROUP)
    (mine,) = await talk.say(AGENCY, "@waypost_bot and food?", GROUP)
    assert mine.startswith("Lawa Bum · Food")
    (other,) = await talk.say(FOCAL, "@waypost_bot and food?", GROUP)
    assert other.startswith(WHICH)
    assert (await first_lines(talk, "and food?"))[0].startswith(WHICH)
    assert {(row.person_ref, row.chat_ref) for row in rows(talk)} == {
        (talk.desk.identity.person_ref(who), talk.desk.identity.chat_ref(GROUP)) for who in (AGENCY, COORDINATOR)
    }


async def test_a_stranger_has_none(talk: Talk) -> None:
    await talk.say(STRANGER, "Lawa Bum")
    await talk.say(STRANGER, "and water?")
    assert rows(talk) == []


async def test_only_ids_and_codes_are_kept_and_leaving_takes_them_away(talk: Talk) -> None:
    await talk.say(AGENCY, "water n food in Lawa Bum pls")
    (row,) = rows(talk)
    assert (row.kind, row.sectors, len(row.places)) == ("sectors", ["wash", "food_security"], 1)
    await talk.say(AGENCY, "/me")
    assert "told you of last" in " ".join(talk.texts(AGENCY)[-1].split())
    message = talk.messages(AGENCY)[-1]
    await talk.press(AGENCY, message, "Leave the desk")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Yes, leave")
    assert rows(talk) == []


async def test_a_link_from_the_group_is_remembered_in_private(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot what is going on in Lawa Bum", GROUP)
    (link,) = [one["url"] for row in talk.messages(GROUP)[0].keyboard for one in row if "url" in one]
    await talk.say(AGENCY, f"/start {link.partition('start=')[2]}")
    assert await first_lines(talk, "and water?") == ["Lawa Bum · WASH"]


async def test_without_a_place_the_gaps_are_those_of_the_desks_area(talk: Talk) -> None:
    for text in ("wash gaps", "which villages have no water", "/gaps wash"):
        (said,) = await first_lines(talk, text, who=COORDINATOR)
        assert said == "This desk's area · WASH: open needs"
    assert await first_lines(talk, "and food?", who=COORDINATOR) == ["This desk's area · Food: open needs"]
