"""What the clock does about commitments: one row for each that was made or changed in chat, one query a tick.

Nobody stands behind a row of an imported sheet, so nothing happens to it by itself: coordinators see its age among the
findings (`commitment_rules`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from coordination import people
from coordination.commitment_changes import LapseCommitment
from coordination.commitment_duties import IS_STALE, LAPSES, REMIND, Due, asked_of, schedule
from coordination.execute import OPERATIONS, Operation, execute
from coordination.people import Recipient
from coordination.scope import Scope
from models import commitment_duties as rows
from models import commitments as table
from models.commitment_duties import CommitmentDuty

MOST = 200
"""Rows of one tick."""


@dataclass(frozen=True)
class WorkOnDuties:
    """Do what is due by now; asked for only where something `is_due`, since it changes what answers are made of."""


@dataclass(frozen=True)
class Nudge:
    """C-``number`` needs a look, and whose."""

    number: int
    due: Due
    tell: tuple[Recipient, ...]


def is_due(scope: Scope) -> bool:
    """Whether there is anything for `WorkOnDuties` to do."""
    return bool(rows.due(scope.db, scope.now.date(), 1))


def _work(scope: Scope, _command: WorkOnDuties) -> tuple[Nudge, ...]:
    found = (_looked_at(scope, duty) for duty in rows.due(scope.db, scope.now.date(), MOST))
    return tuple(nudge for nudge in found if nudge)


def _looked_at(scope: Scope, duty: CommitmentDuty) -> Nudge | None:
    """What is due of one; a sheet may have changed it meanwhile, then only the day is set anew."""
    today, one = scope.now.date(), table.in_force(scope.db, duty.number)
    if one is None:
        duty.due_on = None
        return None
    since = duty.due_on or today
    due = [due for due in schedule(scope.desk.catalogue, one, today) if since <= due.on <= today]
    duty.due_on = asked_of(scope.desk.catalogue, one, today)
    scope.db.flush()
    if not due:
        return None
    if due[-1].kind == LAPSES:
        execute(scope, LapseCommitment(duty.number))
    return Nudge(duty.number, due[-1], _told(scope, duty, due[-1]))


def _told(scope: Scope, duty: CommitmentDuty, due: Due) -> tuple[Recipient, ...]:
    """Whoever made it; coordinators of what is overdue, lapses or runs out, and where nobody else is left."""
    asked = people.recipient_at(scope, duty.person_ref) if duty.person_ref else None
    own = (asked,) if asked else ()
    if own and due.kind in {REMIND, IS_STALE}:
        return own
    return own + tuple(to for to in people.coordinators(scope) if to not in own)


def asked_about(scope: Scope, numbers: Sequence[int]) -> tuple[tuple[int, Recipient], ...]:
    """Whom to tell of commitments that others would cover, too, and of which; coordinators where nobody is asked."""
    found = {one.person_ref: one.number for one in map(partial(rows.get, scope.db), numbers) if one and one.person_ref}
    told = [(number, people.recipient_at(scope, ref)) for ref, number in found.items() if ref != scope.viewer.ref]
    known = tuple((number, to) for number, to in told if to is not None)
    others = people.coordinators(scope, but=scope.viewer.label)
    return known or tuple((number, to) for number in numbers[:1] for to in others)


def _clock(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "tick"


OPERATIONS[WorkOnDuties] = Operation("commitments.duties", _clock, _work, audited=False)
