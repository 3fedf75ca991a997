"""``waypost gaps``: open needs of an area, worst first; as a file only with a reason and a recipient."""

import json
import sys
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli.ask import Agency, As, AsWhom, Townships, screens
from bot.cli.context import open_desk
from coordination import area, exports, information_gaps, lookers, places
from coordination.area import AreaGaps
from coordination.errors import Refusal
from coordination.exports import GapsFile
from coordination.scope import Scope
from coordination.viewer import OPERATOR
from exchange import gaps as tables
from understanding import wanted as filters
from understanding.wanted import Wanted
from words.layout import plain
from words.telling import Telling


class Format(StrEnum):
    """How the list is written; csv and xlsx are files."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


EXACT = ("place", "township", "sector", "severity", "need", "open_now", "open_if_confirmed")
ROUGH = ("place", "township", "sector", "severity", "need", "share_open_now", "share_open_if_confirmed")
"""Columns of the table on a terminal, where numbers leave and where only shares do."""
ONLY = "Only these, in plain words: severity 3, current, out of date, no agency, development, humanitarian."
PIPED = 160
"""Width of the table where there is no terminal to ask."""


def gaps(
    area_name: Annotated[
        str | None, typer.Option("--area", help="A township, tract or state; else the desk's.")
    ] = None,
    sector: Annotated[str | None, typer.Option(help="Sector by its name or a plain word such as water.")] = None,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As of this day: 2026-11-22.")] = None,
    only: Annotated[str, typer.Option(help=ONLY)] = "",
    unknown: Annotated[bool, typer.Option("--unknown", help="What was asked and nobody could answer.")] = False,
    as_whom: AsWhom = As.GROUP,
    agency: Agency = None,
    township: Townships = None,
    shape: Annotated[
        Format, typer.Option("--format", help="csv and xlsx need --reason and --recipient.")
    ] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(help="File to write; csv goes to the terminal without.")] = None,
    reason: Annotated[str, typer.Option(help="Why the file is made.")] = "",
    recipient: Annotated[str, typer.Option(help="Which agency or office it is for.")] = "",
) -> None:
    """List open needs, worst first, as a viewer may see them."""
    if unknown:
        _unknown(as_json=shape is Format.JSON)
        return
    wanted, rest = filters.read(only)
    if rest.strip(" ,;"):
        raise Refusal("cli.gaps.only", text=rest.strip(" ,;"))
    is_file = shape in {Format.CSV, Format.XLSX}
    _check(shape, output, is_file=is_file)

    def listed(scope: Scope) -> tuple[Telling, AreaGaps, GapsFile | None]:
        looking = lookers.on_behalf(scope, as_whom, agency, township or ())
        looking = exports.for_file(looking) if is_file else looking
        found = _gaps(looking, area_name, sector, as_of, wanted)
        file = exports.gaps_file(scope, found, reason=reason, recipient=recipient) if is_file else None
        return Telling(desk.words, scope.desk.catalogue, looking.viewer), found, file

    with open_desk() as desk:
        tell, found, file = desk.write(listed)
        if file:
            _write(tables.as_csv(tell, file) if shape is Format.CSV else tables.as_xlsx(tell, file), output)
            if output:
                typer.echo(desk.words.say("cli.template.written", name=output))
        elif shape is Format.JSON:
            typer.echo(json.dumps(_as_json(tell, found, as_whom), ensure_ascii=False))
        else:
            _print(tell, found)


def _unknown(*, as_json: bool) -> None:
    """Information gaps, which are for coordinators: the operator is one."""
    with open_desk() as desk:
        found = desk.write(information_gaps.gaps)
        tell = Telling(desk.words, desk.desk.catalogue, OPERATOR)
        if as_json:
            listed = [
                {
                    "place": tell.place(one.place) if one.place else None,
                    "name": one.name or None,
                    "sector": one.sector or None,
                    "asked": one.number,
                    "agencies": one.agencies,
                    "last": one.last_on.isoformat(),
                }
                for one in found.entries
            ]
            typer.echo(json.dumps({"unknown": listed}, ensure_ascii=False))
        else:
            typer.echo(plain("\n".join(one.text for one in screens(tell, found))))


def _check(shape: Format, output: Path | None, *, is_file: bool) -> None:
    if shape is Format.XLSX and output is None:
        raise Refusal("cli.gaps.output_needed")
    if output is not None and not is_file:
        raise Refusal("cli.gaps.no_file")
    if output is not None and output.exists():
        raise Refusal("cli.gaps.exists", name=str(output))


def _gaps(scope: Scope, area_name: str | None, sector: str | None, as_of: datetime | None, only: Wanted) -> AreaGaps:
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    named = scope.desk.catalogue.sector_of(sector) if sector else None
    if sector and named is None:
        raise Refusal("cli.sector_unknown", name=sector, sectors=", ".join(scope.desk.catalogue.sectors))
    wanted = replace(only, as_of=as_of.date() if as_of else None)
    return area.gaps(scope, area_of(scope, area_name), named, None, wanted)


def area_of(scope: Scope, name: str | None) -> int | None:
    """An area of that name, were there ever so many villages called like it; else what the name means in chat."""
    if name is None:
        if not (places.area(scope).townships or places.listed(scope)):
            raise Refusal("cli.gaps.no_area")
        return None
    found = places.find(scope, name)
    among = [one.place for one in found.candidates]
    areas = list(places.townships(scope, name)) or [one for one in among if one.kind in places.AREAS]
    place = found.place or (areas[0] if len(areas) == 1 and found.decision == "ask" else None)
    if place is None:
        near = places.choice_labels(areas or among, scope.viewer)
        raise Refusal("cli.area_unknown", name=name, near="; ".join(near) or "–")
    return place.id


def _as_json(tell: Telling, found: AreaGaps, as_whom: As) -> dict[str, Any]:
    return {
        "as": as_whom.value,
        "area": tell.place(found.area) if found.area else None,
        "sector": found.sector,
        "as_of": found.as_of.isoformat(),
        "places": {
            "all": found.places,
            "current": found.current,
            "out_of_date": found.outdated,
            "unknown": found.unknown,
        },
        "gaps": tables.rows(tell, found),
    }


def _print(tell: Telling, found: AreaGaps) -> None:
    listed = tables.rows(tell, found)
    shown = EXACT if any(row["open_now"] is not None for row in listed) else ROUGH
    table = Table()
    for name in shown:
        table.add_column(name.replace("_", " "))
    for row in listed:
        table.add_row(*(escape("" if row[name] is None else str(row[name])) for name in shown))
    Console(width=None if sys.stdout.isatty() else PIPED).print(table)
    typer.echo(
        tell.say(
            "area.freshness", n=found.places, current=found.current, outdated=found.outdated, unknown=found.unknown
        )
    )
    typer.echo(tell.say("sector.caveat"))


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with output.open("xb") as file:
        file.write(content)
