"""The sector answer: one sector of one place in depth."""

from dataclasses import dataclass
from datetime import date

from coordination import facts, places
from coordination.disclosure import publish
from coordination.facts import Facts
from coordination.figures import Public
from coordination.needs import Helper, OpenNeed, YesNoNeed
from coordination.places import PlaceRef
from coordination.readings import Reading
from coordination.scope import Scope
from coordination.viewer import Klass


@dataclass(frozen=True, kw_only=True)
class SectorAnswer:
    """A sector of a place: its ``readings`` (needs apart), its ``needs`` with cover, other help (``helpers``).

    ``stale`` is the day of the newest value where all are past their shelf-life.
    """

    place: Public[PlaceRef]
    sector: Public[str]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    severity: Public[int | None] = None
    driver: Public[Reading | None] = None
    readings: Public[tuple[Reading, ...]] = ()
    needs: Public[tuple[OpenNeed, ...]] = ()
    yes_no: Public[tuple[YesNoNeed, ...]] = ()
    helpers: Public[tuple[Helper, ...]] = ()
    stale: Public[date | None] = None


@dataclass(frozen=True)
class Nothing:
    """No data, not allowed and hidden: one sentence for all three (domain section 6 rule 25).

    ``noted``: coordinators will see that it was asked.
    """

    place: Public[PlaceRef]
    sector: Public[str | None] = None
    demo: Public[bool] = False
    noted: Public[bool] = False


def sector_answer(scope: Scope, place_id: int, sector: str) -> SectorAnswer | Nothing:
    """What is known of ``sector`` in a place; `Nothing` where there is nothing to show, for whatever reason."""
    place = places.get(scope, place_id)
    (known,) = facts.of(scope, [place])
    answer = publish(_answer(scope, known, sector), known.level)
    if not (answer.readings or answer.needs or answer.helpers):
        return Nothing(place, sector, scope.desk.demo)
    facts.note_read(scope, "sector", place.id, known.holds)
    return answer


def _answer(scope: Scope, known: Facts, sector: str) -> SectorAnswer:
    seen = [one for one in known.readings if one.sector == sector]
    needs = tuple(one for one in known.needs if one.sector == sector)
    answered = [one for one in seen if one.known]
    rated = known.sectors[sector]
    counted = {one.reading.code for one in needs}
    return SectorAnswer(
        place=known.place,
        sector=sector,
        level=known.level,
        holds=known.holds,
        demo=scope.desk.demo,
        severity=rated.severity,
        driver=next((one for one in seen if one.code == rated.driver), None),
        readings=tuple(one for one in seen if one.code not in counted),
        needs=needs,
        yes_no=tuple(one for one in known.yes_no_needs if one.sector == sector),
        helpers=_elsewhere(known, sector, needs),
        stale=None if not answered or any(one.valid for one in answered) else max(one.collected_on for one in answered),
    )


def _elsewhere(known: Facts, sector: str, needs: tuple[OpenNeed, ...]) -> tuple[Helper, ...]:
    """Commitments of the sector that stand beside no counted need."""
    activities = known.catalogue.activities
    counted = {activity.code for one in needs for activity in known.catalogue.need_activities(one.reading.code)}
    return tuple(
        one
        for one in (*known.helpers, *known.wide_helpers)
        if one.activity not in counted and activities[one.activity].sector == sector
    )
