"""Shelf-life and faults of what is held: what coordinators should look at first (`waypost check data`, /quality).

It changes nothing. The rules are pure and stand in `value_rules`, `commitment_rules`, `place_rules`, `freshness`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from coordination import (
    area,
    commitment_rules,
    commitments,
    disclosure,
    facts,
    freshness,
    misunderstood,
    place_rules,
    places,
    value_rules,
)
from coordination.assessments import ASSESSMENT, PROGRAMMES, PROTECTION_MONITORING
from coordination.commitment_rules import Promise
from coordination.errors import NotAllowedError
from coordination.evidence import Observation
from coordination.figures import Public
from coordination.findings import GROUPS, RULES, Figure, Flag, Held
from coordination.freshness import Freshness
from coordination.places import PlaceRef
from coordination.readings import Reading, told
from coordination.scope import Scope
from coordination.severity import base_for
from coordination.value_rules import Known
from coordination.viewer import Klass
from models import quality as rows

PAGE = 2
"""Findings of a page: they fit a phone screen."""
LATEST_IMPORTS = 8


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at, for coordinators only.

    ``rule`` names its texts, which ``figures`` fill; ``claims`` are the values in question.
    ``place`` is None for what is in no one place, ``programme`` is set where it is not assessments that claim it.
    """

    klass: Public[Klass]
    rule: Public[str]
    group: Public[str]
    weight: Public[int]
    place: Public[PlaceRef | None] = None
    code: Public[str | None] = None
    claims: Public[tuple[Reading, ...]] = ()
    figures: Public[tuple[tuple[str, Figure], ...]] = ()
    programme: Public[str | None] = None


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """What one import did: rows stored, updated, unchanged, and listed as not understood (None: not kept then)."""

    kind: Public[str]
    at: Public[datetime]
    stored: Public[int] = 0
    updated: Public[int] = 0
    unchanged: Public[int] = 0
    listed: Public[int | None] = None


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Counts by group, and the findings of a page of one ``group`` (None: of all), the heaviest first.

    ``misunderstood`` is how often what people typed was not understood within a month, by kind.
    """

    level: Public[Klass]
    holds: Public[Klass]
    demo: Public[bool] = False
    area: Public[PlaceRef | None] = None
    places: Public[int] = 0
    counts: Public[tuple[tuple[str, int], ...]] = ()
    group: Public[str | None] = None
    findings: Public[tuple[Finding, ...]] = ()
    page: Public[int] = 0
    freshness: Public[tuple[Freshness, ...]] = ()
    imports: Public[tuple[ImportLine, ...]] = ()
    misunderstood: Public[tuple[tuple[str, int], ...]] = ()

    @property
    def count(self) -> int:
        """How many findings all pages of the group have."""
        return sum(number for group, number in self.counts if self.group in {None, group})

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))


class _Held(NamedTuple):
    """What is held about the places that are looked at."""

    inside: tuple[PlaceRef, ...]
    values: tuple[Held, ...]
    assessed: tuple[Known, ...]
    monitored: Mapping[int, Known]
    promises: tuple[Promise, ...]


def check(scope: Scope, area_id: int | None = None, group: str | None = None, page: int | None = 0) -> Quality:
    """What to look at in an area (the desk's own without one); ``page`` None gives all findings. It only reads.

    Raises `NotAllowedError` for everybody but coordinators in private and the operator, `Refusal` without an area.
    """
    if not scope.viewer.coordinates:
        raise NotAllowedError
    asked = places.get(scope, area_id) if area_id is not None else None
    level = facts.level_of(scope, None)
    held = _held(scope, area.settled(scope, asked), level)
    lines = _imports(scope)
    flags = sorted(_flags(scope, held, lines), key=lambda flag: (-flag.weight, flag.rule))
    counted = Counter(flag.group for flag in flags)
    wanted = [flag for flag in flags if group in {None, flag.group}]
    at = 0 if page is None else max(0, min(page, (len(wanted) - 1) // PAGE))
    shown = wanted if page is None else wanted[at * PAGE : (at + 1) * PAGE]
    findings = _findings(scope, shown)
    made = Quality(
        level=level,
        holds=Klass.CONFIDENTIAL,
        demo=scope.desk.demo,
        area=asked,
        places=len(held.inside),
        counts=tuple((one, counted[one]) for one in GROUPS),
        group=group,
        findings=findings,
        page=at,
        freshness=freshness.by_indicator(scope.desk.catalogue, held.assessed),
        imports=lines,
        misunderstood=misunderstood.counts(scope),
    )
    return disclosure.publish(made, level)


def note(scope: Scope, told: Quality) -> None:
    """Audit that ``told`` is read; it takes too long to be computed in the transaction that writes this."""
    facts.note_read(scope, "quality", told.area.id if told.area else None, told.holds)


def _held(scope: Scope, inside: tuple[PlaceRef, ...], level: Klass) -> _Held:
    ids = [place.id for place in inside]
    values = [Held(Observation(**seen), programme, source) for programme, source, seen in rows.values(scope.db, ids)]
    by_place: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    for one in values:
        by_place[one.programme, one.observation.place_id].append(one.observation)

    def known(programme: str, place_id: int) -> Known:
        own = disclosure.admit(scope.desk.catalogue, by_place[programme, place_id], level)
        return value_rules.known(scope.desk.catalogue, place_id, own, scope.now.date())

    assessed = tuple(known(ASSESSMENT, id_) for id_ in ids)
    monitored = {id_: known(PROTECTION_MONITORING, id_) for id_ in ids if (PROTECTION_MONITORING, id_) in by_place}
    people = {one.place_id: _people(one) for one in assessed}
    return _Held(inside, tuple(values), assessed, monitored, _promises(scope, inside, people))


def _people(place: Known) -> dict[str, int]:
    """How many are known in a place at most, by unit; people are added up only where no cell is missing."""
    found = {"HH": round(place.households[1])} if place.households else {}
    total = base_for("persons", place.today, place.evidence)
    return found | ({"persons": int(total)} if total else {})


def _promises(scope: Scope, inside: Sequence[PlaceRef], people: Mapping[int, Mapping[str, int]]) -> tuple[Promise, ...]:
    settled = {place.id for place in inside}
    wide = {one.id for above in places.above(scope, inside).values() for one in above}
    ids = sorted(settled | wide)
    sources = rows.commitment_sources(scope.db, ids)
    return tuple(
        Promise(id_, record, sources.get(record.id, ""), id_ in settled, people.get(id_, {}))
        for id_, record in commitments.records(scope, ids)
    )


def _flags(scope: Scope, held: _Held, lines: Sequence[ImportLine]) -> list[Flag]:
    catalogue, today = scope.desk.catalogue, scope.now.date()
    of_values = [flag for one in held.assessed for flag in value_rules.flags(one)]
    for one in held.monitored.values():
        of_values += [_named(flag, PROTECTION_MONITORING) for flag in value_rules.flags(one)]
    mines = [
        flag
        for one in held.assessed
        if one.place_id in held.monitored
        for flag in value_rules.mines_monitored(one, held.monitored[one.place_id])
    ]
    for programme in PROGRAMMES:
        of_values += place_rules.copied_values(catalogue, [one for one in held.values if one.programme == programme])
    promised = commitment_rules.flags(catalogue, held.promises, today)
    return [*of_values, *mines, *promised, *_aged(held), *_of_places(scope, held), *_of_imports(lines)]


def _named(flag: Flag, programme: str) -> Flag:
    return Flag(**(vars(flag) | {"programme": programme}))


def _aged(held: _Held) -> list[Flag]:
    listed = [place.id for place in held.inside if place.listed] or [place.id for place in held.inside]
    helped = {one.place_id for one in held.promises if one.settled}
    return freshness.flags(held.assessed, listed, helped | set(held.monitored))


def _of_places(scope: Scope, held: _Held) -> list[Flag]:
    ids = [place.id for place in held.inside]
    spots = [place_rules.Spot(*row) for row in rows.places(scope.db, ids)]
    names = rows.names(scope.db, ids, place_rules.SURE_NAMES)
    named = place_rules.named_by(held.values, [one.place_id for one in held.promises])
    inside = {id_: count for id_, count in named.items() if id_ in set(ids)}
    strays = [Flag(rule="no_township", place_id=id_) for id_ in rows.without_township(scope.db, places.SETTLED)]
    return [*place_rules.flags(spots, names, inside), *strays]


def _imports(scope: Scope) -> tuple[ImportLine, ...]:
    return tuple(
        ImportLine(
            kind=entry.action.removesuffix(".import"),
            at=entry.at,
            stored=int(entry.counts.get("stored", 0)),
            updated=int(entry.counts.get("updated", 0)),
            unchanged=int(entry.counts.get("unchanged", 0)),
            listed=entry.counts.get("listed"),
        )
        for entry in rows.imports(scope.db, LATEST_IMPORTS)
    )


def _of_imports(lines: Sequence[ImportLine]) -> list[Flag]:
    """The newest import of each kind, where it left rows out."""
    newest = {line.kind: line for line in reversed(lines)}
    return [
        Flag(rule="rows_listed", place_id=None, figures={"kind": kind, "n": line.listed, "day_on": line.at.date()})
        for kind, line in newest.items()
        if line.listed
    ]


def _findings(scope: Scope, flags: Iterable[Flag]) -> tuple[Finding, ...]:
    flags = list(flags)
    ids = sorted({id_ for flag in flags for id_ in (flag.place_id, flag.figures.get("other")) if isinstance(id_, int)})
    refs = {place.id: place for place in places.get_many(scope, ids)}
    return tuple(_finding(scope, flag, refs) for flag in flags)


def _finding(scope: Scope, flag: Flag, refs: Mapping[int, PlaceRef]) -> Finding:
    claims = tuple(told(scope.desk.catalogue, one, scope.now.date()) for one in flag.claims)
    figures = dict(flag.figures)
    twin = figures.get("other")
    if isinstance(twin, int):
        figures["other"] = refs[twin].source_id
    return Finding(
        klass=Klass.CONFIDENTIAL,
        rule=flag.rule,
        group=flag.group,
        weight=RULES[flag.rule][1],
        place=refs[flag.place_id] if flag.place_id is not None else None,
        code=flag.code,
        claims=claims,
        figures=tuple(figures.items()),
        programme=flag.programme,
    )
