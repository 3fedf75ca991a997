"""What is due when, and what the clock does then."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from coordination import commitment_views
from coordination.catalogue import Catalogue
from coordination.commitment_changes import RecordCommitment, UpdateCommitment
from coordination.commitment_clock import Nudge, WorkOnDuties
from coordination.commitment_duties import schedule
from coordination.errors import Refusal
from coordination.scope import Desk
from coordination.viewer import TICK, Viewer
from models.commitments import Commitment
from tests.commitments.conftest import Setting
from tests.hka_mai import NOW, TODAY


def due(catalogue: Catalogue, status: str, **more: Any) -> list[tuple[str, int]]:
    """Kinds, and days from today."""
    fields = {"activity": "FSC-A1", "reported_on": TODAY, "start": None, "months": None} | more
    one = Commitment.model_construct(status=status, **fields)
    return [(found.kind, (found.on - TODAY).days) for found in schedule(catalogue, one, TODAY)]


def test_what_is_due_by_state(desk: Desk) -> None:
    catalogue, begins = desk.catalogue, TODAY + timedelta(10)
    assert due(catalogue, "pledged") == [("remind", 7), ("remind", 14), ("remind", 24), ("lapse", 30)]
    assert due(catalogue, "confirmed", start=begins) == [("overdue", 31), ("lapse", 70)]
    assert due(catalogue, "confirmed", start=date(2026, 1, 1)) == [("overdue", 21), ("lapse", 60)]
    assert due(catalogue, "ongoing")[:2] == [("stale", 30), ("stale", 60)]
    assert due(catalogue, "delivered", start=date(2026, 11, 1), months=3) == [("runs_out", 9)]
    assert due(catalogue, "delivered", start=date(2026, 11, 1), months=1) == [("runs_out", 1)]
    assert due(catalogue, "delivered", start=date(2026, 8, 1), months=3) == []
    assert due(catalogue, "delivered", activity="HLT-A1", start=date(2026, 11, 1), months=3) == []
    for status in ("interest", "partial", "suspended", "cancelled", "lapsed"):
        assert due(catalogue, status) == []


def work(setting: Setting, days: int) -> tuple[Nudge, ...]:
    """A tick so many days later."""
    done: tuple[Nudge, ...] = setting.tick(WorkOnDuties(), NOW + timedelta(days))
    return done


def told(nudges: tuple[Nudge, ...]) -> list[tuple[str, list[str]]]:
    """Kinds, and who hears of them."""
    return [(one.due.kind, [to.ref for to in one.tell]) for one in nudges]


def status(setting: Setting, number: int) -> str:
    """State in force."""
    found: str = setting.run(lambda scope: commitment_views.one(scope, number).status)
    return found


def pledge(setting: Setting, by: Viewer | None = None) -> int:
    """A pledge of the own agency."""
    command = RecordCommitment(setting.place, setting.staff.agency_id or 0, "SHE-A2", 10)
    number: int = setting.do(command, by).number
    return number


def test_a_pledge_is_asked_about_and_lapses_once(setting: Setting) -> None:
    number = pledge(setting)
    assert work(setting, 6) == ()
    assert told(work(setting, 7)) == [("remind", ["staff"])]
    assert work(setting, 7) == ()
    assert told(work(setting, 24)) == [("remind", ["staff"])]
    assert told(work(setting, 30)) == [("lapse", ["staff", "lead"])]
    assert (status(setting, number), work(setting, 200)) == ("lapsed", ())


def test_a_bot_that_was_away_does_the_last_thing_only(setting: Setting) -> None:
    number = pledge(setting)
    assert told(work(setting, 90)) == [("lapse", ["staff", "lead"])]
    assert status(setting, number) == "lapsed"


def test_news_put_it_off(setting: Setting) -> None:
    number = pledge(setting)
    setting.do(UpdateCommitment(number, {"donor": "a fund"}), at=NOW + timedelta(6))
    assert work(setting, 7) == ()
    assert told(work(setting, 13)) == [("remind", ["staff"])]


def test_who_entered_it_is_asked_until_the_agency_takes_over(setting: Setting) -> None:
    number = pledge(setting, setting.coordinator)
    assert told(work(setting, 7)) == [("remind", ["lead"])]
    setting.do(UpdateCommitment(number), at=NOW + timedelta(8))
    assert told(work(setting, 15)) == [("remind", ["staff"])]


def test_where_nobody_is_left_coordinators_hear(setting: Setting) -> None:
    pledge(setting, replace(setting.staff, ref="gone"))
    assert told(work(setting, 7)) == [("remind", ["lead"])]


def test_what_a_sheet_changed_meanwhile_is_looked_at_as_it_stands(setting: Setting) -> None:
    number = pledge(setting)

    def by_sheet(scope: Any) -> None:
        row = scope.db.exec(select(Commitment).where(Commitment.number == number)).one()
        row.reported_on = TODAY + timedelta(5)

    setting.run(by_sheet)
    assert work(setting, 7) == ()
    assert told(work(setting, 12)) == [("remind", ["staff"])]
    assert status(setting, number) == "pledged"


def test_only_the_clock_may(setting: Setting) -> None:
    with pytest.raises(Refusal):
        setting.do(WorkOnDuties())
    assert setting.do(WorkOnDuties(), TICK) == ()
