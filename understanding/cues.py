"""What tells an intent: patterns over a text in which names, numbers and dates stand as signs. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PLACE, SECTOR, HOUSEHOLDS, PERSONS, TIME, AGENCY = "P", "S", "H", "N", "T", "A"
"""The signs: capitals in a text that is otherwise in lower case."""

ASK_VILLAGE, ASK_SECTOR, LIST_GAPS, ASK_MOVEMENT, COMPARE, REPORT, COMMIT, UPDATE, SUBSCRIBE, HELP, GREETING, OTHER = (
    "ask_village", "ask_sector_gaps", "list_gaps", "ask_movement", "compare", "report_movement", "commit_response",
    "update_response", "subscribe", "help", "greeting", "other",
)  # fmt: skip
INTENTS = (
    ASK_VILLAGE, ASK_SECTOR, LIST_GAPS, ASK_MOVEMENT, COMPARE, REPORT, COMMIT, UPDATE, SUBSCRIBE, HELP, GREETING, OTHER,
)  # fmt: skip
"""What a message may want, as the desk's readings name it."""


@dataclass(frozen=True)
class Cue:
    """Words that match ``pattern`` speak for ``intent`` with this weight."""

    intent: str
    weight: float
    pattern: re.Pattern[str]


def cues(rows: Iterable[tuple[str, float, str]], classes: Mapping[str, Iterable[str]]) -> tuple[Cue, ...]:
    """Cues of (intent, weight, pattern); ``{name}`` in a pattern stands for any word of that class."""
    words = {name: f"(?:{'|'.join(sorted(set(listed)))})" for name, listed in classes.items()}

    def written(pattern: str) -> str:
        for name, listed in words.items():
            pattern = pattern.replace(f"{{{name}}}", listed)
        return pattern

    return tuple(Cue(intent, weight, re.compile(written(pattern))) for intent, weight, pattern in rows)
