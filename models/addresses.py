"""Sealed Telegram ids by reference: read by intake and sender alone."""

from datetime import datetime

from sqlalchemy import bindparam, delete, exists, func, select, update
from sqlmodel import Session, col

from models.columns import Moment
from models.digests import Digest
from models.people import Group, Person
from models.prepared import Prepared
from models.queue import address, inbox, outbox

_SEALED = Prepared(select(address.c.sealed, address.c.reachable).where(address.c.ref == bindparam("of")))
_SEEN = Prepared(
    update(address)
    .where(address.c.ref == bindparam("of"))
    .values(reachable=True, seen_at=bindparam("now", type_=Moment))
)


def in_use(db: Session) -> bool:
    """Whether anything stands in the store that only its key can read."""
    marks = (select(address.c.ref), select(col(Person.ref)), select(col(Group.ref)))
    return any(db.execute(mark.limit(1)).first() is not None for mark in marks)


def any_sealed(db: Session) -> tuple[str, bytes] | None:
    """Some reference with its sealed id, to try a key on."""
    row = db.execute(select(address.c.ref, address.c.sealed).limit(1)).first()
    return (row.ref, row.sealed) if row else None


def sealed(db: Session, ref: str) -> tuple[bytes, bool] | None:
    """Sealed id of ``ref`` and whether it can be reached."""
    row = _SEALED.first(db, of=ref)
    return (row[0], row[1]) if row else None


def seen(db: Session, ref: str, now: datetime) -> bool:
    """Note that ``ref`` wrote at ``now`` and can be reached; false when its address is not known."""
    return bool(_SEEN.run(db, of=ref, now=now))


def add(db: Session, ref: str, kind: str, sealed_id: bytes, now: datetime) -> None:
    """Keep a new address."""
    db.execute(address.insert().values(ref=ref, kind=kind, sealed=sealed_id, reachable=True, seen_at=now))


def unreachable(db: Session, ref: str) -> None:
    """Nothing can be sent to ``ref`` until it writes again."""
    db.execute(update(address).where(address.c.ref == ref).values(reachable=False))


def move(db: Session, old: str, new: str) -> None:
    """A group became a supergroup: what waits for ``old`` belongs to ``new``, as do registration and digests."""
    db.execute(delete(address).where(address.c.ref == old))
    for table in (inbox, outbox):
        db.execute(update(table).where(table.c.chat_ref == old).values(chat_ref=new))
    db.execute(update(Digest).where(col(Digest.chat_ref) == old).values(chat_ref=new))
    taken = db.execute(select(exists().where(col(Group.ref) == new))).scalar()
    if not taken:
        db.execute(update(Group).where(col(Group.ref) == old).values(ref=new))


def count_unreachable(db: Session) -> int:
    """Number of chats that blocked the bot or are gone."""
    query = select(func.count()).select_from(address).where(address.c.reachable.is_(False))
    return int(db.execute(query).scalar_one())
