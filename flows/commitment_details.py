"""Further fields of a promise, which nobody is asked for: they stand behind [Change…]."""

import re

from coordination import agencies
from coordination.commitments import CONDITIONS, MODALITIES, POPULATIONS
from flows.commitment_dates import day_of
from flows.commitment_lines import (
    activity_of,
)  # fmt: skip
from flows.facts import Facts
from flows.flow import Answers, Choice, Got, Read, Step
from understanding import sightings
from understanding.redaction import personal

_NAME = re.compile(r"[A-Z][A-Za-z&'.-]*(?: (?:of|for|and|the|de|&|[A-Z][A-Za-z&'.-]*)){0,7}")
"""Words with capitals; a sentence is no name."""
LONGEST = 60
"""Letters of a text of one's own."""


def picks(key: str, values: tuple[str, ...], prefix: str) -> Step:
    """A step that is answered by one of a few words."""

    def choices(_facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
        return tuple(Choice(value, f"{prefix}.{value}") for value in values)

    return Step(key, lambda _facts, _answers, text: Got({key: text}) if text in values else None, choices)


def _organisation(key: str) -> Step:
    """An agency that is known, or the name of another: nothing of people, soldiers or villages (rules 7, 9 and 11)."""

    def read(facts: Facts, _answers: Answers, text: str) -> Read:
        if known := agencies.by_name(facts.scope, text):
            return Got({key: known.acronym})
        return Got({key: text.strip()}) if _is_harmless(facts, text) else None

    return Step(key, read)


def _is_harmless(facts: Facts, text: str) -> bool:
    """Whether a text looks like the name of an organisation and says nothing that must not be kept."""
    request, fits = facts.read(text), len(text) <= LONGEST and _NAME.fullmatch(text.strip())
    return bool(fits) and not (request.refusal or request.villages or sightings.hear(text) or personal(text))


def _read_end(facts: Facts, answers: Answers, text: str) -> Read:
    request = facts.read(text)
    found, start = request.when_to or request.when_from, day_of(answers.get("start"))
    return Got({"end": found.isoformat()}) if found and not (start and found < start) else None


def _has_parts(facts: Facts, answers: Answers) -> bool:
    activity = activity_of(facts, answers)
    return activity is not None and bool(activity.components)


def _read_parts(facts: Facts, answers: Answers, text: str) -> Read:
    activity = activity_of(facts, answers)
    named = [part for part in (activity.components if activity else ()) if part in text.casefold()]
    return Got({"components": "|".join(named)}) if named else None


def _parts(facts: Facts, answers: Answers) -> tuple[Choice, ...]:
    activity = activity_of(facts, answers)
    return tuple(Choice(part, label=part) for part in activity.components) if activity else ()


DETAILS = (
    Step("end", _read_end),
    Step("components", _read_parts, _parts, applies=_has_parts),
    picks("population", POPULATIONS, "commitments.population"),
    picks("modality", MODALITIES, "commitments.modality"),
    *(_organisation(key) for key in ("partner", "donor")),
    picks("conditions", CONDITIONS, "commitments.conditions"),
)  # fmt: skip
