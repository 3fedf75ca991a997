"""Commitments above village level: listed with their area, never cover (domain section 5)."""

from coordination.viewer import GROUP, Role, Viewer
from tests.answers.test_village import text
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(ask(viewer, question)).split())


def wide(township: Township, *, shows: bool = False) -> None:
    township.agency("DFA", shows_presence=shows)
    township.assess(township.village("Lawa Bum"), {"WSH-02": 41, "PRF-03": 96})
    township.commit(township.township_id, "DFA", "WSH-A1", 500)
    township.commit(township.state_id, "HMC", "WSH-A3", 900)


def test_it_is_listed_and_covers_nothing(build: Build, ask: Ask) -> None:
    build(wide)
    answer = told(ask, AGENCY, "water in Lawa Bum")
    assert "no cover reported" in answer
    assert "Also reported, not counted: DFA, Water supply, 500 HH, confirmed, within Hka Mai" in answer
    assert "HMC Hygiene promotion and kits, 900 HH, confirmed, within Demo State" in answer
    who = told(ask, AGENCY, "who works in Lawa Bum")
    assert "500 HH, confirmed, within Hka Mai" in who
    assert "DFA" not in told(ask, AGENCY, "what is going on in Lawa Bum")


def test_groups_read_of_it_only_where_the_agency_shows_its_presence(build: Build, ask: Ask) -> None:
    build(wide)
    for question in ("water in Lawa Bum", "who works in Lawa Bum", "gaps Hka Mai"):
        answer = told(ask, GROUP, question)
        assert "DFA" not in answer
        assert "HMC" not in answer


def test_an_agency_that_shows_its_presence_is_listed_in_groups_in_bands(build: Build, ask: Ask) -> None:
    build(lambda township: wide(township, shows=True))
    answer = told(ask, GROUP, "water in Lawa Bum")
    assert "DFA, Water supply, 200+ HH, confirmed, within Hka Mai" in answer
    assert "HMC" not in answer


def test_what_stands_in_another_unit_is_told_with_its_state(build: Build, ask: Ask) -> None:
    def in_persons(township: Township) -> None:
        place = township.village("Lawa Bum")
        township.assess(place, {"WSH-02": 41, "PRF-03": 96})
        township.commit(place, "DFA", "WSH-A1", 300, unit="persons", status="cancelled")

    build(in_persons)
    assert "Also reported, not counted: DFA, Water supply, 300 persons, cancelled" in told(ask, AGENCY, "wash Lawa Bum")
