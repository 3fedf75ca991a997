"""Large imports: how fast, in how much memory beside pandas, and how long the chat waits meanwhile.

Lists and assessments are made up; the gazetteer_mm.csv of the folder that WAYPOST_BENCH_DATA names is measured, too.
``--quick`` takes a tenth of the rows. The last line is one JSON object; exit code 1 when a bar is not met.
"""

import argparse
import asyncio
import csv
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.faults import Run, start, villages
from bot.cli.import_progress import GARBAGE
from bot.demo import cast
from coordination.viewer import Role

ROWS, PLACES = 200_000, 60_000
BARS = {"places": 20_000, "assessments": 5_000}
"""Rows of a list, and answers, a second."""
MEMORY, CHAT = 250, 50
"""MB of the whole process; ms for the 99th percentile of answers."""
ANSWERS = {"PRF-02": "120", "WSH-01": "piped", "WSH-04": "23", "EDU-01": "primary", "HLT-01": "45"}
SYLLABLES = (
    "hka",
    "bum",
    "yang",
    "lung",
    "hpra",
    "dum",
    "tsai",
    "mai",
    "krang",
    "nawng",
    "tawng",
    "ding",
    "sut",
    "man",
)
HEADER = ("place_id", "kind", "name", "township", "township_pcode", "state", "state_pcode", "lat", "lon")


def made_places(path: Path, count: int) -> None:
    """A list of made-up villages in the shape of a gazetteer: 300 townships in 15 states."""
    chosen = random.Random(count)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            township = number * 300 // count
            name = " ".join(chosen.choices(SYLLABLES, k=chosen.randint(2, 4))).title()
            state = [f"State {township // 20}", f"MMR9{township // 20:02}"]
            above = [f"Township {township}", f"MMR9{township // 20:02}{township:03}", *state]
            writer.writerow([f"x:{number}", "village", name, *above, 20 + township / 40, 95 + chosen.random()])


def made_assessments(path: Path, count: int, codes: list[str], answers: dict[str, str]) -> None:
    """Assessments of these places, each of another day, tool or agency."""
    first = datetime.now(UTC).date() - timedelta(days=3600)
    tools, agencies = ("KII", "TEC"), ("KBC", "KMSS")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["place code", "date", "tool", "agency", "informants", "consent", *answers])
        for number in range(count):
            rest, at = divmod(number, len(codes))
            rest, tool = divmod(rest, len(tools))
            day, agency = divmod(rest, len(agencies))
            row = [codes[at], (first + timedelta(days=day)).isoformat(), tools[tool], agencies[agency], 4, "yes"]
            writer.writerow([*row, *answers.values()])


def one(kind: str, file: Path, folder: Path) -> dict[str, Any]:
    """Import ``file`` into the store in ``folder``, in this process; rows, seconds, MB, and what pandas took."""
    import gc

    from bot.desk import open_desk
    from bot.settings import read_settings
    from exchange.importing import IMPORTERS, How, import_file
    from exchange.places import Request, importer

    gc.set_threshold(GARBAGE)
    settings = read_settings(data_dir=folder, database_url=None, key=None, area=(), catalogue_dir=None)
    with open_desk(settings) as desk:
        began, busy = time.perf_counter(), time.process_time()
        way = importer(Request()) if kind == "places" else IMPORTERS[kind]
        report = import_file(desk, way, file, How(partial=True))
        took, busy = time.perf_counter() - began, time.process_time() - busy
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"rows": report.rows, "stored": report.stored, "listed": len(report.listed)}
    return {**told, "seconds": round(took, 2), "cpu_seconds": round(busy, 2), "mb": round(memory), **_pandas(file)}


def _pandas(file: Path) -> dict[str, float]:
    """Seconds of processor time that pandas takes to read the file and to write it into a bare table."""
    import pandas as pd

    began = time.process_time()
    frame = pd.read_csv(file, dtype=str)
    read = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "rows.sqlite")
        began = time.process_time()
        frame.to_sql("rows", connection, index=False)
        connection.close()
        return {"pandas_read": round(read, 2), "pandas_to_sql": round(time.process_time() - began, 2)}


def measured(kind: str, file: Path, folder: Path) -> dict[str, Any]:
    """As `one`, in a process of its own."""
    command = [sys.executable, "-m", "bench.imports", "--one", kind, str(file), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


async def chat(folder: Path, file: Path) -> dict[str, Any]:
    """Milliseconds from a question to its card, by the whole bot over HTTP: alone, and while ``file`` is imported."""
    run = await start(folder)
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=run.environment)
    asker = next(one.user.id for one in cast.people() if one.role is Role.COORDINATOR)
    await asked(run, asker, 30)
    alone = await asked(run, asker, 200)
    command = ("-m", "bot", "import", "assessments", str(file))
    bringing = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=run.environment, stdout=subprocess.DEVNULL
    )
    ended = asyncio.create_task(bringing.wait())
    beside = []
    while not ended.done():
        beside += await asked(run, asker, 10)
    bot.terminate()
    await bot.wait()
    await run.sandbox.close()
    return {"alone": spread(alone), "beside": spread(beside), "exit": bringing.returncode}


async def asked(run: Run, who: int, count: int) -> list[float]:
    """Ask one after another; the milliseconds of each answer."""
    names, took = villages(), []
    for number in range(count):
        before = len(run.sandbox.sent(who))
        began = time.perf_counter()
        run.sandbox.say(who, f"/village {names[number % len(names)]}")
        await run.sandbox.wait_for(lambda before=before: len(run.sandbox.sent(who)) > before, 60.0)
        took.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(0.02)
    return took


def spread(took: list[float]) -> dict[str, float]:
    """Number, median, 99th percentile and maximum."""
    ordered = sorted(took)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {"n": len(took)} | {key: round(ordered[int((len(took) - 1) * part)], 1) for key, part in at.items()}


def bench(folder: Path, rows: int, places: int) -> dict[str, Any]:
    """All figures."""
    told: dict[str, Any] = {}
    made_places(folder / "places.csv", places)
    told["places"] = measured("places", folder / "places.csv", folder / "a")
    told["places, again"] = measured("places", folder / "places.csv", folder / "a")
    data = os.environ.get("WAYPOST_BENCH_DATA")
    if data:
        told["gazetteer"] = measured("places", Path(data) / "gazetteer_mm.csv", folder / "b")
    codes = [f"x:{number}" for number in range(0, places, max(1, places // 500))]
    made_assessments(folder / "assessments.csv", rows, codes, ANSWERS)
    told["assessments"] = measured("assessments", folder / "assessments.csv", folder / "a")
    made_assessments(folder / "demo.csv", rows, list(_demo_codes()), ANSWERS)
    told["chat"] = asyncio.run(chat(folder / "c", folder / "demo.csv"))
    return told


def _demo_codes() -> Iterator[str]:
    from bot.resources import resource

    with (resource("data") / "demo" / "places.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["place_id"] for row in csv.DictReader(file) if row["kind"] == "village")


def tell(told: dict[str, Any]) -> Iterator[str]:
    """Everything for a reader."""
    for name, found in told.items():
        if name == "chat":
            for when in ("alone", "beside"):
                yield f"chat answers {when}: " + ", ".join(f"{key} {value}" for key, value in found[when].items())
            continue
        many = len(ANSWERS) if name == "assessments" else 1
        unit = "answers" if name == "assessments" else "rows"
        speed, busy = (found["rows"] * many / found[key] for key in ("seconds", "cpu_seconds"))
        yield (
            f"{name}: {found['rows']} rows, {speed:,.0f} {unit}/s ({busy:,.0f} by processor time), {found['mb']} MB; "
            f"pandas to_sql alone {found['rows'] * many / found['pandas_to_sql']:,.0f} {unit}/s"
        )


def unmet(told: dict[str, Any]) -> Iterator[str]:
    """Bars that are not met."""
    for name, bar in BARS.items():
        many = len(ANSWERS) if name == "assessments" else 1
        if told[name]["rows"] * many / told[name]["seconds"] < bar:
            yield f"{name}: under {bar:,} a second"
    if told["assessments"]["mb"] > MEMORY:
        yield f"assessments: over {MEMORY} MB"
    if told["chat"]["beside"]["p99"] > CHAT:
        yield f"chat: over {CHAT} ms"


def main() -> int:
    """Arguments in; lines and one object of JSON out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    parser.add_argument("--one", nargs=3, metavar=("KIND", "FILE", "FOLDER"), help=argparse.SUPPRESS)
    asked_for = parser.parse_args()
    if asked_for.one:
        kind, file, folder = asked_for.one
        print(json.dumps(one(kind, Path(file), Path(folder))))
        return 0
    part = 10 if asked_for.quick else 1
    with tempfile.TemporaryDirectory() as name:
        told = bench(Path(name), ROWS // part, PLACES // part)
    missed = list(unmet(told))
    print(*tell(told), *missed, sep="\n")
    print(json.dumps({"bench": "imports", "quick": asked_for.quick, **told}))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
