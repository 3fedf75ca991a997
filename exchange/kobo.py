"""Assessments from KoboToolbox: its exports, and any other table of assessments, told apart by what stands in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coordination.assessments import AssessmentRow, FileRow, WithdrawnRow, plan
from coordination.catalogue import Indicator
from coordination.outcome import Outcome
from coordination.scope import Scope
from coordination.submissions import Submission
from exchange import answers, assessments, cells, kobo_answers, kobo_files, kobo_map, sheets
from exchange.files import FileError
from exchange.found import Finder
from exchange.kobo_columns import Reading
from exchange.kobo_files import Export
from exchange.kobo_form import Form
from exchange.kobo_names import Names
from exchange.kobo_rows import SHAPE, SUBMISSION, VERDICT, Given, Rows
from exchange.kobo_words import TYPED, is_code
from exchange.rows import Batch, RowReader, read_all
from exchange.sheets import Layout, Sheet

Opener = Callable[[str, bytes, Layout, Mapping[str, str]], Sheet]


@dataclass(frozen=True)
class Request:
    """``forced``: the file is an export whether or not it looks like one; ``form`` is the one behind it, ``constants``
    fields that hold for every row whose form did not ask them."""

    forced: bool = False
    form: Form = field(default_factory=Form)
    constants: Mapping[str, str] = field(default_factory=dict)


def opener(request: Request | None = None) -> Opener:
    """What opens a file of assessments: an export of KoboToolbox, else a table with the headers of the template."""
    asked = request or Request()

    def open_file(name: str, data: bytes, layout: Layout, mapping: Mapping[str, str]) -> Sheet:
        export = kobo_files.read(name, data, forced=asked.forced)
        if export is not None:
            return of_export(export, layout, mapping, asked)
        if asked.forced:
            raise FileError("import.file.no_kobo")
        if asked.constants or asked.form.questions:
            raise FileError("import.file.only_kobo")
        return sheets.read(name, data, layout, mapping)

    return open_file


def of_export(export: Export, layout: Layout, mapping: Mapping[str, str], request: Request) -> Sheet:
    """The rows of an export, wherever it came from."""
    said = kobo_map.read(mapping, layout)
    constants = kobo_map.constants(request.constants, layout)
    return Rows(export, Reading(Names(layout, said.fields), request.form, said), constants).sheet(layout)


def read(scope: Scope, sheet: Sheet, programme: str | None = None) -> tuple[Batch[Any], Outcome]:
    """As `assessments.read`, of an export too."""
    if sheet.shape != SHAPE:
        return assessments.read(scope, sheet, programme)
    finder, asked = Finder(scope), answers.by_header(scope.desk.catalogue)
    batch: Batch[FileRow] = read_all(scope, sheet, lambda reader: _row(reader, finder, asked, programme), _key, "place")
    return batch, plan(scope, batch.rows)


def _key(row: FileRow) -> object:
    return row.key


def _row(reader: RowReader, finder: Finder, asked: Mapping[str, Indicator], programme: str | None) -> FileRow | None:
    submission: Submission | None = reader.row.cells.get(SUBMISSION)
    verdict = reader.row.cells.get(VERDICT)
    if verdict and submission is None:
        reader.refuse("place", verdict)
        return None
    if verdict and submission:
        reader.remark("_uuid", verdict)
        return WithdrawnRow(reader.row.number, submission)
    reader.row = replace(reader.row, cells=_cells(reader, finder, asked))
    parsed: AssessmentRow | None = assessments.parse(reader, finder, asked, programme)
    if parsed is None or submission is None:
        return parsed
    return replace(parsed, submission=submission, instance=submission.instance(submission.uuid))


def _cells(reader: RowReader, finder: Finder, asked: Mapping[str, Indicator]) -> dict[str, Any]:
    """The cells as a template would have them. Before any is judged, what may have been typed is out of the row."""
    given = reader.row.cells
    safe = {name: kobo_answers.shown(cell) if isinstance(cell, Given) else cell for name, cell in given.items()}
    reader.row = replace(reader.row, cells=safe)
    found: dict[str, Any] = {}
    for name, cell in given.items():
        said = kobo_answers.cell(reader, asked[name], name, cell) if isinstance(cell, Given) else cell
        if said is not None and name not in {SUBMISSION, VERDICT}:
            found[name] = said
    if cells.whole(found.get("informants")) is None and "informants" in found:
        found["informants"] = TYPED
    return found | _place(found, finder) | _agency(found, finder)


def _place(found: Mapping[str, Any], finder: Finder) -> dict[str, Any]:
    """Names of choices where names of places belong: ``lawa_bum``, or a code under ``village`` or ``township``.

    A code that no gazetteer would have is the form's own, and the name is believed.
    """
    place, township = (cells.text(found.get(name)) for name in ("place", "township"))
    more: dict[str, Any] = {}
    if township:
        above = finder.coded(township)
        more["township"] = above.name if above else township.replace("_", " ")
    code = cells.text(found.get("place code"))
    if code and place and finder.coded(code) is None and not is_code(code):
        more["place code"] = ""
    if place and finder.coded(place):
        return more | {"place code": code or place, "place": ""}
    return more | ({"place": place.replace("_", " ")} if place else {})


def _agency(found: Mapping[str, Any], finder: Finder) -> dict[str, Any]:
    """An agency by what stands before or in brackets: "KBC (Kachin Baptist Convention)", "KBC - Kachin …"."""
    said = cells.text(found.get("agency")).replace("_", " ")
    before, _, inside = said.partition("(")
    spellings = (said, before, inside.rstrip(") "), *said.split(" - "), *said.split(":"))
    known = next((one.strip() for one in spellings if one.strip() and finder.knows_agency(one.strip())), said)
    return {"agency": known} if said else {}
