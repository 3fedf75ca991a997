"""How names are spelled in one part of the world: their sounds and, learnt from examples, which likeness counts."""

from dataclasses import dataclass, field

import numpy as np

from understanding.likeness import Figures, nearness
from understanding.ranker import Ranker
from understanding.sound import Sounds


@dataclass(frozen=True)
class Judge:
    """Tells from the two likeliest places whether the first may be gone on with unasked: a ranker with a least score.

    ``inside``: an area was named with the name; ``anywhere``: none was, and far more places compete.
    """

    ranker: Ranker
    inside: float
    anywhere: float


@dataclass(frozen=True)
class Spelling:
    """A table of sounds, and what was learnt from examples; without that likeness decides and nobody is sure."""

    sounds: Sounds = field(default_factory=Sounds)
    ranker: Ranker | None = None
    judge: Judge | None = None

    def scores(self, figures: Figures) -> Figures:
        """One score a candidate; columns as `understanding.place_near.FIGURES`."""
        if self.ranker is not None:
            return self.ranker.scores(figures)
        return np.asarray(nearness(figures), np.float32)

    def is_sure(self, doubts: Figures, *, inside: bool) -> bool:
        """Whether nobody needs to be asked; a row of `understanding.place_near.DOUBTS`."""
        if self.judge is None:
            return False
        least = self.judge.inside if inside else self.judge.anywhere
        return bool(self.judge.ranker.scores(doubts)[0] >= least)


PLAIN = Spelling()
"""For any country: a spelling is its own sound."""
