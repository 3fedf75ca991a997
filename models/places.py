"""Places and their names."""

from sqlalchemy import Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from models.columns import BigId


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
    kind: str = Field(description="name, alias, burmese or previous")
