"""A drill: a desk under load is backed up, killed, destroyed and restored. What was answered as saved must be there.

``python -m bench.backup`` saves names all the while that others ask, 200 before the backup begins and 50 after it, on a
store with 20,000 places; ``--quick`` is a tenth of that, ``--database-url`` an empty PostgreSQL database. The last line
is one JSON object; exit code 1 when a name is missing. Questions that waited at the moment of the backup are
``answered_again``.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlmodel import Session, select

from bench import faults
from bot.database import Database
from bot.demo import cast
from coordination.viewer import Role
from models import backups
from models.aliases import PlaceAlias
from models.places import Place
from sandbox import Sandbox

VILLAGE = "Lawa Bum"
BATCH = 1000


@dataclass(frozen=True)
class Drill:
    """A desk of its own in ``folder``."""

    sandbox: Sandbox
    folder: Path
    environment: dict[str, str]
    coordinator: int
    askers: tuple[int, ...]

    @property
    def backup(self) -> Path:
        """The backup of the drill."""
        return self.folder / "x.backup"

    @property
    def url(self) -> str:
        """Address of the store."""
        return self.environment["WAYPOST_DATABASE_URL"]

    async def save(self, name: str) -> None:
        """A coordinator gives a village another name; over when the bot has said that it is saved."""
        await self._said(f"/alias {name} = {VILLAGE}", f'"{name}" is a name of')
        self.sandbox.press(self.coordinator, self.sandbox.sent(self.coordinator)[-1], "Yes, save")
        await self.sandbox.wait_for(lambda: self._last().startswith(f'Saved: "{name}"'), 60.0)

    async def _said(self, text: str, answer: str) -> None:
        self.sandbox.say(self.coordinator, text)
        await self.sandbox.wait_for(lambda: answer in self._last(), 60.0)

    def _last(self) -> str:
        messages = self.sandbox.sent(self.coordinator)
        return " ".join(messages[-1].text.split()) if messages else ""

    def sends(self) -> int:
        """Messages of the bot so far."""
        return sum(call.method.lower() == "sendmessage" for call in self.sandbox.calls)

    async def ask_on(self) -> None:
        """Everybody else asks, one question at a time each, until cancelled."""
        await asyncio.gather(*(self._ask_on(who) for who in self.askers))

    async def _ask_on(self, who: int) -> None:
        while True:
            await self._ask(who)

    async def _ask(self, who: int) -> None:
        before = len(self.sandbox.sent(who))
        self.sandbox.say(who, f"/village {VILLAGE}")
        await self.sandbox.wait_for(lambda: len(self.sandbox.sent(who)) > before, 60.0)

    async def waypost(self, *words: str) -> dict[str, object]:
        """A command with ``--json``; what it printed."""
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, "--json", env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await program.communicate()
        if program.returncode:
            raise RuntimeError(f"waypost {' '.join(words)} ended with {program.returncode}")
        return dict(json.loads(printed))

    async def bot(self) -> asyncio.subprocess.Process:
        """Start the bot; over when it polls."""
        before = len(self.sandbox.calls)
        program = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=self.environment)
        await self.sandbox.wait_for(lambda: len(self.sandbox.calls) > before, 60.0)
        return program

    def names(self) -> set[str]:
        """The names that were given, as the store has them."""
        with closing(Database(self.url)) as opened:
            return opened.reading(lambda db: {row.text or "" for row in db.exec(select(PlaceAlias))})

    def destroy(self) -> None:
        """What a broken disk leaves."""
        if self.url.startswith("sqlite"):
            for path in self.folder.glob("waypost.sqlite*"):
                path.unlink()
            return
        with closing(Database(self.url)) as opened, opened.engine.begin() as connection:
            backups.drop(connection)


async def bench(
    before: int, after: int, places: int, folder: Path, database_url: str | None = None
) -> dict[str, object]:
    """Run it in ``folder``; counts, seconds and bytes."""
    drill = await _start(folder, places, database_url)
    bot = await drill.bot()
    try:
        result = await _live(drill, before, after)
    finally:
        bot.kill()
        await bot.wait()
    all_names = drill.names()
    drill.destroy()
    began = time.perf_counter()
    restored = await drill.waypost("restore", str(drill.backup), "--yes")
    restoring = time.perf_counter() - began
    found, again = drill.names(), await _again(drill)
    await drill.sandbox.close()
    return result | {
        "missing": len({f"Drill {number}" for number in range(before)} - found),
        "lost_of_later": len(all_names - found),
        "answered_again": again,
        "rows": restored["rows"],
        "restore_s": round(restoring, 1),
    }


async def _live(drill: Drill, before: int, after: int) -> dict[str, object]:
    """Names are saved, a backup begins, more names are saved, and others ask all the while."""
    asking = asyncio.create_task(drill.ask_on())
    for number in range(before):
        await drill.save(f"Drill {number}")
    began, answered = time.perf_counter(), drill.sends()
    copying = asyncio.create_task(drill.waypost("backup", str(drill.backup)))
    for number in range(before, before + after):
        await drill.save(f"Drill {number}")
    made = await copying
    taken, answered = time.perf_counter() - began, drill.sends() - answered
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    return {
        "saved_before": before,
        "saved_later": after,
        "answers_while_copying": answered,
        "bytes": made["bytes"],
        "backup_s": round(taken, 1),
    }


async def _again(drill: Drill) -> int:
    """What a restored bot sends before anybody asks it; then it has to answer."""
    before = drill.sends()
    waiting = drill.sandbox.world.updates.waiting(1000)
    bot = await drill.bot()
    try:
        await drill.save("Drill afterwards")
    finally:
        bot.terminate()
        await bot.wait()
    return max(0, drill.sends() - before - 1 - len(waiting))


async def _start(folder: Path, places: int, database_url: str | None) -> Drill:
    run = await faults.start(folder, database_url)
    with closing(Database(run.environment["WAYPOST_DATABASE_URL"])) as opened:
        for batch in _more(places):
            opened.transaction(partial(_add, batch))
    known = [one for one in cast.people() if one.consented]
    by_role = {role: tuple(one.user.id for one in known if one.role is role) for role in Role}
    askers = by_role[Role.AGENCY] + by_role[Role.PROTECTION]
    return Drill(run.sandbox, folder, run.environment, by_role[Role.COORDINATOR][0], askers)


def _add(places: list[Place], db: Session) -> None:
    db.add_all(places)


def _more(places: int) -> Iterator[list[Place]]:
    """Places that make the store larger."""
    for start in range(0, places, BATCH):
        yield [
            Place(source_id=f"drill:{number}", source="drill", kind="village", name=f"Drill place {number}")
            for number in range(start, min(places, start + BATCH))
        ]


def main() -> int:
    """Arguments in, one line of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 names before, 5 after, 2,000 places")
    parser.add_argument("--database-url", help="address of an empty store; SQLite when not given")
    asked = parser.parse_args()
    size = (20, 5, 2_000) if asked.quick else (200, 50, 20_000)
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(bench(*size, Path(folder) / "desk", asked.database_url))
    print(json.dumps({"bench": "backup", **result}))
    return int(bool(result["missing"]))


if __name__ == "__main__":
    sys.exit(main())
