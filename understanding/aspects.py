"""What the words of a message say of its question besides the intent, and what of it they take from before. Pure."""

import re
from collections.abc import Sequence

SAFETY, OPEN, WHO, THERE, IT, SAME, NEWS, EVERY, THANKS, FINE, BACK = (
    "safety", "open", "who", "there", "it", "same", "news", "every", "thanks", "fine", "back",
)  # fmt: skip
"""Is it safe; what is going on; who works somewhere; "there"; "it"; "and", "the same for"; any news; in all places;
thanks; all right; may people go back to where they came from."""
CHANGED, SUM = "changed", "sum"
"""What is new since then; an area added up."""
TRACT, TOWNSHIP, STATE = "tract", "township", "state"
"""In the whole of that area around."""
ASPECTS = (SAFETY, OPEN, WHO, THERE, IT, SAME, NEWS, EVERY, THANKS, FINE, BACK, CHANGED, SUM, TRACT, TOWNSHIP, STATE)

Patterns = Sequence[tuple[str, re.Pattern[str]]]


def named(text: str, patterns: Patterns) -> frozenset[str]:
    """The aspects of ``text`` (lower case, shorthand written out, P for places)."""
    return frozenset(aspect for aspect, pattern in patterns if pattern.search(text))
