"""Who is coming, from where: movements as far as a viewer may see them (domain sections 4 and 6).

Every field of a movement is restricted, flags and what goes with them confidential; in groups stand planned movements
only, as township, quarter and band (rule 6).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, TypeVar

from coordination import agencies, facts, movement_totals, places
from coordination import movement_rules as rules
from coordination.disclosure import publish
from coordination.figures import Amount, Count, Public, Restricted
from coordination.movement_rules import Window, quarter, quarter_end
from coordination.movement_totals import Group, Total
from coordination.movements import level_of, seen
from coordination.places import AREAS, PlaceRef
from coordination.scope import Scope
from coordination.viewer import Klass
from models import movements as rows
from models.movements import Movement

T = TypeVar("T")
Secret = Annotated[T, Klass.CONFIDENTIAL]
"""Type of a field that only protection and coordinators see."""
MOST_USUAL = 6
CAMP = "camp"


@dataclass(frozen=True, kw_only=True)
class MovementCard:
    """One movement; ``secret_organiser`` is an authority or armed actor. ``changes`` are (day, what happened)."""

    id: Restricted[int] = 0
    kind: Restricted[str] = ""
    stage: Restricted[str] = ""
    stage_on: Restricted[date | None] = None
    origin: Restricted[PlaceRef | None] = None
    destination: Restricted[PlaceRef | None] = None
    households: Restricted[int | None] = None
    households_to: Restricted[int | None] = None
    reported_households: Restricted[int | None] = None
    individuals: Restricted[int | None] = None
    special_needs: Restricted[int | None] = None
    window: Restricted[Window] = field(default_factory=Window)
    organiser: Restricted[str | None] = None
    secret_organiser: Secret[str | None] = None
    preparation: Restricted[tuple[str, ...]] = ()
    pull: Restricted[tuple[str, ...]] = ()
    asks: Restricted[tuple[tuple[str, int | None], ...]] = ()
    site_kept: Restricted[bool | None] = None
    source_kind: Restricted[str | None] = None
    confidence: Restricted[int] = 0
    agency: Restricted[str | None] = None
    recorded_on: Restricted[date | None] = None
    changes: Restricted[tuple[tuple[date, str], ...]] = ()
    push: Secret[tuple[str, ...]] = ()
    conditions: Secret[tuple[str, ...]] = ()
    flags: Secret[tuple[str, ...]] = ()


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """Planned movements into a township in one quarter, as a group may read them."""

    township: Public[str]
    first: Public[date]
    households: Public[Amount]


@dataclass(frozen=True, kw_only=True)
class Movements:
    """Movements to (and from) a place or area. New displacement is told apart and part of no other total."""

    place: Public[PlaceRef | None]
    level: Public[Klass]
    holds: Public[Klass]
    first: Public[date | None] = None
    last: Public[date | None] = None
    quarters: Public[tuple[Quarter, ...]] = ()
    planned: Restricted[Total | None] = None
    intended: Restricted[Total | None] = None
    arrived: Restricted[Total | None] = None
    left: Restricted[Total | None] = None
    displaced: Restricted[Total | None] = None
    lines: Restricted[tuple[MovementCard, ...]] = ()


def card(scope: Scope, movement_id: int) -> MovementCard:
    """One movement for the viewer; raises ``movement.unknown`` alike where there is none."""
    found = seen(scope, movement_id)
    level = level_of(scope, found) or Klass.PUBLIC
    facts.note_read(scope, "movement", found.destination_id, min(level, _holds(found)))
    asked = rows.asks(scope.db, [movement_id]).get(movement_id, [])
    changes = tuple((one.at.date(), one.action) for one in rows.changes(scope.db, movement_id))
    return publish(_card(scope, found, asked, changes), level)


def may_see(scope: Scope, movement_id: int) -> bool:
    """Whether the viewer may see that movement."""
    found = rows.get(scope.db, movement_id)
    return found is not None and (level_of(scope, found) or Klass.PUBLIC) >= Klass.RESTRICTED


def listing(scope: Scope, place_id: int | None, first: date | None = None, last: date | None = None) -> Movements:
    """Movements that touch a place or area (the desk's own by default) within a period, for ``scope.viewer``.

    Who reads public data only reads of the whole township and of whole quarters, whichever village and days were asked
    for: else asking for one after the other would tell both (rule 6).
    """
    place = places.get(scope, place_id) if place_id is not None else None
    level = facts.level_of(scope, place.township_id if place else None)
    if level is Klass.PUBLIC:
        return publish(_coarse(scope, place, first, last), level)
    here = _inside(scope, place)
    every = [one for one in rows.at_places(scope.db, sorted(here)) if _within(one, first, last)]
    shown = [one for one in every if (level_of(scope, one) or Klass.PUBLIC) >= Klass.RESTRICTED]
    holds = min(level, max((_holds(one) for one in shown), default=Klass.PUBLIC))
    facts.note_read(scope, "movements", place.id if place else None, holds)
    made = Movements(
        place=place,
        level=level,
        holds=holds,
        first=first,
        last=last,
        quarters=(),
        lines=_lines(scope, shown),
        **_totals(scope, shown, here),
    )
    return publish(made, level)


def _coarse(scope: Scope, asked: PlaceRef | None, first: date | None, last: date | None) -> Movements:
    place = places.get(scope, asked.township_id) if asked and asked.township_id else asked
    here = _inside(scope, place)
    begins, ends = quarter(first) if first else None, quarter(last) if last else None
    quarters = _quarters(scope, rows.at_places(scope.db, sorted(here)), here)
    return Movements(
        place=place,
        level=Klass.PUBLIC,
        holds=Klass.PUBLIC,
        first=begins,
        last=quarter_end(ends) if ends else None,
        quarters=tuple(one for one in quarters if (begins or one.first) <= one.first <= (ends or one.first)),
    )


def coming(scope: Scope, place: PlaceRef) -> Total | None:
    """Households that are planned or under way to a place, for a card; None without any.

    Intentions and new displacement are not part of it.
    """
    told = rows.at_places(scope.db, [place.id], origins=False)
    links = rows.links(scope.db, [one.id or 0 for one in told])
    today = scope.now.date()
    return movement_totals.total([one for one in movement_totals.groups(told, links) if _comes(one, today)])


def _comes(group: Group, today: date) -> bool:
    one = group.counting
    solution = one.kind != rules.DISPLACEMENT
    return solution and group.stage in rules.COMING and not movement_totals.silent(one, today)


def usual(scope: Scope, end: str) -> tuple[PlaceRef, ...]:
    """Places that the viewer is likely to mean: those of the own last reports, then what lies in the own townships."""
    viewer, ids = scope.viewer, []
    for one in rows.last_of(scope.db, viewer.ref or "", viewer.agency_id):
        ids.append(one.origin_id if end == "origin" else one.destination_id)
    known = list(dict.fromkeys(one for one in ids if one is not None))
    wanted = [CAMP] if end == "origin" else ["village"]
    for township in sorted(viewer.townships):
        known += [one.id for one in places.under(scope, township) if one.kind in wanted and one.listed]
    return places.get_many(scope, list(dict.fromkeys(known))[:MOST_USUAL])


def own_last(scope: Scope) -> tuple[MovementCard, ...]:
    """The last reports of the viewer or the own agency that the viewer may see."""
    found = rows.last_of(scope.db, scope.viewer.ref or "", scope.viewer.agency_id)
    shown = [one for one in found if (level_of(scope, one) or Klass.PUBLIC) >= Klass.RESTRICTED]
    return tuple(publish(_card(scope, one, ()), Klass.RESTRICTED) for one in shown[:MOST_USUAL])


def _inside(scope: Scope, place: PlaceRef | None) -> set[int]:
    if place is None:
        townships = places.area(scope).townships
        found = [one for township in townships for one in places.under(scope, township)] or places.listed(scope)
        return {one.id for one in found}
    if place.kind in AREAS:
        return {place.id, *(one.id for one in places.under(scope, place.id))}
    return {place.id}


def _within(one: Movement, first: date | None, last: date | None) -> bool:
    """Whether its window meets the period; an unknown one meets any."""
    begins, ends = one.window_from or one.window_to, one.window_to or one.window_from
    return not ((first and ends and ends < first) or (last and begins and begins > last))


def _totals(scope: Scope, shown: Sequence[Movement], here: set[int]) -> dict[str, Total | None]:
    today = scope.now.date()
    links = rows.links(scope.db, [one.id or 0 for one in shown])
    grouped = [one for one in movement_totals.groups(shown, links) if not movement_totals.silent(one.counting, today)]

    def of(stages: Iterable[str], end: str = "destination_id") -> Total | None:
        wanted = [
            one
            for one in grouped
            if one.stage in set(stages)
            and one.counting.kind != rules.DISPLACEMENT
            and getattr(one.counting, end) in here
        ]
        return movement_totals.total(wanted)

    return {
        "planned": of(rules.COMING),
        "intended": of([rules.INTENTION]),
        "arrived": of([rules.ARRIVED, rules.SETTLED]),
        "left": of([rules.BACK, rules.MOVED_AGAIN]),
        "displaced": movement_totals.total([one for one in grouped if one.counting.kind == rules.DISPLACEMENT]),
    }


def _quarters(scope: Scope, every: Sequence[Movement], here: set[int]) -> tuple[Quarter, ...]:
    """Planned movements by township and quarter of their beginning; the numbers become bands when they leave."""
    today = scope.now.date()
    grouped = movement_totals.groups(every, rows.links(scope.db, [one.id or 0 for one in every]))
    sums: dict[tuple[str, date], int] = {}
    for group in grouped:
        one, begins = group.counting, group.counting.window_from
        planned = _comes(group, today) and group.stage == rules.PLANNED
        if not planned or one.destination_id not in here or begins is None:
            continue
        (place,) = places.get_many(scope, [one.destination_id])
        key = (place.township or place.name, quarter(begins))
        sums[key] = sums.get(key, 0) + (one.households or 0)
    return tuple(
        Quarter(township=name, first=first, households=Count("HH", number))
        for (name, first), number in sorted(sums.items(), key=lambda item: (item[0][1], item[0][0]))
    )


def _lines(scope: Scope, shown: Sequence[Movement]) -> tuple[MovementCard, ...]:
    """What is ahead by its time, then the rest by number, newest first."""
    asks = rows.asks(scope.db, [one.id or 0 for one in shown])
    ordered = sorted(shown, key=lambda one: (one.stage not in rules.AHEAD, one.window_from or date.max, -(one.id or 0)))
    made = []
    for one in ordered:
        level = level_of(scope, one) or Klass.PUBLIC
        made.append(publish(_card(scope, one, asks.get(one.id or 0, [])), level))
    return tuple(made)


def _card(
    scope: Scope, one: Movement, asks: Sequence[tuple[str, int | None]], changes: tuple[tuple[date, str], ...] = ()
) -> MovementCard:
    ends = {ref.id: ref for ref in places.get_many(scope, [x for x in (one.origin_id, one.destination_id) if x])}
    agency, secret = agencies.by_id(scope, one.agency_id), one.organiser in rules.SECRET_ORGANISERS
    return MovementCard(
        id=one.id or 0,
        kind=one.kind,
        stage=one.stage,
        stage_on=one.stage_on,
        origin=ends.get(one.origin_id or 0),
        destination=ends.get(one.destination_id or 0),
        households=one.households,
        households_to=one.households_to,
        reported_households=one.reported_households,
        individuals=one.individuals,
        special_needs=one.special_needs,
        window=Window(one.window_from, one.window_to, one.precision, one.said_when),
        organiser=None if secret else one.organiser,
        secret_organiser=one.organiser if secret else None,
        preparation=tuple(one.preparation),
        pull=tuple(one.pull),
        asks=tuple(asks),
        site_kept=one.site_kept,
        source_kind=one.source_kind,
        confidence=one.confidence,
        agency=agency.acronym if agency else None,
        recorded_on=one.recorded_at.date(),
        changes=changes,
        push=tuple(one.push),
        conditions=tuple(one.conditions),
        flags=tuple(one.flags),
    )


def _holds(one: Movement) -> Klass:
    """The class of the highest field that is filled."""
    secret = one.flags or one.push or one.conditions or one.organiser in rules.SECRET_ORGANISERS
    return Klass.CONFIDENTIAL if secret else Klass.RESTRICTED
