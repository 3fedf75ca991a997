"""When somebody last looked at a place, for "what changed since": kept for 90 days, under nobody's name.

A keyed hash of person and place bears the time and nothing else: neither who looked nor at what can be read of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordination import changes
from coordination.changes import Changes
from coordination.execute import OPERATIONS, Operation, execute
from coordination.picks import Asker
from coordination.scope import Scope
from coordination.told import Result
from coordination.viewer import Chat
from coordination.village import VillageCard
from models import looks as rows

VISIT = timedelta(hours=1)
"""Looks with no longer pauses are one visit: what changed is what changed since the visit before."""
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class NoteLook:
    """Somebody looks at a place now, in private."""

    asker: Asker
    place: int


def last(scope: Scope, asker: Asker, place_id: int) -> datetime | None:
    """The last look of an earlier visit; None for the first visit, and in groups."""
    found = rows.of(scope.db, _key(asker, place_id)) if _may_look(scope) else None
    if found is None or found.at <= scope.now - KEPT:
        return None
    return found.before if scope.now - found.at <= VISIT else found.at


def seen(scope: Scope, asker: Asker, results: Sequence[Result]) -> tuple[Result, ...]:
    """``results``, changes since the reader's last look where they said no day; that they look now is noted."""
    return tuple(_seen(scope, asker, one) for one in results)


def _seen(scope: Scope, asker: Asker, result: Result) -> Result:
    if not isinstance(result, Changes | VillageCard) or not _may_look(scope):
        return result
    at = last(scope, asker, result.place.id) if isinstance(result, Changes) else None
    execute(scope, NoteLook(asker, result.place.id))
    if isinstance(result, VillageCard) or result.dated or at is None:
        return result
    return changes.changes(scope, result.place.id, at, looked=True)


def _key(asker: Asker, place_id: int) -> str:
    return asker.keyed(f"look|{asker.person_ref}|{place_id}")


def _note(scope: Scope, command: NoteLook) -> None:
    before = last(scope, command.asker, command.place)
    rows.keep(scope.db, _key(command.asker, command.place), rows.Looks(scope.now, before))


def _may_look(scope: Scope, _command: object = None) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


OPERATIONS[NoteLook] = Operation("looks.note", _may_look, _note, audited=False, changes_facts=False)
