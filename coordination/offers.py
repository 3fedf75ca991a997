"""What an agency assessed goes to a coordinator first: its rows are kept apart, and nothing is computed from them.

Whoever accepts an offer executes `offered`, the very command that a coordinator's own import would have been.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coordination import assessments
from coordination.assessments import Answer, AssessmentRow, RecordAssessments
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Outcome
from coordination.scope import Scope
from coordination.viewer import Chat, Role
from models import offers as table
from models.offers import OfferedAssessment, ReviewOffer

APART = ("row", "place_id", "agency_id")
"""Fields of a row that have columns of their own."""


@dataclass(frozen=True)
class OfferForReview:
    """Keep what ``record`` would store until a coordinator has looked at it."""

    record: RecordAssessments


def offered(scope: Scope, offer_id: int) -> RecordAssessments:
    """The command that accepts an offer, with its rows as places and agencies are now."""
    offer = table.get(scope.db, offer_id)
    if offer is None:
        raise Refusal("files.gone")
    return RecordAssessments(tuple(_row(one) for one in table.rows(scope.db, offer_id)), offer.source)


def _offer(scope: Scope, command: OfferForReview) -> Outcome:
    record, viewer = command.record, scope.viewer
    offer = ReviewOffer(
        source=record.source_prefix, person_ref=viewer.ref, agency_id=viewer.agency_id, offered_at=scope.now
    )
    table.add(scope.db, offer, [_kept(row) for row in record.rows])
    return assessments.plan(scope, record.rows)


def _kept(row: AssessmentRow) -> dict[str, Any]:
    """A row as it is stored."""
    said = asdict(row) | {"collected_on": row.collected_on.isoformat()}
    return {name: said.pop(name) for name in APART} | {"said": said}


def _row(kept: OfferedAssessment) -> AssessmentRow:
    """The row that was stored."""
    said: dict[str, Any] = dict(kept.said)
    said["collected_on"] = date.fromisoformat(said["collected_on"])
    said["answers"] = tuple(Answer(**answer) for answer in said["answers"])
    return AssessmentRow(**{name: getattr(kept, name) for name in APART}, **said)


def _may_offer(scope: Scope, command: OfferForReview) -> bool:
    """An agency person offers rows of the own agency only (domain section 6 rule 31)."""
    viewer = scope.viewer
    own = viewer.kind == "person" and viewer.role is Role.AGENCY and viewer.agency_id is not None
    return own and viewer.chat is Chat.PRIVATE and all(row.agency_id == viewer.agency_id for row in command.record.rows)


OPERATIONS[OfferForReview] = Operation("assessments.offer", _may_offer, _offer, lambda done: done.counts())
