"""Files as people hand them in: read with true row numbers, or refused with a sentence."""

from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange import files, sheets, workbooks
from exchange.files import FileError
from exchange.sheets import Layout, Sheet
from words import Words

LAYOUT = Layout({"place": "place", "date": "date", "wsh 02": "WSH-02"}, (("place",),))


def read(path: Path, **mapping: str) -> Sheet:
    return sheets.read(path.name, path.read_bytes(), LAYOUT, mapping)


def refusal(path: Path, **mapping: str) -> str:
    with pytest.raises(FileError) as caught:
        read(path, **mapping)
    return caught.value.key


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_csv_of_every_separator(tmp_path: Path, sign: str, mark: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(mark + f"place{sign}WSH-02\nLawa Bum{sign}41\n", encoding="utf-8")
    assert [(row.number, dict(row.cells)) for row in read(path).rows] == [(2, {"place": "Lawa Bum", "WSH-02": "41"})]


def test_csv_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("place\tWSH-02\nလဝါ\t41\n", encoding="utf-16")
    assert read(path).rows[0].text("place") == "လဝါ"


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('\n\nplace,date\n"Lawa\nBum",\n\n,,\nSut Yang,\n', encoding="utf-8")
    sheet = read(path)
    assert (sheet.header_row, [row.number for row in sheet.rows]) == (3, [4, 7])


def test_workbook_with_dates_numbers_and_empty_rows(xlsx_file) -> None:
    path = xlsx_file(
        [["x"]], [[], [], ["place", "date", "WSH-02"], ["Lawa Bum", date(2026, 10, 12), 41], [], ["a", None, 2.5]]
    )
    sheet = read(path)
    assert [(row.number, dict(row.cells)) for row in sheet.rows] == [
        (4, {"place": "Lawa Bum", "date": date(2026, 10, 12), "WSH-02": 41.0}),
        (6, {"place": "a", "WSH-02": 2.5}),
    ]


def test_a_formula_is_never_evaluated(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["place", "WSH-02"])
        sheet.write_string(1, 0, "=1+1")
        sheet.write_formula(1, 1, "=40+1", None, 7)
    assert dict(read(path).rows[0].cells) == {"place": "=1+1", "WSH-02": 7}


def test_headers_with_labels_and_stars(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('Place *,"WSH-02\nHouseholds without water",wsh_99,\na,1,2,\n', encoding="utf-8")
    sheet = read(path)
    assert (dict(sheet.columns), sheet.unread) == ({"place": "Place", "WSH-02": "WSH-02"}, ("wsh_99",))
    path.write_text("place,WSH-02 Households without water\na,1\n", encoding="utf-8")
    assert "WSH-02" in read(path).columns


def test_cells_under_no_header_are_told_by_their_column(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("place,,date,\na,,,\nb,x,,,y\n", encoding="utf-8")
    assert read(path).unread == ("B", "E")


def test_a_double_header_matters_only_in_the_sheet_that_is_read(xlsx_file) -> None:
    assert read(xlsx_file([["date", "date"]], [["place", "date"], ["a"]])).rows[0].text("place") == "a"


def test_map_renames_a_column(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("Village,n\na,1\n", encoding="utf-8")
    assert read(path, village="place", n="WSH-02").rows[0].text("WSH-02") == "1"
    assert refusal(path, Village="nothing") == "import.file.map_field"
    assert refusal(path, Villages="place") == "import.file.map_column"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("f.csv", b"", "import.file.empty"),
        ("f.csv", b" ; ;\n\n", "import.file.empty"),
        ("f.csv", b"a,b\n1,2\n", "import.file.header"),
        ("f.csv", b"place,Place\n1,2\n", "import.file.twice"),
        ("f.csv", b"place\n\x81\x8d\n", "import.file.encoding"),
        ("f.csv", b"place\n\0\n", "import.file.not_csv"),
        ("f.csv", b"PK\x03\x04...", "import.file.not_csv"),
        ("f.csv", b"place\n" + b"x" * 200_000, "import.file.quotes"),
        ("f.csv", b'place,date\nLawa Bum,"2026\nSut Yang,2026\n', "import.file.quotes"),
        ("f.xlsx", b"place;x\n", "import.file.not_xlsx"),
        ("f.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "import.file.xls"),
        ("f.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "import.file.xls"),
        (
            "f.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "import.file.password",
        ),
        ("f.pic", b"%PIC", "import.file.kind"),
        ("f.pdf", b"%PDF", "import.file.is_pdf"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(tmp_path: Path, words: Words, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read(path)
    assert caught.value.key == key
    assert words.say(key, **caught.value.params)


def test_folders_and_big_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileError, match="folder"):
        files.content(tmp_path)
    monkeypatch.setattr(files, "FILE_LIMIT", 3)
    (tmp_path / "f.csv").write_text("place\n")
    with pytest.raises(FileError, match="too_big"):
        files.content(tmp_path / "f.csv")


def _workbook(**parts: bytes) -> bytes:
    """A workbook whose parts are replaced or added."""
    plain = BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["place"])
    changed = BytesIO()
    with ZipFile(plain) as source, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, parts.pop(member, source.read(member)))
        for member, content in parts.items():
            target.writestr(member, content)
    return changed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def _refused(data: bytes) -> str:
    with pytest.raises(FileError) as caught:
        [workbooks.grid(sheet) for sheet in workbooks.worksheets(data)]
    return caught.value.key


@pytest.mark.parametrize(
    "cells",
    ['<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
     "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c\n r = 'XFD1048576'><v>1</v></c></row>"],
)  # fmt: skip
def test_a_lone_cell_far_away_reserves_no_memory(cells: str) -> None:
    assert _refused(_workbook(**{SHEET: XML.format(cells).encode()})) == "import.file.spread_out"


def test_a_zip_bomb_is_not_unpacked() -> None:
    assert _refused(_workbook(**{SHEET: b" " * (workbooks.UNPACKED_LIMIT + 1)})) == "import.file.too_big"


@pytest.mark.parametrize("content", [b"<worksheet", b"\0\0", b'<worksheet><c r="&#65;1"/></worksheet>'])
def test_damaged_sheets(content: bytes) -> None:
    assert _refused(_workbook(**{SHEET: content})) == "import.file.broken"


def test_a_zip_that_is_no_workbook() -> None:
    plain = BytesIO()
    with ZipFile(plain, "w") as target:
        target.writestr("hello.txt", "hello")
    assert _refused(plain.getvalue()) == "import.file.broken"


@pytest.mark.parametrize("cut", [10, 100, 1000])
def test_a_cut_workbook(cut: int) -> None:
    assert _refused(_workbook()[:-cut]).startswith("import.file.")


PLAIN = _workbook()


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=20))
@settings(max_examples=100)
def test_a_workbook_with_changed_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(PLAIN)
    for position, value in changes:
        data[position % len(data)] = value
    with suppress(FileError):
        assert sheets.read("f.xlsx", bytes(data), LAYOUT).columns


@given(st.binary() | st.text(alphabet='place,;"\n\t\ufeff*0-').map(str.encode))
def test_any_bytes_as_csv_are_read_or_refused(data: bytes) -> None:
    with suppress(FileError):
        assert sheets.read("f.csv", data, LAYOUT).columns


def test_macros_links_and_pictures_do_not_matter() -> None:
    data = _workbook(**{"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x", "xl/media/i.png": b"x"})
    assert workbooks.grid(workbooks.worksheets(data)[0]) == [["place"]]
