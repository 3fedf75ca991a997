"""Numbers of households and of persons that a text says, and months of help: "abt 80 HH", "not 45 but 54". Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

HOUSEHOLDS, PERSONS, MONTHS, THINGS, BARE = "households", "persons", "months", "things", "bare"
"""What a number counts. Kits and houses count as households, boreholes and sheets are things."""

_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12, "dozens": 12,
    "score": 20, "couple": 2, "pair": 2,
}  # fmt: skip
_UNITS = {
    HOUSEHOLDS: "household households family families house houses home homes roof roofs roofing roofings shelter "
    "shelters kit kits package packages tent tents longhouse longhouses dwelling dwellings hut huts latrine "
    "latrines toilet toilets",
    PERSONS: "person persons people individual individuals man men woman women child children kid kids boy boys girl "
    "girls student students pupil pupils elderly adults adult youth soul souls returnees idps members",
    MONTHS: "month months",
    THINGS: "borehole boreholes well wells point points tap taps pump pumps sheet "
    "sheets bag bags sack sacks teacher teachers midwife midwives nurse nurses doctor doctors volunteer volunteers "
    "village villages camp camps day days week weeks year years hour hours minute minutes km mile miles percent "
    "blanket blankets net nets set sets tank tanks session sessions school schools classroom classrooms clinic clinics "
    "room rooms ton tons kg kyat kyats mmk usd dollars lakh lakhs acre acres cow cows pig pigs buffalo truck trucks "
    "times mines mine accidents incidents round rounds staff line lines gaps tarpaulin tarpaulins bucket buckets "
    "informants agencies card cards certificates trainings meetings soldiers troops grants grant",
}  # fmt: skip
UNIT_OF = {word: kind for kind, words in _UNITS.items() for word in words.split()}
WORDS_OF_COUNT = (*_NUMBER_WORDS, *UNIT_OF)
"""Words that this module reads."""

_DIGITS = r"\d{1,3}(?:[,']\d{3})+|\d+"
_SMALL = "one|two|three|four|five|six|seven|eight|nine"
_ONE = (
    rf"(?:{_DIGITS}|(?:a|one|two|three|half a) (?:dozen|couple|hundred)"
    rf"|(?:{'|'.join(_NUMBER_WORDS)})(?:[ -](?:hundred|{_SMALL}))?)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,:/#-])(?:(?P<none>not|instead of|rather than) )?(?P<n>{_ONE})"
    rf"(?: ?(?:-|–|—|to|or|and|until) ?(?P<top>{_ONE})(?=\s|$|\W))?"
    rf"(?:(?: out)? ?(?:of|/|from|out of)(?: the| all| a)? ?(?P<all>\d+))?(?![\w%]|[.,:/]\d)(?P<percent> ?%| percent)?",
)
_AFTER = re.compile(r"(?: ?(?:-|\+|x))? ?((?:[a-z']+[ -]){0,2}?)([a-z]+)")
_HELPS = re.compile(
    r"(?:more|new|other|extra|additional|damaged|destroyed|returnee|returned|displaced|idp|poor|vulnerable|old|young|"
    r"food|hygiene|nfi|shelter|school|dignity|family|small|big|full|whole|of|the|these|those|non|cgi|emergency|temporary|"
    r"permanent|different|separate|needy|affected|host|local|catholic|baptist|single|female|headed|women|children|wash)"
)
_BEFORE = re.compile(r"\b(?:household|households|families|houses|kits|roofs|shelters|latrines|hh)\W{1,3}$")


@dataclass(frozen=True)
class Quantity:
    """``value`` of one ``kind`` at ``text[start:end]``; ``word`` is what was counted, "" where nothing was said.

    ``dropped``: a value that the text itself takes back. ``bounded``: one part of a whole ("8 of 20").
    """

    value: int
    kind: str
    word: str
    start: int
    end: int
    dropped: bool = False
    bounded: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number in ``text``, which is in lower case and without shorthand, in order."""
    found = [_quantity(text, match) for match in _NUMBER.finditer(text)]
    return tuple(_with_unit(found, at) for at in range(len(found)))


def households(found: tuple[Quantity, ...], text: str) -> Quantity | None:
    """The number of households that the text means: the corrected one, else the first."""
    kept = [one for one in found if not one.dropped]
    counted = [one for one in kept if one.kind == HOUSEHOLDS] or [one for one in kept if _is_count(one, text)]
    corrected = [one for one in kept if one.kind in {HOUSEHOLDS, BARE} and _is_new(one, text)]
    if corrected and (counted or _CORRECTED.search(text)):
        return corrected[-1]
    return counted[0] if counted else None


_NEW = re.compile(
    r"\b(?:so|now|but|real is|actual is|correct is"
    r"|are only|is only|it is|actually|rather|make it|should be|corrected to|update to|became)\W{1,2}$"
)
_CORRECTED = re.compile(r"\b(?:correct\w*|not|sorry|actually|reported|update|now)\b")


def _is_new(one: Quantity, text: str) -> bool:
    return bool(_NEW.search(text[: one.start]))


def _is_count(one: Quantity, text: str) -> bool:
    """A part of a whole counts households where nothing else is named ("8 of 20 finished")."""
    told = _TOLD_BEFORE.search(text[: one.start]) or _TOLD_AFTER.match(text[one.end :])
    return one.kind == BARE and (one.bounded or bool(told))


_TOLD_BEFORE = re.compile(r"\bnot \d+ but $|\bcorrection:? $")
_TOLD_AFTER = re.compile(
    r" (?:are |is |were )?(?:done|finished|complete|completed|built|repaired|reached|delivered|distributed|"
    r"handed (?:over|out))\b"
)


def persons(found: tuple[Quantity, ...]) -> int | None:
    """Persons that are said; men and women beside each other are added up."""
    kept = [one for one in found if one.kind == PERSONS and not one.dropped]
    if not kept:
        return None
    parts = [one for one in kept if one.word in {"men", "women", "man", "woman", "boys", "girls", "children"}]
    return sum(one.value for one in parts) if len(parts) == len(kept) else kept[0].value


def months(found: tuple[Quantity, ...]) -> int | None:
    """Months of help that are said."""
    return next((one.value for one in found if one.kind == MONTHS and not one.dropped), None)


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    start = match.start("n")
    word, end = _unit(text, match.end())
    kind = UNIT_OF.get(word, BARE)
    if match["percent"]:
        kind, word = THINGS, "%"
    if not word and _BEFORE.search(text[:start]):
        kind, word = HOUSEHOLDS, "households"
    end = end if word else match.end()
    return Quantity(_value(match["n"]), kind, word, start, end, bool(match["none"]), bool(match["all"]))


def _unit(text: str, at: int) -> tuple[str, int]:
    """The word that says what is counted, within three words, and where it ends."""
    for follows in _following(text, at):
        if follows[0] in UNIT_OF:
            after = next(_following(text, follows[1]), follows)
            return after if UNIT_OF[follows[0]] == PERSONS and UNIT_OF.get(after[0]) == HOUSEHOLDS else follows
        if not _HELPS.fullmatch(follows[0]):
            break
    return "", at


_WORD = re.compile(r"(?: {1,3}|-)?([a-z]+)(?:'s)?")


def _following(text: str, at: int) -> Iterator[tuple[str, int]]:
    for _ in range(4):
        match = _WORD.match(text, at)
        if match is None:
            return
        at = match.end()
        yield match[1], at


def _with_unit(found: list[Quantity], at: int) -> Quantity:
    """A number without a unit takes the one of its neighbour: "15 not 12 households", "not 11 but 13"."""
    one = found[at]
    if one.kind != BARE:
        return one
    for other in found[at + 1 : at + 2]:
        if other.dropped and other.kind in {HOUSEHOLDS, PERSONS}:
            return replace(one, kind=other.kind, word=other.word)
    before = found[at - 1] if at else None
    if before is not None and before.dropped and before.kind in {HOUSEHOLDS, PERSONS}:
        return replace(one, kind=before.kind, word=before.word)
    return one


def _value(said: str) -> int:
    if said[0].isdigit():
        return min(int(re.sub(r"[,']", "", said)), 10**9)
    total = 0
    for word in re.split(r"[ -]", said):
        number = _NUMBER_WORDS.get(word, 1)
        total = max(total, 1) * number if number >= 100 or word in {"dozen", "dozens", "couple"} else total + number
        if word == "half":
            total = 0
    return 6 if said == "half a dozen" else total
