"""Who does what: names where they may stand, else whether some cover is reported; by sector, and in an area."""

from coordination.viewer import GROUP, Role, Viewer
from tests.answers.test_village import text
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import Township, lawa_bum

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
FOCAL = Viewer(kind="person", role=Role.FOCAL, label="P-2", townships=frozenset({999}))
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, label="P-9")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(ask(viewer, question, kind="who")).split())


def test_an_agency_reads_who_does_what_and_where_nobody_is(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    said = told(ask, AGENCY, "Lawa Bum")
    assert "DRN Cash or voucher for food, 40 HH, pledged, 6 months" in said
    assert "Needs, no cover reported WASH" in said
    assert "Some cover reported" not in said


def test_of_one_sector(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    said = told(ask, AGENCY, "shelter in Lawa Bum")
    assert said.startswith("Lawa Bum · Shelter/NFI: who does what")
    assert "HMC House repair, 30 HH" in said
    assert "Food" not in said


def test_a_group_reads_whether_some_cover_is_reported_and_no_name(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    for viewer in (GROUP, FOCAL):
        said = told(ask, viewer, "Lawa Bum")
        assert "Some cover reported Food, Shelter/NFI" in said
        assert "Needs, no cover reported WASH" in said
        assert not any(name in said for name in ("HMC", "DFA", "DRN"))
    assert "Agencies are named only where they agreed to it." in told(ask, GROUP, "Lawa Bum")


def test_an_agency_that_agreed_is_named_beside_the_others_cover(build: Build, ask: Ask) -> None:
    build(lambda township: (township.agency("HMC", shows_presence=True), lawa_bum(township)))
    said = told(ask, GROUP, "Lawa Bum")
    assert "HMC House repair, 20–49 HH" in said
    assert "Some cover reported Food, Shelter/NFI" in said
    assert "DFA" not in said


def test_the_sectors_that_never_leave_are_not_told_to_be_covered(build: Build, ask: Ask) -> None:
    def quiet(township: Township) -> None:
        place = lawa_bum(township)
        for code in ("GBV-A1", "CPR-A1", "PRO-A1", "MIN-A2"):
            township.commit(place, "ZQX", code, 1)

    build(quiet)
    said = told(ask, GROUP, "Lawa Bum")
    assert "GBV" not in said
    assert "Child" not in said
    assert "Protection" not in said
    assert "GBV" in told(ask, COORDINATOR, "gbv Lawa Bum")


def test_nothing_to_show_is_the_one_sentence(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Hkum Ga"))
    assert "nothing to show" in told(ask, AGENCY, "Hkum Ga")
    assert "on WASH in Hkum Ga" in told(ask, GROUP, "wash Hkum Ga")


def test_in_a_township_agencies_by_sector_and_number_of_places(build: Build, ask: Ask) -> None:
    def two(township: Township) -> None:
        lawa_bum(township)
        other = township.village("Nam Sop")
        township.assess(other, {"WSH-02": 41, "PRF-03": 96})
        township.commit(other, "HMC", "FSC-A1", 40, months=6)

    build(two)
    said = told(ask, AGENCY, "Hka Mai")
    assert "HMC Food (2), Shelter/NFI (1)" in said
    public = told(ask, GROUP, "Hka Mai")
    assert "Some cover reported Food, Shelter/NFI" in public
    assert "HMC" not in public
    assert told(ask, AGENCY, "wash Hka Mai").startswith("Hka Mai · WASH: who does what Needs, no cover reported WASH")
