"""One peer after another over the same queries, and the figures of what was answered."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.matching.answers import (
    MOST,
    SEGMENTS,
    SOME,
    WIDE,
    Answered,
    Place,
    Query,
    narrow,
    percentile,
    read_places,
    read_queries,
    recall,
    scored,
    timed,
    unasked,
)
from bench.matching.peers import Exact, Metaphone, NotRunError, Peer, Ratio, Trigrams, WRatio
from bench.matching.postgres import PgTrgm

PEERS: tuple[type[Peer], ...] = (Exact, Ratio, WRatio, Metaphone, Trigrams, PgTrgm)


def run_peers(gazetteer: Path, spellings: Path, quick: bool) -> dict[str, Any]:
    """Figures by peer, or ``{"not_run": reason}``; in a quick run slow peers answer a part."""
    known = read_places(gazetteer)
    queries = read_queries(spellings, known)
    return {kind.name: run_peer(kind(), known, queries, quick=quick) for kind in PEERS}


def run_peer(peer: Peer, known: Sequence[Place], queries: Sequence[Query], *, quick: bool) -> dict[str, Any]:
    """Build one peer, ask it, close it."""
    part = quick and peer.slow
    print(f"{peer.name} ...", file=sys.stderr, flush=True)
    began = time.perf_counter()
    try:
        peer.build(known)
        build = time.perf_counter() - began
        answered = timed(narrow(queries, SOME) if part else queries, lambda query: (peer.candidates(query, MOST), ""))
    except NotRunError as error:
        return {"not_run": str(error)}
    finally:
        peer.close()
    return {"build_s": round(build, 1), **figures(answered, part=part)}


def figures(answered: Answered, *, part: bool = False) -> dict[str, Any]:
    """Recall by segment and times; of a part of the queries nothing is said about the wide segments."""
    counted = {name: scored(answered, name) for name in _told(part)}
    times = [answer.ms for _, answer in answered]
    return {
        "recall": {
            name: {"n": len(some), "at1": recall(some, 1), "at5": recall(some, MOST)} for name, some in counted.items()
        },
        "p50_ms": round(percentile(times, 0.5), 2),
        "p99_ms": round(percentile(times, 0.99), 2),
    }


def going_on(answered: Answered, *, part: bool = False) -> dict[str, Any]:
    """What came of not asking, by segment."""
    return {name: unasked(scored(answered, name)) for name in _told(part)}


def _told(part: bool) -> list[str]:
    return [name for name in SEGMENTS if not (part and name in WIDE)]
