"""kill -9 while a file is fetched, read, imported or told of: its rows go in once, and its sender hears of it."""

from pathlib import Path

import pytest
from sqlmodel import func, select

from bench.faults import Run, _bot, start, villages
from bot.database import Database
from bot.demo import cast
from coordination.viewer import Role
from models.commitments import Commitment
from sandbox import Upload

ROWS = 60
SENDER = next(one for one in cast.people() if one.role is Role.AGENCY and one.agency)


def sheet(start: str) -> bytes:
    """Commitments of the sender's agency that begin on a day of their own."""
    names = villages()
    about = (SENDER.agency, cast.TOWNSHIP)
    rows = [
        f"{about[0]},{names[n % 12]},{about[1]},FSC-A1,{n + 1},pledged,{start}{n // 12 + 1:02}" for n in range(ROWS)
    ]
    return "\n".join(["agency,place,township,activity,target,status,start", *rows]).encode()


def stored(folder: Path, url: str | None) -> int:
    database = Database(url or f"sqlite:///{folder / 'waypost.sqlite'}")
    try:
        return database.reading(lambda db: db.exec(select(func.count()).select_from(Commitment)).one())
    finally:
        database.close()


def calls(run: Run, method: str) -> int:
    return len([call for call in run.sandbox.calls if call.method.lower() == method])


@pytest.mark.parametrize("method", ["getfile", "editmessagetext", "deletemessage"])
async def test_an_import_that_is_killed_is_done_once(tmp_path: Path, method: str, postgres_url: str | None) -> None:
    folder = tmp_path / "desk"
    run = await start(folder, postgres_url)
    who, sandbox = SENDER.user.id, run.sandbox
    before = stored(folder, postgres_url)
    sandbox.upload(who, Upload("x", "text/csv", sheet("2026-11-")))
    bot = await _bot(run)
    await sandbox.wait_for(lambda: sandbox.sent(who) and sandbox.sent(who)[-1].labels)
    sandbox.press(who, sandbox.sent(who)[-1], f"Import {ROWS}")
    done = calls(run, method)
    await sandbox.wait_for(lambda: calls(run, method) > done)
    bot.kill()
    await bot.wait()
    bot = await _bot(run)
    await sandbox.wait_for(lambda: "Importing" not in sandbox.sent(who)[-1].text and not sandbox.sent(who)[-1].labels)
    bot.terminate()
    await bot.wait()
    await sandbox.close()
    said = " ".join(sandbox.sent(who)[-1].text.split())
    assert said.startswith((f"Imported {ROWS} rows: {ROWS} new", "The rows that were ready went in."))
    assert stored(folder, postgres_url) == before + ROWS
