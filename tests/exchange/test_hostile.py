"""Files that are to do harm, or something else than a table: a sentence each, and little memory."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from exchange import geojson, sheets, text_files
from exchange.files import FileError
from exchange.place_columns import LAYOUT as PLACES
from exchange.sheet_pieces import COLUMN_LIMIT, pieces
from exchange.table import Layout
from words import Words

LAYOUT = Layout({"place": "place", "date": "date"}, (("place",),))
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>place</t></is></c></row>'


def book(**parts: bytes | str | None) -> bytes:
    """A workbook whose parts are replaced, added or (None) left out."""
    plain, changed = BytesIO(), BytesIO()
    with xlsxwriter.Workbook(plain, {"in_memory": True}) as made:
        made.add_worksheet().write_column(0, 0, ["place", "Lawa Bum"])
    with ZipFile(plain) as source, ZipFile(changed, "w", ZIP_DEFLATED) as target:
        held = {name: source.read(name) for name in source.namelist()} | parts
        for name, content in held.items():
            if content is not None:
                target.writestr(name, content)
    return changed.getvalue()


def rows(text: str) -> bytes:
    return book(**{SHEET: ROWS.format(HEAD + text)})


def refused(name: str, data: bytes, words: Words) -> str:
    with pytest.raises(FileError) as caught:
        sheets.read(name, data, LAYOUT)
    assert words.say(caught.value.key, **caught.value.params)
    return caught.value.key.removeprefix("import.file.")


def places(data: bytes) -> list[str]:
    return [row.text("place") for row in sheets.read("f.xlsx", data, LAYOUT).rows]


CELL = '<c r="{}"><v>1</v></c>'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f'<row r="2">{CELL.format("ZZZ2")}</row>', "spread_out"),
        (f'<row r="2">{CELL.format("AMK2")}</row>', "spread_out"),
        (f'<row r="2">{CELL.format("A3")}</row>', "broken"),
        (f'<row r="2">{CELL.format("xfd2")}</row>', "broken"),
        (f'<row r="2">{CELL.format("A1048577")}</row>', "broken"),
        (f'<row r="1048577">{CELL.format("A1048577")}</row>', "broken"),
        (f'<row r="5">{CELL.format("A5")}</row><row r="4">{CELL.format("A4")}</row>', "broken"),
        (f'<row r="2" t=">">{CELL.format("A9")}</row>', "broken"),
        ('<row r="2">' + "<c><v>1</v></c>" * (COLUMN_LIMIT + 1) + "</row>", "spread_out"),
        (f'<!-- <row r="2">{CELL.format("A2")}</row> --><row r="3"><![CDATA[<c>]]></row>', "broken"),
        (f'<row r="2">{CELL.format("A2")}', "broken"),
    ],
)  # fmt: skip
def test_cells_that_are_not_where_they_belong(words: Words, text: str, key: str) -> None:
    assert refused("f.xlsx", rows(text), words) == key


def test_formatted_cells_and_a_million_empty_rows_do_not_matter() -> None:
    wide = '<row r="2"><c r="A2"><v>7</v></c><c r="XFD2" s="1"/><c r="XFC2" s="1"></c></row>'
    assert places(rows(wide)) == ["7"]
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(2, 3000))
    assert places(rows(empty + f'<row r="1048576">{CELL.format("A1048576")}</row>')) == ["1"]


def test_rows_and_cells_without_numbers_are_counted() -> None:
    data = rows("<row><c><v>1</v></c></row><row/><row><c><v>2</v></c></row>")
    assert [(row.number, row.text("place")) for row in sheets.read("f.xlsx", data, LAYOUT).rows] == [(2, "1"), (4, "2")]


def test_a_sheet_that_comes_in_small_bits_is_cut_the_same() -> None:
    text = ROWS.format(HEAD + f'<row r="2500">{CELL.format("A2500")}</row>').encode()
    bits = [text[at : at + 7] for at in range(0, len(text), 7)]
    assert [piece.first for piece in pieces(bits, [])] == [0, 2499]


@pytest.mark.parametrize(
    ("part", "content", "key"),
    [
        ("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "bomb">]><workbook>&b;</workbook>', "broken"),
        ("xl/sharedStrings.xml", '<!DOCTYPE a [<!ENTITY b "bomb">]><sst><si><t>&b;</t></si></sst>', "broken"),
        (SHEET, '<!DOCTYPE a [<!ENTITY b "bomb">]>' + ROWS.format(HEAD), "broken"),
        ("xl/workbook.xml", "<workbook", "broken"),
        ("xl/workbook.xml", "<workbook/>", "empty"),
        ("xl/workbook.xml", b"x" * 9_000_000, "too_big"),
        ("xl/_rels/workbook.xml.rels", None, "broken"),
        (SHEET, None, "broken"),
    ],
)
def test_parts_that_are_bombs_or_missing(words: Words, part: str, content: str | bytes | None, key: str) -> None:
    assert refused("f.xlsx", book(**{part: content}), words) == key


def test_paths_links_and_macros_are_left_alone() -> None:
    data = book(**{"../../etc/x.xml": "x", "/xl/workbook.xml": "x", "xl/externalLinks/externalLink1.xml": "<x",
                   "xl/vbaProject.bin": "x"})  # fmt: skip
    sheet = sheets.read("f.xlsm", data, LAYOUT)
    assert ([row.text("place") for row in sheet.rows], sheet.notes[0].key) == (["Lawa Bum"], "note_macros")


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as made_book:
        sheet = made_book.add_worksheet()
        sheet.write_column(0, 0, ["place", "=1+1", '=HYPERLINK("http://x")'])
        sheet.write_formula(3, 0, "=WEBSERVICE(A1)", None, "kept")
    assert places(made.getvalue()) == ["=1+1", '=HYPERLINK("http://x")', "kept"]


def _zip(**members: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("f.xlsx", b"%PDF-1.7", "is_pdf"),
        ("f.docx", b"anything", "is_word"),
        ("f.xlsx", _zip(**{"word/document.xml": ""}), "is_word"),
        ("f.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "is_word"),
        ("f.ods", _zip(**{"mimetype": "", "content.xml": ""}), "is_ods"),
        ("f.xlsx", _zip(**{"mimetype": "", "content.xml": ""}), "is_ods"),
        ("f.numbers", _zip(**{"Index/Document.iwa": ""}), "is_numbers"),
        ("f.xlsx", _zip(**{"xl/workbook.bin": ""}), "is_xlsb"),
        ("f.xls", b"\xef\xbb\xbf <html><table><tr><td>place", "is_html"),
        ("f.xls", b"<table><tr><td>place", "is_html"),
        ("f.xls", b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>', "is_html"),
        ("f.xlsx", b"PK\x03\x04 cut off", "not_xlsx"),
        ("f.csv", b"place\n" + b"x," * 5000 + b"x\n", "wide"),
        ("f.csv", b"place\n" + b"x\n" * 10 + b"\0\n", "not_csv"),
        ("f.csv", b"x" * 5_000_000, "quotes"),
        ("f.csv", "place\nလဝါဘွန်\n".encode() + b"\xe1\n", "encoding"),
    ],
)
def test_what_is_handed_in_by_mistake(words: Words, name: str, data: bytes, key: str) -> None:
    assert refused(name, data, words) == key


def test_too_many_rows(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "ROW_LIMIT", 5)
    assert refused("f.csv", b"place\n" + b"x\n" * 5, words) == "long"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_are_sure(encoding: str) -> None:
    sheet = sheets.read("f.csv", "place,date,remarks on it\nလဝါဘွန်,2026-10-12,none at all\n".encode(encoding), LAYOUT)
    assert ([row.text("place") for row in sheet.rows], sheet.notes) == (["လဝါဘွန်"], ())


def test_windows_1252_is_told() -> None:
    sheet = sheets.read("f.csv", "place;date\nRégion d’Est;12.10.2026\n".encode("cp1252"), LAYOUT)
    assert ([row.text("place") for row in sheet.rows], sheet.notes[0].key) == (["Région d’Est"], "note_encoding")


@pytest.mark.parametrize(
    "text",
    [
        "sep=|\nplace|date\na|b,c,d,e\n",
        "A, title, with, commas\nplace;date\na;b, c\nd;e, f, g\n",
        "place|date\na|b;c\n",
    ],
)
def test_the_separator_is_the_one_that_makes_rows_even(text: str) -> None:
    assert next(iter(sheets.read("f.csv", text.encode(), LAYOUT).rows)).text("place") == "a"


@pytest.mark.parametrize(
    "text", ['{"features":' + "[" * 100_000, '{"a":' * 100_000, '{"features": [{"properties": {"n": ' + "9" * 5000]
)
def test_deep_json(text: str) -> None:
    with pytest.raises(FileError, match="json"):
        geojson.read(text.encode(), PLACES, {})


def test_json_with_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geojson, "PARTS_LIMIT", 5)
    with pytest.raises(FileError, match="json_parts"):
        geojson.read(b"[[[[[[]]]]]]", PLACES, {})


def test_json_with_halves_of_letters_and_zeros() -> None:
    feature = {"properties": {"name": "Sut\ud800 Hka\u0000", "kind": "village"}, "geometry": None}
    (row,) = geojson.read(json.dumps({"features": [feature]}).encode(), PLACES, {}).rows
    assert row.text("name") == "Sut Hka"
