"""Rounds of protection monitoring go in beside assessments, under their own name."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from coordination.assessments import PROTECTION_MONITORING, Answer, AssessmentRow, RecordAssessments
from coordination.errors import Refusal
from coordination.execute import execute
from exchange import assessments
from exchange.importing import IMPORTERS, How, import_file
from exchange.report import ImportReport
from models.assessments import Assessment
from models.audit import AuditEntry
from tests.exchange.conftest import Store

HEADER = "place,township,date,tool,agency,consent,programme,HLT-02,WSH-01"
ABOUT = "Lawa Bum,Hka Mai (demo),2026-10-12,KII,KBC,yes"


def brought(store: Store, folder: Path, *rows: str, programme: str | None = None, part: bool = False) -> ImportReport:
    path = folder / "rounds.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    importer = replace(IMPORTERS["assessments"], read=partial(assessments.read, programme=programme))
    return import_file(store, importer, path, How(partial=part))


def programmes(store: Store) -> list[str]:
    return sorted(row.programme for row in store.rows(select(Assessment)))


def test_a_round_of_the_same_day_stands_beside_the_assessment(store: Store, tmp_path: Path) -> None:
    report = brought(store, tmp_path, f"{ABOUT},,midwife,", f"{ABOUT},Protection monitoring,none,")
    assert (report.stored, report.listed) == (2, ())
    assert programmes(store) == ["assessment", "protection_monitoring"]


def test_a_whole_file_may_be_a_round(store: Store, tmp_path: Path) -> None:
    assert brought(store, tmp_path, f"{ABOUT},,none,", programme=PROTECTION_MONITORING).stored == 1
    assert programmes(store) == ["protection_monitoring"]
    again = brought(store, tmp_path, f"{ABOUT},protection_monitoring,none,", programme=PROTECTION_MONITORING)
    assert (again.unchanged, again.listed) == (1, ())


@pytest.mark.parametrize(
    ("row", "programme", "column", "expected"),
    [
        (f"{ABOUT},protection_monitoring,none,surface", None, "WSH-01", "not_monitored"),
        (f"{ABOUT},,none,surface", PROTECTION_MONITORING, "WSH-01", "not_monitored"),
        (f"{ABOUT},protection_monitoring,,surface", None, "WSH-01", "not_monitored"),
        (f"{ABOUT},assessment,none,", PROTECTION_MONITORING, "programme", "programme_of_file"),
        (f"{ABOUT},hearsay,none,", None, "programme", "one_of"),
    ],
)
def test_what_is_listed(
    store: Store, tmp_path: Path, row: str, programme: str | None, column: str, expected: str
) -> None:
    report = brought(store, tmp_path, row, programme=programme)
    assert [(one.column, one.expected) for one in report.listed] == [(column, expected)]
    assert programmes(store) == []


def test_the_door_refuses_what_does_not_overlap(store: Store) -> None:
    def work(scope: Any) -> None:
        place = scope.db.exec(select(Assessment)).first()
        assert place is None
        row = AssessmentRow(
            2, 1, 1, scope.now.date(), "KII", (Answer("WSH-01", choice="surface"),), programme=PROTECTION_MONITORING
        )
        execute(scope, RecordAssessments((row,), "f1"))

    with pytest.raises(Refusal):
        store.write(work)


def test_the_rows_left_out_are_kept_as_a_number(store: Store, tmp_path: Path, entries: Callable[[], Any]) -> None:
    brought(store, tmp_path, f"{ABOUT},,midwife,", f"{ABOUT},hearsay,none,", part=True)
    assert entries()[-1].counts == {"stored": 1, "updated": 0, "unchanged": 0, "listed": 1}


@pytest.fixture
def entries(store: Store) -> Callable[[], Any]:
    """The audit trail."""
    return lambda: store.rows(select(AuditEntry))
