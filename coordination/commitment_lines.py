"""Which stored commitment a line of a sheet is: next month's sheet is longer, sorted anew, corrected here and there.

Lines that say the same but for place and figures are told apart by these; those that are equal in them too are as many
commitments as there are lines. What a sheet no longer holds stays stored.
"""

from collections import defaultdict
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

    ``line`` is what it said then, "" where nothing could be made of it; ``number`` is the commitment that it was then,
    0 for none, and ``last`` the last one that there was.
    """

    source: str
    line: str = ""
    number: int = 0
    last: int = 0

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

    def finer(line: Line, one: Commitment) -> bool:
        return line.listed is None and stored.within(line.place_id, one.place_id)

    for names, placed, fits in ((FIGURES, True, _came_since), ((), True, _is_first), (COUNTS, False, finer)):
        _pair(lines, stored.commitments, found, _Pass(names, placed, fits))
    return found


def _is_first(line: Line, _one: Commitment) -> bool:
    return line.listed is None


def _came_since(line: Line, one: Commitment) -> bool:
    """Whether it may be this line: one that was listed before is none of those that were there then."""
    listed = line.listed
    return listed is None or (one.number > listed.last and not one.source.startswith(listed.import_))


def _listed_again(lines: Iterable[Line], stored: Stored) -> dict[int, Commitment]:
    """Lines that were listed once: mended and stored already, or brought by an earlier sheet."""
    by_number = {one.number: one for one in stored.commitments}
    found: dict[int, Commitment] = {}
    for line in lines:
        listed = line.listed
        if listed is not None:
            same = listed.number if listed.line == line.line else 0
            one = by_number.pop(stored.again.get(listed.source, same), None)
            found |= {line.row: one} if one is not None else {}
    return found


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
