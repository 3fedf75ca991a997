"""/quality: counts first, then page by page, for coordinators in private."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.engines import READ_ONLY
from coordination import quality
from coordination.errors import Refusal
from coordination.scope import Scope
from models.audit import AuditEntry
from models.places import Place
from tests.hka_mai import Township
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk


def flat(text: str) -> str:
    return " ".join(text.split())


def faults(talk: Talk) -> None:
    """Faults in Lawa Bum: an outlier, mines both surveyed and not, a commitment that ends before it starts."""

    def work(scope: Scope) -> None:
        township = Township(scope.db)
        place = scope.db.exec(select(Place.id).where(Place.name == "Lawa Bum")).one()
        told = {"PRF-03": 90, "PRF-04": 95, "FSC-02": 5000, "MIN-01": "none_after_survey", "MIN-03": "not_surveyed"}
        township.assess(place, told, tool="HHS", on=date(2026, 11, 20), agency="ZZZ")
        township.commit(place, "YYY", "WSH-A1", 20, start=date(2026, 11, 9), end=date(2026, 11, 1))

    talk.desk.write(work)


async def test_counts_first_then_what_where_why_and_what_to_do(talk: Talk) -> None:
    faults(talk)
    (said,) = await talk.say(COORDINATOR, "/quality")
    assert flat(said).startswith(
        "What the desk holds: This desk's area 7 places looked at Cannot be right: 1 Contradictory:"
    )
    assert "Values: " in said
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Cannot be right: 1")
    page = flat(talk.texts(COORDINATOR)[-1])
    assert page.startswith("Cannot be right 1. Lawa Bum: HH need food (FSC-02): far more than any number of households")
    assert "5000 HH need food; household survey, 20 Nov 2026, ZZZ" in page
    assert "Why: a count of households is at least 5 times" in page
    assert "→ Ask whoever counted" in page
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "‹ Overview")
    assert talk.texts(COORDINATOR)[-1] == said


async def test_pages_begin_with_the_heaviest_and_number_on(talk: Talk) -> None:
    faults(talk)
    await talk.say(COORDINATOR, "/quality Hka Mai")

    async def press(kind: str) -> str:
        labels = [row[0]["text"] for row in talk.messages(COORDINATOR)[-1].keyboard]
        await talk.press(
            COORDINATOR, talk.messages(COORDINATOR)[-1], next(one for one in labels if one.startswith(kind))
        )
        return flat(talk.texts(COORDINATOR)[-1])

    assert "1. Lawa Bum: Mines (MIN-01): none after a survey, and yet not surveyed" in await press("Contradictory")
    await press("‹ Overview")
    shelf = await press("Shelf-life")
    assert shelf.startswith("Shelf-life (1/4) Values current · due in 30 days · out of date:")
    assert "Protection 1 · 0 · 2" in shelf
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Next ›")
    assert " 3. " in flat(talk.texts(COORDINATOR)[-1])


async def test_a_place_is_one_press_away_and_the_read_is_audited(talk: Talk) -> None:
    faults(talk)
    await talk.say(COORDINATOR, "/quality")
    assert talk.messages(COORDINATOR)[-1].protected
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Cannot be right: 1")
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Lawa Bum")
    assert talk.texts(COORDINATOR)[-1].startswith("Lawa Bum · village")
    actions = talk.desk.database.reading(lambda db: [one.action for one in db.exec(select(AuditEntry))])
    assert actions.count("read.quality") == 2


async def test_others_may_not(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/quality") == ["Your role does not allow that."]
    assert await talk.say(COORDINATOR, "/quality@waypost_bot", GROUP) == ["Please ask me this in a private chat."]
    await talk.say(AGENCY, "/help")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "1|q|1|0|", raw=True)
    assert talk.texts(AGENCY)[-1] == "Your role does not allow that."


@pytest.mark.parametrize("data", ["1|q|9|0|", "1|q|1||", "1|q|1|99999|", "1|q|1|0|x"])
async def test_data_that_no_button_bears_is_an_old_button(talk: Talk, data: str) -> None:
    await talk.say(COORDINATOR, "/help")
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], data, raw=True)
    assert talk.texts(COORDINATOR)[-1] == talk.desk.words.say("ask.button_old")


async def test_an_area_that_is_none(talk: Talk) -> None:
    (said,) = await talk.say(COORDINATOR, "/quality zzyx quux")
    assert "zzyx quux" in said


async def test_what_is_held_is_looked_through_in_a_reading(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the writer meanwhile."""
    read_only, check = [], quality.check

    def looked(scope: Scope, *asked: Any) -> quality.Quality:
        read_only.append(scope.db.connection().get_execution_options().get(READ_ONLY))
        return check(scope, *asked)

    monkeypatch.setattr(quality, "check", looked)
    (said,) = await talk.say(COORDINATOR, "/quality")
    assert said.startswith("What the desk holds")
    assert read_only == [True]


async def test_an_area_that_went_meanwhile_is_one_sentence(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_asked: Any) -> None:
        raise Refusal("compare.areas")

    monkeypatch.setattr(quality, "check", refused)
    (said,) = await talk.say(COORDINATOR, "/quality")
    assert said.startswith("I set villages and camps side by side")
