"""The backup that the running bot has made every day."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from bot import rotation
from bot.admins import Admins
from bot.settings import Settings
from bot.writer import Clock, Writer

COMMAND = (sys.executable, "-m", "bot", "backup")
"""A program of its own: it keeps a core busy for as long as a large store takes, and no answer waits for that."""
FRESH = timedelta(hours=20)
"""A start soon after the last backup makes no other one."""

log = structlog.get_logger("waypost.backup")


class DailyBackup:
    """Makes one when ``WAYPOST_BACKUP_DIR`` is set, and tells the admins when it fails."""

    def __init__(
        self, settings: Settings, writer: Writer, admins: Admins, clock: Clock, command: Sequence[str] = COMMAND
    ) -> None:
        self._settings = settings
        self._writer = writer
        self._admins = admins
        self._clock = clock
        self._command = command

    async def make(self) -> None:
        """Make today's backup, unless there is one; cancelling it leaves nothing half-written."""
        folder = self._settings.backup_dir
        if folder is None or self._is_fresh(folder / rotation.DAILY):
            return
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        program = await asyncio.create_subprocess_exec(*self._command, stdin=nothing, stdout=nothing, stderr=pipe)
        try:
            _, said = await program.communicate()
        finally:
            if program.returncode is None:
                program.terminate()
        if program.returncode:
            await self._failed(said.decode(errors="replace").strip().splitlines()[-1:])
        else:
            log.info("backup.made")

    def _is_fresh(self, file: Path) -> bool:
        now = self._clock()
        return any(now - FRESH < moment <= now for moment, _ in rotation.earlier(file))

    async def _failed(self, said: list[str]) -> None:
        log.error("backup.failed", said=said)
        now = self._clock()
        about = f"backup.{now:%Y%m%d}"
        await self._writer.run(partial(self._admins.tell, about=about, now=now, key="admin.backup_failed"))
