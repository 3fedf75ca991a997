"""Texts that share pieces of two and three letters with a text, the likeliest first; quick for millions of them."""

from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Scores = NDArray[np.float32]

_EDGE = "\x02"
"""Stands before and after a text, so that its first and last letters count as such."""
_SHIFT = np.int64(21)
_BUDGET = 30_000
"""Entries that are looked at for one text: rare pieces first, so that common ones cost nothing where there are many."""


class GramIndex:
    """Pieces of texts and the texts that hold them (positions in the list given), in flat arrays."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces, owners = _pieces(texts)
        order = np.argsort(pieces, kind="stable")
        self._pieces, starts = np.unique(pieces[order], return_index=True)
        self._owners = owners[order].astype(np.int32)
        self._starts = np.append(starts, len(order))
        counts = np.diff(self._starts)
        weights = np.log1p(len(texts) / np.maximum(counts, 1)).astype(np.float32)
        self._weights = weights * weights
        norms = np.zeros(len(texts), np.float32)
        np.add.at(norms, self._owners, np.repeat(self._weights, counts))
        self._norms = np.sqrt(norms)
        self._sums = np.zeros(len(texts), np.float32)
        self._adding = Lock()

    def best(self, text: str, most: int) -> tuple[Ids, Scores]:
        """At most ``most`` positions of texts like ``text`` and how alike (0 to 1), in no order."""
        rows = self._rows(text)
        with self._adding:
            ids, scores = self._added(rows)
        if len(ids) > most:
            likely = np.argpartition(-scores, most)[:most]
            ids, scores = ids[likely], scores[likely]
        whole = max(float(np.sqrt(self._weights[rows].sum())), 1e-9)
        return ids, np.asarray(scores / np.float32(whole), np.float32)

    def _added(self, rows: NDArray[np.int64]) -> tuple[Ids, Scores]:
        """Texts that hold any of these pieces, each once, with their weights added up; the sums are zero again then."""
        sums, met = self._sums, [np.empty(0, np.int32)]
        for row in rows:
            owners = self._owners[self._starts[row] : self._starts[row + 1]]
            held = sums[owners]
            met.append(owners[held == 0])
            sums[owners] = held + self._weights[row]
        ids = np.concatenate(met)
        scores = sums[ids] / self._norms[ids]
        sums[ids] = 0
        return ids, np.asarray(scores, np.float32)

    def _rows(self, text: str) -> NDArray[np.int64]:
        """Rows of the pieces of ``text`` that are known, the rarest first, as many as the budget allows."""
        pieces, _ = _pieces([text])
        found = np.searchsorted(self._pieces, pieces)
        found = found[found < len(self._pieces)]
        rows = np.unique(found[np.isin(self._pieces[found], pieces)])
        sizes = self._starts[rows + 1] - self._starts[rows]
        order = np.argsort(sizes, kind="stable")
        rows, sizes = rows[order], sizes[order]
        return np.asarray(rows[(np.cumsum(sizes) <= _BUDGET) | (np.arange(len(rows)) == 0)], np.int64)


def _pieces(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pieces of two and three letters of all texts, and the text that each stands in."""
    joined = "".join(f"{_EDGE}{text}{_EDGE}" for text in texts)
    letters = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    owners = np.repeat(np.arange(len(texts)), np.fromiter((len(text) + 2 for text in texts), np.int64, len(texts)))
    two = letters[:-1] << _SHIFT | letters[1:]
    three = two[:-1] << _SHIFT | letters[2:]
    same_two, same_three = owners[:-1] == owners[1:], owners[:-2] == owners[2:]
    pieces = np.concatenate([two[same_two], three[same_three]])
    return pieces, np.concatenate([owners[:-1][same_two], owners[:-2][same_three]])
