"""``waypost places``: the desk's own list of places; and ``waypost import places``."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.context import OpenDesk, open_desk
from bot.cli.imports import EXITS, AsJson, DryRun, File, Map, Partial, finish, pairs
from bot.cli.imports import app as import_app
from coordination import places
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.places import ListPlaces, PlaceRef, choice_labels, place_label
from coordination.scope import Scope
from coordination.viewer import OPERATOR
from exchange.importing import How, import_file
from exchange.places import Request, importer

app = typer.Typer(no_args_is_help=True, help="See and change the desk's own list of places.")

Names = Annotated[list[str], typer.Argument(help='Names or codes of places, such as "hka mai yang, hka mai".')]


class Shape(StrEnum):
    """What a list of places may be taken for."""

    GAZETTEER = "gazetteer"
    KACHIN = "kachin"
    MIMU = "mimu"


@import_app.command("places", epilog=EXITS)
def import_places(
    file: File,
    dry_run: DryRun = False,
    partial: Partial = False,
    mapping: Map = None,
    listed: Annotated[bool, typer.Option("--list", help="Put the places of the file on the desk's list.")] = False,
    shape: Annotated[
        Shape | None,
        typer.Option("--from", help="Expect a list with ids, one without, or MIMU's. Detected when not given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Places: the gazetteer, MIMU's p-code lists as released, or any list with columns name and kind.

    Further columns: place_id or pcode, township, township_pcode, state, state_pcode, district, name_my, aliases
    (separated by |), lat, lon. States, districts and townships are made of their columns. A known id is brought up to
    date, and its old name stays findable; the same file again changes nothing.
    """
    how = How(dry_run, partial, pairs(mapping))
    with open_desk() as desk:
        with _progress(desk, file.name) as advance:
            request = Request(shape.value if shape else None, listed, dry_run, advance)
            report = import_file(desk, importer(request), file, how)
        finish(desk, report, dry_run=dry_run, as_json=as_json)


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


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List the places that the desk goes on with unasked, and the townships of its area."""
    with open_desk() as desk:
        _show(desk, *desk.read(lambda scope: (places.listed(scope), _area(scope))), as_json=as_json)


def _area(scope: Scope) -> tuple[PlaceRef, ...]:
    return places.get_many(scope, places.area(scope).townships)


def _show(desk: OpenDesk, listed: tuple[PlaceRef, ...], area: tuple[PlaceRef, ...], *, as_json: bool) -> None:
    if as_json:
        shown = {"listed": [asdict(place) for place in listed], "area": [asdict(place) for place in area]}
        typer.echo(json.dumps(shown, ensure_ascii=False))
        return
    say = desk.words.say
    if area:
        typer.echo(say("cli.places.area", townships=", ".join(place.name for place in area)))
    typer.echo(say("cli.places.listed", n=len(listed)) if listed else say("cli.places.none_listed"))
    for place in listed:
        typer.echo(f"{place.pcode or place.source_id}  {_label(desk, place)}")


@app.command()
def add(names: Names) -> None:
    """Put places on the desk's list."""
    _change(names, listed=True)


@app.command()
def drop(names: Names) -> None:
    """Take places off the desk's list."""
    _change(names, listed=False)


def _change(names: list[str], *, listed: bool) -> None:
    with open_desk() as desk:

        def change(scope: Scope) -> list[PlaceRef]:
            chosen = [_one(scope, name) for name in names]
            execute(scope, ListPlaces(tuple(place.id for place in chosen), listed))
            return chosen

        for place in desk.write(change):
            key = "cli.places.added" if listed else "cli.places.dropped"
            typer.echo(desk.words.say(key, label=_label(desk, place)))


def _one(scope: Scope, name: str) -> PlaceRef:
    """The one place of that name, on the list or not; raises `Refusal` with the choices when there are more or none."""
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    found = places.find(scope, name)
    refs = [candidate.place for candidate in found.candidates]
    if found.decision != "none" and len(refs) == 1 and found.candidates[0].why != "elsewhere":
        return refs[0]
    labels = choice_labels(refs, scope.viewer)
    shown = "; ".join(f"{ref.pcode or ref.source_id} {label}" for ref, label in zip(refs, labels, strict=True))
    if not refs:
        raise Refusal("cli.places.unknown", name=name)
    raise Refusal("cli.places.near" if found.decision == "none" else "cli.places.which", name=name, choices=shown)


def _label(desk: OpenDesk, place: PlaceRef) -> str:
    return place_label(place, OPERATOR, full=True, kind=desk.words.say(f"kind.{place.kind}"))
