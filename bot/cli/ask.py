"""``waypost ask``: the very answer that a viewer would get."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.context import OpenDesk, open_desk
from coordination import answer, lookers, places
from coordination.errors import Refusal
from coordination.scope import Scope
from words import answers
from words.layout import plain
from words.message import Message
from words.telling import Telling


class As(StrEnum):
    """Who asks."""

    GROUP = "group"
    AGENCY = "agency"
    FOCAL = "focal"
    PROTECTION = "protection"
    COORDINATOR = "coordinator"


AsWhom = Annotated[As, typer.Option("--as", help="Who asks; group sees what is public.")]
Agency = Annotated[str | None, typer.Option(help="Acronym of the asker's agency.")]
Townships = Annotated[
    list[str] | None, typer.Option("--township", help="Township of a focal point; the desk's own when not given.")
]


@dataclass(frozen=True)
class Told:
    """An answer as it is printed."""

    query: str
    decision: str
    kind: str
    place: dict[str, Any] | None
    messages: tuple[Message, ...]


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain words, or the name of a place.")],
    as_whom: AsWhom = As.GROUP,
    agency: Agency = None,
    township: Townships = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Ask as somebody would in chat and print the very answer."""
    with open_desk() as desk:
        told = desk.write(lambda scope: _ask(desk, lookers.on_behalf(scope, as_whom, agency, township or ()), question))
        typer.echo(json.dumps(_as_json(told, as_whom), ensure_ascii=False) if as_json else _as_text(told))


def _ask(desk: OpenDesk, scope: Scope, question: str) -> Told:
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    savepoint = scope.db.begin_nested()
    try:
        found = answer.answer(scope, question)
    except Refusal as refusal:
        savepoint.rollback()
        said = Message(desk.words.html(refusal.key, **refusal.params))
        return Told(question, "refused", "refusal", None, (said,))
    savepoint.commit()
    reply = answers.reply(Telling(desk.words, scope.desk.catalogue, scope.viewer), found.results)
    return Told(question, found.decision, found.kind, asdict(found.place) if found.place else None, reply.messages)


def _as_text(told: Told) -> str:
    lines = []
    for message in told.messages:
        lines.append(plain(message.text))
        lines += ["  ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    return "\n".join(lines)


def _as_json(told: Told, as_whom: As) -> dict[str, Any]:
    return {
        "query": told.query,
        "as": as_whom.value,
        "decision": told.decision,
        "kind": told.kind,
        "place": told.place,
        "messages": [
            {
                "text": message.text,
                "plain": plain(message.text),
                "buttons": [[button.label for button in row] for row in message.buttons],
            }
            for message in told.messages
        ],
    }
