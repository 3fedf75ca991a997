"""The words that people use at this desk: shorthand, sectors, seasons, agencies. Plain tables, built once. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from understanding.aspects import Patterns as Aspects
from understanding.common_words import COMMON
from understanding.cues import Cue
from understanding.fold import BURMESE, SYLLABLE_ENDS, fold
from understanding.learned import Weights
from understanding.movements import MovementWords
from understanding.periods import WORDS_OF_TIME, Calendar
from understanding.quantities import WORDS_OF_COUNT
from understanding.refusals import Patterns as Refusals
from understanding.stages import Patterns as Stages


class Mention(Protocol):
    """A sector word in a text."""

    @property
    def sector(self) -> str:
        """Its sector; "" where the words look like one and are none."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


@dataclass(frozen=True)
class Season:
    """Words for a season, and its first and last day in any year."""

    words: tuple[str, ...]
    first: tuple[int, int]
    last: tuple[int, int]

    def dates(self, year: int) -> tuple[date, date]:
        """First and last day of the season that begins in ``year``."""
        later = year + (self.last < self.first)
        return date(year, *self.first), date(later, *self.last)


def _no_sectors(_text: str) -> Sequence[Mention]:
    return ()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """``shorthand`` maps words as typed (lower case) to plain English; ``agencies`` folded names to acronyms.

    ``find_sectors`` finds words for sectors in a text, the longest first; ``plain_sectors`` are those of English.
    ``classes`` are words by what they do in a message; ``cues``, ``refusals``,
    ``stages`` and ``aspects`` are patterns of such words; ``weights`` what words tell of an intent.
    """

    shorthand: Mapping[str, str] = field(default_factory=dict, repr=False)
    plain_sectors: frozenset[str] = field(default=frozenset(), repr=False)
    find_sectors: Callable[[str], Sequence[Mention]] = field(default=_no_sectors, repr=False)
    seasons: tuple[Season, ...] = ()
    agencies: Mapping[str, str] = field(default_factory=dict, repr=False)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    cues: tuple[Cue, ...] = field(default=(), repr=False)
    weights: Weights = field(default_factory=dict, repr=False)
    refusals: Refusals = field(default=(), repr=False)
    stages: Stages = field(default_factory=dict, repr=False)
    aspects: Aspects = field(default=(), repr=False)
    movements: MovementWords = field(default_factory=dict, repr=False)

    @cached_property
    def calendar(self) -> Calendar:
        """Reads times, the seasons among them."""
        return Calendar(self.seasons)

    @property
    def greetings(self) -> frozenset[str]:
        """Words of which a greeting or thanks is made."""
        return frozenset(self.classes.get("greet", ()))

    @cached_property
    def burmese(self) -> re.Pattern[str] | None:
        """Burmese words of the shorthand, the longest first: they stand in a text without spaces around them.

        None ends within a syllable.
        """
        found = sorted((word for word in self.shorthand if word[0] in BURMESE), key=len, reverse=True)
        return re.compile(f"(?:{'|'.join(map(re.escape, found))}){SYLLABLE_ENDS}") if found else None

    @cached_property
    def vocabulary(self) -> Mapping[int, tuple[str, ...]]:
        """Words that say what is meant, by their length: what a misspelled word may have been."""
        by_length: dict[int, list[str]] = {}
        for word in sorted(_words(self._telling()) | self.short):
            by_length.setdefault(len(word), []).append(word)
        return {length: tuple(words) for length, words in by_length.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """Words that are spelled right."""
        return COMMON.union(_words(self._telling()), self._of_cues, map(fold, self.shorthand), map(fold, self.agencies))

    @cached_property
    def plain(self) -> frozenset[str]:
        """Words of messages that are no names."""
        listed = (word for words in self.classes.values() for word in words)
        return self._of_cues.union(listed, WORDS_OF_TIME, WORDS_OF_COUNT)

    @cached_property
    def _of_cues(self) -> frozenset[str]:
        return frozenset(_words(_ESCAPE.sub(" ", cue.pattern.pattern) for cue in self.cues))

    @cached_property
    def short(self) -> frozenset[str]:
        """The little words that are put right, too."""
        return frozenset(self.classes.get("short", ()))

    def _telling(self) -> Iterable[str]:
        yield from (word for word in self.plain_sectors if not _ACRONYMS.fullmatch(word))
        yield from WORDS_OF_TIME
        yield from WORDS_OF_COUNT
        yield from (word for words in self.classes.values() for word in words)
        for season in self.seasons:
            yield from season.words


_WORD = re.compile(r"[a-z]{4,}")
_ACRONYMS = re.compile(r"[a-z]{3}s?")
_ESCAPE = re.compile(r"\\[a-zA-Z]")


def _words(texts: Iterable[str]) -> set[str]:
    """Plain words of four letters and more."""
    return {word for text in texts for word in _WORD.findall(text.casefold())}
