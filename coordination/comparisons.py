"""The same indicators side by side: two places, two rounds of one, or assessments beside protection monitoring.

Nothing is averaged or added up, and no place is called better: what is not known stays not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination import area, assessments, disclosure, facts, places
from coordination.disclosure import publish
from coordination.errors import NotAllowedError, Refusal
from coordination.evidence import Evidence, Observation, agree, earlier, weigh
from coordination.facts import Facts
from coordination.figures import Public, Restricted
from coordination.places import PlaceRef
from coordination.readings import Reading, told
from coordination.rules import Unrated
from coordination.scope import Scope
from coordination.sector import Nothing
from coordination.severity import HOUSEHOLDS_PRESENT
from coordination.viewer import Chat, Klass
from coordination.village import MINE_ACCIDENTS, MINE_EVIDENCE, MINE_SURVEY, MINES
from understanding.comparisons import MONITORING, PLACES, ROUNDS

MOST = 4
"""Places that are set side by side: more do not fit a phone."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one column says: a ``reading``; None where nothing is known or to be shown (``guarded``: nobody tells).

    ``severity`` and ``stale`` (the day of the newest value where all are out of date) are those of a whole sector.
    """

    reading: Public[Reading | None] = None
    severity: Public[int | None] = None
    stale: Public[date | None] = None
    guarded: Public[bool] = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """One indicator (``code``), or a whole sector where there is none, with a cell for each column.

    ``agrees`` as `evidence.agree` has it and ``more``, by how much a number is larger now, need both to be known.
    """

    place: Public[PlaceRef | None] = None
    sector: Public[str]
    code: Public[str | None] = None
    cells: Public[tuple[Cell, ...]]
    agrees: Restricted[bool | None] = None
    more: Restricted[int | None] = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """``kind`` is places (a column for each of ``places``), rounds (now, before) or monitoring (assessments, it).

    ``area`` is what was asked about where monitoring is compared in all its places; ``single`` are the values that
    only the first column knows, and ``township_id`` bounds a focal point's right.
    """

    kind: Public[str]
    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    area: Public[PlaceRef | None] = None
    places: Public[tuple[PlaceRef, ...]] = ()
    township_id: Public[int | None] = None
    sectors: Public[tuple[str, ...]] = ()
    rows: Public[tuple[Row, ...]] = ()
    single: Public[int] = 0


def compare(scope: Scope, kind: str, place_ids: Sequence[int], sectors: Sequence[str] = ()) -> Comparison | Nothing:
    """The comparison of that kind for ``scope.viewer``.

    Raises `Refusal` for what cannot be compared, `NotAllowedError` for who may not see it.
    """
    chosen = places.get_many(scope, place_ids)
    if kind == PLACES:
        return _of_places(scope, chosen, tuple(sectors))
    if len(chosen) != 1:
        raise Refusal("compare.one_place")
    if kind == ROUNDS:
        return _of_rounds(scope, chosen[0], tuple(sectors))
    return _of_monitoring(scope, chosen[0], tuple(sectors))


def _of_places(scope: Scope, chosen: Sequence[PlaceRef], sectors: tuple[str, ...]) -> Comparison:
    if len(set(chosen)) < 2:
        raise Refusal("compare.same")
    if len(chosen) > MOST:
        raise Refusal("compare.most", n=MOST)
    _settled_only(chosen)
    level = facts.level_of(scope, area.township_of(chosen))
    known = facts.of(scope, chosen, level=level)
    rows = [row for one in sectors for row in _indicators(known, one)] if sectors else _summary(known)
    holds = max(one.holds for one in known)
    for one in chosen:
        facts.note_read(scope, "compare", one.id, holds)
    return _made(scope, PLACES, rows, level=level, holds=holds, places=tuple(chosen), sectors=sectors)


def _settled_only(chosen: Iterable[PlaceRef]) -> None:
    if any(one.kind in places.AREAS for one in chosen):
        raise Refusal("compare.areas")


def _indicators(known: Sequence[Facts], sector: str) -> list[Row]:
    """A row for each indicator of a sector that is known in one of the places; evidence of mines has one always."""
    seen = [{one.code: one for one in place.readings if one.known} for place in known]
    guarded = disclosure.may_hide(known[0].catalogue, sector, known[0].level)
    return [
        Row(sector=sector, code=one.code, cells=tuple(Cell(reading=has.get(one.code), guarded=guarded) for has in seen))
        for one in known[0].catalogue.of_sector(sector)
        if one.code == MINE_EVIDENCE or any(one.code in has for has in seen)
    ]


def _summary(known: Sequence[Facts]) -> list[Row]:
    """People, mines, then every sector that anything is known of: the one that is worst somewhere comes first.

    Of mines the same indicators stand beside each other, whatever drives the sector: one place's survey beside
    another's accidents could be read as one that has none.
    """
    catalogue, level = known[0].catalogue, known[0].level
    people = [next((one for one in place.readings if one.code == HOUSEHOLDS_PRESENT), None) for place in known]
    first = [Row(sector="CCCM", code=HOUSEHOLDS_PRESENT, cells=tuple(_cell(one, level) for one in people))]
    sectors = [Row(sector=one, cells=tuple(_standing(place, one) for place in known)) for one in catalogue.sectors]
    told_of = [row for row in sectors if row.sector != MINES and any(cell.reading or cell.stale for cell in row.cells)]
    order = sorted(told_of, key=lambda row: -max(cell.severity or 0 for cell in row.cells))
    mines = [row for row in _indicators(known, MINES) if row.code in {MINE_EVIDENCE, MINE_SURVEY, MINE_ACCIDENTS}]
    return [*(first if any(people) else ()), *mines, *order]


def _cell(reading: Reading | None, level: Klass) -> Cell:
    return Cell(reading=reading, guarded=level < Klass.CONFIDENTIAL)


def _standing(known: Facts, sector: str) -> Cell:
    """A sector in one place: its severity and what drives it, or the first value that is there."""
    of_sector = [one for one in known.readings if one.sector == sector and one.known]
    values = [one for one in of_sector if not isinstance(known.catalogue.indicators[one.code].rule, Unrated)]
    valid = [one for one in values if one.valid]
    rated = known.sectors[sector]
    shown = next((one for one in valid if one.code == rated.driver), next(iter(valid), None))
    return Cell(
        reading=shown,
        severity=rated.severity,
        stale=None if valid or not values else max(one.collected_on for one in values),
        guarded=disclosure.may_hide(known.catalogue, sector, known.level),
    )


def _of_rounds(scope: Scope, place: PlaceRef, sectors: tuple[str, ...]) -> Comparison | Nothing:
    """Now against the round before: exact numbers only, for a change inside a band would tell what the band hides."""
    if scope.viewer.chat is Chat.GROUP:
        raise NotAllowedError("people.in_private")
    _settled_only([place])
    (known,) = facts.of(scope, [place])
    if not disclosure.exact(known.level):
        return Nothing(place, None, scope.desk.demo)
    pairs = [(known.evidence[one.code], one) for one in known.readings if one.known and _wanted(one.sector, sectors)]
    rows = [row for evidence, now in pairs if (row := _change(known, evidence, now))]
    facts.note_read(scope, "compare", place.id, known.holds)
    rows.sort(key=lambda row: bool(row.agrees) and not row.more)
    more = {"level": known.level, "holds": known.holds, "places": (place,), "single": len(pairs) - len(rows)}
    return _made(scope, ROUNDS, rows, sectors=sectors, **more)


def _change(known: Facts, evidence: Evidence, now: Reading) -> Row | None:
    before = earlier(evidence)
    then = told(known.catalogue, before, known.today) if before else None
    if before is None or then is None or then.klass > known.level:
        return None
    numbers = (evidence.observation.number, before.number)
    more = round(numbers[0] - numbers[1]) if numbers[0] is not None and numbers[1] is not None else None
    same = agree(evidence.indicator, evidence.observation, before) if more is None else more == 0
    return Row(sector=now.sector, code=now.code, cells=(Cell(reading=now), Cell(reading=then)), agrees=same, more=more)


def _of_monitoring(scope: Scope, asked: PlaceRef, sectors: tuple[str, ...]) -> Comparison:
    """Assessments and protection monitoring of a place, or of every place of an area, each with its own source."""
    if not disclosure.may_see_monitoring(scope.viewer):
        key = "people.in_private" if scope.viewer.chat is Chat.GROUP else "refusal.not_allowed"
        raise NotAllowedError(key)
    of_area = asked.kind in places.AREAS or asked.kind == "town"
    inside = area.settled(scope, asked) if of_area else (asked,)
    level = facts.level_of(scope, area.township_of(inside))
    known = facts.of(scope, inside, level=level)
    monitored = _monitored(scope, inside, level)
    all_of_it = [row for one in known for row in _beside(one, monitored.get(one.place.id, {}), sectors)]
    rows = sorted((row for row in all_of_it if row.cells[1].reading), key=_differing_first)
    told_of = (cell.reading.klass for row in rows for cell in row.cells if cell.reading)
    holds = max((Klass.RESTRICTED, *told_of)) if rows else Klass.PUBLIC
    facts.note_read(scope, "compare", asked.id, holds)
    more: dict[str, Any] = {"places": () if of_area else inside, "area": asked if of_area else None}
    single = len(all_of_it) - len(rows)
    return _made(scope, MONITORING, rows, level=level, holds=holds, sectors=sectors, single=single, **more)


def _monitored(scope: Scope, inside: Sequence[PlaceRef], level: Klass) -> dict[int, dict[str, Evidence]]:
    catalogue, today = scope.desk.catalogue, scope.now.date()
    by_place: dict[int, list[Observation]] = {}
    for one in assessments.observations(scope, [one.id for one in inside], assessments.PROTECTION_MONITORING):
        by_place.setdefault(one.place_id, []).append(one)
    return {at: weigh(catalogue, disclosure.admit(catalogue, held, level), today) for at, held in by_place.items()}


def _beside(known: Facts, monitored: dict[str, Evidence], sectors: tuple[str, ...]) -> list[Row]:
    """A row for each indicator that protection monitoring may hold and that one of the two knows."""
    rows = []
    seen = {one.code: one for one in known.readings if one.known}
    for code, indicator in known.catalogue.indicators.items():
        found = monitored.get(code)
        beside = told(known.catalogue, found.observation, known.today) if found and found.known else None
        now = seen.get(code)
        if not indicator.monitoring or not (now or beside) or not _wanted(indicator.sector, sectors):
            continue
        both = found if now and beside else None
        agrees = agree(indicator, known.evidence[code].observation, both.observation) if both else None
        cells = (Cell(reading=now), Cell(reading=beside))
        rows.append(Row(place=known.place, sector=indicator.sector, code=code, cells=cells, agrees=agrees))
    return rows


def _differing_first(row: Row) -> int:
    return 1 if row.agrees else 2 if row.agrees is None else 0


def _wanted(sector: str, sectors: tuple[str, ...]) -> bool:
    return not sectors or sector in sectors


def _made(scope: Scope, kind: str, rows: Sequence[Row], **more: Any) -> Comparison:
    chosen = more.get("places") or (() if more.get("area") is None else (more["area"],))
    township = area.township_of(chosen)
    made = Comparison(kind=kind, demo=scope.desk.demo, township_id=township, rows=tuple(rows), **more)
    return publish(made, more["level"])
