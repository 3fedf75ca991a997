"""The store's file."""

import stat
from pathlib import Path

from bot.database import Database


def test_a_new_store_is_its_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    database = Database(f"sqlite:///{folder / 'waypost.sqlite'}")
    database.migrate()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    database.close()
    assert set(modes.values()) == {0o600}, modes
