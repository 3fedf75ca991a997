"""Information gaps: what was asked and nobody could answer, counted until an assessment answers it (rule 29)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coordination import disclosure, facts, places
from coordination.errors import NotAllowedError
from coordination.figures import Public, Restricted
from coordination.places import PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from models import information_gaps as rows
from models.information_gaps import InformationGap

NAMES_KEPT = timedelta(days=30)
"""How long a name that no place bears is kept (domain section 6 rule 29)."""
KEPT = timedelta(days=183)
"""How long a question about a place counts."""
ENOUGH = 3
"""So many agencies must have asked before anything of it leaves the coordinators (rule 29)."""


@dataclass(frozen=True, kw_only=True)
class Unanswered:
    """What so many ``agencies`` asked, ``number`` times in all, last on ``last_on``; agencies beside it are unknown."""

    place: Public[PlaceRef | None] = None
    name: Public[str] = ""
    sector: Public[str] = ""
    agencies: Restricted[int] = 0
    number: Restricted[int] = 0
    last_on: Public[date]


@dataclass(frozen=True, kw_only=True)
class InformationGaps:
    """Everything unanswered, most asked first: of places, then names that no place bears. For coordinators only."""

    holds: Public[Klass] = Klass.CONFIDENTIAL
    demo: Public[bool] = False
    entries: Public[tuple[Unanswered, ...]] = ()


def gaps(scope: Scope) -> InformationGaps:
    """What nobody could answer so far; raises `NotAllowedError` for all but coordinators in private."""
    if not scope.viewer.coordinates:
        raise NotAllowedError
    asked: dict[tuple[int | None, str, str], list[InformationGap]] = {}
    for row in _kept(scope, rows.every(scope.db)):
        asked.setdefault((row.place_id, row.name, row.sector), []).append(row)
    known = _known(scope, {place_id for place_id, _, _ in asked if place_id is not None}, Klass.CONFIDENTIAL)
    open_ = [_unanswered(scope, held) for key, held in asked.items() if not _answered(scope, known, *key)]
    facts.note_read(scope, "information_gaps", None, Klass.CONFIDENTIAL)
    return InformationGaps(demo=scope.desk.demo, entries=tuple(sorted(open_, key=_order)))


def asked_in(scope: Scope, inside: Sequence[PlaceRef], level: Klass) -> tuple[str, ...]:
    """Sectors of these places that at least `ENOUGH` agencies asked about in vain (rule 29).

    Everybody may be told: neither which agencies nor how often, nor where, and never of `disclosure.QUIET` sectors.
    Judged by what a viewer of that ``level`` may see, so that it tells nothing of what is hidden.
    """
    ids = {one.id for one in inside}
    asked: dict[str, set[str]] = {}
    held = [one for one in _kept(scope, rows.every(scope.db)) if one.place_id in ids and one.sector and one.asker]
    known = _known(scope, {one.place_id for one in held if one.place_id is not None}, level)
    for one in held:
        if not _answered(scope, known, one.place_id, one.name, one.sector):
            asked.setdefault(one.sector, set()).add(one.asker)
    enough = [one for one, agencies in asked.items() if len(agencies) >= ENOUGH and one not in disclosure.QUIET]
    return tuple(one for one in scope.desk.catalogue.sectors if one in enough)


def _kept(scope: Scope, held: Iterable[InformationGap]) -> list[InformationGap]:
    return [one for one in held if one.last_at > scope.now - (KEPT if one.place_id is not None else NAMES_KEPT)]


def _unanswered(scope: Scope, held: Sequence[InformationGap]) -> Unanswered:
    first = held[0]
    return Unanswered(
        place=places.get(scope, first.place_id) if first.place_id is not None else None,
        name=first.name,
        sector=first.sector,
        agencies=len({one.asker for one in held} - {""}),
        number=sum(one.number for one in held),
        last_on=max(one.last_at for one in held).date(),
    )


def _order(one: Unanswered) -> tuple[object, ...]:
    called = one.place.name if one.place else one.name
    return one.place is None, -one.agencies, -one.number, called, one.sector


def _known(scope: Scope, ids: Iterable[int], level: Klass) -> dict[int, frozenset[str]]:
    """By place the sectors of which something holds today, and "" where anything does."""
    asked = places.get_many(scope, sorted(ids))
    found = facts.of(scope, asked, level=level)
    current = {one.place.id: {reading.sector for reading in one.readings if reading.known and reading.valid}
               for one in found}  # fmt: skip
    return {place_id: frozenset(sectors | {""} if sectors else ()) for place_id, sectors in current.items()}


def _answered(scope: Scope, known: Mapping[int, frozenset[str]], place_id: int | None, name: str, sector: str) -> bool:
    """Whether the desk has come to know it: a value that holds today, or the place of that name."""
    return places.find(scope, name).place is not None if place_id is None else sector in known[place_id]
