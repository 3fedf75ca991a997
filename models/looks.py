"""When somebody last looked at a place: under a keyed hash of person and place, which nobody can read backwards."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, bindparam, select
from sqlmodel import Field, Session, SQLModel

from models.columns import Moment
from models.prepared import Prepared
from models.rows import insert_new


class Look(SQLModel, table=True):
    """``at`` is the last look, ``before`` the last one of an earlier visit."""

    __tablename__ = "look"

    looker: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    before: datetime | None = Field(default=None, sa_column=Column(Moment))


_TABLE: Any = SQLModel.metadata.tables["look"]
_THIS = _TABLE.c.looker == bindparam("by")
_OF = Prepared(select(_TABLE.c.at, _TABLE.c.before).where(_THIS))
_KEEP = Prepared(_TABLE.update().where(_THIS).values(at=bindparam("now_at"), before=bindparam("visit_before")))


class Looks(NamedTuple):
    """The last look, and the last one of an earlier visit."""

    at: datetime
    before: datetime | None


def of(db: Session, looker: str) -> Looks | None:
    """The looks under that hash."""
    found = _OF.first(db, by=looker)
    return Looks._make(found) if found else None


def keep(db: Session, looker: str, looks: Looks) -> None:
    """Keep the last look and the one of the visit before."""
    if not _KEEP.run(db, by=looker, now_at=looks.at, visit_before=looks.before):
        insert_new(db, _TABLE, [{"looker": looker, **looks._asdict()}])
