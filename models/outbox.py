"""Messages waiting to be sent."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session

from models.columns import Moment
from models.prepared import Prepared
from models.queue import outbox
from models.rows import insert_new

PENDING, LATER, SENT, DEAD = "pending", "later", "sent", "dead"


class Letter(NamedTuple):
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


_DUE = Prepared(
    update(outbox)
    .where(outbox.c.status == LATER, outbox.c.not_before <= bindparam("now", type_=Moment))
    .values(status=PENDING)
)
_OLDEST = select(func.min(outbox.c.id)).where(outbox.c.status == PENDING).group_by(outbox.c.chat_ref)
_NEXT = Prepared(
    select(*[outbox.c[name] for name in Letter._fields])
    .where(outbox.c.id.in_(_OLDEST))
    .where(outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= bindparam("now", type_=Moment)))
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("letter"))
    .values(lease_until=bindparam("until", type_=Moment), attempts=outbox.c.attempts + 1)
)
_RENEW = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("letter"), outbox.c.status == PENDING)
    .where(outbox.c.lease_until < bindparam("soon", type_=Moment))
    .values(lease_until=bindparam("until", type_=Moment))
)
_SENT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("letter"))
    .values(
        status=SENT,
        params=None,
        message_id=bindparam("message"),
        error=None,
        finished_at=bindparam("now", type_=Moment),
    )
)


def queue(db: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Queue messages; one whose ``dedupe`` is there already is left as it is. Number of new ones."""
    return insert_new(db, outbox, rows)


def expire(db: Session, now: datetime) -> int:
    """Give up what came too late to be of use, unless it is on its way."""
    late = (outbox.c.expires_at <= now) & (outbox.c.lease_until.is_(None) | (outbox.c.lease_until <= now))
    dead = {"status": DEAD, "params": None, "error": "expired", "finished_at": now}
    waits = outbox.c.status.in_((PENDING, LATER))
    result: Any = db.execute(update(outbox).where(waits, late).values(**dead))
    return int(result.rowcount)


def shift(db: Session, by: timedelta) -> None:
    """The clock was set: what waits waits as long as before, and lasts as long. What is for later keeps its moment."""
    waits = outbox.c.status.in_((PENDING, LATER))
    for id_, lease_until, expires_at in db.execute(
        select(outbox.c.id, outbox.c.lease_until, outbox.c.expires_at).where(waits)
    ).all():
        moved = {"lease_until": lease_until and lease_until + by, "expires_at": expires_at and expires_at + by}
        db.execute(update(outbox).where(outbox.c.id == id_).values(**moved))


def next_letters(db: Session, busy: Collection[str], now: datetime, limit: int) -> list[Letter]:
    """The oldest due message of each chat that is not ``busy``: one on its way or waiting for a retry holds its chat.

    Messages meant for later do not hold anything. On PostgreSQL one that another process is taking just now holds its
    chat, too.
    """
    _DUE.run(db, now=now)
    found = map(Letter._make, _NEXT.rows(db, now=now, most=limit + len(busy)))
    return [letter for letter in found if letter.chat_ref not in busy][:limit]


def lease(db: Session, ids: Collection[int], until: datetime) -> None:
    """These are on their way; whoever finds them after ``until`` sends them again."""
    if ids:
        _LEASE.many(db, [{"letter": id_, "until": until} for id_ in ids])


def renew(db: Session, ids: Collection[int], soon: datetime, until: datetime) -> None:
    """These are still on their way: a lease that ends before ``soon`` lasts until ``until``."""
    if ids:
        _RENEW.many(db, [{"letter": id_, "soon": soon, "until": until} for id_ in ids])


def release(db: Session) -> None:
    """Start of the only sender: what was on its way when the last one ended goes out again at once."""
    db.execute(update(outbox).where(outbox.c.status == PENDING).values(lease_until=None))


def sent(db: Session, letter_id: int, message_id: int | None, now: datetime) -> None:
    """Telegram took it: its content goes."""
    _SENT.run(db, letter=letter_id, message=message_id, now=now)


def dead(db: Session, letter_id: int, reason: str, now: datetime) -> None:
    """Given up: its content goes."""
    _change(db, letter_id, status=DEAD, params=None, error=reason, finished_at=now)


def give_up(db: Session, reason: str, now: datetime) -> int:
    """Give up every message that waits, but for deletions; how many it was."""
    waiting = update(outbox).where(outbox.c.status == PENDING, outbox.c.method != "deleteMessage")
    result: Any = db.execute(waiting.values(status=DEAD, params=None, error=reason, finished_at=now))
    return int(result.rowcount)


def wait(db: Session, letter_id: int, until: datetime, reason: str, attempts: int) -> None:
    """Try again at ``until``, after ``attempts`` tries that count."""
    _change(db, letter_id, lease_until=until, error=reason, attempts=attempts)


def rewrite(db: Session, letter_id: int, method: str, params: bytes) -> None:
    """Send it again at once in another form."""
    _change(db, letter_id, method=method, params=params, lease_until=None)


def unprotect(db: Session, letter_id: int) -> None:
    """Send it again at once without protection: the server has none."""
    _change(db, letter_id, protect=False, lease_until=None)


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


def oldest(db: Session, now: datetime) -> datetime | None:
    """Since when the message that is overdue longest is due; ``None`` when none is."""
    due = func.coalesce(outbox.c.not_before, outbox.c.created_at, type_=Moment)
    query = select(func.min(due, type_=Moment)).where(outbox.c.status == PENDING, due <= now)
    found: datetime | None = db.execute(query).scalar()
    return found


def _change(db: Session, letter_id: int, **values: Any) -> None:
    """Of a message that waits, and of no other: another process may have sent it meanwhile."""
    db.execute(update(outbox).where(outbox.c.id == letter_id, outbox.c.status == PENDING).values(**values))
