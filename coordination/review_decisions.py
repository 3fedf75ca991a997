"""What a coordinator decides on what waits, and what the sender hears of it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from coordination import movement_pairs, people, places
from coordination.assessments import Answer, RecordAssessments
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation, execute
from coordination.people import Recipient
from coordination.places import PlaceRef
from coordination.review import (
    ACCEPTED,
    CORRECTED,
    EXPIRED,
    KEPT,
    REFUSED,
    REPLACED,
    TAKEN_BACK,
    UNDO,
    WITHDRAWN,
    sighting_row,
    source,
)
from coordination.review_cards import decided, sent_rows, waiting
from coordination.scope import Scope
from coordination.viewer import Klass
from models import assessments as values
from models import review as rows
from models.review import FIGURE, IMPORT, MOVEMENT, SIGHTING, WAITING, ReviewItem

REASONS = ("place", "old", "contradicts", "unclear", "names")
"""Why something is refused: not the right place, too old, contradicts a better source, not clear, names of people."""
KEPT_FOR = timedelta(days=30)
"""How long what was sent waits, and how long its sender can see what became of it."""
TYPING = timedelta(hours=1)
"""How long a coordinator may take to type another value."""


@dataclass(frozen=True)
class AcceptItem:
    """Store what was sent as it is; a questioned figure is kept."""

    item_id: int


@dataclass(frozen=True)
class CorrectItem:
    """Store another value than the one that was seen or is questioned."""

    item_id: int
    answer: Answer


@dataclass(frozen=True)
class RefuseItem:
    """Store nothing of what was sent; ``reason`` is one of `REASONS`."""

    item_id: int
    reason: str


@dataclass(frozen=True)
class WithdrawFigure:
    """Take a questioned figure out of the answers; history keeps it."""

    item_id: int


@dataclass(frozen=True)
class AskForValue:
    """The viewer's next text is the value that an item is to get; None: no text is."""

    item_id: int | None


@dataclass(frozen=True)
class UndoReview:
    """Take back within 15 minutes what one sent, while it waits, or what one decided, but for an import."""

    item_id: int


@dataclass(frozen=True)
class ExpireItems:
    """Give up what has waited for 30 days; a questioned figure waits on."""


@dataclass(frozen=True)
class News:
    """How an item stands. ``tell`` is its sender, where somebody else is to be told; ``left`` counts what waits.

    ``undo``: whether the viewer may take this step back.
    """

    id: int
    kind: str
    state: str
    klass: Klass
    place: PlaceRef | None = None
    indicator: str | None = None
    reason: str | None = None
    tell: Recipient | None = None
    left: int = 0
    undo: bool = False


def news(scope: Scope, item_id: int) -> News:
    """What became of something, for the one who sent it; raises ``review.unknown`` for everybody else."""
    item = rows.get(scope.db, item_id)
    if item is None or not item.sender_ref or item.sender_ref != scope.viewer.ref:
        raise Refusal("review.unknown")
    return replace(_news(scope, item), tell=None, undo=False)


def wanted(scope: Scope) -> ReviewItem | None:
    """The item for which the viewer is about to type a value."""
    if not scope.viewer.coordinates:
        return None
    return rows.corrected_by(scope.db, scope.viewer.ref, scope.now - TYPING)


def _accept(scope: Scope, command: AcceptItem) -> News:
    item = waiting(scope, command.item_id)
    if item.kind == FIGURE:
        return settle(scope, item, KEPT)
    found = sent_rows(scope, item) if item.kind == IMPORT else [sighting_row(item)]
    done = settle(scope, item, ACCEPTED)
    execute(scope, RecordAssessments(tuple(found), source(done.id)))
    return done


def _correct(scope: Scope, command: CorrectItem) -> News:
    item = waiting(scope, command.item_id, SIGHTING, FIGURE)
    if command.answer.indicator != item.indicator:
        raise Refusal("ask.button_old")
    if item.kind == FIGURE:
        return _replace(scope, item, command.answer)
    row = sighting_row(item, command.answer)
    done = settle(scope, item, CORRECTED)
    execute(scope, RecordAssessments((row,), source(done.id)))
    return done


def _replace(scope: Scope, item: ReviewItem, said: Answer) -> News:
    """Another value in the same assessment; that there was another one stays as history."""
    value, assessment = _in_force(scope, item)
    done = settle(scope, item, REPLACED)
    values.supersede(scope.db, [value.id or 0], scope.now)
    made = {"assessment_id": assessment.id, "place_id": value.place_id, "recorded_at": scope.now}
    stored = {**vars(said), "cells": None, "source": source(done.id)}
    values.add_values(scope.db, [made | stored])
    return done


def _withdraw(scope: Scope, command: WithdrawFigure) -> News:
    item = waiting(scope, command.item_id, FIGURE)
    value, _ = _in_force(scope, item)
    done = settle(scope, item, WITHDRAWN)
    values.supersede(scope.db, [value.id or 0], scope.now)
    return done


def _in_force(scope: Scope, item: ReviewItem) -> Any:
    found = values.value(scope.db, item.value_id or 0)
    if found is None or found[0].superseded_at is not None:
        raise Refusal("review.corrected_meanwhile")
    return found


def _refuse(scope: Scope, command: RefuseItem) -> News:
    if command.reason not in REASONS:
        raise Refusal("ask.button_old")
    return settle(scope, waiting(scope, command.item_id, IMPORT, SIGHTING), REFUSED, command.reason)


def settle(scope: Scope, item: ReviewItem, state: str, reason: str | None = None) -> News:
    """Decide, unless somebody else has done so in the same moment."""
    item_id, by = item.id or 0, scope.viewer.label
    changes = {"decided_by": by, "decided_at": scope.now, "reason": reason, "corrector_ref": None}
    moved = rows.move_on(scope.db, item_id, (WAITING, state), **changes)
    now = rows.get(scope.db, item_id)
    if now is None or not moved:
        raise decided(now) if now else Refusal("review.unknown")
    rows.empty_decided(scope.db, scope.now - UNDO)
    return _news(scope, now)


def _news(scope: Scope, item: ReviewItem) -> News:
    catalogue, mine = scope.desk.catalogue, item.sender_ref == scope.viewer.ref
    known = catalogue.indicators.get(item.indicator or "")
    unnamed = Klass.RESTRICTED if item.kind in {IMPORT, MOVEMENT} else Klass.CONFIDENTIAL
    klass = known.klass if known else unnamed
    return News(
        id=item.id or 0,
        kind=item.kind,
        state=item.state,
        klass=klass if item.kind == FIGURE else max(klass, Klass.RESTRICTED),
        place=places.get(scope, item.place_id) if item.place_id else None,
        indicator=item.indicator,
        reason=item.reason,
        tell=None if mine else people.recipient_at(scope, item.sender_ref),
        left=rows.count_waiting(scope.db),
        undo=not (item.kind == IMPORT and item.state == ACCEPTED),
    )


def _ask_for_value(scope: Scope, command: AskForValue) -> None:
    if command.item_id is not None:
        waiting(scope, command.item_id, SIGHTING, FIGURE)
    rows.set_corrector(scope.db, command.item_id, scope.viewer.ref or "", scope.now)


def _undo(scope: Scope, command: UndoReview) -> News:
    item = rows.get(scope.db, command.item_id)
    if item is None or scope.viewer.ref is None or not {item.sender_ref, item.decided_by} & _me(scope):
        raise Refusal("review.unknown")
    own = item.sender_ref == scope.viewer.ref and item.decided_by in {None, scope.viewer.label}
    since = item.decided_at or item.sent_at
    if item.state in {TAKEN_BACK, EXPIRED} or (item.decided_by and item.decided_by != scope.viewer.label):
        raise decided(item)
    if scope.now - since > UNDO or (item.kind == IMPORT and item.state == ACCEPTED):
        raise Refusal("review.too_late")
    _take_away(scope, item)
    back = own and (item.kind != FIGURE or item.state == WAITING)
    return _back(scope, item, TAKEN_BACK if back else WAITING)


def _me(scope: Scope) -> set[str | None]:
    return {scope.viewer.ref, scope.viewer.label}


def _take_away(scope: Scope, item: ReviewItem) -> None:
    """What the decision stored goes, what it took out of the answers comes back."""
    if item.state == WAITING:
        return
    if item.kind == MOVEMENT:
        movement_pairs.reopen(scope, item)
    if item.kind == SIGHTING and item.state in {ACCEPTED, CORRECTED}:
        values.drop_source(scope.db, f"{source(item.id or 0)}.1")
    if item.kind == FIGURE and item.state in {REPLACED, WITHDRAWN} and item.decided_at:
        values.drop_source(scope.db, source(item.id or 0))
        values.restore(scope.db, item.value_id or 0, item.decided_at)


def _back(scope: Scope, item: ReviewItem, state: str) -> News:
    item_id, before = item.id or 0, item.state
    gone: dict[str, Any] = {"payload": None, "decided_at": scope.now} if state == TAKEN_BACK else {"decided_at": None}
    if not rows.move_on(scope.db, item_id, (before, state), decided_by=None, reason=None, **gone):
        raise Refusal("review.unknown")
    return replace(_news(scope, rows.get(scope.db, item_id) or item), tell=None, undo=False)


def _expire(scope: Scope, _command: ExpireItems) -> tuple[News, ...]:
    told = []
    for item in rows.older(scope.db, (IMPORT, SIGHTING), scope.now - KEPT_FOR):
        if rows.move_on(scope.db, item.id or 0, (WAITING, EXPIRED), payload=None, decided_at=scope.now):
            told.append(_news(scope, rows.get(scope.db, item.id or 0) or item))
    return tuple(told)


def _may_decide(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _may_undo(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "person"


def _history(done: News) -> dict[str, Any]:
    return {"item": done.id, "kind": done.kind, "state": done.state}


OPERATIONS |= {
    AcceptItem: Operation("review.accept", _may_decide, _accept, _history),
    CorrectItem: Operation("review.correct", _may_decide, _correct, _history),
    RefuseItem: Operation("review.refuse", _may_decide, _refuse, _history),
    WithdrawFigure: Operation("review.withdraw", _may_decide, _withdraw, _history),
    AskForValue: Operation("review.ask_for_value", _may_decide, _ask_for_value, audited=False),
    UndoReview: Operation("review.undo", _may_undo, _undo, _history),
    ExpireItems: Operation(
        "review.expire", lambda scope, _c: scope.viewer.kind == "tick", _expire, lambda done: {"expired": len(done)}
    ),
}
