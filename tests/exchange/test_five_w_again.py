"""The same 5W again: longer, corrected, sorted anew, and what was listed mended and brought back."""

import csv
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlmodel import col, select

from exchange.commitment_files import CommitmentFile
from exchange.files import FileError
from exchange.importing import How, import_file, of_commitments
from exchange.rest import check
from models.commitments import Commitment
from models.places import Place, PlaceName

PARTIAL = How(partial=True)
HEAD = "Month,Organization,Implementing Partner,Donor,Township,Village,Activity,Modality,Beneficiary type,Description"
HEAD += ",Status,Reached households,Comments"
ROW = "2026-02,KBC,Karuna,MHF,Hka Mai (demo),Lawa Bum,Food distribution,In-kind,IDPs,rice 50 kg,Completed,25,=1+1"


def changed(**cells: str) -> str:
    made = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {
        name.replace("_", " "): value for name, value in cells.items()
    }
    return ",".join(made.values())


def counts(report) -> tuple[int, int, int, int, int]:
    return report.rows, report.stored, report.updated, report.unchanged, len(report.bad_rows)


def current(store) -> list[Commitment]:
    return store.rows(
        select(Commitment).where(col(Commitment.superseded_at).is_(None)).order_by(col(Commitment.number))
    )


def reached(store) -> list[int | None]:
    return [one.reached for one in current(store)]


APART = [
    {"Implementing_Partner": "Metta"}, {"Donor": "ECHO"}, {"Village": "Nam Lwai Kyet"}, {"Month": "2026-03"},
    {"Activity": "Hygiene kits"}, {"Modality": "Cash"}, {"Beneficiary_type": "Returnees"}, {"Description": "oil"},
    {"Organization": "WFP"},
]  # fmt: skip


@pytest.mark.parametrize("apart", APART, ids=lambda one: next(iter(one)))
def test_two_rows_that_differ_are_two_commitments(bring, store, apart: dict[str, str]) -> None:
    rows = (ROW, changed(**apart))
    assert counts(bring("commitments", HEAD, *rows)) == (2, 2, 0, 0, 0)
    assert counts(bring("commitments", HEAD, *rows)) == (2, 0, 0, 2, 0)


def test_figures_and_states_are_corrected_in_place(bring, store) -> None:
    bring("commitments", HEAD, changed(Status="Ongoing", Reached_households="10"))
    assert counts(bring("commitments", HEAD, ROW)) == (1, 0, 1, 0, 0)
    assert [(one.number, one.status, one.reached) for one in current(store)] == [(1, "delivered", 25)]
    assert len(store.rows(select(Commitment))) == 2


def test_equal_rows_are_two_deliveries_and_told(bring, store) -> None:
    report = bring("commitments", HEAD, ROW, ROW)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert [one.params["n"] for one in report.notes if one.expected == "row_equal"] == [2]
    assert counts(bring("commitments", HEAD, ROW, ROW)) == (2, 0, 0, 2, 0)
    assert counts(bring("commitments", HEAD, ROW, ROW, ROW)) == (3, 1, 0, 2, 0)


def test_a_row_in_between_a_figure_corrected_a_row_gone(bring, store) -> None:
    first = [changed(Reached_households=str(n)) for n in (10, 20, 30)]
    bring("commitments", HEAD, *first)
    longer = [changed(Reached_households=str(n)) for n in (10, 15, 20, 31)]
    assert counts(bring("commitments", HEAD, *longer)) == (4, 1, 1, 2, 0)
    assert sorted(filter(None, reached(store))) == [10, 15, 20, 31] or reached(store) == [10, 20, 15, 31]
    assert counts(bring("commitments", HEAD, longer[0], longer[3])) == (2, 0, 0, 2, 0)
    assert len(current(store)) == 4


def test_any_order_is_the_same_sheet(bring, store) -> None:
    rows = [
        changed(Reached_households=str(n), Village=village) for n in range(6) for village in ("Lawa Bum", "Sut Yang")
    ]
    bring("commitments", HEAD, *rows)
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        assert counts(bring("commitments", HEAD, *rows)) == (12, 0, 0, 12, 0)


def test_a_village_that_the_desk_learns_of_takes_its_row_along(bring, store) -> None:
    rows = [changed(Village="Zau Mai", Reached_households="7"), changed(Village="Gum Ra", Reached_households="8")]
    bring("commitments", HEAD, *rows)
    township = {one.place_id for one in current(store)}

    def learn(session) -> int:
        (above,) = township
        place = Place(source_id="x1", source="test", kind="village", name="Zau Mai", township_id=above, parent_id=above)
        session.add(place)
        session.flush()
        session.add(PlaceName(place_id=place.id, text="Zau Mai", folded="zaumai", kind="name"))
        return place.id

    village = store.db.transaction(learn)
    assert counts(bring("commitments", HEAD, *rows)) == (2, 0, 1, 1, 0)
    assert {one.reached: one.place_id for one in current(store)} == {7: village, 8: min(township)}
    assert counts(bring("commitments", HEAD, *rows)) == (2, 0, 0, 2, 0)


def _bring(store, path: Path, rest: Path | None, words, how: How = PARTIAL) -> Any:
    taken = CommitmentFile()
    report = import_file(store, of_commitments(taken), path, how)
    if rest is not None:
        taken.write_rest(rest, report, words)
    return report


def _mend(path: Path, old: str, new: str) -> Path:
    mended = path.with_name(f"mended-{path.name}")
    mended.write_text(path.read_text(encoding="utf-8-sig").replace(old, new), encoding="utf-8-sig")
    return mended


def test_listed_rows_come_back_as_they_were_with_their_reason(csv_file, tmp_path, store, words) -> None:
    rest = tmp_path / "rest.csv"
    _bring(store, csv_file(HEAD, ROW, changed(Activity="dancing"), changed(Reached_households="x")), rest, words)
    head, *rows = list(csv.reader(rest.read_text(encoding="utf-8-sig").splitlines()))
    assert head == ["reason", "waypost row", *HEAD.split(",")]
    assert [row[0].partition(". Expected: a whole")[0][:42] for row in rows] == [
        'Activity: "dancing". Expected: the code, t',
        'Reached households: "x"',
    ]
    assert [row[-1] for row in rows] == ["'=1+1", "'=1+1"]
    assert rest.stat().st_mode & 0o077 == 0


def test_mended_rows_are_rows_of_their_own(csv_file, tmp_path, store, words) -> None:
    sheet = [ROW, changed(Activity="dancing"), changed(Activity="dancing", Reached_households="30")]
    rest = tmp_path / "rest.csv"
    assert counts(_bring(store, csv_file(HEAD, *sheet), rest, words)) == (3, 1, 0, 0, 2)
    mended = _mend(rest, ",dancing,", ",Food distribution,")
    assert counts(_bring(store, mended, None, words)) == (2, 2, 0, 0, 0)
    assert reached(store) == [25, 25, 30]
    assert counts(_bring(store, mended, None, words)) == (2, 0, 0, 2, 0)
    whole = [row.replace("dancing", "Food distribution") for row in sheet]
    assert counts(_bring(store, csv_file(HEAD, *whole), None, words)) == (3, 0, 0, 3, 0)


def test_a_mended_figure_corrects_what_last_month_brought(csv_file, tmp_path, store, words) -> None:
    _bring(store, csv_file(HEAD, ROW, changed(Reached_households="30")), None, words)
    rest = tmp_path / "rest.csv"
    again = _bring(store, csv_file(HEAD, ROW, changed(Reached_households="3o")), rest, words)
    assert counts(again) == (2, 0, 0, 1, 1)
    assert counts(_bring(store, _mend(rest, ",3o,", ",35,"), None, words)) == (1, 0, 1, 0, 0)
    assert sorted(filter(None, reached(store))) == [25, 35]


def test_a_mended_row_beside_an_older_equal_one_is_new(csv_file, tmp_path, store, words) -> None:
    _bring(store, csv_file(HEAD, ROW), None, words)
    rest = tmp_path / "rest.csv"
    _bring(store, csv_file(HEAD, ROW, changed(Activity="dancing")), rest, words)
    mended = _mend(rest, ",dancing,", ",Food distribution,")
    assert counts(_bring(store, csv_file(HEAD, ROW, ROW), None, words)) == (2, 1, 0, 1, 0)
    assert counts(_bring(store, mended, None, words)) == (1, 0, 0, 1, 0)
    assert reached(store) == [25, 25]


def test_a_mended_figure_beside_an_equal_row_is_new(csv_file, tmp_path, store, words) -> None:
    rest = tmp_path / "rest.csv"
    _bring(store, csv_file(HEAD, ROW, changed(Reached_households="x")), rest, words)
    assert counts(_bring(store, _mend(rest, ",x,", ",25,"), None, words)) == (1, 1, 0, 0, 0)
    assert reached(store) == [25, 25]


def test_what_is_listed_twice_keeps_where_it_stood_first(csv_file, tmp_path, store, words) -> None:
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    _bring(store, csv_file(HEAD, changed(Activity="dancing")), first, words)
    _bring(store, first, second, words)
    rows = [list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))[1] for path in (first, second)]
    assert len(rows[1]) == len(rows[0])
    copied = second.read_text(encoding="utf-8-sig").replace("dancing", "Food distribution").splitlines()
    assert counts(_bring(store, csv_file(copied[0], copied[1], copied[1]), None, words)) == (2, 2, 0, 0, 0)


def test_a_workbook_of_listed_rows_keeps_days_and_numbers(xlsx_file, tmp_path, store, words) -> None:
    head = HEAD.split(",")
    row: list[Any] = changed(Activity="dancing").split(",")
    row[0], row[11:] = date(2026, 2, 1), [25, "@home"]
    rest = tmp_path / "rest.xlsx"
    _bring(store, xlsx_file([head, row]), rest, words)
    (sheet,) = (CalamineWorkbook.from_path(str(rest)).get_sheet_by_index(0).to_python(),)
    assert [type(cell).__name__ for cell in sheet[1]][2] == "date"
    assert (sheet[1][13], sheet[1][14]) == (25, "@home")


def test_nothing_listed_no_file(csv_file, tmp_path, store, words) -> None:
    _bring(store, csv_file(HEAD, ROW), tmp_path / "rest.csv", words)
    assert not (tmp_path / "rest.csv").exists()


def test_listed_rows_of_the_template_come_back_too(csv_file, tmp_path, store, words) -> None:
    rest = tmp_path / "rest.csv"
    path = csv_file("agency,place,activity,target,status", "KBC,Lawa Bum,FSC-A1,many,pledged")
    _bring(store, path, rest, words)
    mended = _mend(rest, ",many,", ",5,")
    assert counts(_bring(store, mended, None, words)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize("name", ["rest.docx", "there.csv", "nowhere/rest.csv"])
def test_where_the_rest_cannot_go(tmp_path, name: str) -> None:
    (tmp_path / "there.csv").touch()
    with pytest.raises(FileError):
        check(tmp_path / name)
