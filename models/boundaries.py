"""Outlines of states, districts and townships, for maps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ForeignKey, Table, Text, delete, insert, inspect
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, Moment, chunks


class Boundary(SQLModel, table=True):
    """The outline of a place as GeoJSON geometry in WGS 84, simplified; after a merge a place may have two."""

    __tablename__ = "boundary"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False, index=True))
    geometry: str = Field(sa_column=Column(Text, nullable=False))
    source: str
    imported_at: datetime = Field(sa_column=Column(Moment, nullable=False))


BOUNDARIES = cast(Table, inspect(Boundary).local_table)


def newest(db: Session, place_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """(geometry, source) by place; places without an outline are left out."""
    query = select(Boundary.place_id, Boundary.geometry, Boundary.source).order_by(
        col(Boundary.imported_at), col(Boundary.id)
    )
    found: dict[int, tuple[str, str]] = {}
    for part in chunks(place_ids):
        for place_id, geometry, source in db.execute(query.where(col(Boundary.place_id).in_(part))):
            found[place_id] = (geometry, source)
    return found


def replace(db: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Put outlines (place_id, geometry, source, imported_at) in the place of those that their places had."""
    for part in chunks([row["place_id"] for row in rows]):
        db.execute(delete(BOUNDARIES).where(BOUNDARIES.c.place_id.in_(part)))
    if rows:
        db.execute(insert(BOUNDARIES), list(rows))
