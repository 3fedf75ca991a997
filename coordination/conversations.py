"""Open conversations: where each stands, as the bytes of `flows.state`, sealed; and how long they wait."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from coordination import people
from coordination.errors import NotAllowedError
from coordination.execute import OPERATIONS, Operation
from coordination.people import Recipient
from coordination.scope import Scope
from coordination.viewer import Chat
from models import conversations as rows

WAITS = timedelta(days=7)
"""How long a conversation waits for its next answer."""


@dataclass(frozen=True)
class Open:
    """An open conversation: its number, which its buttons bear, its state, and the update that touched it last."""

    id: int
    state: bytes
    source: str


@dataclass(frozen=True)
class BeginConversation:
    """Open a conversation in this chat, in place of the one that is open there."""

    chat_ref: str
    flow: str
    state: bytes
    source: str


@dataclass(frozen=True)
class KeepConversation:
    """How far the conversation of that number has come."""

    id: int
    state: bytes
    source: str


@dataclass(frozen=True)
class EndConversation:
    """The conversation of this chat is over."""

    chat_ref: str


@dataclass(frozen=True)
class ExpireConversations:
    """Give up those that nobody has touched for `WAITS`."""


def in_chat(scope: Scope, chat_ref: str) -> Open | None:
    """The conversation that the viewer has open in this private chat."""
    if scope.viewer.kind != "person" or scope.viewer.chat is not Chat.PRIVATE:
        return None
    kept = rows.in_chat(scope.db, chat_ref)
    if kept is None or kept.person_ref != scope.viewer.ref:
        return None
    return Open(kept.id, scope.desk.seal.open(kept.sealed, _place(kept.id)), kept.source)


def _begin(scope: Scope, command: BeginConversation) -> int:
    row = rows.FlowState(
        chat_ref=command.chat_ref,
        person_ref=scope.viewer.ref or "",
        flow=command.flow,
        sealed=b"",
        source=command.source,
        touched_at=scope.now,
    )
    number = rows.begin(scope.db, row)
    _keep(scope, KeepConversation(number, command.state, command.source))
    return number


def _keep(scope: Scope, command: KeepConversation) -> int:
    sealed = scope.desk.seal.close(command.state, _place(command.id))
    rows.keep(scope.db, command.id, sealed, command.source, scope.now)
    return command.id


def _end(scope: Scope, command: EndConversation) -> int:
    return rows.end(scope.db, command.chat_ref)


def _expire(scope: Scope, _command: ExpireConversations) -> tuple[tuple[str, Recipient], ...]:
    """The flows that were given up, and whom to tell."""
    gone = rows.untouched(scope.db, scope.now - WAITS)
    for one in gone:
        rows.end(scope.db, one.chat_ref)
    told = ((one.flow, people.recipient_at(scope, one.person_ref)) for one in gone)
    return tuple((flow, to) for flow, to in told if to is not None)


def _place(number: int) -> str:
    return f"flow:{number}"


def _own(scope: Scope, _command: Any) -> bool:
    if scope.viewer.chat is Chat.GROUP:
        raise NotAllowedError("people.in_private")
    return scope.viewer.kind == "person"


def _clock(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "tick"


OPERATIONS |= {
    command: Operation(f"conversation.{name}", allowed, run, audited=False, changes_facts=False)
    for command, name, allowed, run in (
        (BeginConversation, "begin", _own, _begin),
        (KeepConversation, "keep", _own, _keep),
        (EndConversation, "end", _own, _end),
        (ExpireConversations, "expire", _clock, _expire),
    )
}
