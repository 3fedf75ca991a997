"""``waypost places show``: a place's own page, as a viewer would get it."""

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from bot.cli.ask import As, AsWhom, Told, Townships, in_json, in_text, tell
from bot.cli.context import open_desk
from bot.cli.places import app
from coordination import lookers
from coordination.place_page import PlacePage
from understanding import questions

PRIVATE = "for links to a map and distances a viewer has to be named who may see positions: --as agency, say"


@app.command(epilog=f"What is shown is public; {PRIVATE}.")
def show(
    name: Annotated[str, typer.Argument(help='A name or code of a place, such as "hka mai yang, hka mai".')],
    as_whom: AsWhom = As.GROUP,
    township: Townships = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show who a place is: kind, codes, where it lies, other names, source, and the places of like names."""
    with open_desk() as desk:
        told = desk.write(
            lambda scope: tell(desk, lookers.on_behalf(scope, as_whom, townships=township or ()), name, questions.PLACE)
        )
        typer.echo(json.dumps(_in_json(told, as_whom), ensure_ascii=False) if as_json else in_text(told))


def _in_json(told: Told, as_whom: As) -> dict[str, Any]:
    """What ``waypost ask`` prints, and the page's own parts; none where the name means no one place."""
    return in_json(told, as_whom) | {"page": next(map(_page, told.results), None)}


def _page(result: Any) -> dict[str, Any] | None:
    if not isinstance(result, PlacePage):
        return None
    return asdict(result) | {"level": result.level.name.lower(), "holds": result.holds.name.lower()}
