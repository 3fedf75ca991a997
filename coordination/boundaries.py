"""Outlines of states, districts and townships: kept for maps, one a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Outcome
from coordination.place_list import may_change_places
from coordination.scope import Scope
from models import boundaries as table


@dataclass(frozen=True)
class BoundaryRow:
    """The outline of one place: GeoJSON geometry in WGS 84 as compact text, and where it comes from."""

    row: int
    place_id: int
    geometry: str
    source: str


@dataclass(frozen=True)
class ImportBoundaries:
    """Keep these outlines instead of those that their places had; other places keep theirs."""

    rows: tuple[BoundaryRow, ...]


def plan(scope: Scope, rows: Sequence[BoundaryRow]) -> Outcome:
    """What `ImportBoundaries` would do."""
    return _sorted(scope, rows)[0]


def outlines(scope: Scope, place_ids: Sequence[int]) -> Mapping[int, str]:
    """The outline of each place that has one, as `BoundaryRow.geometry`: public, as borders are."""
    return {place_id: geometry for place_id, (geometry, _) in table.newest(scope.db, place_ids).items()}


def _sorted(scope: Scope, rows: Sequence[BoundaryRow]) -> tuple[Outcome, list[BoundaryRow]]:
    held = table.newest(scope.db, [row.place_id for row in rows])
    changed = [row for row in rows if held.get(row.place_id) != (row.geometry, row.source)]
    new = sum(row.place_id not in held for row in changed)
    return Outcome(new, len(changed) - new, len(rows) - len(changed)), changed


def _import(scope: Scope, command: ImportBoundaries) -> Outcome:
    outcome, changed = _sorted(scope, command.rows)
    table.replace(
        scope.db,
        [
            {"place_id": row.place_id, "geometry": row.geometry, "source": row.source, "imported_at": scope.now}
            for row in changed
        ],
    )
    return outcome


OPERATIONS[ImportBoundaries] = Operation("boundaries.import", may_change_places, _import, Outcome.counts)
