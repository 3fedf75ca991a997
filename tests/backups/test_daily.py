"""The backup of every day: made once, and told of when it fails."""

import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import structlog.testing

from bot import rotation
from bot.admins import Admins
from bot.daily_backup import DailyBackup
from tests.conftest import NOW
from tests.talk import ADMIN, Talk, talking

WRITES = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()"
FAILS = "import sys; sys.exit('The disk is full')"


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """A bot that keeps backups."""
    async with talking(tmp_path, template, admins=(str(ADMIN),), backup_dir=tmp_path / "kept") as conversation:
        await conversation.say(ADMIN, "/start")
        yield conversation


def daily(talk: Talk, program: str, made: Path) -> DailyBackup:
    desk, writer = talk.desk, talk.parts.writer
    admins = Admins(desk.settings.admins, desk.identity, desk.words)
    return DailyBackup(desk.settings, writer, admins, talk.clock, (sys.executable, "-c", program, str(made)))


@pytest.mark.only("sqlite", "a program of its own")
@pytest.mark.parametrize(("hours", "is_made"), [(None, True), (30, True), (5, False), (-5, True)])
async def test_one_a_day(talk: Talk, tmp_path: Path, hours: int | None, is_made: bool) -> None:
    """A file of the future says nothing about today."""
    made, kept = tmp_path / "made", tmp_path / "kept"
    kept.mkdir()
    if hours is not None:
        rotation.dated(kept / rotation.DAILY, NOW - timedelta(hours=hours)).touch()
    await daily(talk, WRITES, made).make()
    assert made.exists() == is_made


@pytest.mark.only("sqlite", "a program of its own")
async def test_admins_hear_once_a_day_that_it_failed_and_the_log_says_why(talk: Talk, tmp_path: Path) -> None:
    before = len(talk.texts(ADMIN))
    with structlog.testing.capture_logs() as logged:
        for _ in range(2):
            await daily(talk, FAILS, tmp_path / "made").make()
    await talk.settle()
    (told,) = talk.texts(ADMIN)[before:]
    assert told.startswith("The daily backup failed.")
    assert {"event": "backup.failed", "log_level": "error", "said": ["The disk is full"]} in logged


@pytest.mark.only("sqlite", "a program of its own")
async def test_without_a_folder_none_is_made(tmp_path: Path, template: Path) -> None:
    async with talking(tmp_path, template) as talk:
        await daily(talk, WRITES, tmp_path / "made").make()
    assert not (tmp_path / "made").exists()
