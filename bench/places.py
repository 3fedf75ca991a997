"""Place matching: Waypost beside its peers, over a gazetteer and spellings with known answers.

Both lie in the folder that WAYPOST_BENCH_DATA names: gazetteer_mm.csv and dev_places.jsonl. ``--quick`` leaves five
million made-up names out, and slow peers answer a part. The last line is one JSON object of all figures.
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.matching import desk, show
from bench.matching.answers import GOES_ON, Answered, narrow, read_places, read_queries, shared_names
from bench.matching.run import figures, going_on, run_peers


def bench(asked: argparse.Namespace, data: Path) -> dict[str, Any]:
    """Run everything; all figures, and under "wrong" what nobody was asked about and should have been."""
    gazetteer, spellings = data / "gazetteer_mm.csv", asked.queries or data / "dev_places.jsonl"
    known = read_places(gazetteer)
    queries = read_queries(spellings, known)
    area = tuple(name.strip() for name in asked.area.split(",")) if asked.area else desk.north(known)
    told: dict[str, Any] = {"waypost": {}, "wrong": []}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as pool, tempfile.TemporaryDirectory() as name:
        others = pool.submit(run_peers, gazetteer, spellings, asked.quick)
        if not asked.quick:
            others.result()  # one at a time, for the sake of the clock
        folder = Path(name)
        told["import_s"] = round(desk.build(folder, gazetteer), 1)
        _add(told, "Waypost", desk.answer(folder, queries))
        some = narrow(queries) if asked.quick else queries
        _add(told, "Waypost, area set", desk.answer(folder, some, area), part=asked.quick)
        told["titled"] = desk.titled(folder, known)
        told["ready"] = desk.ready(folder, queries[0])
        told["peers"] = others.result()
    if not asked.quick:
        told["scale"] = desk.program("bench.matching.scale", str(gazetteer))
    return told


def _add(told: dict[str, Any], name: str, answered: Answered, *, part: bool = False) -> None:
    told["waypost"][name] = {
        "build_s": told["import_s"],
        **figures(answered, part=part),
        "unasked": going_on(answered, part=part),
        "shared_names": shared_names(answered),
    }
    told["wrong"] += [f"{name}: {line}" for line in wrong(answered)]


def wrong(answered: Answered) -> Iterator[str]:
    """Each query that went on to a wrong place, or with a name that other places bear too."""
    for query, answer in answered:
        if answer.decision not in GOES_ON:
            continue
        first, right = answer.candidates[0], ", ".join(sorted(query.right))
        if first not in query.right:
            yield f"{query.text!r} ({query.kind}) went on to {first}, not {right}"
        elif query.shared:
            yield f"{query.text!r} ({query.kind}) went on to {first}, but others have that name"


def tell(told: dict[str, Any]) -> Iterator[str]:
    """Everything for a reader."""
    yield from show.rows({**told["waypost"], **told["peers"]})
    yield ""
    yield from show.unasked(told["waypost"])
    yield ""
    yield from show.safety(told)
    if "scale" in told:
        yield show.scale(told["scale"])


def main() -> int:
    """Arguments in; tables and one line of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a part for slow peers, no five million names")
    parser.add_argument("--queries", type=Path, help="other spellings than dev_places.jsonl")
    parser.add_argument("--area", help="townships of the second desk; all of Kachin and Shan (North) when not given")
    parser.add_argument("--wrong", action="store_true", help="also print what went on to a wrong place")
    asked = parser.parse_args()
    data = os.environ.get("WAYPOST_BENCH_DATA")
    if not data:
        print(json.dumps({"bench": "places", "not_run": "no data: WAYPOST_BENCH_DATA names no folder"}))
        return 0
    try:
        told = bench(asked, Path(data))
    except (OSError, ValueError, KeyError) as error:
        missing = "missing in a row: " if isinstance(error, KeyError) else ""
        print(f"not run: {missing}{error}", file=sys.stderr)
        return 2
    listed = told.pop("wrong")
    print(*tell(told), *(listed if asked.wrong else ()), sep="\n")
    print(json.dumps({"bench": "places", "quick": asked.quick, **told}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
