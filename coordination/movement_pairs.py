"""Two reports that may be of one movement, as a coordinator reads them; their link, decided and opened again."""

from dataclasses import dataclass

from coordination import movement_list
from coordination import movement_rules as rules
from coordination.errors import Refusal
from coordination.movement_list import MovementCard
from coordination.movement_matches import SAME, UNSURE, two_sources
from coordination.scope import Scope
from models import movements as rows
from models.movements import MovementLink
from models.review import ReviewItem


@dataclass(frozen=True)
class Pair:
    """A report, the earlier one that it is like, and what whoever reported says of the two."""

    one: MovementCard
    other: MovementCard
    said: str
    independent: bool | None


def pair(scope: Scope, item: ReviewItem) -> Pair:
    """What waits; raises ``review.unknown`` where a report was taken back."""
    link = link_of(scope, item)
    one, other = (movement_list.card(scope, number) for number in (link.movement_id, link.other_id))
    return Pair(one, other, link.kind, link.independent)


def link_of(scope: Scope, item: ReviewItem) -> MovementLink:
    """The link that waits."""
    link = rows.get_link(scope.db, (item.payload or {}).get("link", 0))
    if link is None:
        raise Refusal("review.unknown")
    return link


def decide(scope: Scope, item: ReviewItem, kind: str) -> None:
    """A coordinator's word on two reports; both stay as they are."""
    link = link_of(scope, item)
    rows.set_link(scope.db, link.id or 0, kind=kind, decided_by=scope.viewer.label)
    if kind == SAME and link.independent:
        two_sources(scope, link)


def reopen(scope: Scope, item: ReviewItem) -> None:
    """Nobody has decided on the two any more; a confidence of two sources goes with the decision."""
    link = link_of(scope, item)
    rows.set_link(scope.db, link.id or 0, kind=UNSURE, decided_by=None)
    for one in rows.get_many(scope.db, [link.movement_id, link.other_id]):
        if one.confidence == rules.TWO_SOURCES:
            rows.change(scope.db, one.id or 0, {"confidence": rules.ONE_SOURCE})
