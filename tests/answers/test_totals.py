"""An area in sum: how many places stand behind a number, lower bounds for groups, development needs apart."""

from datetime import date

from coordination.viewer import GROUP, Role, Viewer
from tests.answers.test_village import labels, text
from tests.disclosure.conftest import Ask, Build, screens
from tests.hka_mai import Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(screens(ask, viewer, question, "totals")).split())


def fill(township: Township) -> None:
    for name, needing in (("Lawa Bum", 41), ("Nam Sop", 60)):
        township.assess(township.village(name), {"WSH-02": needing, "PRF-03": 96})
    township.assess(township.places["Lawa Bum"], {"EDU-01": "none", "ECD-02": 20}, tool="DO")
    township.assess(township.village("Sut Ga", "camp"), {"WSH-02": 25, "PRF-03": 50}, on=date(2025, 10, 1))
    township.village("Kawng Hpra")


def test_how_many_places_stand_behind_a_number(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "wash Hka Mai")
    assert said.startswith("Hka Mai · 4 places in sum")
    assert "WASH 2 up to date, 1 out of date, 1 never asked or nothing to show" in said
    assert "severity 3 or more in 2 places" in said
    assert "Together in 2 places: 101 HH short of water; 101 open now, 101 if confirmed help arrives" in said
    assert "Out of date, in 1 place: 25 HH short of water at last count" in said


def test_a_group_reads_lower_bounds(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, GROUP, "wash Hka Mai")
    assert "In 2 places at least 70 HH short of water" in said
    assert "101" not in said


def test_development_needs_stand_apart(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "education Hka Mai")
    assert "School in the village: a need in 1 place, in 1 nobody is on it" in said
    assert "20 HH need childcare" in said


def test_of_the_own_area_without_a_name_and_in_plain_words(build: Build, ask: Ask) -> None:
    build(fill)
    assert told(ask, AGENCY, "").startswith("This desk's area · 4 places in sum")
    assert "Hka Mai · 4 places in sum" in text(ask(AGENCY, "how many villages are there in Hka Mai with totals"))
    assert "All sectors" in labels(ask(AGENCY, "wash", kind="totals"))


def test_an_area_without_anything(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Lawa Bum"))
    assert "Nothing to show here." in told(ask, AGENCY, "Hka Mai")
