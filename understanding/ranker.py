"""Boosted decision trees that order candidates: learnt elsewhere, kept as data, evaluated in a few array steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16
"""Leaves of a tree: one bit each of a mask of 16 bits."""
_FULL = np.uint16(0xFFFF)
_LOWEST = np.zeros(1 << MOST_LEAVES, np.uint8)
for _bit in reversed(range(MOST_LEAVES)):
    _LOWEST[1 << _bit :: 1 << (_bit + 1)] = _bit


class Ranker:
    """Trees over named figures. ``data``: {"figures": names, "trees": [[figure, threshold, mask], …], leaf values]}.

    Every inner node knows which leaves are out of reach where its figure is above its threshold, as a mask with these
    bits off; the leaf of a row is the lowest bit that no node has taken away ("QuickScorer", Lucchese and others 2015).
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        trees = data["trees"]
        width = max((len(tree["nodes"]) for tree in trees), default=1)
        nodes = [_padded(tree["nodes"], width) for tree in trees]
        self.figures: tuple[str, ...] = tuple(data["figures"])
        self._figure = np.array([node[0] for tree in nodes for node in tree], np.intp)
        self._threshold = np.array([node[1] for tree in nodes for node in tree], np.float32)
        self._mask = np.array([node[2] for tree in nodes for node in tree], np.uint16)
        self._leaves = np.array([_filled(tree["leaves"]) for tree in trees], np.float32).reshape(-1, MOST_LEAVES)
        self._width = width

    def scores(self, figures: NDArray[np.float32]) -> NDArray[np.float32]:
        """One score a row; columns as ``self.figures`` names them. Higher is likelier."""
        above = figures[:, self._figure] > self._threshold
        masks = np.where(above, self._mask, _FULL).reshape(len(figures), -1, self._width)
        leaves = _LOWEST[np.bitwise_and.reduce(masks, axis=2)]
        return np.asarray(self._leaves[np.arange(len(self._leaves)), leaves].sum(axis=1))


def _padded(nodes: Sequence[Sequence[Any]], width: int) -> list[Sequence[Any]]:
    """Nodes that take nothing away are put behind a tree's own, so that all trees are of one width."""
    return [*nodes, *[(0, np.inf, int(_FULL))] * (width - len(nodes))]


def _filled(leaves: Sequence[float]) -> list[float]:
    return [*leaves, *[0.0] * (MOST_LEAVES - len(leaves))]
