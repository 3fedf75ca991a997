"""``waypost check``: is everything in place?"""

import asyncio
import json
from dataclasses import asdict
from typing import Annotated

import typer

from bot.cli.context import open_desk

MARKS = {"ok": "ok     ", "warning": "warning", "wrong": "WRONG  "}


app = typer.Typer(help="Look at settings, store, key, catalogue, places, people and the bot's account, or at the data.")


@app.callback(invoke_without_command=True)
def check(ctx: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Look at settings, store, key, catalogue, places, people and the bot's account; exit code 2 if one is wrong."""
    if ctx.invoked_subcommand is not None:
        return
    from bot import health  # heavy: Telegram and its network

    with open_desk() as desk:
        findings = [*health.local(desk), *asyncio.run(health.remote(desk))]
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(f"{MARKS[finding.state]} {finding.name}: {finding.text}")
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(2)
