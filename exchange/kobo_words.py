"""What an answer of a form says in other words: don't know, refused, other, yes and no, the tool."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from exchange import cells

Words = tuple[str, ...]
TYPED = "…"
"""Stands in a report for what somebody may have typed."""
_WORD = re.compile(r"[^\W_]+")
_POSITION = re.compile(r"-?\d{1,3}\.\d+[ ,;]+-?\d{1,3}\.\d+([ ,;]+-?[\d.]+)*(;.*)?", re.DOTALL)
_JOINING = frozenset(["or", "and", "the", "of", "a", "an"])

_UNKNOWN = (
    "dk", "dnk", "idk", "dont know", "don t know", "do not know", "doesn t know", "does not know", "not known",
    "unknown", "no idea", "not sure", "unsure", "no information", "no answer", "no response",
)  # fmt: skip
_REFUSED = (
    "refused", "refuse", "refuses", "refusal", "refused to answer", "prefer not", "prefers not", "declined",
    "no consent", "does not want to answer", "don t want to answer", "do not want to answer",
)  # fmt: skip
_NOT_ASKED = (
    "na", "n a", "not applicable", "not asked", "not assessed", "not relevant", "skip", "skipped", "not observed",
)  # fmt: skip
_BURMESE_UNKNOWN = ("မသိ", "မသိပါ", "မသိဘူး")
UNKNOWN_CODES = frozenset(["88", "98", "99", "888", "998", "999"])
"""Numbers that forms declare as the choice "don't know"; under a count they are numbers."""
MISSING_CODES = frozenset(["-88", "-98", "-99", "-888", "-998", "-999"])
"""Numbers below 0 that stand for "don't know" under a count: nothing else can be below 0 there."""

_TOOLS: Mapping[str, tuple[str, ...]] = {
    "HHS": ("hhs", "household", "households", "hh"),
    "KII": ("kii", "kiis", "key informant", "key informants", "ki"),
    "FGD": ("fgd", "fgds", "focus group", "focus groups", "focus"),
    "DO": ("do", "direct observation", "observation"),
    "TEC": ("tec", "technical", "technical assessment"),
}
_BESIDE_TOOL = frozenset(["section", "group", "grp", "form", "part", "questions", "tool", "module", "block", "survey"])
_YES = frozenset(
    [
        "i agree",
        "we agree",
        "yes",
        "y",
        "1",
        "true",
        "ok",
        "agree",
        "agreed",
        "agrees",
        "given",
        "obtained",
        "yes_agree",
    ]
)
_NO = frozenset(["no", "n", "0", "false", "disagree", "refused", "declined", "not given", "not obtained", "none"])


def words(text: Any) -> Words:
    """The letters and digits of ``text`` in lower case, word by word."""
    return tuple(_WORD.findall(cells.text(text).casefold()))


def bare(text: Any) -> Words:
    """`words` without those that only join: "Protected well / spring" is "protected_well_or_spring"."""
    return tuple(word for word in words(text) if word not in _JOINING)


def _says(said: Words, phrases: Iterable[str]) -> bool:
    """Whether ``said`` is one of ``phrases``, or begins with one of several words ("don't know (DK)")."""
    text = " ".join(said)
    return any(text == phrase or (" " in phrase and text.startswith(f"{phrase} ")) for phrase in phrases)


def state(text: Any) -> str | None:
    """``unknown``, ``refused`` or ``not_assessed`` where that is what ``text`` says; a bare number says none."""
    if cells.text(text) in _BURMESE_UNKNOWN:
        return "unknown"
    said = words(text)
    if _says(said, _REFUSED):
        return "refused"
    if _says(said, _NOT_ASKED):
        return "not_assessed"
    return "unknown" if _says(said, _UNKNOWN) else None


def is_other(text: Any) -> bool:
    """Whether "other" was chosen, whatever stands behind it ("Other (please specify)")."""
    return words(text)[:1] in {("other",), ("others",)}


def is_code(text: Any) -> bool:
    """Whether this can be a code of a gazetteer: a p-code, with or without its country, or an id of a source."""
    return re.fullmatch(r"(?i)[a-z]{3}\d{6,}|\d{6,9}|\w+:\w+", cells.text(text)) is not None


def untyped(text: str) -> str:
    """``text`` where it can be the name of a choice, else `TYPED`: what somebody may have typed is never repeated."""
    return text if re.fullmatch(r"[\w.-]{1,40}", text) else TYPED


def is_position(text: Any) -> bool:
    """Whether a cell holds a position on the globe, as a form writes it: never read as anything."""
    return _POSITION.fullmatch(cells.text(text)) is not None


def yes_no(text: Any) -> str | None:
    """``yes`` or ``no`` where that is what ``text`` says."""
    said = words(text)
    joined = " ".join(said)
    if joined in _YES or said[:1] == ("yes",):
        return "yes"
    return "no" if joined in _NO or said[:1] == ("no",) else None


def tool(text: Any) -> str | None:
    """The one tool that ``text`` names, by its letters or in words; None where it names none or several."""
    said = words(text)
    named = {tool for tool in _TOOLS if tool.casefold() in said}
    if not named:
        pairs = {*said, *(" ".join(pair) for pair in pairwise(said))}
        named = {tool for tool, phrases in _TOOLS.items() if pairs & set(phrases)}
    return named.pop() if len(named) == 1 else None


def tool_of_group(name: str) -> str | None:
    """The tool that a group of questions is called after: ``kii``, ``do_section``."""
    said = set(words(name)) - _BESIDE_TOOL
    return next((tool for tool in _TOOLS if said == {tool.casefold()}), None)
