"""``waypost backup``: a good file under its name, or none."""

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot import backups, locks
from bot.database import Database
from coordination.errors import Refusal
from models.audit import AuditEntry
from models.every_table import every_table
from tests.backups.conftest import refused, waypost
from tests.stores import contents, empty_store


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The command takes SIGTERM over."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """No file may become larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    """What stands in the data folder beside the store and the locks."""
    kept = (locks.COPYING, locks.RUNNING, "key")
    return sorted(one.name for one in folder.iterdir() if one.name not in kept and "waypost.sqlite" not in one.name)


def test_everything_is_in_it_and_the_desk_goes_on(store: Database, tmp_path: Path) -> None:
    held = contents(store)
    store.transaction(lambda db: db.execute(sa.text("SELECT 1")))  # as a bot has it: connected
    result = waypost("backup", "desk.backup", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [(one["table"], one["rows"], one["checksum"]) for one in told["tables"]] == [
        (one.table, one.rows, one.checksum) for one in held
    ]
    assert sorted(one["table"] for one in told["tables"]) == sorted(table.name for table in every_table())
    file = tmp_path / "desk.backup"
    assert (file.stat().st_mode & 0o777, file.stat().st_size) == (0o600, told["bytes"])
    assert (told["sealed_with"], told["removed"]) == ("key", [])
    assert names(tmp_path) == ["desk.backup"]
    noted = store.reading(lambda db: [row.counts for row in db.exec(select(AuditEntry)) if row.action == "backup.make"])
    assert noted == [{"rows": told["rows"]}]


@pytest.mark.only("sqlite", "the file tells nothing of the engine")
def test_nothing_of_it_can_be_read(copy: Path) -> None:
    content = copy.read_bytes()
    assert [word for word in (b"Lawa Bum", b"place", b"0009") if word in content] == []


@pytest.mark.only("sqlite", "files")
def test_with_keep_the_date_is_in_the_name_and_older_ones_go(store: Database, tmp_path: Path) -> None:
    for name in ("desk-20260101-000000.backup", "desk-20260102-000000.backup"):
        (tmp_path / name).touch()
    result = waypost("backup", "desk.backup", "--keep", "2")
    assert result.exit_code == 0, result.output
    assert "Removed: desk-20260101-000000.backup" in result.stdout
    first, second = names(tmp_path)
    assert first == "desk-20260102-000000.backup"
    assert waypost("restore", second, "--dry-run").exit_code == 0


@pytest.mark.only("sqlite", "files")
def test_without_a_name_it_goes_into_the_folder_of_the_settings(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(waypost("backup"), "set WAYPOST_BACKUP_DIR")
    monkeypatch.setenv("WAYPOST_BACKUP_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("WAYPOST_BACKUP_PASSPHRASE", "correct horse")
    told = json.loads(waypost("backup", "--json").stdout)
    assert [str(one) for one in (tmp_path / "kept").iterdir()] == [told["file"]]
    assert told["sealed_with"] == "passphrase"


@pytest.mark.only("sqlite", "files")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["."], ". is a folder"),
        (["nowhere/x.backup"], "nowhere: No such file"),
        (["key"], "key exists already"),
        (["x.backup", "--keep", "0"], "--keep is a number from 1 on"),
        (["x.backup", "--keep-days", "3"], "--keep-days goes with it"),
        (["x.backup", "--passphrase-file", "nowhere"], "nowhere: No such file"),
        (["x.backup", "--passphrase-file", "key.short"], "at least 12 characters"),
        (["/proc/x.backup"], "/proc"),
    ],
)
def test_what_cannot_be_is_told(store: Database, tmp_path: Path, words: list[str], sentence: str) -> None:
    (tmp_path / "key.short").write_text("short\nand a second line\n")
    refused(waypost("backup", *words), sentence)
    assert names(tmp_path) == ["key.short"]


@pytest.mark.only("sqlite", "files")
@pytest.mark.parametrize("size", [1000, 100_000])
def test_a_full_disk_leaves_nothing(store: Database, tmp_path: Path, size: int) -> None:
    """Too full for the backup itself, or for the scratch store."""
    with small_disk(size):
        result = waypost("backup", "desk.backup")
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "Traceback" not in result.stderr
    assert names(tmp_path) == []


@pytest.mark.only("sqlite", "files")
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device"), None])
def test_a_kill_or_a_difference_leaves_the_older_file(
    store: Database, tmp_path: Path, error: BaseException | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(*_: Any) -> Any:
        if error is not None:
            raise error
        return None, []

    older = tmp_path / "desk-20260101-000000.backup"
    older.write_text("older")
    monkeypatch.setattr(backups, "check", check)
    result = waypost("backup", "desk.backup", "--keep", "1")
    assert result.exit_code != 0
    assert result.stdout == ""
    assert names(tmp_path) == [older.name]


@pytest.mark.only("sqlite", "files")
def test_one_at_a_time(store: Database, tmp_path: Path) -> None:
    with locks.alone(tmp_path, locks.COPYING, "cli.backup.other"):
        refused(waypost("backup", "desk.backup"), "Another backup or restore")
        with pytest.raises(Refusal), locks.shared(tmp_path, locks.COPYING, "cli.backup.other"):
            pass
    assert names(tmp_path) == []


def test_a_store_that_is_none_or_old_is_left_as_it_is(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    with empty_store(engine, tmp_path) as other:
        monkeypatch.setenv("WAYPOST_DATABASE_URL", other.url)
        refused(waypost("backup", "x.backup"), "There is no store at")
        with other.migrating("0003"):
            pass
        refused(waypost("backup", "x.backup"), "is of another version")
        assert other.revision() == "0003"
    assert names(tmp_path) == []
