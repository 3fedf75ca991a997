"""Where open conversations stand: one a person and chat. What was typed is sealed."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, LargeBinary, bindparam, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment
from models.prepared import Prepared


class FlowState(SQLModel, table=True):
    """One open conversation. Ids are never used again: buttons bear them.

    ``sealed`` holds the state (`flows.state`), ``source`` the update that touched it last.
    """

    __tablename__ = "flow_state"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    chat_ref: str = Field(unique=True)
    person_ref: str = Field(index=True)
    flow: str
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    source: str
    touched_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))


class Kept(NamedTuple):
    """An open conversation as it is stored."""

    id: int
    person_ref: str
    sealed: bytes
    source: str


_OPEN = Prepared(
    select(col(FlowState.id), col(FlowState.person_ref), col(FlowState.sealed), col(FlowState.source)).where(
        col(FlowState.chat_ref) == bindparam("in_chat")
    )
)


def in_chat(db: Session, chat_ref: str) -> Kept | None:
    """The open conversation of a chat."""
    found = _OPEN.first(db, in_chat=chat_ref)
    return Kept(*found) if found else None


def begin(db: Session, state: FlowState) -> int:
    """Open a conversation in place of the one that the chat may have; its id. It is sealed to that id afterwards."""
    end(db, state.chat_ref)
    db.add(state)
    db.flush()
    return state.id or 0


def keep(db: Session, state_id: int, sealed: bytes, source: str, now: datetime) -> None:
    """How far a conversation has come."""
    this = update(FlowState).where(col(FlowState.id) == state_id)
    db.execute(this.values(sealed=sealed, source=source, touched_at=now))


def end(db: Session, chat_ref: str) -> int:
    """A chat's conversation is over; whether there was one."""
    return _count(db, delete(FlowState).where(col(FlowState.chat_ref) == chat_ref))


def untouched(db: Session, before: datetime) -> list[FlowState]:
    """Conversations that nobody has touched since then, by id."""
    return list(db.exec(select(FlowState).where(col(FlowState.touched_at) < before).order_by(col(FlowState.id))))


def _count(db: Session, statement: Any) -> int:
    result: Any = db.execute(statement)
    return int(result.rowcount)
