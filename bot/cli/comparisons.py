"""``waypost compare``: the same indicators side by side, as a viewer may see them."""

import json
from typing import Annotated, Any

import typer

from bot.cli.ask import Agency, As, AsWhom, Told, Townships, in_json, in_text, tell
from bot.cli.context import OpenDesk, open_desk
from coordination import lookers
from coordination.comparisons import Cell, Comparison, Row
from coordination.readings import Reading
from coordination.scope import Scope
from understanding import questions
from understanding.comparisons import MONITORING, PLACES, ROUNDS
from words.telling import Telling

COLUMNS = {ROUNDS: ("now", "before"), MONITORING: ("assessment", "protection_monitoring")}
NAMES = "monitoring, rounds, or the name of another place; may be repeated with places"


def compare(
    place: Annotated[str, typer.Argument(help="A village or camp; with monitoring also a township.")],
    beside: Annotated[list[str], typer.Option("--with", help=f"What to set beside it: {NAMES}.", show_default=False)],
    sector: Annotated[str | None, typer.Option(help="Only this sector: a name or a plain word such as water.")] = None,
    as_whom: AsWhom = As.GROUP,
    agency: Agency = None,
    township: Townships = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with a table of all rows.")] = False,
) -> None:
    """Set a place beside another, beside its earlier round, or beside protection monitoring.

    Nothing is averaged or added up; what is not known is null, never 0. Protection monitoring is shown to protection
    staff and coordinators only, rounds to whoever may see exact numbers.
    """
    with open_desk() as desk:

        def work(scope: Scope) -> tuple[Told, dict[str, Any] | None]:
            looking = lookers.on_behalf(scope, as_whom, agency, township or ())
            said = tell(desk, looking, question(place, beside, sector), questions.COMPARE)
            return said, _table(desk, looking, said)

        told, table = desk.write(work)
        typer.echo(
            json.dumps(in_json(told, as_whom) | {"comparison": table}, ensure_ascii=False) if as_json else in_text(told)
        )


def question(place: str, beside: list[str], sector: str | None = None) -> str:
    """The comparison as somebody would type it in chat."""
    about = f"{sector} in {place}" if sector else place
    if len(beside) == 1 and beside[0] in COLUMNS:
        return f"{about} with {beside[0]}"
    return " and ".join([about, *beside])


def _table(desk: OpenDesk, scope: Scope, told: Told) -> dict[str, Any] | None:
    """Every row of the comparison; None where there is none."""
    shown = next((one for one in told.results if isinstance(one, Comparison)), None)
    if shown is None:
        return None
    telling = Telling(desk.words, scope.desk.catalogue, scope.viewer)
    columns = [telling.place(one) for one in shown.places] if shown.kind == PLACES else list(COLUMNS[shown.kind])
    return {"kind": shown.kind, "columns": columns, "rows": [_row(telling, row) for row in shown.rows]}


def _row(tell: Telling, row: Row) -> dict[str, Any]:
    return {
        "place": tell.place(row.place) if row.place else None,
        "sector": row.sector,
        "indicator": row.code,
        "cells": [_cell(tell, cell) for cell in row.cells],
        "agrees": row.agrees,
        "more": row.more,
    }


def _cell(tell: Telling, cell: Cell) -> dict[str, Any]:
    one: Reading | None = cell.reading
    known = one is not None and one.known
    return {
        "value": tell.value(one) if one and known else None,
        "number": tell.number(one.amount) if one and known and one.amount else None,
        "indicator": one.code if one and known else None,
        "severity": cell.severity,
        "date": one.collected_on.isoformat() if one and known else None,
        "age_days": one.age_days if one and known else None,
        "valid": one.valid if one and known else None,
        "tools": list(one.tools) if one and known else [],
        "agency": one.agency if one and known else None,
    }
