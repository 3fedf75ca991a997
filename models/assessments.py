"""Assessments of a place and the indicator values that they brought."""

from datetime import date, datetime

from sqlalchemy import JSON, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from models.columns import BigId, Moment


class Assessment(SQLModel, table=True):
    """One visit or interview: (place, day, tool, agency) is its key; ``source`` is the row it came from."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ux_assessment_key", "place_id", "collected_on", "tool", "agency_id", unique=True),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    collected_on: date
    tool: str
    agency_id: int = Field(sa_column=Column(BigId, ForeignKey("agency.id"), nullable=False))
    informants: int | None = None
    informants_agreed: str = "unknown"
    matched_observation: str = "unknown"
    authority_list: str = "unknown"
    consent: bool = False
    source: str = Field(unique=True)
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class IndicatorValue(SQLModel, table=True):
    """One answer. A correction adds a row and stamps the old one's ``superseded_at``: history stays."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        Index("ix_value_assessment", "assessment_id", "indicator"),
        Index("ix_value_place", "place_id", "superseded_at", "indicator"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    assessment_id: int = Field(sa_column=Column(BigId, ForeignKey("assessment.id"), nullable=False))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    indicator: str
    state: str = Field(default="value", description="value, unknown, not_assessed or refused")
    number: float | None = None
    choice: str | None = None
    cells: dict[str, int] | None = Field(default=None, sa_column=Column(JSON))
    source: str
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    superseded_at: datetime | None = Field(default=None, sa_column=Column(Moment))
