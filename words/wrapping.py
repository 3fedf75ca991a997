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


class _Rooms(dict[str, float]):
    """Cells of each sign, looked up once: every line of every answer is measured."""

    def __missing__(self, sign: str) -> float:
        broad = BROAD if _BURMESE.match(sign) else 1
        room = self[sign] = 0 if category(sign) in _NARROW else broad
        return room


_rooms = _Rooms()


def cells(text: str) -> int:
    """How many cells ``text`` takes."""
    return ceil(_room(text))


def _room(text: str) -> float:
    return len(text) if text.isascii() else sum(map(_rooms.__getitem__, text))


def wrap(text: str, first: str = "", following: str = "") -> list[str]:
    """``text`` in lines of `WIDTH` cells that begin with ``first``, then ``following``; a long word stays whole.

    A phrase of Burmese that does not fit goes on below, cut between two syllables if it is longer than half a line.
    """
    if text.isprintable() and len(first) + _room(text) <= WIDTH:
        return [(first + text).rstrip()] if text.strip() else []
    lines, line = [], first
    for gap, word in _WORD.findall(text):
        line += gap if line.strip() else ""
        rest = word
        while (used := _room(line)) + _room(rest) > WIDTH:
            head = _head(rest, WIDTH - ceil(used))
            if not head and not line.strip():
                break
            lines.append((line + head).rstrip())
            line = following
            rest = rest[len(head) :]
        line += rest
    return [*lines, line] if line.strip() else lines


def _head(word: str, room: int) -> str:
    """As many syllables of a long phrase of Burmese as fit into ``room`` cells."""
    if cells(word) <= WIDTH // 2 or not _BURMESE.search(word):
        return ""
    ends = [cut.start() for cut in _SYLLABLE.finditer(word) if cut.start() > 0 and cells(word[: cut.start()]) <= room]
    return word[: ends[-1]] if ends else ""
