"""How the rows of a file find or make their places in the tree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from coordination.place_rows import PlaceRow, pcode, plain
from coordination.place_tree import REGIONS, Node, Tree, publishers
from coordination.place_twins import Twins, near
from understanding.fold import fold
from understanding.names import is_code

_FILLED = ("pcode", "name_my", "parent", "township", "state", "latitude", "longitude", "listed")
"""Columns of a place that a row of another source may fill."""


@dataclass
class Join:
    """A row of another source that is one place with ``kept``: ``gone`` is the place that it would have been.

    ``gave``: key of a spelling → its kind before, None for a new one; ``filled``: column → (before, after). ``new``
    tells whether nobody knew that the two are one.
    """

    row: int
    kept: Node
    gone: Node
    new: bool = True
    gave: dict[str, str | None] = field(default_factory=dict)
    filled: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def absorb(self, earlier: "Join") -> None:
        """Take in what an earlier row about the same two brought."""
        self.row, self.gave = earlier.row, {**self.gave, **earlier.gave}
        before = {column: pair[0] for column, pair in (self.filled | earlier.filled).items()}
        after = {column: pair[1] for column, pair in (earlier.filled | self.filled).items()}
        self.filled = {column: (before[column], after[column]) for column in before}


class Growth(NamedTuple):
    """What became of rows: the place of each, in order, and which of them joined a place that was there."""

    nodes: list[Node]
    joins: list[Join]


class _Above(NamedTuple):
    """What a row lies in."""

    state: Node | None
    district: Node | None
    township: Node | None

    @property
    def nearest(self) -> Node | None:
        """The smallest of them."""
        return self.township or self.district or self.state


def grow(tree: Tree, rows: Sequence[PlaceRow]) -> Growth:
    """Find or make the place of every row; regions first, so that no place is met before what it lies in."""
    gardener = _Gardener(tree, Twins(tree, rows))
    nodes: dict[int, Node] = {}
    for kind in REGIONS:
        nodes |= {at: gardener.region(row) for at, row in enumerate(rows) if row.kind == kind}
    rest = [(at, row, gardener.above(row)) for at, row in enumerate(rows) if at not in nodes]
    for _, row, above in rest:
        gardener.twins.expect(row, above.township)
    for at, row, above in rest:
        nodes[at] = gardener.settlement(row, above)
    return Growth([nodes[at] for at in range(len(rows))], list(gardener.joins.values()))


@dataclass
class _Gardener:
    tree: Tree
    twins: Twins
    joins: dict[str, Join] = field(default_factory=dict)
    _known: dict[tuple[str | None, ...], _Above] = field(default_factory=dict)

    def above(self, row: PlaceRow) -> _Above:
        """State, district and township of the row's columns, each put under the one above it."""
        key: tuple[str | None, ...] = (
            row.state, row.state_code, row.district, row.district_code, row.township, row.township_code,
        )  # fmt: skip
        if row.is_region:
            key = tuple(part for kind in REGIONS for part in row.region(kind))
        found = self._known.get(key)
        if found is None:
            state = self._region(row, "state", None)
            district, township = self._region(row, "district", state), self._region(row, "township", state)
            if _may_settle(township, row.region("township")[1], state):
                _settle(township, district or state, state)
            if _may_settle(district, row.region("district")[1], state):
                _settle(district, state, state)
            found = self._known[key] = _Above(state, district, township)
        return found

    def region(self, row: PlaceRow) -> Node:
        """The node of a row that is itself a state, district or township."""
        above = self.above(row)
        node: Node = getattr(above, row.kind)
        code = row.region(row.kind)[1]
        if code is None or code == node.source_id or node.id is None:
            _describe(node, row, own=code is not None or node.id is None)
        else:
            self._join(node, row, _guest(row, code, above))
        self.tree.register(node)
        return node

    def settlement(self, row: PlaceRow, above: _Above) -> Node:
        """The node of a row that is no region."""
        parent = self._parent(row, above)
        code = row.source_id or self._made_id(row)
        node = self.tree.nodes.get(code) or self._known_or_twin(row, code, above.township)
        if node is not None and node.source_id != code:
            guest = _guest(row, code, above, parent)
            self._join(node, row, guest)
        else:
            node = node or self.tree.add(Node(code, row.kind, row.name, row.source))
            node.township = above.township or node.township
            node.state = (above.township and above.township.state) or above.state or node.state
            _settle(node, parent or above.township or above.state, node.state)
            _describe(node, row, own=row.source_id is not None or node.id is None)
        self.tree.register(node)
        return node

    def _known_or_twin(self, row: PlaceRow, code: str, township: Node | None) -> Node | None:
        coded = self.tree.coded(code)
        if coded is not None and coded.kind == row.kind:
            return coded
        if row.source_id is not None:
            return self.twins.settlement(row, township)
        aliases = (text for text, origin in row.aliases if origin == "alias" and not is_code(text))
        found = self.tree.namesake(row.kind, township, (row.name, *aliases))
        return found if found is None or near(found, row) else None

    def _made_id(self, row: PlaceRow) -> str:
        """``name:<state>/<township>/<folded name>``, with the kind where another kind of place has it."""
        made = f"name:{plain(row.state)}/{plain(row.township)}/{fold(row.name)}"
        held = self.tree.nodes.get(made)
        return made if held is None or held.kind == row.kind else f"{made}/{row.kind}"

    def _parent(self, row: PlaceRow, above: _Above) -> Node | None:
        """The tract or town of a village or ward; made of its code and name when it was not met yet."""
        code = row.parent_code
        node = self.tree.coded(code)
        if node is None and code and row.parent:
            node = self.tree.add(Node(code, row.parent_kind, row.parent, row.source, pcode=pcode(code)))
            node.call([(row.parent, "name")])
            node.township, node.state = above.township, above.state
            _settle(node, above.township or above.state, above.state)
        return node

    def _region(self, row: PlaceRow, kind: str, state: Node | None) -> Node | None:
        """The state, district or township that the row's columns name; made when it was not met yet.

        A code that is another kind of place's is a slip: it is not believed.
        """
        name, code = row.region(kind)
        held = self.tree.coded(code)
        code = code if held is None or held.kind == kind else None
        if not name and not code:
            return None
        made = f"{kind}:{plain(row.state)}/{plain(name)}" if kind != "state" and row.state else f"{kind}:{plain(name)}"
        node = self._met_region(kind, state, (name, code), made)
        if node is None:
            node = self.twins.region(row, kind, state)
            if node is not None:
                guest = Node(code or made, kind, name or str(code), row.source, pcode=pcode(code), state=state)
                guest.call([(guest.name, "name")])
                names, facts = node.names.copy(), _facts(node)
                node.call([(guest.name, "alias")])
                self._remember(Join(row.row, node, guest), names, facts)
        if node is None:
            node = Node(code or made, kind, name or str(code), row.source, state=state, pcode=pcode(code))
            node.call([(node.name, "name")])
            self.tree.add(node)
        return node

    def _met_region(self, kind: str, state: Node | None, said: tuple[str | None, str | None], made: str) -> Node | None:
        """The region of that code, or of that name where there is no code yet: then it takes the code."""
        name, code = said
        node = self.tree.coded(code or made)
        if node is not None and node.kind == kind:
            node.pcode = node.pcode or (pcode(code) if code == node.source_id else None)
            return node
        node = self.tree.region(kind, state, name) if name else None
        if node is None or not code:
            return node
        if fold(node.name) != fold(name or "") or node.pcode or not node.source_id.startswith(f"{kind}:"):
            return None
        del self.tree.nodes[node.source_id]
        node.source_id, node.pcode = code, pcode(code)
        return self.tree.add(node)

    def _join(self, node: Node, row: PlaceRow, guest: Node) -> None:
        """Let ``node`` have what it lacks of ``guest``, the place that the row would have been."""
        names, facts = node.names.copy(), _facts(node)
        node.name_my = node.name_my or guest.name_my
        node.pcode = node.pcode or guest.pcode
        if node.latitude is None or node.longitude is None:
            node.latitude, node.longitude = guest.latitude, guest.longitude
        node.listed = node.listed or guest.listed
        if node.township is None and node.kind not in REGIONS:
            node.township, node.state = guest.township, guest.state or node.state
        if node.township is guest.township and node.kind not in REGIONS:
            _settle(node, guest.parent, node.state)
        node.call([(text, "alias" if origin == "name" else origin) for text, origin in row.names])
        self._remember(Join(row.row, node, guest), names, facts)

    def _remember(self, join: Join, names: dict[str, str], facts: dict[str, Any]) -> None:
        """Note what the kept place, which was called and described so before, has of the gone one."""
        node, gone = join.kept, join.gone
        known = (node.source_id, facts["pcode"])
        node.call([(code, "code") for code in (gone.source_id, gone.pcode) if code and code not in known])
        node.publishers |= publishers(gone.source_id, gone.source)
        self.tree.register(node)
        join.gave = {key: names.get(key) for key, kind in node.names.items() if names.get(key) != kind}
        after = _facts(node)
        join.filled = {name: (facts[name], after[name]) for name in _FILLED if facts[name] != after[name]}
        join.new = gone.source_id not in self.tree.merged
        earlier = self.joins.get(gone.source_id)
        if earlier is not None:
            join.absorb(earlier)
        if join.gave or join.filled:
            self.joins[gone.source_id] = join


def _facts(node: Node) -> dict[str, Any]:
    return {column: getattr(node, column) for column in _FILLED}


def _guest(row: PlaceRow, code: str, above: _Above, parent: Node | None = None) -> Node:
    """The place that the row would be if it were none that is there."""
    guest = Node(code, row.kind, row.name, row.source)
    if row.kind not in REGIONS:
        guest.township, guest.parent = above.township, parent or above.nearest
    elif row.kind == "township":
        guest.parent = above.district or above.state
    guest.state = above.state if row.kind != "state" else None
    guest.parent = guest.parent or guest.state
    _describe(guest, row, own=True)
    return guest


def _may_settle(node: Node | None, code: str | None, state: Node | None) -> bool:
    """Whether a list may tell where a region lies: its own source, and others where nothing else is known."""
    if node is None or node.parent is None or code == node.source_id:
        return True
    return code is None and (state is None or state is node.state)


def _settle(node: Node | None, parent: Node | None, state: Node | None) -> None:
    """Put a place under ``parent`` unless it lies deeper already (a file may not name the district or tract)."""
    if node is None or parent is None or parent is node:
        return
    if node.kind != "state" and state is not node:
        node.state = state or node.state
    above = node.parent
    while above is not None and above is not parent:
        above = above.parent
    if above is None:
        node.parent = parent


def _describe(node: Node, row: PlaceRow, *, own: bool) -> None:
    """Write the row's facts into its node; what the row leaves empty stays. An old name stays findable.

    A row that is not the place's ``own`` only adds to it.
    """
    names = row.names
    if own and node.name != row.name:
        node.rename(row.name)
    elif not own and fold(node.name) != fold(row.name):
        names[0] = (row.name, "alias")
    node.name_my = row.name_my or node.name_my
    node.pcode = row.pcode or node.pcode or pcode(row.source_id)
    if row.latitude is not None and row.longitude is not None and (own or node.latitude is None):
        node.latitude, node.longitude = row.latitude, row.longitude
    node.active = row.active if own else node.active
    node.listed = node.listed or (row.listed and node.kind not in REGIONS)
    if node.columns_changed:
        node.source = row.source
    node.call(names)
