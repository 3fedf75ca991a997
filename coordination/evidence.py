"""Which value of an indicator counts (domain section 3, "Which value counts"): rounds, tools, shelf-life.

Pure: the values of one place come in, admitted for a viewer; nothing here knows of the store.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from coordination.catalogue import Catalogue, Indicator

ROUND = timedelta(days=30)
"""Values at most this much older than the newest one are one round."""

NO_ANSWERS = frozenset({"unknown", "not_assessed", "refused", "no_answer"})
"""Choices that say nothing; they never stand for a value."""

SINGLE = "sighting."
"""How the instance of an assessment begins that is one observation only."""


@dataclass(frozen=True)
class Observation:
    """One value of one indicator from one assessment of one place.

    ``state`` is value, unknown, not_assessed or refused. ``number`` holds counts and percentages, ``choice`` the answer
    of enum, yes/no and list (items separated by ``|``), ``cells`` a table of people (keys: `rules.CELLS`).
    ``questioned``: somebody doubts the value, and no coordinator has looked yet (domain section 6 rule 31).
    """

    place_id: int
    indicator: str
    state: str
    number: float | None = None
    choice: str | None = None
    cells: Mapping[str, int] | None = None
    tool: str = ""
    collected_on: date = date.min
    informants: int | None = None
    informants_agreed: str = "unknown"
    matched_observation: str = "unknown"
    authority_list: str = "unknown"
    consent: bool = False
    agency: str = ""
    assessment_id: int = 0
    value_id: int = 0
    questioned: bool = False
    instance: str = ""

    @property
    def single(self) -> bool:
        """Whether somebody passing by saw this one thing: nobody assessed the place."""
        return self.instance.startswith(SINGLE)

    @property
    def items(self) -> tuple[str, ...]:
        """What a list names, each once, in alphabetical order."""
        return tuple(sorted({item.strip() for item in (self.choice or "").split("|")} - {""}))


@dataclass(frozen=True)
class Evidence:
    """What is known of one indicator in one place.

    ``observation`` is the value that counts; where nobody gave a value it is the newest answer without one, `known` is
    false and so is ``valid``. ``confirmed_by`` is the observation on site that agrees with key informants. ``beside``
    are the others of the round and newer answers without a value, ``history`` is what is older; newest first.
    """

    indicator: Indicator
    observation: Observation
    beside: tuple[Observation, ...]
    history: tuple[Observation, ...]
    valid: bool
    age_days: int
    confirmed_by: Observation | None = None

    @property
    def known(self) -> bool:
        """Whether ``observation`` is a value, however old."""
        return is_answer(self.indicator, self.observation)

    @property
    def all(self) -> tuple[Observation, ...]:
        """Everything that was said of the indicator."""
        confirming = (self.confirmed_by,) if self.confirmed_by else ()
        return (self.observation, *confirming, *self.beside, *self.history)

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools behind the value that counts: one, or key informants and observation that agree."""
        return tuple(sorted({one.tool for one in (self.observation, self.confirmed_by) if one}, reverse=True))


def is_answer(indicator: Indicator, observation: Observation) -> bool:
    """Whether an observation holds a value of its indicator's type; unknown, not assessed, refused never do."""
    if observation.state != "value":
        return False
    if indicator.data_type == "table":
        return bool(observation.cells)
    if indicator.data_type in {"int", "pct"}:
        return observation.number is not None and isfinite(observation.number) and observation.number >= 0
    if indicator.data_type == "list":
        return observation.choice is not None and observation.choice not in NO_ANSWERS
    return bool(observation.choice) and observation.choice not in NO_ANSWERS


def agree(indicator: Indicator, one: Observation, other: Observation) -> bool:
    """Equal answers, or counts within 10 % of the larger one."""
    if indicator.data_type in {"int", "pct"}:
        low, high = sorted((one.number or 0, other.number or 0))
        return (high - low) * 10 <= high
    if indicator.data_type == "table":
        return dict(one.cells or {}) == dict(other.cells or {})
    return one.items == other.items


def weigh(catalogue: Catalogue, observations: Iterable[Observation], today: date) -> dict[str, Evidence]:
    """Evidence by indicator code, in the catalogue's order, from the observations of one place in any order.

    Values dated after ``today`` and codes that the catalogue does not know are left out.
    """
    by_code: dict[str, list[Observation]] = {}
    for observation in observations:
        if observation.collected_on <= today:
            by_code.setdefault(observation.indicator, []).append(observation)
    return {code: _weigh(one, by_code[code], today) for code, one in catalogue.indicators.items() if code in by_code}


def _weigh(indicator: Indicator, observations: Sequence[Observation], today: date) -> Evidence:
    newest_first = sorted(observations, key=recency, reverse=True)
    answers = [one for one in newest_first if is_answer(indicator, one)]
    if not answers:
        return Evidence(indicator, newest_first[0], tuple(newest_first[1:]), (), False, _age(newest_first[0], today))
    since = answers[0].collected_on - ROUND
    current = [one for one in newest_first if one.collected_on >= since]
    valid = [one for one in answers if one.collected_on >= since and _is_valid(indicator, one, today)]
    counting, confirming = best(indicator, valid or [one for one in answers if one.collected_on >= since])
    return Evidence(
        indicator=indicator,
        observation=counting,
        beside=tuple(one for one in current if one is not counting and one is not confirming),
        history=tuple(newest_first[len(current) :]),
        valid=_is_valid(indicator, counting, today),
        age_days=_age(counting, today),
        confirmed_by=confirming,
    )


def best(indicator: Indicator, answers: Sequence[Observation]) -> tuple[Observation, Observation | None]:
    """The value of one round that counts, and the observation on site that confirms it.

    HHS > key informants whom observation confirms > FGD or technical assessment > observation alone > key informants
    alone > derived. The registry does not rank observation alone: what was seen stands above what one person said and
    below what a group agreed on. Among equals the newest counts, then the one with more informants.
    """
    newest_first = sorted(answers, key=recency, reverse=True)
    seen = [one for one in newest_first if one.tool == "DO"]

    def confirming(one: Observation) -> Observation | None:
        return next((other for other in seen if one.tool == "KII" and agree(indicator, one, other)), None)

    def rank(one: Observation) -> int:
        return 1 if confirming(one) else _RANKS.get(one.tool, len(_RANKS))

    counting = min(newest_first, key=rank)
    return counting, confirming(counting)


def earlier(evidence: Evidence) -> Observation | None:
    """The value that counted in the round before, however old; None where there was no other round."""
    answers = [one for one in evidence.history if is_answer(evidence.indicator, one)]
    if not answers:
        return None
    since = max(one.collected_on for one in answers) - ROUND
    return best(evidence.indicator, [one for one in answers if one.collected_on >= since])[0]


_RANKS = {"HHS": 0, "FGD": 2, "TEC": 2, "DO": 3, "KII": 4, "derived": 5}


def recency(one: Observation) -> tuple[object, ...]:
    """Sort key, oldest first; the value itself comes last, so that any order in gives one order out."""
    cells = tuple(sorted((one.cells or {}).items()))
    value = (one.number is not None, one.number or 0, one.choice or "", one.state, cells)
    return (one.collected_on, one.informants or 0, one.assessment_id, one.tool, one.agency, *value)


def _is_valid(indicator: Indicator, one: Observation, today: date) -> bool:
    return (today - one.collected_on).days <= indicator.valid_days


def _age(one: Observation, today: date) -> int:
    return (today - one.collected_on).days
