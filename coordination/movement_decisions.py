"""A coordinator decides whether two reports are of one group of people: merging is reversible, both reports stay."""

from dataclasses import dataclass
from typing import Any

from coordination import movement_pairs
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.movement_matches import ANOTHER, PART, SAME
from coordination.review_cards import waiting
from coordination.review_decisions import News, settle
from coordination.scope import Scope
from models.review import MOVEMENT

DECISIONS = (SAME, PART, ANOTHER)


@dataclass(frozen=True)
class DecideMovements:
    """The first of the two reports that wait is the same group as the other, a part of it, or another one."""

    item_id: int
    kind: str


def _decide(scope: Scope, command: DecideMovements) -> News:
    if command.kind not in DECISIONS:
        raise Refusal("ask.button_old")
    item = waiting(scope, command.item_id, MOVEMENT)
    movement_pairs.decide(scope, item, command.kind)
    return settle(scope, item, command.kind)


def _may_decide(scope: Scope, _command: Any) -> bool:
    return scope.viewer.coordinates


def _history(done: News) -> dict[str, Any]:
    return {"item": done.id, "kind": done.kind, "state": done.state}


OPERATIONS[DecideMovements] = Operation("movement.decide", _may_decide, _decide, _history)
