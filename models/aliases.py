"""Names that people use for places beyond those of the lists: waiting for a coordinator, confirmed or refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, and_, delete, exists, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment
from models.picks import AliasPick
from models.places import PlaceName

WAITING, CONFIRMED, REFUSED = "waiting", "confirmed", "refused"
ALIAS = "alias"
"""Kind of the `PlaceName` of a confirmed alias."""
NO_NAMES = ("part", "code")
"""Kinds of spellings by which a place is not called."""


class PlaceAlias(SQLModel, table=True):
    """A spelling that was picked, or given by a coordinator, for a place. Ids are never used again: buttons bear them.

    ``key`` is a keyed hash of spelling and place: by it a refusal is remembered when ``text`` and ``folded`` are gone.
    """

    __tablename__ = "place_alias"
    __table_args__ = (Index("ix_place_alias_state", "state"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id", ondelete="CASCADE"), nullable=False))
    key: str = Field(unique=True)
    text: str | None = None
    folded: str | None = None
    state: str = Field(description="waiting, confirmed or refused")
    noted_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    decided_by: str | None = Field(default=None, description="label of a person, or 'operator'")
    imported: bool = Field(default=False, description="a list of places has brought this name, too")


@dataclass(frozen=True)
class Used:
    """An alias with how often it was picked, by how many people, and when last."""

    row: PlaceAlias
    picks: int
    people: int
    last: datetime | None


def get(db: Session, alias_id: int) -> Used | None:
    """The alias of that id."""
    found = db.execute(_used().where(col(PlaceAlias.id) == alias_id)).one_or_none()
    return Used(*found) if found else None


def by_key(db: Session, key: str) -> PlaceAlias | None:
    """The alias of that spelling and place."""
    return db.exec(select(PlaceAlias).where(PlaceAlias.key == key)).one_or_none()


def any_refused(db: Session, keys: Collection[str]) -> bool:
    """Whether one of these spellings of places was refused."""
    query = select(PlaceAlias.id).where(col(PlaceAlias.key).in_(keys), PlaceAlias.state == REFUSED)
    return db.exec(query).first() is not None


def confirmed_of(db: Session, alias_ids: Collection[int]) -> list[PlaceAlias]:
    """Those of these aliases that are confirmed, as the store has them now."""
    query = select(PlaceAlias).where(col(PlaceAlias.id).in_(alias_ids), PlaceAlias.state == CONFIRMED)
    return list(db.exec(query.execution_options(populate_existing=True)))


def listing(db: Session, state: str, start: int, count: int) -> list[Used]:
    """``count`` aliases of a state from number ``start`` on: the most picked first, else the newest decision."""
    picks, people = func.count(col(AliasPick.alias_id)), func.count(col(AliasPick.picker).distinct())
    order = (picks.desc(), people.desc(), col(PlaceAlias.decided_at).desc().nulls_last(), col(PlaceAlias.id))
    query = _used().where(*_of_state(state)).order_by(*order).offset(start).limit(count)
    return [Used(*row) for row in db.execute(query)]


def count(db: Session, state: str) -> int:
    """How many aliases of a state there are to see."""
    return int(db.execute(select(func.count()).select_from(PlaceAlias).where(*_of_state(state))).scalar_one())


def _used() -> Any:
    picks, people = func.count(col(AliasPick.alias_id)), func.count(col(AliasPick.picker).distinct())
    picked = col(AliasPick.alias_id) == col(PlaceAlias.id)
    return (
        select(PlaceAlias, picks, people, func.max(col(AliasPick.at)))
        .outerjoin(AliasPick, picked)
        .group_by(col(PlaceAlias.id))
    )


def _of_state(state: str) -> tuple[Any, ...]:
    """Of those that wait the ones that a pick still speaks for, and that no list has made a name meanwhile."""
    if state != WAITING:
        return (col(PlaceAlias.state) == state,)
    picked = exists().where(col(AliasPick.alias_id) == col(PlaceAlias.id))
    same = and_(col(PlaceName.place_id) == col(PlaceAlias.place_id), col(PlaceName.folded) == col(PlaceAlias.folded))
    named = exists().where(same)
    return (col(PlaceAlias.state) == WAITING, picked.correlate(PlaceAlias), ~named.correlate(PlaceAlias))


def confirmed(db: Session, folded: str) -> list[PlaceAlias]:
    """Confirmed aliases with the key ``folded``."""
    query = select(PlaceAlias).where(PlaceAlias.state == CONFIRMED, PlaceAlias.folded == folded)
    return list(db.exec(query.order_by(col(PlaceAlias.id))))


def bears(db: Session, place_id: int, folded: str) -> bool:
    """Whether the place has a spelling with this key."""
    query = select(PlaceName.id).where(PlaceName.place_id == place_id, PlaceName.folded == folded)
    return db.exec(query).first() is not None


def bearers(db: Session, folded: str) -> list[int]:
    """Ids of the places that are called ``folded``."""
    query = select(PlaceName.place_id).where(PlaceName.folded == folded, col(PlaceName.kind).not_in(NO_NAMES))
    return list(db.exec(query.order_by(col(PlaceName.place_id))))


def add_name(db: Session, place_id: int, text: str, folded: str) -> None:
    """Make ``text`` a name of the place like any alias of a list."""
    db.add(PlaceName(place_id=place_id, text=text, folded=folded, kind=ALIAS))
    db.flush()


def drop_name(db: Session, place_id: int, folded: str) -> None:
    """Remove the alias that `add_name` made."""
    same = (col(PlaceName.place_id) == place_id, col(PlaceName.folded) == folded, col(PlaceName.kind) == ALIAS)
    db.execute(delete(PlaceName).where(*same))


def names_of_desk(db: Session) -> dict[int, tuple[int, str]]:
    """(place id, folded) by id of every confirmed alias that no list has brought yet."""
    query = select(PlaceAlias.id, PlaceAlias.place_id, PlaceAlias.folded)
    mine = query.where(PlaceAlias.state == CONFIRMED, ~col(PlaceAlias.imported))
    return {alias_id: (place_id, folded or "") for alias_id, place_id, folded in db.exec(mine) if alias_id is not None}


def set_imported(db: Session, alias_ids: Collection[int]) -> None:
    """Note that a list of places has brought these names, too: they stay when the desk takes its own back."""
    db.execute(update(PlaceAlias).where(col(PlaceAlias.id).in_(alias_ids)).values(imported=True))
