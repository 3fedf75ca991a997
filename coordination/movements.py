"""Recording movements: groups of households, never persons (domain section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coordination import movement_flags, movement_matches, people, places
from coordination import movement_rules as rules
from coordination.disclosure import clearance
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import OPERATIONS, Operation
from coordination.movement_matches import Match
from coordination.movement_rules import Window
from coordination.people import Recipient
from coordination.scope import Scope
from coordination.viewer import Chat, Klass, Role
from models import movements as rows
from models.movements import Movement

REPORTERS = frozenset({Role.AGENCY, Role.FOCAL, Role.PROTECTION, Role.COORDINATOR})
MOST_HOUSEHOLDS = 20_000
"""More than all displaced people here have."""

Asks = tuple[tuple[str, int | None], ...]
"""Lines of assistance: sector, months."""


@dataclass(frozen=True, kw_only=True)
class MovementRow:
    """One movement as it was reported and read back; codes as in `movement_rules`, places by id.

    ``said_stage`` is the stage that the words tell, ``doubtful`` whether they doubt it, ``signs`` further flags.
    """

    kind: str = rules.RETURN
    said_stage: str | None = None
    doubtful: bool = False
    origin_id: int | None = None
    destination_id: int | None = None
    households: int | None = None
    households_to: int | None = None
    individuals: int | None = None
    special_needs: int | None = None
    window: Window = field(default_factory=Window)
    organiser: str | None = None
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    site_kept: bool | None = None
    source_kind: str | None = None
    reported_households: int | None = None
    asks: Asks = ()

    @property
    def stage(self) -> str:
        """The stage that follows from what was said (`movement_rules.stage_of`)."""
        prepared = bool(self.organiser or set(self.preparation) & rules.PREPARED)
        whole = self.destination_id is not None and self.window.first is not None and prepared
        return rules.stage_of(self.said_stage, doubtful=self.doubtful, whole=whole)


@dataclass(frozen=True)
class RecordMovement:
    """Store a report: one movement, or the parts of one that splits; ``source`` is the update that it came with."""

    rows: tuple[MovementRow, ...]
    source: str


@dataclass(frozen=True)
class Recorded:
    """Numbers of what was stored, what it may be a second report of, and whom to tell that it needs a look."""

    ids: tuple[int, ...]
    matches: tuple[Match, ...] = ()
    tell: tuple[Recipient, ...] = ()


def may_report(scope: Scope) -> None:
    """Raise unless the viewer may report movements from here."""
    viewer = scope.viewer
    if viewer.chat is Chat.GROUP:
        raise NotAllowedError("refusal.conversation_in_private")
    if viewer.kind != "person" or viewer.role not in REPORTERS:
        raise NotAllowedError


def in_scope(scope: Scope, ends: Sequence[int | None]) -> None:
    """Raise where a focal point reports of a movement that touches none of the own townships."""
    viewer = scope.viewer
    if viewer.role is not Role.FOCAL:
        return
    known = places.get_many(scope, [one for one in ends if one is not None])
    if not {one.township_id for one in known} & viewer.townships:
        raise NotAllowedError("refusal.movement_townships")


def level_of(scope: Scope, movement: Movement) -> Klass | None:
    """What the viewer may see of a movement: as of the end that the viewer may see more of."""
    ends = [one for one in (movement.origin_id, movement.destination_id) if one is not None]
    found = [clearance(scope.viewer, place.township_id) for place in places.get_many(scope, ends)]
    return max((one for one in found if one is not None), default=None)


def seen(scope: Scope, movement_id: int) -> Movement:
    """The movement of that number; raises ``movement.unknown`` alike where it is none or not for the viewer."""
    found = rows.get(scope.db, movement_id)
    if found is None or (level_of(scope, found) or Klass.PUBLIC) < Klass.RESTRICTED:
        raise Refusal("movement.unknown", code=f"M-{movement_id}")
    return found


def changeable(scope: Scope, movement_id: int) -> Movement:
    """The movement, where the viewer may change it: the reporter, the same agency, protection and coordinators."""
    found, viewer = seen(scope, movement_id), scope.viewer
    own = viewer.ref == found.reporter_ref or (viewer.agency_id is not None and viewer.agency_id == found.agency_id)
    if not (own or viewer.role in {Role.PROTECTION, Role.COORDINATOR}):
        raise NotAllowedError("refusal.movement_not_yours")
    return found


def of_another(scope: Scope, movement_id: int) -> bool:
    """Whether another agency than the viewer's reported it."""
    found = rows.get(scope.db, movement_id)
    return found is not None and found.agency_id != scope.viewer.agency_id


def is_whole(one: Movement) -> bool:
    """Whether it has a destination and a window, so that preparation makes a plan of it."""
    return one.destination_id is not None and one.window_from is not None


def _record(scope: Scope, command: RecordMovement) -> Recorded:
    before = rows.by_source(scope.db, command.source)
    if before:
        return Recorded(tuple(one.id or 0 for one in before if one.undone_at is None))
    for row in command.rows:
        in_scope(scope, (row.origin_id, row.destination_id))
        _sound(row)
    ids: list[int] = []
    for at, row in enumerate(command.rows):
        made = _movement(scope, row, f"{command.source}.{at}", split_of=ids[0] if ids else None)
        ids.append(rows.add(scope.db, made, row.asks))
    matches = movement_matches.note(scope, ids)
    flagged = any(one.flags for one in rows.get_many(scope.db, ids))
    return Recorded(tuple(ids), matches, people.guardians(scope) if flagged else ())


def _sound(row: MovementRow) -> None:
    """Raise for what cannot be: no number of households is negative or larger than all displaced people."""
    for number in (row.households, row.households_to, row.reported_households, row.individuals):
        if number is not None and not 0 < number <= MOST_HOUSEHOLDS * 10:
            raise Refusal("movement.number", most=MOST_HOUSEHOLDS)
    if row.origin_id is None and row.destination_id is None:
        raise Refusal("movement.no_place")


def _movement(scope: Scope, row: MovementRow, source: str, split_of: int | None) -> Movement:
    stage, today = row.stage, scope.now.date()
    happened = stage not in rules.AHEAD and row.window.last is not None and row.window.last <= today
    kind = rules.DISPLACEMENT if stage == rules.DISPLACEMENT else row.kind
    made = Movement(
        kind=kind,
        stage=stage,
        stage_on=row.window.last if happened and row.window.last else today,
        origin_id=row.origin_id,
        destination_id=row.destination_id,
        households=row.households,
        households_to=row.households_to,
        individuals=row.individuals,
        special_needs=row.special_needs,
        window_from=row.window.first,
        window_to=row.window.last,
        precision=row.window.precision,
        said_when=row.window.said,
        organiser=row.organiser,
        push=list(row.push),
        pull=list(row.pull),
        conditions=list(row.conditions),
        preparation=list(row.preparation),
        site_kept=row.site_kept,
        source_kind=row.source_kind,
        confidence=rules.confidence_of(row.source_kind, stage, doubtful=row.doubtful),
        reported_households=row.reported_households,
        split_of=split_of,
        agency_id=scope.viewer.agency_id,
        reporter_ref=scope.viewer.ref or "",
        source=source,
        recorded_at=scope.now,
        news_at=scope.now,
    )
    said = movement_flags.said(kind, row.organiser, row.push, row.signs)
    made.flags = sorted(said | movement_flags.of_destination(scope, row.destination_id))
    return made


def _reports(scope: Scope, _command: Any) -> bool:
    may_report(scope)
    return True


def _history(done: Recorded) -> dict[str, Any]:
    return {"movements": list(done.ids), "matches": len(done.matches)}


OPERATIONS[RecordMovement] = Operation("movement.record", _reports, _record, _history)
