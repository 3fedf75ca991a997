"""All spellings that are known, ready to be searched for those like a typed name."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from understanding.grams import GramIndex
from understanding.likeness import Spelled, framed
from understanding.sound import Sounds

BY_LETTERS = 40
"""Spellings taken for their letters, and so many sounds for how they sound; in what follows every one is weighed."""
BY_CORE = 20


class Nearby:
    """Spellings by number, their sounds, and what finds the like of both."""

    def __init__(self, sounds: Sounds, keys: Sequence[str]) -> None:
        self.keys = keys
        self._forms = [_form(sounds, key) for key in keys]
        distinct, places = np.unique(np.array([form.sound for form in self._forms], dtype=object), return_inverse=True)
        order = np.argsort(places, kind="stable")
        self._keys_of_sound = order.astype(np.int32)
        self._sound_starts = np.searchsorted(places[order], np.arange(len(distinct) + 1))
        self._letter_grams = GramIndex(keys)
        self._sound_grams = GramIndex(distinct.tolist())

    def like(self, said: Iterable[Spelled]) -> Collection[int]:
        """Numbers of the spellings worth comparing with what was said."""
        found: set[int] = set()
        for form in said:
            found.update(self._letter_grams.best(form.letters, BY_LETTERS)[0].tolist())
            found.update(self._sounding(form.sound, BY_LETTERS))
            if form.core != form.sound:
                found.update(self._sounding(form.core, BY_CORE))
        return found

    def _sounding(self, sound: str, most: int) -> Iterable[int]:
        for number in self._sound_grams.best(sound, most)[0]:
            yield from self._keys_of_sound[self._sound_starts[number] : self._sound_starts[number + 1]].tolist()

    def forms(self, numbers: Iterable[int]) -> list[Spelled]:
        """The forms of these spellings, to be compared."""
        return [self._forms[number] for number in numbers]


def _form(sounds: Sounds, key: str) -> Spelled:
    core = sounds.core(key)
    sound = sounds.key(key)
    return framed(key, sound, sound if core == key else sounds.key(core))
