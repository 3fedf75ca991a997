"""Misspelled words of a text put right, if what they may have been says what is meant. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import OSA

from understanding.drafts import Change, Draft
from understanding.fold import fold
from understanding.lexicon import Lexicon

_WORD = re.compile(r"(?<![\w'-])[a-z]{3,}(?![\w'])")
_LONG = 8
"""Letters from which two may be wrong."""
_TELLING = 4
"""Letters from which a misspelled word is believed to be no name."""
_SHORT = 4
"""Letters of the shortest word that is put right."""


def put_right(draft: Draft, lexicon: Lexicon) -> Draft:
    """``draft`` (lower case, signs for names) with misspelled words of the lexicon as they should be."""
    return draft.changed(_changes(draft.text, lexicon))


def plain_words(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Folded words of ``text`` in small letters that are words of messages, misspelled or not, and so no names."""
    words = {match[0] for match in _WORD.finditer(text) if len(match[0]) >= _TELLING}
    misspelled = {word for word in words if not _is_known(word, lexicon) and _meant(word, lexicon)}
    return frozenset(misspelled | lexicon.plain.intersection(_WORD.findall(text.lower())))


def _changes(text: str, lexicon: Lexicon) -> Iterator[Change]:
    for match in _WORD.finditer(text):
        word = match[0]
        if not _is_known(word, lexicon):
            meant = _meant(word, lexicon)
            if meant:
                yield Change(*match.span(), meant)


def _is_known(word: str, lexicon: Lexicon) -> bool:
    key = fold(word)
    return key in lexicon.known or (key.endswith("s") and key[:-1] in lexicon.known)


@lru_cache(maxsize=4096)
def _meant(word: str, lexicon: Lexicon) -> str | None:
    """The word of the vocabulary that differs by the fewest letters; the same beginning and end count first."""
    allowed = 2 if len(word) >= _LONG else 1
    best: tuple[float, str] | None = None
    for length in range(max(_SHORT, len(word) - allowed), len(word) + allowed + 1):
        for known in lexicon.vocabulary.get(length, ()):
            away = OSA.distance(word, known, score_cutoff=allowed)
            if away <= allowed and _is_fair(word, known, away):
                rank = away + 0.3 * (known[0] != word[0]) + 0.2 * (known[-1] != word[-1]) + 0.1 * (len(known) < len(word))
                if best is None or rank < best[0]:
                    best = (rank, known)
    return best[1] if best else None


def _is_fair(word: str, known: str, away: int) -> bool:
    """Short words have many neighbours: those that begin otherwise are taken only where all other letters are there."""
    return len(known) > _SHORT or word[0] == known[0] or word[1:] == known[1:] or word[:2] == known[1::-1] or word == known[1:]
