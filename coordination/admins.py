"""Admins: the people whom the settings name; they look after people and settings and see no data."""

from dataclasses import dataclass
from datetime import timedelta

from coordination import people
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE, LEFT, SUSPENDED
from coordination.scope import Scope
from coordination.viewer import Role
from models import people as rows
from models.people import Person

VALID = timedelta(days=3650)
"""The settings are read at every start; an admin's is no registration that runs out."""


@dataclass(frozen=True)
class EnsureAdmins:
    """Make exactly the people behind ``refs`` admins; the settings name them."""

    refs: tuple[str, ...]


def _ensure(scope: Scope, command: EnsureAdmins) -> dict[str, int]:
    dropped = [row for row in rows.with_role(scope.db, Role.ADMIN) if row.ref not in command.refs]
    for person in dropped:
        person.status, person.left_at = LEFT, person.left_at or scope.now
        person.consented_at = person.consent_version = None  # or somebody could take it back for a quarter of an hour
    for ref in command.refs:
        _make_admin(scope, ref)
    return {"admins": len(command.refs), "dropped": len(dropped)}


def _make_admin(scope: Scope, ref: str) -> None:
    """Admins hold as long as the settings name them; a suspended one stays suspended."""
    until = scope.now + VALID
    person = rows.person(scope.db, ref)
    if person is None:
        person = Person(
            ref=ref,
            label=people.next_label(scope),
            role=Role.ADMIN,
            status=ACTIVE,
            joined_at=scope.now,
            valid_until=until,
        )
        scope.db.add(person)
        scope.db.flush()
    person.role, person.valid_until, person.left_at = Role.ADMIN, until, None
    person.wanted_role = person.wanted_by = None
    person.status = SUSPENDED if person.status == SUSPENDED else ACTIVE


OPERATIONS[EnsureAdmins] = Operation(
    "people.admins", lambda scope, _c: scope.viewer.kind in {"operator", "tick"}, _ensure, dict, changes_facts=False
)
