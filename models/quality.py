"""What `coordination.quality` looks at beside the answers' own queries: where rows came from, and what imports did."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from models.agencies import Agency
from models.assessments import OBSERVED, Assessment, IndicatorValue
from models.audit import AuditEntry
from models.columns import chunks
from models.commitments import Commitment
from models.places import Place, PlaceName

IMPORTS = ("assessments.import", "commitments.import", "places.import", "agencies.import")
"""Actions of the audit trail that are imports."""


def values(db: Session, place_ids: Sequence[int]) -> list[tuple[str, str, dict[str, Any]]]:
    """(programme, source, columns of `OBSERVED` by name) of every value in force of these places."""
    columns = [col(Assessment.programme), col(IndicatorValue.source), *OBSERVED]
    names = [column.key for column in OBSERVED]
    return [
        (row[0], row[1], dict(zip(names, row[2:], strict=True)))
        for part in chunks(place_ids)
        for row in db.connection().execute(
            sa_select(*columns)
            .join(Assessment, col(IndicatorValue.assessment_id) == Assessment.id)
            .join(Agency, col(Assessment.agency_id) == Agency.id)
            .where(col(IndicatorValue.place_id).in_(part), col(IndicatorValue.superseded_at).is_(None))
            .order_by(col(IndicatorValue.id))
        )
    ]


def commitment_sources(db: Session, place_ids: Sequence[int]) -> dict[int, str]:
    """Where the version in force of each commitment at these places came from, by its number."""
    return {
        number: source
        for part in chunks(place_ids)
        for number, source in db.execute(
            select(Commitment.number, Commitment.source).where(
                col(Commitment.place_id).in_(part), col(Commitment.superseded_at).is_(None)
            )
        )
    }


def places(db: Session, place_ids: Sequence[int]) -> list[Row[*tuple[Any, ...]]]:
    """(id, source_id, source, kind, township_id, latitude, longitude) of these places."""
    columns = [
        col(column)
        for column in (
            Place.id, Place.source_id, Place.source, Place.kind, Place.township_id, Place.latitude, Place.longitude,
        )
    ]  # fmt: skip
    return [
        row
        for part in chunks(place_ids)
        for row in db.connection().execute(sa_select(*columns).where(col(Place.id).in_(part)))
    ]


def names(db: Session, place_ids: Sequence[int], kinds: Sequence[str]) -> list[tuple[int, str]]:
    """(place id, folded) of the names of these places that are of one of ``kinds``."""
    return [
        (place_id, folded)
        for part in chunks(place_ids)
        for place_id, folded in db.execute(
            select(PlaceName.place_id, PlaceName.folded).where(
                col(PlaceName.place_id).in_(part), col(PlaceName.kind).in_(kinds)
            )
        )
    ]


def without_township(db: Session, kinds: Sequence[str]) -> list[int]:
    """Ids of places of ``kinds`` that lie in no township and that are listed, were assessed or have a commitment."""
    used = or_(
        col(Place.listed),
        col(Place.id).in_(select(col(Assessment.place_id))),
        col(Place.id).in_(select(col(Commitment.place_id)).where(col(Commitment.superseded_at).is_(None))),
    )
    query = select(Place.id).where(col(Place.kind).in_(kinds), col(Place.township_id).is_(None), used)
    return [id_ for id_ in db.scalars(query.order_by(col(Place.name), col(Place.id))) if id_ is not None]


def imports(db: Session, newest: int) -> list[AuditEntry]:
    """The newest entries of imports, newest first."""
    query = select(AuditEntry).where(col(AuditEntry.action).in_(IMPORTS))
    return list(db.exec(query.order_by(col(AuditEntry.id).desc()).limit(newest)).all())
