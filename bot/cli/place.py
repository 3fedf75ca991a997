"""``waypost place``: which place a text means, and whether the desk would go on with it or ask."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import lines
from bot.cli.context import OpenDesk, open_desk
from coordination import places
from coordination.errors import Refusal
from coordination.places import Candidate, Found, place_label
from coordination.scope import Scope

LONGEST = 60
"""Letters of a name that are repeated."""


def place(
    text: Annotated[str | None, typer.Argument(help="A name, a code, or a sentence that names a place.")] = None,
    file: Annotated[
        Path | None, typer.Option(help='Many at once: a file with one JSON object with key "query" per line.')
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print {query, decision, candidates, also}.")] = False,
) -> None:
    """Find the place that a text means. Decision: exact and one go on without asking; ask has choices; none near names.

    A township narrows: "hka mai yang, hka mai". With --file one JSON line is printed per line of the file, in order.
    """
    if (text is None) == (file is None):
        raise Refusal("cli.place.one_of")
    with open_desk() as desk:
        queries = [text] if text is not None else lines.texts(file, "query") if file else []
        for line in desk.read(lambda scope: _lines(desk, scope, queries, as_json=as_json or file is not None)):
            typer.echo(line)


def _lines(desk: OpenDesk, scope: Scope, queries: list[str], *, as_json: bool) -> list[str]:
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    told: Callable[[str, Found], str] = _json if as_json else lambda query, found: _table(desk, scope, query, found)
    return [told(query, places.find(scope, query)) for query in queries]


def _json(query: str, found: Found) -> str:
    shown: dict[str, Any] = {"query": query} | _shape(found)
    if found.also:
        shown["also"] = [{"query": other.query} | _shape(other) for other in found.also]
    return json.dumps(shown, ensure_ascii=False)


def _shape(found: Found) -> dict[str, Any]:
    return {
        "decision": found.decision,
        "candidates": [_candidate(candidate) for candidate in found.candidates],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    ref = candidate.place
    return {
        "id": ref.source_id,
        "pcode": ref.pcode,
        "name": ref.name,
        "kind": ref.kind,
        "township": ref.township,
        "score": candidate.score,
        "why": candidate.why,
    }


def _table(desk: OpenDesk, scope: Scope, query: str, found: Found) -> str:
    say = desk.words.say
    decision = found.decision if found.query else "nothing"
    if decision == "none" and not found.candidates:
        decision = "unknown"
    name = found.query or query
    lines = [say(f"cli.place.{decision}", name=name if len(name) <= LONGEST else f"{name[:LONGEST]}…")]
    for candidate in found.candidates:
        ref = candidate.place
        label = place_label(ref, scope.viewer, full=True, kind=say(f"kind.{ref.kind}"))
        why = say(f"cli.place.why.{candidate.why}")
        lines.append(say("cli.place.row", code=ref.pcode or ref.source_id, label=label, why=why))
    if found.others:
        lines.append(say("cli.place.others", n=found.others))
    if found.unread:
        lines.append(say("cli.place.unread", names=", ".join(found.unread)))
    also = [_table(desk, scope, other.query, other) for other in found.also]
    return "\n".join([*lines, *([say("cli.place.also")] if also else []), *also])
