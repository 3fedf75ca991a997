"""People, invitations and groups. No Telegram id, name or phone: only keyed references."""

from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, Table, bindparam, func, inspect, update
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.agencies import Agency
from models.columns import HOLDS_PLACES, BigId, Moment, by_letter
from models.prepared import Prepared


class Person(SQLModel, table=True):
    """A registered person; ``ref`` is the keyed hash of the Telegram id."""

    __tablename__ = "person"

    ref: str = Field(primary_key=True)
    label: str = Field(unique=True, description="pseudonym such as P-12, for lists and audit")
    role: str
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    townships: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, info=HOLDS_PLACES))
    leads: str | None = None
    language: str | None = Field(default=None, description="chosen")
    telegram_language: str | None = Field(default=None, description="of the person's Telegram, if the desk speaks it")
    status: str = Field(description="active, waiting (second confirmation), suspended or left")
    joined_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    valid_until: datetime = Field(sa_column=Column(Moment, nullable=False))
    consented_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    consent_version: int | None = Field(default=None, description="version of the purpose notice that was agreed to")
    wanted_role: str | None = Field(default=None, description="role that waits for a second coordinator")
    wanted_by: str | None = Field(default=None, description="label of whoever gave it, or 'operator'")
    left_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    invitation_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("invitation.id")))


class Invitation(SQLModel, table=True):
    """An invitation: works once, until ``expires_at``; only a keyed hash of its code is kept."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    code_hash: str = Field(unique=True)
    purpose: str = Field(default="person", description="person or group")
    role: str | None = None
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    townships: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, info=HOLDS_PLACES))
    leads: str | None = None
    label: str | None = Field(default=None, description="what a coordinator calls the group")
    created_by: str = Field(description="label of a person, or 'operator'")
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    used_by: str | None = None
    confirmed_by: str | None = None


class Group(SQLModel, table=True):
    """A registered coordination group."""

    __tablename__ = "coordination_group"

    ref: str = Field(primary_key=True)
    label: str = Field(unique=True)
    status: str = Field(description="active or removed")
    language: str | None = None
    members: int | None = None
    registered_by: str = Field(description="label of a person, or 'operator'")
    registered_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class Standing(NamedTuple):
    """What decides on what somebody may see: their row, with the acronym of their agency."""

    ref: str
    label: str
    role: str
    agency_id: int | None
    townships: list[int]
    leads: str | None
    language: str | None
    telegram_language: str | None
    status: str
    valid_until: datetime
    consented_at: datetime | None
    consent_version: int | None
    agency: str | None


class Circle(NamedTuple):
    """What decides on what a group may see."""

    ref: str
    status: str
    language: str | None


_PEOPLE, _GROUPS = cast(Table, inspect(Person).local_table), cast(Table, inspect(Group).local_table)
_STANDING = Prepared(
    sa_select(*[_PEOPLE.c[name] for name in Standing._fields[:-1]], col(Agency.acronym))
    .select_from(_PEOPLE.outerjoin(inspect(Agency).local_table, _PEOPLE.c.agency_id == col(Agency.id)))
    .where(_PEOPLE.c.ref == bindparam("of"))
)
_CIRCLE = Prepared(sa_select(*[_GROUPS.c[name] for name in Circle._fields]).where(_GROUPS.c.ref == bindparam("of")))


def standing(db: Session, ref: str | None) -> Standing | None:
    """As `person`, to look at: nothing of it can be changed."""
    row = _STANDING.first(db, of=ref) if ref else None
    return Standing._make(row) if row else None


def circle(db: Session, ref: str | None) -> Circle | None:
    """As `group`, to look at."""
    row = _CIRCLE.first(db, of=ref) if ref else None
    return Circle._make(row) if row else None


def person(db: Session, ref: str | None) -> Person | None:
    """The person behind a keyed reference."""
    return db.get(Person, ref) if ref else None


def by_label(db: Session, label: str) -> Person | None:
    """The person with pseudonym ``label``, whatever the letters' case."""
    return db.exec(select(Person).where(func.lower(Person.label) == label.strip().lower())).first()


def everybody(db: Session) -> list[Person]:
    """All persons by the number of their label."""
    return sorted(db.exec(select(Person)), key=lambda row: int(row.label.removeprefix("P-")))


def with_role(db: Session, role: str) -> list[Person]:
    """All persons of one role."""
    return list(db.exec(select(Person).where(Person.role == role).order_by(by_letter(Person.label))))


def group(db: Session, ref: str | None) -> Group | None:
    """The group behind a keyed reference."""
    return db.get(Group, ref) if ref else None


def group_by_label(db: Session, label: str) -> Group | None:
    """The group that coordinators call ``label``."""
    return db.exec(select(Group).where(func.lower(Group.label) == label.strip().lower())).first()


def groups(db: Session) -> list[Group]:
    """All groups by label."""
    return list(db.exec(select(Group).order_by(by_letter(Group.label))))


def invitation_by_id(db: Session, number: int | None) -> Invitation | None:
    """The invitation by which a person came."""
    return db.get(Invitation, number) if number else None


def open_invitation(db: Session, code_hash: str, purpose: str, now: datetime) -> bool:
    """Whether an invitation of ``purpose`` with this code could be used now."""
    return db.scalar(select(col(Invitation.id)).where(*_usable(code_hash, purpose, now))) is not None


def _usable(code_hash: str, purpose: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Invitation.code_hash) == code_hash,
        col(Invitation.purpose) == purpose,
        col(Invitation.used_at).is_(None),
        col(Invitation.expires_at) > now,
    )


def claim_invitation(db: Session, code_hash: str, purpose: str, used_by: str, now: datetime) -> Invitation | None:
    """Use up the invitation of ``purpose`` with this code; ``None`` if there is none, it is used or has expired.

    One conditional UPDATE, so that of two people at the same moment only one gets it.
    """
    claim = (
        update(Invitation)
        .where(*_usable(code_hash, purpose, now))
        .values(used_at=now, used_by=used_by)
        .returning(col(Invitation.id))
    )
    number = db.execute(claim).scalar()
    return db.get(Invitation, number, populate_existing=True) if number is not None else None


def close_invitations(db: Session, now: datetime) -> int:
    """Let every invitation expire that could still be used; how many it was."""
    is_open = (col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
    result: Any = db.execute(update(Invitation).where(*is_open).values(expires_at=now))
    return int(result.rowcount)
