"""What counts as a statement of something seen, and what is told apart from it. Names of places are cut out before."""

import pytest

from bot.resources import resource
from coordination import catalogue
from coordination.sightings import tool_of
from understanding.sightings import (
    _PHRASES,
    INCIDENT,
    MILITARY,
    MOVEMENT,
    POSITION,
    SEVERAL,
    SIGHTING,
    UNSURE,
    hear,
)

KNOWN = catalogue.load(resource("data"))
LEVELS = ("primary", "post_primary", "middle", "high")
LESS_THAN_A_CLINIC = ("midwife", "volunteer_only", "none")
BY_CAR = ("all_year_car", "dry_season_car")


@pytest.mark.parametrize(
    ("text", "indicator", "choices"),
    [
        ("school in  open again", "EDU-01", LEVELS),
        ("the primary school in  is working", "EDU-01", ("primary",)),
        ("post-primary school open in", "EDU-01", ("post_primary",)),
        ("school closed in", "EDU-01", ("none",)),
        ("school in  not open", "EDU-01", ("none",)),
        ("primary school closed", "EDU-01", ("none", "post_primary", "middle", "high")),
        ("school in  has no roof", "EDU-05", ("needs_repair",)),
        ("school burnt down in", "EDU-05", ("unusable",)),
        ("kindergarten opened in", "ECD-01", ("yes",)),
        ("clinic closed in", "HLT-02", LESS_THAN_A_CLINIC),
        ("clinic open in", "HLT-02", ("clinic_staff",)),
        ("the midwife left", "HLT-02", LESS_THAN_A_CLINIC),
        ("midwife is back in", "HLT-02", ("midwife",)),
        ("no health worker in", "HLT-02", ("none",)),
        ("no medicines in", "HLT-03", ("no",)),
        ("medicine ran out", "HLT-03", ("no",)),
        ("medicines arrived in", "HLT-03", ("yes",)),
        ("road to  open by car", "INF-01", BY_CAR),
        ("road to  open all year", "INF-01", ("all_year_car",)),
        ("road open for motorbikes", "INF-01", ("motorbike",)),
        ("cars can reach  again", "INF-01", BY_CAR),
        ("bridge to  washed away", "INF-01", ("motorbike", "foot_or_boat")),
        ("only on foot to", "INF-01", ("foot_or_boat",)),
        ("no electricity in", "INF-02", ("none",)),
        ("power is back in", "INF-02", ("grid", "mini_grid", "solar_home")),
        ("no mobile network in", "INF-03", ("none",)),
        ("phone works on the hill only", "INF-03", ("hilltop_only",)),
        ("network restored in", "INF-03", ("data", "voice_only", "hilltop_only")),
        ("people drink from the river", "WSH-01", ("surface",)),
        ("mines found in", "MIN-01", ("direct",)),
        ("signs of mines in", "MIN-01", ("indirect",)),
        ("no mines in", "MIN-01", ("none_known_no_survey",)),
        ("permission needed for", "PRF-01", ("permission_needed",)),
    ],
)
def test_what_was_seen(text: str, indicator: str, choices: tuple[str, ...]) -> None:
    heard = hear(text)
    assert heard is not None
    assert (heard.kind, heard.indicator, heard.choices) == (SIGHTING, indicator, choices)


@pytest.mark.parametrize(
    ("text", "number"),
    [("water point broken in", None), ("the well is dry", None), ("2 wells working in", 2), ("no working taps", 0)],
)
def test_water_points_are_counted(text: str, number: int | None) -> None:
    heard = hear(text)
    assert heard is not None
    assert (heard.indicator, heard.number) == ("WSH-04", number)


@pytest.mark.parametrize(
    "text",
    [
        "is there a clinic in", "school in", "school open in ?", "is the school in  open", "school open or closed",
        "any WASH gaps in", "who does latrines in , anything open", "tell me when the school opens", "mines in",
        "armed actors", "soldiers in", "security incidents in", "mine accidents", "child protection", "water in",
        "what is going on in", "when does the clinic open", "do you know if the road is open", "food gaps open in",
        "we can repair 20 houses in  from june", "8 of 20 finished", "10 HH from  to", "KBC finished 20 houses as well",
        "the project works well", "on the way back to", "phone me back", "jade mine closed", "hello", "",
        "so which road is open", "can u check the school, closed", "unaccompanied children", "mine clearance of fields",
    ],
)  # fmt: skip
def test_a_question_is_none(text: str) -> None:
    assert hear(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("5 families arrived in", MOVEMENT), ("40 HH came back to", MOVEMENT), ("20 soldiers came to", MILITARY),
        ("army is camped in", MILITARY), ("many armed men near", MILITARY), ("mines found behind the school", POSITION),
        ("mine 200 m north of", POSITION), ("landmine seen on the path to", POSITION),
        ("a girl was raped in", INCIDENT), ("man killed by a mine in", INCIDENT), ("two boys recruited in", INCIDENT),
        ("school will open in june", UNSURE), ("i think the clinic is closed", UNSURE),
        ("villagers say the road is open", UNSURE), ("school was closed", UNSURE), ("the road is not repaired", UNSURE),
        ("school open, clinic closed in", SEVERAL),
    ],
)  # fmt: skip
def test_what_is_told_apart(text: str, kind: str) -> None:
    heard = hear(text)
    assert heard is not None
    assert heard.kind == kind


@pytest.mark.parametrize("phrase", _PHRASES, ids=lambda phrase: f"{phrase.indicator} {phrase.choices}")
def test_every_phrase_means_answers_of_the_catalogue(phrase: object) -> None:
    """That may be taken in chat: nothing confidential, and by a tool that the indicator allows."""
    indicator = KNOWN.indicators[phrase.indicator]  # type: ignore[attr-defined]
    assert set(phrase.choices) <= set(indicator.allowed)  # type: ignore[attr-defined]
    assert tool_of(indicator) in indicator.tools
    assert phrase.choices or indicator.data_type == "int"  # type: ignore[attr-defined]


def test_nothing_confidential_has_a_tool() -> None:
    assert tool_of(KNOWN.indicators["PRO-03"]) is None
    assert tool_of(KNOWN.indicators["EDU-01"]) == "DO"
    assert tool_of(KNOWN.indicators["MIN-01"]) == "KII"
    assert tool_of(KNOWN.indicators["WSH-02"]) is None
