"""Names and numbers of people in a text: what must never be kept (domain section 6 rule 7).

Places are found first, by the caller: a name that begins inside a place's name is no person ("Daw Hkawn Bum").
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from understanding.common_words import COMMON
from understanding.fold import Token, tokens

Spans = Sequence[tuple[int, int]]
HIDDEN = "[…]"
"""What stands in a redacted text for what was taken out."""

_DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉" + "".join(map(chr, range(0xFF10, 0xFF1A))), "0123456789" * 2)
"""Burmese digits and those of full width."""
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]+(?:\.[\w-]+)+")
_NATIONAL_ID = re.compile(
    r"(?:(?<!\d)\d{1,2}\s*/\s*)?[^\W\d_](?:[^\W\d_]|[\u102b-\u103e]){1,24}\s*\([^()\d]{1,8}\)\s*\d{5,6}(?!\d)"
)
_PLUS_CODE = re.compile(r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b")
_GRID = re.compile(r"\b4[67]\s?[QR]\s?[A-HJ-NP-Z]{2}\s?(?:\d{8,10}|\d{4,5}\s\d{4,5})\b")
_DECIMAL = r"[+-]?\d{1,3}\.\d+"
_PAIR = re.compile(
    rf"(?<![\w.])({_DECIMAL})\s*°?\s*[NS]?(?:\s*[,;/]\s*|\s+)(?:lon\w*\s*[:=]?\s*|[EW]\s*)?({_DECIMAL})\s*°?\s*[EW]?"
    r"(?![\w.]*\d)",
    re.IGNORECASE,
)
_ANGLE = r"\d{1,3}\s*[°º]\s*\d{1,2}(?:\.\d+)?\s*['′’](?:\s*\d{1,2}(?:\.\d+)?\s*[\"″”])?\s*[NSEW]?"
_ANGLES = re.compile(rf"{_ANGLE}[\s,;/]+{_ANGLE}", re.IGNORECASE)
_GAP = r"[ \u00a0\u200b-\u200d\u2060.()-]{0,3}"
_SPACED = r"[ \u00a0\u200b-\u200d\u2060-]{1,3}"
"""Without a point: rows of shares ("0.9 0.5") are no numbers of people."""
_PHONE = re.compile(
    rf"(?<![\w.+/-])(?:\(?(?:\+|00)[1-9](?:{_GAP}\d){{7,14}}|\(?0[1-9](?:{_GAP}\d){{5,10}}|959(?:{_GAP}\d){{7,9}}"
    rf"|95[ -]9(?:{_GAP}\d){{7,9}}|[1-9]\d{{8,11}}|0{_SPACED}9(?:{_GAP}\d){{7,9}}|0(?:{_SPACED}\d(?!\d)){{7,10}})(?!\w)"
)
_USERNAME = re.compile(r"(?<![\w.%+@/-])@[a-z]\w{4,31}\b|\b(?:t|telegram)\.me/\+?\w{5,32}", re.ASCII | re.IGNORECASE)
"""Names on Telegram; what is said to the bot comes without the bot's own."""
_LETTER, _MOBILE = r"[^\W\d_]", r"(?:\+?959|09)[ -]?\d{7,9}"
_GLUED = re.compile(
    rf"(?<={_LETTER})(?<!MMR){_MOBILE}(?!\d)|(?<=_){_MOBILE}(?!\d)|(?<![\w.+/-]){_MOBILE}(?=[^\W\d])", re.IGNORECASE
)
"""A mobile number that has run into a word; a p-code is none."""
_DATE = re.compile(r"\d{1,4}([./ -])\d{1,2}\1\d{2,4}|[0-2]\d[0-5]\d\s*-\s*[0-2]\d[0-5]\d")
"""A date, or a time range: these are no phone numbers."""

_TITLES = frozenset(
    ["U", "Daw", "Ko", "Ma", "Sara", "Sarama", "Salang", "Saya", "Sayar", "Sayama", "Fr", "Father", "Rev", "Reverend",
     "Pastor", "Dr", "Mr", "Mrs", "Ms", "Sister"]
)  # fmt: skip
_TITLES_IN_LOWER_CASE = frozenset(["daw", "sara", "sarama", "salang", "sayama", "rev", "pastor"])
"""Titles that are no English word, so that they count in lower case and in capitals too."""
_SYLLABLES_OF_NAMES = frozenset(["min", "mar", "may", "win", "sun", "law", "so", "mo", "than", "an", "in", "nu", "san"])
"""English words that, with a capital after a title, are names."""
_LONGEST_NAME = 4
_BURMESE_TITLE = re.compile(
    r"(?<![\u1000-\u109f])(?:ဒေါ်|ဦး(?!စား|ဆောင်|တည်|ရေ|စီး|နှောက်|ခေါင်း))\s?[\u1000-\u1021\u103f][\u1000-\u103e]{1,24}"
)


class Finding(NamedTuple):
    """What should not be kept: "phone", "id", "email", "username", "position" or "name", and where it stands."""

    kind: str
    start: int
    end: int


def findings(text: str, place_spans: Spans = ()) -> tuple[Finding, ...]:
    """Names and numbers of people in ``text``, in order; ``place_spans`` are where names of places stand."""
    plain = text.translate(_DIGITS)
    found = chain(
        (Finding("email", *match.span()) for match in _EMAIL.finditer(plain)),
        (Finding("username", *match.span()) for match in _USERNAME.finditer(plain)),
        (Finding("id", *match.span()) for match in _NATIONAL_ID.finditer(plain)),
        (Finding("position", *match.span()) for match in _positions(plain)),
        (Finding("phone", *match.span()) for match in _phones(plain)),
        (Finding("name", *span) for span in _names(text, place_spans)),
    )
    kept: list[Finding] = []
    for finding in found:
        at = bisect(kept, finding.start, key=_start)
        free_before = at == 0 or kept[at - 1].end <= finding.start
        if free_before and (at == len(kept) or finding.end <= kept[at].start):
            kept.insert(at, finding)
    return tuple(kept)


def _start(finding: Finding) -> int:
    return finding.start


def personal(text: str, place_spans: Spans = ()) -> bool:
    """Whether `findings` finds anything."""
    return bool(findings(text, place_spans))


def redact(text: str, place_spans: Spans = ()) -> str:
    """``text`` with `HIDDEN` in place of every finding."""
    pieces, done = [], 0
    for finding in findings(text, place_spans):
        pieces += [text[done : finding.start], HIDDEN]
        done = finding.end
    return "".join([*pieces, text[done:]])


def _positions(text: str) -> Iterator[re.Match[str]]:
    """Pairs of degrees: with three decimals anywhere, with fewer where the pair lies in Myanmar."""
    for match in _PAIR.finditer(text):
        latitude, longitude = float(match[1]), float(match[2])
        fine = min(len(part.partition(".")[2]) for part in match.groups()) >= 3
        if (fine and abs(latitude) <= 90 and abs(longitude) <= 180) or (9 <= latitude <= 29 and 92 <= longitude <= 102):
            yield match
    yield from chain(_ANGLES.finditer(text), _GRID.finditer(text), _PLUS_CODE.finditer(text))


def _phones(text: str) -> Iterator[re.Match[str]]:
    yield from (match for match in _PHONE.finditer(text) if not _DATE.fullmatch(match[0].strip("() ")))
    yield from _GLUED.finditer(text)


def _names(text: str, place_spans: Spans) -> Iterator[tuple[int, int]]:
    """Titles with the names after them."""
    inside = {position for start, end in place_spans for position in range(start, end)}
    words = [token for token in tokens(text) if token.text[0].isascii() or token.text[0].isalpha()]
    for position, token in enumerate(words):
        if not _is_title(token) or token.start in inside:
            continue
        name = _name_after(text, words[position : position + 1 + _LONGEST_NAME])
        if name and not (token.text == "Fr" and name[0].start in inside):
            yield token.start, name[-1].end
    for match in _BURMESE_TITLE.finditer(text):
        if match.start() not in inside:
            yield match.span()


def _is_title(token: Token) -> bool:
    return token.text in _TITLES or token.text.lower() in _TITLES_IN_LOWER_CASE


def _name_after(text: str, words: Sequence[Token]) -> list[Token]:
    """The words of a name after the title that ``words`` begins with: capitals, unless the title has none itself."""
    name: list[Token] = []
    for before, token in pairwise(words):
        between = text[before.end : token.start]
        joined = between.strip() in {"", "-", "."} and "\n" not in between
        fitting = token.text[0].isupper() or words[0].text.islower()
        if not joined or not fitting or _is_common(token) or not token.text[0].isalpha():
            break
        name.append(token)
    return name


def _is_common(token: Token) -> bool:
    return token.key in COMMON and not (token.text.istitle() and token.key in _SYLLABLES_OF_NAMES)
