"""``waypost export``: what the desk holds, as files that read back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.context import open_desk
from bot.cli.places import one
from coordination import exports
from coordination.errors import Refusal
from coordination.scope import Scope
from coordination.viewer import OPERATOR
from exchange import exports as tables
from exchange import templates, written
from exchange.written import Cell
from words.telling import Telling

File = Annotated[Path, typer.Argument(help="The .xlsx or .csv file to write.", show_default=False)]
Area = Annotated[str | None, typer.Option("--area", help="A township, tract, village or state; else all places.")]
Reason = Annotated[str, typer.Option(help="Why the file is made.", show_default=False)]
Recipient = Annotated[str, typer.Option(help="Which agency or office it is for.", show_default=False)]
Table = tuple[tuple[str, ...], list[list[Cell]]]

app = typer.Typer(no_args_is_help=True, help="Write what the desk holds to a file that waypost import reads back.")


@app.command("assessments")
def export_assessments(file: File, area: Area = None, reason: Reason = "", recipient: Recipient = "") -> None:
    """Every assessment with its answers, but for confidential ones and protection monitoring: they never leave."""
    gather = partial(exports.assessments_file, reason=reason, recipient=recipient)
    _export("assessments", file, area, gather, tables.of_assessments)


@app.command("commitments")
def export_commitments(file: File, area: Area = None, reason: Reason = "", recipient: Recipient = "") -> None:
    """Every commitment in force, each with its number."""
    gather = partial(exports.commitments_file, reason=reason, recipient=recipient)
    _export("commitments", file, area, gather, tables.of_commitments)


def _export(
    name: str,
    file: Path,
    area: str | None,
    gather: Callable[[Scope, int | None], Any],
    build: Callable[[Telling, Any], Table],
) -> None:
    if file.suffix.lower() not in {".xlsx", ".csv"}:
        raise Refusal("cli.export.suffix", name=file)
    if file.exists():
        raise Refusal("cli.gaps.exists", name=file)
    with open_desk() as desk:
        found = desk.write(lambda scope: gather(scope, one(scope, area).id if area else None))
        tell = Telling(desk.words, desk.desk.catalogue, OPERATOR)
        headers, rows = build(tell, found)
        stamp = written.stamp_line(tell, found.stamp)
        is_csv = file.suffix.lower() == ".csv"
        content = written.as_csv(stamp, headers, rows) if is_csv else written.as_xlsx(name, stamp, headers, rows)
        templates.place(content, file)
        typer.echo(desk.words.say("cli.export.written", name=file, n=len(rows)))
