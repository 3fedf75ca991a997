"""How far something has come by the words of a report: stages of movements and of help, and words of doubt. Pure."""

import re
from collections.abc import Mapping, Sequence

from understanding.cues import COMMIT, REPORT, UPDATE

Patterns = Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]
"""By intent: stages and the words for them, the more particular first; under ``*`` the words of doubt."""
ANY = "*"
_ELSE = {REPORT: "planned", UPDATE: "ongoing", COMMIT: "pledged"}
_LOWER = {"confirmed": "pledged", "pledged": "interest", "planned": "intention"}


def is_doubtful(text: str, patterns: Patterns) -> bool:
    """Whether the words of ``text`` doubt what they say."""
    return any(pattern.search(text) for _, pattern in patterns.get(ANY, ()))


def stage(intent: str, text: str, patterns: Patterns) -> str | None:
    """The stage that a report or promise has reached; words of doubt lower it. None for what is no report."""
    if intent not in _ELSE:
        return None
    found = next((name for name, pattern in patterns.get(intent, ()) if pattern.search(text)), _ELSE[intent])
    return _LOWER.get(found, found) if is_doubtful(text, patterns) else found
