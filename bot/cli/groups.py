"""``waypost groups``: in which groups the desk answers."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import open_desk
from coordination import groups
from coordination.execute import execute
from coordination.groups import CreateGroupInvitation, RemoveGroup
from coordination.invitations import new_code
from words.dates import day

app = typer.Typer(no_args_is_help=True, help="See and change in which groups the desk answers.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Option(help="What coordinators call the group.")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List registered and removed groups."""
    with open_desk() as desk:
        entries = desk.read(groups.listing)
        if as_json:
            typer.echo(json.dumps([asdict(entry) for entry in entries], default=str, ensure_ascii=False))
            return
        for entry in entries:
            state = desk.words.say(f"cli.groups.{entry.status}", date=day(desk.words, entry.registered_at))
            typer.echo(f"{entry.label} · {state}")
        if not entries:
            typer.echo(desk.words.say("cli.groups.none"))


@app.command()
def invite(label: Name, as_json: AsJson = False) -> None:
    """Print a code with which one group registers: /register CODE in that group, within 72 hours."""
    code = new_code()
    with open_desk() as desk:
        command = CreateGroupInvitation(desk.identity.code_hash(code), label)
        until = desk.write(lambda scope: execute(scope, command))
        if as_json:
            made = {"label": label, "code": code, "expires_at": until}
            typer.echo(json.dumps(made, default=str, ensure_ascii=False))
        else:
            typer.echo(desk.words.say("cli.groups.made", label=label, code=code, until=day(desk.words, until)))


@app.command()
def remove(label: Annotated[str, typer.Argument(help="What coordinators call the group.")]) -> None:
    """Take a group off the desk: it reads "not registered" at once."""
    with open_desk() as desk:
        entry = desk.write(lambda scope: execute(scope, RemoveGroup(label)))
        typer.echo(desk.words.say("cli.groups.gone", label=entry.label))
