"""Movements of groups of households: who wants to move, is moving, has moved; never persons (domain section 4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, Index, and_, delete, func, or_, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment, chunks


class Movement(SQLModel, table=True):
    """One reported movement, M-``id``. Ids are never used again: people know movements by them.

    ``households_to`` is the upper end where a range was said, ``individuals`` only what was said. The window is a third
    of a month or wider (``precision``); ``said_when`` are the words for it. Lists hold codes, no texts of people.
    ``reported_households`` is what the whole report said before it was split; ``split_of`` the first part of it.
    ``source`` is the update that it came with. One that was taken back has ``undone_at``; ``asked_at``: when its
    reporter was asked for news.
    """

    __tablename__ = "movement"
    __table_args__ = (
        Index("ix_movement_origin", "origin_id", "window_from"),
        Index("ix_movement_destination", "destination_id", "window_from"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    kind: str
    stage: str
    stage_on: date
    origin_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    destination_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    households: int | None = None
    households_to: int | None = None
    individuals: int | None = None
    special_needs: int | None = None
    window_from: date | None = None
    window_to: date | None = None
    precision: str | None = None
    said_when: str | None = None
    organiser: str | None = None
    push: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    pull: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    conditions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    preparation: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    site_kept: bool | None = None
    source_kind: str | None = None
    confidence: int
    reported_households: int | None = None
    split_of: int | None = Field(default=None, sa_column=Column(BigId, index=True))
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    reporter_ref: str = Field(index=True)
    source: str = Field(unique=True)
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    news_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    asked_at: datetime | None = Field(default=None, sa_column=Column(Moment))


class MovementAsk(SQLModel, table=True):
    """One line of the assistance that a movement asks for."""

    __tablename__ = "movement_ask"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    movement_id: int = Field(
        sa_column=Column(BigId, ForeignKey("movement.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    sector: str
    months: int | None = None


class MovementChange(SQLModel, table=True):
    """One later change of a movement: what it said before, who changed it (a label) and how."""

    __tablename__ = "movement_change"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    movement_id: int = Field(
        sa_column=Column(BigId, ForeignKey("movement.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    actor: str
    action: str
    before: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class MovementLink(SQLModel, table=True):
    """What two reports have to do with each other: ``same``, ``part`` (the first of the other), ``another``, or
    ``unsure``.

    Merging is such a link, so both originals stay. ``decided_by`` is the label of the coordinator who decided.
    """

    __tablename__ = "movement_link"
    __table_args__ = (
        Index("ix_movement_link_pair", "movement_id", "other_id", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    movement_id: int = Field(sa_column=Column(BigId, ForeignKey("movement.id", ondelete="CASCADE"), nullable=False))
    other_id: int = Field(
        sa_column=Column(BigId, ForeignKey("movement.id", ondelete="CASCADE"), nullable=False, index=True)
    )
    kind: str
    independent: bool | None = None
    linked_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    decided_by: str | None = None


def add(db: Session, movement: Movement, asks: Sequence[tuple[str, int | None]]) -> int:
    """Record a movement with what it asks for, as (sector, months); its number."""
    db.add(movement)
    db.flush()
    number = movement.id or 0
    set_asks(db, number, asks)
    return number


def set_asks(db: Session, movement_id: int, asks: Sequence[tuple[str, int | None]]) -> None:
    """The lines of assistance of a movement, in place of those before."""
    for old in db.exec(select(MovementAsk).where(col(MovementAsk.movement_id) == movement_id)):
        db.delete(old)
    db.flush()
    db.add_all([MovementAsk(movement_id=movement_id, sector=sector, months=months) for sector, months in asks])
    db.flush()


def get(db: Session, movement_id: int) -> Movement | None:
    """The movement of that number that was not taken back, as the store has it now."""
    found = db.get(Movement, movement_id, populate_existing=True)
    return found if found is not None and found.undone_at is None else None


def get_many(db: Session, ids: Sequence[int]) -> list[Movement]:
    """The movements of these numbers that were not taken back, by number."""
    return [
        row
        for part in chunks(sorted(ids))
        for row in db.exec(select(Movement).where(col(Movement.id).in_(part), _LIVE).order_by(col(Movement.id)))
    ]


def by_source(db: Session, source: str) -> list[Movement]:
    """The movements that came with an update, in their order."""
    beginning = select(Movement).where(col(Movement.source).startswith(f"{source}.", autoescape=True))
    return list(db.exec(beginning.order_by(col(Movement.id))))


def asks(db: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, int | None]]]:
    """What these movements ask for, line by line, as (sector, months)."""
    found: dict[int, list[tuple[str, int | None]]] = {}
    for part in chunks(list(ids)):
        lines = select(MovementAsk).where(col(MovementAsk.movement_id).in_(part)).order_by(col(MovementAsk.id))
        for line in db.exec(lines):
            found.setdefault(line.movement_id, []).append((line.sector, line.months))
    return found


def change(db: Session, movement_id: int, values: dict[str, Any]) -> None:
    """Set columns of a movement."""
    db.execute(update(Movement).where(col(Movement.id) == movement_id).values(**values))


def add_change(db: Session, changed: MovementChange) -> None:
    """Keep what a movement said before a change."""
    db.add(changed)
    db.flush()


def changes(db: Session, movement_id: int) -> list[MovementChange]:
    """The later changes of a movement, the last one first."""
    query = select(MovementChange).where(col(MovementChange.movement_id) == movement_id)
    return list(db.exec(query.order_by(col(MovementChange.id).desc())))


_LIVE: ColumnElement[bool] = col(Movement.undone_at).is_(None)


def at_places(db: Session, place_ids: Sequence[int], *, origins: bool = True) -> list[Movement]:
    """Movements to these places, and from them with ``origins``, that were not taken back; by number."""
    found: dict[int, Movement] = {}
    for part in chunks(list(place_ids)):
        ends = [col(Movement.destination_id).in_(part), *([col(Movement.origin_id).in_(part)] if origins else [])]
        for row in db.exec(select(Movement).where(or_(*ends), _LIVE)):
            found[row.id or 0] = row
    return [found[number] for number in sorted(found)]


def last_of(db: Session, reporter_ref: str, agency_id: int | None) -> list[Movement]:
    """The last twenty reports of a person, or of the agency, the newest first."""
    mine = [col(Movement.reporter_ref) == reporter_ref] if reporter_ref else []
    ours = [col(Movement.agency_id) == agency_id] if agency_id is not None else []
    if not mine + ours:
        return []
    return list(db.exec(select(Movement).where(or_(*mine, *ours), _LIVE).order_by(col(Movement.id).desc()).limit(20)))


def alike(
    db: Session, ends: Sequence[int | None], sizes: tuple[int, int] | None, window: tuple[date, date] | None
) -> list[Movement]:
    """Movements that share an end with (origin, destination), of a like size and time; the newest first, at most 50.

    ``sizes`` (households) and ``window`` are bounds where they are known; what is unknown there fits.
    """
    columns = (col(Movement.origin_id), col(Movement.destination_id))
    same = [column == place for column, place in zip(columns, ends, strict=True) if place is not None]
    if not same:
        return []
    size = func.coalesce(col(Movement.reported_households), col(Movement.households))
    fits: list[ColumnElement[bool]] = [_LIVE, or_(*same)]
    if sizes:
        fits.append(or_(size.is_(None), size.between(*sizes)))
    if window:
        begins, ends_ = col(Movement.window_from), col(Movement.window_to)
        fits.append(and_(or_(begins.is_(None), begins <= window[1]), or_(ends_.is_(None), ends_ >= window[0])))
    query = select(Movement).where(*fits).order_by(col(Movement.id).desc()).limit(50)
    return list(db.exec(query))


def parts(db: Session, first_id: int) -> list[Movement]:
    """The parts of a split report, by number."""
    query = select(Movement).where(or_(col(Movement.split_of) == first_id, col(Movement.id) == first_id), _LIVE)
    return list(db.exec(query.order_by(col(Movement.id))))


def link(db: Session, made: MovementLink) -> int:
    """Say what two reports have to do with each other, in place of what was said before; the link's number."""
    pair = (col(MovementLink.movement_id) == made.movement_id, col(MovementLink.other_id) == made.other_id)
    before = db.exec(select(MovementLink).where(*pair)).first()
    if before is None:
        db.add(made)
        db.flush()
        return made.id or 0
    before.kind, before.linked_at = made.kind, made.linked_at
    before.decided_by, before.independent = made.decided_by, made.independent
    db.flush()
    return before.id or 0


def get_link(db: Session, link_id: int) -> MovementLink | None:
    """The link of that number, as the store has it now."""
    return db.get(MovementLink, link_id, populate_existing=True)


def set_link(db: Session, link_id: int, **values: Any) -> None:
    """Set columns of a link."""
    db.execute(update(MovementLink).where(col(MovementLink.id) == link_id).values(**values))


def unlink(db: Session, movement_id: int) -> None:
    """A movement has nothing to do with others any more."""
    either = or_(col(MovementLink.movement_id) == movement_id, col(MovementLink.other_id) == movement_id)
    db.execute(delete(MovementLink).where(either))


def links(db: Session, ids: Sequence[int]) -> list[MovementLink]:
    """Every link of these movements, by number."""
    found: dict[int, MovementLink] = {}
    for part in chunks(list(ids)):
        either = or_(col(MovementLink.movement_id).in_(part), col(MovementLink.other_id).in_(part))
        found |= {one.id or 0: one for one in db.exec(select(MovementLink).where(either))}
    return [found[number] for number in sorted(found)]


def silent(db: Session, stages: Sequence[str], before: date) -> list[Movement]:
    """Movements of these stages whose window is over since then, and whose reporter was not asked yet, by number."""
    late = (col(Movement.stage).in_(stages), col(Movement.window_to) < before, col(Movement.asked_at).is_(None))
    return list(db.exec(select(Movement).where(*late, _LIVE).order_by(col(Movement.id))))


def forget_reporter(db: Session, ref: str) -> None:
    """Nobody is known any more to have reported it."""
    db.execute(update(Movement).where(col(Movement.reporter_ref) == ref).values(reporter_ref=""))
