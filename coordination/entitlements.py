"""What a person may see and do: role, agency and townships, changed by a coordinator other than the person."""

from dataclasses import dataclass
from typing import Any

from coordination import agencies, people, places, registration
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.invitations import COUNTERSIGNED, INVITED_ROLES
from coordination.people import ACTIVE, Recipient
from coordination.registration import PersonEntry
from coordination.scope import Scope
from coordination.viewer import Role
from models.people import Person


@dataclass(frozen=True)
class ChangeRole:
    """Give a person another role; protection and coordinator wait for a second coordinator (rule 30)."""

    label: str
    role: str


@dataclass(frozen=True)
class ChangeAgency:
    """Say for which agency a person works."""

    label: str
    agency_id: int


@dataclass(frozen=True)
class ChangeTownships:
    """Say which townships a person looks after; they bound what a focal point sees."""

    label: str
    townships: tuple[int, ...]


@dataclass(frozen=True)
class Changed:
    """The person as they stand now; ``tell`` has the person, ``confirm`` the coordinators who may confirm a role."""

    entry: PersonEntry
    tell: Recipient | None
    confirm: tuple[Recipient, ...] = ()


def _role(scope: Scope, command: ChangeRole) -> Changed:
    person = _of_others(scope, command.label)
    if command.role not in INVITED_ROLES:
        raise Refusal("invite.role_unknown", role=command.role)
    role = Role(command.role)
    if role is Role.FOCAL and not person.townships:
        raise Refusal("people.townships_first", label=person.label)
    if role in COUNTERSIGNED and role != person.role:
        person.wanted_role, person.wanted_by = role, scope.viewer.label
        fit = people.coordinators(scope, but=scope.viewer.label)
        return Changed(registration.entry(scope, person), None, tuple(to for to in fit if to.ref != person.ref))
    person.role, person.wanted_role, person.wanted_by = role, None, None
    person.leads = person.leads if role is Role.AGENCY else None
    return _changed(scope, person)


def _agency(scope: Scope, command: ChangeAgency) -> Changed:
    person = _of_others(scope, command.label)
    if command.agency_id not in {agency.id for agency in agencies.everyone(scope)}:
        raise Refusal("invite.agency_unknown", agency=command.agency_id)
    person.agency_id = command.agency_id
    return _changed(scope, person)


def _townships(scope: Scope, command: ChangeTownships) -> Changed:
    person = _of_others(scope, command.label)
    named = places.get_many(scope, command.townships)
    if other := next((place for place in named if place.kind != "township"), None):
        raise Refusal("invite.township_unknown", township=places.place_label(other, scope.viewer))
    if person.role == Role.FOCAL and not named:
        raise Refusal("invite.focal_needs_townships")
    person.townships = sorted({place.id for place in named})
    return _changed(scope, person)


def _of_others(scope: Scope, label: str) -> Person:
    """An active person who is not the one that asks; what admins are, the settings say."""
    person = registration.called(scope, label)
    registration.not_oneself(scope, person)
    if person.role == Role.ADMIN:
        raise NotAllowedError("people.admin_by_settings", label=person.label)
    if person.status != ACTIVE:
        raise Refusal(f"people.is_{person.status}", label=person.label)
    return person


def _changed(scope: Scope, person: Person) -> Changed:
    return Changed(registration.entry(scope, person), people.recipient_at(scope, person.ref))


def _may_change(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _as(field: str) -> Any:
    """What the audit trail says of a change: of whom, and what it is now."""

    def counts(result: Changed) -> dict[str, Any]:
        now = getattr(result.entry, field)
        wanted = {"wanted": result.entry.wanted} if result.entry.wanted else {}
        return {"person": result.entry.label, field: list(now) if isinstance(now, tuple) else now, **wanted}

    return counts


OPERATIONS |= {
    ChangeRole: Operation("people.role", _may_change, _role, _as("role")),
    ChangeAgency: Operation("people.agency", _may_change, _agency, _as("agency")),
    ChangeTownships: Operation("people.townships", _may_change, _townships, _as("townships")),
}
