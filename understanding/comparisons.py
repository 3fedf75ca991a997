"""What a text that compares sets beside what: places, or one place and another source or time. Pure."""

import re

PLACES, MONITORING, ROUNDS = "places", "monitoring", "rounds"
KINDS = (PLACES, MONITORING, ROUNDS)
_SAYS_SO = re.compile(r"\bcompar", re.IGNORECASE)
_JOINED = r"\b(?:with|against|and|to|vs\.?|versus)\s+(?:the\s+)?"
_MONITORING = re.compile(_JOINED + r"(?:protection\s+monitoring|monitoring|pm)\b", re.IGNORECASE)
_ROUNDS = re.compile(
    _JOINED + r"(?:(?:last|earlier|previous|older|former|next)\s+)?"
    r"(?:rounds?|assessments?|visits?|time|year|before|then|earlier|previous|(?:an\s+)?earlier\s+round)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:with|against|to|vs\.?|versus)\s+(?:the\s+)?$", re.IGNORECASE)


def beside(text: str) -> str | None:
    """The other source or time that ``text`` sets one place beside; None where it names neither."""
    if _MONITORING.search(text):
        return MONITORING
    return ROUNDS if _ROUNDS.search(text) else None


def says_so(text: str) -> bool:
    """Whether the text says that it compares, and does not only ask which of its places ("A or B, which has water")."""
    return bool(_SAYS_SO.search(text))


def leaves_one_out(text: str, at: int) -> bool:
    """Whether the place at ``at`` is compared with one that was not named: "compare it with X"."""
    return bool(_BESIDE.search(text[:at]))
