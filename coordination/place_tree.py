"""The places of the store as a tree in memory, and where in it a place that a file names stands."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from understanding.fold import fold
from understanding.names import STRENGTH, Spelling, spellings

REGIONS = ("state", "district", "township")
_SOURCE = re.compile(r"[^\W\d_]+")


def publishers(source_id: str, source: str) -> frozenset[str]:
    """Who may have issued an id: "mimu" for every release of MIMU's; "geonames", too, for what begins with ``gn:``."""
    letters = _SOURCE.match(source)
    named = (letters[0] if letters else source).casefold()
    return frozenset([named, "geonames"] if source_id.startswith("gn:") else [named])


@dataclass(eq=False)
class Node:
    """A place, stored (with ``id``) or to be: its columns, what it lies in, and its spellings by key.

    ``was`` are the columns as stored; ``added`` the spellings that the store does not have, ``raised`` the new kinds of
    those that it has, ``called`` the keys of all that a list calls it. ``publishers`` gave it an id, its own or a
    further one.
    """

    source_id: str
    kind: str
    name: str
    source: str
    id: int | None = None
    pcode: str | None = None
    name_my: str | None = None
    parent: "Node | None" = None
    township: "Node | None" = None
    state: "Node | None" = None
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    listed: bool = False
    names: dict[str, str] = field(default_factory=dict)
    was: tuple[Any, ...] | None = None
    added: dict[str, Spelling] = field(default_factory=dict)
    raised: dict[str, str] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)

    def columns(self) -> tuple[Any, ...]:
        """What is compared to tell whether the place has changed; the source alone is no change."""
        return (
            self.source_id, self.pcode, self.kind, self.name, self.name_my, self.parent, self.township, self.state,
            self.latitude, self.longitude, self.active, self.listed,
        )  # fmt: skip

    @property
    def changed(self) -> bool:
        """Whether the store has to be written."""
        return self.columns_changed or bool(self.added or self.raised)

    @property
    def columns_changed(self) -> bool:
        """Whether the place's own row has to be written."""
        return self.was is None or self.was != self.columns()

    def call(self, names: Iterable[tuple[str, str]]) -> None:
        """Add spellings made of pairs (text, origin), see `understanding.names.spellings`."""
        for folded, spelling in spellings(names, self.kind).items():
            self.called.add(folded)
            held = self.names.get(folded)
            if held is not None and STRENGTH.index(held) <= STRENGTH.index(spelling.kind):
                continue
            if held is None or folded in self.added:
                self.added[folded] = spelling
            else:
                self.raised[folded] = spelling.kind
            self.names[folded] = spelling.kind

    def rename(self, name: str) -> None:
        """Give the place a new name; the old one becomes a former name, unless only its dress differs."""
        old, self.name = fold(self.name), name
        if old != fold(name) and self.names.get(old) == "name":
            self.names[old] = self.raised[old] = "previous"


class Tree:
    """Every place by its ids, and the regions by code and by name; ``merged`` are ids that went into other places."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.merged: frozenset[str] = frozenset()
        self._by_code: dict[str, Node] = {}
        self._by_name: dict[tuple[str, Node | None, str], Node] = {}
        self._folded: dict[str, str] = {}
        self._named: dict[tuple[str, Node | None], dict[str, list[Node]]] | None = None

    def add(self, node: Node) -> Node:
        """Take a place in."""
        self.nodes[node.source_id] = node
        self.register(node)
        return node

    def register(self, node: Node) -> None:
        """Make a place findable by its codes, a region by its names too."""
        for code in (node.source_id, node.pcode):
            if code:
                self._by_code.setdefault(code, node)
        for folded, strength in node.names.items():
            if strength == "code":
                self._by_code.setdefault(folded.upper(), node)
            elif strength != "part" and node.kind in REGIONS:
                self._by_name.setdefault((node.kind, node.state, folded), node)

    def coded(self, code: str | None) -> Node | None:
        """The place of a code or source id."""
        return (self._by_code.get(code) or self._by_code.get(fold(code).upper())) if code else None

    def region(self, kind: str, state: Node | None, name: str) -> Node | None:
        """The region with a name or alias ``name`` in ``state`` (None for states)."""
        folded = self._folded.get(name)
        if folded is None:
            folded = self._folded[name] = fold(name)
        return self._by_name.get((kind, state, folded))

    def bearers(self, kind: str, township: Node | None) -> dict[str, list[Node]]:
        """The stored places of that kind and township by every key that is a whole name."""
        if self._named is None:
            self._named = self._stored_by_name()
        return self._named.get((kind, township), {})

    def namesake(self, kind: str, township: Node | None, names: Iterable[str]) -> Node | None:
        """The one stored place of that kind and township with the first of ``names`` that any has; None if several."""
        bearers = self.bearers(kind, township)
        for name in names:
            found = bearers.get(fold(name), [])
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _stored_by_name(self) -> dict[tuple[str, Node | None], dict[str, list[Node]]]:
        collected: dict[tuple[str, Node | None], dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for node in self.nodes.values():
            if node.id is not None:
                for folded, strength in node.names.items():
                    if strength not in {"part", "short", "code"}:
                        collected[node.kind, node.township][folded].append(node)
        return collected


def plant(
    stored: Iterable[tuple[Any, ...]],
    names: Iterable[tuple[int, str, str]],
    merges: Iterable[tuple[int, str, str]] = (),
) -> Tree:
    """The tree of what `models.places.stored`, `models.places.spellings` and `models.place_merges.codes` give."""
    by_id: dict[int, tuple[Node, tuple[Any, ...]]] = {}
    for row in stored:
        id_, source_id, pcode, name, name_my, kind, *above, active, listed, source, latitude, longitude = row
        node = Node(source_id, kind, name, source, id_, pcode, name_my, active=active, listed=listed)
        node.latitude, node.longitude = latitude, longitude
        node.publishers |= publishers(source_id, source)
        by_id[id_] = (node, tuple(above))
    for place_id, folded, kind in names:
        by_id[place_id][0].names[folded] = kind
    into = list(merges)
    for place_id, code, source in into:
        by_id[place_id][0].publishers |= publishers(code, source)
    for node, ids in by_id.values():
        parent, township, state = ((by_id[id_][0] if id_ in by_id else None) for id_ in ids)
        node.parent = parent
        node.township = township if township is not node else None
        node.state = state if state is not node else None
    tree = Tree()
    tree.merged = frozenset(code for _, code, _ in into)
    for node, _ in by_id.values():
        node.was = node.columns()
        tree.add(node)
    return tree
