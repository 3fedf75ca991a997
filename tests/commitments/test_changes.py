"""Commitments made and changed one by one: who may, what is kept, what the gap arithmetic makes of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from coordination import commitment_views, sector
from coordination.commitment_changes import (
    REASONS,
    LapseCommitment,
    RecordCommitment,
    UndoCommitment,
    UpdateCommitment,
)
from coordination.commitments import STATUSES
from coordination.errors import NotAllowedError, Refusal
from coordination.viewer import GROUP, Chat, Role
from models.audit import AuditEntry
from models.commitment_duties import CommitmentDuty
from models.commitments import Commitment
from tests.commitments.conftest import Setting
from tests.hka_mai import NOW

JANUARY = date(2027, 1, 1)


def promise(setting: Setting, target: int = 10, **said: Any) -> RecordCommitment:
    """House repair by the own agency."""
    return RecordCommitment(setting.place, setting.staff.agency_id or 0, "SHE-A2", target, said)


def versions(setting: Setting, number: int) -> list[Commitment]:
    """Every version, the oldest first."""

    def read(scope: Any) -> list[Commitment]:
        query = select(Commitment).where(Commitment.number == number).order_by(Commitment.id)
        found = list(scope.db.exec(query))
        scope.db.expunge_all()
        return found

    found: list[Commitment] = setting.run(read)
    return found


def opened(setting: Setting) -> tuple[int, int]:
    """Houses open now, and if confirmed help arrives."""
    answer = setting.run(lambda scope: sector.sector_answer(scope, setting.place, "Shelter/NFI"))
    (need,) = answer.needs
    return need.now.number, need.later.number


def test_a_promise_counts_only_when_confirmed_and_at_once(setting: Setting) -> None:
    assert opened(setting) == (30, 10)
    done = setting.do(promise(setting))
    assert (done.status, opened(setting)) == ("pledged", (30, 10))
    setting.do(UpdateCommitment(done.number, {"status": "confirmed", "start": JANUARY}))
    assert opened(setting) == (30, 0)
    setting.do(UpdateCommitment(done.number, {"status": "delivered", "reached": 8}))
    assert opened(setting) == (22, 2)
    setting.do(UpdateCommitment(done.number, {"status": "partial", "reached": 6}))
    assert opened(setting) == (24, 4)


def test_news_keep_history_the_day_and_what_was_reached(setting: Setting) -> None:
    number = setting.do(promise(setting, status="ongoing")).number
    setting.do(UpdateCommitment(number, {"reached": 4}), at=NOW + timedelta(3))
    setting.do(UpdateCommitment(number), at=NOW + timedelta(9))
    rows = versions(setting, number)
    assert [(row.reached, row.reported_on.day, row.superseded_at is None) for row in rows] == [
        (None, 22, False), (4, 25, False), (4, 1, True),
    ]  # fmt: skip
    assert rows[-1].reached_on == date(2026, 11, 25)
    assert rows[0].start == date(2026, 11, 22)


def test_only_the_own_agency_speaks_and_a_coordinator_with_a_reason(setting: Setting) -> None:
    number = setting.do(promise(setting)).number
    for command in (promise(setting), UpdateCommitment(number, {"status": "cancelled"})):
        with pytest.raises(NotAllowedError) as refused:
            setting.do(command, setting.other)
        assert refused.value.key == "refusal.commitment_own_agency"
    with pytest.raises(Refusal) as unsaid:
        setting.do(UpdateCommitment(number, {"status": "cancelled"}), setting.coordinator)
    assert unsaid.value.key == "commitments.reason_needed"
    done = setting.do(UpdateCommitment(number, {"status": "cancelled"}, "asked"), setting.coordinator)
    assert done.entered_for == "KMQ"
    entry = setting.run(lambda scope: scope.db.exec(select(AuditEntry).order_by(AuditEntry.id.desc())).first().counts)
    assert entry == {"number": number, "status": "cancelled", "for": "KMQ"}


def test_nobody_in_a_group_no_admin_and_no_focal_point_elsewhere(setting: Setting) -> None:
    admin, alone = replace(setting.staff, role=Role.ADMIN), replace(setting.staff, agency_id=None)
    focal = replace(setting.staff, role=Role.FOCAL, townships=frozenset({999}))
    group = replace(setting.staff, chat=Chat.GROUP)
    for viewer in (GROUP, group, focal, admin, alone):
        with pytest.raises(Refusal):
            setting.do(promise(setting), viewer)
    number = setting.do(promise(setting)).number
    for viewer in (group, focal, admin):
        with pytest.raises(Refusal) as refused:
            setting.run(lambda scope: commitment_views.page(scope, number), viewer)
        assert refused.value.key == "commitments.unknown"


def test_undo_within_its_time_and_by_whom_it_was(setting: Setting) -> None:
    new = setting.do(promise(setting))
    changed = setting.do(UpdateCommitment(new.number, {"status": "confirmed", "start": JANUARY}))
    with pytest.raises(Refusal):
        setting.do(UndoCommitment(new.number, new.version))
    with pytest.raises(Refusal):
        setting.do(UndoCommitment(new.number, changed.version), replace(setting.staff, ref="another"))
    with pytest.raises(Refusal) as late:
        setting.do(UndoCommitment(new.number, changed.version), at=NOW + timedelta(minutes=16))
    assert late.value.key == "commitments.too_late"
    back = setting.do(UndoCommitment(new.number, changed.version))
    assert (back.status, opened(setting), len(versions(setting, new.number))) == ("pledged", (30, 10), 3)
    with pytest.raises(Refusal):
        setting.do(UndoCommitment(new.number, back.version))


def test_undo_of_a_new_one_takes_it_out(setting: Setting) -> None:
    new = setting.do(promise(setting, status="confirmed", start=JANUARY))
    assert setting.do(UndoCommitment(new.number, new.version)).version == 0
    assert opened(setting) == (30, 10)
    with pytest.raises(Refusal):
        setting.run(lambda scope: commitment_views.page(scope, new.number))
    assert setting.run(lambda scope: scope.db.get(CommitmentDuty, new.number)) is None


def test_an_answer_to_an_older_page_changes_nothing(setting: Setting) -> None:
    new = setting.do(promise(setting))
    setting.do(UpdateCommitment(new.number, {"status": "ongoing"}, version=new.version))
    with pytest.raises(Refusal) as refused:
        setting.do(UpdateCommitment(new.number, {"status": "cancelled"}, version=new.version))
    assert refused.value.key == "commitments.changed_meanwhile"


@pytest.mark.parametrize(
    "said",
    [
        {"months": 3}, {"components": "seed"}, {"population": "soldiers"}, {"agency_id": 1}, {"donor": "x" * 121},
        {"end": date(2026, 1, 1), "start": JANUARY}, {"status": "lapsed"}, {"status": "delivered"}, {"status": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_what_the_activity_or_the_table_does_not_bear_is_refused(setting: Setting, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        setting.do(promise(setting, **said))
    assert setting.run(lambda scope: commitment_views.own(scope)) == []


SAID = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(STATUSES),
        "reached": st.integers(-1, 40),
        "target": st.integers(-1, 60),
        "start": st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        "months": st.none() | st.integers(-1, 30),
    },
)
STEPS = st.lists(st.tuples(SAID, st.sampled_from(["update", "undo", "lapse", "coordinator"])), max_size=8)


@pytest.mark.only("sqlite", "the table is the same, and hypothesis needs many runs")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(steps=STEPS)
def test_no_sequence_raises_loses_or_half_writes(setting: Setting, steps: list[Any]) -> None:
    """One version in force for each number, every version kept, the duty of the version in force."""
    last = setting.do(promise(setting))
    for said, how in steps:
        before = len(versions(setting, last.number))
        try:
            last = _step(setting, last, said, how)
        except Refusal:
            assert len(versions(setting, last.number)) == before
            continue
        if not last.version:
            assert [row for row in versions(setting, last.number) if row.superseded_at is None] == []
            return
        rows = versions(setting, last.number)
        assert [row.id for row in rows if row.superseded_at is None] == [last.version]
        assert len(rows) == before + 1
        later, now = opened(setting)[1], opened(setting)[0]
        assert 0 <= later <= now <= 30


def _step(setting: Setting, last: Any, said: dict[str, Any], how: str) -> Any:
    if how == "undo":
        return setting.do(UndoCommitment(last.number, last.version))
    if how == "lapse":
        return setting.tick(LapseCommitment(last.number), NOW)
    reason = REASONS[0] if how == "coordinator" else None
    viewer = setting.coordinator if how == "coordinator" else setting.staff
    return setting.do(UpdateCommitment(last.number, said, reason), viewer)
