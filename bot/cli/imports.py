"""``waypost import``: files of other people, row by row."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from enum import StrEnum
from functools import partial as bound
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.context import OpenDesk, open_desk
from bot.cli.forms import Constants, FormFile, MapOrFile, pairs, request
from exchange import kobo
from exchange import rest as rest_files
from exchange.boundaries import IMPORTER as BOUNDARIES
from exchange.commitment_files import CommitmentFile
from exchange.commitment_files import Request as CommitmentRequest
from exchange.files import FileError
from exchange.five_w import How5W
from exchange.importing import IMPORTERS, How, Importer, import_file, of_commitments
from exchange.places import Request as PlaceRequest
from exchange.places import importer
from exchange.report import ImportReport

EXIT_LISTED = 1
ALIKE = 20
"""Lines for problems of one kind in one column before they are only counted."""
EXITS = "Exit code: 0 everything went in, 1 rows were listed, 2 the file or the command is wrong (nothing is stored)."

File = Annotated[Path, typer.Argument(help="An .xlsx or .csv file.", show_default=False)]
AssessmentFile = Annotated[
    Path, typer.Argument(help="An .xlsx or .csv file, or a .json of KoboToolbox.", show_default=False)
]
PlaceFile = Annotated[
    Path, typer.Argument(help="An .xlsx, .csv, .txt or .geojson file, or a .zip with one.", show_default=False)
]
Outlines = Annotated[Path, typer.Argument(help="A .geojson file, or a .zip with one.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
Partial = Annotated[bool, typer.Option("--partial", help="Store the good rows although others are listed.")]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COL=FIELD", help="Read the file's column COL as FIELD; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print {rows, stored, updated, unchanged, listed, notes}.")]

app = typer.Typer(no_args_is_help=True, help="Read a file of other people's data, row by row.", epilog=EXITS)


class Shape(StrEnum):
    """What a list of places may be taken for."""

    GAZETTEER = "gazetteer"
    KACHIN = "kachin"
    MIMU = "mimu"
    OCHA = "ocha"
    HXL = "hxl"
    GEONAMES = "geonames"
    GEOJSON = "geojson"


class Programme(StrEnum):
    """Whose rounds a file of values holds."""

    ASSESSMENT = "assessment"
    PROTECTION_MONITORING = "protection_monitoring"


class AssessmentShape(StrEnum):
    """What a file of assessments may be taken for."""

    KOBO = "kobo"


@app.command("assessments", epilog=EXITS)
def import_assessments(
    file: AssessmentFile,
    dry_run: DryRun = False,
    partial: Partial = False,
    mapping: MapOrFile = None,
    constants: Constants = None,
    form: FormFile = None,
    programme: Annotated[
        Programme | None,
        typer.Option(help="Whose round the file is; the column programme says it row by row, else assessment."),
    ] = None,
    shape: Annotated[
        AssessmentShape | None,
        typer.Option("--from", help="Expect this kind of file. Detected when not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Assessments: a row per place, date, tool and agency, a column per indicator (see "waypost template").

    A row that is there already changes nothing; one that differs corrects it, and the history is kept. Empty cells
    leave what is stored, except consent: without "yes" the values stay restricted.

    Exports of KoboToolbox (XLSX, CSV, JSON) go in as they are: a question is an indicator when it is called like its
    code (wsh_02), or when --map says so. An edited submission replaces its earlier version. Other questions are listed
    by their header; what stands under them is never stored or shown.

    Protection monitoring is kept apart: no answer, gap or digest is made of it; "waypost compare" sets it beside the
    assessments, for protection staff and coordinators.
    """
    importer = replace(IMPORTERS["assessments"], open=kobo.opener(request(constants, form, forced=shape is not None)))
    if programme:
        importer = replace(importer, read=bound(kobo.read, programme=programme.value))
    _bring(importer, file, How(dry_run, partial, pairs(mapping)), as_json=as_json)


class CommitmentShape(StrEnum):
    """What a file of commitments may be taken for."""

    FIVE_W = "5w"


@app.command("commitments", epilog=EXITS)
def import_commitments(
    file: File,
    dry_run: DryRun = False,
    partial: Partial = False,
    mapping: Map = None,
    shape: Annotated[
        CommitmentShape | None, typer.Option("--from", help="Expect this kind of file. Detected when not given.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="agency=ACRONYM", help="The agency of rows of a 5W that name none."),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="List rows of a 5W whose village or camp is not known, store none wider.")
    ] = False,
    rest: Annotated[
        Path | None, typer.Option("--rest", help="Write the listed rows there (.csv or .xlsx), to mend and import.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Commitments: the template (see "waypost template"), or a 5W as clusters, MIMU and OCHA keep it.

    Template: a row with the number of a commitment, or with its agency, place, activity and start, changes it; the
    history is kept. Empty cells leave what is stored. Partner, donor and conditions may hold no name or number of a
    person.

    5W: detected by its headers. Agencies that the desk does not know come in as the file names them. A row goes to the
    most exact place that it names and the desk knows; where that is wider than what it names, a note says so. The same
    sheet again, longer, corrected or sorted anew, updates what is there. Comments and contacts are never read.
    """
    taken = CommitmentFile(CommitmentRequest(shape.value if shape else None, How5W(_agency(given), exact)))
    if rest is not None:
        rest_files.check(rest)
    how = How(dry_run, partial, pairs(mapping))
    with open_desk() as desk:
        with Console(stderr=True).status(desk.words.say("cli.import.reading", name=file.name)):
            report = import_file(desk, of_commitments(taken), file, how)
        written = taken.write_rest(rest, report, desk.words) if rest is not None else 0
        if written:
            typer.echo(desk.words.say("cli.import.rest", n=written, name=rest), err=True)
        finish(desk, report, dry_run=dry_run, as_json=as_json)


def _agency(given: list[str] | None) -> str | None:
    """The agency of ``--set agency=ACRONYM``; raises `FileError` for anything else."""
    said = [one.partition("=") for one in given or []]
    if any(name.strip() != "agency" or not value.strip() for name, _, value in said) or len(said) > 1:
        raise FileError("import.file.set_agency", pair=", ".join(given or []))
    return said[0][2].strip() if said else None


@app.command("agencies", epilog=EXITS)
def import_agencies(
    file: File, dry_run: DryRun = False, partial: Partial = False, mapping: Map = None, as_json: AsJson = False
) -> None:
    """Agencies: columns acronym, name, aliases (separated by |), kind. Overrides by acronym, extends, removes none."""
    _bring(IMPORTERS["agencies"], file, How(dry_run, partial, pairs(mapping)), as_json=as_json)


@app.command("places", epilog=EXITS)
def import_places(
    file: PlaceFile,
    dry_run: DryRun = False,
    partial: Partial = False,
    mapping: Map = None,
    listed: Annotated[bool, typer.Option("--list", help="Put the places of the file on the desk's list.")] = False,
    shape: Annotated[
        Shape | None,
        typer.Option("--from", help="Expect this kind of file. Detected when not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Places: MIMU's and OCHA's p-code lists, GeoNames' dumps, HXL, GeoJSON, or a list with columns name and kind.

    Further columns: place_id or pcode, township, township_pcode, state, state_pcode, district, name_my, aliases
    (separated by |), lat, lon. States, districts and townships are made of their columns. A known id is brought up to
    date, and its old name stays findable; the same file again changes nothing.

    A row of another source joins the place that is surely the same: of its kind, in its township, the only one of the
    name there and within 10 km; "waypost places split" takes that back.
    """
    how = How(dry_run, partial, pairs(mapping))
    with open_desk() as desk:
        with _progress(desk, file.name) as advance:
            asked = PlaceRequest(shape.value if shape else None, listed, dry_run, advance)
            report = import_file(desk, importer(asked), file, how)
        finish(desk, report, dry_run=dry_run, as_json=as_json)


@app.command("boundaries", epilog=EXITS)
def import_boundaries(
    file: Outlines, dry_run: DryRun = False, partial: Partial = False, mapping: Map = None, as_json: AsJson = False
) -> None:
    """Outlines of states, districts, townships and village tracts for maps: GeoJSON polygons.

    Each is joined to a place by its p-code (properties such as TS_PCODE or ADM3_PCODE), else by its name within what it
    lies in, and kept with as many points as a map needs. A new outline takes the place of the old one.
    """
    _bring(BOUNDARIES, file, How(dry_run, partial, pairs(mapping)), as_json=as_json)


def _bring(importer: Importer, file: Path, how: How, *, as_json: bool) -> None:
    """Import ``file`` and print the report; leaves with exit code 1 when rows are listed."""
    with open_desk() as desk:
        with Console(stderr=True).status(desk.words.say("cli.import.reading", name=file.name)):
            report = import_file(desk, importer, file, how)
        finish(desk, report, dry_run=how.dry_run, as_json=as_json)


@contextmanager
def _progress(desk: OpenDesk, name: str) -> Iterator["_Advance"]:
    """A bar on a terminal: it pulses while the file is read and counts while places are written."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield _Advance(progress, desk.words.say("cli.import.reading", name=name))


class _Advance:
    """Told of places written and how many there will be."""

    def __init__(self, progress: Progress, description: str) -> None:
        self._progress = progress
        self._task = progress.add_task(description, total=None)

    def __call__(self, written: int, total: int) -> None:
        self._progress.update(self._task, advance=written, total=total)


def finish(desk: OpenDesk, report: ImportReport, *, dry_run: bool, as_json: bool) -> None:
    """Print the report of an import; leaves with exit code 1 when rows are listed."""
    made = report.to_json(desk.words)
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        for line in _lines(desk, [*made["listed"], *made["notes"]]):
            typer.echo(line)
        for merged in report.merged or ():
            typer.echo(desk.words.say("cli.import.merged", **asdict(merged)))
        typer.echo(_summary(desk, report, dry_run=dry_run))
    if report.listed:
        raise typer.Exit(EXIT_LISTED)


def _lines(desk: OpenDesk, problems: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line a problem, and one for all that are like `ALIKE` before."""
    alike: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for problem in problems:
        alike.setdefault((problem["column"], problem["expected"]), []).append(problem)
        if len(alike[problem["column"], problem["expected"]]) <= ALIKE:
            yield desk.words.say("cli.import.row", row=problem["row"], reason=problem["reason"])
    for same in alike.values():
        if len(same) > ALIKE:
            yield desk.words.say("cli.import.alike", n=len(same) - ALIKE, reason=same[-1]["reason"])


def _summary(desk: OpenDesk, report: ImportReport, *, dry_run: bool) -> str:
    counts = {
        "n": report.rows,
        "stored": report.stored,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "listed": len(report.bad_rows),
        "ready": report.rows - len(report.bad_rows),
    }
    if dry_run:
        return desk.words.say("cli.import.would", **counts)
    return desk.words.say("cli.import.held" if report.held else "cli.import.done", **counts)
