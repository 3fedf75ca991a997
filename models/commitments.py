"""Commitments of agencies: what, where, for how many, when."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Column, ForeignKey, Index, Table, bindparam, func, inspect, or_, update
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.agencies import Agency
from models.columns import BigId, Moment, chunks
from models.prepared import Prepared


class Commitment(SQLModel, table=True):
    """One version of commitment C-``number``; a change adds a row and stamps the old one's ``superseded_at``."""

    __tablename__ = "commitment"
    __table_args__ = (
        Index("ix_commitment_place", "place_id", "superseded_at"),
        Index("ix_commitment_agency", "agency_id", "superseded_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    number: int = Field(index=True)
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    agency_id: int = Field(sa_column=Column(BigId, ForeignKey("agency.id"), nullable=False))
    partner: str | None = None
    donor: str | None = None
    activity: str
    indicator: str | None = None
    modality: str | None = None
    population: str | None = None
    unit: str
    target: int
    reached: int | None = None
    start: date | None = None
    end: date | None = None
    months: int | None = None
    components: str = Field(default="", description="separated by |; none named means all")
    status: str
    conditions: str | None = None
    contact: str | None = Field(default=None, description="a role, never a person")
    movement: int | None = Field(default=None, description="number of the movement that asked for it")
    reason: str | None = Field(default=None, description="why this version came about, as a code")
    reported_on: date
    reached_on: date | None = None
    line: str | None = Field(default=None, index=True, description="What a sheet's row says but for place and figures.")
    source: str = Field(unique=True)
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    superseded_at: datetime | None = Field(default=None, sa_column=Column(Moment))


def of_places(db: Session, place_ids: Sequence[int]) -> list[tuple[Commitment, str]]:
    """The versions in force at these places with the acronym of their agency."""
    return [
        (commitment, acronym)
        for part in chunks(place_ids)
        for commitment, acronym in db.exec(
            select(Commitment, Agency.acronym)
            .join(Agency, col(Commitment.agency_id) == Agency.id)
            .where(col(Commitment.place_id).in_(part), col(Commitment.superseded_at).is_(None))
            .order_by(col(Commitment.number))
        ).all()
    ]


class Promise(NamedTuple):
    """What the gap arithmetic takes of a version in force."""

    place_id: int
    number: int
    agency_id: int
    activity: str
    target: int
    reached: int | None
    start: date | None
    end: date | None
    months: int | None
    components: str
    status: str
    unit: str
    reached_on: date | None
    reported_on: date
    agency: str


_TABLE = cast(Table, inspect(Commitment).local_table)
_EVERY = (
    sa_select(*[_TABLE.c[name] for name in Promise._fields[:-1]], col(Agency.acronym))
    .join(Agency, _TABLE.c.agency_id == Agency.id)
    .order_by(_TABLE.c.number)
)
_PROMISED = _EVERY.where(_TABLE.c.superseded_at.is_(None))
_HERE = Prepared(_PROMISED.where(_TABLE.c.place_id == bindparam("place")))
FEW = 8
"""So many places are asked about one by one: a village and what it lies in."""


def promised(db: Session, place_ids: Sequence[int]) -> list[Promise]:
    """The versions in force at these places, those of one place by number."""
    if len(place_ids) <= FEW:
        found: Iterable[Sequence[Any]] = (row for id_ in place_ids for row in _HERE.rows(db, place=id_))
    else:
        found = (
            row
            for part in chunks(place_ids)
            for row in db.connection().execute(_PROMISED.where(_TABLE.c.place_id.in_(part)))
        )
    return [Promise._make(row) for row in found]


def as_known(db: Session, place_id: int, at: datetime) -> list[Promise]:
    """As `promised` of one place, the versions that were in force at that moment."""
    later = or_(_TABLE.c.superseded_at.is_(None), _TABLE.c.superseded_at > at)
    query = _EVERY.where(_TABLE.c.place_id == place_id, _TABLE.c.recorded_at <= at, later)
    return [Promise._make(row) for row in db.connection().execute(query)]


def places(db: Session) -> list[int]:
    """Ids of the places with commitments in force."""
    query = select(Commitment.place_id).where(col(Commitment.superseded_at).is_(None)).distinct()
    return list(db.exec(query.order_by(col(Commitment.place_id))).all())


def by_numbers(db: Session, numbers: Sequence[int]) -> list[Commitment]:
    """The versions in force of these numbers."""
    return [
        row
        for part in chunks(numbers)
        for row in db.exec(
            select(Commitment).where(col(Commitment.number).in_(part), col(Commitment.superseded_at).is_(None))
        ).all()
    ]


def in_force(db: Session, number: int) -> Commitment | None:
    """The version in force of C-``number``."""
    return next(iter(by_numbers(db, [number])), None)


def versions(db: Session, number: int) -> list[Commitment]:
    """Every version of C-``number``, the oldest first."""
    return list(db.exec(select(Commitment).where(col(Commitment.number) == number).order_by(col(Commitment.id))).all())


def open_ones(
    db: Session, statuses: Collection[str], agency_id: int | None, place_ids: Collection[int] | None, most: int
) -> list[Commitment]:
    """Those in force with these statuses of an agency (None: any) at places (None: anywhere), newest number first."""
    query = select(Commitment).where(col(Commitment.superseded_at).is_(None), col(Commitment.status).in_(statuses))
    if agency_id is not None:
        query = query.where(col(Commitment.agency_id) == agency_id)
    if place_ids is not None:
        query = query.where(col(Commitment.place_id).in_(place_ids))
    return list(db.exec(query.order_by(col(Commitment.number).desc()).limit(most)).all())


def by_lines(db: Session, lines: Sequence[str]) -> list[Commitment]:
    """The versions in force of these lines of sheets, by number."""
    found = [
        row
        for part in chunks(lines)
        for row in db.exec(
            select(Commitment).where(col(Commitment.line).in_(part), col(Commitment.superseded_at).is_(None))
        ).all()
    ]
    return sorted(found, key=lambda one: one.number)


def numbers_by_source(db: Session, sources: Sequence[str]) -> dict[str, int]:
    """The number of the commitment that a version of these sources belongs to, in force or not."""
    return {
        source: number
        for part in chunks(sources)
        for source, number in db.exec(
            select(Commitment.source, Commitment.number).where(col(Commitment.source).in_(part))
        ).all()
    }


def last_number(db: Session) -> int:
    """The highest number given so far, 0 when there is none."""
    return db.exec(select(func.coalesce(func.max(Commitment.number), 0))).one()


def add_all(db: Session, commitments: Sequence[Commitment]) -> None:
    """Add new versions."""
    db.add_all(commitments)
    db.flush()


def supersede(db: Session, ids: Sequence[int], at: datetime) -> None:
    """Stamp versions as replaced at ``at``."""
    for part in chunks(ids):
        db.execute(update(Commitment).where(col(Commitment.id).in_(part)).values(superseded_at=at))
