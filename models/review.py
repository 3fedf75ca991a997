"""What waits for a coordinator's word: imports, single observations, questioned figures, movements told twice."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, Delete, ForeignKey, Index, Update, delete, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment
from models.prepared import Prepared

WAITING = "waiting"
IMPORT, SIGHTING, FIGURE, MOVEMENT = "import", "sighting", "figure", "movement"


class ReviewItem(SQLModel, table=True):
    """One thing to decide on. Ids are never used again: buttons bear them.

    ``payload`` holds what was sent (an import its rows, an observation its answer, a questioned figure why, two reports
    of a movement their link) and is emptied soon after the decision. ``value_id`` is the figure that is questioned,
    ``reason`` why a coordinator refused. ``told_at``: when coordinators heard of it; ``corrector_ref``: who is about to
    type another value.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        Index("ix_review_item_state", "state", "id"),
        Index("ix_review_item_value", "value_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    kind: str = Field(description="import, sighting, figure or movement")
    state: str
    payload: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    place_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    indicator: str | None = None
    value_id: int | None = Field(
        default=None, sa_column=Column(BigId, ForeignKey("indicator_value.id", ondelete="CASCADE"))
    )
    sender_ref: str
    agency_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("agency.id")))
    sent_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    told_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    corrector_ref: str | None = None
    correcting_since: datetime | None = Field(default=None, sa_column=Column(Moment))
    reason: str | None = None
    decided_by: str | None = Field(default=None, description="label of a person")
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment))


def add(db: Session, item: ReviewItem) -> int:
    """Put an item into the queue; its id."""
    db.add(item)
    db.flush()
    return item.id or 0


def get(db: Session, item_id: int) -> ReviewItem | None:
    """The item of that id, as the store has it now."""
    return db.get(ReviewItem, item_id, populate_existing=True)


def next_waiting(db: Session, after: int = 0) -> ReviewItem | None:
    """The oldest item that waits and came after number ``after``; from the start where none did."""
    query = select(ReviewItem).where(col(ReviewItem.state) == WAITING).order_by(col(ReviewItem.id)).limit(1)
    return db.exec(query.where(col(ReviewItem.id) > after)).first() or db.exec(query).first()


def count_waiting(db: Session) -> int:
    """How many items wait."""
    return int(db.execute(select(func.count()).where(col(ReviewItem.state) == WAITING)).scalar_one())


def sent_by(db: Session, ref: str) -> dict[str, int]:
    """How many items of each kind still know that this person sent them."""
    counted = select(col(ReviewItem.kind), func.count()).where(col(ReviewItem.sender_ref) == ref)
    return {kind: int(number) for kind, number in db.exec(counted.group_by(col(ReviewItem.kind)))}


def newest_of(db: Session, ref: str, most: int) -> list[ReviewItem]:
    """What this person sent, the newest first."""
    query = select(ReviewItem).where(col(ReviewItem.sender_ref) == ref).order_by(col(ReviewItem.id).desc())
    return list(db.exec(query.limit(most)).all())


def same_waiting(db: Session, item: ReviewItem) -> ReviewItem | None:
    """An item that waits and says the same, of the same sender."""
    same = ("kind", "place_id", "indicator", "value_id", "sender_ref")
    query = select(ReviewItem).where(
        col(ReviewItem.state) == WAITING, *(getattr(ReviewItem, name) == getattr(item, name) for name in same)
    )
    return next((one for one in db.exec(query) if one.payload == item.payload), None)


_QUESTIONED = Prepared(
    select(col(ReviewItem.value_id)).where(col(ReviewItem.kind) == FIGURE, col(ReviewItem.state) == WAITING)
)


def questioned(db: Session) -> frozenset[int]:
    """Ids of the values that somebody questions."""
    return frozenset(value_id for (value_id,) in _QUESTIONED.rows(db) if value_id is not None)


def move_on(db: Session, item_id: int, states: tuple[str, str], **changes: Any) -> bool:
    """Bring an item from one state to another; false when it is no longer in the first.

    One conditional UPDATE, so that of two people at the same moment only one gets it.
    """
    before, after = states
    there = (col(ReviewItem.id) == item_id, col(ReviewItem.state) == before)
    return bool(_count(db, update(ReviewItem).where(*there).values(state=after, **changes)))


def set_corrector(db: Session, item_id: int | None, ref: str, now: datetime) -> None:
    """``ref`` is about to type a value for this item and for no other one."""
    others = update(ReviewItem).where(col(ReviewItem.corrector_ref) == ref)
    db.execute(others.values(corrector_ref=None, correcting_since=None))
    if item_id is not None:
        this = update(ReviewItem).where(col(ReviewItem.id) == item_id)
        db.execute(this.values(corrector_ref=ref, correcting_since=now))


def corrected_by(db: Session, ref: str | None, since: datetime) -> ReviewItem | None:
    """The item that waits for a value which ``ref`` is about to type since then."""
    query = select(ReviewItem).where(col(ReviewItem.state) == WAITING, col(ReviewItem.corrector_ref) == ref)
    return db.exec(query.where(col(ReviewItem.correcting_since) > since)).first() if ref else None


def last_told(db: Session) -> datetime | None:
    """When coordinators were told last that something waits."""
    return db.exec(select(func.max(ReviewItem.told_at))).one()


def set_told(db: Session, now: datetime) -> int:
    """Coordinators are told now of everything that waits; how much of it is new to them."""
    new = (col(ReviewItem.state) == WAITING, col(ReviewItem.told_at).is_(None))
    return _count(db, update(ReviewItem).where(*new).values(told_at=now))


def older(db: Session, kinds: Collection[str], before: datetime) -> list[ReviewItem]:
    """What waits since before then, of these kinds."""
    query = select(ReviewItem).where(col(ReviewItem.state) == WAITING, col(ReviewItem.kind).in_(kinds))
    return list(db.exec(query.where(col(ReviewItem.sent_at) < before).order_by(col(ReviewItem.id))))


def drop_waiting(db: Session, ids: Collection[int]) -> int:
    """Delete items that wait no longer because what they were about is gone."""
    return _count(db, delete(ReviewItem).where(col(ReviewItem.id).in_(ids), col(ReviewItem.state) == WAITING))


def waiting_of(db: Session, kind: str) -> list[ReviewItem]:
    """Everything of a kind that waits, by number."""
    query = select(ReviewItem).where(col(ReviewItem.state) == WAITING, col(ReviewItem.kind) == kind)
    return list(db.exec(query.order_by(col(ReviewItem.id))))


def empty_decided(db: Session, before: datetime) -> int:
    """Take away what was sent of items that were decided before then."""
    held = col(ReviewItem.payload).is_not(None)
    return _count(db, update(ReviewItem).where(*_decided(before), held).values(payload=None))


def drop_decided(db: Session, before: datetime) -> int:
    """Delete items that were decided before then."""
    return _count(db, delete(ReviewItem).where(*_decided(before)))


def _decided(before: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(ReviewItem.state) != WAITING, col(ReviewItem.decided_at) < before


def _count(db: Session, statement: Delete | Update) -> int:
    result: Any = db.execute(statement)
    return int(result.rowcount)
