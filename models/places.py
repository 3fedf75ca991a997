"""Places and their names."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, bindparam, func, inspect, text, update
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, and_, col, or_, select

from models.agencies import Agency
from models.audit import AuditEntry
from models.columns import BigId, by_letter, chunks
from models.prepared import Prepared
from models.rows import insert_many
from models.staging import JOBS, READY


class Place(SQLModel, table=True):
    """A state, district, township, town, ward, village tract, village or camp.

    ``source_id`` is the id of the source itself: its p-code, or such as ``gn:1847832``; derived states, districts and
    townships without a code get ``state:…``, ``district:…``, ``township:…``.
    """

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_township_kind", "township_id", "kind"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    source_id: str = Field(unique=True)
    source: str
    pcode: str | None = Field(default=None, index=True)
    kind: str
    name: str
    name_my: str | None = None
    parent_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id"), index=True))
    township_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    state_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id"), index=True))
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    listed: bool = Field(default=False, description="On the desk's own list of places.")


class PlaceName(SQLModel, table=True):
    """One spelling of a place; ``folded`` is the key that exact and normalised matching compares."""

    __tablename__ = "place_name"
    __table_args__ = (Index("ux_place_name", "place_id", "folded", unique=True),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id", ondelete="CASCADE"), nullable=False))
    text: str
    folded: str = Field(index=True)
    kind: str = Field(description="as `understanding.names.STRENGTH`")


PLACES = cast(Table, inspect(Place).local_table)
NAMES = cast(Table, inspect(PlaceName).local_table)
CHANGES = (
    "places.import", "places.list", "places.merge", "places.split", "agencies.import", "aliases.confirm",
    "aliases.add", "aliases.take_back",
)  # fmt: skip
"""Actions of the audit trail that change what a text may mean: with the newest rows they tell how current a copy is."""
COLUMNS = (
    "id", "source_id", "source", "pcode", "kind", "name", "name_my", "parent_id", "township_id", "state_id",
    "latitude", "longitude", "active", "listed",
)  # fmt: skip
"""Of a place, in the order in which it is written."""
_ENTRY = (
    Place.id, Place.source_id, Place.pcode, Place.name, Place.name_my, Place.kind, Place.parent_id, Place.township_id,
    Place.state_id, Place.active, Place.listed,
)  # fmt: skip
_STORED = (*_ENTRY, Place.source, Place.latitude, Place.longitude)
_CHANGED = col(AuditEntry.action).in_(CHANGES)
_VERSION = Prepared(sa_select(
    select(func.max(AuditEntry.id)).where(_CHANGED).scalar_subquery(),
    select(func.count()).select_from(AuditEntry).where(_CHANGED).scalar_subquery(),
    select(func.max(Place.id)).scalar_subquery(),
    select(func.max(PlaceName.id)).scalar_subquery(),
    select(func.max(Agency.id)).scalar_subquery(),
    sa_select(JOBS.c.version).where(JOBS.c.action == CHANGES[0], JOBS.c.state == READY).limit(1).scalar_subquery(),
))  # fmt: skip
_TAKING_IN = sa_select(JOBS.c.version).where(JOBS.c.action == CHANGES[0], JOBS.c.state == READY)


def version(db: Session) -> tuple[int | None, ...]:
    """Differs when places, names or agencies were added or imported, places listed, or aliases decided on.

    While a list is being taken in it is what it was before: nobody reads a list that is half there.
    On PostgreSQL a change may be committed after one with a higher number: the number of changes tells it.
    """
    *now, before = _VERSION.rows(db)[0]
    return tuple(now) if before is None else tuple(before)


def taking_in(db: Session) -> bool:
    """Whether a list of places is being taken in."""
    return db.scalar(_TAKING_IN.limit(1)) is not None


def entries(db: Session) -> list[tuple[Any, ...]]:
    """(id, source_id, pcode, name, name_my, kind, parent_id, township_id, state_id, active, listed) of every place."""
    return [tuple(row) for row in db.execute(select(*(col(column) for column in _ENTRY)))]


def spellings(db: Session) -> list[tuple[int, str, str]]:
    """(place id, folded, kind) of every name."""
    return [tuple(row) for row in db.execute(select(PlaceName.place_id, PlaceName.folded, PlaceName.kind))]


def written(db: Session) -> list[tuple[int, str, str, str]]:
    """(place id, folded, kind, as written) of every name."""
    query = select(PlaceName.place_id, PlaceName.folded, PlaceName.kind, PlaceName.text)
    return [tuple(row) for row in db.execute(query)]


def stored(db: Session) -> list[tuple[Any, ...]]:
    """As `entries`, with source, latitude and longitude at the end."""
    return [tuple(row) for row in db.execute(select(*(col(column) for column in _STORED)))]


def names_of(db: Session, place_id: int) -> list[tuple[str, str, str]]:
    """(text, folded, kind) of every name of one place, in the order in which they came in."""
    query = select(PlaceName.text, PlaceName.folded, PlaceName.kind).where(col(PlaceName.place_id) == place_id)
    return [tuple(row) for row in db.execute(query.order_by(col(PlaceName.id)))]


def kinds_of_codes(db: Session, kinds: Sequence[str]) -> dict[str, str]:
    """Kinds of the places of ``kinds`` by each code that they have: that of their source, and their p-code."""
    query = select(Place.source_id, Place.pcode, Place.kind).where(col(Place.kind).in_(kinds))
    return {code: kind for *codes, kind in db.execute(query) for code in codes if code}


def kind_of_code(db: Session, code: str) -> str | None:
    """Kind of the place with that code."""
    return db.scalar(select(Place.kind).where((col(Place.source_id) == code) | (col(Place.pcode) == code)).limit(1))


def source_of(db: Session, place_id: int) -> str:
    """Where the row of a place comes from."""
    return db.scalar(select(Place.source).where(col(Place.id) == place_id)) or ""


def positions(db: Session, ids: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Latitude and longitude in degrees by place id; places without are left out."""
    known = (col(Place.id).in_(ids), col(Place.latitude).is_not(None), col(Place.longitude).is_not(None))
    found = db.execute(select(Place.id, Place.latitude, Place.longitude).where(*known))
    return {id_: (latitude, longitude) for id_, latitude, longitude in found}


def settled_in(db: Session, area_id: int, kinds: Sequence[str]) -> list[int]:
    """Ids of the places of ``kinds`` in a tract, town, township, district or state, by name."""
    query = select(Place.id).where(_inside(area_id), col(Place.kind).in_(kinds))
    return [id_ for id_ in db.scalars(query.order_by(by_letter(col(Place.name)), col(Place.id))) if id_ is not None]


def kinds_in(db: Session, area_id: int) -> dict[str, int]:
    """How many places of each kind lie in a tract, town, township, district or state."""
    query = select(Place.kind, func.count()).where(_inside(area_id)).group_by(Place.kind)
    return dict(tuple(row) for row in db.execute(query))


def _inside(area_id: int) -> ColumnElement[bool]:
    """Lies in the area and is still there."""
    in_district = select(Place.id).where(col(Place.parent_id) == area_id, col(Place.kind) == "township")
    inside = or_(
        col(Place.parent_id) == area_id,
        col(Place.township_id) == area_id,
        col(Place.state_id) == area_id,
        col(Place.township_id).in_(in_district),
    )
    return and_(inside, col(Place.active), col(Place.id) != area_id)


def last_id(db: Session) -> int:
    """The highest id of a place, 0 when there is none."""
    return db.scalar(select(func.max(Place.id))) or 0


def insert_places(db: Session, rows: Sequence[Sequence[Any]]) -> None:
    """Insert places of these values of `COLUMNS`; what a place lies in comes before it."""
    insert_many(db, PLACES, COLUMNS, rows)
    if rows and db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT setval(pg_get_serial_sequence('place', 'id'), max(id)) FROM place"))


def update_places(db: Session, rows: Sequence[Sequence[Any]]) -> None:
    """Write these values of `COLUMNS`, the id first, which tells the place."""
    values: dict[str, Any] = {name: bindparam(name) for name in COLUMNS[1:]}
    query = update(PLACES).where(PLACES.c.id == bindparam("place")).values(values)
    db.connection().execute(query, [dict(zip(("place", *COLUMNS[1:]), row, strict=True)) for row in rows])


def insert_names(db: Session, rows: Sequence[Sequence[Any]]) -> None:
    """Insert names (place id, text, folded, kind), but for those that the place has."""
    insert_many(db, NAMES, ("place_id", "text", "folded", "kind"), rows, only_new=True)


def update_names(db: Session, rows: Sequence[Sequence[Any]]) -> None:
    """Change the kind of names: (place id, folded, kind)."""
    which = (NAMES.c.place_id == bindparam("place"), NAMES.c.folded == bindparam("key"))
    query = update(NAMES).where(*which).values(kind=bindparam("new_kind"))
    db.connection().execute(query, [dict(zip(("place", "key", "new_kind"), row, strict=True)) for row in rows])


def close_loops(db: Session) -> None:
    """A township is its own township and a state its own state, so that one comparison finds all of an area."""
    for column, kind in ((col(Place.township_id), "township"), (col(Place.state_id), "state")):
        db.execute(update(Place).where(col(Place.kind) == kind, column.is_(None)).values({column: Place.id}))


def set_listed(db: Session, ids: Sequence[int], listed: bool) -> int:
    """Put places on the desk's list or off it; how many changed."""
    changed = 0
    for part in chunks(ids):
        query = update(Place).where(col(Place.id).in_(part), col(Place.listed) != listed).values(listed=listed)
        changed += int(getattr(db.execute(query), "rowcount", 0))
    return changed


def existing(db: Session, ids: Sequence[int]) -> set[int]:
    """Those of these ids that places have."""
    return {id_ for part in chunks(ids) for id_ in db.scalars(select(Place.id).where(col(Place.id).in_(part))) if id_}


def listed_ids(db: Session) -> list[int]:
    """Ids of the places on the desk's list, by name."""
    query = select(Place.id).where(col(Place.listed)).order_by(by_letter(col(Place.name)), col(Place.id))
    return [id_ for id_ in db.scalars(query) if id_ is not None]


def holds_any(db: Session, place_id: int) -> bool:
    """Whether other places lie in this one."""
    inside = [column == place_id for column in (col(Place.parent_id), col(Place.township_id), col(Place.state_id))]
    return db.scalar(select(Place.id).where(or_(*inside), col(Place.id) != place_id).limit(1)) is not None


def count(db: Session) -> int:
    """How many places there are."""
    return db.scalar(select(func.count()).select_from(Place)) or 0
