"""In a group: one message an answer, the travel line last, details behind a link, nothing that was not asked for."""

import pytest

from tests.talk import AGENCY, FOCAL, GROUP, STRANGER, Talk

TRAVEL = "Before any travel ask Mine Action and your\nsecurity focal point."
ASKED = (
    "what is going on in Lawa Bum?",
    "any WASH and food gaps in Lawa Bum",
    "is Lawa Bum safe?",
    "who works in Lawa Bum",
    "Kawng Hpra water",
    "Lawa Bam water",
    "who is coming to Lawa Bum",
    "water in Lawa Bum, Nam Sop and Kawng Hpra",
    "Nam Sop or Lawa Bum or Zzyzx Wuwu",
)


@pytest.mark.parametrize("question", ASKED)
async def test_one_message_that_ends_with_the_travel_line(talk: Talk, question: str) -> None:
    said = await talk.say(AGENCY, f"@waypost_bot {question}", GROUP)
    assert len(said) == 1
    assert said[0].endswith(TRAVEL)
    assert said[0].count("Before any travel") == 1


COMMANDS = ("/village Lawa Bum", "/gaps", "/gaps WASH", "/place Lawa Bum", "/compare Lawa Bum and Nam Sop")


@pytest.mark.parametrize("command", COMMANDS)
async def test_commands_end_with_it_as_well(talk: Talk, command: str) -> None:
    (said,) = await talk.say(AGENCY, command, GROUP)
    assert said.endswith(TRAVEL)


async def test_two_sectors_are_one_answer_with_one_link(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "@waypost_bot any WASH and food gaps in Lawa Bum", GROUP)
    assert "Lawa Bum · WASH" in said
    assert "Lawa Bum · Food" in said
    assert talk.messages(GROUP)[-1].labels.count("Open in private") == 1


def link(talk: Talk) -> str:
    """What follows /start in the link under the latest message of the group."""
    urls = [button.get("url", "") for row in talk.messages(GROUP)[-1].keyboard for button in row]
    return next(url for url in urls if url).partition("?start=")[2]


async def test_links_open_sector_and_area_with_the_rights_of_the_opener(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot any WASH gaps in Lawa Bum", GROUP)
    sector = link(talk)
    assert sector.endswith("-wash")
    (opened,) = await talk.say(AGENCY, f"/start {sector}")
    assert "87 of 173" in opened
    (elsewhere,) = await talk.say(FOCAL, f"/start {sector}")
    assert "87 of 173" not in elsewhere, "a focal point outside the own townships sees what is public"
    assert await talk.say(STRANGER, f"/start {sector}") == [talk.desk.words.say("refusal.stranger")]
    await talk.say(AGENCY, "/gaps WASH", GROUP)
    assert link(talk) == "g-wash"
    (gaps,) = await talk.say(AGENCY, "/start g-wash")
    assert "WASH" in gaps
    assert "Before any travel" not in gaps


@pytest.mark.parametrize("text", ["v", "g-nonsense", "v999999999999999999", "s1", "v1-", "x" * 64])
async def test_a_link_that_leads_nowhere_is_answered(talk: Talk, text: str) -> None:
    assert len(await talk.say(AGENCY, f"/start {text}")) == 1


async def test_what_is_not_for_the_bot_is_not_answered(talk: Talk) -> None:
    for text in ("Lawa Bum is far", "/weather", "who has the car key?"):
        assert await talk.say(AGENCY, text, GROUP) == []


async def test_a_typed_button_in_a_group_is_the_groups_question(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot hmm well", GROUP)
    await talk.press(FOCAL, talk.messages(GROUP)[-1], "/village Lawa Bum")
    said = talk.texts(GROUP)[-1]
    assert said.startswith("Lawa Bum · village")
    assert said.endswith(TRAVEL)
    assert "173" not in said
