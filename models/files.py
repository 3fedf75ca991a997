"""Files that people sent to the bot and that wait for their yes: never the content, no name, the file id sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.audit import AuditEntry
from models.columns import BigId, Moment


class OfferedFile(SQLModel, table=True):
    """A file that was checked and shown, until it is imported, cancelled or an hour old.

    Ids are never used again: buttons bear them. ``sealed`` is Telegram's file id, encrypted, ``digest`` the SHA-256 of
    the content. ``kind`` is empty while two kinds fit. ``done_by`` is the source of the update that imported it; the
    row goes when that was told.
    """

    __tablename__ = "offered_file"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_ref: str
    chat_ref: str
    message_id: int = Field(sa_column=Column(BigId, nullable=False))
    sealed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    digest: str
    kind: str
    offered_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
    done_by: str | None = None


def add(db: Session, offered: OfferedFile) -> int:
    """Keep an offered file; its id."""
    db.add(offered)
    db.flush()
    return offered.id or 0


def get(db: Session, offer_id: int) -> OfferedFile | None:
    """The offered file of that id, as the store has it now."""
    return db.get(OfferedFile, offer_id, populate_existing=True)


def claim(db: Session, offer_id: int, person_ref: str, done_by: str, after: datetime) -> bool:
    """Take the file for one import; false when it is gone, somebody else's, older than ``after`` or taken before.

    One conditional UPDATE, so that of two imports of it only one ever gets it.
    """
    mine = (col(OfferedFile.id) == offer_id, col(OfferedFile.person_ref) == person_ref)
    free = (col(OfferedFile.done_by).is_(None), col(OfferedFile.offered_at) > after)
    claimed: Any = db.execute(update(OfferedFile).where(*mine, *free).values(done_by=done_by))
    return bool(claimed.rowcount)


def set_kind(db: Session, offer_id: int, kind: str) -> None:
    """Keep which kind of file its sender says it is."""
    db.execute(update(OfferedFile).where(col(OfferedFile.id) == offer_id).values(kind=kind))


def remove(db: Session, offer_id: int) -> None:
    """The file waits no longer."""
    db.execute(delete(OfferedFile).where(col(OfferedFile.id) == offer_id))


def expire(db: Session, before: datetime) -> int:
    """Remove what was offered before then; how many those were."""
    gone: Any = db.execute(delete(OfferedFile).where(col(OfferedFile.offered_at) < before))
    return int(gone.rowcount)


def taken(db: Session, actor: str, action: str, after: datetime) -> int:
    """How often ``actor`` did ``action`` since then, by the audit trail."""
    entries = (col(AuditEntry.actor) == actor, col(AuditEntry.action) == action, col(AuditEntry.at) > after)
    return db.exec(select(func.count()).select_from(AuditEntry).where(*entries)).one()
