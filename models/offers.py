"""Assessments that agencies sent and that wait for a coordinator: kept apart from what the desk knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, insert
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment


class ReviewOffer(SQLModel, table=True):
    """One file's worth of rows; ``source`` is the origin of its rows when they are accepted, unique for ever."""

    __tablename__ = "review_offer"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    source: str = Field(unique=True)
    person_ref: str | None = None
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    offered_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class OfferedAssessment(SQLModel, table=True):
    """One row of an offer; ``said`` is the row but for place and agency, whose ids other tables may change."""

    __tablename__ = "offered_assessment"

    offer_id: int = Field(
        sa_column=Column(
            BigId, ForeignKey("review_offer.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    row: int = Field(primary_key=True)
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False, index=True))
    agency_id: int = Field(sa_column=Column(BigId, ForeignKey("agency.id"), nullable=False))
    said: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


def add(db: Session, offer: ReviewOffer, rows: Sequence[dict[str, Any]]) -> int:
    """Keep an offer with its ``rows`` (row, place_id, agency_id, said); its id."""
    db.add(offer)
    db.flush()
    number = offer.id or 0
    if rows:
        db.execute(insert(OfferedAssessment), [{"offer_id": number, **row} for row in rows])
    return number


def get(db: Session, offer_id: int) -> ReviewOffer | None:
    """The offer of that id."""
    return db.get(ReviewOffer, offer_id)


def rows(db: Session, offer_id: int) -> list[OfferedAssessment]:
    """The rows of an offer in their order."""
    mine = col(OfferedAssessment.offer_id) == offer_id
    return list(db.exec(select(OfferedAssessment).where(mine).order_by(col(OfferedAssessment.row))))
