"""The bot under a steady load for as long as one likes: does it stay as it is?

``python -m bench.soak --minutes 20 --rate 100`` asks for cards of 500 chats and prints, twelve times, memory, open
files, size of SQLite's log and the answers' times since. ``--quick`` takes half a minute at 20 a second. The last line
is one JSON object; exit code 1 when anything was lost, reordered or doubled.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bots import desk
from bench.bots.chats import Chats, serve
from bench.bots.processes import Running
from bench.kills import FILLING
from bench.matching.answers import percentile

LOOKS = 12
PATIENCE = 60.0


@dataclass(frozen=True)
class Load:
    """For how long, at how many questions a second, by how many."""

    seconds: float
    rate: float
    chats: int


async def soak(folder: Path, load: Load) -> dict[str, Any]:
    """Run it on a store made in ``folder``."""
    villages = await asyncio.to_thread(desk.prepare, folder, FILLING, load.chats)
    chats = Chats(desk.FIRST_PERSON, load.chats, int(load.seconds * load.rate), villages, rate=load.rate)
    server, url = await serve(chats)
    looks = []
    with desk.run(folder, url) as running:
        for _ in range(LOOKS):
            before = len(chats.times)
            spent = running.cpu
            await asyncio.sleep(load.seconds / LOOKS)
            looks.append(_look(running, folder, chats, before) | {"cpu_s": round(running.cpu - spent, 2)})
            print(looks[-1], flush=True)
        last = -1
        while not chats.done and chats.answered > last:  # what a slow machine has not answered yet is not lost
            last = chats.answered
            with suppress(TimeoutError):
                await asyncio.wait_for(chats.finished.wait(), PATIENCE)
    server.close()
    counted = chats.counted
    wrong = {name: counted[name] for name in ("reordered", "doubled")}
    return {"asked": chats.questions, "lost": chats.questions - chats.answered, **wrong, "looks": looks}


def _look(running: Running, folder: Path, chats: Chats, before: int) -> dict[str, float]:
    times = sorted(1000 * took for _, took in chats.times[before:])
    log = folder / "waypost.sqlite-wal"
    return {
        "answered": len(times),
        "mb": round(running.mb, 1),
        "files": len(list(Path(f"/proc/{running.pid}/fd").iterdir())),
        "wal_mb": round(log.stat().st_size / 1e6, 2) if log.exists() else 0.0,
        "p50_ms": round(percentile(times, 0.5)) if times else 0,
        "p99_ms": round(percentile(times, 0.99)) if times else 0,
    }


def main() -> int:
    """Arguments in; a line for each look and one of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a minute at 20 a second")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=100.0)
    asked = parser.parse_args()
    load = Load(30.0, 20.0, 40) if asked.quick else Load(60 * asked.minutes, asked.rate, 500)
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(soak(Path(folder), load))
    print(json.dumps({"bench": "soak", **found}))
    return int(any(found[name] for name in ("lost", "reordered", "doubled")))


if __name__ == "__main__":
    sys.exit(main())
