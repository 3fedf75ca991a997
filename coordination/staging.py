"""Imports in parts: decided at once, stored a little at a time, so that nobody else waits long for the store.

The first door (`coordination.execute`) taken in steps, each a transaction of its own:

1. `begin` asks for permission, `fill` puts in what was checked. A crash here leaves nothing: `sweep` removes the rest.
2. `decide`: from here on the import counts as made.
3. `forward` stores a few parts, again and again, and after the last one writes the audit entry. Whoever calls it goes
   on where the one before stopped: after a crash the import is brought to its end, and nothing goes in twice.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError

from coordination import audit
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation, permitted
from coordination.outcome import Outcome, Remark
from coordination.parts import Parts, gathered, unpacked
from coordination.scope import Scope
from coordination.viewer import Chat, Role, Viewer
from models import place_merges, places
from models import staging as table
from models.staging import DONE, FILLING, READY, ImportJob, Job

AT_ONCE = 8
"""Imports of so few parts are done in one transaction."""
_NOT_TAKEN = (IntegrityError, DataError, Refusal)
"""What the store says of rows; anything else is no fault of theirs, and the transaction is done again later."""
STALE = timedelta(seconds=10)
"""Who did not touch an import for so long does not work on it any more."""


@dataclass(frozen=True)
class Prepared:
    """A command cut into parts, with what is known of its outcome; ``version`` is the store as places were planned.

    ``counts`` are for the audit entry alone.
    """

    action: str
    parts: Sequence[bytes]
    outcome: Outcome = field(default_factory=Outcome)
    version: tuple[int | None, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How many parts of a decided import are stored."""

    applied: int
    total: int

    @property
    def done(self) -> bool:
        """Whether all of it is in."""
        return self.applied >= self.total


@dataclass(frozen=True)
class Staged:
    """A kind of command that is stored in parts in its own way.

    ``prepare`` gives its parts, None where one transaction does; ``unchanged`` tells whether the store still is as they
    were prepared for; ``store`` takes what stands in parts.
    """

    prepare: Callable[[Scope, Any], Prepared | None]
    unchanged: Callable[[Scope, Prepared], bool]
    store: Callable[[Scope, list[Any]], Outcome]


STAGED: dict[str, Staged] = {}
"""By action; commands of rows that do not depend on each other need no entry, see `Operation.rows`."""


def prepare(scope: Scope, command: Any) -> Prepared | None:
    """``command`` in parts; None where it is done in one transaction. Reads only."""
    operation = OPERATIONS[type(command)]
    if operation.action in STAGED:
        return STAGED[operation.action].prepare(scope, command)
    if not operation.rows:
        return None
    rows = command.rows if isinstance(command.rows, Parts) else Parts(gathered(command.rows))
    parts = rows.closed()
    known = set(rows.types.values()) <= set(operation.rows)
    return Prepared(operation.action, parts) if known and len(parts) > AT_ONCE else None


def begin(scope: Scope, command: Any, name: str, prepared: Prepared) -> int:
    """Open an import of that name for ``scope.viewer``; its id. Raises `NotAllowedError`."""
    permitted(scope, command)
    return table.add(
        scope.db,
        ImportJob(
            name=name,
            action=prepared.action,
            viewer=_written(scope.viewer),
            known={**prepared.outcome.counts(), **prepared.counts},
            version=list(prepared.version),
            total=len(prepared.parts),
            touched_at=scope.now,
        ),
    )


def fill(scope: Scope, job_id: int, start: int, parts: Sequence[bytes]) -> None:
    """Put parts in, from position ``start`` on; raises `Refusal` when the import was taken for a left one."""
    if not table.touch(scope.db, job_id, scope.now):
        raise Refusal("import.swept")
    table.fill(scope.db, job_id, start, parts)


def decide(scope: Scope, job_id: int, prepared: Prepared) -> bool:
    """Let the import count; False, and it is gone, when the store is no longer what it was prepared for."""
    job = table.get(scope.db, job_id)
    if job is None or job.state != FILLING:
        raise Refusal("import.swept")
    staged = STAGED.get(job.action)
    if staged is not None and not staged.unchanged(scope, prepared):
        drop(scope, job_id)
        return False
    table.move_on(scope.db, job_id, {"state": READY, "decided_at": scope.now, "touched_at": scope.now})
    return True


def forward(scope: Scope, job_id: int, count: int) -> Progress:
    """Store the next ``count`` parts of a decided import, and finish it after the last one."""
    job = table.get(scope.db, job_id)
    if job is None or job.state != READY:
        return Progress(0, 0)
    parts = table.parts(scope.db, job_id, job.applied, count)
    outcome = _store(replace(scope, viewer=_read(job.viewer), now=job.decided_at or scope.now), job, parts)
    table.settle(scope.db, job_id, range(job.applied, job.applied + count), _outcome_written(outcome))
    applied = min(job.total, job.applied + count)
    table.move_on(scope.db, job_id, {"applied": applied, "touched_at": scope.now})
    if applied == job.total:
        _finish(scope, job)
    return Progress(applied, job.total)


def outcome(scope: Scope, job_id: int) -> Outcome:
    """What became of an import that is done; what was kept for this is forgotten."""
    found = Outcome()
    for one in table.outcomes(scope.db, job_id):
        found = found + _outcome_read(one)
    table.finish(scope.db, job_id)
    return found


def left(scope: Scope) -> tuple[int, ...]:
    """Decided imports that nobody brings to their end."""
    return tuple(table.in_state(scope.db, READY, scope.now - STALE))


def under_way(scope: Scope) -> tuple[int, ...]:
    """Every decided import that is not at its end."""
    return tuple(table.in_state(scope.db, READY, scope.now + STALE))


def stale(scope: Scope) -> tuple[int, ...]:
    """Imports that were left before they were decided."""
    return tuple(table.in_state(scope.db, FILLING, scope.now - STALE))


def drop(scope: Scope, *job_ids: int) -> None:
    """Forget imports of which nothing is stored."""
    table.drop(scope.db, job_ids)


def _store(scope: Scope, job: Job, parts: Sequence[bytes]) -> Outcome:
    staged = STAGED.get(job.action)
    if staged is not None:
        return staged.store(scope, [row for part in parts for row in unpacked(part, {})])
    command_type, operation = _operation(job.action)
    types = {each.__name__: each for each in operation.rows}
    rows, moved = _followed(scope, [row for part in parts for row in unpacked(part, types)])

    def run(some: Sequence[Any]) -> Outcome:
        result: Outcome = operation.run(scope, command_type(tuple(some), job.name))
        return result

    return _one_by_one(scope, rows, run) if moved else _together(scope, rows, run)


def _operation(action: str) -> tuple[type, Operation]:
    return next((kind, each) for kind, each in OPERATIONS.items() if each.action == action)


def _together(scope: Scope, rows: Sequence[Any], run: Callable[[Sequence[Any]], Outcome]) -> Outcome:
    """All rows in one go; where that cannot be, one after another."""
    try:
        with scope.db.begin_nested():
            return run(rows)
    except _NOT_TAKEN:
        return _one_by_one(scope, rows, run)


def _one_by_one(scope: Scope, rows: Sequence[Any], run: Callable[[Sequence[Any]], Outcome]) -> Outcome:
    """Rows one after another; the ones that the store does not take any more are refused, and the rest goes in."""
    found = Outcome()
    for _, group in groupby(rows, lambda row: getattr(row, "together", None) or id(row)):
        some = list(group)
        try:
            with scope.db.begin_nested():
                found = found + run(some)
        except _NOT_TAKEN:
            found = found + Outcome(refused=tuple(Remark(row.row, "place", "changed_meanwhile") for row in some))
    return found


def _followed(scope: Scope, rows: Sequence[Any]) -> tuple[list[Any], bool]:
    """The rows with the places that theirs were merged into since; and whether there are any such."""
    ids = sorted({row.place_id for row in rows if getattr(row, "place_id", None) is not None})
    gone = set(ids) - places.existing(scope.db, ids)
    into = place_merges.kept_of(scope.db, sorted(gone)) if gone else {}
    return [
        replace(row, place_id=into[row.place_id]) if getattr(row, "place_id", None) in into else row for row in rows
    ], bool(gone)


def _finish(scope: Scope, job: Job) -> None:
    """The audit entry of who imported, and the end of the job."""
    counts = Counter(job.known)
    for one in table.outcomes(scope.db, job.id):
        counts.update(one["counts"])
    table.move_on(scope.db, job.id, {"state": DONE})
    audit.record(replace(scope, viewer=_read(job.viewer)), job.action, counts=dict(counts))


def _written(viewer: Viewer) -> dict[str, Any]:
    """As much of who imports as the audit trail and the operations ask for."""
    return {
        "kind": viewer.kind,
        "chat": str(viewer.chat),
        "role": str(viewer.role) if viewer.role else None,
        "label": viewer.label,
        "agency_id": viewer.agency_id,
    }


def _read(written: Mapping[str, Any]) -> Viewer:
    role = Role(written["role"]) if written["role"] else None
    return Viewer(**{**written, "chat": Chat(written["chat"]), "role": role})


def _outcome_written(outcome: Outcome) -> dict[str, Any]:
    """Counts and remarks; the merged places are known beforehand."""
    listed = {
        name: [[one.row, one.column, one.key, dict(one.params)] for one in getattr(outcome, name)]
        for name in ("remarks", "refused")
    }
    return {"counts": outcome.counts(), **{name: rows for name, rows in listed.items() if rows}}


def _outcome_read(written: Mapping[str, Any]) -> Outcome:
    remarks, refused = (tuple(Remark(*one) for one in written.get(name, ())) for name in ("remarks", "refused"))
    return Outcome(**written["counts"], remarks=remarks, refused=refused)
