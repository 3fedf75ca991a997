"""``waypost places alias``: names that people use for places."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.context import OpenDesk, open_desk
from coordination import aliases, places
from coordination.aliases import AddAlias, Alias, Proposal, TakeBackAlias
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.places import PlaceRef, choice_labels
from coordination.scope import Scope
from coordination.viewer import OPERATOR
from words import aliases as texts
from words.telling import Telling

app = typer.Typer(no_args_is_help=True, help="See and change names that people use for places.")

Spelling = Annotated[str, typer.Argument(help="The name as people write it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EVERY = 1_000_000
"""Aliases on the one page of the command line."""


class State(StrEnum):
    """What was decided on an alias."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


@app.command()
def add(
    spelling: Spelling,
    place: Annotated[str, typer.Argument(help='The place by name or code, such as "hka mai yang, hka mai".')],
    as_json: AsJson = False,
) -> None:
    """Give a place another name, which works at once for everybody."""
    with open_desk() as desk:
        added = desk.write(lambda scope: _add(desk, scope, spelling, place))
        _print(desk, [added], texts.told(_telling(desk), added, texts.ADD), as_json=as_json)


@app.command("list")
def list_(
    state: Annotated[State, typer.Option(help="Which ones.")] = State.CONFIRMED,
    as_json: AsJson = False,
) -> None:
    """List the names that were confirmed, that wait for a coordinator, or that were refused."""
    with open_desk() as desk:
        shown = desk.read(lambda scope: aliases.listing(scope, state, size=EVERY)).entries
        lines = [_line(desk, alias) for alias in shown] or [desk.words.say(f"aliases.none.{state}")]
        _print(desk, shown, lines, as_json=as_json)


@app.command()
def drop(
    spelling: Spelling,
    place: Annotated[str | None, typer.Argument(help="Which place, where several have that name.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take back a name that the desk gave; names that came with a list of places stay."""
    with open_desk() as desk:
        dropped = desk.write(lambda scope: _drop(desk, scope, spelling, place))
        _print(desk, [dropped], texts.told(_telling(desk), dropped, texts.TAKE_BACK), as_json=as_json)


def _add(desk: OpenDesk, scope: Scope, spelling: str, place: str) -> Alias:
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    proposal = aliases.propose(scope, spelling, place)
    chosen = _one(scope, proposal)
    key = desk.identity.pick_hash(aliases.key_of(chosen.id, proposal.text))
    added: Alias = execute(scope, AddAlias(proposal.text, chosen.id, key))
    return added


def _one(scope: Scope, proposal: Proposal) -> PlaceRef:
    if proposal.sure:
        return proposal.places[0]
    key = "cli.places.near" if proposal.near else "cli.places.which"
    raise Refusal(key, name=proposal.name, choices=_choices(scope, proposal.places))


def _choices(scope: Scope, refs: Sequence[PlaceRef]) -> str:
    labels = choice_labels(refs, scope.viewer)
    return "; ".join(f"{ref.pcode or ref.source_id} {label}" for ref, label in zip(refs, labels, strict=True))


def _drop(desk: OpenDesk, scope: Scope, spelling: str, place: str | None) -> Alias:
    found = aliases.named(scope, spelling)
    if place is not None and found:
        chosen = _one(scope, aliases.propose(scope, spelling, place))
        found = tuple(alias for alias in found if alias.place.id == chosen.id)
    if not found:
        raise Refusal("cli.aliases.unknown", spelling=spelling)
    if len(found) > 1:
        choices = _choices(scope, [alias.place for alias in found])
        raise Refusal("cli.places.which", name=spelling, choices=choices)
    dropped: Alias = execute(scope, TakeBackAlias(found[0].id or 0))
    return dropped


def _line(desk: OpenDesk, alias: Alias) -> str:
    tell = _telling(desk)
    place, spelling = tell.place(alias.place, full=True), texts.spelling(tell, alias)
    code = alias.place.pcode or alias.place.source_id
    said = desk.words.say("cli.aliases.row", spelling=spelling, code=code, place=place)
    return "; ".join([said, *texts.notes(tell, alias)])


def _print(desk: OpenDesk, shown: Sequence[Alias], lines: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([asdict(alias) for alias in shown], default=str, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(line)


def _telling(desk: OpenDesk) -> Telling:
    return Telling(desk.words, desk.desk.catalogue, OPERATOR)
