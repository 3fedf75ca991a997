"""Assessments of a place and the indicator values that they brought."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, Column, ForeignKey, Index, Row, Table, bindparam, delete, insert, inspect, or_, update
from sqlalchemy import select as sa_select
from sqlmodel import Field, Session, SQLModel, col, select

from models.agencies import Agency
from models.columns import BigId, Moment, chunks
from models.prepared import Prepared

ASSESSMENT, PROTECTION_MONITORING = "assessment", "protection_monitoring"
"""Programmes: site assessments, which every answer is made of, and protection monitoring, which stands beside them."""
PROGRAMMES = (ASSESSMENT, PROTECTION_MONITORING)


class Assessment(SQLModel, table=True):
    """One visit or interview; ``source`` is the row it came from.

    Its key is (place, day, tool, agency, programme, instance). ``programme`` tells assessments from rounds of
    protection monitoring, which are never mixed; ``instance`` is the id that a form gave its submission (empty for a
    row of a spreadsheet), so that several interviews of one day stay apart.

    ``earlier`` keeps what its own fields said before each correction, oldest first, with the moment of the correction.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index(
            "ux_assessment_key", "place_id", "collected_on", "tool", "agency_id", "programme", "instance", unique=True
        ),
        Index("ix_assessment_instance", "instance"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    collected_on: date
    tool: str
    agency_id: int = Field(sa_column=Column(BigId, ForeignKey("agency.id"), nullable=False))
    programme: str = ASSESSMENT
    instance: str = ""
    informants: int | None = None
    informants_agreed: str = "unknown"
    matched_observation: str = "unknown"
    authority_list: str = "unknown"
    consent: bool = False
    source: str = Field(unique=True)
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    earlier: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class IndicatorValue(SQLModel, table=True):
    """One answer. A correction adds a row and stamps the old one's ``superseded_at``: history stays."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        Index("ix_value_assessment", "assessment_id", "indicator"),
        Index("ix_value_place", "place_id", "superseded_at", "indicator"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    assessment_id: int = Field(sa_column=Column(BigId, ForeignKey("assessment.id"), nullable=False))
    place_id: int = Field(sa_column=Column(BigId, ForeignKey("place.id"), nullable=False))
    indicator: str
    state: str = Field(default="value", description="value, unknown, not_assessed or refused")
    number: float | None = None
    choice: str | None = None
    cells: dict[str, int] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    source: str
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    superseded_at: datetime | None = Field(default=None, sa_column=Column(Moment))


ASSESSMENTS = cast(Table, inspect(Assessment).local_table)
VALUES = cast(Table, inspect(IndicatorValue).local_table)
_VALUE = [VALUES.c[name] for name in ("assessment_id", "place_id", "indicator", "state", "number", "choice", "cells")]
_CREDIBILITY = ("informants", "informants_agreed", "matched_observation", "authority_list", "consent")
_ASSESSED = [ASSESSMENTS.c[name] for name in ("tool", "collected_on", "instance", *_CREDIBILITY)]
OBSERVED = [*_VALUE, *_ASSESSED, VALUES.c.id.label("value_id"), col(Agency.acronym).label("agency")]
"""Columns of a value with the assessment that it comes from."""


def of_places(db: Session, place_ids: Sequence[int]) -> list[Assessment]:
    """Every assessment of these places."""
    return [
        row
        for part in chunks(place_ids)
        for row in db.exec(select(Assessment).where(col(Assessment.place_id).in_(part))).all()
    ]


def of_visits(db: Session, visits: Sequence[tuple[int, date]]) -> list[Assessment]:
    """Every assessment of these places on these days, as pairs (place id, day)."""
    places, days = ({visit[at] for visit in visits} for at in (0, 1))
    by = 0 if len(places) < len(days) else 1  # a query for each of the fewer: pairs do not go by the index on SQLite
    others: dict[Any, list[Any]] = {}
    for visit in visits:
        others.setdefault(visit[by], []).append(visit[1 - by])
    columns = (col(Assessment.place_id), col(Assessment.collected_on))
    return [
        row
        for key, rest in others.items()
        for part in chunks(rest)
        for row in db.exec(select(Assessment).where(columns[by] == key, columns[1 - by].in_(part))).all()
    ]


def places(db: Session) -> list[int]:
    """Ids of the places that were ever assessed."""
    return list(db.exec(select(Assessment.place_id).distinct().order_by(col(Assessment.place_id))).all())


def of_instances(db: Session, instances: Sequence[str]) -> list[Assessment]:
    """Every assessment that came from these submissions of a form."""
    return [
        row
        for part in chunks(instances)
        for row in db.exec(select(Assessment).where(col(Assessment.instance).in_(part))).all()
    ]


def current_values(db: Session, assessment_ids: Sequence[int]) -> list[Row[*tuple[Any, ...]]]:
    """Values of these assessments that no correction has superseded: `_VALUE` and their id."""
    return [
        row
        for part in chunks(assessment_ids)
        for row in db.connection().execute(
            sa_select(*[VALUES.c.id, *_VALUE]).where(
                col(IndicatorValue.assessment_id).in_(part), col(IndicatorValue.superseded_at).is_(None)
            )
        )
    ]


_IN_FORCE = (
    sa_select(*OBSERVED)
    .join(Assessment, col(IndicatorValue.assessment_id) == Assessment.id)
    .join(Agency, col(Assessment.agency_id) == Agency.id)
    .where(col(IndicatorValue.superseded_at).is_(None), col(Assessment.programme) == bindparam("programme"))
    .order_by(col(IndicatorValue.id))
)
_HERE = Prepared(_IN_FORCE.where(col(IndicatorValue.place_id) == bindparam("place")))
_NAMES = tuple(column.name for column in OBSERVED)


def observed(db: Session, place_ids: Sequence[int], programme: str = ASSESSMENT) -> list[dict[str, Any]]:
    """Values in force of these places, with the columns of `OBSERVED`; ``agency`` is the acronym of who assessed.

    Plain columns and not objects: one answer about an area reads thousands of them.
    """
    if len(place_ids) == 1:
        found: Iterable[Sequence[Any]] = _HERE.rows(db, place=place_ids[0], programme=programme)
    else:
        found = (
            row
            for part in chunks(place_ids)
            for row in db.connection().execute(
                _IN_FORCE.where(col(IndicatorValue.place_id).in_(part)), {"programme": programme}
            )
        )
    return [dict(zip(_NAMES, row, strict=True)) for row in found]


_AS_KNOWN = (
    sa_select(*OBSERVED)
    .join(Assessment, col(IndicatorValue.assessment_id) == Assessment.id)
    .join(Agency, col(Assessment.agency_id) == Agency.id)
    .where(
        col(IndicatorValue.recorded_at) <= bindparam("at"),
        or_(col(IndicatorValue.superseded_at).is_(None), col(IndicatorValue.superseded_at) > bindparam("at")),
        col(Assessment.programme) == ASSESSMENT,
        col(IndicatorValue.place_id) == bindparam("place"),
    )
    .order_by(col(IndicatorValue.id))
)


def as_known(db: Session, place_id: int, at: datetime) -> list[dict[str, Any]]:
    """As `observed` of one place's assessments, as they stood at that moment."""
    found = db.connection().execute(_AS_KNOWN, {"place": place_id, "at": at})
    return [dict(zip(_NAMES, row, strict=True)) for row in found]


def add_all(db: Session, assessments: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add assessments, many at a time, and give their ids in this order; each mapping has every field but the id."""
    if not assessments:
        return []
    adding = insert(ASSESSMENTS).returning(ASSESSMENTS.c.id, sort_by_parameter_order=True)
    return list(db.connection().execute(adding, list(assessments)).scalars())


def supersede(db: Session, value_ids: Sequence[int], at: datetime) -> None:
    """Stamp values as corrected at ``at``."""
    for part in chunks(value_ids):
        db.execute(update(IndicatorValue).where(col(IndicatorValue.id).in_(part)).values(superseded_at=at))


def value(db: Session, value_id: int) -> tuple[IndicatorValue, Assessment] | None:
    """A value, corrected or not, with its assessment."""
    joined = select(IndicatorValue, Assessment).join(Assessment, col(IndicatorValue.assessment_id) == Assessment.id)
    found = db.exec(joined.where(col(IndicatorValue.id) == value_id).execution_options(populate_existing=True)).first()
    return (found[0], found[1]) if found else None


def restore(db: Session, value_id: int, at: datetime) -> None:
    """Put a value in force again that was superseded at that very moment."""
    this = (col(IndicatorValue.id) == value_id, col(IndicatorValue.superseded_at) == at)
    db.execute(update(IndicatorValue).where(*this).values(superseded_at=None))


def drop_source(db: Session, source: str) -> None:
    """Delete what came from one source, values first."""
    db.execute(delete(IndicatorValue).where(col(IndicatorValue.source) == source))
    db.execute(delete(Assessment).where(col(Assessment.source) == source))


def add_values(db: Session, values: Sequence[Mapping[str, Any]]) -> None:
    """Add values, many at a time; each mapping has every field but id and superseded_at."""
    if values:
        db.connection().execute(insert(VALUES), list(values))
