"""On what figures rest: tool, day, age, informants, what disagrees, former rounds; each as far as it may be told."""

from datetime import date

from coordination.viewer import GROUP, Role, Viewer
from tests.answers.test_village import text
from tests.disclosure.conftest import Ask, Build, screens
from tests.hka_mai import Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, label="P-9")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(screens(ask, viewer, question, "data")).split())


def fill(township: Township) -> None:
    place = township.village("Lawa Bum")
    township.assess(place, {"PRF-03": 96, "WSH-01": "unprotected", "PRO-02": "more"}, informants=2, agreed="yes")
    township.assess(place, {"WSH-02": 41}, tool="HHS", informants=96)
    township.assess(place, {"WSH-02": 60}, tool="FGD", informants=1)
    township.assess(place, {"WSH-02": 30}, on=date(2025, 3, 12))
    township.village("Hkum Ga")


def test_each_figure_with_tool_day_age_informants_and_what_disagrees(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "water Lawa Bum")
    assert said.startswith("Lawa Bum · WASH: where figures come from")
    assert "WSH-02 41 HH short of water (drives the severity) household survey, 12 Oct 2026 (41 days ago)" in said
    assert "3 or more informants; DCO" in said
    assert "but focus group, 12 Oct 2026: 60 HH short of water" in said
    assert "before: 30 HH short of water; key informants, 12 Mar 2025 (20 months ago, out of date)" in said
    assert "key informants, 12 Oct 2026 (41 days ago); 2 informants; they agreed; DCO" in said
    assert "96" not in said.replace("96 HH present", "")


def test_a_group_reads_tool_and_day_of_bands_only(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, GROUP, "water Lawa Bum")
    assert "20–49 HH short of water" in said
    for hidden in ("informants;", "DCO", "before:", "41 HH", "30 HH", "they agreed"):
        assert hidden not in said


def test_confidential_figures_are_for_those_who_may_see_them(build: Build, ask: Ask) -> None:
    build(fill)
    assert "PRO-02" not in told(ask, AGENCY, "Lawa Bum")
    assert "PRO-02 more than 5 incidents" in told(ask, COORDINATOR, "Lawa Bum")


def test_nothing_and_areas(build: Build, ask: Ask) -> None:
    build(fill)
    assert told(ask, AGENCY, "water Hkum Ga").startswith("I have nothing to show here on WASH in Hkum Ga.")
    assert told(ask, AGENCY, "Hka Mai") == "Figures are held by village and camp. Please name one of these."
