"""The sector answer in depth, the place choices, the question about danger, and what is refused."""

from datetime import date

import pytest
from sqlmodel import select

from bot.database import Database
from coordination.viewer import GROUP, STRANGER, Role, Viewer
from models.audit import AuditEntry
from tests.answers.test_village import labels, text
from tests.disclosure.conftest import Ask, Build
from tests.hka_mai import Township, lawa_bum

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, label="P-9")
ADMIN = Viewer(kind="person", role=Role.ADMIN, label="P-8")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(ask(viewer, question)).split())


def test_food_in_depth(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    answer = told(ask, AGENCY, "food in Lawa Bum")
    for part in (
        "Severity 🔴4, driven by FSC-02: 96 of 96 HH need food", "household survey, 12 Oct 2026",
        "64 HH open now, 24 if HMC delivers", "All 96 HH have 2 of 6 months; 60 have the other 4 confirmed.",
        "Pledged, not counted: DRN 40 HH", "Reported to the DSWG only.",
    ):  # fmt: skip
        assert part in answer


def test_how_many_months_are_covered_is_told_in_a_plain_sentence(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    answer = told(ask, AGENCY, "is food covered for 6 months or only 3 in Lawa Bum?")
    assert "All 96 HH have 2 of 6 months; 60 have the other 4 confirmed." in answer
    assert "about two thirds open now" in told(ask, GROUP, "is food covered for 6 months or only 3 in Lawa Bum?")


def test_a_question_on_danger_begins_with_mines(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(lawa_bum(township), {"PRO-01": "safe"}, tool="FGD"))
    answer = told(ask, AGENCY, "Is it safe in Lawa Bum?")
    assert answer.index("direct evidence") < answer.index("most people said")


def test_tools_that_disagree_stand_beside_each_other(build: Build, ask: Ask) -> None:
    def disagreeing(township: Township) -> None:
        place = township.village("Lawa Bum")
        township.assess(place, {"WSH-02": 41}, tool="HHS")
        township.assess(place, {"WSH-02": 60}, tool="FGD")

    build(disagreeing)
    assert "but focus group, 12 Oct 2026: 60 HH short of water" in told(ask, AGENCY, "water Lawa Bum")
    assert "but focus group, 12 Oct 2026: 50–99 HH short of water" in told(ask, GROUP, "water Lawa Bum")


def test_a_value_past_its_shelf_life_shows_its_age(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(township.village("Lawa Bum"), {"WSH-02": 41}, on=date(2025, 3, 12)))
    answer = told(ask, AGENCY, "water Lawa Bum")
    assert "Out of date: newest value from Mar 2025" in answer
    assert "12 Mar 2025 (20 months ago, out of date)" in answer
    assert "open at last count (Mar 2025)" in answer


def test_an_unrated_count_is_shown_and_said_to_be_unrated(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(township.village("Lawa Bum"), {"WSH-02": 41}))
    assert "unrated: number of people present not known" in told(ask, AGENCY, "water Lawa Bum")


@pytest.mark.parametrize("sector", ["GBV", "HLP", "nutrition", "protection"])
def test_one_sentence_for_no_data_not_allowed_and_hidden(build: Build, ask: Ask, sector: str) -> None:
    def hidden(township: Township) -> None:
        township.village("Hkum Ga")
        place = township.village("Lawa Bum")
        township.assess(place, {"GBV-02": "several", "HLP-03": 4, "NUT-01": 30, "PRO-02": "more"})

    build(hidden)
    for place in ("Hkum Ga", "Lawa Bum"):
        answer = told(ask, GROUP, f"{sector} in {place}")
        assert answer.startswith("I have nothing to show here on ")
        assert f" in {place}. Before any travel ask Mine Action" in answer


def test_asked_for_danger_it_tells_what_is_reported_and_whom_to_ask(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(lawa_bum(township), {"PRO-01": "safe"}, tool="FGD"))
    answer = told(ask, AGENCY, "Is it safe in Lawa Bum?")
    assert "most people said they feel safe" in answer
    assert "focus group reported, 12 Oct 2026" in answer
    assert answer.replace("most people said they feel safe", "").count("safe") == 0
    assert "Before any travel ask Mine Action and your security focal point." in answer


def test_two_places_of_one_name_are_asked(build: Build, ask: Ask) -> None:
    def twins(township: Township) -> None:
        township.village("Kawng Hpra")
        township.village("Kawng Hpra", township=township.other_id)

    build(twins)
    answer = ask(AGENCY, "info Kawng Hpra")
    assert text(answer) == "Which Kawng Hpra?"
    assert labels(answer) == ["Kawng Hpra, Hka Mai", "Kawng Hpra, Nmai Ga", "Neither"]


def test_a_place_that_is_not_on_the_list_is_asked_with_its_township(build: Build, ask: Ask) -> None:
    def off(township: Township) -> None:
        township.village("Lawa Bum")
        township.village("Yang Ga", listed=False, township=township.other_id)

    build(off)
    answer = ask(AGENCY, "what is going on in Yang Ga")
    assert text(answer).startswith("Yang Ga in Nmai Ga?")
    assert labels(answer) == ["Yes", "Another", "About this place"]


def test_the_choice_keeps_the_question(build: Build, ask: Ask) -> None:
    def twins(township: Township) -> None:
        township.village("Kawng Hpra")
        township.village("Kawng Hpra", township=township.other_id)

    build(twins)
    data = [button.data or "" for one in ask(AGENCY, "water in Kawng Hpra") for row in one.buttons for button in row]
    assert all(one.startswith("1|s|") and one.endswith("|wash") for one in data[:2])


def test_an_unknown_name_is_said_back_short_and_escaped(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Lawa Bum"))
    (message,) = ask(AGENCY, "what is going on in <b>Zzyzx</b> village")
    assert "<b>Zzyzx" not in message.text
    message, cut = ask(AGENCY, "က" * 4096)
    assert len(message.text) < 400
    assert cut.text.replace("\n", " ") == "I read only the first 100 characters. Please send the rest on its own."


@pytest.mark.parametrize(
    "question",
    ["call Daw Mya Mya in Lawa Bum", "Lawa Bum 09 123 456 789", "Lawa Bum 12/ABC(N)123456", "a@b.org knows Lawa Bum"],
)
def test_names_and_numbers_of_people_are_refused(build: Build, ask: Ask, db: Database, question: str) -> None:
    build(lawa_bum)
    assert "Nothing of it was stored." in told(ask, AGENCY, question)
    assert "Mya" not in told(ask, AGENCY, question)


def test_a_village_that_begins_like_a_person_is_a_village(build: Build, ask: Ask) -> None:
    build(lambda township: township.village("Daw Hkawn Bum"))
    assert "Daw Hkawn Bum · village" in text(ask(AGENCY, "what is going on in Daw Hkawn Bum"))


def test_admins_and_strangers_see_no_data(build: Build, ask: Ask) -> None:
    build(lawa_bum)
    assert told(ask, ADMIN, "Lawa Bum") == "Your role looks after people and settings; it sees no data about places."
    assert told(ask, STRANGER, "Lawa Bum").startswith("This bot serves staff of agencies")


def test_reads_of_restricted_and_confidential_data_are_audited(build: Build, ask: Ask, db: Database) -> None:
    place = build(lambda township: (lawa_bum(township), township.assess(township.places["Lawa Bum"], {"PRO-02": "more"},
                                                                        agency="B1"))[0])  # fmt: skip
    for viewer in (AGENCY, COORDINATOR, GROUP):
        ask(viewer, "Lawa Bum")
    entries = db.reading(lambda session: list(session.exec(select(AuditEntry))))
    seen = [(one.actor, one.role, one.action, one.klass, one.place_id, one.chat) for one in entries]
    assert seen == [
        ("P-1", "agency", "read.village", "restricted", place, "private"),
        ("P-9", "coordinator", "read.village", "confidential", place, "private"),
    ]


def test_the_audit_trail_holds_no_text(build: Build, ask: Ask, db: Database) -> None:
    build(lawa_bum)
    ask(AGENCY, "what is going on in Lawa Bum, please")
    (entry,) = db.reading(lambda session: list(session.exec(select(AuditEntry))))
    assert entry.counts == {}
