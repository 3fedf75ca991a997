"""One commitment made or changed in chat: it is told, it moves on, and for a while it may be undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from coordination import agencies, places
from coordination.commitment_duties import asked_of
from coordination.commitment_states import LAPSED, Terms, after, first
from coordination.commitments import CONDITIONS, MODALITIES, POPULATIONS
from coordination.disclosure import clearance
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Chat, Klass, Role, Viewer
from models import commitment_duties as duties
from models import commitments as table
from models.commitment_duties import CommitmentDuty
from models.commitments import Commitment

UNDO = timedelta(minutes=15)
"""How long a change may be taken back (domain section 6 rule 13)."""
REASONS = ("asked", "no_news", "mistake", "double")
"""Why a coordinator changes what another agency committed (domain section 5, "override with reason")."""
FIELDS = frozenset({
    "status", "target", "reached", "reached_on", "start", "end", "months", "components", "population", "modality",
    "partner", "donor", "conditions", "movement",
})  # fmt: skip
"""What may be said of a commitment beside agency, place and activity."""
LONGEST_TEXT, MOST_MONTHS = 120, 24
_TEXTS = ("partner", "donor")
_LISTED = {"population": POPULATIONS, "modality": MODALITIES, "conditions": CONDITIONS}


@dataclass(frozen=True)
class RecordCommitment:
    """An agency commits ``target`` units of an activity at a place; ``said`` has further `FIELDS`."""

    place_id: int
    agency_id: int
    activity: str
    target: int
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class UpdateCommitment:
    """News on C-``number``: the `FIELDS` that changed, none for "as before".

    ``version`` is the one that was read, None where none was; ``reason`` is one of `REASONS`, which a coordinator gives
    for another agency.
    """

    number: int
    said: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None
    version: int | None = None


@dataclass(frozen=True)
class UndoCommitment:
    """Take back the change that made this version of C-``number``."""

    number: int
    version: int


@dataclass(frozen=True)
class LapseCommitment:
    """The time of C-``number`` is over without news."""

    number: int


@dataclass(frozen=True)
class Changed:
    """A version that was stored, 0 where the commitment is gone; ``entered_for`` is another agency than the own."""

    number: int
    version: int
    status: str
    entered_for: str | None = None


def may_commit(viewer: Viewer) -> bool:
    """Whether somebody may commit for any agency at all: in private, never admins (domain section 6 rule 31)."""
    if viewer.kind != "person" or viewer.chat is not Chat.PRIVATE:
        return False
    return viewer.coordinates or (viewer.agency_id is not None and viewer.role not in {None, Role.ADMIN})


def may_change(viewer: Viewer, agency_id: int) -> bool:
    """Whether somebody may commit for that agency: the own one, a coordinator any."""
    return may_commit(viewer) and (viewer.coordinates or viewer.agency_id == agency_id)


def may_be_at(scope: Scope, place: PlaceRef) -> None:
    """Raises where a focal point would speak of a township that others look after."""
    if not _shown(scope, place.township_id):
        raise NotAllowedError("refusal.commitment_township")


def _shown(scope: Scope, township_id: int | None) -> bool:
    """Whether agency and village may be shown to the viewer there."""
    level = clearance(scope.viewer, township_id)
    return level is not None and level >= Klass.RESTRICTED


def may_read(scope: Scope, found: Commitment) -> bool:
    """Whether the viewer may see it."""
    return _shown(scope, places.get(scope, found.place_id).township_id)


def stored(scope: Scope, number: int) -> Commitment:
    """The version in force; one refusal for none and for one that the viewer may not see (rule 25)."""
    found = table.in_force(scope.db, number)
    if found is None or not may_read(scope, found):
        raise Refusal("commitments.unknown", number=number)
    return found


def reason_needed(viewer: Viewer, agency_id: int) -> bool:
    """Whether a change needs a reason: a coordinator's of what another agency committed."""
    return viewer.coordinates and viewer.agency_id != agency_id


def _record(scope: Scope, command: RecordCommitment) -> Changed:
    activity = scope.desk.catalogue.activities.get(command.activity)
    agency = agencies.by_id(scope, command.agency_id)
    if activity is None or agency is None:
        raise Refusal("ask.button_old")
    may_be_at(scope, places.get(scope, command.place_id))
    said = _checked(scope, command.activity, {"target": command.target, **command.said})
    said["status"] = first(said.get("status", "pledged"), _terms(said))
    number = table.last_number(scope.db) + 1
    row = Commitment(
        **_dated(scope, said),
        number=number,
        place_id=command.place_id,
        agency_id=command.agency_id,
        activity=activity.code,
        indicator=activity.need,
        unit=activity.unit,
        reported_on=scope.now.date(),
        source=f"c{number}.1",
        recorded_at=scope.now,
    )
    return _kept(scope, row, scope.viewer.ref)


def _update(scope: Scope, command: UpdateCommitment) -> Changed:
    before = stored(scope, command.number)
    if command.version not in {None, before.id}:
        raise Refusal("commitments.changed_meanwhile", number=command.number)
    if command.reason not in {None, *REASONS}:
        raise Refusal("ask.button_old")
    if command.reason is None and reason_needed(scope.viewer, before.agency_id):
        raise Refusal("commitments.reason_needed")
    values = {name: getattr(before, name) for name in FIELDS}
    said = values | _checked(scope, before.activity, command.said)
    said["status"] = after(before.status, said["status"], _terms(said))
    if before.reached and before.reached_on is None and "reached" not in command.said:
        said["reached_on"] = before.reported_on
    return _followed(scope, before, _dated(scope, said, command.said) | {"reason": command.reason})


def _lapse(scope: Scope, command: LapseCommitment) -> Changed:
    """What was reached stays reached; nobody has reported anything, so the day of the last report stays."""
    before = table.in_force(scope.db, command.number)
    if before is None:
        raise Refusal("commitments.unknown", number=command.number)
    values = {name: getattr(before, name) for name in FIELDS}
    status = after(before.status, LAPSED, _terms(values))
    return _followed(scope, before, {"status": status, "reported_on": before.reported_on, "reason": "no_news"})


def _undo(scope: Scope, command: UndoCommitment) -> Changed:
    duty, now = duties.get(scope.db, command.number), table.in_force(scope.db, command.number)
    own = duty is not None and duty.undo_version == command.version and duty.undo_ref == scope.viewer.ref
    if now is None or not own or now.id != command.version:
        raise Refusal("commitments.no_undo")
    if scope.now - now.recorded_at > UNDO:
        raise Refusal("commitments.too_late")
    earlier = [one for one in table.versions(scope.db, command.number) if one.id != now.id]
    if not earlier:
        table.supersede(scope.db, [command.version], scope.now)
        duties.remove(scope.db, command.number)
        return Changed(command.number, 0, now.status)
    kept = earlier[-1].model_dump(exclude={"id", "source", "recorded_at", "superseded_at"})
    return _followed(scope, now, kept, undoable=False)


def _checked(scope: Scope, activity: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """``said`` if it holds only what the table and the activity bear; raises `Refusal`."""
    known, values = scope.desk.catalogue.activities[activity], dict(said)
    months, parts = values.get("months"), [one for one in (values.get("components") or "").split("|") if one]
    wrong_text = any(len(values.get(name) or "") > LONGEST_TEXT for name in _TEXTS)
    unlisted = any(values.get(name) not in {None, *allowed} for name, allowed in _LISTED.items())
    if not values.keys() <= FIELDS or wrong_text or unlisted or not set(parts) <= set(known.components):
        raise Refusal("ask.button_old")
    if months is not None and not (known.has_months and 0 < months <= MOST_MONTHS):
        raise Refusal("commitments.months_wrong")
    return values


def _terms(values: Mapping[str, Any]) -> Terms:
    return Terms(values["target"], values.get("reached"), values.get("start"), values.get("end"))


def _dated(scope: Scope, values: Mapping[str, Any], fresh: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """``values`` with the days that are sure: what is under way has begun, what is reached was so by today."""
    today: date = scope.now.date()
    begun = {"start": today} if values["status"] == "ongoing" and not values.get("start") else {}
    told = values if fresh is None else fresh
    reached = {"reached_on": told.get("reached_on") or today} if told.get("reached") is not None else {}
    return {**values, "components": values.get("components") or "", **begun, **reached}


def _followed(scope: Scope, before: Commitment, values: Mapping[str, Any], *, undoable: bool = True) -> Changed:
    """``before`` is history, what follows it is in force."""
    version = len(table.versions(scope.db, before.number)) + 1
    kept = before.model_dump(exclude={"id", "superseded_at"}) | {"reported_on": scope.now.date(), "reason": None}
    fresh = {"source": f"c{before.number}.{version}", "recorded_at": scope.now}
    table.supersede(scope.db, [before.id or 0], scope.now)
    duty = duties.get(scope.db, before.number)
    own = may_change(scope.viewer, before.agency_id) and not reason_needed(scope.viewer, before.agency_id)
    asked = scope.viewer.ref if own or duty is None else duty.person_ref
    return _kept(scope, Commitment(**{**kept, **values, **fresh}), asked, undoable=undoable)


def _kept(scope: Scope, row: Commitment, asked: str | None, *, undoable: bool = True) -> Changed:
    table.add_all(scope.db, [row])
    undo = undoable and scope.viewer.ref is not None
    duties.keep(
        scope.db,
        CommitmentDuty(
            number=row.number,
            person_ref=asked,
            due_on=asked_of(scope.desk.catalogue, row, scope.now.date()),
            undo_version=row.id if undo else None,
            undo_ref=scope.viewer.ref if undo else None,
        ),
    )
    other = row.agency_id != scope.viewer.agency_id
    agency = agencies.by_id(scope, row.agency_id) if other else None
    return Changed(row.number, row.id or 0, row.status, agency.acronym if agency else None)


def _may_record(scope: Scope, command: RecordCommitment) -> bool:
    return _may(scope, command.agency_id)


def _may_touch(scope: Scope, command: UpdateCommitment | UndoCommitment) -> bool:
    return _may(scope, stored(scope, command.number).agency_id)


def _may(scope: Scope, agency_id: int) -> bool:
    if scope.viewer.kind == "person" and not may_change(scope.viewer, agency_id):
        raise NotAllowedError("refusal.commitment_own_agency")
    return may_change(scope.viewer, agency_id)


def _clock(scope: Scope, _command: LapseCommitment) -> bool:
    return scope.viewer.kind == "tick"


def _counts(done: Changed) -> dict[str, Any]:
    for_whom = {"for": done.entered_for} if done.entered_for else {}
    return {"number": done.number, "status": done.status, **for_whom}


OPERATIONS |= {
    RecordCommitment: Operation("commitments.record", _may_record, _record, _counts),
    UpdateCommitment: Operation("commitments.update", _may_touch, _update, _counts),
    UndoCommitment: Operation("commitments.undo", _may_touch, _undo, _counts),
    LapseCommitment: Operation("commitments.lapse", _clock, _lapse, _counts),
}
