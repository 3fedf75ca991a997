"""What the last answer to a person in a chat was about: ids of places and codes of sectors, never a text."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, bindparam, delete, select
from sqlmodel import Field, Session, SQLModel, col

from models.columns import Moment
from models.prepared import Prepared
from models.rows import insert_new


class LastTopic(SQLModel, table=True):
    """The last answer to ``person_ref`` in ``chat_ref``, both keyed hashes: its places, the kind of question, sectors.

    A place that was merged away since is not followed: what is moved by a merge is noted with its keys, and who asked
    about a place must stand nowhere longer than here.
    """

    __tablename__ = "topic"

    person_ref: str = Field(primary_key=True)
    chat_ref: str = Field(primary_key=True)
    places: list[int] = Field(sa_column=Column(JSON, nullable=False))
    kind: str
    sectors: list[str] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class Last(NamedTuple):
    """What is kept of one answer."""

    places: list[int]
    kind: str
    sectors: list[str]


_TABLE: Any = SQLModel.metadata.tables["topic"]
_MINE = (_TABLE.c.person_ref == bindparam("person"), _TABLE.c.chat_ref == bindparam("chat"))
_LAST = Prepared(
    select(_TABLE.c.places, _TABLE.c.kind, _TABLE.c.sectors).where(*_MINE, _TABLE.c.at > bindparam("after"))
)
_KEEP = Prepared(
    _TABLE.update().where(*_MINE).values({name: bindparam(f"new_{name}") for name in (*Last._fields, "at")})
)
_FORGET = Prepared(_TABLE.delete().where(*_MINE))


def last(db: Session, person_ref: str, chat_ref: str, after: datetime) -> Last | None:
    """What this person was told last in this chat, not before ``after``."""
    row = _LAST.first(db, person=person_ref, chat=chat_ref, after=after)
    return Last._make(row) if row else None


def keep(db: Session, person_ref: str, chat_ref: str, told: Last, at: datetime) -> None:
    """Keep it in the place of what was kept before."""
    values = {**told._asdict(), "at": at}
    if not _KEEP.run(db, person=person_ref, chat=chat_ref, **{f"new_{name}": one for name, one in values.items()}):
        insert_new(db, _TABLE, [{"person_ref": person_ref, "chat_ref": chat_ref, **values}])


def forget(db: Session, person_ref: str, chat_ref: str) -> None:
    """Remove what is kept of this person in this chat."""
    _FORGET.run(db, person=person_ref, chat=chat_ref)


def forget_person(db: Session, person_ref: str) -> None:
    """Remove what is kept of a person, in whatever chat."""
    db.execute(delete(LastTopic).where(col(LastTopic.person_ref) == person_ref))


def forget_all(db: Session) -> int:
    """Remove everything; how many rows that were."""
    return int(db.execute(delete(LastTopic)).rowcount)  # type: ignore[attr-defined]
