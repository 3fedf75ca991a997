"""Who is asked about a commitment made in chat, when something about it is due, and what may be undone."""

from datetime import date

from sqlalchemy import Column, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId


class CommitmentDuty(SQLModel, table=True):
    """One row for each commitment made or changed in chat.

    ``person_ref`` is whom the clock asks, ``due_on`` when. ``undo_version`` is the version that ``undo_ref`` may take
    back for a while.
    """

    __tablename__ = "commitment_duty"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_ref: str | None = Field(default=None, index=True)
    due_on: date | None = Field(default=None, index=True)
    undo_version: int | None = Field(default=None, sa_column=Column(BigId))
    undo_ref: str | None = None


def get(db: Session, number: int) -> CommitmentDuty | None:
    """The row of C-``number``."""
    return db.get(CommitmentDuty, number)


def keep(db: Session, duty: CommitmentDuty) -> None:
    """Add a row or change it."""
    db.merge(duty)
    db.flush()


def remove(db: Session, number: int) -> None:
    """Nobody is asked about C-``number`` any more."""
    found = get(db, number)
    if found is not None:
        db.delete(found)
        db.flush()


def due(db: Session, today: date, most: int) -> list[CommitmentDuty]:
    """What is due by that day, by number."""
    query = select(CommitmentDuty).where(col(CommitmentDuty.due_on) <= today)
    return list(db.exec(query.order_by(col(CommitmentDuty.number)).limit(most)).all())


def of_person(db: Session, person_ref: str) -> list[CommitmentDuty]:
    """The rows of a person, by number."""
    query = select(CommitmentDuty).where(col(CommitmentDuty.person_ref) == person_ref)
    return list(db.exec(query.order_by(col(CommitmentDuty.number))).all())


def forget(db: Session, person_ref: str) -> None:
    """The person is known nowhere in here any more."""
    for column, name in ((CommitmentDuty.person_ref, "person_ref"), (CommitmentDuty.undo_ref, "undo_ref")):
        db.execute(update(CommitmentDuty).where(col(column) == person_ref).values(**{name: None}))
