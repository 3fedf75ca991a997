"""``waypost check data``: what is out of date, contradictory or odd in what the desk holds."""

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.ask import As
from bot.cli.check import app
from bot.cli.context import open_desk
from bot.cli.gaps import PIPED, area_of
from coordination import lookers
from coordination.quality import Finding, Quality, check, note
from coordination.scope import Scope
from words import quality as texts
from words.telling import Telling


class Format(StrEnum):
    """How findings are written."""

    TABLE = "table"
    JSON = "json"


@app.command("data")
def data(
    area_name: Annotated[
        str | None, typer.Option("--area", help="A township, tract or state; else the desk's.")
    ] = None,
    as_whom: Annotated[As, typer.Option("--as", help="Only coordinators may see it.")] = As.COORDINATOR,
    shape: Annotated[Format, typer.Option("--format", help="A table to read, or JSON.")] = Format.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """List what is out of date, contradictory or odd in what the desk holds, the heaviest first; changes nothing.

    Each finding says what, where, the figures, the rule that fits and what to do. Exit code 0, whatever is found.
    """

    def checked(scope: Scope) -> tuple[Telling, Quality]:
        looking = lookers.on_behalf(scope, as_whom)
        tell = Telling(desk.words, scope.desk.catalogue, looking.viewer)
        return tell, check(looking, area_of(looking, area_name), page=None)

    with open_desk() as desk:
        tell, told = desk.read(checked)
        desk.write(lambda scope: note(lookers.on_behalf(scope, as_whom), told))
        if as_json or shape is Format.JSON:
            typer.echo(json.dumps(_as_json(tell, told), ensure_ascii=False))
        else:
            _print(tell, told)


def _as_json(tell: Telling, told: Quality) -> dict[str, Any]:
    return {
        "area": tell.place(told.area) if told.area else None,
        "places": told.places,
        "counts": dict(told.counts),
        "findings": [_finding(tell, one) for one in told.findings],
        "freshness": [
            {
                "sector": one.sector,
                "indicator": one.code,
                "valid_days": one.valid_days,
                "current": one.current,
                "due": one.due,
                "out_of_date": one.out_of_date,
            }
            for one in told.freshness
        ],
        "imports": [
            {
                "date": one.at.isoformat(),
                "kind": one.kind,
                "stored": one.stored,
                "updated": one.updated,
                "unchanged": one.unchanged,
                "listed": one.listed,
            }
            for one in told.imports
        ],
        "misunderstood": dict(told.misunderstood),
    }


def _finding(tell: Telling, one: Finding) -> dict[str, Any]:
    place = one.place
    return {
        "rule": one.rule,
        "group": one.group,
        "weight": one.weight,
        "place": tell.place(place, full=True) if place else None,
        "place_code": place.source_id if place else None,
        "indicator": one.code,
        "programme": one.programme,
        "what": texts.what_of(tell, one),
        "claims": texts.claims_of(tell, one),
        "why": texts.why_of(tell, one),
        "todo": texts.todo_of(tell, one),
    }


def _print(tell: Telling, told: Quality) -> None:
    table = Table(show_lines=True)
    for name in ("group", "place", "what", "why", "to do"):
        table.add_column(name)
    for one in told.findings:
        what = "\n".join([texts.what_of(tell, one), *texts.claims_of(tell, one)])
        cells = (
            tell.say(f"quality.group.{one.group}"),
            tell.place(one.place) if one.place else "",
            what,
            texts.why_of(tell, one),
            texts.todo_of(tell, one),
        )
        table.add_row(*(escape(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else PIPED).print(table)
    typer.echo(tell.say("quality.places", n=told.places))
    for counts in texts.freshness(tell, told):
        typer.echo(tell.say("quality.sector", **counts))
    for imported in told.imports:
        typer.echo(texts.import_line(tell, imported))
    if told.misunderstood:
        typer.echo(texts.misunderstood(tell, told))
