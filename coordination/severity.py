"""Severity 0–4 of indicators and sectors, exactly as domain section 3 has it. No weighted index: the worst counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coordination.catalogue import Catalogue, Indicator
from coordination.evidence import ROUND, Evidence, Observation, best, is_answer
from coordination.rules import POPULATIONS, ByBands, ByChoice, ByLength, ByRatio, ByShare

HOUSEHOLDS_PRESENT = "PRF-03"
PEOPLE_PRESENT = "PRF-06"
IN_NEED = 2
"""Severity from which a condition is a need."""

WORST = 4
BASE_UNKNOWN = "rating.base_unknown"
BASE_ZERO = "rating.base_zero"
OVER_BASE = "rating.over_base"


@dataclass(frozen=True)
class Rating:
    """Severity of one indicator; None is "unrated", never 0.

    ``share`` is count / ``base`` (may pass 1); ``notes`` are keys of texts on the quality of the data.
    """

    code: str
    severity: int | None
    share: float | None = None
    base: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectorSeverity:
    """Severity of a sector in a place and the code of the indicator that drives it; None where nothing is rated."""

    sector: str
    severity: int | None
    driver: str | None


def rate(catalogue: Catalogue, evidence: Mapping[str, Evidence]) -> dict[str, Rating]:
    """Rating of every indicator in ``evidence``, also of values past their shelf-life."""
    return {code: _rate(catalogue, one, evidence) for code, one in evidence.items()}


def by_sector(
    catalogue: Catalogue, ratings: Mapping[str, Rating], evidence: Mapping[str, Evidence]
) -> dict[str, SectorSeverity]:
    """The highest severity among the valid indicators of each sector; ties: need before condition, then code."""
    return {sector: _worst(sector, catalogue.of_sector(sector), ratings, evidence) for sector in catalogue.sectors}


def count_of(evidence: Evidence) -> Fraction:
    """The number behind known evidence: the count, or how many items a list names."""
    observation = evidence.observation
    if evidence.indicator.data_type == "list":
        return Fraction(len(observation.items))
    return Fraction(observation.number or 0)


def _worst(
    sector: str, indicators: tuple[Indicator, ...], ratings: Mapping[str, Rating], evidence: Mapping[str, Evidence]
) -> SectorSeverity:
    rated = [
        (-severity, one.kind != "need", one.code)
        for one in indicators
        if one.code in evidence and evidence[one.code].valid and (severity := ratings[one.code].severity) is not None
    ]
    if not rated:
        return SectorSeverity(sector, None, None)
    severity, _, driver = min(rated)
    return SectorSeverity(sector, -severity, driver)


def _rate(catalogue: Catalogue, one: Evidence, evidence: Mapping[str, Evidence]) -> Rating:
    code, rule, observation = one.indicator.code, one.indicator.rule, one.observation
    if not one.known:
        return Rating(code, None)
    match rule:
        case ByChoice():
            return Rating(code, rule.severities.get(observation.choice or ""))
        case ByLength():
            return Rating(code, _at_most(count_of(one), rule.cuts))
        case ByBands():
            return Rating(code, _band(count_of(one), rule))
        case ByShare():
            return _share(one, rule, base_for(rule.base, observation.collected_on, evidence))
        case ByRatio():
            return _ratio(one, rule, evidence)
        case _:
            return Rating(code, None)


def _share(one: Evidence, rule: ByShare, base: Fraction | None) -> Rating:
    code, count = one.indicator.code, count_of(one)
    if not base:
        return _unrated(code, base)
    share = count / base
    if share > 1:
        return Rating(code, WORST, float(share), int(base), (OVER_BASE,))
    percent = share * 100
    if percent <= Fraction(rule.cuts[0]):
        return Rating(code, 0, float(share), int(base))
    severity = next((level for level, cut in enumerate(rule.cuts[1:], 1) if percent < Fraction(cut)), WORST)
    return Rating(code, severity, float(share), int(base))


def _ratio(one: Evidence, rule: ByRatio, evidence: Mapping[str, Evidence]) -> Rating:
    code, units, day = one.indicator.code, count_of(one), one.observation.collected_on
    people = base_for(rule.base, day, evidence)
    if not units and any(base_for(name, day, evidence) for name in (HOUSEHOLDS_PRESENT, "persons", rule.base)):
        return Rating(code, WORST, None, None if people is None else int(people))
    if not people or not units:
        return _unrated(code, people)
    return Rating(code, _at_most(people / units, rule.cuts), None, int(people))


def _unrated(code: str, base: Fraction | None) -> Rating:
    return Rating(code, None, None, None if base is None else 0, (BASE_UNKNOWN if base is None else BASE_ZERO,))


def _at_most(value: Fraction, cuts: tuple[float, ...]) -> int:
    return next((level for level, cut in enumerate(cuts) if value <= Fraction(cut)), WORST)


def _band(value: Fraction, rule: ByBands) -> int:
    return next((severity for upper, severity in rule.cuts if value <= Fraction(upper)), rule.above)


def base_for(name: str, counted_on: date, evidence: Mapping[str, Evidence]) -> Fraction | None:
    """The denominator ``name`` for a count of that day: the same round's, else the newest valid one, else None.

    Of a population every cell must be there: a missing cell is unknown, never 0.
    """
    one = evidence.get(PEOPLE_PRESENT if name in POPULATIONS else name)
    if one is None or not one.known:
        return None
    chosen = _same_round(one, counted_on) or (one.observation if one.valid else None)
    if chosen is None:
        return None
    if name not in POPULATIONS:
        return Fraction(chosen.number or 0)
    cells = chosen.cells or {}
    return Fraction(sum(cells[key] for key in POPULATIONS[name])) if set(POPULATIONS[name]) <= set(cells) else None


def _same_round(one: Evidence, counted_on: date) -> Observation | None:
    if abs(one.observation.collected_on - counted_on) <= ROUND:
        return one.observation
    answers = [
        other
        for other in (one.confirmed_by, *one.beside, *one.history)
        if other and is_answer(one.indicator, other) and abs(other.collected_on - counted_on) <= ROUND
    ]
    return best(one.indicator, answers)[0] if answers else None
