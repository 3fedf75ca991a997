"""kill -9 while questions arrive: is each answered, in order, and none twice but for a send in flight?

``python -m bench.faults`` asks 500 questions and kills the bot at 50 random points, ``--quick`` a tenth of that. The
last line is one JSON object; exit code 1 when an answer is lost, out of order, or doubled without a kill to explain it.
"""

import argparse
import asyncio
import csv
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo import cast, enrol, store
from bot.desk import OpenDesk, open_desk
from bot.lanes import MOST
from bot.resources import resource
from coordination.viewer import Role
from exchange.importing import IMPORTERS, How, import_file
from exchange.places import Request, importer
from sandbox import Sandbox, serve

PATIENCE = 180.0
"""Seconds without a further answer after which the rest counts as lost."""


ANNOUNCEMENTS = 3
"""Calls that the bot makes at each start besides answers."""
DRAIN = 0.1
"""Seconds in which the sandbox takes what a killed bot had already put on the wire."""


@dataclass
class Run:
    """One bench: who asks what, which answers must come, and how many calls there had been at each kill."""

    sandbox: Sandbox
    environment: dict[str, str]
    expected: dict[int, list[str]] = field(default_factory=dict)
    killed_after: list[int] = field(default_factory=list)

    def asked(self) -> int:
        """Questions so far."""
        return sum(len(names) for names in self.expected.values())

    def ask(self, who: int, name: str) -> None:
        """One question, answered by a card whose first line has the name."""
        self.expected.setdefault(who, []).append(name)
        self.sandbox.say(who, f"/village {name}")

    def outcome(self) -> Counter[str]:
        """How many answers were lost, doubled, doubled without having been in flight, out of order."""
        found: Counter[str] = Counter()
        for who, names in self.expected.items():
            found += self._chat(who, names)
        return found

    def _chat(self, who: int, names: list[str]) -> Counter[str]:
        found: Counter[str] = Counter()
        numbers = self._numbers(who)
        place = -1
        for index, message in enumerate(self.sandbox.sent(who)):
            line = message.text.splitlines()[0]
            if place + 1 < len(names) and names[place + 1] in line:
                place += 1
            elif place >= 0 and names[place] in line:
                found["doubled"] += 1
                found["doubled_unexplained"] += not self._in_flight(numbers[index - 1 : index + 1])
            else:
                found["reordered"] += 1
        found["lost"] += len(names) - 1 - place
        return found

    def _numbers(self, who: int) -> list[int]:
        """Numbers of the calls that put messages into a chat."""
        sends = (call for call in self.sandbox.calls if call.method.lower() == "sendmessage" and call.done)
        return [call.number for call in sends if str(call.params["chat_id"]) == str(who)]

    def _in_flight(self, pair: list[int]) -> bool:
        """Whether the bot was killed between two sends and the first was among those that could be under way."""
        return any(pair[0] <= kill < pair[1] and kill - pair[0] < MOST for kill in self.killed_after)


async def bench(questions: int, kills: int, folder: Path, database_url: str | None = None) -> dict[str, float]:
    """Run it in ``folder``, on the empty store at ``database_url`` if there is one; counts and seconds."""
    began = time.perf_counter()
    run = await start(folder, database_url)
    names = villages()
    roles = {Role.AGENCY, Role.PROTECTION, Role.COORDINATOR}
    askers = [one.user.id for one in cast.people() if one.role in roles and one.consented]
    chosen = random.Random(questions)
    for round_number in range(kills):
        for _ in range(questions * (round_number + 1) // kills - run.asked()):
            number = run.asked()
            run.ask(askers[number % len(askers)], names[number // len(askers) % len(names)])
        await _live(run, chosen)
    await _last(run)
    await run.sandbox.close()
    outcome = run.outcome()
    counts = {name: outcome[name] for name in ("lost", "reordered", "doubled", "doubled_unexplained")}
    return {"questions": questions, "kills": kills, **counts, "seconds": round(time.perf_counter() - began, 1)}


async def start(folder: Path, database_url: str | None = None) -> Run:
    """A sandbox, and a store in ``folder`` with the demo's places and people, for a bot of their own."""
    sandbox = Sandbox([one.user for one in cast.people()])
    url = await serve(sandbox)
    settings = store.settings_of(folder, url).model_copy(update={"database_url": database_url})
    with open_desk(settings) as desk:
        _fill(desk)
    environment = {
        "WAYPOST_BOT_TOKEN": sandbox.token,
        "WAYPOST_BOT_API_URL": url,
        "WAYPOST_DATA_DIR": str(folder),
        "WAYPOST_DATABASE_URL": settings.store_url,
        "WAYPOST_AREA": cast.TOWNSHIP,
        "WAYPOST_SEND_LIMITS": "false",
        "WAYPOST_LOG_LEVEL": "ERROR",
    }
    return Run(sandbox, {**os.environ, **environment})


def _fill(desk: OpenDesk) -> None:
    """The demo's places, agencies and people; a card needs no more."""
    for name, how in (("places", importer(Request())), ("agencies", IMPORTERS["agencies"])):
        import_file(desk, how, resource("data") / "demo" / f"{name}.csv", How())
    enrol.everybody(desk)


def villages() -> list[str]:
    """Villages of the demo whose name only one place bears."""
    with (resource("data") / "demo" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "village"]
    counted = Counter(row["name"] for row in rows)
    return [name for name, number in counted.items() if number == 1]


async def _live(run: Run, chosen: random.Random) -> None:
    """Start the bot and kill it at a random point: while it starts, takes, handles or sends."""
    bot = await _bot(run)
    calls = len(run.sandbox.calls) + chosen.randint(0, ANNOUNCEMENTS + run.outcome()["lost"])
    try:
        await run.sandbox.wait_for(lambda: len(run.sandbox.calls) >= calls, 10.0)
    except TimeoutError:
        calls = 0
    await asyncio.sleep(chosen.uniform(0, 0.05 if calls else 0.0))
    bot.kill()
    await bot.wait()
    await asyncio.sleep(DRAIN)
    run.killed_after.append(len(run.sandbox.calls))


async def _last(run: Run) -> None:
    """Let the bot live until every answer is there, or none came for long."""
    bot = await _bot(run)
    try:
        await run.sandbox.wait_for(lambda: not run.outcome()["lost"], PATIENCE)
    except TimeoutError:
        sys.stderr.write("gave up waiting\n")
    bot.terminate()
    await bot.wait()


async def _bot(run: Run) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=run.environment)


def main() -> int:
    """Arguments in, one line of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 questions, 5 kills")
    parser.add_argument("--database-url", help="address of an empty store; SQLite when not given")
    asked = parser.parse_args()
    quick = asked.quick
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(bench(50 if quick else 500, 5 if quick else 50, Path(folder) / "desk", asked.database_url))
    print(json.dumps({"bench": "faults", **result}))
    return int(any(result[name] for name in ("lost", "reordered", "doubled_unexplained")))


if __name__ == "__main__":
    sys.exit(main())
