"""When somebody last looked at a place: under a keyed hash of person and place, which nobody can read backwards."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel

from models.columns import Moment


class Look(SQLModel, table=True):
    """``at`` is the last look, ``before`` the last one of an earlier visit."""

    __tablename__ = "look"

    looker: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    before: datetime | None = Field(default=None, sa_column=Column(Moment))


def of(db: Session, looker: str) -> Look | None:
    """The looks under that hash."""
    return db.get(Look, looker)


def keep(db: Session, looker: str, at: datetime, before: datetime | None) -> None:
    """Keep the last look and the one of the visit before."""
    db.merge(Look(looker=looker, at=at, before=before))
