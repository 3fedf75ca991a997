"""Lines for a phone screen, also of Burmese, which has spaces between phrases only."""

import re
from math import ceil
from unicodedata import category

WIDTH = 42
"""Cells of a line on a phone screen, about; a Latin letter takes one."""
BROAD = 1.15
"""Cells that a sign of Burmese takes, on an average of texts; one above or below a letter takes none."""
_NARROW = frozenset({"Mn", "Me", "Cf"})
_BURMESE = re.compile("[\u1000-\u109f]")
_WORD = re.compile(r"(\s*)(\S+)")
_SYLLABLE = re.compile(
    '(?<![\u1039(\\["])(?=[\u1000-\u102a\u103f\u104c-\u104f](?![\u102b-\u103e]*[\u103a\u1039]))'
    "|(?<=[\u1040-\u1049])(?=[\u1000-\u102a])"
)
"""Before a consonant that begins a syllable: none that is killed or has one stacked upon it."""


def cells(text: str) -> int:
    """How many cells ``text`` takes."""
    if text.isascii():
        return len(text)
    return ceil(sum(_room(letter) for letter in text))


def _room(letter: str) -> float:
    if category(letter) in _NARROW:
        return 0
    return BROAD if _BURMESE.match(letter) else 1


def wrap(text: str, first: str = "", following: str = "") -> list[str]:
    """``text`` in lines of `WIDTH` cells that begin with ``first``, then ``following``; a long word stays whole.

    A phrase of Burmese that does not fit goes on below, cut between two syllables if it is longer than half a line.
    """
    if text.isascii() and text.isprintable() and len(first) + len(text) <= WIDTH:
        return [(first + text).rstrip()] if text.strip() else []
    lines = [first]
    for gap, word in _WORD.findall(text):
        lines[-1] += gap if lines[-1].strip() else ""
        rest = word
        while cells(lines[-1] + rest) > WIDTH:
            head = _head(rest, WIDTH - cells(lines[-1]))
            if not head and not lines[-1].strip():
                break
            lines[-1] = (lines[-1] + head).rstrip()
            lines.append(following)
            rest = rest[len(head) :]
        lines[-1] += rest
    return lines if lines[-1].strip() else lines[:-1]


def _head(word: str, room: int) -> str:
    """As many syllables of a long phrase of Burmese as fit into ``room`` cells."""
    if cells(word) <= WIDTH // 2 or not _BURMESE.search(word):
        return ""
    ends = [cut.start() for cut in _SYLLABLE.finditer(word) if cut.start() > 0 and cells(word[: cut.start()]) <= room]
    return word[: ends[-1]] if ends else ""
