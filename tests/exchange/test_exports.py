"""What the desk holds, as files: they read back without a difference, and nothing confidential is in them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from coordination import agencies, exports
from coordination.errors import NotAllowedError, Refusal
from coordination.viewer import OPERATOR, Role, Viewer
from exchange import exports as tables
from exchange import sheets, template_columns, templates, written
from exchange.importing import IMPORTERS, How, import_file
from models.assessments import IndicatorValue
from models.audit import AuditEntry
from models.commitments import Commitment
from words.telling import Telling

ASSESSED = (
    "place,township,date,tool,agency,informants,consent,WSH-02,WSH-01,INF-04,FSC-04,PRF-06 F 0-4,PRF-06 M 60+,PRO-03"
)
FOUND = (
    "Lawa Bum,Hka Mai (demo),2026-10-12,TEC,KBC,3,yes,41,surface,road;bridge,12.5,7,0,inside",
    "Lawa Bum,Hka Mai (demo),2026-10-12,FGD,KBC,,no,refused,,,,,,",
    "Daw Hkawn Bum,Hka Mai (demo),2026-10-13,TEC,KBC,1,yes,0,,none,,,,",
)
COMMITTED = "agency,partner,place,township,activity,target,status,start,months,components,reached,reached on"
HELP = (
    "KBC,Karuna,Lawa Bum,Hka Mai (demo),FSC-A1,60,ongoing,2026-11-01,6,,12,2026-11-02",
    "KBC,,Daw Hkawn Bum,Hka Mai (demo),LIV-A1,9,pledged,,,seed;tools,,",
)
HELD: Any = {
    "assessments": (IndicatorValue.indicator, IndicatorValue.state, IndicatorValue.number, IndicatorValue.choice),
    "commitments": (Commitment.number, Commitment.partner, Commitment.donor, Commitment.conditions),
}
WHY = {"reason": "monthly review", "recipient": "KBC"}
GATHER: Any = {"assessments": exports.assessments_file, "commitments": exports.commitments_file}
BUILD: Any = {"assessments": tables.of_assessments, "commitments": tables.of_commitments}


def export(store: Any, words: Any, kind: str, path: Path) -> str:
    """Write as ``waypost export`` does; what is in the file, as text."""
    file = store.write(lambda scope: GATHER[kind](scope, None, **WHY))
    tell = Telling(words, store.desk.catalogue, OPERATOR)
    stamp, (headers, rows) = written.stamp_line(tell, file.stamp), BUILD[kind](tell, file)
    as_csv = path.suffix == ".csv"
    path.write_bytes(written.as_csv(stamp, headers, rows) if as_csv else written.as_xlsx(kind, stamp, headers, rows))
    return "\n".join("|".join(map(str, row)) for row in [headers, *rows])


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize(("kind", "head", "rows"), [("assessments", ASSESSED, FOUND), ("commitments", COMMITTED, HELP)])
def test_what_leaves_reads_back_without_a_difference(
    store: Any, words: Any, bring: Any, tmp_path: Path, suffix: str, kind: str, head: str, rows: tuple[str, ...]
) -> None:
    assert bring(kind, head, *rows).stored == len(rows)
    path = tmp_path / f"out{suffix}"
    export(store, words, kind, path)
    report = import_file(store, IMPORTERS[kind], path, How())
    assert (report.rows, report.unchanged, report.listed) == (len(rows), len(rows), ())


FILLED: Any = {
    "assessments": [
        {"place": "Lawa Bum", "township": "Hka Mai (demo)", "date": "2026-10-12", "tool": "TEC", "agency": "KBC",
         "informants": 3, "consent": "yes", "WSH-02": 41, "WSH-01": "surface", "INF-04": "road;bridge", "FSC-04": 12.5,
         "PRF-06 F 0-4": 7, "PRF-06 M 60+": 0},
        {"place code": "demo:v2", "date": "2026-10-13", "tool": "TEC", "agency": "KMSS", "WSH-02": "refused",
         "WSH-01": "not_assessed", "FSC-04": 0},
    ],
    "commitments": [
        {"agency": "KBC", "partner": "-Karuna", "donor": "@Aid", "place": "Lawa Bum", "township": "Hka Mai (demo)",
         "activity": "FSC-A1", "target": 60, "reached": 12, "reached on": "2026-11-02", "start": "2026-11-01",
         "months": 6, "status": "ongoing", "conditions": "=road open"},
        {"agency": "KMSS", "place code": "demo:v2", "activity": "LIV-A1", "target": 9, "components": "seed;tools",
         "status": "pledged"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", ["assessments", "commitments"])
def test_a_filled_template_comes_out_and_in_again_without_a_difference(
    store: Any, words: Any, xlsx_file: Any, tmp_path: Path, suffix: str, kind: str
) -> None:
    blank = tmp_path / "blank.xlsx"
    acronyms = [one.acronym for one in store.read(agencies.everyone)]
    templates.write(getattr(template_columns, f"of_{kind}")(store.desk.catalogue, words, acronyms), blank)
    importer = IMPORTERS[kind]
    sheet = sheets.read(blank.name, blank.read_bytes(), store.read(lambda scope: importer.layout(scope.desk.catalogue)))
    rows = [[row.get(name) for name in sheet.columns] for row in FILLED[kind]]
    filled = xlsx_file([list(sheet.headers), *rows], name="filled.xlsx")
    report = import_file(store, importer, filled, How())
    assert [(one.column, one.value, one.expected) for one in report.listed] == []
    assert (report.stored, report.listed) == (len(rows), ())
    held = [tuple(row) for row in store.rows(select(*HELD[kind]))]
    out = tmp_path / f"out{suffix}"
    export(store, words, kind, out)
    again = import_file(store, importer, out, How())
    assert (again.rows, again.unchanged, again.stored, again.listed) == (len(rows), len(rows), 0, ())
    assert [tuple(row) for row in store.rows(select(*HELD[kind]))] == held


def test_a_figure_changed_in_the_file_is_a_correction(store: Any, words: Any, bring: Any, tmp_path: Path) -> None:
    bring("assessments", ASSESSED, *FOUND)
    path = tmp_path / "out.csv"
    export(store, words, "assessments", path)
    path.write_text(path.read_text("utf-8-sig").replace(",41,", ",44,"), "utf-8")
    report = import_file(store, IMPORTERS["assessments"], path, How())
    assert (report.updated, report.unchanged, report.listed) == (1, 2, ())


def test_nothing_confidential_and_no_round_of_monitoring_leaves(
    store: Any, words: Any, bring: Any, tmp_path: Path
) -> None:
    bring("assessments", ASSESSED, *FOUND)
    round_ = "Hkran Ga Yang,Hka Mai (demo),2026-10-14,KII,KBC,protection_monitoring,mixed"
    bring("assessments", "place,township,date,tool,agency,programme,PRO-04", round_.replace("mixed", "light"))
    held = {value.indicator for value in store.rows(select(IndicatorValue))}
    assert {"PRO-03", "PRO-04"} <= held
    said = export(store, words, "assessments", tmp_path / "out.csv")
    assert "41" in said
    assert "inside" not in said
    assert "Hkran Ga Yang" not in said


def test_who_exports_says_why_and_for_whom_and_is_noted(store: Any, bring: Any) -> None:
    bring("commitments", COMMITTED, *HELP)
    agency = Viewer("person", role=Role.AGENCY, ref="a", label="P-1", agency_id=1)

    def ask(**why: str) -> Any:
        return store.write(lambda scope: exports.commitments_file(scope, None, **(WHY | why)))

    with pytest.raises(Refusal, match="reason_needed"):
        ask(reason=" ")
    with pytest.raises(Refusal, match="personal_name"):
        ask(recipient="Daw Khin Mar Lwin")
    with pytest.raises(NotAllowedError):
        store.write(lambda scope: exports.commitments_file(replace(scope, viewer=agency), None, **WHY))
    assert len(ask().rows) == 2
    (entry,) = [one for one in store.rows(select(AuditEntry)) if one.action.startswith("export")]
    assert (entry.action, entry.klass, entry.counts["rows"]) == ("export.commitments", "restricted", 2)


def test_an_area_takes_only_what_lies_in_it(store: Any, bring: Any) -> None:
    bring("commitments", COMMITTED, *HELP)
    village = store.read(lambda scope: exports.places.find(scope, "demo:v1").candidates[0].place.id)
    file = store.write(lambda scope: exports.commitments_file(scope, village, **WHY))
    assert [row.place.name for row in file.rows] == ["Lawa Bum"]
