"""Invitations: one code, one use, 72 hours, one role, one agency, a list of townships (domain section 6 rule 30)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coordination import agencies, people, places
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.people import ACTIVE, LEFT, VALID, WAITING, Recipient
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Role
from models import people as rows
from models.people import Invitation, Person

LIFETIME = timedelta(hours=72)
INVITED_ROLES = (Role.AGENCY, Role.FOCAL, Role.PROTECTION, Role.COORDINATOR)
COUNTERSIGNED = (Role.PROTECTION, Role.COORDINATOR)
"""Roles that wake only after a second coordinator confirms."""


@dataclass(frozen=True)
class CreateInvitation:
    """Invite one person. ``code_hash`` is the keyed hash of `new_code`; agency and townships as people write them."""

    code_hash: str
    role: Role
    agency: str
    townships: tuple[str, ...] = ()
    leads: str | None = None


@dataclass(frozen=True)
class Invited:
    """What an invitation gives, and until when it can be used."""

    role: Role
    agency: str
    townships: tuple[str, ...]
    leads: str | None
    expires_at: datetime


@dataclass(frozen=True)
class Join:
    """Use an invitation as the person behind ``person_ref``."""

    code_hash: str
    person_ref: str


@dataclass(frozen=True)
class Joined:
    """The new person; ``tell`` are the coordinators who may confirm one that waits."""

    label: str
    waiting: bool
    tell: tuple[Recipient, ...]


def new_code() -> str:
    """A code of 192 random bits in the alphabet of Telegram's start parameter."""
    return f"j{secrets.token_urlsafe(24)}"


def _create(scope: Scope, command: CreateInvitation) -> Invited:
    agency = agencies.by_name(scope, command.agency)
    if agency is None:
        raise Refusal("invite.agency_unknown", agency=command.agency)
    if command.role not in INVITED_ROLES:
        raise Refusal("invite.role_unknown", role=command.role)
    if command.role is Role.FOCAL and not command.townships:
        raise Refusal("invite.focal_needs_townships")
    townships = tuple(_township(scope, text) for text in command.townships)
    expires_at = scope.now + LIFETIME
    leads = _sector(scope, command)
    scope.db.add(
        Invitation(
            code_hash=command.code_hash,
            role=command.role,
            agency_id=agency.id,
            townships=[place.id for place in townships],
            leads=leads,
            created_by=scope.viewer.label,
            created_at=scope.now,
            expires_at=expires_at,
        )
    )
    names = tuple(places.place_label(place, scope.viewer) for place in townships)
    return Invited(command.role, agency.acronym, names, leads, expires_at)


def _township(scope: Scope, text: str) -> PlaceRef:
    found = places.townships(scope, text)
    if not found:
        known = places.any_known(scope)
        raise Refusal("invite.township_unknown" if known else "invite.no_places", township=text)
    if len(found) > 1:
        names = ", ".join(f"{place.pcode or place.source_id} ({place.state})" for place in found)
        raise Refusal("invite.township_which", township=text, names=names)
    return found[0]


def _sector(scope: Scope, command: CreateInvitation) -> str | None:
    """A sector lead is an agency person with a mark (domain section 6, Roles)."""
    if command.leads is None:
        return None
    sector = scope.desk.catalogue.sector_of(command.leads)
    if sector is None:
        raise Refusal("invite.sector_unknown", sector=command.leads)
    if command.role is not Role.AGENCY:
        raise Refusal("invite.lead_is_agency")
    return sector


def _join(scope: Scope, command: Join) -> Joined:
    """Whatever is wrong reads like a stranger's sentence: a code tells nobody whether it existed."""
    known = rows.person(scope.db, command.person_ref)
    if known is not None and not _may_come_back(known, scope.now):
        raise Refusal("refusal.stranger")
    label = known.label if known else people.next_label(scope)
    invitation = rows.claim_invitation(scope.db, command.code_hash, "person", label, scope.now)
    if invitation is None:
        raise Refusal("refusal.stranger")
    person = known or _newcomer(command.person_ref, label, scope.now)
    _enrol(scope, person, invitation)
    waiting = person.status == WAITING
    return Joined(label, waiting, people.coordinators(scope, but=invitation.created_by) if waiting else ())


def _may_come_back(person: Person, now: datetime) -> bool:
    """Who left or was not re-confirmed in time; a suspension is lifted by `ResumePerson` only."""
    return person.status == LEFT or (person.status == ACTIVE and person.valid_until <= now)


def _newcomer(ref: str, label: str, now: datetime) -> Person:
    return Person(ref=ref, label=label, role="", status=WAITING, joined_at=now, valid_until=now + VALID)


def _enrol(scope: Scope, person: Person, invitation: Invitation) -> None:
    role = Role(invitation.role or "")
    person.role, person.leads = role, invitation.leads
    person.agency_id, person.townships = invitation.agency_id, invitation.townships
    person.status = WAITING if role in COUNTERSIGNED else ACTIVE
    person.joined_at, person.valid_until = scope.now, scope.now + VALID
    person.consented_at = person.consent_version = person.left_at = None
    person.wanted_role = person.wanted_by = None
    person.invitation_id = invitation.id
    scope.db.add(person)


def _may_invite(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


OPERATIONS |= {
    CreateInvitation: Operation("invitation.create", _may_invite, _create, lambda made: {"role": str(made.role)}),
    Join: Operation("people.join", lambda _scope, _command: True, _join, lambda joined: {"person": joined.label}),
}
