"""Assessments: what was found in a place on a day with a tool by an agency. Corrections supersede, history stays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from coordination.evidence import Observation
from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Outcome
from coordination.parts import batched
from coordination.scope import Scope
from models import assessments as table
from models.assessments import ASSESSMENT, Assessment

Key = tuple[int, date, str, int, str, str]
"""(place, day, tool, agency, programme, instance): one assessment."""


@dataclass(frozen=True)
class Answer:
    """One indicator's answer: ``state`` is value, unknown, not_assessed or refused; see `evidence.Observation`."""

    indicator: str
    state: str = "value"
    number: float | None = None
    choice: str | None = None
    cells: Mapping[str, int] | None = None

    @property
    def said(self) -> tuple[Any, ...]:
        """What two answers are compared by."""
        return self.state, self.number, self.choice, dict(self.cells) if self.cells else None


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment of a file. ``None`` in a credibility answer or ``informants`` leaves what is stored.

    Without ``consent`` the values stay restricted (domain section 6 rule 19), also when an earlier row had it.
    Indicators that are not among ``answers`` stay as they are.
    """

    row: int
    place_id: int
    agency_id: int
    collected_on: date
    tool: str
    answers: tuple[Answer, ...]
    consent: bool = False
    informants: int | None = None
    informants_agreed: str | None = None
    matched_observation: str | None = None
    authority_list: str | None = None
    programme: str = ASSESSMENT
    instance: str = ""

    @property
    def key(self) -> Key:
        """What makes two rows the same assessment."""
        return self.place_id, self.collected_on, self.tool, self.agency_id, self.programme, self.instance

    @property
    def credibility(self) -> dict[str, Any]:
        """Fields of the assessment itself that this row says something about."""
        said = {
            "informants": self.informants,
            "informants_agreed": self.informants_agreed,
            "matched_observation": self.matched_observation,
            "authority_list": self.authority_list,
        }
        return {field: value for field, value in said.items() if value is not None} | {"consent": self.consent}


@dataclass(frozen=True)
class RecordAssessments:
    """Store ``rows``, each key once, and correct what they say differently.

    ``source_prefix`` names the import, unique for ever.
    """

    rows: Collection[AssessmentRow]
    source_prefix: str


class _Stored(NamedTuple):
    id: int
    answer: Answer


@dataclass(frozen=True)
class _Step:
    row: AssessmentRow
    assessment: Assessment | None
    changed: Mapping[str, Any]
    answers: tuple[Answer, ...]
    replaced: tuple[int, ...]


def plan(scope: Scope, rows: Iterable[AssessmentRow]) -> Outcome:
    """What `RecordAssessments` would do."""
    return sum((_outcome(_steps(scope, some)) for some in batched(rows)), Outcome())


def observations(scope: Scope, place_ids: Sequence[int]) -> list[Observation]:
    """Every answer in force about these places, corrected ones left out, of any class: `disclosure` comes after."""
    return [Observation(**row._mapping) for row in table.observed(scope.db, place_ids)]


def _steps(scope: Scope, rows: Sequence[AssessmentRow]) -> list[_Step]:
    stored = table.of_visits(scope.db, sorted({(row.place_id, row.collected_on) for row in rows}))
    by_key = {_key(one): one for one in stored}
    known = {row.key: by_key[row.key] for row in rows if row.key in by_key}
    values: dict[int, dict[str, _Stored]] = {}
    for value in table.current_values(scope.db, [one.id or 0 for one in known.values()]):
        answer = Answer(value.indicator, value.state, value.number, value.choice, value.cells)
        values.setdefault(value.assessment_id, {})[value.indicator] = _Stored(value.id, answer)
    return [_step(row, known.get(row.key), values) for row in rows]


def _key(one: Assessment) -> Key:
    return one.place_id, one.collected_on, one.tool, one.agency_id, one.programme, one.instance


def _step(row: AssessmentRow, stored: Assessment | None, values: Mapping[int, Mapping[str, _Stored]]) -> _Step:
    if stored is None:
        return _Step(row, None, row.credibility, row.answers, ())
    before = values.get(stored.id or 0, {})
    different = tuple(
        answer
        for answer in row.answers
        if answer.indicator not in before or before[answer.indicator].answer.said != answer.said
    )
    replaced = tuple(before[answer.indicator].id for answer in different if answer.indicator in before)
    changed = {field: value for field, value in row.credibility.items() if getattr(stored, field) != value}
    return _Step(row, stored, changed, different, replaced)


def _outcome(steps: Iterable[_Step]) -> Outcome:
    steps = list(steps)
    stored = sum(step.assessment is None for step in steps)
    updated = sum(step.assessment is not None and bool(step.changed or step.answers) for step in steps)
    return Outcome(stored, updated, len(steps) - stored - updated)


def _record(scope: Scope, command: RecordAssessments) -> Outcome:
    steps = _steps(scope, tuple(command.rows))
    new = [step.row for step in steps if step.assessment is None]
    ids = table.add_all(scope.db, [_new(scope, row, command.source_prefix) for row in new])
    id_of = dict(zip((row.key for row in new), ids, strict=True))
    for step in steps:
        if step.assessment is not None:
            id_of[step.row.key] = step.assessment.id or 0
            _correct(scope, step.assessment, step.changed)
    table.supersede(scope.db, [value_id for step in steps for value_id in step.replaced], scope.now)
    table.add_values(
        scope.db,
        [
            _value(scope, answer, step.row, id_of[step.row.key], command.source_prefix)
            for step in steps
            for answer in step.answers
        ],
    )
    return _outcome(steps)


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
        "source": f"{prefix}.{row.row}",
        "recorded_at": scope.now,
        "earlier": [],
        **row.credibility,
    }


def _correct(scope: Scope, assessment: Assessment, changed: Mapping[str, Any]) -> None:
    if not changed:
        return
    before = {field: getattr(assessment, field) for field in changed}
    assessment.earlier = [*assessment.earlier, {"until": scope.now.isoformat(), **before}]
    for field, value in changed.items():
        setattr(assessment, field, value)
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
        "source": f"{prefix}.{row.row}",
        "recorded_at": scope.now,
    }


OPERATIONS[RecordAssessments] = Operation(
    "assessments.import",
    lambda scope, _c: scope.viewer.coordinates,
    _record,
    lambda done: done.counts(),
    rows=(AssessmentRow, Answer),
)
