"""Messages waiting to be sent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from models.queue import outbox
from models.rows import insert_new

PENDING, SENT, DEAD = "pending", "sent", "dead"


@dataclass(frozen=True)
class Letter:
    """A message whose turn it is; ``params`` are sealed, ``klass`` and ``township_id`` say who may read it."""

    id: int
    dedupe: str
    chat_ref: str
    method: str
    params: bytes
    klass: str
    township_id: int | None
    priority: int
    protect: bool
    delete_after: int | None
    attempts: int


def queue(db: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Queue messages; one whose ``dedupe`` is there already is left as it is. Number of new ones."""
    return insert_new(db, outbox, rows)


def expire(db: Session, now: datetime) -> int:
    """Give up what came too late to be of use, unless it is on its way."""
    late = (outbox.c.expires_at <= now) & (outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now))
    dead = {"status": DEAD, "params": None, "error": "expired", "finished_at": now}
    result: Any = db.execute(update(outbox).where(outbox.c.status == PENDING, late).values(**dead))
    return int(result.rowcount)


def next_letters(db: Session, busy: Collection[str], now: datetime, limit: int) -> list[Letter]:
    """The oldest due message of each chat that is not ``busy``: one on its way or waiting for a retry holds its chat.

    Messages meant for later do not hold anything. On PostgreSQL one that another process is taking just now holds its
    chat, too.
    """
    due = (outbox.c.status == PENDING) & (outbox.c.not_before.is_(None) | (outbox.c.not_before <= now))
    oldest = select(func.min(outbox.c.id)).where(due, outbox.c.chat_ref.not_in(busy)).group_by(outbox.c.chat_ref)
    columns = [outbox.c[name] for name in Letter.__dataclass_fields__]
    query = (
        select(*columns)
        .where(outbox.c.id.in_(oldest), outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now))
        .order_by(outbox.c.priority, outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Letter(*row) for row in db.execute(query)]


def lease(db: Session, ids: Collection[int], until: datetime) -> None:
    """These are on their way; whoever finds them after ``until`` sends them again."""
    changed = update(outbox).where(outbox.c.id.in_(ids))
    db.execute(changed.values(lease_until=until, attempts=outbox.c.attempts + 1))


def release(db: Session) -> None:
    """Start of the only sender: what was on its way when the last one ended goes out again at once."""
    db.execute(update(outbox).where(outbox.c.status == PENDING).values(lease_until=None))


def sent(db: Session, letter_id: int, message_id: int | None, now: datetime) -> None:
    """Telegram took it: its content goes."""
    _change(db, letter_id, status=SENT, params=None, message_id=message_id, error=None, finished_at=now)


def dead(db: Session, letter_id: int, reason: str, now: datetime) -> None:
    """Given up: its content goes."""
    _change(db, letter_id, status=DEAD, params=None, error=reason, finished_at=now)


def wait(db: Session, letter_id: int, until: datetime, reason: str, attempts: int) -> None:
    """Try again at ``until``, after ``attempts`` tries that count."""
    _change(db, letter_id, lease_until=until, error=reason, attempts=attempts)


def rewrite(db: Session, letter_id: int, method: str, params: bytes) -> None:
    """Send it again at once in another form."""
    _change(db, letter_id, method=method, params=params, lease_until=None)


def is_protected(db: Session, chat_ref: str, message_id: int) -> bool:
    """Whether that message of ours was sent so that it cannot be forwarded."""
    query = select(outbox.c.id).where(
        outbox.c.status == SENT,
        outbox.c.chat_ref == chat_ref,
        outbox.c.message_id == message_id,
        outbox.c.protect.is_(True),
    )
    return db.execute(query.limit(1)).first() is not None


def unsent(db: Session, chat_ref: str) -> int:
    """Number of messages that wait for one chat."""
    waiting = select(func.count()).where(outbox.c.status == PENDING, outbox.c.chat_ref == chat_ref)
    return int(db.execute(waiting).scalar_one())


def count(db: Session, status: str) -> int:
    """Number of messages in ``status``."""
    return int(db.execute(select(func.count()).select_from(outbox).where(outbox.c.status == status)).scalar_one())


def _change(db: Session, letter_id: int, **values: Any) -> None:
    db.execute(update(outbox).where(outbox.c.id == letter_id).values(**values))
