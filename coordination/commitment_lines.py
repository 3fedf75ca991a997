"""Which stored commitment a line of a sheet is: next month's sheet is longer, sorted anew, corrected here and there.

Lines that say the same but for place and figures are told apart by these; those that are equal in them too are as many
commitments as there are lines. What a sheet no longer holds stays stored.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.commitments import Commitment

FIGURES = ("unit", "target", "reached", "status", "end")
"""What a sheet corrects from month to month."""
COUNTS = ("unit", "target", "reached")


@dataclass(frozen=True)
class Listed:
    """Where a mended line was listed before: ``source`` is that import and row.

    ``line`` is what it said then, "" where nothing could be made of it; ``beside`` counts the other rows that said it.
    """

    source: str
    line: str = ""
    beside: int = 0

    @property
    def import_(self) -> str:
        """The start of the sources of that import."""
        return self.source.partition(".")[0] + "."


class Line(Protocol):
    """What pairing looks at in a row."""

    @property
    def row(self) -> int:
        """Its number."""
        ...

    @property
    def line(self) -> str | None:
        """Digest of what it says but for place and figures."""
        ...

    @property
    def place_id(self) -> int:
        """Its place."""
        ...

    @property
    def said(self) -> Mapping[str, Any]:
        """Its figures, among others."""
        ...

    @property
    def listed(self) -> Listed | None:
        """Where it was listed before."""
        ...


@dataclass(frozen=True)
class Stored:
    """The commitments in force that rows may be; ``again`` are numbers by the source of a line once listed.

    ``within(place, area)`` tells whether a place lies in another one.
    """

    commitments: Sequence[Commitment]
    again: Mapping[str, int]
    within: Callable[[int, int], bool]


def paired(lines: Sequence[Line], stored: Stored) -> dict[int, Commitment]:
    """The commitment of each row that has one, by number of the row; no commitment is given to two.

    First what has the same place and figures, then the same place, then the same figures in an area around the place:
    a line that is now placed more exactly than when it came in first.
    """
    found = _listed_again(lines, stored)
    there = Counter((one.line, one.place_id) for one in stored.commitments)

    def exact(line: Line, one: Commitment) -> bool:
        return line.listed is None or not one.source.startswith(line.listed.import_)

    def corrected(line: Line, one: Commitment) -> bool:
        listed = line.listed
        if listed is None:
            return True
        return exact(line, one) and listed.line == line.line and there[one.line, one.place_id] > listed.beside

    def finer(line: Line, one: Commitment) -> bool:
        return line.listed is None and stored.within(line.place_id, one.place_id)

    for names, placed, fits in ((FIGURES, True, exact), ((), True, corrected), (COUNTS, False, finer)):
        _pair(lines, stored.commitments, found, _Pass(names, placed, fits))
    return found


def _listed_again(lines: Iterable[Line], stored: Stored) -> dict[int, Commitment]:
    """Lines that were listed, mended and stored once already."""
    by_number = {one.number: one for one in stored.commitments}
    numbers = {line.row: stored.again.get(line.listed.source) for line in lines if line.listed}
    return {row: by_number[number] for row, number in numbers.items() if number in by_number}


@dataclass(frozen=True)
class _Pass:
    names: tuple[str, ...]
    placed: bool
    fits: Callable[[Line, Commitment], bool]

    def key_of_line(self, line: Line) -> tuple[Any, ...]:
        return (line.line, line.place_id if self.placed else None, *(line.said.get(name) for name in self.names))

    def key_of(self, one: Commitment) -> tuple[Any, ...]:
        return (one.line, one.place_id if self.placed else None, *(getattr(one, name) for name in self.names))


def _pair(lines: Iterable[Line], commitments: Iterable[Commitment], found: dict[int, Commitment], by: _Pass) -> None:
    taken = {one.number for one in found.values()}
    free: defaultdict[tuple[Any, ...], list[Commitment]] = defaultdict(list)
    for one in commitments:
        if one.number not in taken:
            free[by.key_of(one)].append(one)
    for line in lines:
        waiting = free.get(by.key_of_line(line), []) if line.row not in found else []
        at = next((number for number, one in enumerate(waiting) if by.fits(line, one)), None)
        if at is not None:
            found[line.row] = waiting.pop(at)
