"""People, invitations and groups. No Telegram id, name or phone: only keyed references."""

from datetime import datetime

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import HOLDS_PLACES, BigId, Moment, by_letter


class Person(SQLModel, table=True):
    """A registered person; ``ref`` is the keyed hash of the Telegram id."""

    __tablename__ = "person"

    ref: str = Field(primary_key=True)
    label: str = Field(unique=True, description="pseudonym such as P-12, for lists and audit")
    role: str
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    townships: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, info=HOLDS_PLACES))
    leads: str | None = None
    language: str | None = None
    status: str = Field(description="active, waiting (second confirmation), suspended or left")
    joined_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    valid_until: datetime = Field(sa_column=Column(Moment, nullable=False))
    consented_at: datetime | None = Field(default=None, sa_column=Column(Moment))
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
