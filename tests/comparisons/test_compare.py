"""Side by side: two places, two rounds, two sources; nothing averaged, nothing unknown made 0, nothing leaked."""

from datetime import date

import pytest

from bot.database import Database
from coordination import comparisons
from coordination.comparisons import Comparison
from coordination.errors import NotAllowedError, Refusal
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, Chat, Role, Viewer
from tests.disclosure.conftest import Ask, Build, screens
from tests.hka_mai import NOW, Township
from understanding.comparisons import MONITORING, PLACES, ROUNDS

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
FOCAL = Viewer(kind="person", role=Role.FOCAL, label="P-2")
PROTECTION = Viewer(kind="person", role=Role.PROTECTION, label="P-3")
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, label="P-4")
NOTHING = "nothing to show, which does not mean none"
UNKNOWN = "not known, which does not mean none"
TRAVEL = "Before any travel ask Mine Action and your security focal point."


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(
        "\n".join(one.text for one in screens(ask, viewer, question)).replace("<b>", "").replace("</b>", "").split()
    )


def fill(township: Township) -> None:
    one, other = township.village("Lawa Bum"), township.village("Nam Sop")
    township.village("Hkum Ga")
    township.assess(one, {"PRF-03": 96, "WSH-02": 41, "MIN-01": "direct", "HLT-02": "midwife"}, informants=4)
    township.assess(one, {"PRF-03": 58, "WSH-02": 60, "HLT-02": "none", "ECD-01": "no"}, on=date(2025, 3, 12))
    township.assess(other, {"PRF-03": 60, "WSH-02": 22, "WSH-01": "surface"}, tool="DO")
    watched = {"HLT-02": "none", "MIN-01": "direct", "PRO-03": "inside"}
    township.assess(one, watched, on=date(2026, 11, 10), agency="ZQX", programme="protection_monitoring")


def test_two_places_with_what_each_has(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "Lawa Bum or Nam Sop, which has water")
    assert said.startswith("Lawa Bum and Nam Sop, side by side")
    assert "Lawa Bum: not known Nam Sop: river, pond or other open water" in said
    assert "Lawa Bum: 41 HH short of water (12 Oct 2026) Nam Sop: 22 HH short of water (12 Oct 2026)" in said
    assert "0 HH" not in said


def test_the_mine_line_stands_first_whatever_is_asked(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "compare Lawa Bum and Nam Sop")
    assert f"(MIN-01) Lawa Bum: direct evidence (12 Oct 2026) Nam Sop: {NOTHING}" in said
    assert said.index("(MIN-01)") < said.index("WASH")
    assert said.endswith(TRAVEL)


def test_of_mines_the_same_indicators_stand_side_by_side(build: Build, ask: Ask) -> None:
    """What drives the sector differs: a survey beside evidence, or no accidents beside it, could read as "no mines"."""

    def differently(township: Township) -> None:
        township.assess(township.village("Lawa Bum"), {"MIN-01": "direct"})
        township.assess(township.village("Nam Sop"), {"MIN-03": "cleared_to_standard", "MIN-02": 0})

    build(differently)
    for question in ("compare Lawa Bum and Nam Sop", "compare mines in Lawa Bum and Nam Sop"):
        said = told(ask, COORDINATOR, question)
        evidence, survey = said.index("(MIN-01)"), said.index("(MIN-03)")
        known = f"Lawa Bum: direct evidence (12 Oct 2026) Nam Sop: {UNKNOWN}"
        assert known in said[evidence:].replace(NOTHING, UNKNOWN)
        assert f"Lawa Bum: {UNKNOWN} Nam Sop: " in said[survey:].replace(NOTHING, UNKNOWN)
        assert said.endswith(TRAVEL)


def test_evidence_of_mines_is_named_where_nobody_knows_anything(build: Build, ask: Ask) -> None:
    build(lambda township: [township.village(name) for name in ("Lawa Bum", "Nam Sop")])
    said = told(ask, COORDINATOR, "compare mines in Lawa Bum and Nam Sop").replace(NOTHING, UNKNOWN)
    assert f"(MIN-01) Lawa Bum: {UNKNOWN} Nam Sop: {UNKNOWN}" in said
    assert said.endswith(TRAVEL)


def test_a_group_reads_published_values_and_the_travel_line(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, GROUP, "compare Lawa Bum and Nam Sop")
    assert "20–49 HH short of water" in said
    for hidden in ("96", "41", "direct", "not known", "60 HH"):
        assert hidden not in said
    assert f"(MIN-01) Lawa Bum: {NOTHING} Nam Sop: {NOTHING}" in said
    assert said.endswith(TRAVEL)


def test_a_group_cannot_tell_what_is_not_known_from_what_is_not_shared(build: Build, ask: Ask) -> None:
    build(fill)
    before = told(ask, GROUP, "water Lawa Bum vs Nam Sop")
    build(lambda township: township.assess(township.places["Nam Sop"], {"WSH-05": 11, "WSH-03": 45}, consent=False))
    assert told(ask, GROUP, "water Lawa Bum vs Nam Sop") == before


def test_whether_a_place_is_free_of_danger_is_never_ranked(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "which is safer, Lawa Bum or Nam Sop")
    assert "side by side" in said
    assert "That I cannot judge. This is what is reported:" in said
    assert said.endswith(TRAVEL)
    assert "WASH" not in said


def test_now_and_the_round_before(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "compare Lawa Bum with before")
    assert "Now: 96 HH present; key informants reported, 12 Oct 2026, DCO" in said
    assert "Before: 58 HH present; key informants reported, 12 Mar 2025 (20 months ago, out of date), DCO" in said
    assert "38 HH more than before" in said
    assert "19 HH fewer than before" in said
    assert "Now: midwife" in said
    assert "Another answer than before." in said
    assert "2 further indicators were asked in one round only." in said


def test_the_same_as_before(build: Build, ask: Ask) -> None:
    def twice(township: Township) -> None:
        place = township.village("Lawa Bum")
        for day in (date(2026, 3, 2), date(2026, 10, 12)):
            township.assess(place, {"WSH-02": 41}, on=day)

    build(twice)
    assert "The same as before." in told(ask, AGENCY, "compare Lawa Bum")


def test_one_round_only(build: Build, ask: Ask) -> None:
    build(fill)
    assert "there is no earlier round to set beside" in told(ask, AGENCY, "compare Nam Sop with the last round")


def test_assessments_beside_protection_monitoring(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, PROTECTION, "compare Lawa Bum with protection monitoring")
    assert "never added up or averaged" in said
    assert (
        "Health worker (HLT-02) Assessment: midwife; key informants reported, 12 Oct 2026, DCO Protection monitoring: "
        "none; key informants reported, 10 Nov 2026, ZQX The two do not agree."
        in said.replace("no health worker", "none")
    )
    assert "Assessment: not known Protection monitoring: armed actors reported inside" in said
    assert "The two agree." in said
    assert said.index("The two do not agree.") < said.index("The two agree.")
    assert said.endswith(TRAVEL)


def test_monitoring_of_an_area_names_the_place(build: Build, ask: Ask) -> None:
    build(fill)
    assert "Lawa Bum · Health worker (HLT-02)" in told(ask, COORDINATOR, "compare Hka Mai with monitoring")


def test_no_monitoring_there(build: Build, ask: Ask) -> None:
    build(fill)
    assert "No protection monitoring is there" in told(ask, COORDINATOR, "compare Nam Sop with monitoring")


@pytest.mark.parametrize("viewer", [AGENCY, FOCAL, GROUP, Viewer(kind="person", chat=Chat.GROUP, role=Role.PROTECTION)])
def test_monitoring_is_for_protection_and_coordinators_in_private(build: Build, ask: Ask, viewer: Viewer) -> None:
    build(fill)
    said = told(ask, viewer, "compare Lawa Bum with protection monitoring")
    assert said in {"Your role does not allow that.", "Please ask me this in a private chat."}


def test_rounds_are_for_private_chats_and_for_who_sees_numbers(build: Build, ask: Ask) -> None:
    build(fill)
    assert told(ask, GROUP, "compare Lawa Bum with before") == "Please ask me this in a private chat."
    assert told(ask, FOCAL, "compare Lawa Bum with before").startswith("I have nothing to show here")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("compare", "Which places?"),
        ("compare Lawa Bum and Lawa Bum", "That is one place twice."),
        ("compare Lawa Bum and Hka Mai", "I set villages and camps side by side, not areas."),
        ("compare Hka Mai with before", "I set villages and camps side by side, not areas."),
        ("compare Lawa Bum and zzyx quux", 'I know no place "zzyx quux".'),
        ("compare Lawa Bum and Nam Sop and Hkum Ga and Hka Mai and Nmai Ga", "At most 4 places"),
        ("food or water in Lawa Bum, which is open", "I have nothing to show here on Food in Lawa Bum."),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(build: Build, ask: Ask, question: str, expected: str) -> None:
    build(fill)
    assert told(ask, AGENCY, question).startswith(expected)


def test_a_name_of_two_places_is_asked(build: Build, ask: Ask) -> None:
    build(fill)
    build(lambda township: [township.village("Kawng Hpra"), township.village("Kawng Hpra", township=township.other_id)])
    (message,) = ask(AGENCY, "compare Lawa Bum and Kawng Hpra")
    assert message.text == "Which Kawng Hpra?"
    assert all((row[0].data or "").startswith("1|k|p|") for row in message.buttons)
    assert "Each of these names is unclear" in told(ask, AGENCY, "compare Kawng Hpra and Kawng Hpra")


def compared(db: Database, desk: Desk, viewer: Viewer, kind: str, ids: list[int]) -> Comparison:
    found = db.transaction(lambda session: comparisons.compare(Scope(session, desk, viewer, NOW), kind, ids))
    assert isinstance(found, Comparison)
    return found


def test_columns_stay_in_their_places(build: Build, db: Database, desk: Desk) -> None:
    """Whatever is hidden: a cell is emptied, never left out."""
    build(fill)
    one, other, third = build(lambda township: [township.places[name] for name in ("Lawa Bum", "Nam Sop", "Hkum Ga")])
    for viewer in (GROUP, AGENCY, FOCAL, COORDINATOR):
        rows = compared(db, desk, viewer, PLACES, [other, third, one]).rows
        assert rows
        assert all(len(row.cells) == 3 and row.cells[1].reading is None for row in rows)
        assert all(row.agrees is None and row.more is None for row in rows)


def test_what_was_compared_needs_one_place(build: Build, db: Database, desk: Desk) -> None:
    build(fill)
    ids = build(lambda township: list(township.places.values()))
    for kind in (ROUNDS, MONITORING):
        with pytest.raises(Refusal):
            compared(db, desk, COORDINATOR, kind, ids)
    with pytest.raises(NotAllowedError):
        compared(db, desk, Viewer(kind="person", role=Role.ADMIN), PLACES, ids[:2])
