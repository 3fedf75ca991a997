"""Commitments of agencies: versions of C-<number>; a change supersedes, history stays (domain section 5)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from coordination.agencies import NewAgency, added
from coordination.commitment_lines import Listed, Stored, paired
from coordination.execute import OPERATIONS, Operation
from coordination.gaps import Record
from coordination.outcome import Outcome, Remark
from coordination.place_lookup import PlaceLookup
from coordination.scope import Scope
from coordination.viewer import Role
from models import commitments as table
from models.commitments import Commitment, Promise

STATUSES = (
    "interest", "pledged", "confirmed", "ongoing", "delivered", "partial", "suspended", "cancelled", "lapsed",
)  # fmt: skip
POPULATIONS = ("returnee", "relocated", "host", "idp", "mixed")
CONDITIONS = ("access", "permit", "funding", "clearance", "security", "other")
"""What a commitment may depend on."""
MODALITIES = ("in_kind", "cash", "service", "works", "mixed")

Key = tuple[int, int, str, date | None]
"""(agency, place, activity, start): the same commitment where no number is given."""


@dataclass(frozen=True)
class CommitmentRow:
    """What a row says of a commitment.

    ``number`` is that of an existing one. Other fields are in ``said`` under their names in the table, only those that
    the row says something about: what is not said stays as it is.

    Of a sheet that nobody numbered, ``line`` is the digest of all that tells its rows apart but place and figures;
    ``new_agency`` is made when the row is stored, ``agency_id`` is 0 then; ``listed`` is where a mended row was before.
    """

    row: int
    number: int | None
    place_id: int
    agency_id: int
    activity: str
    said: Mapping[str, Any]
    line: str | None = None
    new_agency: NewAgency | None = None
    listed: Listed | None = None

    @property
    def together(self) -> str | None:
        """Lines that are told apart by place and figures only are paired and stored at once."""
        return self.line

    @property
    def key(self) -> Key:
        """What makes two rows without a number the same commitment."""
        return self.agency_id, self.place_id, self.activity, self.said.get("start")


@dataclass(frozen=True)
class RecordCommitments:
    """Store ``rows``, each commitment once; ``source_prefix`` names the import, unique for ever.

    Rows that cannot be as they are (see `plan`) are refused one by one.
    """

    rows: Collection[CommitmentRow]
    source_prefix: str


@dataclass(frozen=True)
class Plan:
    """What `RecordCommitments` would do, and the rows that it would refuse."""

    outcome: Outcome
    refused: tuple[Remark, ...]


@dataclass(frozen=True)
class Standing:
    """Numbers of the commitments that listed rows are, by row, and the last number that was given."""

    numbers: Mapping[int, int] = field(default_factory=dict)
    last: int = 0


@dataclass(frozen=True)
class _Step:
    row: CommitmentRow
    stored: Commitment | None
    fields: Mapping[str, Any]
    again: bool = False

    @property
    def changes(self) -> bool:
        return self.stored is None or any(getattr(self.stored, name) != value for name, value in self.fields.items())


def plan(scope: Scope, rows: Collection[CommitmentRow]) -> Plan:
    """What would become of ``rows``; refused are those that cannot be as they are, whatever a spreadsheet allows."""
    steps = _steps(scope, rows)
    refused = {step.row.row: problem for step in steps if (problem := _refusal(scope, step))}
    return Plan(_outcome([step for step in steps if step.row.row not in refused]), tuple(refused.values()))


def standing(scope: Scope, good: Collection[CommitmentRow], listed: Sequence[CommitmentRow]) -> Standing:
    """Which commitments rows of a sheet are that cannot go in yet, beside the ``good`` ones that do."""
    taken = {one.number for one in _of_lines(scope, good).values()}
    found = _of_lines(scope, listed, taken)
    return Standing({row: one.number for row, one in found.items()}, table.last_number(scope.db))


def records(scope: Scope, place_ids: Sequence[int]) -> list[tuple[int, Record]]:
    """Commitments in force at these places, as the gap arithmetic takes them; ``id`` is their number."""
    return [(one.place_id, _as_record(one)) for one in table.promised(scope.db, place_ids)]


def as_known(scope: Scope, place_id: int, at: datetime) -> list[Record]:
    """As `records` of one place, as the desk knew them at that moment."""
    return [_as_record(one) for one in table.as_known(scope.db, place_id, at)]


def _as_record(one: Promise) -> Record:
    return Record(
        id=one.number,
        agency_id=one.agency_id,
        agency=one.agency,
        activity=one.activity,
        target=one.target,
        reached=one.reached,
        start=one.start,
        end=one.end,
        months=one.months,
        components=frozenset(part for part in one.components.split("|") if part),
        status=one.status,
        unit=one.unit,
        reached_on=one.reached_on,
        reported_on=one.reported_on,
    )


def _steps(scope: Scope, rows: Collection[CommitmentRow]) -> list[_Step]:
    numbered = table.by_numbers(scope.db, sorted({row.number for row in rows if row.number is not None}))
    by_number = {one.number: one for one in numbered}
    by_key: dict[Key, Commitment] = {}
    for one, _ in table.of_places(scope.db, sorted({row.place_id for row in rows if row.line is None})):
        by_key.setdefault((one.agency_id, one.place_id, one.activity, one.start), one)
    by_line = _of_lines(scope, [row for row in rows if row.line is not None])
    found = [
        by_number.get(row.number)
        if row.number is not None
        else by_key.get(row.key)
        if row.line is None
        else by_line.get(row.row)
        for row in rows
    ]
    return _marked([_step(scope, row, stored) for row, stored in zip(rows, found, strict=True)])


def _of_lines(
    scope: Scope, rows: Collection[CommitmentRow], taken: Collection[int] = frozenset()
) -> Mapping[int, Commitment]:
    """The commitment of each row of a sheet, by the number of the row; none of those that are ``taken``."""
    again = table.numbers_by_source(scope.db, [row.listed.source for row in rows if row.listed])
    same = table.by_lines(scope.db, sorted({row.line for row in rows if row.line}))
    numbers = {one.number for one in same}
    more = table.by_numbers(scope.db, sorted(set(again.values()) - numbers))
    stored = [one for one in (*same, *more) if one.number not in taken]
    return paired(tuple(rows), Stored(stored, again, PlaceLookup(scope).within)) if stored else {}


def _marked(steps: Sequence[_Step]) -> list[_Step]:
    """A row with a number and one without may mean the same commitment: the later one is marked."""
    seen: set[int] = set()
    marked = []
    for step in steps:
        number = step.stored.number if step.stored else None
        marked.append(replace(step, again=number in seen))
        if number is not None:
            seen.add(number)
    return marked


def _step(scope: Scope, row: CommitmentRow, stored: Commitment | None) -> _Step:
    activity = scope.desk.catalogue.activities[row.activity]
    fresh = {"unit": activity.unit, "reported_on": scope.now.date(), "components": ""} if stored is None else {}
    fields = fresh | dict(row.said)
    fields |= {"place_id": row.place_id, "activity": row.activity, "indicator": activity.need}
    if row.line is not None:
        fields["line"] = row.line
    if _value(fields, stored, "status") == "confirmed" and _value(fields, stored, "start") is None:
        fields["status"] = "pledged"
    return _Step(row, stored, fields)


def _value(fields: Mapping[str, Any], stored: Commitment | None, name: str) -> Any:
    return fields[name] if name in fields else getattr(stored, name, None)


def _refusal(scope: Scope, step: _Step) -> Remark | None:
    row, stored = step.row, step.stored
    if row.number is not None and stored is None:
        return Remark(row.row, "number", "commitment_number")
    if stored is not None and stored.agency_id != row.agency_id:
        return Remark(row.row, "agency", "commitment_agency", {"number": stored.number})
    if step.again and stored is not None:
        return Remark(row.row, "number", "commitment_twice", {"number": stored.number})
    start, end = (_value(step.fields, stored, name) for name in ("start", "end"))
    if start and end and end < start:
        return Remark(row.row, "end", "end_after_start")
    if _value(step.fields, stored, "status") == "delivered" and _value(step.fields, stored, "reached") is None:
        return Remark(row.row, "reached", "reached_of_delivered")
    return _outside_activity(scope, step)


def _outside_activity(scope: Scope, step: _Step) -> Remark | None:
    activity = scope.desk.catalogue.activities[step.row.activity]
    parts = [part for part in _value(step.fields, step.stored, "components").split("|") if part]
    if not set(parts) <= set(activity.components):
        allowed = ", ".join(activity.components)
        return Remark(step.row.row, "components", "components" if allowed else "no_components", {"allowed": allowed})
    if _value(step.fields, step.stored, "months") is not None and not activity.has_months:
        return Remark(step.row.row, "months", "no_months", {"activity": activity.code})
    return None


def _outcome(steps: Sequence[_Step]) -> Outcome:
    stored = sum(step.stored is None for step in steps)
    updated = sum(step.stored is not None and step.changes for step in steps)
    remarks = tuple(
        Remark(step.row.row, "status", "confirmed_needs_start")
        for step in steps
        if step.row.said.get("status") == "confirmed" != step.fields["status"]
    )
    return Outcome(stored, updated, len(steps) - stored - updated, remarks)


def _record(scope: Scope, command: RecordCommitments) -> Outcome:
    every = _steps(scope, _with_agencies(scope, command.rows))
    refused = {step.row.row: remark for step in every if (remark := _refusal(scope, step))}
    steps = [step for step in every if step.row.row not in refused]
    changing = [step for step in steps if step.changes]
    number = table.last_number(scope.db)
    versions = []
    for step in changing:
        if step.stored is None:
            number += 1
        listed = step.row.listed if step.stored is None else None
        source = listed.source if listed else f"{command.source_prefix}.{step.row.row}"
        versions.append(_version(scope, step, number, source))
    table.supersede(scope.db, [step.stored.id or 0 for step in changing if step.stored is not None], scope.now)
    table.add_all(scope.db, versions)
    return replace(_outcome(steps), refused=tuple(refused.values()))


def _with_agencies(scope: Scope, rows: Collection[CommitmentRow]) -> list[CommitmentRow]:
    """The rows with the ids of agencies that come in with them."""
    new = [row.new_agency for row in rows if row.new_agency]
    ids = added(scope, new) if new else {}
    return [replace(row, agency_id=ids[row.new_agency.name]) if row.new_agency else row for row in rows]


def _version(scope: Scope, step: _Step, number: int, source: str) -> Commitment:
    before = step.stored.model_dump(exclude={"id", "superseded_at"}) if step.stored is not None else {}
    return Commitment(
        **{"number": number, "agency_id": step.row.agency_id}
        | before
        | dict(step.fields)
        | {"source": source, "recorded_at": scope.now}
    )


def _may_record(scope: Scope, command: RecordCommitments) -> bool:
    """A person commits for the own agency only, a coordinator for any (domain section 6 rule 31)."""
    viewer = scope.viewer
    own = viewer.kind == "person" and viewer.agency_id is not None and viewer.role is not Role.ADMIN
    return viewer.coordinates or (own and all(row.agency_id == viewer.agency_id for row in command.rows))


OPERATIONS[RecordCommitments] = Operation(
    "commitments.import", _may_record, _record, lambda done: done.counts(), rows=(CommitmentRow, NewAgency)
)
