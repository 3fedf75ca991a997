"""Coordination groups: which chats of several people the desk answers in (domain section 6 rule 2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from coordination import people, places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.invitations import LIFETIME
from coordination.people import ACTIVE, Recipient
from coordination.scope import Scope
from coordination.viewer import Chat, Role
from models import people as rows
from models.people import Group, Invitation
from understanding.redaction import personal

REMOVED = "removed"
LABEL_LENGTH = 60
NO_CODE = {"unregistered": "refusal.group", "stranger": "refusal.stranger"}
"""What somebody in a group reads whose code does not work: the same as without one."""


@dataclass(frozen=True)
class CreateGroupInvitation:
    """Let one group register as ``label`` with a code; ``code_hash`` is the code's keyed hash."""

    code_hash: str
    label: str


@dataclass(frozen=True)
class RegisterGroup:
    """Register the group behind ``ref`` as ``label``, the coordinator's word and never Telegram's title."""

    ref: str
    person_ref: str | None
    label: str


@dataclass(frozen=True)
class JoinGroup:
    """Register the group behind ``ref`` with a code."""

    ref: str
    code_hash: str


@dataclass(frozen=True)
class RemoveGroup:
    """Take a group off the desk by its label."""

    label: str


@dataclass(frozen=True)
class NoteRemoval:
    """The bot was put out of the group behind ``ref``."""

    ref: str


@dataclass(frozen=True)
class NotePromotion:
    """The bot became an administrator of the group behind ``ref``: Telegram now shows it everything written there."""

    ref: str


@dataclass(frozen=True)
class NoteMembers:
    """Telegram says that the group behind ``ref`` has ``count`` members."""

    ref: str
    count: int


@dataclass(frozen=True)
class GroupEntry:
    """A group as coordinators see it."""

    label: str
    status: str
    members: int | None
    registered_by: str
    registered_at: datetime


@dataclass(frozen=True)
class GroupNews:
    """What coordinators are to be told of a group; nobody when nothing worth telling happened."""

    label: str
    tell: tuple[Recipient, ...] = ()


def listing(scope: Scope) -> tuple[GroupEntry, ...]:
    """All groups by label; raises `NotAllowedError`."""
    if not scope.viewer.manages:
        raise NotAllowedError
    return tuple(_entry(group) for group in rows.groups(scope.db))


def one(scope: Scope, number: int) -> GroupEntry:
    """The group at ``number`` of the active ones in `listing`; raises ``groups.changed`` when there is none."""
    active = [entry for entry in listing(scope) if entry.status == ACTIVE]
    if number >= len(active):
        raise Refusal("groups.changed")
    return active[number]


def active_refs(scope: Scope) -> tuple[str, ...]:
    """References of the registered groups."""
    return tuple(group.ref for group in rows.groups(scope.db) if group.status == ACTIVE)


def languages(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Reference and language of the registered groups for which one was chosen."""
    found = (group for group in rows.groups(scope.db) if group.status == ACTIVE)
    return tuple((group.ref, group.language) for group in found if group.language is not None)


def is_coordinator(scope: Scope, person_ref: str | None) -> bool:
    """Whether the sender in a group is a coordinator."""
    sender = people.active(scope.db, person_ref, scope.now)
    return sender is not None and sender.role == Role.COORDINATOR


def has_invitation(scope: Scope, code_hash: str) -> bool:
    """Whether a group could register with this code now."""
    return rows.open_invitation(scope.db, code_hash, "group", scope.now)


def _invite(scope: Scope, command: CreateGroupInvitation) -> datetime:
    expires_at = scope.now + LIFETIME
    scope.db.add(
        Invitation(
            code_hash=command.code_hash,
            purpose="group",
            label=_free_label(scope, command.label),
            created_by=scope.viewer.label,
            created_at=scope.now,
            expires_at=expires_at,
        )
    )
    return expires_at


def _free_label(scope: Scope, text: str, ref: str | None = None) -> str:
    """``text`` as a label, without characters that nobody sees; no name or number of a person (rule 7)."""
    label = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    if not label or len(label) > LABEL_LENGTH:
        raise Refusal("groups.label_needed", most=LABEL_LENGTH)
    if personal(label, places.spans(scope, label)):
        raise Refusal("refusal.personal")
    taken = rows.group_by_label(scope.db, label)
    if taken is not None and taken.status == ACTIVE and taken.ref != ref:
        raise Refusal("groups.label_taken", label=label)
    return taken.label if taken is not None else label


def _register(scope: Scope, command: RegisterGroup) -> GroupEntry:
    sender = people.active(scope.db, command.person_ref, scope.now)
    label = _free_label(scope, command.label, command.ref)
    return _entry(_keep(scope, command.ref, label, sender.label if sender else scope.viewer.label))


def _join(scope: Scope, command: JoinGroup) -> GroupEntry:
    invitation = rows.claim_invitation(scope.db, command.code_hash, "group", "group", scope.now)
    if invitation is None or invitation.label is None:
        raise NotAllowedError(NO_CODE.get(scope.viewer.kind, "refusal.not_allowed"))
    label = _free_label(scope, invitation.label, command.ref)
    return _entry(_keep(scope, command.ref, label, invitation.created_by))


def _keep(scope: Scope, ref: str, label: str, by: str) -> Group:
    """Register or rename; a removed group that bore the label gives it up."""
    former = rows.group_by_label(scope.db, label)
    if former is not None and former.ref != ref:
        scope.db.delete(former)
        scope.db.flush()
    group = rows.group(scope.db, ref) or Group(
        ref=ref, label=label, status=ACTIVE, registered_by=by, registered_at=scope.now
    )
    if group.status != ACTIVE:
        group.registered_by, group.registered_at, group.members = by, scope.now, None
    group.label, group.status = label, ACTIVE
    scope.db.add(group)
    return group


def _remove(scope: Scope, command: RemoveGroup) -> GroupEntry:
    group = rows.group_by_label(scope.db, command.label)
    if group is None or group.status != ACTIVE:
        raise Refusal("groups.unknown", label=command.label)
    group.status = REMOVED
    return _entry(group)


def _note_removal(scope: Scope, command: NoteRemoval) -> GroupNews | None:
    group = rows.group(scope.db, command.ref)
    if group is None or group.status != ACTIVE:
        return None
    group.status = REMOVED
    return GroupNews(group.label, people.coordinators(scope))


def _note_promotion(scope: Scope, command: NotePromotion) -> GroupNews | None:
    group = rows.group(scope.db, command.ref)
    if group is None or group.status != ACTIVE:
        return None
    return GroupNews(group.label, people.coordinators(scope))


def _note_members(scope: Scope, command: NoteMembers) -> GroupNews | None:
    """Growth is news, the first count is not."""
    group = rows.group(scope.db, command.ref)
    if group is None or group.status != ACTIVE:
        return None
    grew = group.members is not None and command.count > group.members
    group.members = command.count
    return GroupNews(group.label, people.coordinators(scope)) if grew else None


def _entry(group: Group) -> GroupEntry:
    return GroupEntry(group.label, group.status, group.members, group.registered_by, group.registered_at)


def _group(result: GroupEntry | GroupNews | None) -> dict[str, Any]:
    return {"group": result.label} if result else {}


def _may_register(scope: Scope, command: RegisterGroup) -> bool:
    return scope.viewer.chat is Chat.GROUP and is_coordinator(scope, command.person_ref)


OPERATIONS |= {
    CreateGroupInvitation: Operation(
        "groups.invite", lambda scope, _c: scope.viewer.coordinates, _invite, changes_facts=False
    ),
    RegisterGroup: Operation("groups.register", _may_register, _register, _group, changes_facts=False),
    JoinGroup: Operation(
        "groups.join", lambda scope, _c: scope.viewer.chat is Chat.GROUP, _join, _group, changes_facts=False
    ),
    RemoveGroup: Operation(
        "groups.remove", lambda scope, _c: scope.viewer.manages, _remove, _group, changes_facts=False
    ),
    NoteRemoval: Operation("groups.gone", lambda scope, _c: True, _note_removal, _group, changes_facts=False),
    NotePromotion: Operation("groups.promoted", lambda scope, _c: True, _note_promotion, _group, changes_facts=False),
    NoteMembers: Operation(
        "groups.members", lambda scope, _c: scope.viewer.kind == "tick", _note_members, _group, changes_facts=False
    ),
}
