"""Assessments: what was found in a place on a day with a tool by an agency. Corrections supersede, history stays."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from coordination import submissions
from coordination.assessment_rows import Answer, AssessmentRow, FileRow, Key, WithdrawnRow
from coordination.catalogue import Catalogue
from coordination.errors import Refusal
from coordination.evidence import Observation
from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Outcome, Remark
from coordination.parts import batched
from coordination.scope import Scope
from coordination.submissions import Known, Submission
from models import assessments as table
from models import review
from models.assessments import Assessment

ASSESSMENT, PROTECTION_MONITORING = PROGRAMMES = table.PROGRAMMES

__all__ = ["Answer", "AssessmentRow", "FileRow", "RecordAssessments", "WithdrawnRow", "observations", "plan"]


@dataclass(frozen=True)
class RecordAssessments:
    """Store ``rows``, each key once, and correct what they say differently.

    ``source_prefix`` names the import, unique for ever.
    """

    rows: Collection[FileRow]
    source_prefix: str


class _Stored(NamedTuple):
    id: int
    answer: Answer


@dataclass(frozen=True)
class _Step:
    """What becomes of one row; ``replaced`` are values no longer in force. ``row`` None: nothing of it goes in."""

    row: AssessmentRow | None
    assessment: Assessment | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    replaced: tuple[int, ...] = ()
    remark: Remark | None = None

    @property
    def verdict(self) -> str:
        """Whether the row is new, different or equal."""
        if self.row is not None and self.assessment is None and not self.replaced:
            return "stored"
        new = self.row is not None and self.assessment is None
        return "updated" if new or self.changed or self.answers or self.replaced else "unchanged"


def plan(scope: Scope, rows: Collection[FileRow]) -> Outcome:
    """What `RecordAssessments` would do."""
    known = _known(scope, rows)
    return sum((_outcome(_steps(scope, some, known)) for some in batched(rows)), Outcome())


def observations(scope: Scope, place_ids: Sequence[int], programme: str = ASSESSMENT) -> list[Observation]:
    """Every answer in force about these places, corrected ones left out, of any class: `disclosure` comes after.

    Of one programme: protection monitoring is asked for by name and never mixed with assessments.
    """
    doubted = review.questioned(scope.db)
    return [
        Observation(**row, questioned=row["value_id"] in doubted)
        for row in table.observed(scope.db, place_ids, programme)
    ]


def as_known(scope: Scope, place_id: int, at: datetime) -> list[Observation]:
    """As `observations` of one place, as the desk knew them at that moment."""
    return [Observation(**row) for row in table.as_known(scope.db, place_id, at)]


def monitored(catalogue: Catalogue, row: AssessmentRow) -> bool:
    """Whether a row holds only what its programme may hold: of protection monitoring, indicators that overlap it."""
    if row.programme != PROTECTION_MONITORING:
        return True
    return all(catalogue.indicators[one.indicator].monitoring for one in row.answers)


def _known(scope: Scope, rows: Collection[FileRow]) -> Known:
    return submissions.known(scope, [row.submission for row in rows if row.submission])


def _steps(scope: Scope, rows: Sequence[FileRow], known: Known) -> list[_Step]:
    steps: list[_Step] = []
    placed: list[FileRow] = []
    for row in rows:
        if row.submission and row.submission.uuid in known.outdated:
            told = any(step.remark and step.remark.row == row.row for step in steps)
            steps.append(_Step(None, remark=None if told else Remark(row.row, "_uuid", "kobo_outdated")))
        elif isinstance(row, AssessmentRow) and row.submission:
            instance = row.submission.instance(known.roots[row.submission.uuid])
            placed.append(replace(row, instance=instance))
        else:
            placed.append(row)
    return steps + _changes(scope, placed, known)


def _changes(scope: Scope, rows: Sequence[FileRow], known: Known) -> list[_Step]:
    visits = sorted({(row.place_id, row.collected_on) for row in rows if isinstance(row, AssessmentRow)})
    stored = table.of_visits(scope.db, visits)
    by_key = {_key(one): one for one in stored}
    found = {row.key: by_key[row.key] for row in rows if isinstance(row, AssessmentRow) and row.key in by_key}
    gone = _gone(scope, rows, known)
    values: dict[int, dict[str, _Stored]] = {}
    ids = sorted({one.id or 0 for one in [*found.values(), *(one for listed in gone.values() for one in listed)]})
    for value in table.current_values(scope.db, ids):
        answer = Answer(value.indicator, value.state, value.number, value.choice, value.cells)
        values.setdefault(value.assessment_id, {})[value.indicator] = _Stored(value.id, answer)
    steps = []
    last = {row.submission.uuid: row for row in rows if row.submission}
    for row in rows:
        step = _step(row, found.get(row.key), values, known) if isinstance(row, AssessmentRow) else _Step(None)
        taken = _taken(row, gone, last)
        ids_moved = tuple(value.id for one in taken for value in values.get(one.id or 0, {}).values())
        steps.append(replace(step, replaced=step.replaced + ids_moved))
    return steps


def _taken(row: FileRow, gone: dict[str, list[Assessment]], last: Mapping[str, FileRow]) -> list[Assessment]:
    """Takes out of ``gone`` what the row replaces; what no row replaces goes with the last of its submission."""
    if row.submission is None:
        return []
    uuid, part = row.submission.uuid, row.submission.part
    every = row is last[uuid]
    taken = [one for one in gone[uuid] if every or submissions.part_of(one.instance) == part]
    gone[uuid] = [one for one in gone[uuid] if one not in taken]
    return taken


def _gone(scope: Scope, rows: Sequence[FileRow], known: Known) -> dict[str, list[Assessment]]:
    """Stored assessments by submission that its rows in this file no longer say: moved, dropped or withdrawn."""
    by_uuid: dict[str, list[FileRow]] = {}
    for row in rows:
        if row.submission:
            by_uuid.setdefault(row.submission.uuid, []).append(row)
    instances = {uuid: known.instances(uuid) for uuid in by_uuid}
    stored: dict[str, list[Assessment]] = {}
    for one in table.of_instances(scope.db, sorted({name for names in instances.values() for name in names})):
        stored.setdefault(one.instance, []).append(one)
    return {
        uuid: [one for name in instances[uuid] for one in stored.get(name, ()) if _is_gone(one, of_uuid)]
        for uuid, of_uuid in by_uuid.items()
    }


def _is_gone(stored: Assessment, rows: Sequence[FileRow]) -> bool:
    """Whether the rows of a submission take away what is stored of it. What they only cannot tell of stays."""
    part = submissions.part_of(stored.instance)
    said = [row for row in rows if isinstance(row, AssessmentRow)]
    if any(isinstance(row, WithdrawnRow) and row.submission.part in {"", part} for row in rows):
        return True
    if any(row.key == _key(stored) for row in said):
        return False
    if any(row.submission and row.submission.part == part for row in said):
        return True
    parts = rows[0].submission.parts if rows[0].submission else None
    return parts is not None and part not in parts


def _key(one: Assessment) -> Key:
    return one.place_id, one.collected_on, one.tool, one.agency_id, one.programme, one.instance


def _step(
    row: AssessmentRow, stored: Assessment | None, values: Mapping[int, Mapping[str, _Stored]], known: Known
) -> _Step:
    if stored is None:
        return _Step(row, None, row.credibility, row.answers)
    before = values.get(stored.id or 0, {})
    different = tuple(
        answer
        for answer in row.answers
        if answer.indicator not in before or before[answer.indicator].answer.said != answer.said
    )
    replaced = [before[answer.indicator].id for answer in different if answer.indicator in before]
    cleared = before.keys() & _asked(row, known, before) - {answer.indicator for answer in row.answers}
    replaced += [before[code].id for code in sorted(cleared)]
    changed = {field: value for field, value in row.credibility.items() if getattr(stored, field) != value}
    return _Step(row, stored, changed, different, tuple(replaced))


def _asked(row: AssessmentRow, known: Known, before: Mapping[str, _Stored]) -> frozenset[str]:
    """The indicators on which the row has the last word even where it says nothing."""
    if row.submission is None:
        return frozenset()
    if row.submission.asked is not None:
        return row.submission.asked
    return frozenset(before) if row.submission.uuid in known.edited else frozenset()


def _outcome(steps: Sequence[_Step]) -> Outcome:
    counted = Counter(step.verdict for step in steps)
    remarks = tuple(step.remark for step in steps if step.remark)
    return Outcome(counted["stored"], counted["updated"], counted["unchanged"], remarks)


def _record(scope: Scope, command: RecordAssessments) -> Outcome:
    rows = tuple(command.rows)
    if not all(monitored(scope.desk.catalogue, row) for row in rows if isinstance(row, AssessmentRow)):
        raise Refusal("import.not_monitored")
    known = _known(scope, rows)
    every = _steps(scope, rows, known)
    table.supersede(scope.db, [value_id for step in every for value_id in step.replaced], scope.now)
    steps = [(step, step.row) for step in every if step.row is not None]
    new = [row for step, row in steps if step.assessment is None]
    ids = table.add_all(scope.db, [_new(scope, row, command.source_prefix) for row in new])
    id_of = dict(zip((row.key for row in new), ids, strict=True))
    for step, row in steps:
        if step.assessment is not None:
            id_of[row.key] = step.assessment.id or 0
            _correct(scope, step.assessment, step.changed)
    table.add_values(
        scope.db,
        [
            _value(scope, answer, row, id_of[row.key], command.source_prefix)
            for step, row in steps
            for answer in step.answers
        ],
    )
    submissions.remember(scope, [row.submission for row in rows if row.submission], known)
    return _outcome(every)


def _new(scope: Scope, row: AssessmentRow, prefix: str) -> dict[str, Any]:
    return {
        **dict.fromkeys(("informants_agreed", "matched_observation", "authority_list"), "unknown"),
        "informants": None,
        "place_id": row.place_id,
        "collected_on": row.collected_on,
        "tool": row.tool,
        "agency_id": row.agency_id,
        "programme": row.programme,
        "instance": row.instance,
        "source": f"{prefix}.{row.origin}",
        "recorded_at": scope.now,
        "earlier": [],
        **row.credibility,
    }


def _correct(scope: Scope, assessment: Assessment, changed: Mapping[str, Any]) -> None:
    if not changed:
        return
    before = {field: getattr(assessment, field) for field in changed}
    assessment.earlier = [*assessment.earlier, {"until": scope.now.isoformat(), **before}]
    for name, value in changed.items():
        setattr(assessment, name, value)
    scope.db.flush()


def _value(scope: Scope, answer: Answer, row: AssessmentRow, assessment_id: int, prefix: str) -> dict[str, Any]:
    return {
        "assessment_id": assessment_id,
        "place_id": row.place_id,
        "indicator": answer.indicator,
        "state": answer.state,
        "number": answer.number,
        "choice": answer.choice,
        "cells": dict(answer.cells) if answer.cells else None,
        "source": f"{prefix}.{row.origin}",
        "recorded_at": scope.now,
    }


OPERATIONS[RecordAssessments] = Operation(
    "assessments.import",
    lambda scope, _c: scope.viewer.coordinates,
    _record,
    lambda done: done.counts(),
    rows=(AssessmentRow, Answer, WithdrawnRow, Submission),
)
