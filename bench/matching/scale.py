"""``python -m bench.matching.scale GAZETTEER [COUNT]``: Waypost's search over made-up names, as one JSON object.

Names are syllables of the gazetteer put together anew, the same ones each time, in made-up townships.
"""

import gc
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.matching.answers import percentile, read_places
from bench.matching.ready import peak, resident
from bot.resources import resource
from coordination import spellings
from understanding.fold import fold
from understanding.place_index import Entry, PlaceIndex
from understanding.places import search

COUNT = 5_000_000
TOWNSHIPS = 2_000
STATES = 15
ASKED = 300
PATIENCE = 120.0
"""Seconds after which no further query is asked."""
_SEED = 5
_LONGEST_SYLLABLE = 6


class Country:
    """A country of ``count`` villages; what it yields is made while it is read."""

    def __init__(self, syllables: Sequence[str], weights: Sequence[int], count: int) -> None:
        self.count = count
        self._syllables, self._weights = syllables, weights
        names = dict.fromkeys(self._names(random.Random(_SEED + 1), TOWNSHIPS * 2))
        self.townships = list(names)[:TOWNSHIPS]
        self.first_township = STATES + 1

    def villages(self) -> Iterator[tuple[int, str, int]]:
        """Id, name and township's id of each village, in the same order every time."""
        township = random.Random(_SEED + 2)
        for number, name in enumerate(self._names(random.Random(_SEED), self.count)):
            yield TOWNSHIPS + STATES + 1 + number, name, STATES + 1 + township.randrange(len(self.townships))

    def entries(self) -> Iterator[Entry]:
        """States, townships, villages."""
        for id_ in range(1, STATES + 1):
            yield Entry(id_, f"made:{id_}", None, f"Made-up State {id_}", None, "state", None, None, id_, True, False)
        for id_, name in enumerate(self.townships, STATES + 1):
            state = id_ % STATES + 1
            yield Entry(id_, f"made:{id_}", None, name, None, "township", state, id_, state, True, False)
        for id_, name, township in self.villages():
            state = township % STATES + 1
            yield Entry(id_, f"made:{id_}", None, name, None, "village", township, township, state, True, False)

    def spellings(self) -> Iterator[tuple[int, str, str, str]]:
        """One key for each place."""
        for entry in self.entries():
            yield entry.id, fold(entry.name), "name", entry.name

    def _names(self, chosen: random.Random, count: int) -> Iterator[str]:
        """Two or three syllables, in one word or more."""
        for start in range(0, count, 10_000):
            some = min(10_000, count - start)
            parts = iter(chosen.choices(self._syllables, self._weights, k=3 * some))
            for first, second, third in zip(parts, parts, parts, strict=True):
                shape = chosen.random()
                tail = "" if shape < 0.5 else f" {third}" if shape < 0.8 else third
                yield f"{first}{' ' if chosen.random() < 0.6 else ''}{second}{tail}".capitalize()


def country(gazetteer: Path, count: int) -> Country:
    """A country with the syllables of the gazetteer, as frequent as they are there."""
    words = Counter(
        word
        for place in read_places(gazetteer)
        if place.kind in {"village", "village_tract"}
        for word in place.name.casefold().replace("-", " ").split()
        if word.isascii() and word.isalpha() and 2 <= len(word) <= _LONGEST_SYLLABLE
    )
    return Country(list(words), list(words.values()), count)


def queries(made: Country) -> list[tuple[str, int]]:
    """Texts and the village that each means: two of three have a wrong letter, half have the township."""
    chosen = random.Random(_SEED + 3)
    wanted = frozenset(chosen.sample(range(made.count), min(ASKED, made.count)))
    villages = [village for number, village in enumerate(made.villages()) if number in wanted]
    asked = []
    for number, (id_, name, township) in enumerate(villages):
        typed = _mistyped(name, chosen) if number % 3 else name
        asked.append((f"{typed}, {made.townships[township - STATES - 1]}" if number % 2 else typed, id_))
    return asked


def _mistyped(name: str, chosen: random.Random) -> str:
    at = chosen.randrange(1, len(name))
    return name[:at] + chosen.choice("aeinghkmt") + name[at + 1 :]


def measure(index: PlaceIndex, asked: Sequence[tuple[str, int]]) -> dict[str, float]:
    """How long a search takes in ms, and in % how often the village with its township named is among the first five."""
    search(index, asked[0][0])
    times, found, began = [], [], time.perf_counter()
    for text, village in asked:
        start = time.perf_counter()
        choices = search(index, text).decision.choices
        times.append(1000 * (time.perf_counter() - start))
        if "," in text:
            found.append(village in [choice.place_id for choice in choices[:5]])
        if time.perf_counter() - began > PATIENCE:
            break
    return {
        "asked": len(times),
        "p50": round(percentile(times, 0.5), 2),
        "p99": round(percentile(times, 0.99), 2),
        "at5_with_township": round(100 * sum(found) / max(1, len(found)), 1),
    }


def main() -> None:
    """Build, ask, print."""
    made = country(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
    asked = queries(made)
    held, began = resident(), time.perf_counter()
    gc.disable()
    index = PlaceIndex(made.entries(), made.spellings(), spellings.load(resource("data") / "spelling", "myanmar"))
    index.prepare()
    gc.enable()
    gc.freeze()
    build = time.perf_counter() - began
    figures = {"names": made.count, "build_s": round(build, 1), "mb": round(resident() - held)}
    print(json.dumps({**figures, **measure(index, asked), "peak_mb": round(peak())}))


if __name__ == "__main__":
    main()
