"""/help, the tour, a wrong command and what was not understood: every example works on the desk's own data."""

import pytest
from sqlmodel import select

from coordination.scope import Scope
from handlers.commands import COMMANDS, nearest
from models.people import Person
from models.places import Place
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, Talk
from words.tour import ROLES
from words.typed import MOST_BYTES

SAYS_NO = ("error.", "refusal.", "ask.usage_", "ask.no_place", "ask.unknown", "ask.near", "questioned.usage")


def play(talk: Talk, role: str) -> int:
    """Somebody of that role, whose township is the one of Lawa Bum."""

    def work(scope: Scope) -> None:
        row = scope.db.get_one(Person, talk.desk.identity.person_ref(FOCAL))
        place = scope.db.exec(select(Place).where(Place.name == "Lawa Bum")).one()
        row.role, row.townships = role, [place.township_id or 0]

    talk.desk.write(work)
    return FOCAL


def refused(talk: Talk, text: str) -> list[str]:
    """Which of the desk's ways to say no a text is."""
    texts = {key: str(text_) for key, text_ in talk.desk.words._english.items() if key.startswith(SAYS_NO)}
    beginnings = {key: said.split("{")[0][:40] for key, said in texts.items()}
    return [key for key, said in beginnings.items() if said and " ".join(text.split()).startswith(said)]


@pytest.mark.parametrize("role", ROLES)
async def test_three_messages_each_with_an_example_that_works(talk: Talk, role: str) -> None:
    who = play(talk, role)
    await talk.say(who, "/help")
    await talk.press(who, talk.messages(who)[-1], "Show me around")
    for step in (1, 2, 3):
        message = talk.messages(who)[-1]
        assert message.text.startswith(f"{step} of 3")
        example = message.labels[0]
        assert "VILLAGE" not in example + message.text
        await talk.press(who, message, example)
        answer = talk.texts(who)[-1]
        assert answer != message.text, example
        assert refused(talk, answer) == [], example
        if step < 3:
            await talk.press(who, message, "Next ›")
    assert message.labels[-1] == "What else can I ask?"
    await talk.press(who, message, "What else can I ask?")
    assert talk.texts(who)[-1].startswith("Waypost")


async def test_the_tour_is_skipped(talk: Talk) -> None:
    await talk.say(AGENCY, "/start")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Show me around")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Skip")
    assert talk.texts(AGENCY)[-1] == talk.desk.words.say("tour.skipped")


@pytest.mark.parametrize("role", ROLES)
async def test_every_example_of_the_help_page_works(talk: Talk, role: str) -> None:
    who = play(talk, role)
    (shown,) = await talk.say(who, "/help")
    page = talk.messages(who)[-1]
    typed = [line.partition(" – ")[0] for line in shown.splitlines() if line.startswith("/") and " – " in line]
    commands = [command for command in COMMANDS if not command.roles or role in command.roles]
    assert refused(talk, (await talk.say(who, "/village"))[0]) == ["ask.usage_village"]
    assert [line.split()[0].removeprefix("/") for line in typed] == [command.name for command in commands]
    for text in [*(line for line in typed if " " in line), *page.labels[:-1]]:
        answers = await talk.say(who, text)
        assert answers, text
        assert [refused(talk, answer) for answer in answers] == [[]] * len(answers), text


async def test_names_of_the_examples_are_what_the_reader_may_see(talk: Talk) -> None:
    (agency,) = await talk.say(AGENCY, "/help")
    assert "Nam Sop" not in agency.split("\n\n")[1], "the first place with a figure that is shown"
    (group,) = await talk.say(COORDINATOR, "/help", GROUP)
    assert "/village Lawa Bum" in group
    assert "/people" not in group


async def test_a_desk_without_places_shows_words_in_capitals(talk: Talk) -> None:
    def empty(scope: Scope) -> None:
        for table in ("indicator_value", "commitment", "assessment"):
            scope.db.connection().exec_driver_sql(f"DELETE FROM {table}")
        scope.db.connection().exec_driver_sql("UPDATE place SET listed = (1 = 0)")

    talk.desk.write(empty)
    (shown,) = await talk.say(AGENCY, "/help")
    assert "/village VILLAGE" in shown
    assert talk.messages(AGENCY)[-1].labels == ["Show me around"]


async def test_a_wrong_command_gets_the_nearest_with_what_stood_after_it(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "/gapz Lawa Bum")
    assert said == "I do not know this command. Did you mean /gaps?"
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "/gaps Lawa Bum")
    assert talk.texts(AGENCY)[-1].startswith("Open needs, Lawa Bum") or "Lawa Bum" in talk.texts(AGENCY)[-1]
    assert await talk.say(AGENCY, "/zzz") == [talk.desk.words.say("ask.unknown_command")]
    long = "/gapz " + "x" * 70
    await talk.say(AGENCY, long)
    assert talk.messages(AGENCY)[-1].labels == ["/gaps"]


async def test_another_bots_command_is_left_alone_in_a_group(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/weather", GROUP) == []
    (said,) = await talk.say(AGENCY, "/gapz@waypost_bot", GROUP)
    assert "Did you mean /gaps?" in said


@pytest.mark.parametrize(
    ("typed", "role", "found"),
    [
        ("gapz", "agency", ("gaps",)),
        ("vilage", "group", ("village",)),
        ("HELPP", "agency", ("help",)),
        ("peple", "coordinator", ("people",)),
        ("peple", "agency", ("place",)),
        ("qualty", "focal", ()),
        ("xyz", "coordinator", ()),
    ],
)
def test_nearest_commands_are_those_of_the_role(typed: str, role: str, found: tuple[str, ...]) -> None:
    assert nearest(typed, role) == found


async def test_what_is_not_understood_offers_three_readings_and_is_counted(talk: Talk) -> None:
    await talk.say(AGENCY, "how many people lack latrines please")
    offered = talk.messages(AGENCY)[-1].labels
    assert offered == ["/gaps WASH", "/sector WASH Lawa Bum", "/gaps"]
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "/sector WASH Lawa Bum")
    assert talk.texts(AGENCY)[-1].startswith("Lawa Bum · WASH")
    await talk.say(AGENCY, "hmm well")
    await talk.say(AGENCY, "/zzz")
    (overview,) = await talk.say(COORDINATOR, "/quality")
    assert "Not understood in 30 days: 3 (no place named 2, unknown command 1)" in " ".join(overview.split())
    talk.clock.advance(40 * 86_400)
    assert "Not understood" not in (await talk.say(COORDINATOR, "/quality"))[0]


async def test_a_forged_press_can_do_no_more_than_typing(talk: Talk) -> None:
    await talk.say(AGENCY, "/help")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "1|t|/people", raw=True)
    assert talk.texts(AGENCY)[-1] == talk.desk.words.say("refusal.not_allowed")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "1|t|" + "x" * (MOST_BYTES - 4), raw=True)
    assert "x" * 20 in talk.texts(AGENCY)[-1]
