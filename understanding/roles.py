"""Which of the places of a message people come from, and which it is about. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from understanding.cues import ASK_MOVEMENT, REPORT

_FROM = re.compile(
    r"\b(?:from|out of|ex|origin(?: is| was)?:?|away from|fled|fleeing|flee|left|leave|leaves|leaving|quit|vacate)"
    r"(?: the| camp| village| their village| idp)*\W*$"
)

_TO = re.compile(
    r"\b(?:to|into|towards|toward|in|at|for|near|reach|reached|reaching|reaches|back in|destination:?|home|visit|"
    r"visited|arrived|enter|entered|settled|via)(?: the| their village| village| town)*\W*$|[>→⇒➡] ?$"
)
_OF_PEOPLE = re.compile(
    r"\b(?:people|families|family|households|persons|group|idps|residents|returnees|villagers|H|N)"
    r"(?: \(N\))?(?: (?:living|staying|now|who lived?|who stay(?:ed)?|currently|still))*"
    r" (?:in|of|at|inside)(?: the| camp)* $"
)
_PEOPLE_AFTER = re.compile(
    r"^(?: camp| idp)* (?:families|people|households|idps|group|residents|returnees|committee|leader|management)\b"
)
_GO_THERE = re.compile(r"\b(?:to|into) P")
_ARROW = re.compile(r"^\W{0,2}(?: camp)? ?(?:-*>|=+>|→|➡|⇒|>|\||-+ (?=P))")
_THEN_TO = re.compile(
    r"^(?: camp| idp camp| village)* (?:H ?)?(?:to|into|towards|until|onto) (?:the )?P|^\W*H ?(?:-*>|=+>|→|-+) ?P"
)
_HOME = re.compile(r"\b(?:return|go|going|move|back|returning) to (?:their |the )?(?:place|village) of origin\W*$")
_THENCE = re.compile(r"^\W*(?:(?:camp|village|town)\W+)?thence\b")
_THITHER = re.compile(r"^\W*(?:(?:camp|village|town)\W+)?thither\b")
"""Burmese says it behind the name."""
_LEAVING = re.compile(
    r"\b(?:leave|leaves|left|leaving|depart\w*|set off|set out|moved? out|go(?:es|ing)? (?:home|back|away)|went home"
    r"|closed?|closing|closure|evicted|going|go only|moved? away|flee|fled|pushed|end(?:ed)? up"
    r"|(?:want|plan) to (?:go|move|return)|where do)\b"
)
_GOING = re.compile(rf"{_LEAVING.pattern}|\b(?:go|goes|move|moves|moving|relocate|depart)\b")
_BETWEEN = re.compile(r"\bbetween P and P")
_STAYING = re.compile(r"\b(?:stay|stays|stayed|remain\w*|integrate\w*|back in|back at|returned to camp|back to)\b")
_DECLINED = re.compile(r"\b(?:not|instead of|rather than)(?: to| from| in)? $")


_TELLS = re.compile(r"\b(?:committee|leader|focal point|pastor|office|elders|authorities|team) (?:of |in |at |from )?$")
_TOLD = re.compile(
    r"^\W*(?:camp )?(?:told|tells|said|says|informed|informs|reported|reports|shared|confirmed|called)\b"
)


@dataclass(frozen=True)
class Named:
    """A place of the message, and where its sign stands in the text."""

    name: str
    kind: str
    at: int


@dataclass(frozen=True)
class Roles:
    """Numbers of the places, in their order, that the message is about and that people come from."""

    about: tuple[int, ...]
    origins: tuple[int, ...]


def roles(text: str, named: Sequence[Named], intent: str) -> Roles:
    """Who is which; ``text`` has a sign for each place. Only where people move does a place become an origin."""
    kept = [number for number, one in enumerate(named) if not _DECLINED.search(text[: one.at])]
    tells = [number for number in kept if len(kept) > 1 and _only_tells(text, named[number])]
    kept = [number for number in kept if number not in tells]
    moving = intent in {REPORT, ASK_MOVEMENT}
    if moving:
        marked = {number: _mark(text, named[number]) for number in kept}
        origins = [number for number in kept if marked[number] == "from"] or _likely_origins(text, named, kept, marked)
        origins = origins or [number for number in tells if named[number].kind == "camp" and _LEAVING.search(text)][:1]
    else:
        origins = [number for number in kept if len(kept) > 1 and _FROM.search(text[: named[number].at])]
    return Roles(tuple(number for number in kept if number not in origins), tuple(origins))


def _only_tells(text: str, one: Named) -> bool:
    """Whether the place is only where the news comes from: "the committee of X told us"."""
    return bool(_TELLS.search(text[: one.at]) and _TOLD.match(text[one.at + 1 :]))


def _mark(text: str, one: Named) -> str:
    """ "from" or "to" where the words around a place say it, else ""."""
    before, after = text[: one.at], text[one.at + 1 :]
    if _THITHER.match(after) or _HOME.search(before):
        return "to"
    if _FROM.search(before) or _THENCE.match(after):
        return "from"
    if (_ARROW.match(after) and "P" in after) or _THEN_TO.match(after):
        return "from"
    if _PEOPLE_AFTER.match(after) and (one.kind == "camp" or _GO_THERE.search(after)):
        return "from"
    if _OF_PEOPLE.search(before):
        return ""
    return "to" if _TO.search(before) else ""


def _likely_origins(text: str, named: Sequence[Named], kept: list[int], marked: dict[int, str]) -> list[int]:
    """The camp beside another place that people go to; a camp alone that people leave."""
    if _BETWEEN.search(text):
        return []
    free = [number for number in kept if marked[number] == ""]
    if len(kept) > 1:
        of_people = [number for number in free if _OF_PEOPLE.search(text[: named[number].at])]
        camps = of_people or [number for number in free if named[number].kind == "camp"]
        return camps[:1] if len(camps) < len(kept) else []
    if _STAYING.search(text):
        return []
    of_people = [number for number in free if _OF_PEOPLE.search(text[: named[number].at]) and _GOING.search(text)]
    camps = [number for number in free if named[number].kind == "camp" and _LEAVING.search(text)]
    return of_people or camps
