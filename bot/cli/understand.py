"""``waypost understand``: what the desk reads out of a message, and from which of its words."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import lines
from bot.cli.context import open_desk
from coordination import places, requests
from coordination.errors import Refusal
from coordination.scope import Scope
from understanding.requests import Evidence, Request


def understand(
    text: Annotated[str | None, typer.Argument(help="A message as people type it.")] = None,
    file: Annotated[
        Path | None, typer.Option(help='Many at once: a file with one JSON object with key "text" per line.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with the words that said so under why.")] = False,
) -> None:
    """Read a message: intent, places, sector, households, time. Nothing is stored, and no text leaves this machine.

    With --file one JSON line is printed per line of the file, in order.
    """
    if (text is None) == (file is None):
        raise Refusal("cli.understand.one_of")
    with open_desk() as desk:
        texts = [text] if text is not None else lines.texts(file, "text") if file else []
        told = as_line if as_json or file is not None else as_text
        for line in desk.read(lambda scope: _lines(scope, texts)):
            typer.echo(told(line))


def _lines(scope: Scope, texts: list[str]) -> list[Request]:
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    return [requests.read(scope, text) for text in texts]


def in_json(request: Request) -> dict[str, Any]:
    """As scripts read it; None where nothing was said, several values joined by "|"."""
    shown: dict[str, Any] = {
        "text": request.text,
        "intent": request.intent,
        "village": _joined(request.villages),
        "sector": _joined(request.sectors),
        "households": request.households,
        "origin": _joined(request.origins),
        "when": request.when,
        "when_from": request.when_from.isoformat() if request.when_from else None,
        "when_to": request.when_to.isoformat() if request.when_to else None,
        "individuals": request.individuals,
        "agency": request.agency,
        "months": request.months,
        "item": request.item,
        "stage": request.stage,
        "confidence": request.confidence,
        "why": [_evidence(one) for one in request.why],
    }
    if request.refusal:
        shown["refusal"] = request.refusal
    if request.more:
        shown["more"] = [in_json(one) for one in request.more]
    return shown


def as_line(request: Request) -> str:
    """One line of JSON."""
    return json.dumps(in_json(request), ensure_ascii=False)


def as_text(request: Request) -> str:
    """Field by field, what is not said left out, then the words that said so."""
    shown = in_json(request)
    why = shown.pop("why")
    more = shown.pop("more", [])
    lines = [f"{name}: {value}" for name, value in shown.items() if value is not None and name != "text"]
    lines += [f"  {one['text']!r} → {one['for']} {one['value']}" for one in why]
    return "\n".join([*lines, *(f"+ {one['text']}: {one['intent']}" for one in more)])


def _joined(values: tuple[str, ...]) -> str | None:
    return "|".join(values) or None


def _evidence(one: Evidence) -> dict[str, Any]:
    return {"text": one.text, "start": one.start, "end": one.end, "for": one.used, "value": one.value}
