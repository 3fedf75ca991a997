"""One indicator of one place as an answer may show it, with its date, tool and what other tools said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coordination.catalogue import Catalogue, Indicator
from coordination.disclosure import klass_of
from coordination.evidence import ROUND, Evidence, Observation, agree, is_answer, recency, weigh
from coordination.figures import HOUSEHOLD_FLOORS, Amount, Band, Count, Public, Restricted, several
from coordination.rules import ByBands
from coordination.severity import Rating
from coordination.viewer import Klass


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A value: an ``amount`` for counts, percentages and minutes, or the ``choices`` of enum, yes/no and list.

    ``state`` is value, unknown, not_assessed or refused. ``tools`` are those behind the value; ``beside`` holds what
    other tools of the round said and does not agree. ``questioned``: somebody doubts it, and it is not settled yet.
    ``single``: seen by somebody passing by, not in an assessment of the place.
    """

    code: Public[str]
    klass: Public[Klass]
    sector: Public[str]
    need: Public[bool] = False
    state: Public[str]
    amount: Public[Amount | None] = None
    base: Restricted[Count | None] = None
    choices: Public[tuple[str, ...]] = ()
    severity: Public[int | None] = None
    notes: Restricted[tuple[str, ...]] = ()
    collected_on: Public[date]
    age_days: Public[int] = 0
    valid: Public[bool] = False
    tools: Public[tuple[str, ...]] = ()
    informants: Restricted[str | None] = None
    agreed: Restricted[bool] = False
    agency: Restricted[str | None] = None
    beside: Public[tuple["Reading", ...]] = ()
    questioned: Public[bool] = False
    single: Public[bool] = False

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.state == "value"


def reading(catalogue: Catalogue, evidence: Evidence, rating: Rating | None = None, *, exactly: bool = True) -> Reading:
    """What counts for one indicator, with what disagrees beside it.

    Whether two counts agree within 10 % tells of the counts: where numbers leave only as bands (not ``exactly``) the
    tools and the last day are those of the whole round, and every other band in it stands beside, agreeing or not.
    """
    indicator, counts = evidence.indicator, evidence.observation
    answers = [one for one in evidence.beside if is_answer(indicator, one)]
    own, rated = _of(catalogue, evidence, counts), {"valid": evidence.valid, **_rated(indicator, rating)}
    confirming = [evidence.confirmed_by] if evidence.confirmed_by else []
    if exactly or own.amount is None:
        apart = tuple(_of(catalogue, evidence, one) for one in answers if not agree(indicator, counts, one))
        doubted = any(one.questioned for one in (counts, *confirming))
        return replace(own, **rated, tools=evidence.tools, beside=apart, questioned=doubted)
    together = sorted((counts, *confirming, *answers), key=recency, reverse=True)
    band, last = _band(indicator, counts), together[0].collected_on
    return replace(
        own,
        **rated,
        tools=tuple(sorted({one.tool for one in together})),
        collected_on=last,
        age_days=evidence.age_days + (counts.collected_on - last).days,
        beside=tuple(_of(catalogue, evidence, one) for one in together if _band(indicator, one) != band),
        questioned=any(one.questioned for one in together),
    )


def alone(catalogue: Catalogue, observation: Observation, today: date) -> Reading:
    """One value as it reads without any other."""
    return reading(catalogue, weigh(catalogue, [observation], today)[observation.indicator])


def _band(indicator: Indicator, observation: Observation) -> Band | None:
    counted = amount(indicator, observation)
    return counted.banded() if counted else None


def _rated(indicator: Indicator, rating: Rating | None) -> dict[str, Any]:
    if rating is None:
        return {}
    base = Count("HH" if indicator.unit == "HH" else "persons", rating.base) if rating.base is not None else None
    return {"severity": rating.severity, "base": base, "notes": rating.notes}


def _of(catalogue: Catalogue, evidence: Evidence, observation: Observation) -> Reading:
    days = (evidence.observation.collected_on - observation.collected_on).days
    return _told(catalogue, evidence.indicator, observation, evidence.age_days + days)


def told(catalogue: Catalogue, observation: Observation, today: date) -> Reading:
    """What one assessment said of an indicator of the catalogue, with nothing beside it."""
    indicator, age = catalogue.indicators[observation.indicator], (today - observation.collected_on).days
    return replace(_told(catalogue, indicator, observation, age), valid=age <= indicator.valid_days)


def _told(catalogue: Catalogue, indicator: Indicator, observation: Observation, age_days: int) -> Reading:
    answered = is_answer(indicator, observation)
    return Reading(
        code=indicator.code,
        klass=klass_of(catalogue, observation),
        sector=indicator.sector,
        need=indicator.kind == "need",
        state="value" if answered else _state(observation),
        amount=amount(indicator, observation) if answered else None,
        choices=observation.items if answered and indicator.data_type in {"enum", "bool", "list"} else (),
        collected_on=observation.collected_on,
        age_days=age_days,
        tools=(observation.tool,),
        informants=several(observation.informants),
        agreed=observation.informants_agreed == "yes",
        agency=observation.agency or None,
        questioned=observation.questioned,
        single=observation.single,
    )


def _state(observation: Observation) -> str:
    return "unknown" if observation.state == "value" else observation.state


def amount(indicator: Indicator, observation: Observation) -> Count | None:
    """The number behind an answer; it is published in bands of households or, for minutes and such, of its severity."""
    if indicator.data_type == "table":
        return Count("persons", sum((observation.cells or {}).values()))
    if indicator.data_type not in {"int", "pct"}:
        return None
    return Count(indicator.unit or "", round(observation.number or 0), floors(indicator))


def floors(indicator: Indicator) -> tuple[int, ...]:
    """Lower bounds of the bands in which an indicator's numbers are published."""
    if isinstance(indicator.rule, ByBands):
        return (0, *(int(upper) + 1 for upper, _ in indicator.rule.cuts))
    return HOUSEHOLD_FLOORS


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The newest round of assessments of a place that the viewer may know of: its last day and its tools."""

    collected_on: Public[date]
    age_days: Public[int] = 0
    tools: Public[tuple[str, ...]] = ()
    agreed: Restricted[bool] = False
    agencies: Restricted[tuple[str, ...]] = ()


INFORMED = frozenset({"KII", "FGD"})
"""Tools whose informants may agree or not."""
TOOL_ORDER = ("HHS", "KII", "FGD", "TEC", "DO", "derived")


def visit(readings: Sequence[Reading]) -> Visit | None:
    """The visit behind the newest of ``readings``, rather of an assessment than of single observations; or None."""
    known = [one for one in readings if one.known]
    known = [one for one in known if not one.single] or known
    newest = max(known, key=lambda one: one.collected_on, default=None)
    if newest is None:
        return None
    same = [one for one in known if newest.collected_on - one.collected_on <= ROUND]
    tools = {tool for one in same for tool in one.tools}
    told = [one for one in same if INFORMED & set(one.tools)]
    return Visit(
        collected_on=newest.collected_on,
        age_days=newest.age_days,
        tools=tuple(tool for tool in TOOL_ORDER if tool in tools),
        agreed=bool(told) and all(one.agreed for one in told),
        agencies=tuple(sorted({one.agency for one in same if one.agency})),
    )
