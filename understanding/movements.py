"""What a report of a movement tells besides places, number and time: who organises, why, on what conditions. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MovementWords = Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]
"""By field of the record: codes and the words for them, the more particular first."""
_NEAR = 30
"""So many letters may lie between who organises and the word that says so."""
_PART = re.compile(
    r"(?<![\w./-])(?P<n>\d{1,4})(?!\s*(?:mths?|months?|weeks?|days?|/|%|persons?|people|ppl|pax|inds?|individuals?)\b)"
    r"(?=\s*(?:hh|hhs|fam\w*|households?)?\s*[a-z(])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?<![\w./-])(\d{1,4})\s?(?:-|–|—|to|or)\s?(\d{1,4})(?!\s*(?:mths?|months?))(?=\W|$)", re.IGNORECASE
)
_SPECIAL = re.compile(r"(?<!\d)(\d{1,4}) (?:hh |fam\w* |households )?(?:with |have )?(?:specific|special) needs", re.I)
NUMBER = re.compile(r"(?<![\w./-])\d{1,5}(?![\w/])")


@dataclass(frozen=True, kw_only=True)
class Told:
    """Codes of what a text tells; empty where it says nothing."""

    kind: str | None = None
    organiser: str | None = None
    push: tuple[str, ...] = ()
    pull: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    preparation: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    source: str | None = None
    kept: bool = False
    special_needs: int | None = None


def read(text: str, words: MovementWords) -> Told:
    """What ``text`` tells."""
    special, sure = _SPECIAL.search(text), _unconditional(text, words)
    return Told(
        kind=one(text, words, "kind"),
        organiser=organiser(text, words),
        push=every(text, words, "push"),
        pull=every(sure, words, "pull"),
        conditions=every(text, words, "condition"),
        preparation=every(sure, words, "preparation"),
        signs=every(text, words, "sign"),
        source=one(text, words, "source"),
        kept=bool(every(text, words, "kept")),
        special_needs=int(special[1]) if special else None,
    )


def _unconditional(text: str, words: MovementWords) -> str:
    """The text without what it makes a condition: "once land bought" prepares nothing."""
    for _, pattern in words.get("condition", ()):
        text = pattern.sub(" ", text)
    return text


def one(text: str, words: MovementWords, field: str) -> str | None:
    """The first code of a field whose words stand in the text."""
    return next(iter(every(text, words, field)), None)


def every(text: str, words: MovementWords, field: str) -> tuple[str, ...]:
    """Every code of a field whose words stand in the text."""
    return tuple(dict.fromkeys(code for code, pattern in words.get(field, ()) if pattern.search(text)))


def organiser(text: str, words: MovementWords) -> str | None:
    """Who organises, where a word for that stands near: "church organises", not a camp of the church."""
    for _, verb in words.get("organises", ()):
        for said in verb.finditer(text):
            near = text[max(0, said.start() - _NEAR) : said.end() + _NEAR]
            if found := one(_clause(near, said[0]), words, "organiser"):
                return found
    return None


def _clause(near: str, verb: str) -> str:
    """The part between commas that holds the verb."""
    return next((part for part in re.split(r"[,;.]|\band\b", near) if verb in part), near)


@dataclass(frozen=True)
class Part:
    """A part of a report that says how many go where: its number and its words."""

    households: int
    text: str


def parts(text: str, whole: int | None) -> tuple[Part, ...]:
    """ "14 families from A, 6 return to B, 8 local integration": its parts, where their numbers make up the whole."""
    found = list(_PART.finditer(text))
    for at, first in enumerate(found):
        rest = found[at + 1 :]
        if int(first["n"]) == whole and len(rest) > 1 and sum(int(part["n"]) for part in rest) == whole:
            ends = [*(part.start() for part in rest[1:]), len(text)]
            return tuple(
                Part(int(part["n"]), text[part.start() : end].strip(" ,;"))
                for part, end in zip(rest, ends, strict=True)
            )
    return ()


def upper(text: str, lower: int | None) -> int | None:
    """The upper end of a range that begins with ``lower``: 8 of "7-8 families"."""
    for match in _RANGE.finditer(text):
        if lower is not None and int(match[1]) == lower < int(match[2]):
            return int(match[2])
    return None


def numbers(text: str) -> Iterator[int]:
    """The bare numbers of an answer such as "50 and 30"."""
    return (int(match[0]) for match in NUMBER.finditer(text))
