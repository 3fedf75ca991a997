"""What was asked and had no answer: by place and sector, or by a name that no place bears; counted by agency."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment


class InformationGap(SQLModel, table=True):
    """How often one agency asked for a sector of a place ("": the place itself), or for a ``name`` (no place then).

    ``asker`` is a keyed hash of the agency with the sector or name that it asked for, "" for groups and people of no
    agency: nobody is remembered as a person, and without the key nobody can tell which agency it was.
    """

    __tablename__ = "information_gap"
    __table_args__ = (Index("ix_information_gap", "place_id", "name", "sector", "asker"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id", ondelete="CASCADE")))
    name: str = ""
    sector: str = ""
    asker: str = ""
    number: int = 1
    last_at: datetime = Field(sa_column=Column(Moment, nullable=False))


def count(db: Session, asked: InformationGap) -> None:
    """Count it where the same was asked by the same before, else keep it."""
    same = select(InformationGap).where(
        col(InformationGap.place_id).is_(None) if asked.place_id is None else InformationGap.place_id == asked.place_id,
        InformationGap.name == asked.name,
        InformationGap.sector == asked.sector,
        InformationGap.asker == asked.asker,
    )
    found = db.exec(same).first()
    if found is None:
        db.add(asked)
    else:
        found.number, found.last_at = found.number + 1, asked.last_at
    db.flush()


def every(db: Session) -> Sequence[InformationGap]:
    """All of them, in the order in which they were asked first."""
    return db.exec(select(InformationGap).order_by(col(InformationGap.id))).all()
