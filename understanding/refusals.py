"""What the desk never answers or keeps: rules 7, 8 and 11 of domain section 6, and what is confidential. Pure."""

import re
from collections.abc import Sequence

DISCLOSURE, RULES, PEOPLE, MILITARY, POSITION, SECRET = (
    "disclosure", "rules", "people", "military", "position", "confidential",
)  # fmt: skip
"""Why a message gets a fixed sentence and nothing of it is kept, the most urgent first."""
REASONS = (DISCLOSURE, RULES, PEOPLE, MILITARY, POSITION, SECRET)

Patterns = Sequence[tuple[str, re.Pattern[str]]]
_NO_WEAPON = re.compile(r"\b(?:jade|gold|amber|coal|ruby|tin|rare earth)\s+mines?\b")


def refusal(text: str, patterns: Patterns) -> str | None:
    """Why ``text`` (lower case, shorthand written out) must be refused; None where it need not be."""
    plain = _NO_WEAPON.sub(" ", text)
    return next((why for why, pattern in patterns if pattern.search(plain)), None)
