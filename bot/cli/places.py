"""``waypost places``: the desk's own list of places."""

import json
from dataclasses import asdict
from typing import Annotated, cast

import typer

from bot.cli import aliases
from bot.cli.context import OpenDesk, open_desk
from coordination import place_merging, places
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.place_list import ListPlaces
from coordination.place_merging import MergeEntry, MergePlaces, SplitPlace
from coordination.places import PlaceRef, choice_labels, place_label
from coordination.scope import Scope
from coordination.viewer import OPERATOR

app = typer.Typer(no_args_is_help=True, help="See and change the desk's own list of places.")
app.add_typer(aliases.app, name="alias")

Names = Annotated[list[str], typer.Argument(help='Names or codes of places, such as "hka mai yang, hka mai".')]


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
            chosen = [one(scope, name) for name in names]
            execute(scope, ListPlaces(tuple(place.id for place in chosen), listed))
            return chosen

        for place in desk.write(change):
            key = "cli.places.added" if listed else "cli.places.dropped"
            typer.echo(desk.words.say(key, label=_label(desk, place)))


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def merge(
    keep: Annotated[str, typer.Argument(help="Name or code of the place that stays.")],
    other: Annotated[str, typer.Argument(help="Name or code of the place that is the same.")],
    as_json: AsJson = False,
) -> None:
    """Make one place of two: all that is known of OTHER moves to KEEP, and its names and codes find KEEP."""
    with open_desk() as desk:

        def work(scope: Scope) -> MergeEntry:
            kept, gone = one(scope, keep), one(scope, other)
            return cast(MergeEntry, execute(scope, MergePlaces(kept.id, gone.id)))

        _tell(desk, "done", desk.write(work), as_json=as_json)


@app.command()
def split(
    code: Annotated[str, typer.Argument(help="Code or name of the place that was merged into another.")],
    as_json: AsJson = False,
) -> None:
    """Take a merge back, by hand or by an import: both places are what they were, and imports leave them apart."""
    with open_desk() as desk:
        _tell(desk, "split", desk.write(lambda scope: execute(scope, SplitPlace(code))), as_json=as_json)


@app.command("merges")
def merges_(as_json: AsJson = False) -> None:
    """List the places that were merged into others, the newest first."""
    with open_desk() as desk:
        found = desk.read(place_merging.merges)
        if as_json:
            typer.echo(json.dumps([asdict(entry) for entry in found], default=str, ensure_ascii=False))
            return
        for entry in found:
            _tell(desk, entry.way, entry, as_json=False)
        if not found:
            typer.echo(desk.words.say("cli.places.merge.none"))


def _tell(desk: OpenDesk, said: str, entry: MergeEntry, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(asdict(entry), default=str, ensure_ascii=False))
        return
    shown = asdict(entry) | {"kind": desk.words.say(f"kind.{entry.kind}"), "by": entry.merged_by}
    typer.echo(desk.words.say(f"cli.places.merge.{said}", **shown, day=entry.merged_at.date().isoformat()))


def one(scope: Scope, name: str) -> PlaceRef:
    """The one place of that name, on the list or not; raises `Refusal` with the choices when there are more or none."""
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    found = places.find(scope, name)
    if found.certain is not None:
        return found.certain
    refs = [candidate.place for candidate in found.candidates]
    labels = choice_labels(refs, scope.viewer)
    shown = "; ".join(f"{ref.pcode or ref.source_id} {label}" for ref, label in zip(refs, labels, strict=True))
    if not refs:
        raise Refusal("cli.places.unknown", name=name)
    near = found.candidates[0].why == "near"
    raise Refusal("cli.places.near" if near else "cli.places.which", name=name, choices=shown)


def _label(desk: OpenDesk, place: PlaceRef) -> str:
    return place_label(place, OPERATOR, full=True, kind=desk.words.say(f"kind.{place.kind}"))
