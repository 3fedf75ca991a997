"""Whether a text asks to compare, and what: places side by side, or one place with another source or time. Pure."""

import re
from dataclasses import dataclass

PLACES, MONITORING, ROUNDS = "places", "monitoring", "rounds"
KINDS = (PLACES, MONITORING, ROUNDS)


@dataclass(frozen=True)
class Asked:
    """``parts`` are texts that should name one place each; ``sure`` when the text says that it compares.

    Where it is not ``sure`` ("A or B, which has water") it is a comparison only if every part does name a place.
    """

    kind: str
    parts: tuple[str, ...]
    sure: bool


_COMPARE = re.compile(r"^\W*(?:(?:can|could) (?:you|u) |please |pls )*compare\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL)
_VERSUS = re.compile(r"\s(?:vs\.?|versus)\s", re.IGNORECASE)
_WHICH = re.compile(r"\bwhich\b|\bwhere is it (?:better|worse)\b", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:and|with|against|vs\.?|versus)\s+|\s*&\s*", re.IGNORECASE)
_LOOSE = re.compile(r"\s+(?:or|to)\s+", re.IGNORECASE)
_JOINED = r"\s*\b(?:with|against|and|to|vs\.?|versus)\s+(?:the\s+)?"
_MONITORING = re.compile(_JOINED + r"(?:protection\s+monitoring|monitoring|pm)\W*$", re.IGNORECASE)
_ROUNDS = re.compile(
    _JOINED + r"(?:(?:last|earlier|previous|older|former|next)\s+)?"
    r"(?:rounds?|assessments?|visits?|time|before|then|earlier|previous|(?:an\s+)?earlier\s+round)\W*$",
    re.IGNORECASE,
)
_NOW = re.compile(r"\W*\b(?:now|today)\b\W*$", re.IGNORECASE)


def read(text: str, *, command: bool = False) -> Asked | None:
    """What ``text`` (behind ``command``: all of it) asks to compare; None where it compares nothing.

    One place alone is compared with its own earlier round.
    """
    said = _COMPARE.match(text)
    if said or command:
        return _compared((said[1] if said else text).strip())
    if _VERSUS.search(text):
        return Asked(PLACES, _parts(_VERSUS, text), sure=False)
    if _WHICH.search(text) and _OR.search(text):
        return Asked(PLACES, _parts(_OR, text), sure=False)
    return None


def _compared(body: str) -> Asked:
    for kind, ending in ((MONITORING, _MONITORING), (ROUNDS, _ROUNDS)):
        if found := ending.search(body):
            return Asked(kind, (_NOW.sub("", body[: found.start()]).strip(),), sure=True)
    parts = _parts(_BETWEEN, body)
    parts = parts if len(parts) > 1 else _parts(_LOOSE, body)
    return Asked(PLACES if len(parts) > 1 else ROUNDS, parts, sure=True)


def _parts(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in between.split(text) if part.strip())
