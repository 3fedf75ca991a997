"""What an agency assessed goes to a coordinator first: its rows wait for review, and no answer is made of them."""

from dataclasses import dataclass

from coordination.assessments import AssessmentRow, RecordAssessments
from coordination.execute import OPERATIONS, Operation, execute
from coordination.outcome import Outcome
from coordination.review import SubmitAssessments
from coordination.scope import Scope
from coordination.viewer import Chat, Role


@dataclass(frozen=True)
class OfferForReview:
    """Let what ``record`` would store wait for a coordinator; submissions that it would withdraw stay as they are."""

    record: RecordAssessments


def _offer(scope: Scope, command: OfferForReview) -> Outcome:
    rows = tuple(row for row in command.record.rows if isinstance(row, AssessmentRow))
    left_out = len(command.record.rows) - len(rows)
    submitted = execute(scope, SubmitAssessments(rows, left_out, tell=False))
    return submitted.outcome or Outcome(unchanged=len(rows))


def _may_offer(scope: Scope, command: OfferForReview) -> bool:
    """An agency person offers rows of the own agency only (domain section 6 rule 31)."""
    viewer = scope.viewer
    own = viewer.kind == "person" and viewer.role is Role.AGENCY and viewer.agency_id is not None
    rows = [row for row in command.record.rows if isinstance(row, AssessmentRow)]
    return own and viewer.chat is Chat.PRIVATE and all(row.agency_id == viewer.agency_id for row in rows)


OPERATIONS[OfferForReview] = Operation("assessments.offer", _may_offer, _offer, lambda done: done.counts())
