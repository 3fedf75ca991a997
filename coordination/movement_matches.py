"""Two reports of one movement: how they are found, what is said of them, and that nothing is ever added up twice.

Candidates as domain section 4 has them. A merge is a link, so both originals stay and it can be taken back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coordination import movement_rules as rules
from coordination import places
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Chat
from models import movements as rows
from models import review as queue
from models.movements import Movement, MovementLink
from models.review import MOVEMENT, WAITING, ReviewItem

SAME, PART, ANOTHER, UNSURE = "same", "part", "another", "unsure"
"""What the first report is to the second: the same group, a part of it, another one, or nobody knows yet."""
NEAR = timedelta(days=30)
LIKE = 0.6
"""Smaller over larger number of households from which two may be the same."""
MOST = 3
"""So many candidates are told of at once."""


@dataclass(frozen=True)
class Match:
    """A link between a new report and an earlier one that may be the same."""

    link_id: int
    movement_id: int
    other_id: int


@dataclass(frozen=True)
class SayMatch:
    """What whoever reported says of a candidate; ``independent``: whether the source was another person or list.

    One of the two is None.
    """

    link_id: int
    said: str | None = None
    independent: bool | None = None


def note(scope: Scope, ids: Sequence[int]) -> tuple[Match, ...]:
    """Link a new report (its parts) to what it may be a second report of, the newest first; each waits for review."""
    first = rows.get_many(scope.db, ids)
    found = candidates(scope, first)[:MOST]
    return tuple(_noted(scope, first[0], other) for other in found)


def candidates(scope: Scope, parts: Sequence[Movement]) -> list[Movement]:
    """Earlier reports that this one, compared as it was before it was split, may be a second report of."""
    whole = parts[0]
    size, window = _size(whole), (whole.window_from, whole.window_to)
    limits = (int(size * LIKE), int(size / LIKE) + 1) if size else None
    near = _around(window)
    found: dict[int, Movement] = {}
    for one in parts:
        for other in rows.alike(scope.db, (one.origin_id, one.destination_id), limits, near):
            found[other.id or 0] = other
    mine = {one.id for one in parts}
    alike = (one for number, one in sorted(found.items(), reverse=True) if number not in mine)
    return [one for one in alike if _fits(scope, parts, one)]


def _fits(scope: Scope, parts: Sequence[Movement], other: Movement) -> bool:
    size, its = _size(parts[0]), _size(other)
    if size and its and min(size, its) / max(size, its) < LIKE:
        return False
    if (parts[0].kind == rules.DISPLACEMENT) != (other.kind == rules.DISPLACEMENT):
        return False
    origin = _end(scope, parts[0].origin_id, other.origin_id)
    ends = {_end(scope, one.destination_id, other.destination_id) for one in parts}
    if origin == "equal":
        return bool(ends & {"equal", "open"})
    return origin == "open" and "equal" in ends


def _end(scope: Scope, one: int | None, other: int | None) -> str:
    """Whether two ends are equal, open (one unknown or inside the other), or apart."""
    if one is None or other is None:
        return "open"
    if one == other:
        return "equal"
    refs = places.get_many(scope, [one, other])
    inside = {ref.id: {area.id for area in areas} for ref, areas in zip(refs, _above(scope, refs), strict=True)}
    return "open" if one in inside[other] or other in inside[one] else "apart"


def _above(scope: Scope, refs: Sequence[PlaceRef]) -> list[tuple[PlaceRef, ...]]:
    found = places.above(scope, refs)
    return [found[ref.id] for ref in refs]


def _size(one: Movement) -> int | None:
    """Households of the report before it was split."""
    return one.reported_households or one.households


def _around(window: tuple[date | None, date | None]) -> tuple[date, date] | None:
    first, last = window
    if first is None and last is None:
        return None
    return (first or date.min + NEAR) - NEAR, (last or date.max - NEAR) + NEAR


def _noted(scope: Scope, one: Movement, other: Movement) -> Match:
    made = MovementLink(movement_id=one.id or 0, other_id=other.id or 0, kind=UNSURE, linked_at=scope.now)
    link_id = rows.link(scope.db, made)
    item = ReviewItem(
        kind=MOVEMENT,
        state=WAITING,
        payload={"link": link_id},
        place_id=one.destination_id or one.origin_id,
        sender_ref=scope.viewer.ref or "",
        agency_id=scope.viewer.agency_id,
        sent_at=scope.now,
    )
    queue.add(scope.db, item)
    return Match(link_id, one.id or 0, other.id or 0)


def forget(scope: Scope, movement_id: int) -> None:
    """A report was taken back: nothing waits any more about what it may be a second report of."""
    gone = {one.id for one in rows.links(scope.db, [movement_id])}
    waiting = queue.waiting_of(scope.db, MOVEMENT)
    queue.drop_waiting(scope.db, [one.id or 0 for one in waiting if (one.payload or {}).get("link") in gone])
    rows.unlink(scope.db, movement_id)


def _say(scope: Scope, command: SayMatch) -> str:
    """What the reporter says is a proposal: totals follow it, a coordinator decides."""
    link = rows.get_link(scope.db, command.link_id)
    mine = rows.get(scope.db, link.movement_id) if link else None
    if link is None or mine is None or mine.reporter_ref != scope.viewer.ref:
        raise NotAllowedError
    if link.decided_by is not None or command.said not in {None, SAME, PART, ANOTHER, UNSURE}:
        raise Refusal("ask.button_old")
    kind = command.said or link.kind
    independent = link.independent if command.independent is None else command.independent
    rows.set_link(scope.db, command.link_id, kind=kind, independent=independent)
    if kind == SAME and independent:
        two_sources(scope, link)
    return kind


def two_sources(scope: Scope, link: MovementLink) -> None:
    """Two independent sources say the same: both reports are surer by it."""
    for one in rows.get_many(scope.db, [link.movement_id, link.other_id]):
        if one.confidence < rules.TWO_SOURCES:
            rows.change(scope.db, one.id or 0, {"confidence": rules.TWO_SOURCES})


def _own(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


OPERATIONS[SayMatch] = Operation("movement.match", _own, _say, lambda said: {"said": said})
