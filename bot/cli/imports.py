"""``waypost import``: files of other people, row by row."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.cli.context import OpenDesk, open_desk
from exchange.files import FileError
from exchange.importing import IMPORTERS, How, Importer, import_file
from exchange.places import Request, importer
from exchange.report import ImportReport

EXIT_LISTED = 1
GARBAGE = 50_000
"""New objects before Python looks for garbage."""
EXIT_STOPPED = 130
"""As a shell has it after Ctrl-C."""
EXITS = "Exit code: 0 everything went in, 1 rows were listed, 2 wrong file or command (nothing is stored), 130 stopped."

File = Annotated[Path, typer.Argument(help="An .xlsx or .csv file.", show_default=False)]
PlaceFile = Annotated[
    Path, typer.Argument(help="An .xlsx, .csv, .txt or .geojson file, or a .zip with one.", show_default=False)
]
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


@app.command("assessments", epilog=EXITS)
def import_assessments(
    file: File, dry_run: DryRun = False, partial: Partial = False, mapping: Map = None, as_json: AsJson = False
) -> None:
    """Assessments: a row per place, date, tool and agency, a column per indicator (see "waypost template").

    A row that is there already changes nothing; one that differs corrects it, and the history is kept. Empty cells
    leave what is stored, except consent: without "yes" the values stay restricted.
    """
    _bring(IMPORTERS["assessments"], file, How(dry_run, partial, _pairs(mapping)), as_json=as_json)


@app.command("commitments", epilog=EXITS)
def import_commitments(
    file: File, dry_run: DryRun = False, partial: Partial = False, mapping: Map = None, as_json: AsJson = False
) -> None:
    """Commitments: a row per agency, place and activity (see "waypost template").

    A row with the number of a commitment, or with its agency, place, activity and start, changes it; the history is
    kept. Empty cells leave what is stored. Partner, donor and conditions may hold no name or number of a person.
    """
    _bring(IMPORTERS["commitments"], file, How(dry_run, partial, _pairs(mapping)), as_json=as_json)


@app.command("agencies", epilog=EXITS)
def import_agencies(
    file: File, dry_run: DryRun = False, partial: Partial = False, mapping: Map = None, as_json: AsJson = False
) -> None:
    """Agencies: columns acronym, name, aliases (separated by |), kind. Overrides by acronym, extends, removes none."""
    _bring(IMPORTERS["agencies"], file, How(dry_run, partial, _pairs(mapping)), as_json=as_json)


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
    request = Request(shape.value if shape else None, listed, dry_run)
    _bring(importer(request), file, How(dry_run, partial, _pairs(mapping)), as_json=as_json)


def _bring(importer: Importer, file: Path, how: How, *, as_json: bool) -> None:
    """Import ``file`` and print the report; leaves with exit code 1 when rows are listed, 130 on Ctrl-C."""
    gc.set_threshold(GARBAGE)  # rows are many and no garbage: looking through them again and again costs a third
    with open_desk() as desk:
        with _progress(desk, file.name) as advance:
            try:
                report = import_file(desk, importer, file, replace(how, progress=advance))
            except KeyboardInterrupt:
                key = "cli.import.stopped" if advance.total is None else "cli.import.stopped_decided"
                typer.echo(desk.words.say(key, stored=advance.written, n=advance.total or 0), err=True)
                raise typer.Exit(EXIT_STOPPED) from None
        _finish(desk, report, dry_run=how.dry_run, as_json=as_json)


@contextmanager
def _progress(desk: OpenDesk, name: str) -> Iterator["_Advance"]:
    """A bar on a terminal: it pulses while the file is read and checked, and fills while it is stored."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        reading, storing = (desk.words.say(f"cli.import.{what}", name=name) for what in ("reading", "storing"))
        yield _Advance(progress, progress.add_task(reading, total=None), storing)


class _Advance:
    """Told how much of a decided import is stored; ``total`` is None until it is decided."""

    def __init__(self, progress: Progress, task: TaskID, storing: str) -> None:
        self._progress = progress
        self._task = task
        self._storing = storing
        self.written = 0
        self.total: int | None = None

    def __call__(self, written: int, total: int) -> None:
        self.written, self.total = written, total
        self._progress.update(self._task, description=self._storing, completed=written, total=total)


def _pairs(mapping: list[str] | None) -> dict[str, str]:
    """``COL=FIELD`` of the command line as a mapping; raises `FileError` for anything else."""
    found = {}
    for pair in mapping or []:
        old, equals, new = pair.rpartition("=")
        if not equals or not old.strip() or not new.strip():
            raise FileError("import.file.map_pair", pair=pair)
        found[old.strip()] = new.strip()
    return found


def _finish(desk: OpenDesk, report: ImportReport, *, dry_run: bool, as_json: bool) -> None:
    """Print the report of an import; leaves with exit code 1 when rows are listed."""
    made = report.to_json(desk.words)
    if as_json:
        typer.echo(json.dumps(made, ensure_ascii=False))
    else:
        for problem in [*made["listed"], *made["notes"]]:
            typer.echo(desk.words.say("cli.import.row", row=problem["row"], reason=problem["reason"]))
        for merged in report.merged or ():
            typer.echo(desk.words.say("cli.import.merged", **asdict(merged)))
        typer.echo(_summary(desk, report, dry_run=dry_run))
    if report.listed:
        raise typer.Exit(EXIT_LISTED)


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
