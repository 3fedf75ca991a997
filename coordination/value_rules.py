"""Values of one place that contradict each other or cannot be: rules of one programme's values. Pure.

A rule that good data trips over is worth less than none: counts have to be far off (`FACTOR` and `LEAST` together)
before they are outliers, and of two rules that say the same of a figure only the heavier one speaks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from coordination.catalogue import Catalogue, Indicator
from coordination.evidence import ROUND, Evidence, Observation, agree, is_answer, weigh
from coordination.findings import Flag
from coordination.rules import CELLS, ByChoice, ByShare
from coordination.severity import HOUSEHOLDS_PRESENT, OVER_BASE, PEOPLE_PRESENT, Rating, base_for, rate

FACTOR, LEAST = 5, 50
"""An outlier is this many times as large and at least so many more."""
BEFORE_DISPLACEMENT, RETURNEES = "PRF-02", "PRF-04"
PEOPLE_CODES = (BEFORE_DISPLACEMENT, HOUSEHOLDS_PRESENT, RETURNEES)
HOUSEHOLD_SIZE = (2, 12)
"""People of one household, on an average, that nobody has to look at; never used to convert one into the other."""
COUNTED = frozenset({"HH", "persons", "children"})
MUCH = 2
"""Counts of one round this many times apart, or answers so many severities apart, differ much."""
MINES, SURVEY, ACCESS, SCHOOL, TEACHERS = "MIN-01", "MIN-03", "PRF-01", "EDU-01", "EDU-04"


@dataclass(frozen=True)
class Known:
    """What one programme knows of one place, weighed and rated."""

    catalogue: Catalogue
    place_id: int
    today: date
    observations: Sequence[Observation]
    evidence: Mapping[str, Evidence]
    ratings: Mapping[str, Rating]

    def number(self, code: str) -> float | None:
        """The number that counts for an indicator, however old; None where it is not known."""
        one = self.evidence.get(code)
        return one.observation.number if one and one.known else None

    def present(self, day: date) -> float | None:
        """Households present as counted in the round of that day; another round's number proves nothing."""
        one = self.evidence.get(HOUSEHOLDS_PRESENT)
        same = one is not None and abs(one.observation.collected_on - day) <= ROUND
        return self.number(HOUSEHOLDS_PRESENT) if same else None

    def choice(self, code: str) -> str | None:
        """The answer that counts, likewise."""
        one = self.evidence.get(code)
        return one.observation.choice if one and one.known else None

    @property
    def households(self) -> tuple[str, float] | None:
        """The largest number of households that anything says of the place, and which indicator says it."""
        found = [(number, code) for code in PEOPLE_CODES if (number := self.number(code)) is not None]
        return (max(found)[1], max(found)[0]) if found else None


def known(catalogue: Catalogue, place_id: int, observations: Sequence[Observation], today: date) -> Known:
    """Weigh and rate the values of one place."""
    evidence = weigh(catalogue, observations, today)
    return Known(catalogue, place_id, today, observations, evidence, rate(catalogue, evidence))


def flags(place: Known) -> list[Flag]:
    """What the values of one place are flagged for."""
    outliers = [*_need_over_people(place), *_jumps(place)]
    told = {flag.code for flag in outliers}
    over = [flag for flag in _over_present(place) if flag.code not in told]
    return [*outliers, *over, *_households(place), *_pairs(place), *_rounds(place), *_future(place)]


def _flag(place: Known, rule: str, code: str, *claims: Observation, **figures: int | str | date) -> Flag:
    return Flag(rule=rule, place_id=place.place_id, code=code, claims=claims, figures=figures)


def far_over(number: float, other: float) -> bool:
    """Whether a count is an outlier beside another."""
    return number >= FACTOR * other and number - other >= LEAST


def _counts(place: Known, units: Iterable[str] = COUNTED) -> Iterator[tuple[Indicator, Evidence]]:
    """Known counts of households or people."""
    for evidence in place.evidence.values():
        indicator = evidence.indicator
        if evidence.known and indicator.data_type == "int" and (indicator.unit or "") in units:
            yield indicator, evidence


def _need_over_people(place: Known) -> Iterator[Flag]:
    """A count of households that is far over every number of households known of the place."""
    most = place.households
    for indicator, evidence in _counts(place, ("HH",)):
        number = evidence.observation.number or 0
        if most is not None and indicator.code not in PEOPLE_CODES and far_over(number, most[1]):
            beside = place.evidence[most[0]].observation
            yield _flag(place, "need_over_people", indicator.code, evidence.observation, beside, base=most[0])


def _jumps(place: Known) -> Iterator[Flag]:
    """A count that is far over the village's own earlier rounds, unless the people there explain it."""
    told = {flag.code for flag in _need_over_people(place)}
    for indicator, evidence in _counts(place):
        before = [one for one in evidence.history if is_answer(indicator, one)]
        number = evidence.observation.number or 0
        if not before or indicator.code in told:
            continue
        usual = median(one.number or 0 for one in before)
        if far_over(number, usual) and not _explained(place, indicator, number, evidence.observation.collected_on):
            yield _flag(place, "jump", indicator.code, evidence.observation, before[0], usual=round(usual))


def _explained(place: Known, indicator: Indicator, number: float, day: date) -> bool:
    """Whether so many can be: no more than lived there before, or than are there now."""
    if indicator.code in PEOPLE_CODES:
        lived = place.number(BEFORE_DISPLACEMENT)
        return indicator.code != BEFORE_DISPLACEMENT and lived is not None and number <= lived
    base = indicator.rule.base if isinstance(indicator.rule, ByShare) else HOUSEHOLDS_PRESENT
    people = base_for(base, day, place.evidence)
    return people is not None and number <= people


def _over_present(place: Known) -> Iterator[Flag]:
    """More in need than are there, and more returnees than households."""
    for code, rating in place.ratings.items():
        rule = place.catalogue.indicators[code].rule
        if OVER_BASE in rating.notes and isinstance(rule, ByShare):
            base = rule.base if rule.base in place.evidence else PEOPLE_PRESENT
            claims = (place.evidence[code].observation, place.evidence[base].observation)
            yield _flag(place, "need_over_present", code, *claims, base=base, people=rating.base or 0)
    returned = place.evidence.get(RETURNEES)
    if returned and returned.known:
        present = place.present(returned.observation.collected_on)
        if present is not None and (returned.observation.number or 0) > present:
            claims = (returned.observation, place.evidence[HOUSEHOLDS_PRESENT].observation)
            yield _flag(place, "returnees_over_present", RETURNEES, *claims, base=HOUSEHOLDS_PRESENT)


def _households(place: Known) -> Iterator[Flag]:
    """People per household of one round outside `HOUSEHOLD_SIZE`: with cells missing they can only be too many."""
    people = place.evidence.get(PEOPLE_PRESENT)
    if people is None or not people.known:
        return
    households = place.present(people.observation.collected_on)
    cells = people.observation.cells or {}
    total = sum(cells.values())
    if not households or not total:
        return
    few = total < HOUSEHOLD_SIZE[0] * households and set(CELLS) <= set(cells)
    if few or total > HOUSEHOLD_SIZE[1] * households:
        claims = (people.observation, place.evidence[HOUSEHOLDS_PRESENT].observation)
        figures = {"people": total, "households": int(households), "least": HOUSEHOLD_SIZE[0]}
        yield _flag(place, "household_size", PEOPLE_PRESENT, *claims, **figures, most=HOUSEHOLD_SIZE[1])


def _pairs(place: Known) -> Iterator[Flag]:
    """Answers of one round that cannot both be."""
    if place.choice(MINES) == "none_after_survey" and place.choice(SURVEY) == "not_surveyed":
        yield from _together(place, "mines_cleared", MINES, SURVEY)
    if place.choice(SCHOOL) == "none" and (place.number(TEACHERS) or 0) > 0:
        yield from _together(place, "school_teachers", SCHOOL, TEACHERS)
    access = place.evidence.get(ACCESS)
    if access and place.choice(ACCESS) == "no_access":
        day = access.observation.collected_on
        seen = [one for one in place.observations if one.tool == "DO" and one.collected_on == day]
        seen = [one for one in seen if one.state == "value" and one.indicator != ACCESS]
        if seen:
            yield _flag(place, "no_access_seen", ACCESS, access.observation, seen[0], n=len(seen))


def _together(place: Known, rule: str, code: str, other: str) -> Iterator[Flag]:
    one, beside = place.evidence[code].observation, place.evidence[other].observation
    if abs(one.collected_on - beside.collected_on) <= ROUND:
        yield _flag(place, rule, code, one, beside, base=other)


def _rounds(place: Known) -> Iterator[Flag]:
    """Values of the newest round of an indicator that do not agree: what counts, and what differs most from it."""
    for code, evidence in place.evidence.items():
        counts, indicator = evidence.observation, evidence.indicator
        others = [one for one in evidence.beside if is_answer(indicator, one) and not agree(indicator, counts, one)]
        if evidence.known and others:
            farthest = max(others, key=lambda one: _apart(indicator, counts, one))
            much = _apart(indicator, counts, farthest) >= MUCH
            rule = "round_differs" if much else "round_differs_little"
            yield _flag(place, rule, code, counts, farthest, n=len(others))


def _apart(indicator: Indicator, one: Observation, other: Observation) -> float:
    """How far two answers are apart: times as large, or severities; `MUCH` for what has neither."""
    if indicator.data_type in {"int", "pct"}:
        low, high = sorted((one.number or 0, other.number or 0))
        return high / low if low else high
    if isinstance(indicator.rule, ByChoice):
        rated = [indicator.rule.severities.get(each.choice or "") for each in (one, other)]
        return abs(rated[0] - rated[1]) if rated[0] is not None and rated[1] is not None else MUCH
    return 1 if indicator.data_type == "list" else MUCH


def _future(place: Known) -> Iterator[Flag]:
    """Values dated after today, which no answer counts: once for each assessment."""
    seen: set[int] = set()
    for one in place.observations:
        if one.collected_on > place.today and one.assessment_id not in seen:
            seen.add(one.assessment_id)
            yield _flag(place, "future", one.indicator, one, day_on=one.collected_on)


def mines_monitored(assessed: Known, monitored: Known) -> list[Flag]:
    """Protection monitoring that knows of more mines than the assessments, which alone answers are made of."""
    rule = assessed.catalogue.indicators[MINES].rule if MINES in assessed.catalogue.indicators else None
    answers = [one.evidence[MINES].observation for one in (assessed, monitored) if one.choice(MINES)]
    if not isinstance(rule, ByChoice) or len(answers) < 2:
        return []
    worse = [rule.severities.get(one.choice or "", 0) for one in answers]
    return [_flag(assessed, "mines_monitored", MINES, *answers)] if worse[1] > worse[0] else []
