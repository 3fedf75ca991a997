"""What was not understood: what may have been meant, and how often it happens, by day and kind and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from coordination import examples
from coordination.choice import NoPlace
from coordination.execute import OPERATIONS, Operation, execute
from coordination.scope import Scope
from coordination.told import Result
from models import misunderstood as rows
from understanding import likely

NO_PLACE, UNKNOWN_PLACE, UNKNOWN_COMMAND = "no_place", "unknown_place", "unknown_command"
COUNTED = timedelta(days=30)
"""Over which time coordinators see the counts."""
KEPT = timedelta(days=366)


@dataclass(frozen=True)
class CountMisunderstood:
    """Count one text of this kind; nothing of it is kept, nor who wrote it."""

    kind: str


def offer(scope: Scope, text: str, results: Sequence[Result], commands: Sequence[str]) -> tuple[Result, ...]:
    """``results`` with what may have been meant where a place was not understood, which is counted.

    ``commands`` are the names of those that the reader may use.
    """
    return tuple(_offer(scope, text, result, commands) for result in results)


def _offer(scope: Scope, text: str, result: Result, commands: Sequence[str]) -> Result:
    if not isinstance(result, NoPlace):
        return result
    execute(scope, CountMisunderstood(UNKNOWN_PLACE if result.query else NO_PLACE))
    if result.near:
        return result
    named = [mention.sector for mention in scope.desk.catalogue.sectors_in(text)]
    village = examples.choose(scope).village
    return replace(result, likely=likely.readings(text, tuple(dict.fromkeys(named)), village, commands))


def counts(scope: Scope) -> tuple[tuple[str, int], ...]:
    """Kinds and how often each came within a month, the most frequent first."""
    return tuple(rows.since(scope.db, (scope.now - COUNTED).date()))


def _count(scope: Scope, command: CountMisunderstood) -> None:
    rows.count(scope.db, scope.now.date(), command.kind)


OPERATIONS[CountMisunderstood] = Operation(
    "misunderstood.count", lambda scope, _c: scope.viewer.known, _count, audited=False, changes_facts=False
)
