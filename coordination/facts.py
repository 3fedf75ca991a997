"""Everything that one viewer may know of a place, weighed and rated once: card, sector answer and lists draw on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from coordination import agencies, assessments, audit, commitments, disclosure
from coordination.catalogue import Catalogue
from coordination.errors import NotAllowedError
from coordination.evidence import Evidence, Observation, weigh
from coordination.gaps import Record, gap, needs, yes_no
from coordination.needs import Helper, OpenNeed, YesNoNeed, helper, open_need
from coordination.places import PlaceRef, above
from coordination.readings import Reading, reading
from coordination.scope import Scope
from coordination.severity import IN_NEED, Rating, SectorSeverity, by_sector, rate
from coordination.viewer import Klass


@dataclass(frozen=True)
class Facts:
    """What a viewer cleared for ``level`` may know of ``place``; ``shown`` are agencies that show their presence.

    ``wide`` are commitments for an area that the place lies in, with its name: they are listed and never cover.
    """

    catalogue: Catalogue
    place: PlaceRef
    level: Klass
    today: date
    evidence: Mapping[str, Evidence] = field(repr=False)
    ratings: Mapping[str, Rating] = field(repr=False)
    records: tuple[Record, ...] = field(repr=False)
    wide: tuple[tuple[str, Record], ...] = field(repr=False)
    shown: frozenset[int] = field(repr=False)

    @cached_property
    def sectors(self) -> Mapping[str, SectorSeverity]:
        """Severity of every sector of the catalogue, none where a partial one would mislead."""
        return {
            sector: one if disclosure.may_rate(sector, self.level) else SectorSeverity(sector, None, None)
            for sector, one in by_sector(self.catalogue, self.ratings, self.evidence).items()
        }

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Every indicator that the viewer may see here, in the catalogue's order."""
        exactly = disclosure.exact(self.level)
        made = (
            reading(self.catalogue, one, self.ratings.get(code), exactly=exactly) for code, one in self.evidence.items()
        )
        return tuple(one for one in made if one.klass <= self.level)

    @cached_property
    def needs(self) -> tuple[OpenNeed, ...]:
        """Counted needs with their cover."""
        seen = {one.code: one for one in self.readings}
        gaps = [gap(need, self.records, self.today) for need in needs(self.catalogue, self.evidence)]
        return tuple(
            open_need(seen[one.need.code], one, self.wide_helpers, self.shown, self.today)
            for one in gaps
            if one.need.code in seen
        )

    @cached_property
    def yes_no_needs(self) -> tuple[YesNoNeed, ...]:
        """Conditions that are needs and that some activity would change."""
        answers = self.catalogue.answered_by
        return tuple(
            YesNoNeed(
                klass=one.klass,
                sector=one.sector,
                reading=one,
                state=yes_no(answers[one.code], self.records, one.collected_on),
                valid=one.valid,
                dated=one.collected_on,
            )
            for one in self.readings
            if one.code in answers and (one.severity or 0) >= IN_NEED
        )

    @cached_property
    def helpers(self) -> tuple[Helper, ...]:
        """Every commitment here, in the order of agencies' names."""
        return self._helpers((None, record) for record in self.records)

    @cached_property
    def wide_helpers(self) -> tuple[Helper, ...]:
        """Every commitment for an area that the place lies in, likewise."""
        return self._helpers(self.wide)

    def _helpers(self, records: Iterable[tuple[str | None, Record]]) -> tuple[Helper, ...]:
        sectors = {code: activity.sector for code, activity in self.catalogue.activities.items()}
        made = (helper(record, sectors.get(record.activity, ""), self.shown, area=name) for name, record in records)
        return tuple(sorted(made, key=lambda one: (one.agency, one.activity)))

    @property
    def holds(self) -> Klass:
        """Highest class in an answer drawn from here: exact numbers are restricted at least."""
        if not disclosure.exact(self.level):
            return Klass.PUBLIC
        return max((Klass.RESTRICTED, *(one.klass for one in self.readings)))


def of(
    scope: Scope, places: Sequence[PlaceRef], as_of: date | None = None, *, level: Klass | None = None
) -> list[Facts]:
    """Facts of each place as of a day (today by default): only what was collected and reported by then.

    ``level`` may stand for all places what the viewer's clearance in each township does else. Raises
    `NotAllowedError` for viewers who see no data at all.
    """
    today = as_of or scope.now.date()
    ids = [place.id for place in places]
    areas = above(scope, places)
    wide_ids = {area.id for inside in areas.values() for area in inside}
    seen, records = _observations(scope, ids, today), _records(scope, sorted({*ids, *wide_ids}), today)
    shown = agencies.showing(scope)
    catalogue, made = scope.desk.catalogue, []
    for place in places:
        cleared = level_of(scope, place.township_id) if level is None else level
        admitted = disclosure.admit(catalogue, seen.get(place.id, []), cleared)
        evidence = weigh(catalogue, admitted, today)
        ratings = rate(catalogue, evidence)
        wide = tuple((area.name, record) for area in areas[place.id] for record in records.get(area.id, ()))
        made.append(Facts(catalogue, place, cleared, today, evidence, ratings, records.get(place.id, ()), wide, shown))
    return made


def before(known: Facts, scope: Scope, at: datetime) -> Facts:
    """Of what is ``known`` what was collected and reported up to that day, weighed by its age today.

    A commitment that was confirmed or changed since is as the desk knew it then.
    """
    day, catalogue = at.date(), known.catalogue
    every = [one for held in known.evidence.values() for one in held.all]
    evidence = weigh(catalogue, [one for one in every if one.collected_on <= day], known.today)
    was = {one.id: one for one in commitments.as_known(scope, known.place.id, at)}
    records = [one if one.reported_on <= day else was.get(one.id) for one in known.records]
    return replace(
        known, evidence=evidence, ratings=rate(catalogue, evidence), records=tuple(one for one in records if one)
    )


def as_known(scope: Scope, place: PlaceRef, at: datetime, level: Klass) -> Facts:
    """Facts of a place as the desk knew them at that moment, weighed by their age today."""
    catalogue, today = scope.desk.catalogue, scope.now.date()
    held = [one for one in assessments.as_known(scope, place.id, at) if one.collected_on <= today]
    evidence = weigh(catalogue, disclosure.admit(catalogue, held, level), today)
    records = tuple(one for one in commitments.as_known(scope, place.id, at) if one.reported_on <= today)
    ratings = rate(catalogue, evidence)
    return Facts(catalogue, place, level, today, evidence, ratings, records, (), agencies.showing(scope))


def level_of(scope: Scope, township_id: int | None) -> Klass:
    """What the viewer may see there; raises `NotAllowedError` for nothing at all."""
    level = disclosure.clearance(scope.viewer, township_id)
    if level is None:
        raise NotAllowedError("refusal.no_data" if scope.viewer.kind == "person" else "refusal.stranger")
    return level


def note_read(scope: Scope, action: str, place_id: int | None, holds: Klass) -> None:
    """Audit a read of restricted or confidential data (domain section 6 rule 14)."""
    if holds > Klass.PUBLIC:
        audit.record(scope, f"read.{action}", klass=holds, place_id=place_id)


def _observations(scope: Scope, ids: Sequence[int], today: date) -> dict[int, list[Observation]]:
    by_place: dict[int, list[Observation]] = {}
    for observation in assessments.observations(scope, ids):
        if observation.collected_on <= today:
            by_place.setdefault(observation.place_id, []).append(observation)
    return by_place


def _records(scope: Scope, ids: Sequence[int], today: date) -> dict[int, tuple[Record, ...]]:
    by_place: dict[int, tuple[Record, ...]] = {}
    for place_id, record in commitments.records(scope, ids):
        if record.reported_on <= today:
            by_place[place_id] = (*by_place.get(place_id, ()), record)
    return by_place
