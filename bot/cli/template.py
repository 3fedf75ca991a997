"""``waypost template``: workbooks to fill in."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import open_desk
from coordination import agencies
from coordination.catalogue import Catalogue
from coordination.errors import Refusal
from exchange import template_columns, templates
from exchange.templates import Template
from words import Words

File = Annotated[Path | None, typer.Argument(help="The .xlsx file to write; a name of ours when left out.")]

app = typer.Typer(no_args_is_help=True, help="Write an XLSX to fill in and read back with waypost import.")


@app.command("assessments")
def template_assessments(file: File = None) -> None:
    """A row per place, date, tool and agency, a column per indicator; drop-downs and notes say what is expected."""
    _write(template_columns.of_assessments, file or Path("waypost-assessments.xlsx"))


@app.command("commitments")
def template_commitments(file: File = None) -> None:
    """A row per agency, place and activity."""
    _write(template_columns.of_commitments, file or Path("waypost-commitments.xlsx"))


def _check(path: Path) -> None:
    """A workbook under another name could not be read back."""
    if path.suffix.lower() != ".xlsx":
        raise Refusal("cli.template.suffix", name=path)


def _write(build: Callable[[Catalogue, Words, Iterable[str]], Template], path: Path) -> None:
    _check(path)
    with open_desk() as desk:
        acronyms = [agency.acronym for agency in desk.read(agencies.everyone)]
        templates.write(build(desk.desk.catalogue, desk.words, acronyms), path)
        typer.echo(desk.words.say("cli.template.written", name=path))
