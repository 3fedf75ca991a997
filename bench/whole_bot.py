"""Whole bots over HTTP beside each other: how many updates a second, and at what cost in processor time.

Waypost runs as it is run: ``waypost run`` upon a filled store, SQLite at synchronous=FULL, each answer durable before
it is sent; only Telegram's sending limits are off. Its peers are echo bots that keep nothing: python-telegram-bot as
its documentation writes it, the same with 64 updates at once, aiogram, and aiohttp with nothing around it. A server of
the Bot API hands out the updates and counts an update as answered when the right answer has come; bots take turns.

``--quick`` fills less and asks less. The last line is one JSON object of all figures.
"""

import argparse
import itertools
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bots import desk
from bench.bots.api_server import Load
from bench.bots.processes import Running, Server, peers, server
from bench.matching.answers import percentile
from bench.matching.country import Filling

PEERS = {"ptb": "901:ptb", "ptb64": "902:ptb64", "aiogram": "903:aiogram", "bare": "904:bare"}
TRIP = 0.05
OPEN_RATE = 100.0
NAMES = {
    "cards": "Waypost, village cards",
    "help": "Waypost, /help",
    "ptb": "PTB, echo",
    "ptb64": "PTB, echo, 64 at once",
    "aiogram": "aiogram, echo",
    "bare": "aiohttp alone",
}
Update = tuple[int, str, str]


@dataclass(frozen=True)
class Size:
    """How much: of everything in the store, people, villages asked for, updates of a burst, rounds."""

    filling: Filling
    persons: int
    villages: int
    burst: int
    rounds: int
    open_seconds: int
    trips: int


FULL = Size(Filling(), persons=300, villages=500, burst=2000, rounds=5, open_seconds=20, trips=1000)
QUICK = Size(Filling(3_000, 150, 3, 1_500), persons=100, villages=150, burst=500, rounds=2, open_seconds=2, trips=200)


@dataclass(frozen=True)
class Round:
    """One load of one bot: answers a second, ms of processor time an answer, ms to an answer."""

    rate: float
    cpu_ms: float
    p50: float
    p99: float
    lost: int
    reordered: int


class Bench:
    """The bots, the Bot API server between them, and what is asked."""

    def __init__(self, api: Server, bots: Mapping[str, Running], villages: Sequence[str], size: Size) -> None:
        self._api, self._bots, self._size = api, bots, size
        self._villages = itertools.cycle(villages[: size.villages])
        self._people = itertools.cycle(range(desk.FIRST_PERSON, desk.FIRST_PERSON + size.persons))
        self._words = random.Random(1)

    @property
    def kinds(self) -> list[str]:
        """What is measured, by name."""
        return [name for name in NAMES if name in self._bots or name in {"cards", "help"}]

    def once(self, kind: str, count: int, *, rate: float = 0.0, trip: float = 0.0) -> Round:
        """One load, and what it cost the bot."""
        running = self._bots.get(kind) or self._bots["waypost"]
        load = Load(running.token, list(itertools.islice(self._updates(kind), count)), rate, trip)
        before = running.cpu
        outcome = self._api.load(load)
        cpu = running.cpu - before
        answered = max(1, outcome.answered)
        return Round(
            rate=outcome.answered / outcome.seconds,
            cpu_ms=1000 * cpu / answered,
            p50=percentile(outcome.times, 0.5) if outcome.times else 0.0,
            p99=percentile(outcome.times, 0.99) if outcome.times else 0.0,
            lost=outcome.asked - outcome.answered,
            reordered=outcome.reordered,
        )

    def _updates(self, kind: str) -> Iterator[Update]:
        while True:
            person = next(self._people)
            if kind == "cards":
                village = next(self._villages)
                yield person, village, f"<b>{village.partition(',')[0]}"
            elif kind == "help":
                yield person, "/help", "/village"
            else:
                said = f"{next(self._villages)} {self._words.random()}"
                yield person, said, said


def measure(bench: Bench, size: Size) -> dict[str, Any]:
    """All figures."""
    figures: dict[str, Any] = {"cards_cold": _told(bench.once("cards", size.villages))}
    for kind in bench.kinds:
        bench.once(kind, 50)
    bursts: dict[str, list[Round]] = {kind: [] for kind in bench.kinds}
    for _ in range(size.rounds):
        for kind in bench.kinds:
            bursts[kind].append(bench.once(kind, size.burst))
    figures["burst"] = {kind: _told(max(rounds, key=lambda one: one.rate)) for kind, rounds in bursts.items()}
    steady = [kind for kind in bench.kinds if kind != "bare"]
    count = int(size.open_seconds * OPEN_RATE)
    figures["open"] = {kind: _told(bench.once(kind, count, rate=OPEN_RATE)) for kind in steady}
    figures["trip"] = {
        kind: _told(bench.once(kind, 40 if kind == "ptb" else size.trips, trip=TRIP)) for kind in bench.kinds
    }
    return figures


def _told(one: Round) -> dict[str, float]:
    return {name: round(value, 3 if name == "cpu_ms" else 1) for name, value in vars(one).items()}


def line(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that are compared, by the names that outsiders know."""
    told: dict[str, Any] = {"bench": "whole_bot"}
    outside = {"cards": "cards", "help": "help", "ptb": "ptb_echo", "ptb64": "ptb64_echo", "aiogram": "aiogram_echo"}
    outside["bare"] = "aiohttp_echo"
    for kind, name in outside.items():
        found = figures["burst"].get(kind)
        told[f"{name}_per_s"] = found and found["rate"]
        told[f"{name}_cpu_ms"] = found and found["cpu_ms"]
        trip = figures["trip"].get(kind)
        told[f"{name}_50ms_per_s"] = trip and trip["rate"]
    return told


def table(figures: Mapping[str, Any]) -> Iterator[str]:
    """Everything for a reader."""
    yield "| | burst /s | CPU ms | 100/s: p50 / p99 ms | CPU ms | 50 ms trip /s | lost | reordered |"
    yield "|---|---|---|---|---|---|---|---|"
    for kind, burst in figures["burst"].items():
        steady, trip = figures["open"].get(kind), figures["trip"].get(kind)
        times = f"{steady['p50']:.1f} / {steady['p99']:.1f} | {steady['cpu_ms']:.2f}" if steady else "– | –"
        rounds = [one for one in (burst, steady, trip) if one]
        lost, reordered = (int(sum(one[name] for one in rounds)) for name in ("lost", "reordered"))
        yield (
            f"| {NAMES[kind]} | {burst['rate']:,.0f} | {burst['cpu_ms']:.2f} | {times} | "
            f"{trip['rate']:,.0f} | {lost} | {reordered} |"
        )
    cold = figures["cards_cold"]
    yield f"First card of each village: {cold['rate']:,.0f}/s, {cold['cpu_ms']:.2f} ms; {figures['mb']} MB"


def main() -> int:
    """Arguments in; a table and one line of JSON out; 1 when Waypost lost or reordered anything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small store, short bursts")
    size = QUICK if parser.parse_args().quick else FULL
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        villages = desk.prepare(Path(name), size.filling, size.persons)
        api = stack.enter_context(server())
        bots = stack.enter_context(peers(PEERS, api.url))
        bots["waypost"] = stack.enter_context(desk.run(Path(name), api.url))
        figures = measure(Bench(api, bots, villages, size), size)
        figures["mb"] = round(bots["waypost"].mb)
    print(*table(figures), sep="\n")
    print(json.dumps({**line(figures), "all": figures}))
    ours = [figures[load][kind] for load in ("burst", "open", "trip") for kind in ("cards", "help")]
    return int(any(one["lost"] or one["reordered"] for one in ours))


if __name__ == "__main__":
    sys.exit(main())
