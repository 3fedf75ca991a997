"""/compare and comparing in plain words, over the whole bot."""

from models.assessments import PROTECTION_MONITORING
from tests.hka_mai import Township
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

TRAVEL = "Before any travel ask Mine Action and your security focal point."


def flat(text: str) -> str:
    return " ".join(text.split())


def watched(talk: Talk) -> None:
    """A round of protection monitoring in Lawa Bum."""

    def work(scope: object) -> None:
        township = Township(scope.db)  # type: ignore[attr-defined]
        place = scope.db.exec(_lawa_bum()).one()  # type: ignore[attr-defined]
        values = {
            "MIN-01": "indirect",
            "PRO-04": "light",
            "HLT-02": "none",
            "EDU-01": "none",
            "CPR-01": "no",
            "GOV-01": "yes",
        }
        township.assess(place, values, agency="PMU", programme=PROTECTION_MONITORING)

    talk.desk.write(work)


def _lawa_bum() -> object:
    from sqlmodel import select

    from models.places import Place

    return select(Place.id).where(Place.name == "Lawa Bum")


async def test_two_places_by_command_and_in_plain_words(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "/compare water in Lawa Bum and Hkum Ga")
    assert flat(said).startswith("Lawa Bum and Hkum Ga, side by side")
    assert "Lawa Bum: 87 HH short of water (12 Oct 2026) Hkum Ga: not known" in flat(said)
    assert await talk.say(AGENCY, "Lawa Bum or Hkum Ga, which has water") == [said]
    assert await talk.say(AGENCY, "water in Lawa Bum vs Hkum Ga") == [said]


async def test_in_a_group_published_values_only(talk: Talk) -> None:
    (said,) = await talk.say(AGENCY, "@waypost_bot compare Lawa Bum and Hkum Ga", GROUP)
    assert "50–99 HH short of water" in flat(said)
    assert "87" not in said
    assert "direct evidence" not in said
    assert flat(said).endswith(TRAVEL)
    await talk.press(AGENCY, talk.messages(GROUP)[-1], "WASH")
    assert flat(talk.texts(GROUP)[-1]).endswith(TRAVEL)


async def test_rounds_and_monitoring_stay_out_of_groups(talk: Talk) -> None:
    watched(talk)
    for asked in ("before", "protection monitoring"):
        said = await talk.say(COORDINATOR, f"/compare@waypost_bot Lawa Bum with {asked}", GROUP)
        assert said == ["Please ask me this in a private chat."]


async def test_monitoring_is_turned_page_by_page_and_protected(talk: Talk) -> None:
    watched(talk)
    (said,) = await talk.say(COORDINATOR, "/compare Lawa Bum with protection monitoring")
    assert "(1/4)" in flat(said)
    assert "Assessment: direct evidence; key informants reported, 12 Oct 2026, ZQX" in flat(said)
    assert len(said.split("\n")) <= 25
    assert talk.messages(COORDINATOR)[-1].protected
    await talk.press(COORDINATOR, talk.messages(COORDINATOR)[-1], "Next ›")
    said = flat(talk.texts(COORDINATOR)[-1])
    assert "(2/4)" in said
    assert "Assessment: midwife" in said


async def test_monitoring_is_nothing_for_agencies_not_even_by_a_button(talk: Talk) -> None:
    watched(talk)
    assert await talk.say(AGENCY, "compare Lawa Bum with monitoring") == ["Your role does not allow that."]
    await talk.say(COORDINATOR, "/compare Lawa Bum with monitoring")
    forged = talk.messages(COORDINATOR)[-1].keyboard[0][0]["callback_data"]
    await talk.say(AGENCY, "/help")
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], forged, raw=True)
    assert talk.texts(AGENCY)[-1] == "Your role does not allow that."


async def test_a_name_of_two_places_is_asked_and_the_pick_completes_it(talk: Talk) -> None:
    assert await talk.say(AGENCY, "compare water in Lawa Bum and Kawng Hpra") == ["Which Kawng Hpra?"]
    await talk.press(AGENCY, talk.messages(AGENCY)[-1], "Kawng Hpra, Nmai Ga")
    assert flat(talk.texts(AGENCY)[-1]).startswith("Lawa Bum and Kawng Hpra, side by side")


async def test_old_or_forged_buttons_are_old_buttons(talk: Talk) -> None:
    await talk.say(AGENCY, "/help")
    for data in ("1|k|x|1", "1|k|p|1+2|nonsense", "1|k|p|", "1|k|p|1+2+3+4+5"):
        await talk.press(AGENCY, talk.messages(AGENCY)[-1], data, raw=True)
        assert talk.texts(AGENCY)[-1] == talk.desk.words.say("ask.button_old")


async def test_without_places_the_command_says_how(talk: Talk) -> None:
    assert (await talk.say(AGENCY, "/compare"))[0].startswith("Which places? Such as /compare Lawa Bum and Nam Sop")
