"""Taking in lists of places: what a list would change, and the change itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coordination.execute import OPERATIONS, Operation
from coordination.outcome import Merged, Outcome
from coordination.place_growth import Growth, Join, grow
from coordination.place_rows import PlaceRow
from coordination.place_tree import Node, Tree, plant
from coordination.places import may_change_places
from coordination.scope import Scope
from models import aliases
from models import place_merges as merges
from models import places as table

_LEVELS = (("state",), ("district",), ("township",), ("town", "village_tract"), ("ward", "village", "camp"))
"""Kinds in the order of insertion: what a place lies in comes before it."""


_ABOVE = ("parent", "township", "state")


def _nothing(_written: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class ImportPlaces:
    """Take in a list of places: new ones are stored, known ones (by their id) brought up to date.

    A row of another source joins the place that is surely the same, see `coordination.place_twins`.

    ``progress(n, total)`` is told of every n places written.
    """

    rows: tuple[PlaceRow, ...]
    progress: Callable[[int, int], None] = _nothing


def preview(scope: Scope, rows: tuple[PlaceRow, ...]) -> Outcome:
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
    changed = [node for node in tree.nodes.values() if node.changed]
    old = [node for node in changed if node.id is not None and node.columns_changed]
    total = sum(node.columns_changed for node in changed)

    def done(written: int) -> None:
        command.progress(written, total)

    last = merges.last_gone(scope.db)
    for kinds in _LEVELS:
        new = [node for node in changed if node.id is None and node.kind in kinds]
        ids = table.insert_places(scope.db, [_columns(node) for node in new], done, last)
        for node in new:
            node.id = ids[node.source_id]
    table.update_places(scope.db, [{"place": node.id, **_columns(node)} for node in old], done)
    table.close_loops(scope.db)
    _write_names(scope, changed)
    _note_aliases(scope, tree)
    _write_joins(scope, growth.joins)
    return outcome


def _write_names(scope: Scope, nodes: list[Node]) -> None:
    table.insert_names(
        scope.db,
        [
            {"place_id": node.id, "text": name.text, "folded": folded, "kind": name.kind}
            for node in nodes
            for folded, name in node.added.items()
        ],
    )
    raised = [
        {"place": node.id, "key": folded, "new_kind": kind} for node in nodes for folded, kind in node.raised.items()
    ]
    table.update_names(scope.db, raised)


def _note_aliases(scope: Scope, tree: Tree) -> None:
    """A name that the desk gave and a list brings, too, is the list's from now on."""
    called = {node.id: node.called for node in tree.nodes.values() if node.called}
    own = aliases.names_of_desk(scope.db)
    brought = [alias_id for alias_id, (place_id, folded) in own.items() if folded in called.get(place_id, ())]
    aliases.set_imported(scope.db, brought)


def _write_joins(scope: Scope, joins: list[Join]) -> None:
    """Keep what each join brought: a new one as a row of its own, more of an old one beside what is there."""
    known = {row.code: row for row in merges.in_force(scope.db, [join.gone.source_id for join in joins])}
    for join in joins:
        row = known.get(join.gone.source_id)
        if row is not None:
            names = {key: [text, key, kind] for text, key, kind in [*row.names, *_names(join.gone)]}
            before = {column: pair[0] for column, pair in (_filled(join) | row.filled).items()}
            after = {column: pair[1] for column, pair in (row.filled | _filled(join)).items()}
            row.names, row.gave = list(names.values()), {**join.gave, **row.gave}
            row.filled = {column: [before[column], after[column]] for column in before}
    new = [_record(scope, join) for join in joins if join.gone.source_id not in known]
    merges.add_all(scope.db, new)


def _record(scope: Scope, join: Join) -> dict[str, Any]:
    columns = _columns(join.gone)
    return {
        **{"code" if name == "source_id" else name: value for name, value in columns.items()},
        "kept_id": join.kept.id,
        "gone_id": None,
        "way": merges.IMPORT,
        "names": _names(join.gone),
        "gave": join.gave,
        "filled": _filled(join),
        "moved": {},
        "merged_at": scope.now,
        "merged_by": scope.viewer.label,
    }


def _names(gone: Node) -> list[list[str]]:
    return [[name.text, key, name.kind] for key, name in gone.added.items()]


def _filled(join: Join) -> dict[str, list[Any]]:
    """The columns that a join filled as the store names and holds them."""
    return {
        f"{column}_id" if column in _ABOVE else column: [getattr(value, "id", value) for value in pair]
        for column, pair in join.filled.items()
    }


def _columns(node: Node) -> dict[str, Any]:
    township = node if node.kind == "township" else node.township
    state = node if node.kind == "state" else node.state
    return {
        "source_id": node.source_id,
        "source": node.source,
        "pcode": node.pcode,
        "kind": node.kind,
        "name": node.name,
        "name_my": node.name_my,
        "parent_id": node.parent.id if node.parent else None,
        "township_id": township.id if township else None,
        "state_id": state.id if state else None,
        "latitude": node.latitude,
        "longitude": node.longitude,
        "active": node.active,
        "listed": node.listed,
    }


OPERATIONS[ImportPlaces] = Operation("places.import", may_change_places, _import, lambda outcome: outcome.counts())
