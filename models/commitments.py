"""Commitments of agencies: what, where, for how many, when."""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from models.columns import BigId, Moment


class Commitment(SQLModel, table=True):
    """One version of commitment C-``number``; a change adds a row and stamps the old one's ``superseded_at``."""

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_place", "place_id", "superseded_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    number: int = Field(index=True)
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    agency_id: int = Field(sa_column=Column(BigId, ForeignKey("agency.id"), nullable=False))
    partner: str | None = None
    donor: str | None = None
    activity: str
    indicator: str | None = None
    modality: str | None = None
    population: str | None = None
    unit: str
    target: int
    reached: int | None = None
    start: date | None = None
    end: date | None = None
    months: int | None = None
    components: str = Field(default="", description="separated by |; none named means all")
    status: str
    conditions: str | None = None
    reported_on: date
    reached_on: date | None = None
    source: str = Field(unique=True)
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    superseded_at: datetime | None = Field(default=None, sa_column=Column(Moment))
