"""Who uses the desk, page by page and by what is looked for: for those who manage people."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from coordination import people, registration
from coordination.errors import NotAllowedError
from coordination.registration import REMINDER, PersonEntry
from coordination.scope import Scope
from coordination.viewer import Role

PAGE = 8
"""People of a page: they fit a phone screen."""
ALL, WAITING, ENDING, SUSPENDED = "all", "waiting", "ending", "suspended"
FILTERS = (ALL, WAITING, ENDING, SUSPENDED, *(str(role) for role in Role))
"""What the list can be narrowed to, besides the acronym of an agency."""


@dataclass(frozen=True)
class Roster:
    """A page of people; ``counts`` says how many each filter would show, ``wanted`` is the one in force."""

    wanted: str
    entries: tuple[PersonEntry, ...]
    page: int
    pages: int
    counts: tuple[tuple[str, int], ...]


def page(scope: Scope, wanted: str = ALL, number: int = 0) -> Roster:
    """People of one of `FILTERS` or of an agency, by label, but for those who left; raises `NotAllowedError`."""
    if not scope.viewer.manages:
        raise NotAllowedError
    everybody = [one for one in registration.listing(scope) if one.status != people.LEFT]
    counts = Counter(name for one in everybody for name in _filters(one, scope.now))
    shown = [one for one in everybody if wanted in _filters(one, scope.now)]
    pages = max(1, -(-len(shown) // PAGE))
    at = min(max(0, number), pages - 1)
    known = tuple((name, counts[name]) for name in FILTERS if counts[name])
    return Roster(wanted, tuple(shown[at * PAGE : (at + 1) * PAGE]), at, pages, known)


def _filters(one: PersonEntry, now: datetime) -> tuple[str, ...]:
    """Every filter that shows this person."""
    waits = one.status == people.WAITING or one.wanted is not None
    ends = one.status in {people.ACTIVE, "expired"} and one.valid_until <= now + REMINDER
    state = [WAITING] * waits + [ENDING] * ends + [SUSPENDED] * (one.status == people.SUSPENDED)
    return (ALL, *state, one.role, *([one.agency] if one.agency else []))
