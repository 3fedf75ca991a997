"""Agencies of the DSWG."""

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import BigId


class Agency(SQLModel, table=True):
    """An agency; ``shows_presence`` is its own switch for showing where it works (domain: off by default)."""

    __tablename__ = "agency"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    acronym: str = Field(unique=True)
    name: str
    aliases: str = Field(default="", description="separated by |")
    kind: str
    shows_presence: bool = False
