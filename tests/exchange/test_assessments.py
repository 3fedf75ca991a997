"""Assessments from a spreadsheet: stored once, corrected with history, or listed with what is expected."""

from datetime import date

import pytest
from sqlmodel import col, select

from coordination import assessments as records
from coordination.audit import AuditEntry
from coordination.errors import NotAllowedError
from coordination.viewer import Role, Viewer
from exchange.importing import How
from models.assessments import Assessment, IndicatorValue

HEAD = "place,township,place code,date,tool,agency"
ROW = "Lawa Bum,Hka Mai (demo),,2026-10-12,KII,KBC"
DRY, PARTIAL = How(dry_run=True), How(partial=True)


def counts(report) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.listed)


def observed(store) -> list[records.Observation]:
    places = [row.place_id for row in store.rows(select(Assessment))]
    return store.read(lambda scope: records.observations(scope, sorted(set(places))))


def test_every_kind_of_answer(bring, store) -> None:
    head = f"{HEAD},informants,consent,WSH-02,FSC-04,WSH-01,PRO-07,INF-04,HLT-01,SHE-02,NFI-01"
    about = "Lawa Bum,,,2026-10-12,TEC,kachin baptist,4,YES"
    row = f"{about},41,12.5,Protected well or spring,no,water; road,unknown,0,Not assessed"
    assert counts(bring("assessments", head, row)) == (1, 1, 0, 0, 0)
    said = {one.indicator: (one.state, one.number, one.choice) for one in observed(store)}
    assert said == {
        "WSH-02": ("value", 41, None),
        "FSC-04": ("value", 12.5, None),
        "WSH-01": ("value", None, "protected_well_or_spring"),
        "PRO-07": ("value", None, "no"),
        "INF-04": ("value", None, "road|water"),
        "HLT-01": ("unknown", None, None),
        "SHE-02": ("value", 0, None),
        "NFI-01": ("not_assessed", None, None),
    }
    one = observed(store)[0]
    assert (one.tool, one.agency, one.informants, one.consent, one.informants_agreed) == (
        "TEC",
        "KBC",
        4,
        True,
        "unknown",
    )
    assert one.collected_on == date(2026, 10, 12)


def test_a_list_of_nothing_is_an_answer(bring, store) -> None:
    bring("assessments", f"{HEAD},INF-04", f"{ROW},none")
    assert [(one.state, one.choice) for one in observed(store)] == [("value", "")]


def test_people_by_sex_and_age(bring, store) -> None:
    head = f"{HEAD},PRF-06 F 0-4,PRF-06 M 60+,PRF-06 M 0-4"
    assert counts(bring("assessments", head, f"{ROW},12,7,unknown")) == (1, 1, 0, 0, 0)
    assert [one.cells for one in observed(store)] == [{"F_0_4": 12, "M_60": 7}]
    bring("assessments", head, "Sut Yang,Hka Mai (demo),,2026-10-12,KII,KBC,refused,refused,")
    assert {one.state for one in observed(store)} == {"value", "refused"}


def test_what_was_not_asked_makes_no_value(bring, store) -> None:
    bring("assessments", f"{HEAD},WSH-02,WSH-05", f"{ROW.replace('KII', 'HHS')},41,")
    assert [one.indicator for one in observed(store)] == ["WSH-02"]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("WSH-04", "-3", "indicator_count"),
        ("WSH-04", "2.5", "indicator_count"),
        ("WSH-04", "many", "indicator_count"),
        ("WSH-04", "09450012345", "indicator_count"),
        ("PRF-06 F 0-4", "x", "indicator_count"),
        ("WSH-01", "river", "choice"),
        ("PRO-07", "maybe", "choice"),
        ("INF-04", "road; cinema", "items"),
        ("WSH-02", "41", "tool_of_indicator"),
        ("SHE-02", "5000", None),
    ],
)
def test_wrong_answers(bring, store, column: str, value: str, expected: str | None) -> None:
    report = bring("assessments", f"{HEAD},{column}", f"{ROW},{value}")
    assert [(one.row, one.column, one.expected) for one in report.listed] == (
        [(2, column, expected)] if expected else []
    )
    assert len(store.rows(select(IndicatorValue))) == (0 if expected else 1)


@pytest.mark.parametrize("value", ["101", "-1", "0.45", "half"])
def test_wrong_shares(bring, value: str) -> None:
    report = bring("assessments", f"{HEAD},FSC-04", f"{ROW.replace('KII', 'HHS')},{value}")
    assert [(one.column, one.value, one.expected) for one in report.listed] == [("FSC-04", value, "share")]


def test_a_share_with_its_sign(bring, store) -> None:
    bring("assessments", f"{HEAD},FSC-04", f"{ROW.replace('KII', 'HHS')},45%")
    assert [one.number for one in observed(store)] == [45]


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (",,,2026-10-12,KII,KBC", "place", "place"),
        ("Sut Yang,,,2026-10-12,KII,KBC", "place", "place_which"),
        ("Lawa Bumm,Hka Mai (demo),,2026-10-12,KII,KBC", "place", "place_near"),
        ("Lawa Bum,Nam Hkai (demo),,2026-10-12,KII,KBC", "place", "place_near"),
        ("Lawa Bum camp,Hka Mai (demo),,2026-10-12,KII,KBC", "place", "place_near"),
        ("Qqqqqq,,,2026-10-12,KII,KBC", "place", "place_unknown"),
        ("Lawa Bum,,demo:v99,2026-10-12,KII,KBC", "place code", "place_code"),
        (",,demo:t1,2026-10-12,KII,KBC", "place code", "place_kind"),
        ("Lawa Bum,,,,KII,KBC", "date", "day"),
        ("Lawa Bum,,,soon,KII,KBC", "date", "day"),
        ("Lawa Bum,,,2026-11-23,KII,KBC", "date", "past_day"),
        ("Lawa Bum,,,2016-11-01,KII,KBC", "date", "past_day"),
        ("Lawa Bum,,,2569-10-12,KII,KBC", "date", "buddhist"),
        ("Lawa Bum,,,2026-10-12,,KBC", "tool", "one_of"),
        ("Lawa Bum,,,2026-10-12,derived,KBC", "tool", "one_of"),
        ("Lawa Bum,,,2026-10-12,KII,", "agency", "agency"),
        ("Lawa Bum,,,2026-10-12,KII,NOBODY", "agency", "agency"),
    ],
)
def test_wrong_keys(bring, store, row: str, column: str, expected: str) -> None:
    report = bring("assessments", f"{HEAD},WSH-04", f"{row},3")
    assert [(one.row, one.column, one.expected) for one in report.listed] == [(2, column, expected)]
    assert store.rows(select(Assessment)) == []


def test_every_reason_is_a_sentence_with_near_names(bring, words) -> None:
    report = bring("assessments", f"{HEAD},WSH-04", "Sut Yang,,,soon,XXX,KBC,-1")
    made = report.to_json(words)
    assert made["listed"][0]["expected"] == (
        "one place: fill in township or place code. It may be: Sut Yang · village, Hka Mai (demo); "
        "Sut Yang · village, Nam Hkai (demo)"
    )
    assert {"row", "reason", "column", "value", "expected"} == set(made["listed"][0])
    assert made["listed"][1]["reason"].startswith('date: "soon". Expected: a date such as')
    assert len(made["listed"]) == 4


def test_a_place_by_code_is_believed_and_a_strange_name_remarked_on(bring, store) -> None:
    report = bring("assessments", f"{HEAD},WSH-04", "Elsewhere,,demo:v2,2026-10-12,KII,KBC,3")
    assert counts(report) == (1, 1, 0, 0, 0)
    assert [(one.expected, one.params["place"]) for one in report.notes] == [
        ("place_of_code", "Daw Hkawn Bum · village, Hka Mai (demo)")
    ]


def test_a_village_named_like_a_person_is_a_village(bring) -> None:
    report = bring("assessments", f"{HEAD},WSH-04", "Daw Hkawn Bum,Hka Mai (demo),,2026-10-12,KII,KBC,-3")
    assert [one.column for one in report.listed] == ["WSH-04"]


def test_a_row_without_any_answer(bring) -> None:
    assert [one.expected for one in bring("assessments", f"{HEAD},WSH-04", f"{ROW},").listed] == ["any_answer"]


def test_a_column_that_is_not_read_is_told(bring) -> None:
    report = bring("assessments", f"{HEAD},WSH-04,WSH-99", f"{ROW},3,1")
    assert [(one.row, one.column, one.expected) for one in report.notes] == [(1, "WSH-99", "unread_column")]


def test_all_or_nothing_unless_partial(bring, store) -> None:
    lines = (f"{HEAD},WSH-04", f"{ROW},3", f"{ROW.replace('Lawa Bum', 'Nam Lwai Kyet')},x")
    held = bring("assessments", *lines)
    assert (counts(held), held.held, held.bad_rows) == ((2, 0, 0, 0, 1), True, {("", 3)})
    assert store.rows(select(Assessment)) == []
    assert counts(bring("assessments", *lines, how=DRY)) == (2, 1, 0, 0, 1)
    assert store.rows(select(Assessment)) == []
    assert counts(bring("assessments", *lines, how=PARTIAL)) == (2, 1, 0, 0, 1)
    assert len(store.rows(select(Assessment))) == 1


def test_the_same_row_twice_is_stored_once(bring, store) -> None:
    lines = (f"{HEAD},WSH-04", f"{ROW},3", f"{ROW},3")
    assert counts(bring("assessments", *lines)) == (2, 1, 0, 1, 0)
    assert counts(bring("assessments", *lines)) == (2, 0, 0, 2, 0)
    assert len(store.rows(select(IndicatorValue))) == 1


def test_two_different_rows_of_one_key_in_a_file(bring, store) -> None:
    report = bring("assessments", f"{HEAD},WSH-04", f"{ROW},3", f"{ROW},4")
    assert [(one.row, one.expected, one.params["row"]) for one in report.listed] == [(3, "once", 2)]
    assert store.rows(select(Assessment)) == []


def test_a_correction_supersedes_and_keeps_history(bring, store) -> None:
    bring("assessments", f"{HEAD},consent,informants,WSH-04,HLT-02", f"{ROW},yes,4,3,midwife")
    assert counts(bring("assessments", f"{HEAD},consent,informants,WSH-04,HLT-02", f"{ROW},yes,5,2,")) == (
        1,
        0,
        1,
        0,
        0,
    )
    assert {(one.indicator, one.number, one.choice) for one in observed(store)} == {
        ("WSH-04", 2, None),
        ("HLT-02", None, "midwife"),
    }
    old = store.rows(select(IndicatorValue).where(col(IndicatorValue.superseded_at).is_not(None)))
    assert [(one.indicator, one.number) for one in old] == [("WSH-04", 3)]
    (assessment,) = store.rows(select(Assessment))
    assert assessment.informants == 5
    assert [entry["informants"] for entry in assessment.earlier] == [4]


def test_consent_that_is_not_repeated_is_withdrawn(bring, store) -> None:
    bring("assessments", f"{HEAD},consent,WSH-04", f"{ROW},yes,3")
    assert counts(bring("assessments", f"{HEAD},WSH-04", f"{ROW},3")) == (1, 0, 1, 0, 0)
    assert [one.consent for one in observed(store)] == [False]


def test_every_row_names_its_origin_and_the_import_is_audited_once(bring, store) -> None:
    lines = (f"{HEAD},WSH-04", f"{ROW},3", f"{ROW.replace('Lawa Bum', 'Nam Lwai Kyet')},1")
    bring("assessments", *lines)
    sources = [one.source for one in store.rows(select(Assessment))]
    assert [source.rpartition(".")[2] for source in sources] == ["2", "3"]
    assert all(source.startswith("f") for source in sources)
    entries = store.rows(select(AuditEntry).where(AuditEntry.action == "assessments.import"))
    counts = {"stored": 2, "updated": 0, "unchanged": 0, "listed": 0}
    assert [(one.actor, one.counts) for one in entries] == [("operator", counts)]


def test_many_rows_go_in_together(bring, store) -> None:
    rows = [f",,demo:v{1 + n % 6},2026-{1 + n // 168:02}-{1 + n // 6 % 28:02},KII,KBC,{n}" for n in range(700)]
    assert counts(bring("assessments", f"{HEAD},WSH-04", *rows)) == (700, 700, 0, 0, 0)
    assert sum(one.number for one in observed(store)) == sum(range(700))


@pytest.mark.parametrize(
    "viewer", [Viewer("person", role=Role.AGENCY), Viewer("person", role=Role.ADMIN), Viewer("group")]
)
def test_only_coordinators_import_assessments(bring, store, viewer: Viewer) -> None:
    store.viewer = viewer
    with pytest.raises(NotAllowedError):
        bring("assessments", f"{HEAD},WSH-04", f"{ROW},3")
