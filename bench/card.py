"""From a text to the rendered messages of a village card, over a filled store: how long, and how it grows.

Everything in the store is made up. ``--quick`` fills a tenth or so. The last line is one JSON object of all figures.
"""

import argparse
import gc
import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.matching.answers import percentile
from bench.matching.country import Filling, fill
from bench.matching.desk import opened, program
from bench.matching.ready import resident
from bot.desk import OpenDesk
from coordination import answer, area, places
from coordination.scope import Scope
from coordination.viewer import Role, Viewer
from words import answers
from words.telling import Telling

ASKED = 400
STATE = 3
"""Id of the state whose gaps are asked for."""
AGENCY = Viewer(kind="person", role=Role.AGENCY, ref="bench", label="P-1", agency_id=1, agency="A")
FULL = Filling()
QUICK = Filling(places=10_000, assessed=200, commitments=2_000)
LADDER = (Filling(2_000, 45, 3, 450), Filling(57_790, 450, 3, 4_500), Filling(1_000_000, 4_350, 3, 43_500))
"""From 2,000 to 1,000,000 places and from 10,000 to 1,000,000 values."""
SHORT_LADDER = (Filling(2_000, 45, 3, 450),)


def main() -> None:
    """Fill, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Fill less.")
    quick = parser.parse_args().quick
    figures = {"bench": "card", "quick": quick, **filled(QUICK if quick else FULL)}
    figures["grown"] = [step(filling) for filling in (SHORT_LADDER if quick else LADDER)]
    for key, value in figures.items():
        print(key, value)
    print(json.dumps(figures))


def filled(filling: Filling) -> dict[str, Any]:
    """Every figure of one store."""
    with tempfile.TemporaryDirectory() as name, opened(Path(name)) as desk:
        began = time.perf_counter()
        villages = fill(desk.database, desk.desk.catalogue, filling, datetime.now(UTC).date())
        figures: dict[str, Any] = {"fill_s": round(time.perf_counter() - began, 1)}
        figures["start"] = program("bench.matching.ready", name, villages[0][1])
        held = resident()
        figures |= {"first_s": round(_once(desk, places.remember), 2)}
        figures |= {"known": measured(desk, [f"what is going on in {one}?" for _, one in villages[:ASKED]])}
        figures |= {"misspelled": measured(desk, [mistyped(one) for _, one in villages[:ASKED]])}
        figures |= {"again": measured(desk, [f"what is going on in {one}?" for _, one in villages[:20]] * 20)}
        figures |= {"gaps_of_a_state": [round(1000 * _gaps(desk), 1) for _ in range(5)]}
        return figures | {"mb": round(resident()), "index_mb": round(resident() - held)}


def step(filling: Filling) -> dict[str, Any]:
    """The known place of one step of the ladder."""
    with tempfile.TemporaryDirectory() as name, opened(Path(name)) as desk:
        villages = fill(desk.database, desk.desk.catalogue, filling, datetime.now(UTC).date())
        _once(desk, places.remember)
        asked = [f"what is going on in {one}?" for _, one in villages[:ASKED]]
        return {"places": filling.places, "assessed": filling.assessed, "known": measured(desk, asked)}


def measured(desk: OpenDesk, texts: Sequence[str]) -> dict[str, float]:
    """ms from a text to the rendered messages, in a write transaction as in chat, without its commit."""
    times, cards = [], 0
    gc.collect()
    gc.freeze()
    for text in texts:
        seconds, found = _timed(desk, text)
        times.append(1000 * seconds)
        cards += found
    return {
        "p50": round(percentile(times, 0.5), 2),
        "p99": round(percentile(times, 0.99), 2),
        "answered": round(cards / len(texts), 3),
    }


def _timed(desk: OpenDesk, text: str) -> tuple[float, bool]:
    def work(scope: Scope) -> tuple[float, bool]:
        start = time.perf_counter()
        found = answer.answer(scope, text)
        answers.reply(Telling(desk.words, scope.desk.catalogue, scope.viewer), found.results)
        return time.perf_counter() - start, found.place is not None

    return desk.write(work, AGENCY)


def _gaps(desk: OpenDesk) -> float:
    """Seconds for the open needs of a state, from its id to the rendered messages."""

    def work(scope: Scope) -> float:
        start = time.perf_counter()
        found = area.gaps(scope, STATE)
        answers.reply(Telling(desk.words, scope.desk.catalogue, scope.viewer), (found,))
        return time.perf_counter() - start

    return desk.write(work, AGENCY)


def _once(desk: OpenDesk, work: Callable[[Scope], Any]) -> float:
    start = time.perf_counter()
    desk.read(work)
    return time.perf_counter() - start


def mistyped(text: str) -> str:
    """One wrong letter in the name."""
    chosen = random.Random(text)
    at = chosen.randrange(1, max(2, text.index(",")))
    return text[:at] + chosen.choice("aeinghkmt") + text[at + 1 :]


if __name__ == "__main__":
    main()
