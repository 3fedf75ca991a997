"""People, invitations and groups. No Telegram id, name or phone: only keyed references."""

from datetime import datetime

from sqlalchemy import JSON, Column, ForeignKey
from sqlmodel import Field, SQLModel

from models.columns import BigId, Moment


class Person(SQLModel, table=True):
    """A registered person; ``ref`` is the keyed hash of the Telegram id."""

    __tablename__ = "person"

    ref: str = Field(primary_key=True)
    label: str = Field(unique=True, description="pseudonym such as P-12, for lists and audit")
    role: str
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    townships: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
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
    townships: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    leads: str | None = None
    label: str | None = Field(default=None, description="what a coordinator calls the group")
    created_by: str = Field(description="a person's ref or 'operator'")
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
    registered_by: str
    registered_at: datetime = Field(sa_column=Column(Moment, nullable=False))
