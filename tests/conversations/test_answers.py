"""Further answers over the whole bot: filters, who, sources, changes, totals, what nobody knows, links to send."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from models.agencies import Agency
from models.information_gaps import InformationGap
from models.looks import Look
from models.people import Person
from models.places import Place
from sandbox import Message
from tests.hka_mai import Township
from tests.talk import AGENCY, COORDINATOR, GROUP, STRANGER, Talk

TRAVEL = "Before any travel ask Mine Action and your security focal point."
NOTED = "Coordinators will see that someone asked."
COMMANDS = ("/who Lawa Bum", "/data wash Lawa Bum", "/changes Lawa Bum since 1 Oct", "/totals", "/gaps wash no agency")


def flat(text: str) -> str:
    return " ".join(text.split())


def labels(message: Message) -> list[str]:
    return [one["text"] for row in message.keyboard for one in row]


def rows(talk: Talk, model: type) -> list[Any]:
    return talk.desk.database.reading(lambda db: [one.model_dump() for one in db.exec(select(model))])


def of_agency(talk: Talk, user_id: int, agency: str = "ZQX") -> None:
    """Somebody works for that agency."""

    def work(scope: Any) -> None:
        ref = talk.desk.identity.person_ref(user_id)
        person = scope.db.exec(select(Person).where(Person.ref == ref)).one()
        person.agency_id = scope.db.exec(select(Agency.id).where(Agency.acronym == agency)).one()

    talk.desk.write(work)


@pytest.mark.parametrize("command", COMMANDS)
async def test_everybody_gets_the_own_answer_within_a_screen(talk: Talk, command: str) -> None:
    for who, language in ((AGENCY, "my"), (COORDINATOR, "en")):
        await talk.say(who, f"/language {language}")
        (said,) = await talk.say(who, command)
        assert len(said.split("\n")) <= 25
    assert "Lawa Bum" in said or "places in sum" in said or "Only without any agency" in said
    assert talk.messages(COORDINATOR)[-1].protected
    name, _, rest = command.partition(" ")
    (public,) = await talk.say(AGENCY, f"{name}@waypost_bot {rest}", GROUP)
    assert flat(public).endswith(TRAVEL)
    assert len(public.split("\n")) <= 25
    for hidden in ("87", "173", "ZQX", "informants", "direct evidence", "more than 5"):
        assert hidden not in public
    (refused,) = await talk.say(STRANGER, command)
    assert refused.startswith("This bot serves staff of agencies")


@pytest.mark.parametrize("command", ["/who", "/data", "/changes"])
async def test_without_a_place_it_says_how(talk: Talk, command: str) -> None:
    (said,) = await talk.say(AGENCY, command)
    assert said.startswith(f"Which place? For example: {command} ")


async def test_the_buttons_of_a_card_and_the_screens_behind_them(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    card = talk.messages(AGENCY)[-1]
    assert {"Who does what", "What changed", "Sources", "Send to a colleague"} <= set(labels(card))
    await talk.press(AGENCY, card, "Sources")
    first = talk.texts(AGENCY)[-1]
    assert first.startswith("Lawa Bum · where figures come from")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Next ›")
    assert talk.texts(AGENCY)[-1] != first
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Village card")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Who does what")
    assert talk.texts(AGENCY)[-1].startswith("Lawa Bum · who does what")


async def test_a_list_is_narrowed_and_turned_by_buttons(talk: Talk) -> None:
    await talk.say(AGENCY, "/gaps")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "No agency")
    narrowed = talk.messages(AGENCY)[-1]
    assert "Only without any agency" in narrowed.text
    await talk.press(AGENCY, narrowed, "WASH")
    assert "WASH: open needs" in talk.texts(AGENCY)[-1]
    assert "Only without any agency" in talk.texts(AGENCY)[-1]
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Totals")
    assert "in sum" in talk.texts(AGENCY)[-1]


async def test_a_link_to_send_opens_what_its_opener_may_see(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    (url,) = [one["url"] for row in talk.messages(AGENCY)[-1].keyboard for one in row if "url" in one]
    assert url.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fwaypost_bot%3Fstart%3Dv")
    link = url.rpartition("%3D")[2]
    (card,) = await talk.say(COORDINATOR, f"/start {link}")
    assert "accidents in 12 months: 7" in flat(card)
    (refused,) = await talk.say(STRANGER, f"/start {link}")
    assert "Lawa Bum" not in refused
    await talk.say(AGENCY, "@waypost_bot Lawa Bum", GROUP)
    assert "Send to a colleague" not in labels(talk.messages(GROUP)[-1])


async def test_since_the_last_look(talk: Talk) -> None:
    await talk.say(AGENCY, "Lawa Bum")
    talk.clock.advance(2 * 24 * 3600)

    def visit(scope: Any) -> None:
        township = Township(scope.db)
        place = scope.db.exec(select(Place.id).where(Place.name == "Lawa Bum")).one()
        township.number = iter(range(900, 999))
        township.assess(place, {"INF-02": "none"}, agency="NEW")
        for one in township.db.new:
            one.recorded_at = scope.now

    talk.desk.write(visit)
    late = talk.clock.now - timedelta(hours=1)
    talk.desk.write(lambda scope: _recorded(scope, "INF-02", late))
    await talk.say(AGENCY, "Lawa Bum")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "What changed")
    said = flat(talk.texts(AGENCY)[-1])
    assert "What I have learnt since you last looked, 22 Nov 2026" in said
    assert "new: no electricity" in said
    assert "WASH" not in said
    (first,) = await talk.say(COORDINATOR, "/changes Lawa Bum")
    assert "New since" in first
    assert all(len(one["looker"]) >= 32 for one in rows(talk, Look))
    assert {"looker", "at", "before"} == set(rows(talk, Look)[0])


def _recorded(scope: Any, code: str, at: Any) -> None:
    from models.assessments import IndicatorValue

    scope.db.exec(select(IndicatorValue).where(IndicatorValue.indicator == code)).one().recorded_at = at


async def test_looks_are_not_kept_for_groups_nor_longer_than_ninety_days(talk: Talk) -> None:
    await talk.say(AGENCY, "@waypost_bot Lawa Bum", GROUP)
    assert rows(talk, Look) == []
    await talk.say(AGENCY, "Lawa Bum")
    talk.clock.advance(91 * 24 * 3600)
    await talk.parts.clockwork.ticks.purge()
    assert rows(talk, Look) == []


async def test_what_had_no_answer_is_seen_by_coordinators_until_an_assessment_answers(talk: Talk) -> None:
    of_agency(talk, AGENCY)
    (said,) = await talk.say(AGENCY, "nutrition in Hkum Ga")
    assert flat(said) == f"I have nothing to show here on Nutrition in Hkum Ga. {NOTED}"
    await talk.say(AGENCY, "nutrition in Hkum Ga")
    (public,) = await talk.say(AGENCY, "@waypost_bot gbv in Hkum Ga", GROUP)
    assert NOTED in flat(public)
    (listed,) = await talk.say(COORDINATOR, "/gaps unknown")
    assert "Hkum Ga · Nutrition: asked 2 times, last 22 Nov 2026, by 1 agency" in flat(listed)
    assert "Hkum Ga · GBV: asked 1 time, last 22 Nov 2026" in flat(listed)
    assert talk.messages(COORDINATOR)[-1].protected

    def answered(scope: Any) -> None:
        township = Township(scope.db)
        township.number = iter(range(800, 899))
        place = scope.db.exec(select(Place.id).where(Place.name == "Hkum Ga")).one()
        township.assess(place, {"NUT-01": 3}, agency="NEW")

    talk.desk.write(answered)
    (listed,) = await talk.say(COORDINATOR, "/gaps unknown")
    assert "Nutrition" not in listed
    assert "GBV" in listed


async def test_a_name_that_no_place_bears(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "what is going on in Zzyzx village")
    assert NOTED in flat(said)
    (listed,) = await talk.say(COORDINATOR, "/gaps unknown")
    assert 'no place of the name "zzyzx": asked 1 time' in flat(listed)
    talk.clock.advance(31 * 24 * 3600)
    await talk.parts.clockwork.ticks.purge()
    assert rows(talk, InformationGap) == []


async def test_nobody_is_remembered_with_a_question(talk: Talk) -> None:
    of_agency(talk, AGENCY)
    await talk.say(AGENCY, "nutrition in Hkum Ga")
    (row,) = rows(talk, InformationGap)
    known = {talk.desk.identity.person_ref(AGENCY), talk.desk.identity.chat_ref(AGENCY)}
    assert not known & {str(value) for value in row.values()}
    assert len(row["asker"]) >= 32


async def test_only_coordinators_in_private_see_what_nobody_knows(talk: Talk) -> None:
    assert await talk.say(AGENCY, "/gaps unknown") == ["Your role does not allow that."]
    said = await talk.say(COORDINATOR, "/gaps@waypost_bot unknown", GROUP)
    assert said == ["Please ask me this in a private chat."]
    assert "Nothing is waiting" in (await talk.say(COORDINATOR, "/gaps unknown"))[0]


async def test_three_agencies_make_it_a_gap_that_everybody_may_know_of(talk: Talk) -> None:
    for agency in ("ZQX", "AAX", "BBX"):
        talk.desk.write(lambda scope, agency=agency: Township(scope.db).agency(agency) if agency != "ZQX" else 0)
        of_agency(talk, AGENCY, agency)
        assert "Asked, nothing to show" not in (await talk.say(AGENCY, "/totals@waypost_bot Hka Mai", GROUP))[0]
        await talk.say(AGENCY, "nutrition in Hkum Ga")
        await talk.say(AGENCY, "gbv in Hkum Ga")
    (said,) = await talk.say(AGENCY, "/totals@waypost_bot Hka Mai", GROUP)
    assert "Asked, nothing to show Nutrition Reported" in flat(said)
