"""Commitments from a spreadsheet: numbered, changed by version, never a person's name."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from coordination import commitments as records
from coordination.errors import NotAllowedError
from coordination.execute import execute
from coordination.viewer import Role, Viewer
from exchange.importing import How
from models.agencies import Agency
from models.audit import AuditEntry
from models.commitments import Commitment

HEAD = "agency,place,township,activity,target,status"
ROW = "KBC,Lawa Bum,Hka Mai (demo),FSC-A1,60,pledged"
PARTIAL = How(partial=True)


def counts(report) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.listed)


def current(store) -> list[Commitment]:
    return store.rows(
        select(Commitment).where(col(Commitment.superseded_at).is_(None)).order_by(col(Commitment.number))
    )


def test_everything_that_a_row_may_say(bring, store) -> None:
    about = "partner,donor,unit,reached,reached on,start,end,months,population,modality,conditions,reported on"
    head = f"number,{HEAD},{about}"
    row = f",{ROW},Karuna,MHF,families,12,2026-11-01,1/10/2026,31 Mar 2027,6,host,In kind,access,2026-11-20"
    assert counts(bring("commitments", head, row)) == (1, 1, 0, 0, 0)
    (one,) = current(store)
    assert (one.partner, one.donor, one.unit, one.reached, one.months) == ("Karuna", "MHF", "HH", 12, 6)
    assert (one.population, one.modality, one.conditions) == ("host", "in_kind", "access")
    assert (one.reached_on, one.start, one.end) == (date(2026, 11, 1), date(2026, 10, 1), date(2027, 3, 31))
    assert (one.number, one.activity, one.indicator, one.target, one.reported_on) == (
        1, "FSC-A1", "FSC-02", 60, date(2026, 11, 20),
    )  # fmt: skip


def test_records_are_those_of_the_gap_arithmetic(bring, store) -> None:
    bring("commitments", f"{HEAD},components", "KBC,Lawa Bum,,LIV-A1,30,confirmed,tools; Seed", how=PARTIAL)
    place = current(store)[0].place_id
    ((where, record),) = store.read(lambda scope: records.records(scope, [place]))
    assert (where, record.id, record.agency, record.unit) == (place, 1, "KBC", "HH")
    assert (record.status, record.components) == ("pledged", frozenset({"seed", "tools"}))
    assert record.reported_on == date(2026, 11, 22)


def test_confirmed_without_a_start_is_stored_as_pledged_and_said(bring, store, words) -> None:
    report = bring("commitments", HEAD, ROW.replace("pledged", "confirmed"))
    assert (counts(report), current(store)[0].status) == ((1, 1, 0, 0, 0), "pledged")
    assert "stored as pledged" in report.to_json(words)["notes"][0]["reason"]


@pytest.mark.parametrize("spelling", ["fsc-a1", "food distribution (IN KIND)", "rice", "Six-month package"])
def test_an_activity_by_code_name_or_synonym(bring, store, spelling: str) -> None:
    bring("commitments", HEAD, ROW.replace("FSC-A1", spelling))
    assert [one.activity for one in current(store)] == ["FSC-A1"]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("activity", "", "activity"),
        ("activity", "dancing", "activity"),
        ("target", "", "count"),
        ("target", "many", "count"),
        ("status", "", "one_of"),
        ("status", "done", "one_of"),
        ("unit", "bags", "one_of"),
        ("reached", "-1", "count"),
        ("reached on", "2026-12-01", "past_day"),
        ("reported on", "2026-12-01", "past_day"),
        ("start", "2046-12-01", "near_day"),
        ("months", "0", "months"),
        ("months", "37", "months"),
        ("components", "seed", "no_components"),
        ("population", "locals", "one_of"),
        ("modality", "barter", "one_of"),
        ("number", "first", "commitment_number"),
        ("number", "C-7", "commitment_number"),
        ("conditions", "x" * 301, "short_text"),
    ],
)
def test_wrong_cells(bring, store, column: str, value: str, expected: str) -> None:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {column: value}
    report = bring("commitments", ",".join(cells), ",".join(cells.values()))
    assert [(one.row, one.column, one.expected) for one in report.listed] == [(2, column, expected)]
    assert current(store) == []


@pytest.mark.parametrize(
    ("more", "row", "column", "expected"),
    [
        ("months", "KBC,Lawa Bum,,SHE-A2,30,pledged,6", "months", "no_months"),
        ("components", "KBC,Lawa Bum,,LIV-A1,30,pledged,roofs", "components", "components"),
        ("start,end", "KBC,Lawa Bum,,SHE-A2,30,pledged,2026-11-01,2026-10-01", "end", "end_after_start"),
        ("reached", "KBC,Lawa Bum,,SHE-A2,30,delivered,", "reached", "reached_of_delivered"),
    ],
)
def test_cells_that_do_not_fit_together(bring, store, words, more: str, row: str, column: str, expected: str) -> None:
    report = bring("commitments", f"{HEAD},{more}", row)
    assert [(one.row, one.column, one.expected) for one in report.listed] == [(2, column, expected)]
    assert report.to_json(words)["listed"][0]["reason"]
    assert current(store) == []


@pytest.mark.parametrize("column", ["partner", "donor", "conditions"])
@pytest.mark.parametrize("text", ["ask Daw Mya Mya Htun", "call 09 450 012 345", "12/ABC(N)123456", "x@example.org"])
def test_a_person_is_listed_and_never_repeated(bring, store, words, column: str, text: str) -> None:
    report = bring("commitments", f"{HEAD},{column}", f"{ROW},{text}")
    assert [(one.column, one.value, one.expected) for one in report.listed] == [(column, "", "no_person")]
    assert text.split()[-1] not in str(report.to_json(words))
    assert current(store) == []


def test_a_person_in_any_other_cell_is_not_repeated_either(bring, words) -> None:
    report = bring("commitments", f"{HEAD},months", "KBC,Daw Mya Mya Htun,,FSC-A1,60,pledged,09 450 012 345")
    assert len(report.listed) == 2
    assert not any(word in str(report.to_json(words)) for word in ("Mya", "450"))


def test_a_village_named_like_a_person_may_stand_in_conditions(bring, store) -> None:
    assert counts(bring("commitments", f"{HEAD},conditions", f"{ROW},road from Daw Hkawn Bum open"))[1] == 1


def test_the_same_row_again_changes_nothing(bring, store) -> None:
    assert counts(bring("commitments", HEAD, ROW, ROW)) == (2, 1, 0, 1, 0)
    assert counts(bring("commitments", HEAD, ROW)) == (1, 0, 0, 1, 0)
    assert len(store.rows(select(Commitment))) == 1


def test_a_change_by_number_keeps_what_it_does_not_say(bring, store) -> None:
    bring("commitments", f"{HEAD},partner", f"{ROW},Karuna", f"{ROW.replace('FSC-A1', 'SHE-A2')},")
    changed = "C-1,KBC,Lawa Bum,Hka Mai (demo),FSC-A1,60,confirmed,2026-12-01"
    assert counts(bring("commitments", f"number,{HEAD},start", changed)) == (1, 0, 1, 0, 0)
    one, other = current(store)
    assert (one.number, one.status, one.partner, one.start) == (1, "confirmed", "Karuna", date(2026, 12, 1))
    assert other.number == 2
    assert [old.status for old in store.rows(select(Commitment)) if old.superseded_at] == ["pledged"]


def test_a_change_by_agency_place_activity_and_start(bring, store) -> None:
    head = f"{HEAD},start,reached"
    bring("commitments", head, f"{ROW},2026-10-01,")
    assert counts(bring("commitments", head, f"{ROW.replace('pledged', 'delivered')},2026-10-01,55")) == (1, 0, 1, 0, 0)
    assert [(one.number, one.status, one.reached) for one in current(store)] == [(1, "delivered", 55)]
    assert counts(bring("commitments", head, f"{ROW},2026-11-01,")) == (1, 1, 0, 0, 0)
    assert [one.number for one in current(store)] == [1, 2]


def test_a_commitment_stays_with_its_agency(bring, store) -> None:
    bring("commitments", HEAD, ROW)
    report = bring("commitments", f"number,{HEAD}", f"1,{ROW.replace('KBC', 'KMSS')}")
    assert [(one.column, one.expected) for one in report.listed] == [("agency", "commitment_agency")]


def test_one_commitment_twice_in_a_file(bring, store) -> None:
    bring("commitments", HEAD, ROW)
    report = bring("commitments", f"number,{HEAD}", f"1,{ROW.replace('60', '50')}", f",{ROW.replace('60', '40')}")
    assert [(one.row, one.expected) for one in report.listed] == [(3, "commitment_twice")]
    differing = bring("commitments", HEAD, ROW.replace("FSC-A1", "SHE-A2"), ROW.replace("FSC-A1,60", "SHE-A2,61"))
    assert [(one.row, one.expected) for one in differing.listed] == [(3, "once")]


def test_a_township_may_have_a_commitment(bring, store) -> None:
    assert counts(bring("commitments", HEAD, "KBC,Hka Mai (demo),,FSC-A1,60,pledged"))[1] == 1


def _person(store, acronym: str, role: Role = Role.AGENCY) -> Viewer:
    (agency,) = store.rows(select(Agency).where(Agency.acronym == acronym))
    return Viewer("person", role=role, agency_id=agency.id, agency=acronym, label="P-1")


def test_a_person_enters_the_own_agency_only_a_coordinator_any(bring, store) -> None:
    for stranger in (_person(store, "KBC", Role.ADMIN), Viewer("group")):
        store.viewer = stranger
        with pytest.raises(NotAllowedError):
            bring("commitments", HEAD, ROW)
    store.viewer = _person(store, "KMSS")
    (listed,) = bring("commitments", HEAD, ROW).listed
    assert (listed.expected, listed.value) == ("own_agency", "KBC")
    theirs = records.CommitmentRow(2, None, 1, _person(store, "KBC").agency_id or 0, "FSC-A1", {})
    with pytest.raises(NotAllowedError):
        store.write(lambda scope: execute(scope, records.RecordCommitments((theirs,), "f1")))
    store.viewer = _person(store, "KBC")
    assert counts(bring("commitments", HEAD, ROW))[1] == 1
    store.viewer = _person(store, "KMSS", Role.COORDINATOR)
    assert counts(bring("commitments", HEAD, ROW.replace("60", "61")))[2] == 1
    entries = store.rows(select(AuditEntry).where(AuditEntry.action == "commitments.import"))
    assert [(one.actor, one.role) for one in entries] == [("P-1", "agency"), ("P-1", "coordinator")]


def test_a_row_with_two_mistakes_is_one_bad_row(bring) -> None:
    report: Any = bring("commitments", HEAD, "KBC,Lawa Bum,,FSC-A1,many,soon")
    assert (len(report.listed), len(report.bad_rows)) == (2, 1)
