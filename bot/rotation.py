"""Which of the backups in a folder stay: the newest ones, and none for too long."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

DAILY = "waypost.backup"
"""Name of the daily backups before the date is put into it."""
STAMP = "%Y%m%d-%H%M%S"
STAMPED = re.compile(r"\d{8}-\d{6}")


def dated(file: Path, now: datetime) -> Path:
    """``desk.backup`` as ``desk-20261125-133000.backup``; UTC."""
    return _named(file, f"{now:{STAMP}}")


def earlier(file: Path) -> list[tuple[datetime, Path]]:
    """The dated files of the same stem and ending in the folder of ``file``, newest first."""
    found = ((one.stem.removeprefix(f"{file.stem}-"), one) for one in file.parent.glob("*") if one.is_file())
    mine = [(stamp, one) for stamp, one in found if one == _named(file, stamp)]
    return sorted(((moment, one) for stamp, one in mine if (moment := _moment(stamp))), reverse=True)


def rotate(file: Path, newest: Path, keep: int, days: int | None, now: datetime) -> list[Path]:
    """Delete all but ``keep`` backups, and those older than ``days``; never ``newest``, which was just checked."""
    others = [(moment, one) for moment, one in earlier(file) if one != newest]
    oldest = now - timedelta(days=days) if days is not None else None
    gone = [
        one
        for place, (moment, one) in enumerate(others)
        if place >= keep - 1 or (oldest is not None and moment < oldest)
    ]
    for one in gone:
        one.unlink()
    return gone


def _named(file: Path, stamp: str) -> Path:
    return file.with_name(f"{file.stem}-{stamp}{file.suffix}")


def _moment(stamp: str) -> datetime | None:
    if not STAMPED.fullmatch(stamp):
        return None
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
