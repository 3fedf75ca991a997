"""What a plain text that names a place asks for. Pure: text without the place, and the sectors its words name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from understanding import wanted as filters
from understanding.wanted import EVERYTHING, Wanted

VILLAGE, SECTORS, GAPS, WHO, SAFETY = "village", "sectors", "gaps", "who", "safety"
DATA = "data"
"""On what do the figures rest? Asked by a command or a button only."""
TOTALS = "totals"
"""An area in sum: how many places stand behind a number."""
CHANGES = "changes"
"""What is new in a place, since a day or since somebody last looked?"""
PLACE = "place"
"""Who is this place? Asked by a command or a button only."""
COMPARE = "compare"
"""Places, rounds or sources side by side: read by `understanding.comparisons`."""


@dataclass(frozen=True)
class Question:
    """``kind`` is one of the words above; ``sectors`` those named, in their order.

    ``wanted`` is what a list of gaps is narrowed to, ``since`` the day from which on changes are told.
    """

    kind: str
    sectors: tuple[str, ...] = ()
    wanted: Wanted = EVERYTHING
    since: date | None = None


_SAFETY = re.compile(r"\b(?:un)?safe(?:ly|ty|r|st)?\b|\bdanger(?:ous)?\b|\bsecure\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\bwhat(?:'| i|’)?s (?:going on|happening|the situation)\b|\bwhat is (?:going on|happening|there|the situation)\b"
    r"|\btell (?:us|me) (?:more|about)\b|\bwhats? (?:happening|going on)\b|\bwhat do (?:we|you) know (?:of|about)\b"
    r"|\bsituation\b|\boverview\b|\bcard\b",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"\b(?:which|what|any|all|list)\b(?: of)?(?: the)?(?: \w+)? (?:villages?|places?|camps?|sites?|locations?)\b",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\btotals?\b|\broll[- ]?ups?\b|\bin total\b|\baltogether\b|\bhow many (?:villages|places|camps|sites)\b|စုစုပေါင်း",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\bwhat(?:'s|’s| is| has|s)? (?:been )?(?:changed|changes|new|different)\b|\b(?:any|something) (?:changes|news?)\b"
    r"|\b(?:any(?:thing)?|something) (?:new|changed|different)\b|\bsince (?:i|we) last (?:looked|asked|checked)\b"
    r"|\bupdates? (?:on|since|about)\b|ဘာပြောင်း|ဘာအသစ်",
    re.IGNORECASE,
)
_GAPS = re.compile(r"\bgaps?\b|\bunmet\b|\bopen\b|\buncovered\b|\bnot covered\b|\bpriorit", re.IGNORECASE)
_WHO = re.compile(
    r"\bwho(?:'s|’s|s)? (?:is |are |else )?(?:work|do|there|active|present|cover|help|support)"
    r"|\bwhich (?:agenc|organi[sz]ation|ngo)|\bwho does what\b|\b3w\b|\bpresence\b",
    re.IGNORECASE,
)
_MOVING = re.compile(
    r"\b(?:who|when|how many|anyone|anybody|any (?:people|families|households|hh|group|groups))\b[^.?!\n]{0,40}"
    r"\b(?:com(?:e|es|ing)|arriv(?:e|es|ing)|mov(?:e|es|ing)|return(?:s|ing)?|leav(?:e|es|ing)"
    r"|go(?:ing)? (?:back|home))\b",
    re.IGNORECASE,
)
ENOUGH = 3
"""Sectors that are answered for one question."""


def read(rest: str, sectors: Sequence[str]) -> Question:
    """The question in ``rest``, a text without its place, that names ``sectors``.

    An open question ("what is going on", "tell us more") is about the village even where it names a sector by the way.
    """
    named = tuple(dict.fromkeys(sectors))[:ENOUGH]
    if _SAFETY.search(rest):
        return Question(SAFETY)
    if _CHANGED.search(rest):
        return Question(CHANGES)
    if _TOTALS.search(rest):
        return Question(TOTALS, named)
    if _GENERAL.search(rest):
        return Question(VILLAGE)
    wanted, _ = filters.read(rest)
    if _LISTING.search(rest) and (wanted.narrows or _GAPS.search(rest)):
        return Question(GAPS, named, wanted)
    if named:
        return Question(SECTORS, named)
    if _GAPS.search(rest):
        return Question(GAPS, wanted=wanted)
    return Question(WHO if _WHO.search(rest) else VILLAGE)


def on_the_move(rest: str) -> bool:
    """Whether ``rest`` asks who plans to come or leave, which the desk does not know yet: not who has returned."""
    return bool(_MOVING.search(rest)) and not _GENERAL.search(rest)
