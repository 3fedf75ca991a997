"""kill -9 in the midst of a report: the conversation goes on where it was, and the record is there once."""

import random
from asyncio.subprocess import Process
from pathlib import Path

from sqlmodel import select

from bench.faults import Run, _bot, start, villages
from bot.database import Database
from bot.demo import cast
from coordination.viewer import Role
from models.movements import Movement

REPORTER = next(one.user.id for one in cast.people() if one.role is Role.AGENCY and one.consented)
ASKED = (
    ("To where?", 0), ("How many households?", 1), ("When?", "12"), ("Who organises it?", "in march"),
    ("What do they ask for?", "church"), ("Please check:", "food 6 months"),
)  # fmt: skip
"""What is asked next, and the answer that leads there: a village by its number, or words."""
KILLED_AT = {"When?", "Please check:"}


def said(run: Run) -> str:
    """All that stands of the bot in the chat, in one line."""
    return " ".join(" ".join(message.text for message in run.sandbox.sent(REPORTER)).split())


async def until(run: Run, bot: Process, text: str, chosen: random.Random | None) -> Process:
    """Wait until the bot has said ``text``; with ``chosen`` kill it before, at a random moment, and start it anew."""
    if chosen is not None:
        calls = len(run.sandbox.calls) + chosen.randint(0, 3)
        await run.sandbox.wait_for(lambda: len(run.sandbox.calls) >= calls or text in said(run), 30.0)
        bot.kill()
        await bot.wait()
        bot = await _bot(run)
    await run.sandbox.wait_for(lambda: text in said(run), 60.0)
    return bot


def stored(folder: Path, url: str | None) -> list[tuple[int | None, str | None]]:
    database = Database(url or f"sqlite:///{folder / 'waypost.sqlite'}")
    try:
        return database.reading(lambda db: [(one.households, one.organiser) for one in db.exec(select(Movement))])
    finally:
        database.close()


async def test_a_report_survives_kills_and_is_stored_once(tmp_path: Path, postgres_url: str | None) -> None:
    folder, chosen, names = tmp_path / "desk", random.Random(7), villages()
    run = await start(folder, postgres_url)
    bot = await _bot(run)
    run.sandbox.say(REPORTER, "/move")
    bot = await until(run, bot, "From where do they come?", None)
    for question, answer in ASKED:
        run.sandbox.say(REPORTER, names[answer] if isinstance(answer, int) else str(answer))
        bot = await until(run, bot, question, chosen if question in KILLED_AT else None)
    checked = next(one for one in reversed(run.sandbox.sent(REPORTER)) if "Save" in one.labels)
    run.sandbox.press(REPORTER, checked, "Save")
    run.sandbox.press(REPORTER, checked, "Save")
    bot = await until(run, bot, "Saved as M-1.", chosen)
    bot.terminate()
    await bot.wait()
    await run.sandbox.close()
    assert stored(folder, postgres_url) == [(12, "church")]
    assert "M-2" not in said(run)
