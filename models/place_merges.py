"""Two places that turned out to be one: what each merge moved, so that it can be taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    and_,
    delete,
    func,
    insert,
    inspect,
    or_,
    true,
    update,
)
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import HOLDS_PLACES, BigId, Moment, chunks
from models.every_table import every_table
from models.places import NAMES, PLACES, Place

HAND, IMPORT = "hand", "import"


class PlaceMerge(SQLModel, table=True):
    """A place that went into another, ``kept_id``, with its columns and spellings as they were.

    ``gone_id`` is the id that it had, None when it was never stored of its own; ``code`` its source id. ``gave``: the
    spellings that the kept place had from it, key → kind before, None for a new one. ``filled``: columns of the kept
    place, name → [before, after]. ``moved``: rows that pointed to it, "table.column" → their primary keys, for lists of
    ids [key, before, after]. A merge that was undone stays, stamped ``undone_at``.
    """

    __tablename__ = "place_merge"
    __table_args__ = (Index("ix_place_merge_kept", "kept_id", "undone_at"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    kept_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    gone_id: int | None = Field(default=None, sa_column=Column(BigId))
    way: str = Field(description=f"{HAND} or {IMPORT}")
    code: str = Field(index=True)
    source: str
    pcode: str | None = None
    kind: str
    name: str
    name_my: str | None = None
    parent_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    township_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    state_id: int | None = Field(default=None, sa_column=Column(BigId, ForeignKey("place.id")))
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    listed: bool = False
    names: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    gave: dict[str, str | None] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    filled: dict[str, list[Any]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    moved: dict[str, list[Any]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    merged_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    merged_by: str = Field(description="label of a person, or 'operator'")
    undone_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    undone_by: str | None = None


MERGES = cast(Table, inspect(PlaceMerge).local_table)


def codes(db: Session) -> list[tuple[int, str, str]]:
    """(id of the kept place, code, source) of every merge in force."""
    columns = (PlaceMerge.kept_id, PlaceMerge.code, PlaceMerge.source)
    return [tuple(row) for row in db.execute(sa_select(*map(col, columns)).where(col(PlaceMerge.undone_at).is_(None)))]


def in_force(db: Session, wanted: Sequence[str]) -> list[PlaceMerge]:
    """The merges in force of these codes."""
    query = select(PlaceMerge).where(col(PlaceMerge.undone_at).is_(None))
    return [row for part in chunks(wanted) for row in db.exec(query.where(col(PlaceMerge.code).in_(part)))]


def listing(db: Session) -> list[tuple[PlaceMerge, str, str]]:
    """The merges in force, the newest first, each with source id and name of the kept place."""
    query = select(PlaceMerge, Place.source_id, Place.name).join(Place, col(PlaceMerge.kept_id) == Place.id)
    found = db.exec(query.where(col(PlaceMerge.undone_at).is_(None)).order_by(col(PlaceMerge.id).desc()))
    return [(merge, source_id, name) for merge, source_id, name in found]


def called(db: Session, text: str) -> list[PlaceMerge]:
    """The merges in force whose gone place had this code, p-code or name, whatever the letters' case."""
    same = [func.lower(col(column)) == text.lower() for column in (PlaceMerge.code, PlaceMerge.pcode, PlaceMerge.name)]
    return list(db.exec(select(PlaceMerge).where(col(PlaceMerge.undone_at).is_(None), or_(*same))))


def of_kept(db: Session, place_id: int) -> list[PlaceMerge]:
    """The merges in force into a place."""
    query = select(PlaceMerge).where(col(PlaceMerge.kept_id) == place_id, col(PlaceMerge.undone_at).is_(None))
    return list(db.exec(query))


def gone_ids(db: Session, place_id: int) -> list[int]:
    """The ids that places had which went into this one."""
    return [merge.gone_id for merge in of_kept(db, place_id) if merge.gone_id is not None]


def heir(db: Session, place_id: int) -> int:
    """The place that ``place_id`` went into, itself where it did not."""
    query = select(PlaceMerge.kept_id).where(PlaceMerge.gone_id == place_id, col(PlaceMerge.undone_at).is_(None))
    kept = db.exec(query).first()
    return place_id if kept is None else heir(db, kept)


def that_moved(db: Session, place_id: int, column: str, key: int) -> list[PlaceMerge]:
    """The merges in force into a place that moved the row ``key`` of "table.column" there, the first one first."""
    moved = [merge for merge in of_kept(db, place_id) if [key] in merge.moved.get(column, [])]
    return sorted(moved, key=lambda merge: merge.id or 0)


def add_all(db: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add merges, many at a time; each mapping has every field but id, undone_at and undone_by."""
    if rows:
        db.connection().execute(insert(MERGES), list(rows))


def last_gone(db: Session) -> int:
    """The highest id that a merged place had: no other place may ever get it."""
    return db.scalar(select(func.max(PlaceMerge.gone_id))) or 0


def references() -> Iterator[Column[Any]]:
    """Every column of the store that holds ids of places, those of spellings apart: the schema itself is asked."""
    for table in every_table():
        for column in table.columns:
            held = any(key.column is PLACES.c.id for key in column.foreign_keys) or column.info == HOLDS_PLACES
            if held and table is not NAMES:
                yield column


def clash(db: Session, kept_id: int, gone_id: int) -> tuple[str, dict[str, Any]] | None:
    """Rows of both places that may not both belong to one: their table, and what they have in common."""
    for column in references():
        for unique in _uniques(column):
            one, other = column.table.alias(), column.table.alias()
            same = [one.c[name] == other.c[name] for name in unique]
            places = (one.c[column.name] == gone_id, other.c[column.name] == kept_id)
            found = db.execute(sa_select(*(one.c[name] for name in unique), 1).where(*places, *same)).first()
            if found is not None:
                return column.table.name, dict(zip(unique, found, strict=False))
    return None


def _uniques(column: Column[Any]) -> list[list[str]]:
    """What else is unique together with ``column``, by names of columns."""
    table = column.table
    groups = [list(table.primary_key.columns)]
    groups += [list(each.columns) for each in table.constraints if isinstance(each, UniqueConstraint)]
    groups += [list(each.columns) for each in table.indexes if each.unique]
    return [[other.name for other in group if other is not column] for group in groups if column in group]


def move(db: Session, kept_id: int, gone_id: int) -> dict[str, list[Any]]:
    """Point everything that points to one place to the other; what was moved, as `PlaceMerge.moved` keeps it."""
    moved: dict[str, list[Any]] = {}
    for column in references():
        found = _move_lists(db, column, kept_id, gone_id) if isinstance(column.type, JSON) else None
        if found is None:
            itself = column.table is PLACES
            keys = _keys(column)
            pointing = (column == gone_id, PLACES.c.id != gone_id) if itself else (column == gone_id,)
            found = [
                list(row[:-1]) for row in db.execute(sa_select(*keys, 1).select_from(column.table).where(*pointing))
            ]
            _point(db, column, found, (gone_id, kept_id))
        if found:
            moved[str(column)] = found
    return moved


def move_back(db: Session, moved: Mapping[str, list[Any]], kept_id: int, gone_id: int) -> None:
    """Take `move` back; what has been pointed elsewhere since stays there."""
    for column in references():
        found = moved.get(str(column), [])
        if isinstance(column.type, JSON):
            for key, before, after in found:
                _set_list(db, column, key, (after, before))
        else:
            _point(db, column, found, (kept_id, gone_id))


def _keys(column: Column[Any]) -> list[Column[Any]]:
    """The columns that tell a row of the table, whatever place ``column`` names."""
    return [key for key in column.table.primary_key.columns if key is not column]


def _is(column: Column[Any], key: Sequence[Any]) -> ColumnElement[bool]:
    return and_(true(), *(each == value for each, value in zip(_keys(column), key, strict=True)))


def _point(db: Session, column: Column[Any], keys: Sequence[Sequence[Any]], change: tuple[int, int]) -> None:
    """In the rows of these keys, change what ``column`` holds from one id to another."""
    for part in chunks(keys):
        rows = or_(*(_is(column, key) for key in part))
        table = column.table
        db.execute(update(table).where(column == change[0], rows).values({column.name: change[1]}))


def _move_lists(db: Session, column: Column[Any], kept_id: int, gone_id: int) -> list[list[Any]]:
    """As `move` for a column that holds lists of ids: [key, before, after] of each list that changed."""
    moved = []
    for *key, held in db.execute(sa_select(*_keys(column), column)).all():
        if gone_id in held:
            after = list(dict.fromkeys(kept_id if place_id == gone_id else place_id for place_id in held))
            _set_list(db, column, key, (held, after))
            moved.append([key, held, after])
    return moved


def _set_list(db: Session, column: Column[Any], key: Sequence[Any], change: tuple[list[int], list[int]]) -> None:
    """Change a list of ids unless it is another one by now."""
    row = _is(column, key)
    if db.scalar(sa_select(column).where(row)) == change[0]:
        db.execute(update(column.table).where(row).values({column.name: change[1]}))


def names_of(db: Session, place_id: int) -> dict[str, tuple[str, str]]:
    """(text, kind) of each spelling of a place by its key."""
    query = sa_select(NAMES.c.folded, NAMES.c.text, NAMES.c.kind).where(NAMES.c.place_id == place_id)
    return {folded: (text, kind) for folded, text, kind in db.execute(query)}


def drop_names(db: Session, place_id: int, keys: Sequence[str]) -> None:
    """Take spellings from a place."""
    for part in chunks(keys):
        db.execute(delete(NAMES).where(NAMES.c.place_id == place_id, NAMES.c.folded.in_(part)))


def drop_place(db: Session, place_id: int) -> None:
    """Delete a place that nothing points to, with its spellings."""
    db.flush()
    db.execute(delete(NAMES).where(NAMES.c.place_id == place_id))
    db.execute(delete(PLACES).where(PLACES.c.id == place_id))


def place(db: Session, place_id: int) -> Place | None:
    """The row of a place, as the store has it now."""
    return db.get(Place, place_id, populate_existing=True)
