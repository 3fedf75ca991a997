"""The village card: true, short, in the asker's order, every figure with its date."""

from dataclasses import replace
from datetime import date

import pytest

from coordination.viewer import GROUP, Role, Viewer
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import Township, lawa_bum
from words.layout import plain
from words.message import Message
from words.wrapping import WIDTH

FOOD = Viewer(kind="person", role=Role.AGENCY, agency="DFA", sector="Food Security", label="P-1")
PROTECTION = Viewer(kind="person", role=Role.PROTECTION, label="P-2")
QUESTION = (
    "We heard a group of people wants to move to lawa bum and they want a six month package. what's going on there? "
    "can u tell us more"
)
CARD = """\
Lawa Bum · village, Hka Mai, Demo State
Assessed 12 Oct 2026 (41 days ago):
household survey + key informants +
observation, informants agreed

People  96 HH present
Mines  direct evidence; not surveyed. Ask
Mine Action before any travel.

🔴4 Food: 96 HH need food for 6 months
   64 HH open now, 24 if HMC delivers
🟠3 WASH: 41 HH short of water, no cover
🟠3 Shelter/NFI: 30 HH need house repair
   30 HH open now, none if HMC delivers
🟢1 Health: 40 min to a health facility
⚪ Education: open at last count (Mar 2025)

Working here  DFA, HMC
Pledged, not counted  DRN 40 HH Food
Not known  Nutrition, Livelihoods, HLP + 3
Nothing to show here  Protection + 2"""


def text(messages: tuple[Message, ...]) -> str:
    return "\n".join(plain(message.text) for message in messages)


def labels(messages: tuple[Message, ...]) -> list[str]:
    return [button.label for message in messages for row in message.buttons for button in row]


def test_the_question_this_product_exists_for(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    answer = ask(FOOD, QUESTION)
    assert text(answer) == CARD
    assert labels(answer) == [
        *("Food", "WASH", "Shelter/NFI", "More sectors", "Who does what", "What changed"),
        *("Sources", "About this place", "Question a figure", "Send to a colleague"),
    ]


def test_a_camp_has_a_card_with_households_and_conditions(build: Build, ask: Ask) -> None:
    def camp(township: Township) -> None:
        place = township.village("Sut Ga", "camp")
        township.assess(place, {"PRF-03": 212, "WSH-02": 93, "CCM-01": "no"})

    build(camp)
    told = text(ask(FOOD, "what is going on in Sut Ga camp"))
    assert told.startswith("Sut Ga · camp, Hka Mai")
    assert "212 HH present" in told
    assert "WASH: 93 HH short of water" in told


def test_a_card_fits_a_phone_screen(build: Build, ask: Ask) -> None:
    def crowd(township: Township) -> None:
        place = lawa_bum(township)
        township.assess(
            place, {"SHE-02": 12, "LIV-02": 52, "LIV-03": 44, "HLP-01": 30, "NUT-01": 4, "DOC-01": 9}, agency="B1"
        )
        township.assess(
            place, {"PRO-04": "light", "SOC-01": "serious", "INF-01": "foot_or_boat", "INF-02": "none"}, agency="B2"
        )
        for agency in ("AAA", "BBB", "CCC", "DDD", "EEE", "FFF"):
            township.commit(place, agency, "LIV-A2", 10)

    build(crowd)
    for viewer in (FOOD, PROTECTION, GROUP):
        lines = text(ask(viewer, QUESTION)).split("\n")
        assert len(lines) <= 25
        assert max(map(len, lines)) <= WIDTH


def test_the_own_sector_comes_first_even_with_nothing_to_show(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    lines = text(ask(replace(FOOD, sector="Nutrition"), QUESTION)).split("\n")
    first = next(line for line in lines if line and line[0] in "🔴🟠🟡🟢⚪")
    assert first == "⚪ Nutrition: not assessed"


def test_without_a_registered_sector_the_agencys_commitment_tells_it(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    agency = replace(FOOD, sector=None, agency="HMC")
    assert labels(ask(agency, QUESTION))[0] == "Food"
    assert labels(ask(replace(FOOD, sector="Education"), QUESTION))[0] == "Education"


def test_a_place_never_assessed(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Hkum Ga"))
    assert "Never assessed, or nothing that may be" in text(ask(FOOD, "Hkum Ga"))
    assert "Never assessed.\n" in text(ask(PROTECTION, "Hkum Ga"))
    for viewer in (FOOD, PROTECTION, GROUP):
        assert "Ask Mine\nAction" in text(ask(viewer, "Hkum Ga")) or "Ask Mine Action" in text(ask(viewer, "Hkum Ga"))


@pytest.mark.parametrize("viewer", [FOOD, PROTECTION, GROUP])
def test_every_card_has_a_mine_line_without_colour(build: Build, ask: Ask, viewer: Viewer) -> None:
    build(lawa_bum)
    (line,) = [line for line in text(ask(viewer, QUESTION)).split("\n") if line.startswith("Mines")]
    assert not set(line) & set("🔴🟠🟡🟢⚪")


def test_the_mine_line_says_once_that_nobody_surveyed(build: Build, ask: Ask) -> None:
    values = {"MIN-01": "none_known_no_survey", "MIN-03": "not_surveyed"}
    build(lambda township: township.assess(lawa_bum(township), values, on=date(2026, 11, 20)))
    assert "Mines  none known, never surveyed. Ask" in text(ask(FOOD, QUESTION))


def test_protection_lines_have_a_severity_and_no_colour(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(lawa_bum(township), {"PRO-04": "blocks_leaving"}, agency="B1"))
    assert "\nProtection, severity\N{NO-BREAK SPACE}4: people cannot" in text(ask(PROTECTION, QUESTION))


def test_a_list_has_no_bare_severity_after_its_number(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(lawa_bum(township), {"PRF-07": 80}, agency="B1"))
    assert "Lawa Bum · Protection, severity\N{NO-BREAK SPACE}4\n" in text(ask(PROTECTION, "gaps Lawa Bum"))


def test_values_of_other_days_carry_their_date(build: Build, ask: Ask) -> None:
    def more(township: Township) -> None:
        township.assess(lawa_bum(township), {"PRF-03": 99}, on=date(2026, 11, 20))

    build(more)
    told = text(ask(FOOD, QUESTION))
    assert "Assessed 20 Nov 2026 (2 days ago)" in told
    assert "(12 Oct 2026)" in told


def test_a_group_sees_bands_shares_and_no_names(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    told = " ".join(text(ask(GROUP, QUESTION)).split())
    assert "50–99 HH need food for 6 months about two thirds open now, about a third open" in told
    assert "20–49 HH short of water no cover reported" in told
    assert told.endswith("Before any travel ask Mine Action and your security focal point.")
    assert not any(name in told for name in ("HMC", "DFA", "DRN", "96", "41 HH", "direct evidence"))


def test_an_agency_that_shows_its_presence_is_named_in_groups(build: Build, ask: Ask) -> None:
    def shown(township: Township) -> None:
        township.agency("HMC", shows_presence=True)
        lawa_bum(township)

    build(shown)
    told = text(ask(GROUP, QUESTION))
    assert "Working here  HMC" in told
    assert "DFA" not in told
    assert "Who does what" in labels(ask(GROUP, QUESTION))
    assert "HMC  Food distribution (in kind), 50–99" in text(ask(GROUP, "who works in Lawa Bum"))


def test_open_in_private_is_a_link_to_the_same_village(build: Build, ask: Ask) -> None:
    place = build(lawa_bum)
    links = [button.url for one in ask(GROUP, QUESTION) for row in one.buttons for button in row if button.url]
    assert links == [f"https://t.me/waypost_test_bot?start=v{place}"]


def test_markup_in_a_name_is_only_a_name(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Nam <b>Sop & Co</b>"))
    (message,) = ask(FOOD, "Nam <b>Sop & Co</b>")
    assert "Nam &lt;b&gt;Sop &amp; Co&lt;/b&gt;" in message.text
