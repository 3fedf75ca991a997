"""What answers are made of: counts and shares that can be exact or published, and facts with a declared class.

Every field of a result is declared `Public` or `Restricted`; `disclosure.publish` empties what a viewer may not see
and treats a field without a declaration as confidential.
"""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, TypeVar

from coordination.viewer import Klass

T = TypeVar("T")
Public = Annotated[T, Klass.PUBLIC]
"""Type of a field that everybody registered may see."""
Restricted = Annotated[T, Klass.RESTRICTED]
"""Type of a field that leaves only where restricted facts may; else its default stands."""
HOUSEHOLD_FLOORS = (0, 20, 50, 100, 200)
"""Lower bounds of the published bands: < 20, 20–49, 50–99, 100–199, 200+ (domain section 6 rule 5)."""
SMALLEST_SHARE_BASE = 20
"""No share leaves for fewer households than this (domain section 6 rule 5)."""


@dataclass(frozen=True)
class Band:
    """A published count: from ``low`` to ``high``, without an end when ``high`` is None."""

    unit: str
    low: int
    high: int | None


@dataclass(frozen=True)
class Count:
    """An exact number of ``unit``; ``floors`` are the lower bounds of the bands it is published in."""

    unit: str
    number: int
    floors: tuple[int, ...] = HOUSEHOLD_FLOORS

    def banded(self) -> Band:
        """The band that may leave instead of the number."""
        at = bisect_right(self.floors, self.number)
        above = self.floors[at] - 1 if at < len(self.floors) else None
        return Band(self.unit, self.floors[max(at - 1, 0)], above)


Amount = Count | Band


@dataclass(frozen=True)
class Portion:
    """A published share of what is open: ``word`` names a text, ``rank`` orders (0 nothing open … 6 all open)."""

    word: str
    rank: int


_PORTIONS = (
    (Fraction(1, 6), Portion("almost_none", 1)),
    (Fraction(5, 12), Portion("third", 2)),
    (Fraction(7, 12), Portion("half", 3)),
    (Fraction(5, 6), Portion("two_thirds", 4)),
)
NOTHING_OPEN, NEARLY_ALL_OPEN, ALL_OPEN = Portion("none", 0), Portion("nearly_all", 5), Portion("all", 6)
SOME_OPEN = Portion("some", 3)


@dataclass(frozen=True)
class Share:
    """The open part of a need of ``base`` households (or other units), exact."""

    part: Fraction
    base: int

    def rounded(self) -> Portion:
        """The words that may leave instead: nothing, all, or a rough share, which small needs do not get."""
        if self.part <= 0:
            return NOTHING_OPEN
        if self.part >= 1:
            return ALL_OPEN
        if self.base < SMALLEST_SHARE_BASE:
            return SOME_OPEN
        return next((portion for limit, portion in _PORTIONS if self.part < limit), NEARLY_ALL_OPEN)


def lowest(amount: Amount) -> int:
    """What a published sum adds for ``amount``: the number itself, or the lower bound of its band."""
    return amount.number if isinstance(amount, Count) else amount.low


def openness(share: "Share | Portion") -> Fraction:
    """How open a need is, from 0 to 1, as far as the viewer may know."""
    return share.part if isinstance(share, Share) else Fraction(share.rank, ALL_OPEN.rank)


def several(number: int | None) -> str | None:
    """Number of informants as it may be told at all: 1, 2 or 3+ (domain section 6, facts that are not indicators)."""
    return None if number is None else ("1", "2")[number - 1] if 1 <= number <= 2 else "3+" if number > 2 else None
