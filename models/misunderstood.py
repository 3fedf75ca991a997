"""How often the desk did not understand what was typed: a number by day and kind, never a text or a person."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Field, Session, SQLModel, col, select

from models.rows import add_up


class Misunderstood(SQLModel, table=True):
    """How often one kind of text was not understood on one day (UTC)."""

    __tablename__ = "misunderstood"

    day: date = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    number: int


def count(db: Session, day: date, kind: str) -> None:
    """One more."""
    add_up(db, Misunderstood.__table__, {"day": day, "kind": kind}, "number")  # type: ignore[attr-defined]


def since(db: Session, day: date) -> Sequence[tuple[str, int]]:
    """Kinds and how often each came since ``day``, the most frequent first."""
    total = func.sum(col(Misunderstood.number))
    kinds = (
        select(col(Misunderstood.kind), total).where(col(Misunderstood.day) >= day).group_by(col(Misunderstood.kind))
    )
    return sorted(((kind, int(number)) for kind, number in db.exec(kinds)), key=lambda one: (-one[1], one[0]))
