"""What waits for a coordinator: imports of agencies, single observations, questioned figures (domain §6 rule 31).

Nothing that waits is part of any answer. What was sent is kept as it came until it is decided on, for 30 days at most;
a questioned figure stays in the answers, marked, until a coordinator has looked at it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from coordination import assessments, people, places, questioned, sightings
from coordination.assessments import Answer, AssessmentRow, RecordAssessments
from coordination.errors import NotAllowedError, Refusal
from coordination.evidence import SINGLE
from coordination.execute import OPERATIONS, Operation, execute
from coordination.outcome import Outcome
from coordination.people import Recipient
from coordination.scope import Scope
from coordination.submissions import Submission
from coordination.viewer import Chat, Role
from models import review as rows
from models.review import FIGURE, IMPORT, SIGHTING, WAITING, ReviewItem

ACCEPTED, CORRECTED, REFUSED = "accepted", "corrected", "refused"
KEPT, REPLACED, WITHDRAWN = "kept", "replaced", "withdrawn"
TAKEN_BACK, EXPIRED = "taken_back", "expired"
"""How an item ends: what was sent is accepted, corrected or refused; a questioned figure kept, replaced, withdrawn."""
DOUBTS = ("too_high", "too_low", "out_of_date", "wrong_place", "other")
"""Why a figure may be questioned."""
UNDO = timedelta(minutes=15)
"""How long one's own step can be taken back (domain section 6 rule 13)."""
ALERTS = timedelta(hours=1)
"""Coordinators hear of what waits at most so often."""


@dataclass(frozen=True)
class SubmitAssessments:
    """Assessments of the sender's own agency, for a coordinator to accept; ``left_out`` rows of the file are not in.

    Without ``tell`` coordinators hear of it from the next tick.
    """

    rows: tuple[AssessmentRow, ...]
    left_out: int = 0
    tell: bool = True


@dataclass(frozen=True)
class SubmitSighting:
    """One value that somebody saw; a coordinator's own is stored at once."""

    place_id: int
    answer: Answer
    seen_on: date


@dataclass(frozen=True)
class QuestionFigure:
    """Doubt a value that the sender may see; ``why`` is one of `DOUBTS`."""

    value_id: int
    why: str


@dataclass(frozen=True)
class TellCoordinators:
    """Tell coordinators what came since they were told last, unless that is less than an hour ago."""


@dataclass(frozen=True)
class Waiting:
    """``count`` things wait; ``tell`` are the coordinators who are to hear of it now."""

    count: int
    tell: tuple[Recipient, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """The item; ``stored``: nobody has to look at it. Whoever submits tells those whom ``waiting`` names.

    ``outcome``: what would become of the rows of an import.
    """

    id: int
    stored: bool = False
    waiting: Waiting = Waiting(0)
    outcome: Outcome | None = None


def packed(row: AssessmentRow) -> dict[str, Any]:
    """A row as JSON keeps it."""
    said = {"collected_on": row.collected_on.isoformat(), "answers": [*map(asdict, row.answers)]}
    return {**asdict(row), **said, "submission": _submission(row.submission) if row.submission else None}


def _submission(one: Submission) -> dict[str, Any]:
    """Sets as lists."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(one).items()}


def unpacked(kept: Mapping[str, Any]) -> AssessmentRow:
    """What `packed` made, also by an earlier version that knew fewer fields."""
    known = {field.name for field in fields(AssessmentRow)}
    said = {name: value for name, value in kept.items() if name in known}
    answers = tuple(Answer(**one) for one in kept["answers"])
    said |= {"collected_on": date.fromisoformat(kept["collected_on"]), "answers": answers}
    if (sent := said.get("submission")) is not None:
        said["submission"] = _sent(sent)
    return AssessmentRow(**said)


def _sent(kept: Mapping[str, Any]) -> Submission:
    sets = {name: frozenset(kept[name]) for name in ("parts", "asked") if kept[name] is not None}
    return Submission(**{**kept, "earlier": tuple(kept["earlier"]), **sets})


def sighting_row(item: ReviewItem, said: Answer | None = None) -> AssessmentRow:
    """The assessment that an observation makes: of one value, without informants and without consent to share."""
    kept = unpacked((item.payload or {})["row"])
    changed = {} if said is None else {"answers": (said,)}
    here = {"place_id": item.place_id or kept.place_id, "instance": f"{SINGLE}{item.id}"}
    return AssessmentRow(**{**vars(kept), **here, **changed})


def source(item_id: int) -> str:
    """Unique origin of what comes of an item."""
    return f"r{item_id}"


@dataclass(frozen=True)
class Sent:
    """What somebody sent to the coordinators, and what became of it."""

    kind: str
    state: str
    on: date


def sent(scope: Scope, most: int = 10) -> tuple[Sent, ...]:
    """What the viewer sent, the newest first."""
    found = rows.newest_of(scope.db, scope.viewer.ref, most) if scope.viewer.ref else []
    return tuple(Sent(one.kind, one.state, one.sent_at.date()) for one in found)


def _submit_assessments(scope: Scope, command: SubmitAssessments) -> Submitted:
    if not command.rows:
        raise Refusal("review.nothing")
    if any(row.agency_id != scope.viewer.agency_id for row in command.rows):
        raise NotAllowedError("review.own_agency")
    for place in places.get_many(scope, sorted({row.place_id for row in command.rows})):
        sightings.may_report(scope, place)
    payload = {"rows": [packed(row) for row in command.rows], "left_out": command.left_out}
    submitted = _wait(scope, _item(scope, IMPORT, payload), tell=command.tell)
    return replace(submitted, outcome=assessments.plan(scope, command.rows))


def _submit_sighting(scope: Scope, command: SubmitSighting) -> Submitted:
    place = places.get(scope, command.place_id)
    seen = sightings.observed(scope, place, command.answer, command.seen_on)
    row = AssessmentRow(
        row=1,
        place_id=place.id,
        agency_id=scope.viewer.agency_id or 0,
        collected_on=command.seen_on,
        tool=seen.tool,
        answers=(command.answer,),
    )
    item = _item(scope, SIGHTING, {"row": packed(row)})
    item.place_id, item.indicator = place.id, command.answer.indicator
    if not scope.viewer.coordinates:
        return _wait(scope, item)
    item.state, item.decided_by, item.decided_at = ACCEPTED, scope.viewer.label, scope.now
    rows.add(scope.db, item)
    execute(scope, RecordAssessments((sighting_row(item),), source(item.id or 0)))
    return Submitted(item.id or 0, stored=True)


def _question(scope: Scope, command: QuestionFigure) -> Submitted:
    if command.why not in DOUBTS:
        raise Refusal("ask.button_old")
    shown = questioned.figure(scope, command.value_id)
    item = _item(scope, FIGURE, {"why": command.why})
    item.place_id, item.indicator, item.value_id = shown.place.id, shown.reading.code, command.value_id
    return _wait(scope, item)


def _item(scope: Scope, kind: str, payload: dict[str, Any]) -> ReviewItem:
    viewer = scope.viewer
    return ReviewItem(
        kind=kind,
        state=WAITING,
        payload=payload,
        sender_ref=viewer.ref or "",
        agency_id=viewer.agency_id,
        sent_at=scope.now,
    )


def _wait(scope: Scope, item: ReviewItem, *, tell: bool = True) -> Submitted:
    """Put it into the queue, once: whoever presses twice has sent one thing."""
    same = rows.same_waiting(scope.db, item)
    if same is not None:
        return Submitted(same.id or 0)
    return Submitted(rows.add(scope.db, item), waiting=_tell(scope) if tell else Waiting(0))


def _tell(scope: Scope) -> Waiting:
    last = rows.last_told(scope.db)
    if (last is not None and last > scope.now - ALERTS) or not rows.set_told(scope.db, scope.now):
        return Waiting(0)
    return Waiting(rows.count_waiting(scope.db), people.coordinators(scope))


def _reports(scope: Scope, _command: Any) -> bool:
    return _in_private(scope) and scope.viewer.role in sightings.REPORTERS


def _asks(scope: Scope, _command: Any) -> bool:
    return _in_private(scope) and scope.viewer.role not in {None, Role.ADMIN}


def _in_private(scope: Scope) -> bool:
    return scope.viewer.kind == "person" and scope.viewer.chat is Chat.PRIVATE


def _history(done: Submitted) -> dict[str, Any]:
    return {"item": done.id}


OPERATIONS |= {
    SubmitAssessments: Operation("review.submit_import", _reports, _submit_assessments, _history),
    SubmitSighting: Operation("review.submit_sighting", _reports, _submit_sighting, _history),
    QuestionFigure: Operation("review.question", _asks, _question, _history),
    TellCoordinators: Operation(
        "review.tell", lambda scope, _c: scope.viewer.kind == "tick", lambda scope, _c: _tell(scope), audited=False
    ),
}
