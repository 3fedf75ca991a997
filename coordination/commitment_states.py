"""How far a commitment may come from where it stands: the checked table of its life (domain section 5). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from coordination.errors import Refusal

INTEREST, PLEDGED, CONFIRMED, ONGOING, DELIVERED = "interest", "pledged", "confirmed", "ongoing", "delivered"
PARTIAL, SUSPENDED, CANCELLED, LAPSED = "partial", "suspended", "cancelled", "lapsed"
_AHEAD = frozenset({PLEDGED, CONFIRMED, ONGOING, DELIVERED, PARTIAL, SUSPENDED, CANCELLED})

NEXT: Mapping[str, frozenset[str]] = {
    INTEREST: _AHEAD | {INTEREST, LAPSED},
    PLEDGED: _AHEAD | {INTEREST, LAPSED},
    CONFIRMED: _AHEAD | {LAPSED},
    ONGOING: _AHEAD - {PLEDGED},
    PARTIAL: _AHEAD - {PLEDGED, CONFIRMED},
    SUSPENDED: _AHEAD | {LAPSED},
    DELIVERED: frozenset({DELIVERED, PARTIAL, ONGOING}),
    CANCELLED: frozenset({INTEREST, PLEDGED, CONFIRMED, ONGOING}),
    LAPSED: frozenset({INTEREST, PLEDGED, CONFIRMED, ONGOING, DELIVERED, PARTIAL, CANCELLED}),
}
"""What each state may become. People jump ahead; what was delivered is only corrected, what ended begins again."""

OPEN = frozenset({INTEREST, PLEDGED, CONFIRMED, ONGOING, PARTIAL, SUSPENDED})
"""States of which news is expected."""
MOST = 1_000_000
"""The largest target that anybody means."""


@dataclass(frozen=True)
class Terms:
    """What a state depends on."""

    target: int
    reached: int | None = None
    start: date | None = None
    end: date | None = None


def first(wanted: str, terms: Terms) -> str:
    """The state in which a new commitment begins; raises `Refusal` where it cannot be."""
    if wanted not in NEXT or wanted == LAPSED:
        raise Refusal("commitments.no_way")
    return _held(wanted, terms)


def after(before: str, wanted: str, terms: Terms) -> str:
    """The state after ``before`` when ``wanted`` is said; raises `Refusal` for what the table does not know."""
    held = _held(wanted, terms)
    if held not in NEXT.get(before, frozenset()):
        raise Refusal("commitments.no_way")
    return held


def _held(wanted: str, terms: Terms) -> str:
    """``wanted`` as far as its figures bear it: confirmed needs a start, what was delivered a figure."""
    _check(terms)
    if wanted == CONFIRMED and terms.start is None:
        return PLEDGED
    if wanted in {DELIVERED, PARTIAL} and not terms.reached:
        raise Refusal("commitments.reached_needed")
    whole = terms.reached is not None and terms.reached >= terms.target
    return DELIVERED if wanted == PARTIAL and whole else wanted


def _check(terms: Terms) -> None:
    if not 0 < terms.target <= MOST or not 0 <= (terms.reached or 0) <= MOST:
        raise Refusal("commitments.number")
    if terms.start and terms.end and terms.end < terms.start:
        raise Refusal("commitments.end_before_start")
