"""What one digest says, frozen: built for the group's eyes from the same answers as the card, out of both doors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from coordination import information_gaps, memory, places
from coordination.area import Entry, Total, totals
from coordination.digest_changes import NOTHING, Changes, Compared, Headline, compared
from coordination.digest_periods import span
from coordination.digest_standing import LEVEL, Standing, standing
from coordination.disclosure import publish
from coordination.figures import Public
from coordination.places import PlaceRef
from coordination.scope import Scope
from models import digests as rows

GAPS, SECTOR, TOWNSHIP = "gaps", "sector", "township"
KINDS = (GAPS, SECTOR, TOWNSHIP)
LISTED = {GAPS: 5, SECTOR: 6, TOWNSHIP: 6}
"""Open needs that a digest lists; the full table has the rest."""
CORRECTED = 3
"""Corrections that are told one by one."""
ASKED = 3
"""Places without anything current that are named because `information_gaps.ENOUGH` agencies wanted to read of them."""
ASKED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Wanted:
    """Which digest: ``area_id`` None is the desk's own area, no ``sectors`` are all; ``on`` the local day it is due.

    ``before`` is the key of the snapshot of what was said last, on ``before_on``; ``missed`` are periods since then
    that did not come.
    """

    kind: str
    area_id: int | None
    sectors: tuple[str, ...]
    rhythm: str
    on: date
    before: str | None = None
    before_on: date | None = None
    missed: tuple[date, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DigestContent:
    """A digest as it may leave into a group. ``first`` and ``last`` are the days it looks back at."""

    kind: Public[str]
    area: Public[PlaceRef | None] = None
    sectors: Public[tuple[str, ...]] = ()
    rhythm: Public[str]
    first: Public[date]
    last: Public[date]
    demo: Public[bool] = False
    places: Public[int] = 0
    current: Public[int] = 0
    outdated: Public[int] = 0
    unknown: Public[int] = 0
    count: Public[int] = 0
    since: Public[date | None] = None
    headlines: Public[tuple[Headline, ...]] = ()
    entries: Public[tuple[Entry, ...]] = ()
    totals: Public[tuple[Total, ...]] = ()
    changes: Public[Changes] = NOTHING
    more_corrections: Public[int] = 0
    asked: Public[tuple[PlaceRef, ...]] = ()
    missed: Public[tuple[date, ...]] = ()

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell but that: then three lines do."""
        return self.since is not None and self.changes.quiet and not (self.missed or self.asked)


@dataclass(frozen=True)
class Built:
    """The content, and the snapshot that the next one is set beside."""

    content: DigestContent
    key: str
    body: dict[str, Any]


def build(scope: Scope, wanted: Wanted) -> Built:
    """The digest as of ``scope.now``, for whatever viewer: it is made for a group's eyes. Raises `Refusal`."""
    now = standing(scope, wanted.area_id, wanted.sectors, scope.now.date())
    found = _compared(scope, wanted, now)
    first, last = span(wanted.rhythm, wanted.on)
    corrections = found.changes.corrections
    content = DigestContent(
        kind=wanted.kind,
        area=places.get(scope, wanted.area_id) if wanted.area_id is not None else None,
        sectors=wanted.sectors,
        rhythm=wanted.rhythm,
        first=first,
        last=last,
        demo=scope.desk.demo,
        places=len(now.places),
        count=len(now.entries),
        since=wanted.before_on,
        headlines=found.headlines,
        entries=now.entries[: LISTED[wanted.kind]],
        totals=totals(now.entries) if wanted.kind == SECTOR else (),
        changes=found.changes,
        more_corrections=max(0, len(corrections) - CORRECTED),
        asked=_asked(scope, now),
        missed=wanted.missed,
        **now.freshness,
    )
    return Built(publish(content, LEVEL), now.key, now.body)


def _compared(scope: Scope, wanted: Wanted, now: Standing) -> Compared:
    """Set beside what was said last, once for all digests that said the same."""
    if wanted.before is None:
        return compared(now, None)
    before = wanted.before
    key = ("digest.compared", now.key, before)
    return memory.kept(scope, key, lambda: compared(now, rows.snapshot(scope.db, before)))


def _asked(scope: Scope, now: Standing) -> tuple[PlaceRef, ...]:
    """Places of which nothing current is known and that people of several agencies wanted to read about.

    It names places alone and no sector, so never one of those that rule 29 forbids.
    """
    since = scope.now.replace(minute=0, second=0, microsecond=0) - ASKED_WITHIN
    wanted = memory.kept(scope, ("digest.askers", since), lambda: rows.askers(scope.db, since, information_gaps.ENOUGH))
    return _by_name([place for place in now.stale if place.id in wanted])[:ASKED] if wanted else ()


def _by_name(found: Sequence[PlaceRef]) -> tuple[PlaceRef, ...]:
    return tuple(sorted(found, key=lambda place: (place.name, place.id)))
