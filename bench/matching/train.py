"""``python -m bench.matching.train``: learns the ranker of place names and writes it as data.

Reads the gazetteer and the spellings with known answers of WAYPOST_BENCH_DATA; needs lightgbm
(requirements/bench.txt). A third of the places is kept aside: ``--aside`` leaves it out of learning, and
``--write-aside FILE`` writes its spellings, so that `bench.places` can be run on them alone.
"""

import argparse
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray

from bench.matching import desk
from bench.matching.answers import NORTH, Query, read_places, read_queries
from coordination import place_memory
from understanding.place_candidates import FIGURES, candidates, twins_apart
from understanding.place_index import PlaceIndex
from understanding.place_near import DOUBTS, doubts, leading
from understanding.ranker import MOST_LEAVES

ROUNDS = 250
DOUBT_ROUNDS = 150
INSIDE, ANYWHERE = 0.99, 0.992
"""Shares of what is gone on with that must be right where a township was named and where none was."""
FOLDS = 5
_AREA = FIGURES.index("area")
_RISES = frozenset(
    ["letters", "letters_start", "letters_part", "sound", "sound_start", "sound_part", "core", "frame", "same_letters",
     "same_sound", "same_core", "area", "letters_behind", "sound_behind", "dressed", "same_dress"]
)  # fmt: skip
_FALLS = frozenset(["letters_edit", "print", "sound_edit", "core_edit", "strength"])
"""Figures that can only speak for a place, and only against it."""
_OPTIONS = {
    "objective": "lambdarank", "verbosity": -1, "num_leaves": 12, "learning_rate": 0.06, "min_data_in_leaf": 40,
    "lambdarank_truncation_level": 8, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1,
    "deterministic": True, "num_threads": 2, "label_gain": [0, 1],
    "monotone_constraints": [(name in _RISES) - (name in _FALLS) for name in FIGURES],
}  # fmt: skip


_DOUBT_RISES = frozenset(
    ["lead", "score", "first_letters", "first_sound", "first_core", "first_frame", "first_same_letters",
     "first_same_sound", "first_dressed"]
)  # fmt: skip
_DOUBT_FALLS = frozenset(
    ["first_letters_edit", "first_sound_edit", "first_print", "second_letters", "second_sound", "second_core",
     "second_same_letters"]
)  # fmt: skip
_DOUBT_OPTIONS = {
    "objective": "binary", "verbosity": -1, "num_leaves": 6, "learning_rate": 0.06, "min_data_in_leaf": 25,
    "feature_fraction": 0.7, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 3, "deterministic": True,
    "num_threads": 2, "boost_from_average": False,
    "monotone_constraints": [(name in _DOUBT_RISES) - (name in _DOUBT_FALLS) for name in DOUBTS],
}  # fmt: skip


class Example(NamedTuple):
    """A spelling, the figures of its candidates, which of them are right, the state of each, and twins by number."""

    query: Query
    figures: NDArray[np.float32]
    right: NDArray[np.int32]
    states: tuple[str, ...]
    twins: NDArray[np.int32]


def is_aside(query: Query) -> bool:
    """Whether the place is one of the third that is kept aside."""
    return zlib.crc32(min(query.right).encode()) % 3 == 0


def examples(index: PlaceIndex, queries: Sequence[Query]) -> Iterator[Example]:
    """Every spelling with the candidates that the desk itself would compare."""
    for query in queries:
        name, township = query.parts()
        areas = _areas(index, township)
        bearers, figures = candidates(index, name, areas)
        if query.ambiguous or not bearers or bool(areas) != query.with_township:
            continue
        entries = [index[bearer.hit.place_id] for bearer in bearers]
        right = np.array([entry.source_id in query.right for entry in entries], np.int32)
        states = tuple(index[entry.state_id].name if entry.state_id else "" for entry in entries)
        yield Example(query, figures, right, states, np.array(twins_apart(index, bearers), np.int32))


def _areas(index: PlaceIndex, township: str) -> tuple[int, ...]:
    return index.townships(township.removesuffix(" township")) if township else ()


def _figures(example: Example, at_home: bool) -> NDArray[np.float32]:
    """Its figures for a desk whose area is the region of the right place, or Kachin and northern Shan (``at_home``)."""
    area = NORTH if at_home or example.query.state in NORTH else {example.query.state}
    figures = example.figures.copy()
    figures[:, _AREA] = [example.query.with_township or state in area for state in example.states]
    return figures


def _weight(query: Query) -> float:
    return 3.0 if query.core else 1.0 if query.kind.startswith("real") else 0.6


def learn(chosen: Sequence[Example]) -> lightgbm.Booster:
    """A ranker that has seen each example from both kinds of desk."""
    told = [example for example in chosen if example.right.any()]
    rows = [_figures(example, at_home) for at_home in (False, True) for example in told]
    weights = [np.full(len(example.right), _weight(example.query) * share) for share in (0.7, 0.3) for example in told]
    data = lightgbm.Dataset(
        np.concatenate(rows),
        np.concatenate([example.right for example in told] * 2),
        group=[len(example.right) for example in told] * 2,
        weight=np.concatenate(weights),
    )
    return lightgbm.train(_OPTIONS, data, ROUNDS)


def _fold(query: Query, salt: bytes) -> int:
    """All spellings of one place are in one fold."""
    return zlib.crc32(salt + min(query.right).encode()) % FOLDS


def foretell(all_examples: Sequence[Example]) -> list[NDArray[np.float64]]:
    """Scores of every example by a ranker that has not seen its place."""
    folds = [_fold(example.query, b"fold") for example in all_examples]
    scores: list[NDArray[np.float64]] = [np.zeros(0)] * len(all_examples)
    for fold in range(FOLDS):
        ranker = learn([example for example, own in zip(all_examples, folds, strict=True) if own != fold])
        for number, example in enumerate(all_examples):
            if folds[number] == fold:
                scores[number] = np.asarray(ranker.predict(_figures(example, at_home=True)))
    return scores


class Doubt(NamedTuple):
    """Whether the likeliest place of an example is right, and what speaks for and against it."""

    query: Query
    figures: NDArray[np.float32]
    right: bool


def first_places(told: Sequence[tuple[Example, NDArray[np.float64]]]) -> Iterator[Doubt]:
    """The likeliest place of every example, by scores of a ranker that has not seen it."""
    for example, scores in told:
        figures = _figures(example, at_home=True)
        kept = leading(scores.astype(np.float32), figures, example.twins.tolist())
        if kept:
            row = doubts(scores.astype(np.float32), figures, kept)[0]
            yield Doubt(example.query, row, bool(example.right[kept[0]]))


def learn_doubt(chosen: Sequence[Doubt]) -> lightgbm.Booster:
    """A judge of whether the likeliest place is right."""
    data = lightgbm.Dataset(np.array([doubt.figures for doubt in chosen]), [doubt.right for doubt in chosen])
    return lightgbm.train(_DOUBT_OPTIONS, data, DOUBT_ROUNDS)


def foretell_doubt(chosen: Sequence[Doubt]) -> NDArray[np.float64]:
    """How sure a judge is that has not seen the place, for every first place."""
    folds = np.array([_fold(doubt.query, b"doubt") for doubt in chosen])
    scores = np.zeros(len(chosen))
    for fold in range(FOLDS):
        judge = learn_doubt([doubt for doubt, own in zip(chosen, folds, strict=True) if own != fold])
        rows = np.array([doubt.figures for doubt, own in zip(chosen, folds, strict=True) if own == fold])
        scores[folds == fold] = judge.predict(rows, raw_score=True)
    return scores


def enough(scores: NDArray[np.float64], right: NDArray[np.bool_], precision: float) -> tuple[float, float]:
    """The least score from which ``precision`` of the firsts are right, and the share of examples with such a score."""
    order = np.argsort(-scores)
    good = np.nonzero(np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= precision)[0]
    if not len(good):
        return float("inf"), 0.0
    return round(float(scores[order[good[-1]]]), 4), (good[-1] + 1) / len(order)


def hits(told: Sequence[tuple[Example, NDArray[np.float64]]], most: int) -> float:
    """Share of examples in % with a right place among the first ``most``."""
    found = 0
    for example, scores in told:
        kept = leading(scores.astype(np.float32), example.figures, example.twins.tolist())[:most]
        found += bool(example.right[kept].any())
    return round(100 * found / max(1, len(told)), 1)


def as_data(booster: lightgbm.Booster, names: Sequence[str]) -> dict[str, Any]:
    """The trees as `understanding.ranker.Ranker` reads them."""
    trees = [_tree(one["tree_structure"]) for one in booster.dump_model()["tree_info"]]
    return {"figures": list(names), "trees": trees}


def _tree(root: dict[str, Any]) -> dict[str, Any]:
    nodes: list[list[float]] = []
    leaves: list[float] = []

    def walk(node: dict[str, Any]) -> tuple[int, int]:
        """Leaves from the first to behind the last of this branch, from left to right."""
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], 5))
            return len(leaves) - 1, len(leaves)
        first, middle = walk(node["left_child"])
        _, last = walk(node["right_child"])
        gone = sum(1 << leaf for leaf in range(first, middle))
        nodes.append([node["split_feature"], round(node["threshold"], 6), ((1 << MOST_LEAVES) - 1) & ~gone])
        return first, last

    walk(root)
    return {"nodes": nodes, "leaves": leaves}


def main() -> None:
    """Learn and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--aside", action="store_true", help="keep a third of the places out of learning")
    parser.add_argument("--to", type=Path, default=Path("data/spelling/myanmar_ranker.json"))
    parser.add_argument("--write-aside", type=Path, help="only write the spellings that are kept aside to this file")
    asked = parser.parse_args()
    data = Path(os.environ["WAYPOST_BENCH_DATA"])
    queries = read_queries(data / "dev_places.jsonl", read_places(data / "gazetteer_mm.csv"))
    if asked.write_aside:
        lines = (data / "dev_places.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        chosen = [line for line, query in zip(lines, queries, strict=True) if is_aside(query)]
        asked.write_aside.write_text("".join(chosen), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory() as name:
        desk.build(Path(name), data / "gazetteer_mm.csv")
        with desk.opened(Path(name)) as opened:
            index = opened.read(place_memory.index)
            known = [one for one in examples(index, queries) if not (asked.aside and is_aside(one.query))]
    told = list(zip(known, foretell(known), strict=True))
    _tell(told)
    firsts = list(first_places(told))
    sure, right = foretell_doubt(firsts), np.array([doubt.right for doubt in firsts])
    inside = np.array([doubt.query.with_township for doubt in firsts])
    judge = as_data(learn_doubt(firsts), DOUBTS)
    for where, chosen, precision in (("inside", inside, INSIDE), ("anywhere", ~inside, ANYWHERE)):
        judge[where], part = enough(sure[chosen], right[chosen], precision)
        print(f"{where}: goes on without asking in {part:.1%}, {precision:.1%} of these rightly")
    data = {"ranker": as_data(learn(known), FIGURES), "judge": judge}
    asked.to.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def _tell(told: Sequence[tuple[Example, NDArray[np.float64]]]) -> None:
    for name, with_township in (("name only", False), ("with township", True)):
        some = [one for one in told if one[0].query.with_township is with_township and one[0].query.core]
        north = [one for one in some if one[0].query.state in NORTH]
        print(
            f"{name}: Kachin, Shan (North) {hits(north, 1)} / {hits(north, 5)}; all {hits(some, 1)} / {hits(some, 5)}"
        )


if __name__ == "__main__":
    main()
