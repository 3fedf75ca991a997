"""Cover of a need in cells of component × month, and where records without dates go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Parts:
    """The done or the ``coming`` part of a record: ``count`` in each of ``months`` (numbers from 0).

    ``months`` is None where no date is known: the part then fills the earliest open ``length`` months.
    """

    record: int
    count: int
    coming: bool
    months: tuple[int, ...] | None
    length: int
    components: frozenset[str]


@dataclass(frozen=True)
class Cover:
    """``cells[k][m]``: units covered in component k and month m, at most the need; ``overlap``: the most above it."""

    cells: tuple[tuple[int, ...], ...]
    overlap: int

    @property
    def total(self) -> int:
        """Sum over all cells."""
        return sum(map(sum, self.cells))


def covered(need: int, months: int, components: Sequence[str], parts: Iterable[Parts]) -> Cover:
    """Cover of ``need`` units over ``months`` and ``components`` (none: one whole) by ``parts`` in any order.

    Dated parts first; then those without dates: done before coming, larger first, then longer, then by record. A part
    fills the same months in all its components: the earliest that are open in at least one of them.
    """
    sums = [[0] * months for _ in range(max(1, len(components)))]
    for part in sorted(parts, key=_turn):
        rows = _rows(sums, components, part)
        for month in _open_months(rows, need, part.length) if part.months is None else part.months:
            for row in rows:
                row[month] += part.count
    return Cover(
        cells=tuple(tuple(min(need, units) for units in row) for row in sums),
        overlap=max(max(0, units - need) for row in sums for units in row),
    )


def _turn(part: Parts) -> tuple[bool, bool, int, int, int]:
    return (part.months is None, part.coming, -part.count, -part.length, part.record)


def _rows(sums: list[list[int]], components: Sequence[str], part: Parts) -> list[list[int]]:
    """The rows of the components that a part names; all where it names none or the need tells none apart."""
    if not components or not part.components:
        return sums
    return [row for row, component in zip(sums, components, strict=True) if component in part.components]


def _open_months(rows: list[list[int]], need: int, length: int) -> list[int]:
    if not rows:
        return []
    return [month for month in range(len(rows[0])) if any(row[month] < need for row in rows)][:length]
