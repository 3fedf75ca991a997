"""``waypost ask``: the very answer that a viewer would get."""

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.context import OpenDesk, open_desk
from coordination import answer, lookers, places
from coordination.errors import Refusal
from coordination.information_gaps import InformationGaps
from coordination.scope import Scope
from coordination.told import Result
from understanding import questions
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


class Command(StrEnum):
    """Commands in chat that ask."""

    VILLAGE = "village"
    SECTOR = "sector"
    WHO = "who"
    DATA = "data"
    CHANGES = "changes"
    TOTALS = "totals"
    GAPS = "gaps"


KINDS = {Command.SECTOR: questions.SECTORS}
"""Commands whose question is called otherwise."""
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
    results: tuple[Result, ...] = ()


def ask(
    question: Annotated[str, typer.Argument(help="A question in plain words, or the name of a place.")],
    as_whom: AsWhom = As.GROUP,
    agency: Agency = None,
    township: Townships = None,
    command: Annotated[Command | None, typer.Option(help="Ask as this command in chat does.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Ask as somebody would in chat and print the very answer."""
    kind = KINDS.get(command, command.value) if command else None
    with open_desk() as desk:
        told = desk.write(
            lambda scope: tell(desk, lookers.on_behalf(scope, as_whom, agency, township or ()), question, kind)
        )
        typer.echo(json.dumps(in_json(told, as_whom), ensure_ascii=False) if as_json else in_text(told))


def tell(desk: OpenDesk, scope: Scope, question: str, kind: str | None = None) -> Told:
    """The answer that ``scope.viewer`` gets, a refusal too; ``kind`` as a command in chat asks for it."""
    if not places.any_known(scope):
        raise Refusal("cli.no_places")
    savepoint = scope.db.begin_nested()
    try:
        found = answer.answer(scope, question, kind)
    except Refusal as refusal:
        savepoint.rollback()
        said = Message(desk.words.html(refusal.key, **refusal.params))
        return Told(question, "refused", "refusal", None, (said,))
    savepoint.commit()
    telling = Telling(desk.words, scope.desk.catalogue, scope.viewer)
    about = asdict(found.place) if found.place else None
    return Told(question, found.decision, found.kind, about, screens(telling, *found.results), found.results)


def screens(tell: Telling, *results: Result | InformationGaps) -> tuple[Message, ...]:
    """Every screen of an answer, which in chat are turned by buttons; beyond the last one it is the last one."""
    shown: list[tuple[Message, ...]] = []
    while len(shown) < 2 or shown[-1] != shown[-2]:
        shown.append(answers.reply(replace(tell, page=len(shown)), results).messages)
    return tuple(message for screen in shown[:-1] for message in screen)


def in_text(told: Told) -> str:
    """As a person reads it, buttons in brackets, with the address of those that are links."""
    lines = []
    for message in told.messages:
        lines.append(plain(message.text))
        lines += ["  ".join(f"[{one.label}] {one.url or ''}".rstrip() for one in row) for row in message.buttons]
    return "\n".join(lines)


def in_json(told: Told, as_whom: As) -> dict[str, Any]:
    """As scripts read it."""
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
