"""``waypost agencies``: the agencies of the desk and whether they show where they work."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.context import open_desk
from coordination import agencies
from coordination.agencies import SetPresence
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.scope import Scope

app = typer.Typer(no_args_is_help=True, help="See the agencies of the desk; waypost import agencies adds to them.")


class Switch(StrEnum):
    """Whether an agency shows where it works."""

    ON = "on"
    OFF = "off"


@app.command("list")
def list_(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List acronym, name, kind and whether the agency shows where it works."""
    with open_desk() as desk:
        known = desk.read(agencies.everyone)
        if as_json:
            typer.echo(json.dumps([asdict(one) for one in known], ensure_ascii=False))
            return
        for one in known:
            key = "cli.agencies.shown" if one.shows_presence else "cli.agencies.hidden"
            typer.echo(desk.words.say(key, acronym=one.acronym, name=one.name, kind=one.kind))


@app.command()
def presence(
    acronym: Annotated[str, typer.Argument(help="Acronym or name of the agency.")],
    switch: Annotated[Switch, typer.Argument(help="on or off, as the agency itself has decided.")],
) -> None:
    """Show or hide where an agency works. Off by default: only the agency itself decides."""

    def change(scope: Scope) -> agencies.AgencyRef:
        agency = agencies.by_name(scope, acronym)
        if agency is None:
            raise Refusal("agency.unknown", name=acronym)
        changed: agencies.AgencyRef = execute(scope, SetPresence(agency.id, switch is Switch.ON))
        return changed

    with open_desk() as desk:
        agency = desk.write(change)
        typer.echo(desk.words.say(f"cli.agencies.now_{switch.value}", acronym=agency.acronym))
