"""Which stored place a row of another source surely means.

When in doubt, none: two entries of one village are a nuisance that can be mended, one entry of two villages sends
people to the wrong one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import cos, hypot, radians

from coordination.place_rows import PlaceRow, plain
from coordination.place_tree import REGIONS, Node, Tree, publishers
from understanding.fold import fold

NEAR_KM = 10.0
"""How far apart two sources may put one place: old maps give a village to the minute of arc (1.8 km), one list takes
its centre and another its school, and villages moved; a township is some 40 km wide: a namesake is seldom nearer."""
_KM_PER_DEGREE = 111.2
_SURE = frozenset(["name", "burmese", "alias"])
"""Spellings by which two places may be one. A former name only tells that there may be more of the name."""
_NO_NAMES = frozenset(["part", "short", "code"])
_KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "state": ("state", "region", "division"),
    "district": ("district",),
    "township": ("township",),
}


class Twins:
    """Looks for the stored places of those rows of one file whose ids the store has never met.

    Two rows of one file are never one place, and neither are two ids of one publisher: each knows its own places.
    """

    def __init__(self, tree: Tree, rows: Sequence[PlaceRow]) -> None:
        self._tree = tree
        self._none = not tree.nodes
        codes = set() if self._none else _codes(rows)
        self._met = {id(node) for code in codes if (node := tree.coded(code)) is not None}
        self._mentions: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._groups: dict[tuple[str, Node | None], list[PlaceRow]] = defaultdict(list)
        self._said: dict[tuple[str, Node | None], dict[str, set[int]]] = {}
        if not self._none:
            self._mention(rows)

    def _mention(self, rows: Sequence[PlaceRow]) -> None:
        """Take note of the regions that rows name, each once."""
        said = {(kind, row.state if kind != "state" else "", *row.region(kind)) for row in rows for kind in REGIONS}
        for kind, state, name, code in said:
            if name:
                codes = self._mentions[kind, _bare(fold(name), kind)][plain(state)]
                codes.update([code] if code else [])

    def expect(self, row: PlaceRow, township: Node | None) -> None:
        """Take note of a settlement of the file; all have to be known before the first is looked for."""
        if not self._none:
            self._groups[row.kind, township].append(row)

    def settlement(self, row: PlaceRow, township: Node | None) -> Node | None:
        """The one stored place of another publisher that has the row's kind, township and a name of it.

        None when another place there, in the store or in the file, could be meant as well, or when it lies too far off.
        """
        bearers = self._tree.bearers(row.kind, township)
        if township is None or not bearers:
            return None
        names = {key: said.kind for key, said in row.spellings().items() if said.kind not in _NO_NAMES}
        stored = {id(node): node for key in names for node in bearers.get(key, ())}
        beside = self._rows_by_name(row.kind, township)
        rivals = {number for key in names for number in beside.get(key, ())}
        if len(stored) != 1 or len(rivals) != 1:
            return None
        (node,) = stored.values()
        sure = any(names[key] in _SURE and node.names.get(key) in _SURE for key in names)
        foreign = node.publishers.isdisjoint(publishers(row.source_id or "", row.source)) and id(node) not in self._met
        return node if sure and foreign and near(node, row) else None

    def _rows_by_name(self, kind: str, township: Node) -> dict[str, set[int]]:
        found = self._said.get((kind, township))
        if found is None:
            found = self._said[kind, township] = defaultdict(set)
            for row in self._groups[kind, township]:
                for key, said in row.spellings().items():
                    if said.kind not in _NO_NAMES:
                        found[key].add(id(row))
        return found

    def region(self, row: PlaceRow, kind: str, state: Node | None) -> Node | None:
        """The one stored region of that name in the state; in a state of like name if the country has no other.

        "Kachin State" is Kachin; "Shan State" is none of three Shans, but their townships are found in it.
        """
        if self._none:
            return None
        name, code = row.region(kind)
        key = _bare(fold(name or ""), kind)
        found = self._regions.get((kind, key), [])
        mentions = self._mentions[kind, key]
        same = [node for node in found if node.state is state]
        same = [node for node in same if _bare(fold(node.name), kind) == key] or same
        if same:
            alone = len(same) == 1 and len(mentions[plain(row.state) if kind != "state" else ""]) <= 1
        else:
            same = found
            alone = len(found) == len(mentions) == 1 and _may_hold(row, state, found[0])
            alone = alone and all(len(codes) <= 1 for codes in mentions.values())
        if not alone or id(same[0]) in self._met:
            return None
        own = row.kind == kind and same[0].publishers & publishers(code or "", row.source)
        return None if own else same[0]

    @cached_property
    def _regions(self) -> dict[tuple[str, str], list[Node]]:
        """Stored regions by kind and name without the word for the kind."""
        found: dict[tuple[str, str], dict[int, Node]] = defaultdict(dict)
        for node in self._tree.nodes.values():
            if node.id is not None and node.kind in REGIONS:
                for key, strength in node.names.items():
                    if strength in _SURE:
                        found[node.kind, _bare(key, node.kind)][id(node)] = node
        return {key: list(nodes.values()) for key, nodes in found.items()}


def _codes(rows: Sequence[PlaceRow]) -> set[str]:
    found = {code for row in rows for code in (row.source_id, row.state_code, row.district_code, row.township_code)}
    return {code for code in found if code}


def _bare(key: str, kind: str) -> str:
    """The key of a region's name without the word for its kind: "kachinstate" → "kachin"."""
    endings = (key.removesuffix(word) for word in _KIND_WORDS[kind] if key.endswith(word))
    return next((shorter for shorter in endings if shorter), key)


def _may_hold(row: PlaceRow, state: Node | None, node: Node) -> bool:
    """Whether the row names no state, or one that shares a part of its name with that of ``node``."""
    if not any(row.region("state")):
        return True
    if state is None or node.state is None:
        return False
    return any(kind != "code" and node.state.names.get(key, "code") != "code" for key, kind in state.names.items())


def near(node: Node, row: PlaceRow) -> bool:
    """Whether both coordinates, where both are known, are within `NEAR_KM`."""
    if node.latitude is None or node.longitude is None or row.latitude is None or row.longitude is None:
        return True
    east = (node.longitude - row.longitude) * cos(radians(row.latitude))
    return hypot(node.latitude - row.latitude, east) * _KM_PER_DEGREE <= NEAR_KM
