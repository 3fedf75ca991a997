"""A commitment as whoever may see it reads it: its page, those that are meant by a text, one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from coordination import agencies, facts, places
from coordination.commitment_changes import UNDO, may_change, may_read, reason_needed, stored
from coordination.commitment_duties import Due, upcoming
from coordination.commitment_states import CANCELLED, LAPSED, NEXT, OPEN
from coordination.figures import Count
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from models import commitment_duties as duties
from models import commitments as table
from models.commitments import Commitment

MOST = 50
"""Open commitments that are looked through for the one that is meant."""
DETAILS = ("components", "population", "modality", "partner", "donor", "conditions")


@dataclass(frozen=True)
class Version:
    """How a commitment stood from a day on."""

    on: date
    status: str
    target: Count
    reached: Count | None


@dataclass(frozen=True)
class View:
    """One commitment. ``version`` is the one that is shown, ``options`` the states that the viewer may give it.

    ``due`` is what happens next if nobody says anything; ``reason`` whether a change needs one; ``undo`` whether the
    viewer may take the last one back. ``details`` are further fields by name, ``history`` has the older versions.
    """

    number: int
    version: int
    place: PlaceRef
    agency_id: int
    agency: str
    activity: str
    target: Count
    status: str
    reported_on: date
    reached: Count | None = None
    months: int | None = None
    start: date | None = None
    end: date | None = None
    movement: int | None = None
    options: frozenset[str] = frozenset()
    reason: bool = False
    undo: bool = False
    due: tuple[Due, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    history: tuple[Version, ...] = ()

    @property
    def open(self) -> bool:
        """Whether news of it is expected."""
        return self.status in OPEN


def one(scope: Scope, number: int) -> View:
    """C-``number``; raises ``commitments.unknown`` where there is none or nothing to show."""
    return _view(scope, stored(scope, number))


def page(scope: Scope, number: int) -> View:
    """C-``number`` with its history; the read is audited."""
    row = stored(scope, number)
    facts.note_read(scope, "commitment", row.place_id, Klass.RESTRICTED)
    older = [each for each in table.versions(scope.db, number) if each.id != row.id]
    view = _view(scope, row)
    history = tuple(Version(each.recorded_at.date(), each.status, *_figures(each)) for each in older)
    return View(**{**vars(view), "history": history})


def meant(
    scope: Scope, agency_id: int | None, place_ids: Collection[int] | None, sectors: Collection[str]
) -> list[View]:
    """Open ones that the viewer may change: of an agency (None: of any), at places (None: anywhere), of sectors."""
    found = table.open_ones(scope.db, (*OPEN, LAPSED), agency_id, place_ids, MOST)
    activities = scope.desk.catalogue.activities
    fitting = [
        row for row in found if _changeable(scope, row) and (not sectors or activities[row.activity].sector in sectors)
    ]
    return [_view(scope, row) for row in fitting if row.status in OPEN] or [_view(scope, row) for row in fitting]


def own(scope: Scope) -> list[View]:
    """Those that the viewer is asked about, what is due first next."""
    numbers = [duty.number for duty in duties.of_person(scope.db, scope.viewer.ref or "")]
    rows = [row for row in table.by_numbers(scope.db, numbers) if _changeable(scope, row)]
    views = [_view(scope, row) for row in rows if row.status != CANCELLED]
    return sorted(views, key=lambda view: (view.due[0].on if view.due else date.max, -view.number))


def _changeable(scope: Scope, row: Commitment) -> bool:
    return may_change(scope.viewer, row.agency_id) and may_read(scope, row)


def _view(scope: Scope, row: Commitment) -> View:
    agency, duty = agencies.by_id(scope, row.agency_id), duties.get(scope.db, row.number)
    target, reached = _figures(row)
    undo = duty is not None and duty.undo_version == row.id and duty.undo_ref == scope.viewer.ref
    asked = duty is not None and duty.due_on is not None
    return View(
        number=row.number,
        version=row.id or 0,
        place=places.get(scope, row.place_id),
        agency_id=row.agency_id,
        agency=agency.acronym if agency else agencies.NOT_NAMED,
        activity=row.activity,
        target=target,
        status=row.status,
        reported_on=row.reported_on,
        reached=reached,
        months=row.months,
        start=row.start,
        end=row.end,
        movement=row.movement,
        options=NEXT[row.status] - {LAPSED} if may_change(scope.viewer, row.agency_id) else frozenset(),
        reason=reason_needed(scope.viewer, row.agency_id),
        undo=undo and scope.now - row.recorded_at <= UNDO,
        due=upcoming(scope.desk.catalogue, row, scope.now.date()) if asked else (),
        details=tuple((name, value) for name in DETAILS if (value := getattr(row, name))),
    )


def _figures(row: Commitment) -> tuple[Count, Count | None]:
    return Count(row.unit, row.target), None if row.reached is None else Count(row.unit, row.reached)
