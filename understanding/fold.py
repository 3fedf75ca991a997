"""Keys that compare spellings, and the tokens of a text with their positions."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTER_MARKS = {0, 7, 9}
"""Combining classes of vowel signs, nukta and virama: letters of their scripts. All other marks are accents."""
_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ŋ": "ng", "ı": "i", "æ": "ae", "œ": "oe"})
_BURMESE = "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"
_SYLLABLE = r"[\u1000-\u102a\u103f\u1050-\u1055\u1075-\u1081\u108e\uaa60-\uaa7a]"
_TOKEN = re.compile(
    rf"{_SYLLABLE}(?:(?!(?<!\u1039){_SYLLABLE}(?![\u1039\u103a]))[{_BURMESE}](?<![\u1040-\u104f]))*"
    rf"|[\u1040-\u1049]+|(?:(?![{_BURMESE}_])[\w\u0300-\u036f])+"
)


def fold(text: str) -> str:
    """Key of ``text`` without case, accents, spaces and punctuation; letters of any script and digits stay."""
    if text.isascii():
        lower = text.lower()
        return lower if lower.isalnum() else "".join(filter(str.isalnum, lower))
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_OTHER_LETTERS))
    return unicodedata.normalize("NFC", "".join(map(_folded, decomposed)))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "M":
        return char if unicodedata.combining(char) in _LETTER_MARKS and category != "Me" else ""
    return char if category[0] in "LN" else ""


BURMESE = frozenset(map(chr, (*range(0x1000, 0x10A0), *range(0xA9E0, 0xAA00), *range(0xAA60, 0xAA80))))
"""Characters of the Burmese script and its extensions."""


SYLLABLE_ENDS = r"(?![\u102b-\u103e]|[\u1000-\u1021]\u1037?[\u1039\u103a])"
"""As a pattern: no sign and no closing consonant of the same syllable of Burmese follows."""


class Token(NamedTuple):
    """A word, or a syllable of Burmese: its key and where it stands."""

    key: str
    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Words of ``text`` in order; Burmese, which has no spaces, is cut into syllables."""
    found = (Token(fold(match[0]), match[0], match.start(), match.end()) for match in _TOKEN.finditer(text))
    return tuple(token for token in found if token.key)
