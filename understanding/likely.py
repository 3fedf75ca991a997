"""What a text that was not understood may have asked for, as one would type it, the likeliest first. Pure."""

import re
from collections.abc import Sequence

MOST = 3
"""Readings that are offered."""
_WORD = re.compile(r"[a-z]{3,}")
_WITH_PLACE = frozenset({"village", "sector", "place", "compare", "question"})
"""Commands that say nothing alone."""
_SAID: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("/gaps", re.compile(r"\bgaps?\b|\bneeds?\b|\bunmet\b|\bpriorit|\bopen\b|\bhow many\b|\bwhere\b|\bwhich village")),
    ("/people", re.compile(r"\bwho uses\b|\bstaff\b|\busers?\b|\bpeople list\b|\bmembers?\b")),
    ("/review", re.compile(r"\breview\b|\bapprov|\bwaiting\b|\bpending\b")),
    ("/quality", re.compile(r"\bquality\b|\berrors?\b|\bmistakes?\b|\bout ?dated\b|\bout of date\b")),
    ("/me", re.compile(r"\bmy (?:data|account|role|profile)\b|\babout me\b|\bdelete me\b|\bleave\b|\bprivacy\b")),
    (
        "/invite",
        re.compile(r"\binvite\b|\bnew (?:staff|colleague|user)\b|\badd (?:a |my )?(?:user|colleague|person)\b"),
    ),
    ("/help", re.compile(r"\bhelp\b|\bhow (?:do|does|can|to)\b|\bwhat can\b|\bcommands?\b|\bmenu\b|\bhi\b|\bhello\b")),
)
"""Commands and words that speak for them."""


def readings(text: str, sectors: Sequence[str], village: str, commands: Sequence[str]) -> tuple[str, ...]:
    """At most three requests: of the ``sectors`` named, of the ``commands`` that words speak for, and of ``village``.

    ``village`` is the name of a place that the reader can ask about, "" for none.
    """
    low = text.lower()
    found = [f"/gaps {sector}" for sector in sectors[:2]]
    found += [f"/sector {sector} {village}" for sector in sectors[:1] if village]
    found += [command for command, said in _SAID if said.search(low)]
    found += [f"/{word}" for word in _WORD.findall(low) if word in commands and word not in _WITH_PLACE]
    found += [f"/village {village}"] if village else []
    fit = [one for one in (*found, "/gaps", "/help") if one.removeprefix("/").split()[0] in commands]
    return tuple(dict.fromkeys(fit))[:MOST]
