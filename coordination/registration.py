"""Changes of a person's registration: confirm, refuse, suspend, resume, renew, remove, restore, leave, agree."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coordination import people, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE, LEFT, SUSPENDED, VALID, WAITING
from coordination.scope import Scope
from coordination.viewer import Chat
from models import people as rows
from models import topics
from models.agencies import Agency
from models.people import Person

UNDO = timedelta(minutes=15)
"""How long a removal can be taken back (domain section 6 rule 13)."""

REMINDER = timedelta(days=7)
"""How long before a registration runs out coordinators are told."""


@dataclass(frozen=True)
class ConfirmPerson:
    """Wake a waiting person, or let a role count; not by whoever invited them or gave it (domain section 6 rule 30).

    ``role`` is the one that the second coordinator read: another one that was given since is not confirmed by it.
    """

    label: str
    role: str = ""


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
class RestorePerson:
    """Take a removal back, within a quarter of an hour; not for whoever left of their own will."""

    label: str


@dataclass(frozen=True)
class LeaveDesk:
    """Take oneself off the desk."""


@dataclass(frozen=True)
class AgreeToPurpose:
    """Agree to the purpose notice as it reads now, for a year."""


@dataclass(frozen=True)
class PersonEntry:
    """What people who manage people see of a person; ``expired`` when nobody re-confirmed them in time.

    ``wanted`` is a role that was given and waits for a second coordinator.
    """

    label: str
    role: str
    agency: str | None
    townships: tuple[str, ...]
    leads: str | None
    status: str
    joined_at: datetime
    valid_until: datetime
    consented_at: datetime | None
    wanted: str | None = None


STEPS: dict[type, tuple[frozenset[str], str]] = {
    ConfirmPerson: (frozenset({WAITING}), ACTIVE),
    RefusePerson: (frozenset({WAITING}), LEFT),
    SuspendPerson: (frozenset({ACTIVE}), SUSPENDED),
    ResumePerson: (frozenset({SUSPENDED}), ACTIVE),
    RenewPerson: (frozenset({ACTIVE}), ACTIVE),
    RemovePerson: (frozenset({ACTIVE, WAITING, SUSPENDED}), LEFT),
    RestorePerson: (frozenset({LEFT}), ACTIVE),
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
    return entry(scope, called(scope, label))


def townships_of(scope: Scope, label: str) -> set[int]:
    """Ids of the townships of whoever bears ``label``."""
    return set(called(scope, label).townships)


def restorable(scope: Scope, label: str) -> bool:
    """Whether the removal of ``label`` may still be taken back."""
    person = called(scope, label)
    return person.status == LEFT and may_restore(person, scope.now)


def running_out(scope: Scope) -> tuple[PersonEntry, ...]:
    """Active people whom somebody has to re-confirm within a week."""
    people_in_force = (person for person in rows.everybody(scope.db) if people.active(scope.db, person.ref, scope.now))
    return tuple(entry(scope, person) for person in people_in_force if person.valid_until <= scope.now + REMINDER)


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
        wanted=person.wanted_role,
    )


def _step(scope: Scope, command: Any) -> PersonEntry:
    before, after = STEPS[type(command)]
    person = called(scope, command.label)
    not_oneself(scope, person)
    if isinstance(command, ConfirmPerson) and command.role not in {"", person.wanted_role or person.role}:
        raise Refusal("ask.button_old")
    if person.wanted_role and isinstance(command, ConfirmPerson | RefusePerson):
        return _settle_role(scope, person, give=isinstance(command, ConfirmPerson))
    if person.status not in before:
        raise Refusal(f"people.is_{person.status}", label=person.label)
    if isinstance(command, ConfirmPerson):
        _countersign(scope, person)
    if isinstance(command, RestorePerson) and not may_restore(person, scope.now):
        raise Refusal("people.is_left", label=person.label)
    person.status = after
    person.left_at = None
    if isinstance(command, ConfirmPerson | RenewPerson):
        person.valid_until = scope.now + VALID
    if after == LEFT:
        person.left_at, person.wanted_role, person.wanted_by = scope.now, None, None
    if after in {LEFT, SUSPENDED}:
        topics.forget_person(scope.db, person.ref)
    return entry(scope, person)


def may_restore(person: Person, now: datetime) -> bool:
    """Whether a removal may still be taken back; whoever leaves takes the agreement to the notice back as well."""
    return person.left_at is not None and person.left_at > now - UNDO and person.consented_at is not None


def called(scope: Scope, label: str) -> Person:
    """The row of whoever bears ``label``; raises ``people.unknown``."""
    person = rows.by_label(scope.db, label)
    if person is None:
        raise Refusal("people.unknown", label=label)
    return person


def not_oneself(scope: Scope, person: Person) -> None:
    """Nobody renews, suspends or raises oneself: two people stand behind every registration (rules 1 and 30)."""
    if scope.viewer.kind == "person" and scope.viewer.ref == person.ref:
        raise NotAllowedError("people.oneself")


def _settle_role(scope: Scope, person: Person, *, give: bool) -> PersonEntry:
    """A second coordinator decides on a role that another gave (rule 30)."""
    if give and scope.viewer.kind == "person" and scope.viewer.label == person.wanted_by:
        raise NotAllowedError("people.own_proposal", label=person.label)
    person.role = person.wanted_role or person.role if give else person.role
    person.leads = None if give else person.leads
    person.wanted_role = person.wanted_by = None
    return entry(scope, person)


def _countersign(scope: Scope, person: Person) -> None:
    invitation = rows.invitation_by_id(scope.db, person.invitation_id)
    if invitation is None:
        raise Refusal("people.no_invitation", label=person.label)
    if invitation.created_by == scope.viewer.label and scope.viewer.kind == "person":
        raise NotAllowedError("people.own_invitation", label=person.label)
    invitation.confirmed_by = scope.viewer.label


def _leave(scope: Scope, _command: LeaveDesk) -> PersonEntry:
    person = people.myself(scope)
    """What was agreed to is withdrawn with it."""
    person.status, person.left_at = LEFT, scope.now
    person.consented_at = person.consent_version = person.wanted_role = person.wanted_by = None
    topics.forget_person(scope.db, person.ref)
    return entry(scope, person)


def _agree(scope: Scope, _command: AgreeToPurpose) -> PersonEntry:
    person = people.myself(scope)
    person.consented_at, person.consent_version = scope.now, people.NOTICE
    return entry(scope, person)


def _is_person(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


def _who(result: PersonEntry) -> dict[str, Any]:
    return {"person": result.label}


def _may_confirm(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _may_manage(scope: Scope, _command: Any) -> bool:
    return scope.viewer.manages


OPERATIONS |= {
    ConfirmPerson: Operation("people.confirm", _may_confirm, _step, _who, changes_facts=False),
    RefusePerson: Operation("people.refuse", _may_confirm, _step, _who, changes_facts=False),
    SuspendPerson: Operation("people.suspend", _may_manage, _step, _who, changes_facts=False),
    ResumePerson: Operation("people.resume", _may_manage, _step, _who, changes_facts=False),
    RenewPerson: Operation("people.renew", _may_manage, _step, _who, changes_facts=False),
    RemovePerson: Operation("people.remove", _may_manage, _step, _who, changes_facts=False),
    RestorePerson: Operation("people.restore", _may_manage, _step, _who, changes_facts=False),
    LeaveDesk: Operation("people.leave", _is_person, _leave, _who, changes_facts=False),
    AgreeToPurpose: Operation("people.consent", _is_person, _agree, _who, changes_facts=False),
}
