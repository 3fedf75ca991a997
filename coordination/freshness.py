"""Shelf-life of what is held: what is current, soon out of date, out of date, and never asked at all. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from coordination.catalogue import Catalogue
from coordination.evidence import Evidence
from coordination.figures import Public
from coordination.findings import Figure, Flag
from coordination.value_rules import Known

SOON = 30
"""Days within which a value is due to be asked again; shorter-lived ones would always be due."""


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """How many places hold a value of one indicator that is current, due within `SOON` days, or out of date."""

    sector: Public[str]
    code: Public[str]
    valid_days: Public[int]
    current: Public[int] = 0
    due: Public[int] = 0
    out_of_date: Public[int] = 0


def state(evidence: Evidence) -> str:
    """current, due or out_of_date, of known evidence."""
    if not evidence.valid:
        return "out_of_date"
    left = evidence.indicator.valid_days - evidence.age_days
    return "due" if left <= SOON < evidence.indicator.valid_days else "current"


def by_indicator(catalogue: Catalogue, places: Sequence[Known]) -> tuple[Freshness, ...]:
    """A line for each indicator that is known somewhere, in the catalogue's order."""
    counted: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for place in places:
        for code, evidence in place.evidence.items():
            if evidence.known:
                counted[code][state(evidence)] += 1
    return tuple(
        Freshness(sector=one.sector, code=code, valid_days=one.valid_days, **counted[code])
        for code, one in catalogue.indicators.items()
        if code in counted
    )


def flags(places: Sequence[Known], wanted: Iterable[int], helped: Iterable[int]) -> list[Flag]:
    """What is out of date or due, by place and sector, and places that nobody ever assessed.

    ``wanted`` are ids of places on the desk's list, ``helped`` of those where people are known: somebody helps there,
    or protection monitoring was there.
    """
    assessed = {place.place_id for place in places if place.observations}
    somebody = set(helped)
    never = [
        Flag(rule="never_but_known" if one in somebody else "never", place_id=one)
        for one in sorted(set(wanted) | somebody)
        if one not in assessed
    ]
    return [*never, *(flag for place in places for flag in _aged(place))]


def _aged(place: Known) -> list[Flag]:
    """One flag for a place of which all is out of date, else one for each sector of which something is; what is due."""
    held = [one for one in place.evidence.values() if one.known]
    if held and not any(one.valid for one in held):
        return [_flag(place, "all_out_of_date", held)]
    sectors: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in held:
        if not evidence.valid:
            sectors[evidence.indicator.sector].append(evidence)
    due = [one for one in held if state(one) == "due"]
    return [
        *(_flag(place, "out_of_date", found, sector) for sector, found in sectors.items()),
        *([_flag(place, "due", due)] if due else []),
    ]


def _flag(place: Known, rule: str, found: Sequence[Evidence], sector: str = "") -> Flag:
    figures: dict[str, Figure] = {
        "sector": sector,
        "n": len(found),
        "codes": ", ".join(one.indicator.code for one in found),
        "day_on": min(one.observation.collected_on for one in found),
        "ends_on": min(one.observation.collected_on + timedelta(days=one.indicator.valid_days) for one in found),
    }
    return Flag(rule=rule, place_id=place.place_id, figures=figures)
