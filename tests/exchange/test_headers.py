"""Tables as people lay them out: titles, two rows of headers, merged cells, totals, several sheets."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter

from exchange import sheets
from exchange.table import Layout, Sheet

NEEDED = (("place",), ("date",))
LAYOUT = Layout(
    {"place": "place", "date": "date", "wsh 02": "WSH-02", "prf 06 f 0 4": "PRF-06 F 0-4", "agency": "agency"},
    NEEDED,
    frozenset({"place", "date"}),
)


def of_csv(*lines: str) -> Sheet:
    return sheets.read("f.csv", "\n".join(lines).encode(), LAYOUT)


def of_book(
    *tables: Sequence[Sequence[Any]], merge: Sequence[Any] = (), hidden: Sequence[int] = (), **options: Any
) -> Sheet:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd", **options}) as book:
        for at, rows in enumerate(tables):
            sheet = book.add_worksheet(f"Sheet {at + 1}")
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for block in merge:
                sheet.merge_range(*block)
            if at in hidden:
                sheet.hide()
            elif at not in hidden and at == len(hidden):
                sheet.set_first_sheet()
                sheet.activate()
    return sheets.read("f.xlsx", made.getvalue(), LAYOUT)


def read(sheet: Sheet) -> list[tuple[int, dict[str, Any]]]:
    return [(row.number, dict(row.cells)) for row in sheet.rows]


def notes(sheet: Sheet) -> list[str]:
    return [note.key for note in sheet.notes]


HEAD = "place,date,WSH-02"
ROW = "Lawa Bum,2026-10-12,41"
CELLS = {"place": "Lawa Bum", "date": "2026-10-12", "WSH-02": "41"}


def test_headers_under_a_title_and_notes() -> None:
    sheet = of_csv("Assessment of the dry season,,", "", "place = village,,", HEAD, ROW)
    assert (sheet.header_row, read(sheet), notes(sheet)) == (4, [(5, CELLS)], ["note_above"])
    assert sheet.notes[0].params == {"n": 2}


def test_headers_below_a_hundred_empty_rows() -> None:
    assert read(of_csv(*[",,"] * 100, HEAD, ROW)) == [(102, CELLS)]


def test_a_row_that_only_resembles_headers_is_one_of_data() -> None:
    assert [row.number for row in of_csv(HEAD, "date,place,WSH-02", ROW).rows] == [2, 3]


def test_headers_over_two_rows() -> None:
    sheet = of_csv("place,Survey,,PRF-06,", ",date,agency,F 0-4,M 0-4", "Lawa Bum,2026-10-12,KBC,7,8")
    assert read(sheet) == [(3, {"place": "Lawa Bum", "date": "2026-10-12", "agency": "KBC", "PRF-06 F 0-4": "7"})]
    assert (sheet.unread, sheet.header_row) == (("M 0-4",), 2)


def test_two_rows_of_headers_in_merged_cells() -> None:
    rows = [
        ["Village data"],
        ["place", "When", "", "WASH"],
        ["", "date", "agency", "WSH-02"],
        ["Lawa Bum", "d", "KBC", 4],
    ]
    merge = [(0, 0, 0, 3, "Village data"), (1, 0, 2, 0, "place"), (1, 1, 1, 2, "When")]
    assert read(of_book(rows, merge=merge)) == [(4, {"place": "Lawa Bum", "date": "d", "agency": "KBC", "WSH-02": 4})]


def test_data_under_a_header_are_no_second_row_of_headers() -> None:
    assert [row.number for row in of_csv("place,date,", "Lawa Bum,2026-10-12,WSH-02").rows] == [2]


@pytest.mark.parametrize("head", ['"place\n(village)","date\nof visit","WSH-02\nwater"', "Place *,DATE ,wsh_02"])
def test_headers_with_line_breaks_and_stars(head: str) -> None:
    assert read(of_csv(head, ROW))[0][1] == CELLS


def test_a_merged_place_counts_for_each_of_its_rows_and_a_merged_count_for_none() -> None:
    rows = [HEAD.split(","), ["", "d", 4], ["", "d", ""], ["", "d", ""], ["Sut Yang", "d", 5]]
    sheet = of_book(rows, merge=[(1, 0, 3, 0, "Lawa Bum"), (1, 2, 2, 2, 41)])
    assert [(row.text("place"), row.cells.get("WSH-02"), dict(row.bad)) for row in sheet.rows] == [
        ("Lawa Bum", 41, {"WSH-02": "merged"}),
        ("Lawa Bum", None, {}),
        ("Lawa Bum", None, {}),
        ("Sut Yang", 5, {}),
    ]


def test_a_merged_cell_makes_no_rows_of_empty_ones() -> None:
    sheet = of_book([HEAD.split(","), ["", "d", 4], [], ["Sut Yang", "d"]], merge=[(1, 0, 2, 0, "Lawa Bum")])
    assert [row.number for row in sheet.rows] == [2, 4]


@pytest.mark.parametrize(
    "total", ["Total", "Grand total", "GRAND TOTAL:", "Sub-total", "စုစုပေါင်း", "Source: survey", "* estimate"]
)
def test_totals_and_notes_at_the_end_are_no_rows(total: str) -> None:
    sheet = of_csv(HEAD, ROW, "", f"{total},,")
    assert (read(sheet), notes(sheet), sheet.notes[0].row) == ([(2, CELLS)], ["note_total"], 4)


def test_a_total_in_the_middle_is_a_row_to_be_listed() -> None:
    sheet = of_csv(HEAD, ROW, "Total,,41", ROW)
    assert ([row.number for row in sheet.rows], notes(sheet)) == ([2, 3, 4], [])


def test_which_of_several_sheets_was_read_is_told() -> None:
    sheet = of_book([["about"]], [["place", "date"], ["a", "d"]], [["place", "date"], ["b", "d"]])
    assert read(sheet) == [(2, {"place": "a", "date": "d"})]
    assert [(note.column, note.key, note.params) for note in sheet.notes] == [
        ("Sheet 2", "note_sheets", {"others": "Sheet 3"})
    ]


def test_a_hidden_sheet_counts_after_all_others() -> None:
    tables = ([["place", "date"], ["a", "d"]], [["place", "date"], ["b", "d"]])
    assert read(of_book(*tables, hidden=[0]))[0][1]["place"] == "b"
    sheet = of_book(tables[0], [["about"]], hidden=[0])
    assert (read(sheet)[0][1]["place"], notes(sheet)) == ("a", ["note_hidden"])


def test_zawgyi_is_kept_in_unicode_and_told() -> None:
    sheet = of_csv("place,date", "ေကာင္းေသာမဂၤလာပါ,d", "မင်္ဂလာပါ,d")
    assert [row.text("place") for row in sheet.rows] == ["ကောင်းသောမင်္ဂလာပါ", "မင်္ဂလာပါ"]
    assert (notes(sheet), sheet.notes[0].params) == (["note_zawgyi"], {"n": 1})


def test_cells_that_say_nothing_are_empty_and_a_dash_among_figures_is_told() -> None:
    sheet = of_csv(HEAD, "N/A,n/a,-", "NA,—,7", "Na,.,--")
    assert [dict(row.cells) for row in sheet.rows] == [{}, {"WSH-02": "7"}, {"place": "Na"}]
    assert [(note.column, note.key, note.params) for note in sheet.notes] == [("WSH-02", "note_dashes", {"n": 2})]


def test_control_characters_and_turned_text_are_taken_out() -> None:
    assert read(of_csv("place,date", "La\x1bwa \u202eBum\u200b,d"))[0][1]["place"] == "Lawa Bum\u200b"


def test_a_cell_that_nobody_reads_through_is_listed() -> None:
    (row,) = of_csv("place,date", "x" * 3000 + ",d").rows
    assert (dict(row.cells), dict(row.bad)) == ({"date": "d"}, {"place": "too_long"})


@pytest.mark.parametrize(
    ("days", "first", "mixed", "told"),
    [
        (["10/25/2026", "03/04/2026"], True, False, ["note_days_month"]),
        (["25/10/2026", "03/04/2026"], False, False, []),
        (["03/04/2026"], False, False, ["note_days_day"]),
        (["03/03/2026", "2026-10-12", "12 Oct 2026"], False, False, []),
        (["25/10/2026", "10/25/2026", "03/04/26"], False, True, ["note_days_mixed"]),
    ],
)
def test_a_column_of_days_is_read_in_one_order(days: list[str], first: bool, mixed: bool, told: list[str]) -> None:
    sheet = of_csv("place,date", *(f"a,{day}" for day in days))
    assert ("date" in sheet.month_first, "date" in sheet.mixed_days, notes(sheet)) == (first, mixed, told)


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    assert of_book([["place", "date"], ["a", 44845]], date_1904=True).since_1904


def test_rows_can_be_read_again_and_are_counted() -> None:
    rows = of_csv(HEAD, ROW, ROW, ROW).rows
    assert (len(rows), len(list(rows)), len(list(rows))) == (3, 3, 3)
    assert (rows[1].number, rows[-1].number, [row.number for row in rows[1:]]) == (3, 4, [3, 4])
    assert [row.number for row in rows[-2:]] == [3, 4]
    with pytest.raises(IndexError):
        rows[3]


def test_a_long_sheet_is_read_in_pieces_with_true_numbers() -> None:
    rows = [["place", "date"], *([f"p{number}", "d"] if number % 3 else [] for number in range(2, 5001))]
    assert [(row.number, row.text("place")) for row in of_book(rows).rows] == [
        (number, f"p{number}") for number in range(2, 5001) if number % 3
    ]
