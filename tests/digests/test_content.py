"""What a digest says, what it says changed, and what it never says."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from coordination import audit
from coordination.digest_content import SECTOR, TOWNSHIP
from coordination.digest_periods import WEEKLY
from coordination.execute import execute
from coordination.retention import PurgeOldData
from coordination.scope import Scope
from coordination.viewer import TICK, Klass, Role, Viewer
from models.assessments import IndicatorValue
from models.commitments import Commitment
from models.digests import Digest
from models.people import Group, Person
from tests.digests.conftest import MONDAY, Weeks
from tests.hka_mai import NOW, Township, lawa_bum
from words.digests import MOST


def two_villages(township: Township) -> None:
    lawa_bum(township)
    township.assess(township.village("Nam Sop"), {"WSH-02": 22, "PRF-03": 60})


def short_of_water(name: str, households: int, on: date = date(2026, 11, 25)) -> Any:
    return lambda township: township.assess(
        township.places.get(name) or township.village(name), {"WSH-02": households, "PRF-03": 300}, on=on
    )


def edit(weeks: Weeks, model: Any, where: Any, **values: Any) -> None:
    """Change rows past the operations, as an import or a coordinator would have."""

    def work(township: Township) -> None:
        for row in township.db.exec(select(model).where(where)):
            for name, value in values.items():
                setattr(row, name, value)

    weeks.change(work)


def test_the_first_one_reads_as_a_newcomer_would_want_it(weeks: Weeks) -> None:
    weeks.change(two_villages)
    assert weeks.told(weeks.next()) == (
        "DSWG Hka Mai · Hka Mai · week 16–22 Nov\n"
        "2 places: 2 assessed and current, 0 out of\ndate, 0 never assessed or nothing to show\n\n"
        "Open needs, most urgent first\n"
        "1. 🔴4 Lawa Bum · Food\n   50–99 HH need food for 6 months: about\n"
        "   two thirds open now, about a third open\n"
        "   if confirmed help arrives\n"
        "2. 🟠3 Lawa Bum · WASH\n   20–49 HH short of water: no cover\n   reported\n"
        "3. 🟠3 Nam Sop · WASH\n   20–49 HH short of water: no cover\n   reported\n"
        "4. 🟠3 Lawa Bum · Shelter/NFI\n   20–49 HH need house repair: all open\n"
        "   now, none if confirmed help arrives\n"
        "5. 🟠3 Lawa Bum · WASH\n   unprotected wells or spring – open\n\n"
        "Reported to the DSWG only. Numbers are\nbands; many are estimates of key\ninformants.\n"
        "Before any travel ask Mine Action and your\nsecurity focal point."
    )


def test_a_quiet_week_is_three_lines(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    weeks.at += timedelta(days=7)
    weeks.next()
    quiet = weeks.next()
    assert quiet.quiet
    assert weeks.told(quiet) == (
        "DSWG Hka Mai · Hka Mai · week 30 Nov – 6\nDec\nNothing new since 30 Nov. 1 need is open.\n"
        "Before any travel ask Mine Action and your\nsecurity focal point."
    )


def test_the_largest_new_gap_by_its_band_comes_first(weeks: Weeks) -> None:
    weeks.change(two_villages)
    weeks.next()
    for name, households in (("Hkum Ga", 60), ("Sut Bum", 120), ("Ring Ga", 130)):
        weeks.change(short_of_water(name, households))
    found = weeks.next()
    assert [(one.kind, one.place.name) for one in found.headlines] == [("gap", "Ring Ga")]
    assert "1. New: 100–199 HH short of water, Ring Ga" in weeks.told(found)
    assert found.changes.needs == (("new", 3),)


def test_a_delivery_is_told_in_bands_and_without_its_agency(weeks: Weeks) -> None:
    weeks.change(lambda t: (two_villages(t), t.commit(t.places["Nam Sop"], "ZQX", "WSH-A2", 30)))
    weeks.next()
    done = {"status": "delivered", "reached": 23, "reached_on": date(2026, 11, 26), "reported_on": date(2026, 11, 26)}
    edit(weeks, Commitment, Commitment.activity == "WSH-A2", **done)
    found = weeks.next()
    text = weeks.told(found)
    assert [one.kind for one in found.headlines] == ["delivery"]
    assert "1. Delivered: " in text
    assert "20–49 HH, Nam Sop" in text.replace("\n   ", " ")
    assert "Commitments: 1 delivered" in text.replace("\n   ", " ")
    assert "ZQX" not in text


def test_cover_that_ends_soon_is_told_once_on_top_and_by_months_alone(weeks: Weeks) -> None:
    def fed(township: Township) -> None:
        place = township.village("Nam Sop")
        township.assess(place, {"FSC-02": 60, "PRF-03": 96})
        for target in (60, 5):
            township.commit(place, "DFA", "FSC-A1", target, months=2, start=date(2026, 11, 1), status="ongoing")

    weeks.change(fed)
    first = weeks.next()
    assert "1. Food in Nam Sop: no cover reported from Jan on" in weeks.told(first).replace("\n   ", " ")
    assert [one.kind for one in weeks.next().headlines] == []
    weeks.change(lambda t: t.commit(t.places["Nam Sop"], "HMC", "FSC-A1", 9, start=None, months=2, status="ongoing"))
    assert weeks.peek(before=None).content.headlines == (), "what has no dates may be meant for then"


def test_an_open_need_that_was_covered_is_open_again(weeks: Weeks) -> None:
    weeks.change(lambda t: (short_of_water("Nam Sop", 22)(t), t.commit(t.places["Nam Sop"], "HMC", "WSH-A1", 30)))
    whole = {"status": "delivered", "reached": 30, "reached_on": date(2026, 11, 28)}
    weeks.at += timedelta(days=7)
    weeks.next()
    edit(weeks, Commitment, Commitment.activity == "WSH-A1", **whole)
    assert dict(weeks.next().changes.needs) == {"covered": 1}
    edit(weeks, Commitment, Commitment.activity == "WSH-A1", reached=3)
    found = weeks.next()
    assert dict(found.changes.needs) == {"reopened": 1}
    assert "1. Open again: 20–49 HH short of water, Nam Sop" in weeks.told(found).replace("\n   ", " ")


def test_a_newer_count_is_news_and_a_mended_one_a_correction(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    weeks.change(short_of_water("Hkum Ga", 60))
    weeks.at += timedelta(days=7)
    weeks.next()
    weeks.change(short_of_water("Nam Sop", 70, date(2026, 12, 2)))
    edit(weeks, IndicatorValue, IndicatorValue.number == 60, number=30.0)
    found = weeks.next()
    assert dict(found.changes.needs) == {"larger": 1}
    told = weeks.told(found).replace("\n   ", " ")
    assert "Corrected: HH short of water, Hkum Ga: 20–49, not 50–99 as said before" in told


def test_a_value_that_was_taken_back_is_a_correction_and_no_improvement(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    weeks.at += timedelta(days=7)
    weeks.next()
    edit(weeks, IndicatorValue, IndicatorValue.indicator == "WSH-02", superseded_at=NOW)
    found = weeks.next()
    assert found.changes.needs == ()
    told = weeks.told(found).replace("\n   ", " ")
    assert "Corrected: HH short of water, Nam Sop: said before as 20–49, taken back" in told


def test_growing_old_is_no_improvement(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    weeks.at += timedelta(days=7)
    weeks.next()
    weeks.at += timedelta(days=200)
    found = weeks.next()
    assert (found.changes.needs, found.changes.aged) == ((), 1)
    assert "1 count is now out of date; that is no improvement" in weeks.told(found).replace("\n   ", " ")
    assert weeks.next().changes.aged == 0


def test_a_zero_count_ends_a_need(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    weeks.at += timedelta(days=7)
    weeks.next()
    weeks.change(short_of_water("Nam Sop", 0, date(2026, 12, 2)))
    assert dict(weeks.next().changes.needs) == {"ended": 1}


@pytest.mark.parametrize("kind", [SECTOR, TOWNSHIP])
def test_a_sector_and_a_township_digest_tell_of_theirs(weeks: Weeks, kind: str) -> None:
    weeks.change(two_villages)
    weeks.wanted = replace(weeks.wanted, kind=kind, sectors=("WASH",) if kind == SECTOR else ())
    found = weeks.next()
    text = weeks.told(found)
    assert {entry.sector for entry in found.entries} >= {"WASH"}
    if kind == SECTOR:
        assert {entry.sector for entry in found.entries} == {"WASH"}
        assert text.startswith("DSWG Hka Mai · Hka Mai · WASH · week")
        assert "In 2 places at least 40 HH short of water" in text.replace("\n   ", " ")
        weeks.change(lambda t: t.assess(t.places["Nam Sop"], {"SHE-02": 30}, on=date(2026, 11, 26)))
        assert weeks.next().changes.needs == ()


def test_digests_that_did_not_come_are_owned_up_to(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22))
    one = weeks.peek(missed=(date(2026, 11, 16),)).content
    two = weeks.peek(missed=(date(2026, 11, 9), date(2026, 11, 16))).content
    assert "The digest of 16 Nov did not come." in weeks.told(one)
    assert "2 digests from 9 Nov to 16 Nov did not" in weeks.told(two)


@pytest.mark.parametrize(("agencies", "named"), [(2, False), (3, True)])
def test_a_gap_in_knowledge_is_named_when_three_agencies_asked(weeks: Weeks, agencies: int, named: bool) -> None:
    def asked(township: Township) -> None:
        place = township.village("Hkum Ga")
        for number in range(4):
            label, agency = f"P-{number}", township.agency(f"A{min(number, agencies - 1)}")
            township.db.add(
                Person(
                    ref=label, label=label, role="agency", agency_id=agency, status="active",
                    joined_at=NOW, valid_until=NOW + timedelta(days=90),
                )
            )  # fmt: skip
            reader = Viewer(kind="person", role=Role.AGENCY, label=label)
            audit.record(
                Scope(township.db, weeks.desk, reader, NOW), "read.village", klass=Klass.RESTRICTED, place_id=place
            )

    weeks.change(asked)
    found = weeks.next()
    assert [place.name for place in found.asked] == (["Hkum Ga"] if named else [])
    assert ("Not known, and asked for by 3 or more" in weeks.told(found)) is named


def test_one_that_is_too_long_goes_on_between_sections(weeks: Weeks) -> None:
    def long(township: Township) -> None:
        for number in range(6):
            place = township.village(f"{'Hkawng Hpyen Lung ' * 36}{number}")
            township.assess(place, {"WSH-02": 30, "PRF-03": 60, "FSC-02": 40})

    weeks.change(long)
    texts = weeks.messages(weeks.next())
    assert len(texts) == 2
    assert max(map(len, texts)) <= MOST
    assert "Reported to the DSWG only." in texts[1]


def test_burmese(weeks: Weeks) -> None:
    weeks.change(two_villages)
    text = weeks.told(weeks.next(), "my")
    assert "၁၆–၂၂" in text
    assert "Before any travel ask Mine Action" in text, "beneath, until somebody has signed the file"
    assert not set("0123456789") & set(text.split("Before any")[0].replace("ID", ""))


def test_the_day_it_is_built_for_is_what_counts(weeks: Weeks) -> None:
    weeks.change(short_of_water("Nam Sop", 22, MONDAY.date() + timedelta(days=1)))
    assert weeks.peek().content.count == 0, "collected after the day of the digest"


def test_digests_of_who_is_forgotten_are_forgotten(weeks: Weeks) -> None:
    def work(township: Township) -> None:
        for number, ref in enumerate(("g1", "gone")):
            township.db.add(
                Digest(
                    chat_ref=ref, kind="gaps", rhythm=WEEKLY, day=0, minute=480, zone="UTC", due_on=NOW.date(),
                    due_at=NOW,
                    created_by=f"P-{number}", created_at=NOW,
                )
            )  # fmt: skip
        township.db.add(Group(ref="g1", label="g1", status="removed", registered_by="operator", registered_at=NOW))
        township.db.flush()
        assert execute(Scope(township.db, weeks.desk, TICK, NOW), PurgeOldData()).digests == 1
        assert [one.chat_ref for one in township.db.exec(select(Digest))] == ["g1"]

    weeks.change(work)
