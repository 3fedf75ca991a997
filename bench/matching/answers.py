"""Places, spellings with known answers, and the scores of whoever answers them."""

import csv
import json
import math
import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

NORTH = frozenset(["Kachin", "Shan (North)"])
"""States of the strictest figures."""
TYPED = frozenset(["real_5w_place", "real_5w_camp", "real_township"])
"""Kinds of spelling that aid workers typed."""
GOES_ON = frozenset(["exact", "one"])
"""Decisions after which nobody is asked."""
MOST = 5
"""Candidates that are looked at."""
WARM_UP = 20
"""Queries that are asked before the clock runs."""
SOME = 30
"""Spellings of each segment that are enough for a slow peer when time is short."""
_ACCENTS = range(200, 241)
"""Combining classes of accents; the vowel signs of Burmese have others."""
_BETWEEN = re.compile(r"\s*(?:,|/|\(|\bin\b)\s*")


class Place(NamedTuple):
    """One row of the gazetteer; ``name_my`` and ``township`` are "" where it has none."""

    id: str
    name: str
    name_my: str
    kind: str
    township: str
    state: str


@dataclass(frozen=True)
class Query:
    """What somebody types, and the ids that are right.

    ``ambiguous``: it bears the very name of another place in the same township. ``core``: counts in the strict
    segments. ``shared``: it is the very name of its place, alone, and a place that is no right answer bears it too;
    ``marked``: the file says that others bear it, be it in the other script, or twins of the place itself.
    """

    text: str
    right: frozenset[str]
    kind: str
    state: str
    with_township: bool
    ambiguous: bool
    core: bool
    shared: bool = False
    marked: bool = False

    def parts(self) -> tuple[str, str]:
        """Name and township as typed; the township is "" where none was."""
        if not self.with_township:
            return self.text, ""
        cuts = list(_BETWEEN.finditer(self.text))
        if not cuts:
            return self.text, ""
        cut = next((cut for cut in reversed(cuts) if "," in cut[0]), cuts[-1])
        return self.text[: cut.start()], self.text[cut.end() :].removesuffix(")").removesuffix(" tsp")


@dataclass(frozen=True)
class Answer:
    """Ids of the candidates, best first, how long it took in ms, and Waypost's decision ("" for a peer)."""

    candidates: tuple[str, ...]
    ms: float
    decision: str = ""


Answered = Sequence[tuple[Query, Answer]]

SEGMENTS: Mapping[str, Callable[[Query], bool]] = {
    "name only": lambda query: query.core and query.state in NORTH and not query.with_township,
    "township": lambda query: query.core and query.state in NORTH and query.with_township,
    "typed": lambda query: query.kind in TYPED,
    "Zawgyi": lambda query: query.kind == "syn_zawgyi",
    "Unicode": lambda query: query.kind == "syn_my_exact",
    "any tsp": lambda query: query.with_township,
    "all": lambda _query: True,
}
"""Which spellings each column counts: core ones of Kachin and Shan (North) by name only and with a township; what aid
workers typed; Burmese in either encoding; then everything."""
WIDE = ("any tsp", "all")
"""Segments that a part of the queries does not stand for."""


def squeezed(text: str) -> str:
    """``text`` without case, accents, spaces and punctuation."""
    return spaced(text).replace(" ", "")


def spaced(text: str) -> str:
    """``text`` without case and accents, its words parted by one space."""
    kept = (char for char in unicodedata.normalize("NFKD", text.casefold()) if not _is_accent(char))
    return " ".join("".join(char if _is_letter(char) else " " for char in kept).split())


def _is_accent(char: str) -> bool:
    return unicodedata.combining(char) in _ACCENTS


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def read_places(path: Path) -> list[Place]:
    """The gazetteer's places."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Place(row["place_id"], row["name"], row["name_my"], row["kind"], row["township"], row["state"])
            for row in csv.DictReader(file)
        ]


def read_queries(path: Path, places: Iterable[Place]) -> list[Query]:
    """The spellings of a file with one JSON object per line; needed are ``query`` and ``ok_ids``."""
    names: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    for place in places:
        own[place.id] = {squeezed(name) for name in (place.name, place.name_my) if name}
        for name in own[place.id]:
            names.setdefault(name, set()).add(place.id)
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [_query(row, names, own) for row in rows]


def _query(row: Mapping[str, Any], names: Mapping[str, set[str]], own: Mapping[str, set[str]]) -> Query:
    key, right, with_township = squeezed(row["query"]), frozenset(row["ok_ids"]), row.get("ctx") == "township"
    bare = not with_township and any(key in own.get(id_, ()) for id_ in right)
    return Query(
        row["query"],
        right,
        kind=row.get("kind", ""),
        state=row.get("state") or "",
        with_township=with_township,
        ambiguous=row.get("ambiguous", False),
        core=row.get("core", True),
        shared=bare and bool(names[key] - right),
        marked=bare and (row.get("n_homonyms", 1) > 1 or row.get("collides_elsewhere", False)),
    )


def scored(answered: Answered, segment: str) -> Answered:
    """Those of ``segment`` that count: without what nobody could tell apart."""
    return [(query, answer) for query, answer in answered if not query.ambiguous and SEGMENTS[segment](query)]


def recall(answered: Answered, first: int) -> float | None:
    """Share in % with a right id among the ``first`` candidates; None of nothing."""
    return share(
        sum(not query.right.isdisjoint(answer.candidates[:first]) for query, answer in answered), len(answered)
    )


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole`` in %; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def unasked(answered: Answered) -> dict[str, float | int | None]:
    """How often one went on without asking (coverage, %), and how often rightly (precision) and wrongly (%, number)."""
    went_on = [(query, answer) for query, answer in answered if answer.decision in GOES_ON]
    wrong = sum(answer.candidates[0] not in query.right for query, answer in went_on)
    return {
        "coverage": share(len(went_on), len(answered)),
        "precision": share(len(went_on) - wrong, len(went_on)),
        "wrong": share(wrong, len(went_on)),
        "wrong_n": wrong,
    }


def shared_names(answered: Answered) -> dict[str, int]:
    """Names alone that another place bears too, and how many were not asked back (must be 0); the same of `marked`."""
    shared = [answer for query, answer in answered if query.shared]
    marked = [answer for query, answer in answered if query.marked]
    return {
        "n": len(shared),
        "unasked": sum(answer.decision in GOES_ON for answer in shared),
        "marked": len(marked),
        "marked_unasked": sum(answer.decision in GOES_ON for answer in marked),
    }


def percentile(values: Sequence[float], part: float) -> float:
    """The value that ``part`` (0 to 1) of ``values`` do not exceed, by nearest rank."""
    return sorted(values)[max(0, math.ceil(part * len(values)) - 1)]


def timed(queries: Sequence[Query], find: Callable[[Query], tuple[Sequence[str], str]]) -> list[tuple[Query, Answer]]:
    """What ``find`` (candidates and decision) says to each query, and how long it takes, once it has warmed up."""
    for query in queries[:WARM_UP]:
        find(query)
    answered = []
    for query in queries:
        began = time.perf_counter()
        candidates, decision = find(query)
        answered.append((query, Answer(tuple(candidates), 1000 * (time.perf_counter() - began), decision)))
    return answered


def narrow(queries: Sequence[Query], most: int | None = None) -> list[Query]:
    """Spellings of all segments but the wide ones, of each at most ``most``, evenly spaced, and all shared names."""
    chosen = dict.fromkeys(query for query in queries if (query.shared or query.marked) and most is None)
    for name in SEGMENTS.keys() - set(WIDE):
        inside = [query for query in queries if SEGMENTS[name](query) and not query.ambiguous]
        step = max(1, math.ceil(len(inside) / (most or len(inside) or 1)))
        chosen.update(dict.fromkeys(inside[::step]))
    return [query for query in queries if query in chosen]
