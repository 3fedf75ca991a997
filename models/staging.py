"""Imports on their way into the store: what was checked waits in parts, and goes in a few at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import JSON, Column, ForeignKey, LargeBinary, Table, bindparam, delete, insert, inspect, update
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment

FILLING, READY, DONE = "filling", "ready", "done"


class ImportJob(SQLModel, table=True):
    """One import. ``filling``: nothing of it counts yet; ``ready``: decided, and stored part by part; ``done``.

    ``applied`` of its ``total`` parts are stored. ``viewer`` is who imports, as `coordination.staging` writes it;
    ``known`` what is known of the outcome without the parts; ``version`` what the store was when places were planned.
    """

    __tablename__ = "import_job"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    name: str = Field(unique=True, description="f<import>, as in the sources of its rows")
    action: str
    state: str = Field(default=FILLING, index=True, description="filling, ready or done")
    viewer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    known: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: list[int | None] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    total: int
    applied: int = 0
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    touched_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ImportPart(SQLModel, table=True):
    """Some rows of an import, packed as `coordination.parts` does it; once stored, only what became of them."""

    __tablename__ = "import_part"

    job_id: int = Field(sa_column=Column(BigId, ForeignKey("import_job.id", ondelete="CASCADE"), primary_key=True))
    position: int = Field(primary_key=True)
    payload: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    outcome: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))


JOBS = cast(Table, inspect(ImportJob).local_table)
PARTS = cast(Table, inspect(ImportPart).local_table)


class Job(NamedTuple):
    """What bringing an import on asks of it, see `ImportJob`."""

    id: int
    name: str
    action: str
    state: str
    viewer: dict[str, Any]
    known: dict[str, int]
    total: int
    applied: int
    decided_at: datetime | None


_JOB = sa_select(*(JOBS.c[name] for name in Job._fields)).where(JOBS.c.id == bindparam("wanted")).with_for_update()


def add(db: Session, job: ImportJob) -> int:
    """Add a job; its id."""
    db.add(job)
    db.flush()
    return job.id or 0


def get(db: Session, job_id: int) -> Job | None:
    """The job as it is now; on PostgreSQL nobody else works on it until the transaction ends."""
    found = db.connection().execute(_JOB, {"wanted": job_id}).one_or_none()
    return Job(*found) if found is not None else None


def move_on(db: Session, job_id: int, changed: Mapping[str, Any]) -> None:
    """Write columns of a job."""
    db.connection().execute(update(JOBS).where(JOBS.c.id == job_id).values(changed))


def in_state(db: Session, state: str, before: datetime) -> list[int]:
    """Ids of the jobs of that state that nobody touched since ``before``, the first one first."""
    query = select(ImportJob.id).where(col(ImportJob.state) == state, col(ImportJob.touched_at) < before)
    return [id_ for id_ in db.scalars(query.order_by(col(ImportJob.id))) if id_ is not None]


def fill(db: Session, job_id: int, start: int, payloads: Sequence[bytes]) -> None:
    """Put parts into a job, from position ``start`` on."""
    rows = [{"job_id": job_id, "position": at, "payload": one} for at, one in enumerate(payloads, start)]
    db.connection().execute(insert(PARTS), rows)


def parts(db: Session, job_id: int, start: int, count: int) -> list[bytes]:
    """What waits in a job from position ``start`` on, ``count`` parts at most."""
    where = (PARTS.c.job_id == job_id, PARTS.c.position >= start)
    query = sa_select(PARTS.c.payload).where(*where).order_by(PARTS.c.position).limit(count)
    return list(db.connection().scalars(query))


def settle(db: Session, job_id: int, span: range, outcome: Mapping[str, Any]) -> None:
    """Empty the parts at these positions; the first keeps what became of them all."""
    where = (PARTS.c.job_id == job_id, PARTS.c.position >= span.start, PARTS.c.position < span.stop)
    db.execute(delete(PARTS).where(*where))
    db.connection().execute(
        insert(PARTS), {"job_id": job_id, "position": span.start, "payload": b"", "outcome": dict(outcome)}
    )


def outcomes(db: Session, job_id: int) -> list[dict[str, Any]]:
    """What became of the parts of a job, in their order."""
    where = (PARTS.c.job_id == job_id, PARTS.c.outcome.is_not(None))
    return list(db.connection().scalars(sa_select(PARTS.c.outcome).where(*where).order_by(PARTS.c.position)))


def finish(db: Session, job_id: int) -> None:
    """Forget a job that is done."""
    db.execute(delete(PARTS).where(PARTS.c.job_id == job_id))
    db.execute(delete(JOBS).where(JOBS.c.id == job_id, JOBS.c.state == DONE))


def drop(db: Session, job_ids: Sequence[int]) -> None:
    """Forget jobs of which nothing is stored, with all that waits in them."""
    unstored = sa_select(JOBS.c.id).where(JOBS.c.id.in_(job_ids), JOBS.c.applied == 0)
    db.execute(delete(PARTS).where(PARTS.c.job_id.in_(unstored)))
    db.execute(delete(JOBS).where(JOBS.c.id.in_(unstored)))


def touch(db: Session, job_id: int, at: datetime) -> int:
    """Note that somebody works on a job that is being filled; 0 where there is no such job any more."""
    where = (JOBS.c.id == job_id, JOBS.c.state == FILLING)
    result: Any = db.execute(update(JOBS).where(*where).values(touched_at=at))
    return int(result.rowcount)
