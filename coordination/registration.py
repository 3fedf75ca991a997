"""Changes of a person's registration: confirm, refuse, suspend, resume, renew, remove, leave, agree; and the admins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coordination import people, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE, LEFT, SUSPENDED, VALID, WAITING
from coordination.scope import Scope
from coordination.viewer import Chat, Role
from models import people as rows
from models.agencies import Agency
from models.people import Person

ADMIN_VALID = timedelta(days=3650)
"""Admins are named by the settings, which are read at every start; theirs is no registration that runs out."""

REMINDER = timedelta(days=7)
"""How long before a registration runs out coordinators are told."""


@dataclass(frozen=True)
class ConfirmPerson:
    """Wake a waiting person; not by whoever invited them (domain section 6 rule 30)."""

    label: str


@dataclass(frozen=True)
class RefusePerson:
    """Turn a waiting person away."""

    label: str


@dataclass(frozen=True)
class SuspendPerson:
    """Shut a person out until resumed; they read what a stranger reads."""

    label: str


@dataclass(frozen=True)
class ResumePerson:
    """Let a suspended person in again."""

    label: str


@dataclass(frozen=True)
class RenewPerson:
    """Re-confirm a person for another 90 days."""

    label: str


@dataclass(frozen=True)
class RemovePerson:
    """Take a person off the desk: access ends at once, what is kept of them after 30 days."""

    label: str


@dataclass(frozen=True)
class LeaveDesk:
    """Take oneself off the desk."""


@dataclass(frozen=True)
class AgreeToPurpose:
    """Agree to the purpose notice, for a year."""


@dataclass(frozen=True)
class EnsureAdmins:
    """Make exactly the people behind ``refs`` admins; the settings name them."""

    refs: tuple[str, ...]


@dataclass(frozen=True)
class PersonEntry:
    """What people who manage people see of a person; ``expired`` when nobody re-confirmed them in time."""

    label: str
    role: str
    agency: str | None
    townships: tuple[str, ...]
    leads: str | None
    status: str
    joined_at: datetime
    valid_until: datetime
    consented_at: datetime | None
    language: str | None = None


STEPS: dict[type, tuple[frozenset[str], str]] = {
    ConfirmPerson: (frozenset({WAITING}), ACTIVE),
    RefusePerson: (frozenset({WAITING}), LEFT),
    SuspendPerson: (frozenset({ACTIVE}), SUSPENDED),
    ResumePerson: (frozenset({SUSPENDED}), ACTIVE),
    RenewPerson: (frozenset({ACTIVE}), ACTIVE),
    RemovePerson: (frozenset({ACTIVE, WAITING, SUSPENDED}), LEFT),
}
"""From which states a command leads to which state."""


def listing(scope: Scope) -> tuple[PersonEntry, ...]:
    """Everybody ever registered, by label; raises `NotAllowedError`."""
    if not scope.viewer.manages:
        raise NotAllowedError
    return tuple(entry(scope, person) for person in rows.everybody(scope.db))


def one(scope: Scope, label: str) -> PersonEntry:
    """The person labelled ``label``; raises `NotAllowedError` or ``people.unknown``."""
    if not scope.viewer.manages:
        raise NotAllowedError
    return entry(scope, _called(scope, label))


def running_out(scope: Scope) -> tuple[PersonEntry, ...]:
    """Active people whom somebody has to re-confirm within a week."""
    people_in_force = (person for person in rows.everybody(scope.db) if people.active(scope.db, person.ref, scope.now))
    return tuple(entry(scope, person) for person in people_in_force if person.valid_until <= scope.now + REMINDER)


def mine(scope: Scope) -> PersonEntry:
    """The viewer's own entry."""
    return entry(scope, people.myself(scope))


def entry(scope: Scope, person: Person) -> PersonEntry:
    """A person as a frozen result."""
    agency = scope.db.get(Agency, person.agency_id) if person.agency_id else None
    expired = person.status == ACTIVE and person.valid_until <= scope.now
    return PersonEntry(
        label=person.label,
        role=person.role,
        agency=agency.acronym if agency else None,
        townships=tuple(places.place_label(places.get(scope, number), scope.viewer) for number in person.townships),
        leads=person.leads,
        status="expired" if expired else person.status,
        joined_at=person.joined_at,
        valid_until=person.valid_until,
        consented_at=person.consented_at,
        language=person.language or person.telegram_language,
    )


def _step(scope: Scope, command: Any) -> PersonEntry:
    before, after = STEPS[type(command)]
    person = _called(scope, command.label)
    if person.status not in before:
        raise Refusal(f"people.is_{person.status}", label=person.label)
    if isinstance(command, ConfirmPerson):
        _countersign(scope, person)
    person.status = after
    if isinstance(command, ConfirmPerson | RenewPerson):
        person.valid_until = scope.now + VALID
    if after == LEFT:
        person.left_at = scope.now
    return entry(scope, person)


def _called(scope: Scope, label: str) -> Person:
    person = rows.by_label(scope.db, label)
    if person is None:
        raise Refusal("people.unknown", label=label)
    return person


def _countersign(scope: Scope, person: Person) -> None:
    invitation = rows.invitation_by_id(scope.db, person.invitation_id)
    if invitation is None:
        raise Refusal("people.no_invitation", label=person.label)
    if invitation.created_by == scope.viewer.label and scope.viewer.kind == "person":
        raise NotAllowedError("people.own_invitation", label=person.label)
    invitation.confirmed_by = scope.viewer.label


def _leave(scope: Scope, _command: LeaveDesk) -> PersonEntry:
    person = people.myself(scope)
    person.status, person.left_at = LEFT, scope.now
    return entry(scope, person)


def _agree(scope: Scope, _command: AgreeToPurpose) -> PersonEntry:
    person = people.myself(scope)
    person.consented_at = scope.now
    return entry(scope, person)


def _ensure_admins(scope: Scope, command: EnsureAdmins) -> dict[str, int]:
    dropped = [row for row in rows.with_role(scope.db, Role.ADMIN) if row.ref not in command.refs]
    for person in dropped:
        person.status, person.left_at = LEFT, person.left_at or scope.now
    for ref in command.refs:
        _make_admin(scope, ref)
    return {"admins": len(command.refs), "dropped": len(dropped)}


def _make_admin(scope: Scope, ref: str) -> None:
    """Admins hold as long as the settings name them; a suspended one stays suspended."""
    until = scope.now + ADMIN_VALID
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
    person.status = SUSPENDED if person.status == SUSPENDED else ACTIVE


def _is_person(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


def _who(result: PersonEntry) -> dict[str, Any]:
    return {"person": result.label}


def _may_confirm(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _may_manage(scope: Scope, _command: Any) -> bool:
    return scope.viewer.manages


OPERATIONS |= {
    ConfirmPerson: Operation("people.confirm", _may_confirm, _step, _who),
    RefusePerson: Operation("people.refuse", _may_confirm, _step, _who),
    SuspendPerson: Operation("people.suspend", _may_manage, _step, _who),
    ResumePerson: Operation("people.resume", _may_manage, _step, _who),
    RenewPerson: Operation("people.renew", _may_manage, _step, _who),
    RemovePerson: Operation("people.remove", _may_manage, _step, _who),
    LeaveDesk: Operation("people.leave", _is_person, _leave, _who),
    AgreeToPurpose: Operation("people.consent", _is_person, _agree, _who),
    EnsureAdmins: Operation(
        "people.admins", lambda scope, _c: scope.viewer.kind in {"operator", "tick"}, _ensure_admins, dict
    ),
}
