"""One, two and three processes of ``waypost run`` on one PostgreSQL: how many cards a second, and at what cost.

The server stores what it confirms (fsync). Bursts take turns, so that whatever else the machine does meets all alike.
``cpu_ms`` is the processor time of all processes of the bot for one answer, ``server_ms`` that of the database server.
``--quick`` asks less. The last line is one JSON object; exit code 1 when anything was lost or reordered.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bots import desk
from bench.bots.api_server import Load
from bench.bots.processes import Running, Server, server
from bench.matching.answers import percentile
from bench.matching.country import Filling
from tests import postgres

MOST = 3
PERSONS = 300
START = 60.0


@dataclass(frozen=True)
class Size:
    """How much is stored, and how many cards a burst asks for, how often."""

    filling: Filling
    burst: int
    rounds: int


FULL, QUICK = Size(Filling(10_000, 500, 3, 3_000), 3_000, 3), Size(Filling(1_000, 100, 1, 300), 400, 1)


class Bench:
    """The Bot API server, the database server, and a store that was filled."""

    def __init__(self, folder: Path, api: Server, database: postgres.Server, size: Size) -> None:
        self._folder, self._api, self._database, self._size = folder, api, database, size
        self._url = database.url(database.clone())
        self._villages = desk.prepare(folder, size.filling, PERSONS, self._url)

    def once(self, count: int) -> dict[str, Any]:
        """One burst for so many processes, after a smaller one that all of them have met."""
        with ExitStack() as stack:
            runs = [stack.enter_context(desk.run(self._folder, self._api.url, self._url)) for _ in range(count)]
            self._api.load(self._load(50))
            _all_at_work(runs)
            self._api.load(self._load(self._size.burst // 4))
            before, server_before = [run.cpu for run in runs], self._server_cpu()
            outcome = self._api.load(self._load(self._size.burst))
            spent = [run.cpu - was for run, was in zip(runs, before, strict=True)]
            answered = max(1, outcome.answered)
            return {
                "per_s": round(outcome.answered / outcome.seconds, 1),
                "cpu_ms": round(1000 * sum(spent) / answered, 3),
                "server_ms": round(1000 * (self._server_cpu() - server_before) / answered, 3),
                "busiest_share": round(max(spent) / max(0.01, sum(spent)), 2),
                "p50_ms": round(percentile(outcome.times, 0.5)),
                "lost": outcome.asked - outcome.answered,
                "reordered": outcome.reordered,
                "strange": outcome.strange,
            }

    def _load(self, count: int) -> Load:
        updates = []
        for number in range(count):
            village = self._villages[number % len(self._villages)]
            updates.append((desk.FIRST_PERSON + number % PERSONS, village, f"<b>{village.partition(',')[0]}"))
        return Load(desk.TOKEN, updates)

    def _server_cpu(self) -> float:
        """Seconds of the server and of the sessions that are open: those of the bot live as long as it does."""
        pid = int((self._database.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        parts = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())]
        return sum(Running("", "", part).cpu for part in parts if Path(f"/proc/{part}").exists())


def _all_at_work(runs: Sequence[Running]) -> None:
    """Wait until each has done more than start: its index of places is built, and it rests."""
    until, last = time.monotonic() + START, [0.0 for _ in runs]
    while time.monotonic() < until:
        time.sleep(1.0)
        now = [run.cpu for run in runs]
        if all(spent - was < 0.25 and spent > 1.0 for spent, was in zip(now, last, strict=True)):
            return
        last = now


def _best(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The quickest round, with what went wrong in any."""
    wrong = {name: sum(one[name] for one in rounds) for name in ("lost", "reordered", "strange")}
    return max(rounds, key=lambda one: one["per_s"]) | wrong


def main() -> int:
    """Arguments in; a line for each number of processes and one of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small store, one short burst each")
    size = QUICK if parser.parse_args().quick else FULL
    rounds: dict[int, list[dict[str, Any]]] = {count: [] for count in range(1, MOST + 1)}
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(postgres.Server(postgres.DURABLE)) as database,
        server() as api,
    ):
        bench = Bench(Path(folder), api, database, size)
        for _ in range(size.rounds):
            for count, found in rounds.items():
                found.append(bench.once(count))
                print(count, found[-1], flush=True)
    best = {str(count): _best(found) for count, found in rounds.items()}
    print(json.dumps({"bench": "processes", "cores": os.cpu_count(), "processes": best}))
    return int(any(one["lost"] or one["reordered"] for one in best.values()))


if __name__ == "__main__":
    sys.exit(main())
