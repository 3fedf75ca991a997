"""A desk whose store has rows in every table, and a backup of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.database import Database
from bot.identity import KEY_FILE
from models.queue import address
from tests.stores import fill

KEY = "A" * 43 + "="


def waypost(*words: str, said: str = "") -> Result:
    """A command as somebody types it."""
    return CliRunner().invoke(app, list(words), input=said)


def refused(result: Result, sentence: str) -> None:
    """Exit code 2 and a sentence, nothing else."""
    assert (result.exit_code, result.stdout.strip()) == (2, ""), result.output
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def store(db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The desk's store; its key is in the file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYPOST_DATABASE_URL", db.url)
    (tmp_path / KEY_FILE).write_text(KEY)
    (tmp_path / KEY_FILE).chmod(0o600)
    db.transaction(fill)
    db.transaction(lambda session: session.execute(address.delete()))
    db.close()
    yield db
    db.close()


@pytest.fixture
def copy(store: Database, tmp_path: Path) -> Path:
    """A backup of it, sealed with the key."""
    result = waypost("backup", "desk.backup")
    assert result.exit_code == 0, result.output
    return tmp_path / "desk.backup"
