"""kill -9 at random while 500 chats ask: is each question answered, in order, once, and noted once?

One process on SQLite, then three on one PostgreSQL. What Telegram may do it does: updates come twice, and those of
different chats in any order. A kill between Telegram's yes and our mark may repeat what was being sent, 64 messages
a kill at most; nothing else may. ``python -m bench.kills`` asks 20,000 and kills 100 times on each, ``--quick`` a few.

The last line is one JSON object; exit code 1 when anything was lost, reordered, or doubled without a kill to explain.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from bench.bots import desk
from bench.bots.chats import Chats, serve
from bench.matching.country import Filling
from bot.database import Database
from bot.lanes import MOST
from tests.postgres import DURABLE, Server

FILLING = Filling(1_000, 100, 1, 300)
PATIENCE = 120.0
"""Seconds without a further answer after which the rest counts as lost: leases of the dead are waited for."""
LONGEST_LIFE = 20.0


@dataclass(frozen=True)
class Size:
    """How much is asked, by how many, how often a process is killed, and for how many seconds at most."""

    questions: int
    chats: int
    kills: int
    seconds: float


FULL, QUICK = Size(20_000, 500, 100, 3_600), Size(600, 40, 3, 40)


class Bots:
    """Processes of one bot that are killed and started again."""

    def __init__(self, environment: dict[str, str], count: int) -> None:
        self._environment = {**os.environ, **environment}
        self._count = count
        self._running: list[asyncio.subprocess.Process] = []

    async def start(self) -> None:
        """As many as there shall be."""
        while len(self._running) < self._count:
            program = (sys.executable, "-m", "bot", "run")
            self._running.append(await asyncio.create_subprocess_exec(*program, env=self._environment))

    async def kill(self, chosen: random.Random) -> None:
        """kill -9 of any of them; raises `RuntimeError` when it had ended by itself."""
        victim = self._running.pop(chosen.randrange(len(self._running)))
        if victim.returncode is not None:
            raise RuntimeError(f"the bot ended by itself: {victim.returncode}")
        victim.kill()
        await victim.wait()

    async def stop(self) -> float:
        """SIGTERM to all; seconds until the last has ended."""
        began = time.perf_counter()
        for one in self._running:
            one.terminate()
        for one in self._running:
            await one.wait()
        return time.perf_counter() - began


async def killed(folder: Path, size: Size, processes: int, database_url: str | None = None) -> dict[str, Any]:
    """One run on a store made for it; counts."""
    villages = await asyncio.to_thread(desk.prepare, folder, FILLING, size.chats, database_url)
    _changed(folder, database_url, "UPDATE person SET role = 'coordinator'")
    chats = Chats(desk.FIRST_PERSON, size.chats, size.questions, villages)
    server, url = await serve(chats)
    bots = Bots(desk.environment(folder, url, database_url), processes)
    began, kills, chosen = time.perf_counter(), 0, random.Random(size.questions)
    await bots.start()
    while kills < size.kills and time.perf_counter() - began < size.seconds and not chats.done:
        left = (size.questions - chats.answered) // (size.kills - kills)
        await _answered(chats, chats.answered + chosen.randint(0, 2 * left), LONGEST_LIFE)
        await asyncio.sleep(chosen.uniform(0.0, 0.1))
        await bots.kill(chosen)
        kills += 1
        await bots.start()
    await _answered(chats, size.questions, PATIENCE)
    seconds = time.perf_counter() - began
    stopped = await bots.stop()
    server.close()
    noted = _changed(folder, database_url, "UPDATE audit SET chat = chat WHERE action = 'read.village'")
    return _told(chats, kills, seconds, stopped) | {
        "processes": processes,
        "noted_wrongly": abs(noted - size.questions),
    }


async def _answered(chats: Chats, wanted: int, patience: float) -> None:
    """Until so many are answered, or none was for long."""
    last = (chats.answered, time.monotonic())
    while chats.answered < min(wanted, chats.questions) and time.monotonic() - last[1] < patience:
        await asyncio.sleep(0.02)
        if chats.answered != last[0]:
            last = (chats.answered, time.monotonic())


def _changed(folder: Path, database_url: str | None, statement: str) -> int:
    """Number of rows that a statement changes. What coordinators read is noted in the audit trail, once a question."""

    def change(session: Session) -> int:
        return session.connection().execute(text(statement)).rowcount

    with closing(Database(database_url or f"sqlite:///{folder / 'waypost.sqlite'}")) as database:
        return database.transaction(change)


def _told(chats: Chats, kills: int, seconds: float, stopped: float) -> dict[str, Any]:
    counted = chats.counted
    return {
        "questions": chats.questions,
        "kills": kills,
        "duplicates": counted["duplicates"],
        "lost": chats.questions - chats.answered,
        "reordered": counted["reordered"],
        "doubled": counted["doubled"],
        "doubled_unexplained": max(0, counted["doubled"] - kills * MOST - counted["answers_lost"]),
        "seconds": round(seconds, 1),
        "stop_seconds": round(stopped, 1),
    }


def main() -> int:
    """Arguments in, one line of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="600 questions and 3 kills on each engine")
    parser.add_argument("--questions", type=int, default=FULL.questions)
    parser.add_argument("--kills", type=int, default=FULL.kills)
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one engine")
    asked = parser.parse_args()
    size = QUICK if asked.quick else Size(asked.questions, FULL.chats, asked.kills, FULL.seconds)
    found: dict[str, Any] = {"bench": "kills"}
    with tempfile.TemporaryDirectory() as folder:
        if asked.only != "postgresql":
            found["sqlite"] = asyncio.run(killed(Path(folder) / "sqlite", size, 1))
            print("sqlite", found["sqlite"], flush=True)
        if asked.only != "sqlite":
            with closing(Server(DURABLE)) as server:
                url = server.url(server.clone())
                found["postgresql"] = asyncio.run(killed(Path(folder) / "postgresql", size, 3, url))
    print(json.dumps(found))
    runs = [run for run in found.values() if isinstance(run, dict)]
    bad = ("lost", "reordered", "doubled_unexplained", "noted_wrongly")
    return int(any(run[name] for run in runs for name in bad))


if __name__ == "__main__":
    sys.exit(main())
