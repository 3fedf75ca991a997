"""Agencies that a text names: the Norwegian Refugee Council, but not the card of the same letters. Pure."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from understanding.fold import Token, fold, tokens

_CARDS = frozenset(["nrc"])
"""Acronyms that are also what people call an identity card."""
_CARD_AFTER = re.compile(r"\W*(?:cards?|id|ids|numbers?|holders?|or csc|/ ?csc)\b", re.IGNORECASE)
_CARD_BEFORE = re.compile(
    r"\b(?:have|has|had|lack|lacks|lacking|without|no|an|need|needs|their|get|got|issue|issued|lost|missing|apply for|"
    r"applied for|csc(?: and| or|/)?|new|his|her|with)\W*$",
    re.IGNORECASE,
)
_ALSO_WORDS = frozenset(["plan", "save", "si", "sc", "who", "hope", "care", "act", "metta", "mag"])
"""Names that are words, too: they count with a capital only, and where a verb or sector follows."""
_ACTS = re.compile(
    r"^\W*(?:will|can|could|has|have|gave|gives?|does|did|delivered|covers?|builds?|built|offers?|plans?|and|is|to|'s|staff|"
    r"team|project|supports?|provides?|started|finished|commits?|confirmed|pledged|reached|distributed|:)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:is|does|do|covers?|can|has|have|are|gives?|will|works?|else|left|wants?|could)\b", re.IGNORECASE
)
_LONGEST = 5


class Agency(NamedTuple):
    """An agency, and where it stands in the text."""

    acronym: str
    start: int
    end: int


def find_agencies(text: str, names: Mapping[str, str], *, shouted: bool = False) -> tuple[Agency, ...]:
    """Agencies of ``text`` in order; ``names`` maps folded names and acronyms to acronyms.

    ``shouted``: the message is all capitals, so that they tell nothing.
    """
    words = tokens(text)
    found: list[Agency] = []
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST), at, -1)
        last = next((end for end in ends if _bears(text, words[at:end], names, shouted)), at)
        if last > at:
            key = fold(text[words[at].start : words[last - 1].end])
            found.append(Agency(names[key], words[at].start, words[last - 1].end))
        at = max(last, at + 1)
    return tuple(found)


def _bears(text: str, words: tuple[Token, ...], names: Mapping[str, str], shouted: bool) -> bool:
    start, end = words[0].start, words[-1].end
    key = fold(text[start:end])
    if key not in names or "@" in text[start:end]:
        return False
    if key in _CARDS and (_CARD_AFTER.match(text[end:]) or _CARD_BEFORE.search(text[:start])):
        return False
    return key not in _ALSO_WORDS or (not shouted and _is_name(text, start, end))


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a word that is also an English one stands as a name: capitals, or a verb of agencies behind it."""
    said = text[start:end]
    if said.casefold() == "who":
        return said.isupper() and not _ASKED.match(text[end:])
    if said.isupper() and len(said) > 1:
        return True
    if said.casefold() in {"metta", "mag"}:
        return True
    return said[0].isupper() and bool(_ACTS.match(text[end:]))
