"""The queue as a coordinator reads it: what is proposed, what the store says now, who sent it and its class."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coordination import agencies, assessments, audit, facts, movement_pairs, people, places, readings
from coordination.assessments import Answer, AssessmentRow
from coordination.errors import NotAllowedError, Refusal
from coordination.evidence import Observation
from coordination.movement_pairs import Pair
from coordination.outcome import Outcome
from coordination.places import PlaceRef
from coordination.readings import Reading
from coordination.review import sighting_row, unpacked
from coordination.scope import Scope
from coordination.viewer import Klass
from models import assessments as values
from models import place_merges
from models import review as rows
from models.assessments import IndicatorValue
from models.review import FIGURE, IMPORT, MOVEMENT, SIGHTING, ReviewItem

ROWS = 4
"""Rows of an import on a page."""


@dataclass(frozen=True)
class ImportSummary:
    """An import in numbers: what would become of its rows, where and when they are from."""

    outcome: Outcome
    places: int
    tools: tuple[str, ...]
    first: date
    last: date
    left_out: int


@dataclass(frozen=True)
class ReviewCard:
    """One item. ``proposed`` is what was seen or is questioned, ``now`` what the store holds of that indicator.

    ``proposed`` is None where the catalogue has lost the indicator.

    ``role`` and ``agency`` are the sender's; ``why`` a figure is questioned; ``corrected``: it is another one by now.
    ``waiting`` counts what is left, this one included.
    """

    id: int
    kind: str
    klass: Klass
    sent_at: datetime
    role: str | None
    agency: str | None
    waiting: int
    place: PlaceRef | None = None
    proposed: Reading | None = None
    now: tuple[Reading, ...] = ()
    why: str | None = None
    corrected: bool = False
    summary: ImportSummary | None = None
    pair: Pair | None = None


@dataclass(frozen=True)
class ImportRow:
    """One assessment of an import: where, and what it says."""

    place: PlaceRef
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class ImportRows:
    """A page of an import's rows (0 is the first)."""

    id: int
    rows: tuple[ImportRow, ...]
    page: int
    pages: int


def following(scope: Scope, after: int = 0) -> ReviewCard | None:
    """The oldest item that came after number ``after``, from the start where there is none; None: nothing waits."""
    for_coordinators(scope)
    item = rows.next_waiting(scope.db, after)
    return _card(scope, item) if item else None


def card(scope: Scope, item_id: int) -> ReviewCard:
    """The card of an item; raises `Refusal` when it does not wait any more."""
    return _card(scope, waiting(scope, item_id))


def import_rows(scope: Scope, item_id: int, number: int = 0) -> ImportRows:
    """A page of an import; raises as `card`."""
    sent = sent_rows(scope, waiting(scope, item_id, IMPORT))
    pages = -(-len(sent) // ROWS)
    number = min(number, pages - 1)
    part = sent[number * ROWS : (number + 1) * ROWS]
    refs = places.get_many(scope, [row.place_id for row in part])
    told = tuple(ImportRow(ref, _said(scope, row)) for ref, row in zip(refs, part, strict=True))
    return ImportRows(item_id, told, number, pages)


def instead(scope: Scope, item_id: int, said: Answer) -> Reading:
    """How ``said`` would read in the place of what an item holds; raises as `card`."""
    item = waiting(scope, item_id, SIGHTING, FIGURE)
    row = sighting_row(item) if item.kind == SIGHTING else _doubted(scope, item)[1]
    (told,) = _said(scope, AssessmentRow(**{**vars(row), "answers": (said,)}))
    return told


def waiting(scope: Scope, item_id: int, *kinds: str) -> ReviewItem:
    """The item, while it waits; raises `NotAllowedError`, ``review.unknown`` or that somebody decided already."""
    for_coordinators(scope)
    item = rows.get(scope.db, item_id)
    if item is None or (kinds and item.kind not in kinds):
        raise Refusal("review.unknown")
    if item.state != rows.WAITING:
        raise decided(item)
    return item


def decided(item: ReviewItem) -> Refusal:
    """That somebody has decided already, and how; or that it is no longer there to be decided on."""
    if item.decided_by is None:
        return Refusal(f"review.over.{item.state}")
    return Refusal(f"review.decided.{item.state}", who=item.decided_by)


def for_coordinators(scope: Scope) -> None:
    """Raise for everybody else."""
    if not scope.viewer.coordinates:
        raise NotAllowedError


def sent_rows(scope: Scope, item: ReviewItem) -> list[AssessmentRow]:
    """The rows of an import, each at the place that its place may have been merged into since."""
    sent = [unpacked(kept) for kept in (item.payload or {})["rows"]]
    heirs = {row.place_id: place_merges.heir(scope.db, row.place_id) for row in sent}
    return [AssessmentRow(**{**vars(row), "place_id": heirs[row.place_id]}) for row in sent]


def _card(scope: Scope, item: ReviewItem) -> ReviewCard:
    told = {IMPORT: _import, SIGHTING: _sighting, FIGURE: _figure, MOVEMENT: _movement}[item.kind](scope, item)
    klass = max(Klass.RESTRICTED, told.get("klass", Klass.RESTRICTED))
    audit.record(scope, f"read.review_{item.kind}", klass=klass, place_id=item.place_id)
    sender = agencies.by_id(scope, item.agency_id)
    return ReviewCard(
        id=item.id or 0,
        kind=item.kind,
        sent_at=item.sent_at,
        role=people.role_of(scope, item.sender_ref),
        agency=sender.acronym if sender else None,
        waiting=rows.count_waiting(scope.db),
        **(told | {"klass": klass}),
    )


def _import(scope: Scope, item: ReviewItem) -> dict[str, Any]:
    sent = sent_rows(scope, item)
    indicators = scope.desk.catalogue.indicators
    codes = {answer.indicator for row in sent for answer in row.answers}
    summary = ImportSummary(
        outcome=assessments.plan(scope, sent),
        places=len({row.place_id for row in sent}),
        tools=tuple(sorted({row.tool for row in sent})),
        first=min(row.collected_on for row in sent),
        last=max(row.collected_on for row in sent),
        left_out=(item.payload or {})["left_out"],
    )
    klasses = [indicators[code].klass if code in indicators else Klass.CONFIDENTIAL for code in codes]
    return {"summary": summary, "klass": max(klasses, default=Klass.RESTRICTED)}


def _movement(scope: Scope, item: ReviewItem) -> dict[str, Any]:
    return {"pair": movement_pairs.pair(scope, item), "klass": Klass.CONFIDENTIAL}


def _sighting(scope: Scope, item: ReviewItem) -> dict[str, Any]:
    row = sighting_row(item)
    place, proposed = places.get(scope, row.place_id), next(iter(_said(scope, row)), None)
    if proposed is None:
        return {"place": place, "klass": Klass.CONFIDENTIAL}
    return {"place": place, "proposed": proposed, "now": _now(scope, place, proposed.code), "klass": proposed.klass}


def _figure(scope: Scope, item: ReviewItem) -> dict[str, Any]:
    value, row = _doubted(scope, item)
    place, doubted = places.get(scope, value.place_id), next(iter(_said(scope, row)), None)
    told = {"place": place, "why": (item.payload or {}).get("why"), "corrected": value.superseded_at is not None}
    if doubted is None:
        return told | {"klass": Klass.CONFIDENTIAL}
    others = tuple(one for one in _now(scope, place, doubted.code) if _other(one, doubted))
    return told | {"proposed": doubted, "now": others, "klass": doubted.klass}


def _doubted(scope: Scope, item: ReviewItem) -> tuple[IndicatorValue, AssessmentRow]:
    """The questioned value, and its assessment as if it held nothing else."""
    found = values.value(scope.db, item.value_id or 0)
    if found is None:
        raise Refusal("review.unknown")
    value, assessment = found
    row = AssessmentRow(
        row=1,
        place_id=value.place_id,
        agency_id=assessment.agency_id,
        collected_on=assessment.collected_on,
        tool=assessment.tool,
        answers=(Answer(value.indicator, value.state, value.number, value.choice, value.cells),),
        consent=assessment.consent,
    )
    return value, row


def _other(one: Reading, doubted: Reading) -> bool:
    return (one.amount, one.choices, one.collected_on) != (doubted.amount, doubted.choices, doubted.collected_on)


def _said(scope: Scope, row: AssessmentRow) -> tuple[Reading, ...]:
    """What a row says, answer by answer, as it would read without anything else."""
    agency = agencies.by_id(scope, row.agency_id)
    catalogue = scope.desk.catalogue
    return tuple(
        readings.alone(
            catalogue,
            Observation(
                row.place_id, **vars(said), tool=row.tool, collected_on=row.collected_on, informants=row.informants,
                informants_agreed=row.informants_agreed or "unknown", consent=row.consent,
                agency=agency.acronym if agency else "",
            ),
            row.collected_on,
        )
        for said in row.answers
        if said.indicator in catalogue.indicators
    )  # fmt: skip


def _now(scope: Scope, place: PlaceRef, code: str) -> tuple[Reading, ...]:
    """What the store holds of an indicator: the value that counts, and what else was said in that round."""
    (known,) = facts.of(scope, [place])
    held = next((one for one in known.readings if one.code == code), None)
    return () if held is None else (held, *held.beside)
