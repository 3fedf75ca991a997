"""``waypost digest``: what groups get, when, and what it says."""

import json
from dataclasses import asdict
from typing import Annotated
from uuid import uuid4

import typer

from bot.cli.context import open_desk
from coordination import digest_runs, digests
from coordination.digests import SendDigest
from coordination.execute import execute
from coordination.viewer import GROUP, OPERATOR
from words.digest_setup import listing
from words.digests import digest
from words.layout import plain
from words.telling import Telling

app = typer.Typer(no_args_is_help=True, help="See what digests groups get, what one says now, and send one.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Number = Annotated[str, typer.Argument(metavar="D-NUMBER", help="Which digest, such as D-3; see: waypost digest list")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List every digest: for which group, of what, when, and when next."""
    with open_desk() as desk:
        entries = desk.read(digests.listing)
        if as_json:
            typer.echo(json.dumps([asdict(entry) for entry in entries], default=str, ensure_ascii=False))
            return
        tell = Telling(desk.words, desk.desk.catalogue, OPERATOR)
        typer.echo("\n".join(plain(message.text) for message in listing(tell, entries)))


@app.command()
def preview(number: Number, as_json: AsJson = False) -> None:
    """Print a digest as its group would read it now; nothing is sent and nothing counts as said."""
    with open_desk() as desk:
        content, claim = desk.read(lambda scope: digest_runs.preview(scope, _number(number)))
        if as_json:
            typer.echo(json.dumps(asdict(content), default=str, ensure_ascii=False))
            return
        tell = Telling(desk.words.into(claim.language), desk.desk.catalogue, GROUP)
        typer.echo("\n\n".join(plain(message.text) for message in digest(tell, content, claim.label)))


@app.command()
def send(number: Number) -> None:
    """Send a digest now, besides its periods: the running bot does it within a minute."""
    with open_desk() as desk:
        command = SendDigest(_number(number), f"cli.{uuid4().hex[:12]}")
        entry = desk.write(lambda scope: execute(scope, command))
        typer.echo(desk.words.say("cli.digest.sent", number=entry.id))


def _number(text: str) -> int:
    """The number of D-3, or of 3; none there is for anything else."""
    digits = text.upper().removeprefix("D-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
