"""Large imports in parts: the same outcome, nothing lost when the store changes meanwhile, turns for others."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from coordination import parts, place_import, staging
from coordination.assessments import Answer, AssessmentRow, RecordAssessments
from coordination.commitments import CommitmentRow, RecordCommitments
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.parts import Parts, batched, unpacked
from coordination.place_import import ImportPlaces
from coordination.place_list import ListPlaces
from coordination.place_merging import MergePlaces
from coordination.place_rows import PlaceRow
from coordination.retention import PurgeOldData
from coordination.scope import Scope
from coordination.submissions import Submission
from coordination.viewer import GROUP, OPERATOR, TICK, Role, Viewer
from exchange import received
from exchange import staging as driver
from exchange.importing import How
from models import place_merges, places
from models import staging as table
from models.assessments import Assessment, IndicatorValue
from models.audit import AuditEntry
from models.commitments import Commitment
from models.places import Place, PlaceName
from models.staging import ImportJob, ImportPart
from tests.exchange.conftest import Import, Store

BOSS = Viewer(kind="person", role=Role.COORDINATOR, ref="c", label="P-1", agency_id=1)
HEAD = "place,township,date,tool,agency,WSH-04"
ROWS = [f"{place},Hka Mai (demo),2026-10-{day:02},KII,KBC,{day}" for place in ("Lawa Bum", "Hkran Ga Yang")
        for day in range(1, 21)]  # fmt: skip


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few rows, so that little files make many."""
    monkeypatch.setattr(parts, "PART", 300)
    monkeypatch.setattr(staging, "AT_ONCE", 2)
    monkeypatch.setattr(place_import, "SMALL", 2)
    monkeypatch.setattr(driver, "TURN", 0)


def count(store: Store, model: Any) -> int:
    return int(store.rows(select(func.count()).select_from(model))[0])


def before_part(monkeypatch: pytest.MonkeyPatch, number: int, act: Callable[[Scope], None]) -> None:
    """Let ``act(scope)`` happen in the store just before part ``number`` of an import is stored."""
    kept, calls = staging.forward, iter(range(1000))

    def forward(scope: Scope, job_id: int, _count: int) -> staging.Progress:
        if next(calls) == number:
            act(replace(scope, viewer=OPERATOR))
        return kept(scope, job_id, 1)

    monkeypatch.setattr(staging, "forward", forward)


def test_many_rows_go_in_as_few_do(store: Store, bring: Import) -> None:
    told: list[tuple[int, int]] = []
    report = bring("assessments", HEAD, *ROWS, how=How(progress=lambda applied, total: told.append((applied, total))))
    assert (report.rows, report.stored, report.listed) == (40, 40, ())
    assert [count(store, model) for model in (Assessment, IndicatorValue, ImportJob, ImportPart)] == [40, 40, 0, 0]
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == told[0][1] > staging.AT_ONCE
    entries = store.rows(select(AuditEntry).where(AuditEntry.action == "assessments.import"))
    assert [(entry.actor, entry.counts["stored"]) for entry in entries] == [("operator", 40)]
    assert len(set(store.rows(select(Assessment.recorded_at)))) == 1, "one import is of one moment"
    assert len(set(store.rows(select(Assessment.source)))) == 40


def test_again_nothing_changes_and_a_part_of_it_is_corrected(store: Store, bring: Import) -> None:
    bring("assessments", HEAD, *ROWS)
    assert bring("assessments", HEAD, *ROWS).unchanged == 40
    report = bring("assessments", HEAD, *ROWS[:30], *(row[:-2] + "0" for row in ROWS[30:]))
    assert (report.stored, report.updated, report.unchanged) == (0, 10, 30)
    assert count(store, IndicatorValue) == 50


def test_rows_twice_in_a_file_are_found_without_keeping_them(bring: Import) -> None:
    report = bring("assessments", HEAD, *ROWS, ROWS[0], ROWS[1][:-1] + "7", how=How(partial=True))
    assert (report.stored, report.unchanged) == (40, 1)
    assert [(problem.row, problem.expected, problem.params["row"]) for problem in report.listed] == [(43, "once", 3)]


def test_nothing_is_staged_of_a_file_with_listed_rows(store: Store, bring: Import) -> None:
    assert bring("assessments", HEAD, *ROWS, "Nowhere,,2026-10-01,KII,KBC,1").held
    assert [count(store, model) for model in (Assessment, ImportJob, ImportPart)] == [0, 0, 0]


def test_a_place_that_was_merged_meanwhile_is_followed(
    store: Store, bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = (store.rows(select(Place.id).where(Place.name == name))[0] for name in ("Lawa Bum", "Hkran Ga Yang"))
    before_part(monkeypatch, 0, lambda scope: execute(scope, MergePlaces(kept, gone)))
    report = bring("assessments", HEAD, *(row.replace("2026-10", "2026-09") for row in ROWS[:20]), *ROWS[20:])
    assert (report.stored, report.listed) == (40, ())
    assert set(store.rows(select(Assessment.place_id))) == {kept}


def test_a_commitment_that_changed_hands_meanwhile_is_listed_and_the_rest_goes_in(
    store: Store, bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "number,agency,place,township,activity,target,status,reported on"
    bring("commitments", head, "C-1,KBC,Lawa Bum,,FSC-A1,60,pledged,2026-11-01".replace("C-1", ""))

    def hand_over(scope: Scope) -> None:
        (row,) = scope.db.exec(select(Commitment)).all()
        row.agency_id += 1

    before_part(monkeypatch, 0, hand_over)
    new = [f",KBC,Hkran Ga Yang,,FSC-A1,{n},pledged,2026-11-{n:02}" for n in range(1, 2)]
    new += [f",KBC,{place},Hka Mai (demo),WSH-A{n},5,pledged,2026-11-01" for n in range(1, 4)
            for place in ("Lawa Bum", "Nam Lwai Kyet", "Daw Hkawn Bum")]  # fmt: skip
    report = bring("commitments", head, "C-1,KBC,Lawa Bum,,FSC-A1,70,pledged,2026-11-02", *new)
    assert (report.stored, report.updated) == (len(new), 0)
    assert [(problem.row, problem.expected) for problem in report.listed] == [(2, "commitment_agency")]
    numbers = store.rows(select(Commitment.number))
    assert sorted(numbers) == list(range(1, len(new) + 2))


def test_rows_that_the_store_does_not_take_are_listed_one_by_one(
    store: Store, bring: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(scope: Scope) -> None:
        first = RecordAssessments((assessed(1, 3, day=date(2026, 9, 1)),), "x")
        execute(scope, first)
        (taken,) = scope.db.exec(select(Assessment)).all()
        (job,) = scope.db.exec(select(ImportJob)).all()
        taken.source = f"{job.name}.5"

    before_part(monkeypatch, 0, clash)
    report = bring("assessments", HEAD, *ROWS)
    assert (report.stored, report.rows) == (39, 40)
    assert [(problem.row, problem.expected) for problem in report.listed] == [(5, "changed_meanwhile")]


def test_an_import_is_brought_to_its_end_by_anybody_at_any_part(store: Store) -> None:
    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    for left in range(5):
        command = RecordAssessments(
            tuple(replace(row, tool=("HHS", "KII", "FGD", "DO", "TEC")[left]) for row in rows), ""
        )
        job_id = decided(store, command, f"f{left}")
        for _ in range(left):
            store.write(lambda scope, job_id=job_id: staging.forward(scope, job_id, 1))
        store.now += timedelta(minutes=1)
        assert driver.recover(store) == 1
        assert driver.recover(store) == 0
        assert count(store, Assessment) == count(store, IndicatorValue) == 30 * (left + 1)
    assert len(store.rows(select(AuditEntry).where(AuditEntry.action == "assessments.import"))) == 5


def test_two_work_on_one_import_and_nothing_is_doubled(store: Store) -> None:
    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    job_id = decided(store, RecordAssessments(rows, ""), "f")
    store.write(lambda scope: staging.forward(scope, job_id, 2))
    driver.recover(store, every=True)
    assert store.write(lambda scope: staging.forward(scope, job_id, 1)).done
    assert store.write(lambda scope: staging.outcome(scope, job_id)).stored == count(store, Assessment) == 30


def test_what_was_not_decided_is_swept_when_nobody_works_on_it(store: Store) -> None:
    prepared = staging.Prepared("assessments.import", [b"a", b"b"])
    job_id = store.write(lambda scope: staging.begin(scope, RecordAssessments((), ""), "f", prepared))
    store.write(lambda scope: staging.fill(scope, job_id, 0, prepared.parts))
    driver.recover(store)
    assert count(store, ImportPart) == 2
    store.now += timedelta(minutes=1)
    driver.recover(store)
    assert (count(store, ImportJob), count(store, ImportPart)) == (0, 0)
    for late in (lambda scope: staging.fill(scope, job_id, 2, [b"c"]), lambda s: staging.decide(s, job_id, prepared)):
        with pytest.raises(Refusal, match=r"import\.swept"):
            store.write(late)


def test_only_who_may_begins_an_import(store: Store) -> None:
    store.viewer = GROUP
    prepared = staging.Prepared("assessments.import", [])
    with pytest.raises(NotAllowedError):
        store.write(lambda scope: staging.begin(scope, RecordAssessments((), ""), "f", prepared))


def test_who_lost_the_right_meanwhile_decides_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    fill = staging.fill

    def demoted(scope: Scope, job_id: int, start: int, parts: Any) -> None:
        fill(scope, job_id, start, parts)
        store.viewer = replace(BOSS, role=Role.AGENCY)

    monkeypatch.setattr(staging, "fill", demoted)
    store.viewer = BOSS
    given = driver.Import(lambda name: RecordAssessments(rows, name), lambda _: "f7", lambda _: None, {}, print)
    with pytest.raises(NotAllowedError):
        driver.bring(store, given)
    assert [count(store, model) for model in (Assessment, ImportJob, ImportPart)] == [0, 0, 0]


def test_restricted_rows_wait_a_week_at_most(store: Store) -> None:
    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    decided(store, RecordAssessments(rows, ""), "f")
    store.viewer = TICK
    store.now += timedelta(days=6)
    assert store.write(lambda scope: execute(scope, PurgeOldData())).imports == 0
    store.now += timedelta(days=1, seconds=1)
    assert store.write(lambda scope: execute(scope, PurgeOldData())).imports > 1
    assert (count(store, ImportJob), count(store, ImportPart)) == (0, 0)


def test_stored_parts_are_emptied_at_once(store: Store) -> None:
    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    job_id = decided(store, RecordAssessments(rows, ""), "f")
    store.write(lambda scope: staging.forward(scope, job_id, 2))
    waiting = store.rows(select(ImportPart.payload).where(col(ImportPart.position) < 2))
    assert waiting == [b""]


COUNTRY = tuple(
    PlaceRow(n, "village", f"Hka {name}", "test", f"x:{n}", township="Lung", township_code="MMR099009")
    for n, name in enumerate(["Ga", "Bum", "Yang", "Krang", "Tawng", "Mung", "Ding", "Raw"] * 3)
)


def test_a_list_of_places_is_seen_when_all_of_it_is_there(store: Store) -> None:
    before = store.read(lambda scope: places.version(scope.db))
    job_id = decided(store, ImportPlaces(COUNTRY), "f")
    seen = []
    while not store.write(lambda scope: staging.forward(scope, job_id, 1)).done:
        seen.append(store.read(lambda scope: places.version(scope.db)))
        for command in (ListPlaces((1,)), MergePlaces(3, 4), ImportPlaces(COUNTRY[:1])):
            with pytest.raises(Refusal, match=r"place\.taking_in"):
                store.write(lambda scope, command=command: execute(scope, command))
    assert len(seen) > 3
    assert set(seen) == {before}
    assert store.read(lambda scope: places.version(scope.db)) != before
    assert count(store, PlaceName) == count(store, Place) == 9 + 25


def test_a_list_is_compared_anew_when_places_change_meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, tries = staging.decide, iter(range(9))

    def decide(scope: Scope, job_id: int, prepared: staging.Prepared) -> bool:
        if next(tries) == 0:
            execute(scope, ListPlaces((3,)))
        return kept(scope, job_id, prepared)

    monkeypatch.setattr(staging, "decide", decide)
    outcome = driver.bring(store, given(lambda _name: ImportPlaces(COUNTRY), "f"))
    assert (outcome.stored, next(tries)) == (24, 2)
    assert store.rows(select(Place.listed).where(Place.id == 3)) == [True]
    monkeypatch.setattr(staging, "decide", lambda scope, job_id, _prepared: staging.drop(scope, job_id))
    with pytest.raises(Refusal, match=r"import\.changed_meanwhile"):
        driver.bring(store, given(lambda _name: ImportPlaces(COUNTRY), "g"))


def test_a_gone_place_is_followed_through_two_merges(store: Store) -> None:
    store.write(lambda scope: execute(scope, MergePlaces(4, 3)))
    store.write(lambda scope: execute(scope, MergePlaces(5, 4)))
    assert store.read(lambda scope: place_merges.kept_of(scope.db, [3, 4])) == {3: 5, 4: 5}


@dataclass(frozen=True)
class Submitted:
    """A row that belongs to a submission."""

    row: int
    together: str


def test_rows_come_out_of_parts_as_they_went_in() -> None:
    rows: list[Any] = [
        assessed(1, 2, day=date(2026, 10, 1)),
        replace(assessed(2, 3), answers=(Answer("DEM-01", cells={"f_0_4": 3}), Answer("WSH-04", "unknown"))),
        CommitmentRow(3, None, 1, 2, "FSC-A1", {"start": date(2026, 10, 1), "target": 3, "partner": "ဟိုပင်"}),
        ["place", 1, None, {"at": datetime(2026, 10, 1, tzinfo=UTC)}],
        PlaceRow(4, "village", "Ga", "L", aliases=(("Gah", "alias"),), latitude=25.1),
    ]
    packed = Parts(rows * 50)
    assert (len(packed), list(packed), rows[0] in packed) == (250, rows * 50, True)
    assert len(packed.closed()) > 10
    types = {kind.__name__: kind for kind in (AssessmentRow, Answer, CommitmentRow, PlaceRow)}
    assert [row for part in packed.closed() for row in unpacked(part, types)] == rows * 50


def test_what_cannot_be_packed_is_no_silent_loss() -> None:
    with pytest.raises(TypeError):
        Parts([object()])


def test_rows_that_belong_together_are_never_parted() -> None:
    rows = [Submitted(number, f"uuid:{number // 100}") for number in range(1000)]
    made = [unpacked(part, {"Submitted": Submitted}) for part in Parts(rows).closed()]
    assert len(made) == 10
    assert [{row.together for row in part} for part in made] == [{f"uuid:{n}"} for n in range(10)]
    assert [len(some) for some in batched(rows)] == [300, 300, 300, 100]


def test_commands_with_rows_of_an_unknown_kind_are_done_at_once(store: Store) -> None:
    command = RecordCommitments(tuple(Submitted(n, "") for n in range(100)), "")  # type: ignore[arg-type]
    assert store.read(lambda scope: staging.prepare(scope, command)) is None


def assessed(row: int, place_id: int, day: date = date(2026, 10, 1)) -> AssessmentRow:
    return AssessmentRow(row, place_id, 1, day, "KII", (Answer("WSH-04", number=row),))


def given(
    command: Callable[[str], Any], name: str, claim: Callable[[Scope], None] = lambda _scope: None
) -> driver.Import:
    """An import that nobody watches."""
    return driver.Import(command, lambda _scope: name, claim, {}, lambda *_: None)


def decided(store: Store, command: Any, name: str) -> int:
    """An import that counts, and of which nothing is stored yet."""
    prepared = store.read(lambda scope: staging.prepare(scope, command))
    assert prepared is not None
    job_id = store.write(lambda scope: staging.begin(scope, command, name, prepared))
    store.write(lambda scope: table.fill(scope.db, job_id, 0, prepared.parts))
    assert store.write(lambda scope: staging.decide(scope, job_id, prepared))
    return job_id


def of_sheet(row: int, line: str, target: int) -> CommitmentRow:
    return CommitmentRow(row, None, 3, 1, "FSC-A1", {"target": target, "status": "pledged"}, line=line)


def test_equal_lines_of_a_sheet_are_as_many_commitments_however_far_apart(store: Store) -> None:
    rows = tuple(of_sheet(number, f"line {number % 5}", 7) for number in range(60))
    outcome = driver.bring(store, given(lambda name: RecordCommitments(rows, name), "f"))
    assert (outcome.stored, count(store, Commitment)) == (60, 60)
    outcome = driver.bring(store, given(lambda name: RecordCommitments(rows, name), "g"))
    assert (outcome.unchanged, count(store, Commitment)) == (60, 60)


def test_a_submission_is_stored_at_once_wherever_its_rows_stand(store: Store) -> None:
    def sent(row: int) -> AssessmentRow:
        uuid, part = f"u{row % 4}", f"tools[{row}]"
        one = Submission(uuid, part, parts=frozenset(f"tools[{n}]" for n in range(row % 4, 40, 4)))
        return replace(assessed(row, 3), submission=one, instance=one.instance(uuid))

    rows = tuple(map(sent, range(40)))
    prepared = store.read(lambda scope: staging.prepare(scope, RecordAssessments(rows, "f")))
    assert prepared is not None
    types = {kind.__name__: kind for kind in (AssessmentRow, Answer, Submission)}
    assert [{row.together for row in unpacked(part, types)} for part in prepared.parts] == [
        {f"u{number}"} for number in range(4)
    ]
    assert sorted((row for part in prepared.parts for row in unpacked(part, types)), key=lambda one: one.row) == [*rows]
    assert driver.bring(store, given(lambda name: RecordAssessments(rows, name), "f")).stored == 40
    again = driver.bring(store, given(lambda name: RecordAssessments(rows, name), "g"))
    assert (again.unchanged, count(store, Assessment)) == (40, 40)


def test_what_the_claim_refuses_leaves_nothing_large_or_small(store: Store) -> None:
    def refuse(_scope: Scope) -> None:
        raise Refusal("files.gone")

    rows = tuple(assessed(number, 3, day=date(2026, 10, 1) + timedelta(number)) for number in range(30))
    for some in (rows, rows[:2]):
        with pytest.raises(Refusal, match=r"files\.gone"):
            driver.bring(store, given(lambda name, some=some: RecordAssessments(some, name), "f", refuse))
    assert [count(store, model) for model in (Assessment, ImportJob, ImportPart)] == [0, 0, 0]


def test_a_large_file_from_a_chat_stores_a_few_rows_a_transaction(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks meanwhile gets the writer between any two of them; the file is claimed once."""
    monkeypatch.setattr(driver, "LARGEST", 2)
    held, claimed = [0], []
    kept = store.write

    def write(work: Callable[[Scope], Any]) -> Any:
        result = kept(work)
        held.append(count(store, Assessment))
        return result

    monkeypatch.setattr(store, "write", write)
    data = "\n".join([HEAD, *ROWS]).encode()
    report = received.bring(store, "assessments", data, lambda scope: claimed.append(scope.now), review=False)
    assert (report.stored, held[-1], len(claimed)) == (40, 40, 1)
    assert max(after - before for before, after in pairwise(held)) <= 8
