"""The power goes: what was confirmed to Telegram is in the file, whatever became of what was written after it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.database import Database
from models.queue import inbox
from tests.talk import AGENCY, Talk

pytestmark = pytest.mark.only("sqlite", "PostgreSQL's own log is PostgreSQL's")
FILES = ("waypost.sqlite", "waypost.sqlite-wal")


async def test_confirmed_updates_are_there_after_the_rest_is_torn_off(talk: Talk, tmp_path: Path) -> None:
    """Each moment of confirmation is kept as the disk must have it, and then half of what came next is put behind."""
    moments: list[tuple[Path, set[int]]] = []
    for number in range(6):
        talk.sandbox.say(AGENCY, f"question {number} " + "x" * 500)
        await talk.parts.poller.poll(0)
        kept = tmp_path / f"cut{number}"
        kept.mkdir()
        for name in FILES:
            shutil.copy(tmp_path / name, kept / name)
        moments.append((kept, {row.update_id for row in talk.inbox()}))
        await talk.parts.drain()
        later, cut = (tmp_path / FILES[1]).read_bytes(), (kept / FILES[1])
        size = cut.stat().st_size
        cut.write_bytes(cut.read_bytes() + later[size : size + (len(later) - size) // 2])
    for kept, confirmed in moments:
        store = Database(f"sqlite:///{kept / FILES[0]}")
        found = store.reading(lambda db: {row.update_id for row in db.execute(inbox.select())})
        store.close()
        assert confirmed <= found


async def test_every_commit_of_the_bot_waits_for_the_disk(talk: Talk) -> None:
    """FULL is 2: SQLite syncs its log before COMMIT returns, and only then anybody hears of it."""
    levels: set[Any] = set()

    def on_commit(connection: Any) -> None:
        levels.add(connection.connection.driver_connection.execute("PRAGMA synchronous").fetchone()[0])

    event.listen(talk.desk.database.engine, "commit", on_commit)
    assert await talk.say(AGENCY, "hello") == ["hello"]
    assert levels == {2}
