"""``waypost people``: who uses the desk."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import OpenDesk, open_desk
from bot.letters import alert, queue
from coordination import people, registration
from coordination.execute import execute
from coordination.registration import (
    ConfirmPerson,
    PersonEntry,
    RefusePerson,
    RemovePerson,
    RenewPerson,
    ResumePerson,
    SuspendPerson,
)
from coordination.scope import Scope
from words import Words
from words import registration as texts

app = typer.Typer(no_args_is_help=True, help="See and change who uses the desk.")

Label = Annotated[str, typer.Argument(help="Label of the person, such as P-7.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_(
    everyone: Annotated[bool, typer.Option("--all", help="Those who left, too.")] = False, as_json: AsJson = False
) -> None:
    """List people by label: role, agency, townships, state."""
    with open_desk() as desk:
        entries = desk.read(registration.listing)
        shown = [entry for entry in entries if everyone or entry.status != "left"]
        _print(desk.words, shown, as_json=as_json)


@app.command()
def confirm(label: Label, as_json: AsJson = False) -> None:
    """Wake a waiting protection person or coordinator; the first coordinator is confirmed here."""
    with open_desk() as desk:
        entry = desk.write(lambda scope: _confirm(desk, scope, label))
        _print(desk.words, [entry], as_json=as_json)


@app.command()
def refuse(label: Label, as_json: AsJson = False) -> None:
    """Turn a waiting person away."""
    _change(RefusePerson(label), as_json=as_json)


@app.command()
def suspend(label: Label, as_json: AsJson = False) -> None:
    """Shut a person out until resumed."""
    _change(SuspendPerson(label), as_json=as_json)


@app.command()
def resume(label: Label, as_json: AsJson = False) -> None:
    """Let a suspended person in again."""
    _change(ResumePerson(label), as_json=as_json)


@app.command()
def renew(label: Label, as_json: AsJson = False) -> None:
    """Re-confirm a person for another 90 days."""
    _change(RenewPerson(label), as_json=as_json)


@app.command()
def leave(label: Label, as_json: AsJson = False) -> None:
    """Take a person off the desk: access ends at once, their details go after 30 days."""
    _change(RemovePerson(label), as_json=as_json)


def _confirm(desk: OpenDesk, scope: Scope, label: str) -> PersonEntry:
    """Confirm and queue the news for the person; the running bot sends it."""
    raised = registration.one(scope, label).wanted is not None
    entry: PersonEntry = execute(scope, ConfirmPerson(label))
    woken = people.recipient_called(scope, entry.label)
    if woken is not None:
        notice = (texts.changed if raised else texts.confirmed)(desk.words, woken)
        queue(scope.db, desk.identity.seal, [alert(f"confirmed.{label}.{scope.now.timestamp()}", notice)], scope.now)
    return entry


def _change(command: object, *, as_json: bool) -> None:
    with open_desk() as desk:
        entry = desk.write(lambda scope: execute(scope, command))
        _print(desk.words, [entry], as_json=as_json)


def _print(words: Words, entries: Sequence[PersonEntry], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([asdict(entry) for entry in entries], default=str, ensure_ascii=False))
        return
    for entry in entries:
        typer.echo(texts.plain_line(words, entry))
    if not entries:
        typer.echo(words.say("cli.people.none"))
