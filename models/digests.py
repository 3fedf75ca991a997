"""Digests: who gets which, when, and what became of each one that was due."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Table, delete, func, inspect, or_, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.audit import AuditEntry
from models.columns import BigId, Moment, chunks
from models.people import Group, Person
from models.queue import outbox
from models.rows import insert_new

ACTIVE, COORDINATOR = "active", "coordinator"
CLAIMED, QUEUED, SENT, SKIPPED, FAILED = "claimed", "queued", "sent", "skipped", "failed"


class Digest(SQLModel, table=True):
    """A digest that is due again and again. Ids are never used again: buttons and periods bear them.

    ``chat_ref`` is a registered group's or a person's; ``topic`` a topic of a forum group. ``day`` is a weekday from 0
    (Monday) for ``weekly``, a day of the month for ``monthly``; ``minute`` counts from midnight in ``zone``. ``due_on``
    is the local day of the next period, ``due_at`` its moment. ``paused`` says why it rests. What was due until
    ``settled_at`` may have been sent by the store that this one was restored from.
    """

    __tablename__ = "digest"
    __table_args__ = (Index("ix_digest_due", "paused", "due_at"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    chat_ref: str = Field(index=True)
    topic: int | None = Field(default=None, sa_column=Column(BigId))
    kind: str
    area_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    sectors: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    rhythm: str
    day: int
    minute: int
    zone: str
    language: str | None = None
    silent: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    pinned: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    paused: str | None = None
    due_on: date
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    settled_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    created_by: str
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class DigestSnapshot(SQLModel, table=True):
    """What digests said, once for all that said the same; ``key`` is the SHA-256 of the body."""

    __tablename__ = "digest_snapshot"

    key: str = Field(primary_key=True)
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class DigestRun(SQLModel, table=True):
    """One period of a digest: there is never a second row for it, and so never a second message.

    claimed (to be built on the figures of ``as_of``), queued, then sent or failed; or skipped, and ``reason`` says why.
    ``letters`` is the number of its messages.
    """

    __tablename__ = "digest_run"
    __table_args__ = (Index("ix_digest_run_state", "state"),)

    digest_id: int = Field(sa_column=Column(BigId, ForeignKey("digest.id", ondelete="CASCADE"), primary_key=True))
    period: str = Field(primary_key=True)
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    as_of: datetime = Field(sa_column=Column(Moment, nullable=False))
    state: str
    lease_until: datetime | None = Field(default=None, sa_column=Column(Moment))
    letters: int = 0
    reason: str | None = None
    snapshot: str | None = Field(default=None, foreign_key="digest_snapshot.key", index=True)


class Waiting(NamedTuple):
    """A run whose messages are in the outbox, with what became of them: status, error and message id by
    dedupe."""

    run: DigestRun
    letters: Mapping[str, tuple[str, str | None, int | None]]


_RUNS = cast(Table, inspect(DigestRun).local_table)
_SNAPSHOTS = cast(Table, inspect(DigestSnapshot).local_table)


def add(db: Session, digest: Digest) -> int:
    """Keep a digest; its id."""
    db.add(digest)
    db.flush()
    return digest.id or 0


def get(db: Session, digest_id: int) -> Digest | None:
    """The digest of that id, as the store has it now."""
    return db.get(Digest, digest_id, populate_existing=True)


def everyone(db: Session) -> list[Digest]:
    """All digests in the order in which they were made."""
    return list(db.exec(select(Digest).order_by(col(Digest.id))).all())


def of_chat(db: Session, chat_ref: str) -> list[Digest]:
    """The digests of one chat."""
    return list(db.exec(select(Digest).where(col(Digest.chat_ref) == chat_ref).order_by(col(Digest.id))).all())


def remove(db: Session, digest_id: int) -> None:
    """The digest and its periods go; messages that wait in the outbox stay."""
    db.execute(delete(DigestRun).where(col(DigestRun.digest_id) == digest_id))
    db.execute(delete(Digest).where(col(Digest.id) == digest_id))


def due(db: Session, now: datetime, most: int) -> list[Digest]:
    """Digests whose next period has come, the longest due first."""
    query = select(Digest).where(col(Digest.paused).is_(None), col(Digest.due_at) <= now)
    return list(db.exec(query.order_by(col(Digest.due_at), col(Digest.id)).limit(most)).all())


def lost(db: Session) -> list[Digest]:
    """Digests that are not paused and whose chat is no registered group and no active coordinator any more."""
    groups = select(col(Group.ref)).where(col(Group.status) == ACTIVE)
    persons = select(col(Person.ref)).where(col(Person.status) == ACTIVE, col(Person.role) == COORDINATOR)
    query = select(Digest).where(
        col(Digest.paused).is_(None), col(Digest.chat_ref).not_in(groups), col(Digest.chat_ref).not_in(persons)
    )
    return list(db.exec(query.order_by(col(Digest.id))).all())


def begin(db: Session, runs: Sequence[DigestRun]) -> list[bool]:
    """Enter periods; for each whether it is new. One that is there stays as it is, whoever entered it."""
    return [bool(insert_new(db, _RUNS, [run.model_dump()])) for run in runs]


def free(db: Session, now: datetime, most: int) -> list[DigestRun]:
    """Claimed runs that nobody is building, the longest due first."""
    unheld = or_(col(DigestRun.lease_until).is_(None), col(DigestRun.lease_until) <= now)
    query = select(DigestRun).where(col(DigestRun.state) == CLAIMED, unheld)
    order = (col(DigestRun.due_at), col(DigestRun.digest_id))
    return list(db.exec(query.order_by(*order).limit(most).with_for_update(skip_locked=True)).all())


def is_free(db: Session, now: datetime) -> bool:
    """Whether a claimed run waits for somebody to build it."""
    unheld = or_(col(DigestRun.lease_until).is_(None), col(DigestRun.lease_until) <= now)
    return db.exec(select(DigestRun.period).where(col(DigestRun.state) == CLAIMED, unheld).limit(1)).first() is not None


def run(db: Session, digest_id: int, period: str) -> DigestRun | None:
    """One period, as the store has it now."""
    return db.get(DigestRun, (digest_id, period), populate_existing=True)


def change(db: Session, of: DigestRun, was: str, **values: Any) -> bool:
    """Change a run that is still in the state ``was``; false when it is not: somebody else was first."""
    mine = (col(DigestRun.digest_id) == of.digest_id, col(DigestRun.period) == of.period, col(DigestRun.state) == was)
    changed: Any = db.execute(update(DigestRun).where(*mine).values(**values))
    return bool(changed.rowcount)


def give_up(db: Session, reason: str, now: datetime) -> None:
    """Leave out what is claimed or on its way, and every period that is due until ``now``."""
    db.execute(update(Digest).values(settled_at=now))
    under_way = col(DigestRun.state).in_((CLAIMED, QUEUED))
    db.execute(update(DigestRun).where(under_way).values(state=SKIPPED, reason=reason, snapshot=None))


def keep_snapshot(db: Session, key: str, body: Mapping[str, Any]) -> None:
    """Keep what was said, unless another digest said the same."""
    if db.scalar(select(DigestSnapshot.key).where(col(DigestSnapshot.key) == key)) is None:
        insert_new(db, _SNAPSHOTS, [{"key": key, "body": body}])


def snapshot(db: Session, key: str) -> dict[str, Any] | None:
    """What was said under ``key``."""
    found: dict[str, Any] | None = db.scalar(select(DigestSnapshot.body).where(col(DigestSnapshot.key) == key))
    return found


def said(db: Session, digest_id: int) -> DigestRun | None:
    """The last period that was said, or is on its way."""
    query = select(DigestRun).where(col(DigestRun.digest_id) == digest_id, col(DigestRun.state).in_((QUEUED, SENT)))
    return db.exec(query.order_by(col(DigestRun.as_of).desc()).limit(1)).first()


def unsaid(db: Session, digest_id: int, after: datetime | None, but: str) -> list[DigestRun]:
    """Periods after ``after`` that did not come, the oldest first; none whose reason is ``but``."""
    query = select(DigestRun).where(
        col(DigestRun.digest_id) == digest_id, col(DigestRun.state).in_((SKIPPED, FAILED)), col(DigestRun.reason) != but
    )
    if after is not None:
        query = query.where(col(DigestRun.due_at) > after)
    return list(db.exec(query.order_by(col(DigestRun.due_at))).all())


def newest(db: Session, digest_id: int, most: int) -> list[DigestRun]:
    """The last periods, the newest first."""
    query = select(DigestRun).where(col(DigestRun.digest_id) == digest_id)
    return list(db.exec(query.order_by(col(DigestRun.due_at).desc()).limit(most)).all())


def is_waiting(db: Session) -> bool:
    """Whether messages of a digest are in the outbox that nobody has looked after yet."""
    return db.exec(select(DigestRun.period).where(col(DigestRun.state) == QUEUED).limit(1)).first() is not None


def waiting(db: Session, dedupes: Callable[[DigestRun], Sequence[str]], most: int) -> list[Waiting]:
    """Queued runs with what became of their messages; ``dedupes(run)`` names these."""
    query = select(DigestRun).where(col(DigestRun.state) == QUEUED)
    runs = list(db.exec(query.order_by(col(DigestRun.due_at), col(DigestRun.digest_id)).limit(most)).all())
    named = {key: run for run in runs for key in dedupes(run)}
    found: dict[str, tuple[str, str | None, int | None]] = {}
    for part in chunks(list(named)):
        rows = db.execute(
            outbox.select()
            .with_only_columns(outbox.c.dedupe, outbox.c.status, outbox.c.error, outbox.c.message_id)
            .where(outbox.c.dedupe.in_(part))
        )
        found |= {key: (status, error, message_id) for key, status, error, message_id in rows}
    return [Waiting(one, {key: found[key] for key in dedupes(one) if key in found}) for one in runs]


def askers(db: Session, since: datetime, least: int) -> set[int]:
    """Places about which people of at least ``least`` agencies read since then, as the audit trail has it."""
    agencies = func.count(func.distinct(col(Person.agency_id)))
    query = (
        select(AuditEntry.place_id)
        .join(Person, col(Person.label) == col(AuditEntry.actor))
        .where(col(AuditEntry.at) >= since, col(AuditEntry.action).like("read.%"))
        .where(col(AuditEntry.place_id).is_not(None), col(Person.agency_id).is_not(None))
        .group_by(col(AuditEntry.place_id))
        .having(agencies >= least)
    )
    return {place_id for place_id in db.exec(query) if place_id is not None}


def drop_old(db: Session, before: datetime) -> int:
    """Remove what is too old: periods due before then, snapshots that nobody compares with any more, digests of groups
    and people of whom nothing is kept; how many rows."""
    forgotten = [
        col(Digest.chat_ref).not_in(select(col(Group.ref))), col(Digest.chat_ref).not_in(select(col(Person.ref))),
    ]  # fmt: skip
    theirs = select(col(Digest.id)).where(*forgotten)
    old = or_(_RUNS.c.due_at < before, _RUNS.c.digest_id.in_(theirs))
    gone: Any = db.execute(_RUNS.delete().where(old))
    orphans: Any = db.execute(delete(Digest).where(*forgotten))
    other = _RUNS.alias()
    newest_as_of = (
        select(func.max(other.c.as_of))
        .where(other.c.digest_id == _RUNS.c.digest_id, other.c.state.in_((QUEUED, SENT)))
        .scalar_subquery()
    )
    db.execute(_RUNS.update().where(_RUNS.c.snapshot.is_not(None), _RUNS.c.as_of < newest_as_of).values(snapshot=None))
    used = select(col(DigestRun.snapshot)).where(col(DigestRun.snapshot).is_not(None))
    unused: Any = db.execute(_SNAPSHOTS.delete().where(_SNAPSHOTS.c.key.not_in(used)))
    return int(gone.rowcount) + int(unused.rowcount) + int(orphans.rowcount)
