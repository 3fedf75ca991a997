"""How far something has come by the words of a report: stages of movements and of help, and words of doubt. Pure."""

import re

from understanding.cues import COMMIT, REPORT, UPDATE

_DOUBT = re.compile(
    r"\b(?:think|thinks|maybe|perhaps|might|may|possibly|probably|tbc|to be confirmed|unconfirmed|not (?:yet )?confirmed|"
    r"not sure|unsure|interested|rumou?rs?|heard|apparently|seems?|reportedly|allegedly|likely|not yet known|no date|"
    r"no funding|guess|hope|hopes|hopefully|if funds|subject to|depending|tentative|could be)\b"
)
_MOVEMENT = (
    (
        "new_displacement",
        r"\b(?:fled|flee|fleeing|new displacement|displaced by|newly displaced|because (?:of )?fighting)\b",
    ),
    (
        "cancelled",
        r"\b(?:cancel\w*|called off|will not (?:move|go|return|come)|not (?:going|moving|returning)|no longer)\b",
    ),
    ("postponed", r"\b(?:postpone\w*|delay\w*|later than|only after|put off|pushed back)\b"),
    ("go_and_see", r"\bgo[ -]?(?:and|n|&)?[ -]?see\b|\bvisit(?:ed|s)?\b|\blook(?:ed)? at\b"),
    (
        "returned_to_camp",
        r"\b(?:back in|back to|returned to|came back to|again in) (?:the )?camp\b|\bback in P again\b",
    ),
    ("moved_again", r"\bmoved on\b|\bleft .* again\b"),
    ("settled", r"\b(?:settled|stay(?:s|ed)? (?:there )?(?:for good|since)|for good|permanently)\b"),
    (
        "arrived",
        r"\b(?:arrived?|reached|are there|are back|came (?:back|home)|have returned|returned|really are|are really)\b",
    ),
    ("departed", r"\b(?:left|departed|went|gone|set off|on the way|moved)\b"),
    ("intention", r"\b(?:want|wants|wish|intend|intends|think about|would like|hope|interested|consider\w*|no date)\b"),
)
_HELP = (
    ("cancelled", r"\b(?:cancel\w*|dropped out|pulled out|withdr\w+|cannot|can not|unable|anymore|no longer)\b"),
    ("suspended", r"\b(?:suspend\w*|stopped|stop|stops|on hold|no access|delay\w*|postpone\w*)\b"),
    ("partial", r"\b(?:partly|partial\w*|so far)\b"),
    ("ongoing", r"\b(?:ongoing|started|began|begun|under ?way|in progress|on track|running|is giving)\b"),
    (
        "delivered",
        r"\b(?:deliver\w*|distribut\w*|finished|done|complete\w*|handed|gave|given|sent|built|repaired|reached|ended)\b",
    ),
)
_PROMISE = (
    ("confirmed", r"(?<!not )(?<!not yet )\bconfirm(?:ed|s)?\b|\bfunds? (?:are|is) there\b|\bmoney and access\b"),
    ("interest", r"\b(?:interested|interest|may have|might|want to help|wants to help|would like|consider\w*)\b"),
)
_COMPILED = {
    REPORT: tuple((stage, re.compile(pattern)) for stage, pattern in _MOVEMENT),
    UPDATE: tuple((stage, re.compile(pattern)) for stage, pattern in _HELP),
    COMMIT: tuple((stage, re.compile(pattern)) for stage, pattern in _PROMISE),
}
_ELSE = {REPORT: "planned", UPDATE: "ongoing", COMMIT: "pledged"}
_LOWER = {"confirmed": "pledged", "pledged": "interest", "planned": "intention"}


def is_doubtful(text: str) -> bool:
    """Whether the words of ``text`` doubt what they say."""
    return bool(_DOUBT.search(text))


def stage(intent: str, text: str) -> str | None:
    """The stage that a report or promise has reached; words of doubt lower it. None for what is no report."""
    if intent not in _COMPILED:
        return None
    found = next((name for name, pattern in _COMPILED[intent] if pattern.search(text)), _ELSE[intent])
    return _LOWER.get(found, found) if is_doubtful(text) else found
