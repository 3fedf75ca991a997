"""Lists that leave the desk as files: by a coordinator or the operator, with reason and recipient, audited.

What is confidential never leaves in a file, whoever asks (domain section 6 rule 20).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coordination import assessments, audit, disclosure, places
from coordination.area import AreaGaps
from coordination.errors import NotAllowedError, Refusal
from coordination.evidence import Observation
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass, Role
from models import assessments as assessment_rows
from models import commitments as commitment_rows
from models import places as place_rows
from understanding.redaction import personal


@dataclass(frozen=True)
class Stamp:
    """What stands on an exported file: its class, its day, for whom and why."""

    klass: Klass
    as_of: date
    recipient: str
    reason: str


@dataclass(frozen=True)
class GapsFile:
    """A list of open needs that may leave as a file."""

    gaps: AreaGaps
    stamp: Stamp


@dataclass(frozen=True)
class Assessed:
    """An assessment with those of its answers that may leave; ``said`` are its own fields by their names."""

    place: PlaceRef
    agency: str
    said: Mapping[str, Any]
    answers: tuple[Observation, ...]


@dataclass(frozen=True)
class AssessmentsFile:
    """Assessments that may leave as a file."""

    rows: tuple[Assessed, ...]
    stamp: Stamp


@dataclass(frozen=True)
class Committed:
    """A commitment in force; ``said`` are its fields by their names."""

    place: PlaceRef
    agency: str
    said: Mapping[str, Any]


@dataclass(frozen=True)
class CommitmentsFile:
    """Commitments in force that may leave as a file."""

    rows: tuple[Committed, ...]
    stamp: Stamp


def gaps_file(scope: Scope, wanted: AreaGaps, *, reason: str, recipient: str) -> GapsFile:
    """``wanted`` (all of its entries) stamped and audited for ``scope.viewer``, who must be allowed to export.

    Raises `NotAllowedError`, or `Refusal` without a reason or recipient or with names of people in them.
    """
    stamp = Stamp(wanted.holds, wanted.as_of, recipient, reason)
    _stamped(scope, "export.gaps", stamp, len(wanted.entries), wanted.area.id if wanted.area else None)
    return GapsFile(wanted, stamp)


def assessments_file(scope: Scope, area_id: int | None, *, reason: str, recipient: str) -> AssessmentsFile:
    """Every assessment of an area (of all places for None), by place and day; raises as `gaps_file` does.

    Protection monitoring stays, and so do confidential answers; an assessment with no other answer is left out.
    """
    stamp = Stamp(Klass.RESTRICTED, scope.now.date(), recipient, reason)
    place_ids = _places_of(scope, area_id, assessment_rows.places(scope.db))
    answers: dict[int, list[Observation]] = {}
    for one in disclosure.for_file(scope.desk.catalogue, assessments.observations(scope, place_ids)):
        answers.setdefault(one.assessment_id, []).append(one)
    kept = [one for one in assessment_rows.of_places(scope.db, place_ids) if one.id in answers]
    refs = {ref.id: ref for ref in places.get_many(scope, sorted({one.place_id for one in kept}))}
    kept.sort(key=lambda one: (refs[one.place_id].name, one.place_id, one.collected_on, one.id or 0))
    rows = [
        Assessed(refs[one.place_id], given[0].agency, one.model_dump(), tuple(given))
        for one in kept
        for given in [answers[one.id or 0]]
    ]
    _stamped(scope, "export.assessments", stamp, len(rows), area_id)
    return AssessmentsFile(tuple(rows), stamp)


def commitments_file(scope: Scope, area_id: int | None, *, reason: str, recipient: str) -> CommitmentsFile:
    """Every commitment in force in an area (in all places for None), by number; raises as `gaps_file` does."""
    stamp = Stamp(Klass.RESTRICTED, scope.now.date(), recipient, reason)
    place_ids = _places_of(scope, area_id, commitment_rows.places(scope.db))
    found = commitment_rows.of_places(scope.db, place_ids)
    refs = {ref.id: ref for ref in places.get_many(scope, sorted({one.place_id for one, _ in found}))}
    found.sort(key=lambda pair: pair[0].number)
    rows = [Committed(refs[one.place_id], agency, one.model_dump()) for one, agency in found]
    _stamped(scope, "export.commitments", stamp, len(rows), area_id)
    return CommitmentsFile(tuple(rows), stamp)


def _places_of(scope: Scope, area_id: int | None, held: Sequence[int]) -> list[int]:
    """Ids among ``held`` of the area itself and of all that lies in it."""
    if area_id is None:
        return list(held)
    inside = {area_id, *place_rows.settled_in(scope.db, area_id, places.KINDS)}
    return [place_id for place_id in held if place_id in inside]


def _stamped(scope: Scope, action: str, stamp: Stamp, rows: int, area_id: int | None) -> None:
    if not scope.viewer.coordinates:
        raise NotAllowedError
    if not stamp.reason.strip() or not stamp.recipient.strip():
        raise Refusal("cli.gaps.reason_needed")
    if any(personal(text, places.spans(scope, text)) for text in (stamp.reason, stamp.recipient)):
        raise Refusal("refusal.personal_name")
    counts = {"rows": rows, "recipient": stamp.recipient, "reason": stamp.reason}
    audit.record(scope, action, klass=stamp.klass, place_id=area_id, counts=counts)


def for_file(scope: Scope) -> Scope:
    """``scope`` with the viewer's sight cut down to what may stand in a file: restricted at most."""
    viewer = scope.viewer
    if viewer.role in {Role.COORDINATOR, Role.PROTECTION}:
        return replace(scope, viewer=replace(viewer, role=Role.AGENCY))
    return scope
