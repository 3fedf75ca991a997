"""What was asked back, and which place was picked then. Whose question it was stands here as keyed hashes only."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, delete
from sqlmodel import Field, Session, SQLModel, col

from models.columns import BigId, Moment


class AskedName(SQLModel, table=True):
    """A name as somebody typed it, kept for a day beside the choices it was answered with.

    Ids are never used again: buttons bear them. ``chat`` is a keyed hash of chat and name.
    """

    __tablename__ = "asked_name"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    chat: str
    text: str
    folded: str
    asked_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class AliasPick(SQLModel, table=True):
    """That somebody answered a question with a place; ``picker`` is a keyed hash of person and name."""

    __tablename__ = "alias_pick"

    asked_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    picker: str = Field(primary_key=True)
    alias_id: int = Field(
        sa_column=Column(BigId, ForeignKey("place_alias.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


class EarlierPick(SQLModel, table=True):
    """The place that was picked last for a name in a chat; ``chat`` is a keyed hash of chat and name."""

    __tablename__ = "earlier_pick"

    chat: str = Field(primary_key=True)
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id", ondelete="CASCADE"), nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


def add_asked(db: Session, asked: AskedName) -> int:
    """Keep what was asked back; its id."""
    db.add(asked)
    db.flush()
    return asked.id or 0


def asked(db: Session, asked_id: int) -> AskedName | None:
    """The name of that id."""
    return db.get(AskedName, asked_id)


def remember(db: Session, chat: str, place_id: int, at: datetime) -> None:
    """Keep which place was picked last."""
    db.merge(EarlierPick(chat=chat, place_id=place_id, at=at))


def earlier(db: Session, chat: str, after: datetime) -> int | None:
    """Id of the place that was picked last, not before ``after``."""
    found = db.get(EarlierPick, chat)
    return found.place_id if found and found.at > after else None


def withdraw(db: Session, asked_id: int, picker: str) -> None:
    """Whoever presses a second button under one question takes the first press back."""
    db.execute(delete(AliasPick).where(col(AliasPick.asked_id) == asked_id, col(AliasPick.picker) == picker))


def add_pick(db: Session, pick: AliasPick) -> None:
    """Count a pick."""
    db.add(pick)
    db.flush()


def forget(db: Session, alias_id: int) -> None:
    """Remove the picks of an alias that was decided on, and with them who picked."""
    db.execute(delete(AliasPick).where(col(AliasPick.alias_id) == alias_id))
