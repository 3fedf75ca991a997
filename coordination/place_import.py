"""Taking in lists of places: what a list would change, and the change itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from coordination import place_writing
from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Merged, Outcome
from coordination.parts import Parts
from coordination.place_growth import Growth, Join, grow
from coordination.place_list import may_change_places
from coordination.place_rows import PlaceRow
from coordination.place_tree import Tree, plant
from coordination.scope import Scope
from coordination.staging import STAGED, Prepared, Staged
from models import place_merges as merges
from models import places as table

_ACTION = "places.import"
SMALL = 200
"""Lists of so few rows are stored in one transaction."""


@dataclass(frozen=True)
class ImportPlaces:
    """Take in a list of places: new ones are stored, known ones (by their id) brought up to date.

    A row of another source joins the place that is surely the same, see `coordination.place_twins`.
    """

    rows: Sequence[PlaceRow]


def preview(scope: Scope, rows: Sequence[PlaceRow]) -> Outcome:
    """What `ImportPlaces` would do; nothing is written."""
    return _outcome(grow(_tree(scope), rows))


def _tree(scope: Scope) -> Tree:
    return plant(table.stored(scope.db), table.spellings(scope.db), merges.codes(scope.db))


def _outcome(growth: Growth) -> Outcome:
    """Counts of rows; a second row about one place changes nothing more."""
    firsts = {id(node): node for node in growth.nodes if node.changed}.values()
    stored = sum(node.id is None for node in firsts)
    merged = tuple(_merged(join) for join in growth.joins if join.new)
    return Outcome(stored, len(firsts) - stored, len(growth.nodes) - len(firsts), merged=merged)


def _merged(join: Join) -> Merged:
    return Merged(join.row, join.gone.source_id, join.gone.name, join.kept.source_id, join.kept.name, join.kept.kind)


def _import(scope: Scope, command: ImportPlaces) -> Outcome:
    tree = _tree(scope)
    growth = grow(tree, command.rows)
    outcome = _outcome(growth)
    place_writing.write(scope, place_writing.steps(scope, tree, growth))
    return outcome


def _prepare(scope: Scope, command: ImportPlaces) -> Prepared | None:
    if len(command.rows) <= SMALL:
        return None
    version, tree = table.version(scope.db), _tree(scope)
    growth = grow(tree, command.rows)
    outcome = _outcome(growth)
    return Prepared(_ACTION, Parts(place_writing.steps(scope, tree, growth)).closed(), outcome, version)


def _unchanged(scope: Scope, prepared: Prepared) -> bool:
    """Whether the places still are those that the list was compared with, and no other list is on its way."""
    return not table.taking_in(scope.db) and table.version(scope.db) == prepared.version


def _store(scope: Scope, some: list[Any]) -> Outcome:
    place_writing.write(scope, some)
    return Outcome()


OPERATIONS[ImportPlaces] = Operation(_ACTION, may_change_places, _import, lambda outcome: outcome.counts())
STAGED[_ACTION] = Staged(_prepare, _unchanged, _store)
