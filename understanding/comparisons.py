"""What a text that says "compare" sets side by side: places, or one place and another source or time. Pure."""

import re
from dataclasses import dataclass

PLACES, MONITORING, ROUNDS = "places", "monitoring", "rounds"
KINDS = (PLACES, MONITORING, ROUNDS)


@dataclass(frozen=True)
class Asked:
    """``parts`` are texts that should name one place each; ``left_out``: the first one is that of the last answer."""

    kind: str
    parts: tuple[str, ...]
    left_out: bool = False


_COMPARE = re.compile(r"^\W*(?:(?:can|could) (?:you|u) |please |pls )*compare\b[\s:]*(.*)$", re.IGNORECASE | re.DOTALL)
_LAST = re.compile(r"^(?:it|this|that|them|there)$", re.IGNORECASE)
_LEFT_OUT = re.compile(r"^(?:(?:it|this|that|them|there)\s+)?(?:with|against|to|and|vs\.?|versus)\s+", re.IGNORECASE)
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
    """What ``text`` (behind ``command``: all of it) says to compare; None where it does not say so.

    One place alone is compared with its own earlier round.
    """
    said = _COMPARE.match(text)
    if said or command:
        return _compared((said[1] if said else text).strip())
    return None


def beside(text: str) -> str | None:
    """The other source or time that ``text`` sets one place beside; None where it names neither."""
    return next((kind for kind, ending in _SOURCES if ending.search(text)), None)


def _compared(body: str) -> Asked:
    left_out = bool(_LEFT_OUT.match(body))
    for kind, ending in _SOURCES:
        if found := ending.search(body):
            about = _LAST.sub("", _NOW.sub("", body[: found.start()]).strip())
            return Asked(kind, (about,) if about else (), left_out=left_out)
    parts = _parts(_BETWEEN, _LEFT_OUT.sub("", body))
    parts = parts if len(parts) > 1 else _parts(_LOOSE, _LEFT_OUT.sub("", body))
    return Asked(PLACES if len(parts) + left_out > 1 else ROUNDS, parts, left_out=left_out)


_SOURCES = ((MONITORING, _MONITORING), (ROUNDS, _ROUNDS))


def _parts(between: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in between.split(text) if part.strip())
