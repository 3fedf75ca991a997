"""Templates: what they offer is what an import takes."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from coordination import agencies
from exchange import assessments, commitments, sheets, template_columns, templates
from exchange.files import FileError
from exchange.importing import IMPORTERS, How, import_file
from exchange.sheets import Layout
from exchange.templates import Template

NAMES = ["assessments", "commitments"]


@pytest.fixture(params=NAMES)
def made(request: pytest.FixtureRequest, store, words) -> Template:
    acronyms = [one.acronym for one in store.read(agencies.everyone)]
    return getattr(template_columns, f"of_{request.param}")(store.desk.catalogue, words, acronyms)


def layout(store, name: str) -> Layout:
    return IMPORTERS[name].layout(store.desk.catalogue)


def test_a_template_reads_back_empty_with_every_column(made: Template, tmp_path: Path, store) -> None:
    path = tmp_path / "t.xlsx"
    templates.write(made, path)
    sheet = sheets.read(path.name, path.read_bytes(), layout(store, made.name))
    headers = assessments.headers(store.desk.catalogue) if made.name == "assessments" else commitments.HEADERS
    assert (tuple(sheet.columns), sheet.unread, sheet.rows) == (headers, (), ())
    assert import_file(store, IMPORTERS[made.name], path, How()).rows == 0


def test_every_column_has_a_note_and_needed_ones_are_marked(made: Template) -> None:
    assert all(column.note for column in made.columns)
    starred = {column.header for column in made.columns if column.head.partition("\n")[0].endswith("*")}
    assert (
        starred
        == {"assessments": {"date", "tool", "agency"}, "commitments": {"agency", "activity", "target", "status"}}[
            made.name
        ]
    )


def test_no_line_of_the_guide_is_empty(made: Template) -> None:
    assert len(made.guide) > 5
    assert all(line.strip() for line in made.guide)


def test_all_indicators_but_the_derived_one_can_be_filled_in(store) -> None:
    codes = {header.split()[0] for header in assessments.headers(store.desk.catalogue)[len(assessments.ABOUT) :]}
    assert codes == set(store.desk.catalogue.indicators) - {"PRF-05"}


def test_drop_downs_offer_every_answer(store, words) -> None:
    made = template_columns.of_assessments(store.desk.catalogue, words, ["KBC"])
    by_header = {column.header: column for column in made.columns}
    for code, indicator in store.desk.catalogue.indicators.items():
        if indicator.data_type in {"enum", "bool"}:
            assert by_header[code].choices == (*indicator.allowed, "unknown", "not_assessed", "refused")
    assert by_header["tool"].choices == ("HHS", "KII", "FGD", "DO", "TEC")
    assert by_header["consent"].choices == ("yes", "no")


def test_drop_downs_and_cell_formats_are_in_the_workbook(made: Template, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    templates.write(made, path)
    with ZipFile(BytesIO(path.read_bytes())) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
        assert book.read("xl/comments2.xml" if "xl/comments2.xml" in book.namelist() else "xl/comments1.xml")
    assert sheet.count("<dataValidation ") == sum(bool(one.choices) or one.kind == "count" for one in made.columns)
    assert 'state="frozen"' in sheet


def test_a_long_drop_down_stands_on_a_sheet_of_lists(store, words, tmp_path: Path) -> None:
    many = [f"AGENCY{number}" for number in range(60)]
    path = tmp_path / "t.xlsx"
    templates.write(template_columns.of_assessments(store.desk.catalogue, words, many), path)
    with ZipFile(path) as book:
        assert "=lists!$A$1:$A$60".removeprefix("=") in book.read("xl/worksheets/sheet2.xml").decode()
        assert 'state="hidden"' in book.read("xl/workbook.xml").decode()


def test_an_existing_file_is_never_touched(made: Template, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("mine")
    with pytest.raises(FileError, match=r"template\.exists"):
        templates.write(made, path)
    assert path.read_text() == "mine"


def test_a_full_disk_leaves_nothing_behind(made: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left") as caught:
        templates.write(made, tmp_path / "t.xlsx")
    assert caught.value.filename == str(tmp_path / "t.xlsx")
    assert list(tmp_path.glob("*.xlsx")) + list(tmp_path.glob(".waypost*")) == []


def test_a_missing_folder_is_named(made: Template, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        templates.write(made, tmp_path / "no" / "t.xlsx")
    assert caught.value.filename == str(tmp_path / "no" / "t.xlsx")


def test_the_file_can_be_read_by_others(made: Template, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    templates.write(made, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
