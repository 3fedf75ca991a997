"""The append-only audit trail: writes, and reads of restricted or confidential data. Never a text of a message."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, func
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment


class AuditEntry(SQLModel, table=True):
    """Who (pseudonym), as what, did what, on which class and place, when, in which kind of chat."""

    __tablename__ = "audit"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    actor: str
    role: str
    action: str = Field(index=True)
    klass: str | None = None
    place_id: int | None = Field(default=None, sa_column=Column(BigId, nullable=True))
    chat: str | None = None
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def count_of(db: Session, actor: str) -> int:
    """Number of entries under that pseudonym."""
    return int(db.exec(select(func.count()).select_from(AuditEntry).where(col(AuditEntry.actor) == actor)).one())
