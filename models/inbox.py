"""Updates waiting for their turn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from models.queue import inbox
from models.rows import insert_new

PENDING, DONE, ASIDE = "pending", "done", "aside"


@dataclass(frozen=True)
class Waiting:
    """An update whose turn it is; ``payload`` is sealed."""

    update_id: int
    chat_ref: str
    payload: bytes
    attempts: int


def store(db: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Store a batch; rows that are there already stay as they are. Number of new ones."""
    return insert_new(db, inbox, rows)


def next_turns(db: Session, bot_id: int, busy: Collection[str], now: datetime, limit: int) -> list[Waiting]:
    """The oldest pending update of each chat that is not ``busy``; one that waits for a retry holds its chat.

    On PostgreSQL one that another process is taking just now holds its chat, too.
    """
    pending = (inbox.c.bot_id == bot_id) & (inbox.c.status == PENDING)
    oldest = (
        select(func.min(inbox.c.update_id)).where(pending, inbox.c.chat_ref.not_in(busy)).group_by(inbox.c.chat_ref)
    )
    query = (
        select(inbox.c.update_id, inbox.c.chat_ref, inbox.c.payload, inbox.c.attempts)
        .where(pending, inbox.c.update_id.in_(oldest))
        .where(inbox.c.not_before.is_(None) | (inbox.c.not_before <= now))
        .order_by(inbox.c.update_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Waiting(*row) for row in db.execute(query)]


def is_pending(db: Session, bot_id: int, update_id: int) -> bool:
    """Whether the update still waits: what has been handled must not be handled again."""
    query = select(inbox.c.status).where(inbox.c.bot_id == bot_id, inbox.c.update_id == update_id)
    return db.execute(query.with_for_update()).scalar() == PENDING


def finish(db: Session, bot_id: int, update_id: int, now: datetime) -> None:
    """The update is handled: its payload goes."""
    _change(db, bot_id, update_id, status=DONE, payload=None, error=None, finished_at=now)


def retry(db: Session, bot_id: int, update_id: int, attempts: int, not_before: datetime) -> None:
    """The update failed for the ``attempts``-th time and waits until ``not_before``."""
    _change(db, bot_id, update_id, attempts=attempts, not_before=not_before)


def put_aside(db: Session, bot_id: int, update_id: int, reason: str, now: datetime) -> None:
    """The update is given up: id and reason stay, nothing else."""
    _change(db, bot_id, update_id, status=ASIDE, payload=None, error=reason, finished_at=now)


def count(db: Session, status: str) -> int:
    """Number of updates in ``status``."""
    return int(db.execute(select(func.count()).select_from(inbox).where(inbox.c.status == status)).scalar_one())


def _change(db: Session, bot_id: int, update_id: int, **values: Any) -> None:
    db.execute(update(inbox).where(inbox.c.bot_id == bot_id, inbox.c.update_id == update_id).values(**values))
