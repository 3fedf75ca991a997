"""Further fields of a promise, which nobody is asked for: they stand behind [Change…]."""

from coordination.commitments import MODALITIES, POPULATIONS
from flows.commitment_dates import day_of
from flows.commitment_lines import (
    activity_of,
)  # fmt: skip
from flows.facts import Facts
from flows.flow import Answers, Choice, Got, Read, Step

LONGEST = 60
"""Letters of a text of one's own."""


def picks(key: str, values: tuple[str, ...], prefix: str) -> Step:
    """A step that is answered by one of a few words."""

    def choices(_facts: Facts, _answers: Answers) -> tuple[Choice, ...]:
        return tuple(Choice(value, f"{prefix}.{value}") for value in values)

    return Step(key, lambda _facts, _answers, text: Got({key: text}) if text in values else None, choices)


def _free(key: str) -> Step:
    """A few words of one's own; who holds the name or number of a person is refused before."""
    return Step(key, lambda _facts, _answers, text: Got({key: text.strip()}) if len(text) <= LONGEST else None)


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
    *(_free(key) for key in ("partner", "donor", "contact", "conditions")),
)  # fmt: skip
