"""The one door for writes: permission, then the operation, then an audit entry, in the caller's transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coordination import audit
from coordination.errors import NotAllowedError
from coordination.scope import Scope


@dataclass(frozen=True)
class Operation:
    """How one kind of command is done. ``action`` is its name in the audit trail."""

    action: str
    allowed: Callable[[Scope, Any], bool]
    run: Callable[[Scope, Any], Any]
    counts: Callable[[Any], dict[str, Any]] = lambda _result: {}
    audited: bool = True
    """False for what the desk notes for itself and may keep under nobody's name."""
    rows: tuple[type, ...] = ()
    """Dataclasses of the command's rows where it is ``command(rows, source_prefix)`` and may be done in parts."""


OPERATIONS: dict[type, Operation] = {}
"""Every change the desk can make, by its command; each noun's module adds its own."""


def execute(scope: Scope, command: Any, more: Mapping[str, Any] | None = None) -> Any:
    """Do ``command`` for ``scope.viewer``; raises `NotAllowedError` or the operation's own `Refusal`.

    ``more`` are counts that its audit entry gets beside the operation's own: rows of a file that were listed, say.
    """
    operation = permitted(scope, command)
    result = operation.run(scope, command)
    if operation.audited:
        place_id = getattr(command, "place_id", None)
        audit.record(scope, operation.action, place_id=place_id, counts={**operation.counts(result), **(more or {})})
    return result


def permitted(scope: Scope, command: Any) -> Operation:
    """How ``command`` is done, if ``scope.viewer`` may do it; raises `NotAllowedError`."""
    operation = OPERATIONS[type(command)]
    if not operation.allowed(scope, command):
        raise NotAllowedError
    return operation
