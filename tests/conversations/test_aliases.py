"""What people type and then pick, from the press of a button to the name that works for everybody."""

import re

import pytest
from sqlmodel import select

from models.aliases import PlaceAlias
from models.audit import AuditEntry
from models.picks import AliasPick, AskedName, EarlierPick
from tests.talk import AGENCY, COORDINATOR, FOCAL, GROUP, Talk

TYPED = "dhaw kawn boom"
QUESTION = f"what is going on in {TYPED}"


async def pick(talk: Talk, who: int, chat: int | None = None) -> None:
    """Somebody misspells Daw Hkawn Bum and presses it."""
    await talk.say(who, QUESTION if chat is None else f"@waypost_bot {QUESTION}", chat)
    await talk.press(who, talk.messages(chat or who)[-1], "Daw Hkawn Bum, Hka Mai")


async def last(talk: Talk, who: int, button: str) -> str:
    """Press a button of the newest message; the newest text, on one line."""
    await talk.press(who, talk.messages(who)[-1], button)
    return flat(talk.texts(who)[-1])


def flat(text: str) -> str:
    return " ".join(text.split())


def buttons(talk: Talk, who: int) -> list[str]:
    return [one["text"] for row in talk.messages(who)[-1].keyboard for one in row]


def rows(talk: Talk, model: type) -> list[object]:
    return talk.desk.database.reading(lambda db: list(db.exec(select(model))))


async def test_from_a_misspelling_to_a_name_for_everybody_and_back(talk: Talk) -> None:
    assert "No place is called exactly" in (await talk.say(FOCAL, QUESTION))[0]
    await pick(talk, AGENCY)
    await pick(talk, AGENCY)
    await pick(talk, AGENCY, GROUP)
    (listed,) = await talk.say(COORDINATOR, "/aliases")
    assert flat(listed).startswith(
        f'1 name was typed and then picked 1. "{TYPED}" → Daw Hkawn Bum · village, Hka Mai, Demo State '
        "picked 3 times by 1 person, last 22 Nov 2026"
    )
    asked = await last(talk, COORDINATOR, "1 Confirm")
    assert asked.startswith(f'From now on "{TYPED}" is a name of Daw Hkawn Bum · village, Hka Mai, Demo State')
    assert "No place is called exactly" in (await talk.say(FOCAL, QUESTION))[0], "nothing is written before the yes"
    assert (await last(talk, COORDINATOR, "Yes, confirm")).startswith(f'Saved: "{TYPED}" is a name of Daw Hkawn Bum')
    (card,) = await talk.say(FOCAL, QUESTION)
    assert card.startswith("Daw Hkawn Bum · village")
    (public,) = await talk.say(AGENCY, f"@waypost_bot {QUESTION}", GROUP)
    assert public.startswith("Daw Hkawn Bum · village")
    assert (await last(talk, COORDINATOR, "Take back")).startswith(f'Take back "{TYPED}"')
    assert (await last(talk, COORDINATOR, "Take back")).startswith("Taken back:")
    assert "No place is called exactly" in (await talk.say(FOCAL, QUESTION))[0]


async def test_a_refusal_stays_until_it_is_taken_back(talk: Talk) -> None:
    await pick(talk, AGENCY)
    await talk.say(COORDINATOR, "/aliases")
    assert (await last(talk, COORDINATOR, "1 Refuse")).startswith(f'Refuse "{TYPED}" for Daw Hkawn Bum')
    assert (await last(talk, COORDINATOR, "Yes, refuse")).startswith("Refused:")
    await pick(talk, FOCAL)
    assert (await last(talk, COORDINATOR, "‹ Names")).startswith("No name waits.")
    assert (await last(talk, COORDINATOR, "Refused (1)")).startswith("1 name was refused")
    assert "by P-103, 22 Nov 2026" in flat(talk.texts(COORDINATOR)[-1])
    await last(talk, COORDINATOR, "1 Take back")
    assert "is no longer refused" in await last(talk, COORDINATOR, "Take back")
    await pick(talk, FOCAL)
    (listed,) = await talk.say(COORDINATOR, "/aliases")
    assert TYPED in listed


async def test_back_writes_nothing(talk: Talk) -> None:
    await pick(talk, AGENCY)
    (listed,) = await talk.say(COORDINATOR, "/aliases")
    for button in ("1 Confirm", "1 Refuse"):
        await last(talk, COORDINATOR, button)
        assert await last(talk, COORDINATOR, "‹ Names") == flat(listed)


async def test_a_coordinator_gives_a_name_directly(talk: Talk) -> None:
    (asked,) = await talk.say(COORDINATOR, "/alias lbm = Lawa Bum")
    assert flat(asked) == (
        'From now on "lbm" is a name of Lawa Bum · village, Hka Mai, Demo State, for everybody. Is that right?'
    )
    assert "I know no place" in (await talk.say(AGENCY, "info lbm village"))[0]
    assert (await last(talk, COORDINATOR, "Yes, save")).startswith('Saved: "lbm" is a name of Lawa Bum')
    assert (await talk.say(AGENCY, "info lbm village"))[0].startswith("Lawa Bum · village")
    assert await talk.say(COORDINATOR, "/alias lbm = Lawa Bum") == ['"lbm" is a name of Lawa Bum already.']


async def test_a_name_for_one_of_several_places_is_asked_and_its_namesake_told(talk: Talk) -> None:
    assert flat((await talk.say(COORDINATOR, "/alias Lawa Bum = Kawng Hpra"))[0]) == (
        'Which Kawng Hpra is to be called "Lawa Bum"?'
    )
    asked = await last(talk, COORDINATOR, "Kawng Hpra, Nmai Ga")
    assert "Also the name of Lawa Bum, Hka Mai: whoever writes it is asked which one." in asked
    assert "Also the name of Lawa Bum" in await last(talk, COORDINATOR, "Yes, save")
    assert await talk.say(AGENCY, "info Lawa Bum") == ["Which Lawa Bum?"]


async def test_near_names_for_the_place_are_offered(talk: Talk) -> None:
    (asked,) = await talk.say(COORDINATOR, "/alias lbm = Lawwa Bumm")
    assert flat(asked).startswith('I know no place "Lawwa Bumm". Near in spelling;')
    assert "From now on" in await last(talk, COORDINATOR, "Lawa Bum")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/alias", "To add one: /alias NAME = PLACE"),
        ("/alias lbm", "To add one: /alias NAME = PLACE"),
        ("/alias = Lawa Bum", "To add one: /alias NAME = PLACE"),
        ("/alias lbm =", "To add one: /alias NAME = PLACE"),
        ("/alias lbm = zzyx quux", 'I know no place "zzyx quux". Nothing was changed.'),
        ("/alias Daw Mya Mya = Lawa Bum", "I don't keep names, numbers or positions of people."),
        ("/alias water = Lawa Bum", "These are everyday words"),
        ("/alias x = Lawa Bum", "A name has 2 letters at least and 60 at most. Nothing was changed."),
    ],
)
async def test_what_cannot_be_a_name_is_one_sentence(talk: Talk, said: str, told: str) -> None:
    (answer,) = await talk.say(COORDINATOR, said)
    assert answer.startswith(told)
    assert rows(talk, AskedName) == []


async def test_the_yes_to_a_name_of_yesterday_asks_for_it_anew(talk: Talk) -> None:
    await talk.say(COORDINATOR, "/alias lbm = Lawa Bum")
    talk.clock.advance(24 * 3600)
    assert "more than a day old" in await last(talk, COORDINATOR, "Yes, save")


async def test_the_yes_of_another_chat_is_none(talk: Talk) -> None:
    await talk.say(AGENCY, QUESTION)
    (asked,) = rows(talk, AskedName)
    await talk.say(COORDINATOR, "/help")
    place = re.search(r"1\|v\|(\d+)", str(talk.messages(AGENCY)[-1].keyboard))
    assert place is not None
    data = f"1|aa|{asked.id}|{place[1]}|y"
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], data, raw=True)
    assert "more than a day old" in talk.texts(COORDINATOR)[-1]
    assert TYPED not in " ".join(talk.texts(COORDINATOR))


@pytest.mark.parametrize("said", ["/aliases", "/alias lbm = Lawa Bum"])
async def test_others_may_not(talk: Talk, said: str) -> None:
    assert await talk.say(AGENCY, said) == ["Your role does not allow that."]
    name, _, rest = said.partition(" ")
    assert await talk.say(COORDINATOR, f"{name}@waypost_bot {rest}", GROUP) == ["Please ask me this in a private chat."]
    assert rows(talk, AskedName) == []


@pytest.mark.parametrize("data", ["1|al|w|0", "1|ac|1", "1|ac|1|y", "1|ar|1|y", "1|at|1|y", "1|aa|1|1|y"])
async def test_forged_buttons_change_nothing(talk: Talk, data: str) -> None:
    await pick(talk, FOCAL)
    before = len(talk.outbox())
    await talk.say(AGENCY, "/help")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], data, raw=True)
    assert TYPED not in " ".join(talk.texts(AGENCY))
    assert len(talk.outbox()) == before + 2
    assert len(rows(talk, AliasPick)) == 1


@pytest.mark.parametrize("data", ["1|al|x|0", "1|al|w|99999", "1|ac|", "1|ac|x", "1|ax|1", "1|ac|1|n", "1|aa|1|y"])
async def test_data_that_no_button_bears_is_an_old_button(talk: Talk, data: str) -> None:
    await talk.say(COORDINATOR, "/help")
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], data, raw=True)
    assert talk.texts(COORDINATOR)[-1] == talk.desk.words.say("ask.button_old")


async def test_a_button_from_before_works_and_counts_nothing(talk: Talk) -> None:
    await talk.say(AGENCY, QUESTION)
    (message,) = talk.messages(AGENCY)
    data = message.keyboard[0][0]["callback_data"]
    await talk.press(AGENCY, message, data.rpartition("|||")[0], raw=True)
    assert talk.texts(AGENCY)[-1].startswith("Daw Hkawn Bum · village")
    assert rows(talk, AliasPick) == []


async def test_the_place_picked_last_time_comes_first_in_this_chat(talk: Talk) -> None:
    await talk.say(AGENCY, "info Kawng Hpra")
    usual = buttons(talk, AGENCY)
    await last(talk, AGENCY, usual[1])
    assert await talk.say(AGENCY, "water kawng hpra") == ["Which kawng hpra?"]
    assert buttons(talk, AGENCY) == [usual[1], usual[0], "Neither"]
    await talk.say(FOCAL, "info Kawng Hpra")
    assert buttons(talk, FOCAL) == usual
    assert (await talk.say(COORDINATOR, "/aliases"))[0].startswith("No name waits.")


async def test_nothing_that_is_kept_tells_who_asked_or_picked(talk: Talk) -> None:
    await pick(talk, AGENCY)
    await pick(talk, AGENCY, GROUP)
    identity = talk.desk.identity
    kept = " ".join(
        str(vars(row)) for table in (AskedName, AliasPick, EarlierPick, PlaceAlias) for row in rows(talk, table)
    )
    assert TYPED in kept
    for who in (identity.person_ref(AGENCY), identity.chat_ref(GROUP), str(AGENCY), "P-101"):
        assert who not in kept
    assert {entry.actor for entry in rows(talk, AuditEntry) if not entry.action.startswith("read.")} == {"tick"}


async def test_a_message_that_is_sent_back_leaves_nothing(talk: Talk) -> None:
    await talk.say(AGENCY, f"Daw Mya Mya 09 123 456 789 of {TYPED}")
    assert [row for table in (AskedName, AliasPick, EarlierPick, PlaceAlias) for row in rows(talk, table)] == []


async def test_what_coordinators_read_is_for_them_when_it_is_sent(talk: Talk) -> None:
    await pick(talk, AGENCY)
    await talk.say(COORDINATOR, "/aliases")
    assert talk.messages(COORDINATOR)[-1].protected


async def test_the_daily_job_removes_what_was_typed(talk: Talk) -> None:
    await talk.say(AGENCY, QUESTION)
    talk.clock.advance(25 * 3600)
    assert len(rows(talk, AskedName)) == 1
    await talk.parts.clockwork.ticks.purge()
    assert rows(talk, AskedName) == []
