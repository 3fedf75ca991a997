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
"""Letters up to which a word has many neighbours."""


def put_right(draft: Draft, lexicon: Lexicon) -> Draft:
    """``draft`` (lower case, signs for names) with misspelled words of the lexicon as they should be."""
    return draft.changed(_changes(draft.text, lexicon))


def plain_words(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Folded words of ``text`` in small letters that are words of messages, misspelled or not, and so no names."""
    words = {match[0] for match in _WORD.finditer(text) if len(match[0]) >= _TELLING}
    misspelled = {word for word in words if not is_known(word, lexicon) and _meant(word, lexicon)}
    return frozenset(misspelled | lexicon.plain.intersection(_WORD.findall(text.lower())))


def _changes(text: str, lexicon: Lexicon) -> Iterator[Change]:
    for match in _WORD.finditer(text):
        word = match[0]
        if not is_known(word, lexicon):
            meant = _meant(word, lexicon)
            if meant:
                yield Change(*match.span(), meant)


def is_known(word: str, lexicon: Lexicon) -> bool:
    """Whether ``word`` is one of the desk's, or an everyday one."""
    key = fold(word)
    return key in lexicon.known or (key.endswith("s") and key[:-1] in lexicon.known)


@lru_cache(maxsize=4096)
def _meant(word: str, lexicon: Lexicon) -> str | None:
    """The likeliest word of the vocabulary that differs by a letter, or two where it is long; shorthand written out."""
    allowed = 2 if len(word) >= _LONG else 1
    lengths = range(len(word) - allowed, len(word) + allowed + 1)
    near = (known for length in lengths for known in lexicon.vocabulary.get(length, ()))
    ranked = sorted(
        (_rank(word, known, away, lexicon), known)
        for known in near
        if (away := OSA.distance(word, known, score_cutoff=allowed)) <= allowed and _is_fair(word, known)
    )
    return lexicon.shorthand.get(ranked[0][1], ranked[0][1]) if ranked else None


def _rank(word: str, known: str, away: int, lexicon: Lexicon) -> float:
    """How unlikely it is to type ``word`` for ``known``: letters doubled, swapped or left out are the usual slips."""
    usual = sorted(word) == sorted(known) or _UNDOUBLED.sub(r"\1", word) == _UNDOUBLED.sub(r"\1", known)
    rank = away - 0.35 * usual - 0.2 * (len(known) > len(word))
    rank += 0.3 * (known[0] != word[0]) + 0.2 * (known[-1] != word[-1])
    return rank - 0.1 * (known in lexicon.plain_sectors) - 0.15 * (known in lexicon.short)


_UNDOUBLED = re.compile(r"(.)\1+")


def _is_fair(word: str, known: str) -> bool:
    """Short words have many neighbours: one that begins otherwise is taken only where all other letters are there."""
    return len(known) > _SHORT or word[0] == known[0] or sorted(word) == sorted(known) or word == known[1:]
