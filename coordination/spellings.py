"""Tables of how names are spelled, read from ``data/spelling/`` or from a file of one's own."""

import csv
import json
from functools import lru_cache
from pathlib import Path

from understanding.place_candidates import FIGURES
from understanding.place_near import DOUBTS
from understanding.ranker import Ranker
from understanding.sound import KINDS, Rule, Sounds
from understanding.spelling import PLAIN, Judge, Spelling

PLAIN_NAME = "plain"
"""The table that is none: a spelling is its own sound."""
_HEADER = ["rule", "from", "to"]


class SpellingError(Exception):
    """A table of spellings cannot be used; the text says what is wrong and what to do."""


@lru_cache(maxsize=4)
def load(folder: Path, name: str) -> Spelling:
    """The table ``name`` of ``folder``, or the CSV file of that path; with the ranker that lies beside it.

    Raises `SpellingError`.
    """
    if name == PLAIN_NAME:
        return PLAIN
    own = name.endswith(".csv")
    path = Path(name) if own else folder / f"{name}.csv"
    if not path.is_file():
        known = ", ".join([PLAIN_NAME, *sorted(one.stem for one in folder.glob("*.csv"))])
        raise SpellingError(f"WAYPOST_SPELLING: no table {name}. Expected one of {known}, or the path of a .csv file.")
    sounds = Sounds(_rules(path))
    learnt = path.with_name(f"{path.stem}_ranker.json")
    return _with_ranker(sounds, learnt) if learnt.is_file() else Spelling(sounds)


def _rules(path: Path) -> list[Rule]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise SpellingError(f"{path}: no CSV file in UTF-8 ({error}).") from None
    if header != _HEADER:
        raise SpellingError(f"{path}: expected the columns {', '.join(_HEADER)}.")
    for number, row in enumerate(rows, 2):
        if len(row) != len(_HEADER) or row[0] not in KINDS or not row[1]:
            kinds = ", ".join(sorted(KINDS))
            raise SpellingError(
                f"{path}, line {number}: expected a rule of {kinds}, what it is made from, and what it becomes."
            )
    return [Rule(*row) for row in rows]


def _with_ranker(sounds: Sounds, path: Path) -> Spelling:
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["ranker"]["figures"] != list(FIGURES) or data["judge"]["figures"] != list(DOUBTS):
        raise SpellingError(
            f"{path}: learnt from other figures than this version compares; learn it anew or remove it."
        )
    judge = Judge(Ranker(data["judge"]), data["judge"]["inside"], data["judge"]["anywhere"])
    return Spelling(sounds, Ranker(data["ranker"]), judge)
