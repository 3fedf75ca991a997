"""What a list of places writes: plain steps, each on its own, that are done in this order, all at once or in parts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlmodel import Session

from coordination.place_growth import Growth, Join
from coordination.place_tree import Node, Tree
from coordination.scope import Scope
from models import aliases
from models import place_merges as merges
from models import places as table

Step = Sequence[Any]
"""What is written, a key of `_WRITERS`, and its values, as JSON knows them."""

_ABOVE = ("parent", "township", "state")


def steps(scope: Scope, tree: Tree, growth: Growth) -> Iterator[Step]:
    """The steps that bring ``growth`` into the store; reads only. New places get their ids here."""
    changed = [node for node in tree.nodes.values() if node.changed]
    old = [node for node in changed if node.id is not None and node.columns_changed]
    new = list(_from_above(node for node in changed if node.id is None))
    last = max(table.last_id(scope.db), merges.last_gone(scope.db))
    for node_id, node in enumerate(new, last + 1):
        node.id = node_id
    yield from (("place", node.id, *_columns(node)) for node in new)
    yield from (("change", node.id, *_columns(node)) for node in old)
    for node in changed:
        yield from (("name", node.id, name.text, key, name.kind) for key, name in node.added.items())
    for node in changed:
        yield from (("raise", node.id, key, kind) for key, kind in node.raised.items())
    yield from (("alias", alias_id) for alias_id in _brought(scope, tree))
    yield from _joined(scope, growth.joins)


def write(scope: Scope, some: Iterable[Step]) -> None:
    """Do these steps."""
    for kind, group in groupby(some, itemgetter(0)):
        _WRITERS[kind](scope.db, [step[1:] for step in group])


def _from_above(nodes: Iterable[Node]) -> Iterator[Node]:
    """New places, each after what it lies in."""
    met: set[int] = set()

    def down_to(node: Node | None) -> Iterator[Node]:
        if node is not None and node.id is None and id(node) not in met:
            met.add(id(node))
            for above in (node.state, node.parent, node.township):
                yield from down_to(above)
            yield node

    for node in nodes:
        if id(node) not in met:
            yield from down_to(node)


def _brought(scope: Scope, tree: Tree) -> list[int]:
    """A name that the desk gave and a list brings, too, is the list's from now on: the ids of such aliases."""
    own = aliases.names_of_desk(scope.db)
    if not own:
        return []
    called = {node.id: node.called for node in tree.nodes.values() if node.called}
    return [alias_id for alias_id, (place_id, folded) in own.items() if folded in called.get(place_id, ())]


def _joined(scope: Scope, joins: Sequence[Join]) -> Iterator[Step]:
    """Keep what each join brought: a new one as a row of its own, more of an old one beside what is there."""
    known = {row.code: row for row in merges.in_force(scope.db, [join.gone.source_id for join in joins])}
    for join in joins:
        row = known.get(join.gone.source_id)
        if row is None:
            yield "merge", _record(scope, join)
            continue
        names = {key: [text, key, kind] for text, key, kind in [*row.names, *_names(join.gone)]}
        before = {column: pair[0] for column, pair in (_filled(join) | row.filled).items()}
        after = {column: pair[1] for column, pair in (row.filled | _filled(join)).items()}
        filled = {column: [before[column], after[column]] for column in before}
        yield "more", row.id, list(names.values()), {**join.gave, **row.gave}, filled


def _record(scope: Scope, join: Join) -> dict[str, Any]:
    columns = dict(zip(table.COLUMNS[1:], _columns(join.gone), strict=True))
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


def _columns(node: Node) -> tuple[Any, ...]:
    """The values of `models.places.COLUMNS` but for the id."""
    township = node if node.kind == "township" else node.township
    state = node if node.kind == "state" else node.state
    return (
        node.source_id, node.source, node.pcode, node.kind, node.name, node.name_my,
        node.parent.id if node.parent else None, township.id if township else None, state.id if state else None,
        node.latitude, node.longitude, node.active, node.listed,
    )  # fmt: skip


_WRITERS: Mapping[str, Callable[[Session, list[Step]], None]] = {
    "place": table.insert_places,
    "change": table.update_places,
    "name": table.insert_names,
    "raise": table.update_names,
    "alias": lambda db, rows: aliases.set_imported(db, [row[0] for row in rows]),
    "merge": lambda db, rows: merges.add_all(db, [row[0] for row in rows]),
    "more": merges.extend,
}
