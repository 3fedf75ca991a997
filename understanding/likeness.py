"""How alike a typed name and known spellings are, in figures: what the ranker judges by."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein, Postfix, Prefix

from understanding.fold import fold
from understanding.sound import Sounds, spelled_out

Figures = NDArray[np.float32]

_ALIKE_IN_PRINT = str.maketrans("l1tfnmhceaorvy", "iiiiuubooooruv")
"""Letters that are mistaken for each other where names were read from print: each stands for its group."""
_CONSONANTS = str.maketrans("", "", "aeiou")
_BREAK = re.compile(r"[\s-]")
_ODD = re.compile(r"[^\w\s'()/.-]")


class Spelled(NamedTuple):
    """A name in the forms that are compared: its letters, its sound, its sound without general words, consonants."""

    letters: str
    sound: str
    core: str
    frame: str


def framed(letters: str, sound: str, core: str) -> Spelled:
    """The forms of a spelling whose sounds are known."""
    return Spelled(letters, sound, core, sound.translate(_CONSONANTS))


def typed(sounds: Sounds, text: str) -> tuple[Spelled, ...]:
    """The forms of a typed name: as typed, and with ö and ü written out where it has them."""
    spellings = dict.fromkeys((fold(text), fold(spelled_out(text))))
    return tuple(
        framed(letters, sounds.key(letters), sounds.key(sounds.core(letters))) for letters in spellings if letters
    )


OF_SPELLINGS = (
    "letters", "letters_edit", "letters_start", "letters_part", "letters_prefix", "letters_suffix", "print",
    "sound", "sound_edit", "sound_start", "sound_part", "sound_prefix", "sound_suffix",
    "core", "core_edit", "frame", "same_letters", "same_sound", "same_core", "typed_length", "longer",
)  # fmt: skip
"""Columns of `compared`: how alike letters, sound, core and consonants are."""
LETTERS, SOUND, CORE, SAME = (OF_SPELLINGS.index(name) for name in ("letters", "sound", "core", "same_letters"))
OF_DRESS = ("dressed", "words_more", "same_dress")
"""Columns of `dressed`: spaces and hyphens tell lists apart, as each has its own habit."""


def compared(said: Sequence[Spelled], known: Sequence[Spelled]) -> Figures:
    """A row per known spelling, of the form of what was said that is most like it; edits count letters, else 0 to 1."""
    best = _compared(said[0], known)
    for form in said[1:]:
        other = _compared(form, known)
        best = np.where((nearness(other) > nearness(best))[:, None], other, best)
    return best


def alike(said: Sequence[Spelled], letters: Sequence[str], sounds: Sequence[str]) -> Figures:
    """The share of letters and of sounds, in the mean, that known spellings have in common with what was said."""
    shares = [_share(form.letters, letters, fuzz.ratio) + _share(form.sound, sounds, fuzz.ratio) for form in said]
    return np.asarray(np.max(shares, axis=0) / np.float32(2), np.float32)


def nearness(figures: Figures) -> Figures:
    """One rough figure from those of `compared`, to choose whom to look at closely."""
    return np.asarray(figures[:, LETTERS] + figures[:, SOUND] + figures[:, CORE] / 2)


def _compared(said: Spelled, known: Sequence[Spelled]) -> Figures:
    letters, sound, core, frame = (list(column) for column in zip(*known, strict=True))
    in_print = [text.translate(_ALIKE_IN_PRINT) for text in letters]
    columns: list[Figures] = [
        _share(said.letters, letters, fuzz.ratio),
        _row(said.letters, letters, Levenshtein.distance),
        _row(said.letters, letters, JaroWinkler.similarity),
        _share(said.letters, letters, fuzz.partial_ratio),
        _row(said.letters, letters, Prefix.similarity),
        _row(said.letters, letters, Postfix.similarity),
        _row(said.letters.translate(_ALIKE_IN_PRINT), in_print, OSA.distance),
        _share(said.sound, sound, fuzz.ratio),
        _row(said.sound, sound, OSA.distance),
        _row(said.sound, sound, JaroWinkler.similarity),
        _share(said.sound, sound, fuzz.partial_ratio),
        _row(said.sound, sound, Prefix.similarity),
        _row(said.sound, sound, Postfix.similarity),
        _share(said.core, core, fuzz.ratio),
        _row(said.core, core, OSA.distance),
        _share(said.frame, frame, fuzz.ratio),
        _same(said.letters, letters),
        _same(said.sound, sound),
        _same(said.core, core),
        np.full(len(letters), len(said.letters), np.float32),
        np.fromiter((len(text) - len(said.letters) for text in letters), np.float32, len(letters)),
    ]
    return np.column_stack(columns).astype(np.float32)


def dressed(said: str, known: Sequence[str]) -> Figures:
    """How alike the names are as written, without capitals and accents but with their spaces and hyphens."""
    plain = undressed(said)
    breaks = len(_BREAK.findall(plain))
    columns: list[Figures] = [
        _share(plain, known, fuzz.ratio),
        np.fromiter((breaks - len(_BREAK.findall(text)) for text in known), np.float32, len(known)),
        _same(plain, known),
    ]
    return np.column_stack(columns).astype(np.float32)


def undressed(text: str) -> str:
    """``text`` without capitals, accents and odd signs; spaces and hyphens stay."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(_ODD.sub("", text.casefold()).split())


def _share(one: str, others: Sequence[str], scorer: Any) -> Figures:
    """What a scorer gives in %, from 0 to 1."""
    return np.asarray(_row(one, others, scorer) / np.float32(100), np.float32)


def _row(one: str, others: Sequence[str], scorer: Any) -> Figures:
    return np.asarray(process.cdist([one], others, scorer=scorer, dtype=np.float32)[0])


def _same(one: str, others: Sequence[str]) -> Figures:
    return np.fromiter((one == other for other in others), np.float32, len(others))
