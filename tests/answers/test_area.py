"""Open needs of an area: order by what is published, pages, sums that hide what is hidden."""

from datetime import date

from coordination import area
from coordination.area import PAGE
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, OPERATOR, Role, Viewer
from tests.answers.test_village import text
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import NOW, Township
from understanding.wanted import Wanted

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")


def three_villages(township: Township) -> None:
    for name, needing, present in (("Lawa Bum", 41, 96), ("Nam Sop", 60, 90), ("Hkum Ga", 30, 96)):
        township.assess(township.village(name), {"WSH-02": needing, "PRF-03": present})
    township.commit(township.places["Hkum Ga"], "HMC", "WSH-A1", 30)
    township.assess(township.village("Sut Ga", "camp"), {"WSH-02": 25, "PRF-03": 50}, on=date(2025, 10, 1))
    township.village("Kawng Hpra")


def test_worst_first_and_what_is_out_of_date_last(build: Build, ask: Ask) -> None:
    build(three_villages)
    lines = [
        line for line in text(ask(AGENCY, "wash gaps Hka Mai")).split("\n") if line[:2] in {"1.", "2.", "3.", "4."}
    ]
    assert [line.split(" · ")[0] for line in lines] == [
        "1. 🔴4 Nam Sop",
        "2. 🟠3 Lawa Bum",
        "3. 🟠3 Hkum Ga",
        "4. ⚪ Sut Ga",
    ]


def test_exact_sums_for_agencies_lower_bounds_for_groups(build: Build, ask: Ask) -> None:
    build(three_villages)
    told = " ".join(text(ask(AGENCY, "wash gaps Hka Mai")).split())
    assert "Together in 3 places: 131 HH short of water; 131 open now, 101 if confirmed help arrives" in told
    public = " ".join(text(ask(GROUP, "wash gaps Hka Mai")).split())
    assert "In 3 places at least 90 HH short of water" in public
    assert "131" not in public


def test_freshness_of_the_places(build: Build, ask: Ask) -> None:
    build(three_villages)
    told = " ".join(text(ask(AGENCY, "gaps Hka Mai")).split())
    assert "5 places: 3 assessed and current, 1 out of date, 1 never assessed or nothing to show" in told


def test_what_is_covered_is_no_gap(build: Build, ask: Ask) -> None:
    def covered(township: Township) -> None:
        township.assess(township.village("Lawa Bum"), {"WSH-02": 41, "PRF-03": 96})
        township.commit(
            township.places["Lawa Bum"], "HMC", "WSH-A1", 41, reached=41, status="delivered",
            reached_on=date(2026, 11, 1),
        )  # fmt: skip

    build(covered)
    assert "No open need to show here." in text(ask(AGENCY, "gaps Hka Mai"))


def test_pages(build: Build, ask: Ask, db: object, desk: Desk) -> None:
    def many(township: Township) -> None:
        for number in range(PAGE + 2):
            township.assess(township.village(f"Nam Sop {'ABCDEFGHIJ'[number]}"), {"WSH-02": 41, "PRF-03": 96})

    build(many)
    (message,) = ask(AGENCY, "gaps Hka Mai")
    turn = next(one for row in message.buttons for one in row if one.label == "Next ›")
    assert turn.data is not None
    assert turn.data.endswith("||1")
    assert "(1/2)" in message.text
    assert len(message.text.splitlines()) <= 25


def test_as_of_a_day_knows_only_what_was_collected_and_reported_by_then(build: Build, db: object, desk: Desk) -> None:
    build(three_villages)

    def listed(day: date) -> area.AreaGaps:
        return db.transaction(  # type: ignore[attr-defined]
            lambda session: area.gaps(Scope(session, desk, OPERATOR, NOW), None, "WASH", None, Wanted(as_of=day))
        )

    assert [entry.place.name for entry in listed(date(2025, 12, 1)).entries] == ["Sut Ga"]
    before, after = listed(date(2026, 10, 20)), listed(date(2026, 11, 20))
    later = {entry.place.name: entry.need.later.number for entry in before.entries if entry.need and entry.need.later}
    assert later["Hkum Ga"] == 30
    later = {entry.place.name: entry.need.later.number for entry in after.entries if entry.need and entry.need.later}
    assert later["Hkum Ga"] == 0


def test_a_focal_point_sees_numbers_of_the_own_township_only(build: Build, ask: Ask) -> None:
    township_id = build(lambda township: (three_villages(township), township.township_id)[1])
    here = Viewer(kind="person", role=Role.FOCAL, townships=frozenset({township_id}), label="P-3")
    elsewhere = Viewer(kind="person", role=Role.FOCAL, townships=frozenset({999}), label="P-3")
    assert "60 HH short of water" in " ".join(text(ask(here, "wash gaps Hka Mai")).split())
    assert "50–99 HH short of water" in " ".join(text(ask(elsewhere, "wash gaps Hka Mai")).split())


def test_a_state_is_public_for_a_focal_point(build: Build, ask: Ask) -> None:
    township_id = build(lambda township: (three_villages(township), township.township_id)[1])
    here = Viewer(kind="person", role=Role.FOCAL, townships=frozenset({township_id}), label="P-3")
    build(lambda township: township.village("Nam Ga", township=township.other_id))
    assert "50–99 HH short of water" in " ".join(text(ask(here, "wash gaps Demo State")).split())


def rows(ask: Ask, question: str, viewer: Viewer = AGENCY) -> list[str]:
    told = text(ask(viewer, question, kind="gaps")).split("\n")
    return [line.split(" · ")[0].split(" ", 2)[2] for line in told if line[:2].strip(".").isdigit()]


def test_narrowed_to_what_is_severe_current_or_nobodys(build: Build, ask: Ask) -> None:
    build(three_villages)
    assert rows(ask, "WASH severity 4") == ["Nam Sop"]
    assert rows(ask, "wash Hka Mai, out of date") == ["Sut Ga"]
    assert rows(ask, "up to date wash") == ["Nam Sop", "Lawa Bum", "Hkum Ga"]
    assert rows(ask, "wash no agency at all") == ["Nam Sop", "Lawa Bum", "Sut Ga"]
    assert rows(ask, "no agency", GROUP) == ["Nam Sop", "Lawa Bum", "Sut Ga"]
    assert rows(ask, "no agency severity 4 wash up to date") == ["Nam Sop"]


def test_which_villages_still_have_no_support(build: Build, ask: Ask) -> None:
    build(three_villages)
    build(lambda township: township.assess(township.places["Lawa Bum"], {"EDU-01": "none"}, tool="DO"))
    told = " ".join(text(ask(AGENCY, "which villages still no school support")).split())
    assert "· Education: open needs Only without any agency" in told
    assert "1. 🟠3 Lawa Bum · Education no school – open" in told


def test_a_pledge_that_only_some_may_see_narrows_for_them_only(build: Build, ask: Ask) -> None:
    build(three_villages)
    build(lambda township: township.commit(township.places["Nam Sop"], "DRN", "WSH-A1", 60, status="pledged"))
    assert rows(ask, "wash no agency") == ["Lawa Bum", "Sut Ga"]
    assert rows(ask, "wash no agency", GROUP) == ["Nam Sop", "Lawa Bum", "Sut Ga"]


def test_development_needs_are_for_public_planning(build: Build, ask: Ask) -> None:
    def both(township: Township) -> None:
        place = township.village("Lawa Bum")
        township.assess(place, {"PRF-03": 96, "WSH-02": 41, "ECD-02": 20, "INF-02": "none", "INF-01": "foot_or_boat"})

    build(both)
    told = text(ask(AGENCY, "development", kind="gaps"))
    assert "Only development needs" in told
    assert "childcare" in told
    assert "WASH" not in told
    assert rows(ask, "humanitarian") == ["Lawa Bum"]


def test_the_buttons_narrow_and_take_it_back(build: Build, ask: Ask) -> None:
    build(three_villages)
    said = {one.label: one.data for row in ask(AGENCY, "wash", kind="gaps")[-1].buttons for one in row}
    assert said["No agency"] == "1|g||wash|||n"
    assert said["All sectors"] == "1|g"
    said = {one.label: one.data for row in ask(AGENCY, "wash no agency", kind="gaps")[-1].buttons for one in row}
    assert said["✓ No agency"] == "1|g||wash"
    assert said["Severity 3+"] == "1|g||wash|||3n"
