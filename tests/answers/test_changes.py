"""What changed: since a day what was found and reported after it, since a look what the desk has learnt after it."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from bot.database import Database
from coordination import changes
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, Role, Viewer
from models.assessments import IndicatorValue
from tests.answers.test_village import text
from tests.disclosure.conftest import WORDS, Ask, Build, screens
from tests.hka_mai import NOW, Township
from words import answers
from words.telling import Telling

AGENCY = Viewer(kind="person", role=Role.AGENCY, label="P-1")
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, label="P-9")


def told(ask: Ask, viewer: Viewer, question: str) -> str:
    return " ".join(text(screens(ask, viewer, question, "changes")).split())


def fill(township: Township) -> int:
    place = township.village("Lawa Bum")
    township.assess(place, {"PRF-03": 96, "WSH-02": 60, "HLT-02": "midwife", "PRO-02": "none"}, on=date(2026, 9, 1))
    township.assess(place, {"PRF-03": 96, "WSH-02": 41, "SHE-03": 30, "PRO-02": "more"}, on=date(2026, 11, 10))
    township.commit(place, "HMC", "WSH-A1", 20, reported_on=date(2026, 11, 12))
    return place


def test_since_a_day(build: Build, ask: Ask) -> None:
    build(fill)
    said = told(ask, AGENCY, "Lawa Bum since 1 Nov")
    assert "New since 1 Nov 2026" in said
    assert "WASH: 41 HH short of water (10 Nov 2026) before: 60 HH short of water (1 Sep 2026)" in said
    assert "Shelter/NFI, new: 30 HH need house repair (10 Nov 2026)" in said
    assert "WASH: severity 🔴4 → 🟠3" in said
    assert "HMC new: Water supply, 20 HH, confirmed" in said
    assert "The same again 96 HH present" in said
    assert "midwife" not in said
    assert "incidents" not in said
    assert "more than 5 incidents" in told(ask, COORDINATOR, "Lawa Bum since 1 Nov")


def test_a_month_where_nothing_is_said_and_nothing_new(build: Build, ask: Ask) -> None:
    build(fill)
    assert "New since 23 Oct 2026" in told(ask, AGENCY, "Lawa Bum")
    assert "I have nothing new to show." in told(ask, AGENCY, "Lawa Bum since 15 Nov")


def test_in_plain_words(build: Build, ask: Ask) -> None:
    build(fill)
    for question in ("what changed in Lawa Bum since 1 Nov", "anything new in Lawa Bum?", "what's new in Lawa Bum"):
        assert "Lawa Bum · what changed" in text(ask(AGENCY, question))


def test_growing_old_is_no_change(build: Build, ask: Ask) -> None:
    build(lambda township: township.assess(township.village("Lawa Bum"), {"FSC-01": "less"}, on=date(2026, 9, 10)))
    assert "I have nothing new to show." in told(ask, AGENCY, "Lawa Bum since 1 Oct")


def test_a_group_reads_published_values_only_and_no_change_inside_a_band(build: Build, ask: Ask) -> None:
    def inside(township: Township) -> None:
        place = township.village("Nam Sop")
        township.assess(place, {"PRF-03": 96, "WSH-02": 47}, on=date(2026, 9, 1))
        township.assess(place, {"WSH-02": 41}, on=date(2026, 11, 10))

    build(lambda township: (fill(township), inside(township)))
    said = told(ask, GROUP, "Lawa Bum since 1 Nov")
    assert "20–49 HH short of water (10 Nov 2026) before: 50–99 HH" in said
    for hidden in ("41", "HMC", "present", "incidents"):
        assert hidden not in said
    again = told(ask, GROUP, "Nam Sop since 1 Nov")
    assert "The same again 20–49 HH short of water" in again
    assert "before" not in again
    assert "before: 47 HH" in told(ask, AGENCY, "Nam Sop since 1 Nov")


def test_an_area_is_refused(build: Build, ask: Ask) -> None:
    build(fill)
    assert told(ask, AGENCY, "Hka Mai").startswith("Changes are told by village and camp.")


def test_since_a_look_counts_what_the_desk_learnt_then(build: Build, db: Database, desk: Desk) -> None:
    """An old visit that came in yesterday is news; a corrected value is one, too."""
    place = build(fill)
    look = NOW - timedelta(days=2)

    def late(township: Township) -> None:
        for one in township.db.exec(select(IndicatorValue)).all():
            one.recorded_at = look - timedelta(days=1)
        township.assess(place, {"EDU-01": "none"}, on=date(2026, 8, 1))
        corrected = township.db.exec(select(IndicatorValue).where(IndicatorValue.indicator == "SHE-03")).one()
        corrected.superseded_at = NOW
        fresh = corrected.model_dump(exclude={"id", "superseded_at"}) | {"number": 12.0, "recorded_at": NOW}
        township.db.add(IndicatorValue(**fresh))

    build(late)

    def said(since: datetime) -> str:
        def work(session: object) -> str:
            scope = Scope(session, desk, AGENCY, NOW)  # type: ignore[arg-type]
            result = changes.changes(scope, place, since, looked=True)
            return text(answers.reply(Telling(WORDS, desk.catalogue, AGENCY), (result,)).messages)

        return " ".join(db.transaction(work).split())

    news = said(look)
    assert "What I have learnt since you last looked, 20 Nov 2026" in news
    assert "Education, new: no school (1 Aug 2026)" in news
    assert "Shelter/NFI: 12 HH need house repair (10 Nov 2026) before: 30 HH" in news
    assert "WASH" not in news.replace("WASH: severity", "")
    assert "nothing new" in said(NOW)
