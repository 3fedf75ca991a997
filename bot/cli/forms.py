"""What the command line says of the questions of a form: options of more than one command."""

from pathlib import Path
from typing import Annotated

import typer

from exchange import kobo_form, kobo_map
from exchange.files import FileError, content
from exchange.kobo import Request

MapOrFile = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COL=FIELD|FILE",
        help="Read the file's column COL as FIELD; or a file with two columns that says so. May be repeated.",
    ),
]
Constants = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", help="What holds for all rows whose form did not ask it: tool=KII."),
]
FormFile = Annotated[
    Path | None,
    typer.Option("--form", help="The XLSForm (or its JSON) behind an export: labels, choices, repeats."),
]


def pairs(mapping: list[str] | None) -> dict[str, str]:
    """``COL=FIELD`` of the command line, or files of such pairs, as a mapping; raises `FileError` for anything else."""
    found: dict[str, str] = {}
    for pair in mapping or []:
        old, equals, new = pair.rpartition("=")
        if not equals and Path(pair).is_file():
            found |= kobo_map.of_file(pair, content(Path(pair)))
        elif not equals or not old.strip() or not new.strip():
            raise FileError("import.file.map_pair", pair=pair)
        else:
            found[old.strip()] = new.strip()
    return found


def request(constants: list[str] | None, form: Path | None, *, forced: bool = False) -> Request:
    """What the command line says of an export of KoboToolbox; raises `FileError` for what is no ``FIELD=VALUE``."""
    said = {}
    for pair in constants or []:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise FileError("import.file.set_pair", pair=pair)
        said[name.strip()] = value.strip()
    return Request(forced, kobo_form.read(form.name, content(form)) if form else kobo_form.Form(), said)
