"""Agencies of the DSWG."""

from sqlalchemy import Column
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import BigId, by_letter


class Agency(SQLModel, table=True):
    """An agency; ``shows_presence`` is its own switch for showing where it works (domain: off by default)."""

    __tablename__ = "agency"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    acronym: str = Field(unique=True)
    name: str
    aliases: str = Field(default="", description="separated by |")
    kind: str
    shows_presence: bool = False


def everyone(db: Session) -> list[Agency]:
    """All agencies by acronym."""
    return list(db.exec(select(Agency).order_by(by_letter(col(Agency.acronym)))).all())


def any_there(db: Session) -> bool:
    """Whether there is an agency at all."""
    return db.exec(select(Agency.id).limit(1)).first() is not None


def get(db: Session, agency_id: int) -> Agency | None:
    """One agency by id."""
    return db.get(Agency, agency_id)


def add_all(db: Session, agencies: list[Agency]) -> None:
    """Add agencies and give them their ids."""
    db.add_all(agencies)
    db.flush()
