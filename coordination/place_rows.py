"""Rows of place files, and how each finds or makes its place in the tree."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from coordination.place_tree import REGIONS, Node, Tree
from understanding.fold import fold
from understanding.names import is_code


@dataclass(frozen=True)
class PlaceRow:
    """One place as a file gives it. ``source_id`` is the file's own id, None where it has none.

    ``aliases`` are pairs (text, origin): "alias", "burmese" or "previous". ``parent_code`` and ``parent`` (a name) are
    the tract or town that it lies in, of ``parent_kind``. Coordinates in degrees.
    """

    row: int
    kind: str
    name: str
    source: str
    source_id: str | None = None
    pcode: str | None = None
    name_my: str | None = None
    aliases: tuple[tuple[str, str], ...] = ()
    state: str | None = None
    state_code: str | None = None
    district: str | None = None
    district_code: str | None = None
    township: str | None = None
    township_code: str | None = None
    parent: str | None = None
    parent_code: str | None = None
    parent_kind: str = "village_tract"
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True
    listed: bool = False


def place(tree: Tree, row: PlaceRow) -> Node:
    """The node of ``row``, found or made, with all that the row says."""
    if row.kind in REGIONS:
        own: dict[str, Any] = {
            row.kind: row.name,
            f"{row.kind}_code": getattr(row, f"{row.kind}_code") or row.source_id,
        }
        row = replace(row, **own)
    state = _region(tree, row, "state", None)
    district = _region(tree, row, "district", state)
    township = _region(tree, row, "township", state)
    _settle(township, district or state, state)
    _settle(district, state, state)
    node = {"state": state, "district": district, "township": township}.get(row.kind)
    if node is None:
        parent = _parent(tree, row, township, state)
        node = _settlement(tree, row, township)
        node.township, node.state = township or node.township, state or node.state
        _settle(node, parent or township or state, node.state)
    if row.source_id is None and row.kind not in REGIONS and node.source_id != _made_id(tree, row):
        node.call([(_made_id(tree, row), "code")])
    _describe(node, row)
    tree.register(node)
    return node


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


def _region(tree: Tree, row: PlaceRow, kind: str, state: Node | None) -> Node | None:
    """The state, district or township that the row's columns name; made when no row of its own was met yet."""
    name: str | None = getattr(row, kind)
    code: str | None = getattr(row, f"{kind}_code")
    if not name and not code:
        return None
    node = tree.coded(code) or _of_name(tree, kind, state, name, by_alias=not code)
    if node is None:
        above = f"{_plain(row.state)}/" if kind != "state" and row.state else ""
        node = Node(code or f"{kind}:{above}{_plain(name)}", kind, name or str(code), row.source, state=state)
        node.call([(node.name, "name")])
        tree.add(node)
    _give_code(tree, node, code)
    return node


def _of_name(tree: Tree, kind: str, state: Node | None, name: str | None, *, by_alias: bool) -> Node | None:
    """The region of that name; one that only has it as an alias is not taken for a code that was never met."""
    node = tree.region(kind, state, name) if name else None
    return node if node is None or by_alias or fold(node.name) == fold(name or "") else None


def _give_code(tree: Tree, node: Node, code: str | None) -> None:
    """A first code becomes the place's own; another one (OCHA's beside MIMU's) a second key."""
    if not code or code in {node.source_id, node.pcode}:
        node.pcode = node.pcode or pcode(code)
        return
    if node.pcode is None and node.source_id.startswith(f"{node.kind}:"):
        del tree.nodes[node.source_id]
        node.source_id, node.pcode = code, pcode(code)
        tree.add(node)
    else:
        node.call([(code, "alias")])
        tree.register(node)


def pcode(code: str | None) -> str | None:
    """The code if it is a p-code and not an id of a source's own such as ``gn:1``."""
    return None if code is None or ":" in code else code


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _parent(tree: Tree, row: PlaceRow, township: Node | None, state: Node | None) -> Node | None:
    """The tract or town of a village or ward; made of its code and name when it was not met yet."""
    node = tree.coded(row.parent_code)
    if node is None and row.parent_code and row.parent:
        node = tree.add(Node(row.parent_code, row.parent_kind, row.parent, row.source, pcode=pcode(row.parent_code)))
        node.call([(row.parent, "name")])
        node.township, node.state = township, state
        _settle(node, township or state, state)
    return node


def _settlement(tree: Tree, row: PlaceRow, township: Node | None) -> Node:
    known = tree.nodes.get(row.source_id) if row.source_id else _without_id(tree, row, township)
    if known is not None:
        return known
    return tree.add(Node(row.source_id or _made_id(tree, row), row.kind, row.name, row.source))


def _without_id(tree: Tree, row: PlaceRow, township: Node | None) -> Node | None:
    """The place that a row without an id means: the one made of it or added to before, else the only namesake there."""
    made = tree.coded(_made_id(tree, row))
    aliases = (text for text, origin in row.aliases if origin == "alias" and not is_code(text))
    return made or tree.namesake(row.kind, township, (row.name, *aliases))


def _made_id(tree: Tree, row: PlaceRow) -> str:
    """``name:<state>/<township>/<folded name>``, with the kind where another kind of place has it."""
    made = f"name:{_plain(row.state)}/{_plain(row.township)}/{fold(row.name)}"
    held = tree.nodes.get(made)
    return made if held is None or held.kind == row.kind else f"{made}/{row.kind}"


def _describe(node: Node, row: PlaceRow) -> None:
    """Write the row's facts into its node; what the row leaves empty stays. An old name stays findable."""
    own = row.source_id is not None or node.id is None
    names = [(row.name, "name"), *row.aliases]
    if row.name_my:
        names.append((row.name_my, "burmese"))
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


def grow(tree: Tree, rows: Iterable[PlaceRow]) -> list[Node]:
    """The node of every row, in order; regions first, so that no place is met before what it lies in."""
    ordered = sorted(rows, key=lambda row: REGIONS.index(row.kind) if row.kind in REGIONS else len(REGIONS))
    nodes = {row.row: place(tree, row) for row in ordered}
    return [nodes[number] for number in sorted(nodes)]
