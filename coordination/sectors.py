"""Plain words for sectors ("latrines" is WASH) and where they stand in a text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from understanding.fold import SYLLABLE_ENDS

NO_SECTOR = "-"
"""Row of sectors.csv whose words name no sector, although an activity bears them ("six month package")."""


@dataclass(frozen=True)
class Mention:
    """A sector word found in ``text[start:end]``."""

    sector: str
    start: int
    end: int


def word_index(words: Mapping[str, tuple[str, ...]], synonyms: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """``{word in lower case: sector}`` of names and words first, then of activities' synonyms; plurals in s besides."""
    index: dict[str, str] = {}
    for sector, listed in words.items():
        _enter(index, sector, listed if sector == NO_SECTOR else (sector, *listed))
    for sector, listed in synonyms:
        _enter(index, sector, listed)
    return {word: sector for word, sector in index.items() if sector != NO_SECTOR}


def _enter(index: dict[str, str], sector: str, words: Iterable[str]) -> None:
    for word in words:
        plain = " ".join(word.casefold().split())
        for form in (plain, plain if plain.endswith("s") else f"{plain}s"):
            index.setdefault(form, sector)


def _forms(words: Iterable[str]) -> str:
    """Words as one pattern, those of a first letter together and the longest first: most texts fail at that letter."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        form = r"[\s\-]+".join(map(re.escape, word[1:].split(" ")))
        by_letter.setdefault(word[0], []).append(form)
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(forms)})" for letter, forms in by_letter.items()) or r"(?!)"


class SectorWords:
    """Finds the words of an index in texts."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._pattern = re.compile(rf"(?<!\w)(?:{_forms(words)})(?!\w){SYLLABLE_ENDS}", re.IGNORECASE)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions from left to right; at each place the longest word counts."""
        return tuple(
            Mention(self._words[_plain(match.group(), self._words)], *match.span())
            for match in self._pattern.finditer(text)
        )


def _plain(found: str, words: Mapping[str, str]) -> str:
    """The index's form of what was found: "Early-childhood  centre" may stand there with hyphens or wide spaces."""
    plain = " ".join(found.casefold().split())
    return plain if plain in words else " ".join(plain.replace("-", " ").split())
