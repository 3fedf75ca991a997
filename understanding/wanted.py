"""Which open needs a list is about: how severe at least, how fresh, without anybody's help, of which kind. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

CURRENT, OLD = "current", "old"
HUMANITARIAN, DEVELOPMENT = "humanitarian", "development"


@dataclass(frozen=True)
class Wanted:
    """What a list of open needs is narrowed to; nothing said: everything.

    ``severity`` at least so much; ``fresh`` current or old (past the shelf-life); ``nobody``: no cover reported and
    nobody pledged; ``nexus`` humanitarian or development (what public-sector planning answers). ``as_of`` a day, None:
    today.
    """

    severity: int | None = None
    fresh: str = ""
    nobody: bool = False
    nexus: str = ""
    as_of: date | None = None

    @property
    def code(self) -> str:
        """The filters for the data of a button: "3cnd"."""
        letters = ("" if self.severity is None else str(self.severity), self.fresh[:1], "n" * self.nobody)
        return "".join((*letters, self.nexus[:1]))

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.code)


EVERYTHING = Wanted()
_LETTERS: dict[str, Callable[[Wanted], Wanted]] = {
    "c": lambda one: replace(one, fresh=CURRENT),
    "o": lambda one: replace(one, fresh=OLD),
    "n": lambda one: replace(one, nobody=True),
    "h": lambda one: replace(one, nexus=HUMANITARIAN),
    "d": lambda one: replace(one, nexus=DEVELOPMENT),
}


def of_code(code: str) -> Wanted | None:
    """The filters in a button's data; None for what is none."""
    wanted = EVERYTHING
    for letter in code:
        if letter in "01234":
            wanted = replace(wanted, severity=int(letter))
        elif letter in _LETTERS:
            wanted = _LETTERS[letter](wanted)
        else:
            return None
    return wanted


_DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
_SEVERITY = re.compile(
    r"\b(?:severity|sev|level)\s*(?:is\s*)?(?:>=|≥|>|of|at least|min(?:imum)?|from)?\s*([0-4])\b"
    r"\s*(?:\+|(?:or|and) (?:more|higher|above|worse|up)\b)?|ပြင်းထန်မှု(?:အဆင့်)?\s*([0-4])\+?",
    re.IGNORECASE,
)
_OLD = re.compile(
    r"\b(?:out[ -]of[ -]date|out ?dated|expired|stale|old (?:data|figures?|counts?|ones?))\b|ရက်လွန်", re.IGNORECASE
)
_CURRENT = re.compile(r"\b(?:up[ -]to[ -]date|current(?:ly valid)?|still valid|valid|fresh)\b|လက်ရှိသက်ဝင်", re.IGNORECASE)
_NOBODY = re.compile(
    r"\b(?:still |with )?(?:no|without)\b(?: any| a)?(?: [^\W\d_]+){0,2}?\s+"
    r"(?:agenc(?:y|ies)|one|body|ngos?|partners?|support|help|aid|cover(?:age)?|response|organi[sz]ations?)"
    r"(?: at all| yet| there| working)*\b|\b(?:nobody|uncovered|unsupported|not (?:yet )?(?:covered|supported))\b"
    r"|အေဂျင်စီမရှိ|အကူအညီမရှိ",
    re.IGNORECASE,
)
_DEVELOPMENT = re.compile(r"\bdevelopment(?:al)?\b(?: needs?| gaps?)?|ဖွံ့ဖြိုးရေး", re.IGNORECASE)
_HUMANITARIAN = re.compile(r"\bhumanitarian\b(?: needs?| gaps?)?|လူသားချင်းစာနာ", re.IGNORECASE)
_SIGNS: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    (_OLD, {"fresh": OLD}),
    (_CURRENT, {"fresh": CURRENT}),
    (_NOBODY, {"nobody": True}),
    (_DEVELOPMENT, {"nexus": DEVELOPMENT}),
    (_HUMANITARIAN, {"nexus": HUMANITARIAN}),
)


def read(text: str) -> tuple[Wanted, str]:
    """The filters that ``text`` names, and the text with blanks in their place."""
    said: dict[str, Any] = {}
    rest = text.translate(_DIGITS)
    severe = _SEVERITY.search(rest)
    if severe:
        said["severity"] = int(severe[1] or severe[2])
        rest = _blanked(rest, severe)
    for pattern, meaning in _SIGNS:
        found = pattern.search(rest)
        if found:
            said = meaning | said
            rest = _blanked(rest, found)
    kept = "".join(" " if cut == " " else sign for sign, cut in zip(text, rest, strict=True))
    return Wanted(**said), kept


def _blanked(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " * (found.end() - found.start()) + text[found.end() :]
