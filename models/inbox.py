"""Updates waiting for their turn."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, String, all_, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from models.columns import Moment
from models.prepared import Prepared
from models.queue import inbox, inbox_lease
from models.rows import insert_new

PENDING, DONE, ASIDE = "pending", "done", "aside"


class Waiting(NamedTuple):
    """An update whose turn it is; ``payload`` is sealed."""

    update_id: int
    chat_ref: str
    payload: bytes
    attempts: int


class Holder(NamedTuple):
    """A process that takes turns of a bot; what it took counts as abandoned when it is silent for ``span``."""

    bot_id: int
    name: str
    span: timedelta


def store(db: Session, rows: Sequence[dict[str, Any]]) -> int:
    """Store a batch; rows that are there already stay as they are. Number of new ones."""
    return insert_new(db, inbox, rows)


_OLDEST = (
    select(func.min(inbox.c.update_id))
    .where(inbox.c.bot_id == bindparam("bot"), inbox.c.status == PENDING)
    .group_by(inbox.c.chat_ref)
)
_NOW, _UNTIL = bindparam("now", type_=Moment), bindparam("until", type_=Moment)
_DUE = (
    select(inbox.c.update_id, inbox.c.chat_ref, inbox.c.payload, inbox.c.attempts)
    .where(inbox.c.bot_id == bindparam("bot"), inbox.c.update_id.in_(_OLDEST), inbox.c.status == PENDING)
    .where(inbox.c.not_before.is_(None) | (inbox.c.not_before <= _NOW))
    .order_by(inbox.c.update_id)
    .limit(bindparam("most"))
)
_NEXT = Prepared(_DUE)
_LEASED = select(literal(1)).where(
    inbox_lease.c.bot_id == inbox.c.bot_id, inbox_lease.c.chat_ref == inbox.c.chat_ref, inbox_lease.c.until > _NOW
)
_NEXT_FREE = Prepared(_DUE.where(~_LEASED.exists()).with_for_update(skip_locked=True, of=inbox))
_MINE = (inbox_lease.c.bot_id == bindparam("bot"), inbox_lease.c.holder == bindparam("holder"))
_LET_GO = Prepared(
    delete(inbox_lease).where(*_MINE, inbox_lease.c.chat_ref != all_(bindparam("busy", type_=ARRAY(String))))
)
_RENEW = Prepared(
    update(inbox_lease)
    .where(*_MINE, inbox_lease.c.until < bindparam("soon", type_=Moment))
    .values(until=bindparam("until", type_=Moment))
)
_LEASE = Prepared(
    postgresql.insert(inbox_lease)
    .from_select(
        ["bot_id", "chat_ref", "holder", "until"],
        select(
            bindparam("bot", type_=inbox_lease.c.bot_id.type),
            func.unnest(bindparam("chats", type_=ARRAY(String))),
            bindparam("holder", type_=String),
            _UNTIL,
        ),
    )
    .on_conflict_do_update(
        index_elements=[inbox_lease.c.bot_id, inbox_lease.c.chat_ref],
        set_={"holder": bindparam("holder"), "until": _UNTIL},
        where=inbox_lease.c.until <= _NOW,
    )
    .returning(inbox_lease.c.chat_ref)
)
_STATUS = Prepared(
    select(inbox.c.status, inbox.c.chat_ref)
    .where(inbox.c.bot_id == bindparam("bot"), inbox.c.update_id == bindparam("number"))
    .with_for_update()
)
_FINISH = Prepared(
    update(inbox)
    .where(inbox.c.bot_id == bindparam("bot"), inbox.c.update_id == bindparam("number"))
    .values(status=DONE, payload=None, error=None, finished_at=bindparam("now", type_=Moment))
)


def next_turns(db: Session, bot_id: int, busy: Collection[str], now: datetime, limit: int) -> list[Waiting]:
    """The oldest pending update of each chat that is not ``busy``; one that waits for a retry holds its chat."""
    found = map(Waiting._make, _NEXT.rows(db, bot=bot_id, now=now, most=limit + len(busy)))
    return [waiting for waiting in found if waiting.chat_ref not in busy][:limit]


def lease_turns(db: Session, holder: Holder, busy: Collection[str], now: datetime, limit: int) -> list[Waiting]:
    """As `next_turns` where several processes share a store (PostgreSQL, READ COMMITTED): the chats become ours.

    Our chats that are not ``busy`` any more are let go first, and the others kept for longer. A chat that another
    process has, or is taking just now, is passed over until its lease has run out.
    """
    keep_leases(db, holder, busy, now)
    ours = {"bot": holder.bot_id, "holder": holder.name}
    until = now + holder.span
    found = [Waiting._make(row) for row in _NEXT_FREE.rows(db, bot=holder.bot_id, now=now, most=limit)]
    chats = [waiting.chat_ref for waiting in found]
    taken = {chat for (chat,) in _LEASE.rows(db, **ours, until=until, now=now, chats=chats)} if chats else set()
    return [waiting for waiting in found if waiting.chat_ref in taken]


def keep_leases(db: Session, holder: Holder, busy: Collection[str], now: datetime) -> None:
    """Let go our chats that are not ``busy``, and keep the others for longer when half of their time is over."""
    ours = {"bot": holder.bot_id, "holder": holder.name}
    _LET_GO.run(db, **ours, busy=list(busy))
    _RENEW.run(db, **ours, soon=now + holder.span / 2, until=now + holder.span)


def end_leases(db: Session) -> None:
    """Start of the only process: nobody works on anything."""
    db.execute(delete(inbox_lease))


def waits_in(db: Session, bot_id: int, update_id: int) -> str | None:
    """The chat in which the update waits, which may have moved since; None for what must not be handled again."""
    found = _STATUS.first(db, bot=bot_id, number=update_id)
    return found[1] if found and found[0] == PENDING else None


def finish(db: Session, bot_id: int, update_id: int, now: datetime) -> None:
    """The update is handled: its payload goes."""
    _FINISH.run(db, bot=bot_id, number=update_id, now=now)


def retry(db: Session, bot_id: int, update_id: int, attempts: int, not_before: datetime) -> None:
    """The update failed for the ``attempts``-th time and waits until ``not_before``."""
    _change(db, bot_id, update_id, attempts=attempts, not_before=not_before)


def put_aside(db: Session, bot_id: int, update_id: int, reason: str, now: datetime) -> bool:
    """The update is given up: id and reason stay, nothing else. False for one that was handled after all."""
    return _change(db, bot_id, update_id, status=ASIDE, payload=None, error=reason, finished_at=now)


def shift(db: Session, by: timedelta) -> None:
    """The clock was set: what waits for a retry waits as long as before."""
    waits = (inbox.c.status == PENDING, inbox.c.not_before.is_not(None))
    for bot_id, number, moment in db.execute(
        select(inbox.c.bot_id, inbox.c.update_id, inbox.c.not_before).where(*waits)
    ).all():
        _change(db, bot_id, number, not_before=moment + by)


def count(db: Session, status: str) -> int:
    """Number of updates in ``status``."""
    return int(db.execute(select(func.count()).select_from(inbox).where(inbox.c.status == status)).scalar_one())


def oldest(db: Session) -> datetime | None:
    """When the update that waits longest was received; ``None`` when none waits."""
    found: datetime | None = db.execute(select(func.min(inbox.c.received_at)).where(inbox.c.status == PENDING)).scalar()
    return found


def _change(db: Session, bot_id: int, update_id: int, **values: Any) -> bool:
    """Of an update that waits, and of no other: another process may have handled it meanwhile."""
    waits = (inbox.c.bot_id == bot_id, inbox.c.update_id == update_id, inbox.c.status == PENDING)
    result: Any = db.execute(update(inbox).where(*waits).values(**values))
    return bool(result.rowcount)
