"""What a spelling sounds like: a key that the many ways to write one name share, made by a table of a language.

Tables stand in ``data/spelling/``; without one a spelling is its own sound, which serves any script.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

_UMLAUTS = str.maketrans({"ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue"})
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL = "[aeiou]"
_SYLLABLE_GOES_ON = "[aeiouwyr]"
_NASAL = "ŋ"
"""How tables write ng: before a vowel it is n and g of two syllables ("Singu"), else a nasal end like n."""
_LEAST_CORE = 3
"""Letters that must be left when a general word is taken off a name."""
_STACKED, _KILLED = "\u1039", "\u103a"
_TONES = re.compile("[\u1037\u1038\u103e]")
"""Tones, and the breath in a consonant: Latin letters do not write them."""
_BURMESE_CONSONANTS = "\u1000-\u102a\u103f"
_NASAL_OPEN = re.compile(rf"{_NASAL}(?={_VOWEL})")
_NOTHING = "(?!)"


class Rule(NamedTuple):
    """One row of a table.

    ``kind``: "sound" (letters → sound), "end" (sound at the end of a syllable), "begin" and "end word" (words that
    people leave out before and after a name), "burmese" (Burmese letters → sound) or "home" (a state whose places are
    likelier where a desk names no area).
    """

    kind: str
    before: str
    after: str


KINDS = frozenset(["sound", "end", "begin", "end word", "burmese", "home"])


def spelled_out(text: str) -> str:
    """``text`` with ö and ü as oe and ue, as lists of names without accents write them."""
    return text.translate(_UMLAUTS)


class Sounds:
    """The sounds of spellings by a table of rules."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        tables: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for rule in rules:
            tables[rule.kind][rule.before] = rule.after
        self.home = frozenset(tables["home"])
        self._sound, self._end, self._burmese = tables["sound"], tables["end"], tables["burmese"]
        self._sounds = re.compile(_longest_first(self._sound))
        self._ends = re.compile(rf"(?:{_longest_first(self._end)})(?!{_SYLLABLE_GOES_ON})")
        self._letters = re.compile(rf"({_longest_first(self._burmese)})|(.)", re.DOTALL)
        self._begin = re.compile(rf"^(?:{_longest_first(tables['begin'])})(?=.{{{_LEAST_CORE}}})")
        self._end_word = re.compile(rf"(?<=.{{{_LEAST_CORE}}})(?:{_longest_first(tables['end word'])})$")
        self.key = lru_cache(maxsize=4096)(self._key)

    def _key(self, folded: str) -> str:
        """The sound of a folded spelling."""
        latin = self._in_latin(folded) if self._burmese and not folded.isascii() else folded
        heard = self._sounds.sub(lambda match: self._sound[match[0]], latin)
        heard = _NASAL_OPEN.sub("nk", heard).replace(_NASAL, "n")
        heard = self._ends.sub(lambda match: self._end[match[0]], heard)
        return _DOUBLED.sub(r"\1", heard)

    def core(self, folded: str) -> str:
        """The folded spelling without a general word before it and one after it."""
        return self._end_word.sub("", self._begin.sub("", folded))

    def _in_latin(self, folded: str) -> str:
        """Burmese letters written by their sounds; a consonant without a vowel of its own has an a."""
        text = _TONES.sub("", folded.replace(_STACKED, _KILLED))
        parts: list[str] = []
        bare = False
        for match in self._letters.finditer(text):
            opens = match[0][0] >= "\u1000" and bool(_OPENS.fullmatch(match[0]))
            if bare and opens:
                parts.append("a")
            parts.append(self._burmese[match[1]] if match[1] else match[2])
            bare = opens or (bare and bool(_MEDIAL.fullmatch(match[0])))
        return "".join([*parts, "a"] if bare else parts)


_OPENS = re.compile(rf"[{_BURMESE_CONSONANTS}][\u103b\u103c]?")
"""A consonant, with y or r after it: the beginning of a syllable."""
_MEDIAL = re.compile("[\u103b-\u103e]")


def _longest_first(words: Mapping[str, str]) -> str:
    """A pattern that matches any of the words, the longest that fits; nothing when there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or _NOTHING
