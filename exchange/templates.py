"""Workbooks to fill in. Their headers are those that `exchange.assessments` and `exchange.commitments` read.

Assessments: place, township, place code, date, tool, agency, informants, informants agreed, matched observation,
authority list, consent, programme, then a column per indicator (``WSH-02``; ten for the table of people: ``PRF-06 F
0-4`` …).
Commitments: number, agency, partner, donor, place, township, place code, activity, unit, target, reached, reached on,
start, end, months, components, population, modality, status, conditions, reported on.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from exchange.files import FileError

ROWS = 2000
"""Rows with drop-downs under the header."""
LONGEST_LIST = 250
"""Characters of a drop-down that a spreadsheet takes in a cell's own rule; longer ones stand on a sheet of lists."""

NUMBER_FORMATS = {"text": "@", "share": "@", "day": "yyyy-mm-dd", "count": "0"}
"""Answers such as 1-2 and 45% stay what was typed only in text cells: elsewhere they become a date and 0.45."""
HEAD = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
HEAD_COLOURS = {True: "#F4D58D", False: "#E4E7EB"}


@dataclass(frozen=True)
class Column:
    """One column: ``label`` stands under the header's first line, ``note`` pops up beside it.

    ``choices`` make a drop-down; where it is not ``strict`` other text may be typed. ``kind`` is text, count, day or
    share; ``words`` are allowed beside a count.
    """

    header: str
    note: str
    label: str = ""
    needed: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = True
    kind: str = "text"
    words: tuple[str, ...] = ()
    width: int = 14

    @property
    def head(self) -> str:
        """The header cell: the header, a star where it is needed, and the label under it."""
        title = f"{self.header} *" if self.needed else self.header
        return f"{title}\n{self.label}" if self.label else title


@dataclass(frozen=True)
class Template:
    """A workbook: its instructions (a line each) and the sheet to fill in; all texts are ready for people."""

    name: str
    columns: tuple[Column, ...]
    guide_name: str
    guide: tuple[str, ...]
    wrong: str


def write(template: Template, path: Path) -> None:
    """Write the workbook to ``path``, whole or not at all; an existing file is never touched."""
    if path.exists():
        raise FileError("template.exists", name=str(path))
    content = BytesIO()
    _write(template, content)
    try:
        place(content.getvalue(), path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def place(content: bytes, path: Path) -> None:
    """Write the bytes to ``path``, whole or not at all."""
    handle, name = mkstemp(prefix=".waypost-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _write(template: Template, target: BytesIO) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        guide = book.add_worksheet(template.guide_name)
        guide.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for number, line in enumerate(template.guide):
            guide.write_string(number, 0, line)
        _fill_in(book, template)


def _fill_in(book: Any, template: Template) -> None:
    sheet = book.add_worksheet(template.name)
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 92)
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in NUMBER_FORMATS.items()}
    heads = {needed: book.add_format(HEAD | {"bg_color": colour}) for needed, colour in HEAD_COLOURS.items()}
    lists = _lists(book, [column.choices for column in template.columns])
    for number, column in enumerate(template.columns):
        sheet.write_string(0, number, column.head, heads[column.needed])
        sheet.write_comment(0, number, column.note, {"x_scale": 2.4, "y_scale": 1.6})
        sheet.set_column(number, number, column.width, formats[column.kind])
        if rule := _rule(column, number, lists):
            sheet.data_validation(1, number, ROWS, number, rule | {"error_message": template.wrong[:LONGEST_LIST]})
    sheet.activate()


def _rule(column: Column, number: int, lists: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    kind = "stop" if column.strict else "information"
    if column.choices:
        return {"validate": "list", "source": lists.get(column.choices, list(column.choices)), "error_type": kind}
    if column.kind == "count":
        cell = xl_rowcol_to_cell(1, number)
        words = "".join(f',{cell}="{word}"' for word in column.words)
        return {"validate": "custom", "value": f"=OR(AND(ISNUMBER({cell}),{cell}>=0,INT({cell})={cell}){words})"}
    return {}


def _lists(book: Any, choices: Iterable[Sequence[str]]) -> dict[tuple[str, ...], str]:
    """Long drop-downs stand on a hidden sheet; where each of them is."""
    long = [one for one in dict.fromkeys(map(tuple, choices)) if len(",".join(one)) > LONGEST_LIST]
    if not long:
        return {}
    sheet = book.add_worksheet("lists")
    sheet.hide()
    places = {}
    for number, words in enumerate(long):
        sheet.write_column(0, number, words)
        first, last = (xl_rowcol_to_cell(row, number, row_abs=True, col_abs=True) for row in (0, len(words) - 1))
        places[words] = f"=lists!{first}:{last}"
    return places
