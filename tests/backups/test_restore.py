"""``waypost restore``: all of a backup, or nothing and a sentence."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from bot import backups, locks
from bot.crypto import KEY_BYTES
from bot.database import Database, newest_revision
from bot.identity import KEY_FILE
from bot.sealed_file import KEY, new_lock
from coordination.backups import PASSED_OVER, SettleRestored
from coordination.execute import execute
from coordination.scope import Desk, Scope
from models import backups as lines
from models.columns import Moment
from models.people import Invitation
from models.picks import AskedName, add_asked
from models.places import Place
from models.queue import inbox, outbox
from tests.backups.conftest import refused, waypost
from tests.conftest import NOW, Run
from tests.stores import contents, empty_store, sample

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
MASTER = bytes(KEY_BYTES)
TOUCHED = {"topic", "digest", "audit", "outbox", "invitation", "data_version"}
"""Tables that a restore changes after it has put everything back."""


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """The command takes SIGTERM over."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def target(server: Any, engine: str, tmp_path: Path) -> Iterator[Database]:
    """An empty store on the other engine."""
    with empty_store(OTHER[engine], tmp_path) as store:
        yield store


def untouched(store: Database) -> list[Any]:
    return [one for one in contents(store) if one.table not in TOUCHED]


def add_name(store: Database) -> int:
    """Something that was recorded after the backup."""
    return store.transaction(lambda db: add_asked(db, AskedName(chat="c", text="t", folded="t", asked_at=NOW)))


def test_the_same_comes_back_on_the_other_engine(
    copy: Path, store: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYPOST_DATABASE_URL", target.url)
    result = waypost("restore", str(copy), "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [row["table"] for row in told["tables"] if not row["rows"] and row["table"] != "address"] == []
    assert untouched(target) == untouched(store)
    assert target.revision() == newest_revision()

    def add(db: Session) -> int:
        place = Place(source_id="t:new", source="test", kind="village", name="Lawa Bum")
        db.add(place)
        db.flush()
        return place.id or 0

    assert target.transaction(add) > 9, "numbers go on"
    assert add_name(target) == 41 + PASSED_OVER, "after the highest that was ever given"


@pytest.mark.parametrize(("words", "said", "done"), [
    ((), "", False), ((), "no\n", False), ((), "Replace\n", True), (("--yes",), "", True),
])  # fmt: skip
def test_what_a_store_holds_is_replaced_on_a_word_only(
    copy: Path, store: Database, words: tuple[str, ...], said: str, done: bool
) -> None:
    before = untouched(store)
    add_name(store)
    after = untouched(store)
    store.close()
    result = waypost("restore", str(copy), *words, said=said)
    assert result.exit_code == (0 if done else 2), result.output
    assert untouched(store) == (before if done else after)
    if not words:
        assert "rows, last written to 2026-" in result.stderr
        assert "takes the place of all of it" in result.stderr
    if not done:
        assert "Nothing was changed: the word was not said" in result.stderr


def test_no_button_from_after_the_backup_means_something_else(copy: Path, store: Database) -> None:
    lost = [add_name(store) for _ in range(3)]
    store.close()
    assert waypost("restore", str(copy), "--yes").exit_code == 0
    assert add_name(store) > max(lost)


def test_not_while_the_bot_is_running(copy: Path, store: Database, tmp_path: Path) -> None:
    with closing(Database(store.url)) as bot:
        bot.transaction(lambda db: db.execute(sa.text("SELECT 1")))
        bot.revision()
        refused(waypost("restore", str(copy), "--yes"), "stop the bot")
    with locks.shared(tmp_path, locks.RUNNING, ""):
        refused(waypost("restore", str(copy), "--yes"), "stop the bot")
    assert waypost("restore", str(copy), "--yes").exit_code == 0


@pytest.mark.only("sqlite", "a file")
@pytest.mark.parametrize("how", ["gone", "rubbish", "only the log is left"])
def test_a_destroyed_store_comes_back(copy: Path, store: Database, how: str) -> None:
    before = untouched(store)
    path = Path(str(store.engine.url.database))
    store.close()
    if how == "rubbish":
        path.write_bytes(os.urandom(50_000))
        refused(waypost("restore", str(copy)), "is there and cannot be read")
    else:
        path.unlink()
    if how == "only the log is left":
        path.with_name(path.name + "-wal").write_bytes(os.urandom(50_000))
    result = waypost("restore", str(copy), *(["--yes"] if how == "rubbish" else []))
    assert result.exit_code == 0, result.output
    assert untouched(store) == before
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("how", ["cut", "changed"])
def test_a_damaged_backup_changes_nothing(copy: Path, store: Database, how: str, tmp_path: Path) -> None:
    before = contents(store)
    store.close()
    content = bytearray(copy.read_bytes())
    content[-20] ^= how == "changed"
    copy.write_bytes(content[:-1] if how == "cut" else content)
    refused(waypost("restore", str(copy), "--yes"), "is damaged")
    assert contents(store) == before
    assert [one.name for one in tmp_path.iterdir() if "restoring" in one.name] == []


def test_what_goes_wrong_late_changes_nothing(
    copy: Path, store: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = contents(store)
    store.close()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Database, "upgrade", full)
    refused(waypost("restore", str(copy), "--yes"), "The disk is full")
    monkeypatch.undo()
    assert contents(store) == before
    assert [one.name for one in tmp_path.iterdir() if "restoring" in one.name] == []


@pytest.mark.only("sqlite", "the file is the same for both")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no backup of Waypost"),
        (b"SQLite format 3\0" * 100, "is no backup of Waypost"),
        (b"waypost backup 1\n", "is damaged"),
        (b"waypost backup 2\nmore of it", "made by a newer version"),
    ],
)
def test_what_is_no_backup_is_told(store: Database, tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "x").write_bytes(content)
    refused(waypost("restore", "x", "--yes"), sentence)
    refused(waypost("restore", "."), "Is a directory")
    refused(waypost("restore", "nowhere"), "nowhere: No such file")


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    store: Database, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows go into the schema that it had: table by table, whatever the models say today."""
    with empty_store(engine, tmp_path) as old:
        with old.migrating("0003"):
            pass
        tables = sa.MetaData()
        tables.reflect(old.engine)
        ours = [table for table in tables.sorted_tables if table.name != "alembic_version"]
        for column in (column for table in ours for column in table.columns if isinstance(column.type, sa.DateTime)):
            column.type = Moment()
        with old.engine.begin() as connection:
            for table in ours:
                connection.execute(table.insert().values({column.name: sample(column) for column in table.columns}))
        lock = new_lock(KEY, MASTER)
        monkeypatch.setattr(lines, "every_table", lambda: ours)
        backups_made = [old.reading(lambda db: write(tmp_path / "old.backup", lock, db, "0003"))]
        monkeypatch.undo()
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYPOST_DATABASE_URL", store.url)
    assert backups_made
    result = waypost("restore", str(tmp_path / "old.backup"), "--yes", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["revision"] == "0003"
    assert store.revision() == newest_revision()
    assert {one.table: one.rows for one in contents(store)}["place"] == 1


def write(file: Path, lock: Any, db: Session, revision: str) -> bool:
    with file.open("wb") as raw:
        backups._write(raw, lock, backups.Head(revision, NOW.isoformat(), None), db.connection())
    return True


@pytest.mark.only("sqlite", "the file is the same for both")
def test_a_backup_or_a_store_of_a_newer_version_is_refused(copy: Path, store: Database, tmp_path: Path) -> None:
    store.reading(lambda db: write(tmp_path / "new.backup", new_lock(KEY, MASTER), db, "9999"))
    store.close()
    refused(waypost("restore", "new.backup", "--yes"), "made by a newer version")
    store.transaction(lambda db: db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    store.close()
    refused(waypost("restore", str(copy), "--yes"), "is of a newer version")


@pytest.mark.only("sqlite", "keys")
def test_a_backup_sealed_with_the_key_needs_that_key(copy: Path, store: Database, tmp_path: Path) -> None:
    key = tmp_path / KEY_FILE
    key.write_text("B" * 43 + "=")
    refused(waypost("restore", str(copy), "--yes"), "key of this desk does not open")
    key.unlink()
    refused(waypost("restore", str(copy), "--yes"), "there is none here")
    assert not key.exists(), "no key is made that opens nothing"


@pytest.mark.only("sqlite", "keys")
def test_a_backup_with_a_passphrase_brings_the_key(
    store: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "correct horse\n"
    assert waypost("backup", "x.backup", "--passphrase", said="short\nshort\n").exit_code == 2
    assert waypost("backup", "x.backup", "--passphrase", said=typed + typed).exit_code == 0
    refused(waypost("restore", "x.backup", "--dry-run", said="battery staple\n"), "This passphrase does not open")
    key, right = tmp_path / KEY_FILE, (tmp_path / KEY_FILE).read_text()
    key.unlink()
    result = waypost("restore", "x.backup", "--yes", said=typed)
    assert "The desk's key was in the backup" in result.stdout
    assert (key.read_text().strip(), key.stat().st_mode & 0o777) == (right.strip(), 0o600)
    key.write_text("B" * 42 + "A=")
    result = waypost("restore", "x.backup", "--yes", said=typed)
    kept = [one for one in tmp_path.glob("key.until-*") if one.read_text() == "B" * 42 + "A="]
    assert (len(kept), key.read_text().strip()) == (1, right.strip())
    monkeypatch.setenv("WAYPOST_KEY", "B" * 42 + "A=")
    refused(waypost("restore", "x.backup", "--yes", said=typed), "WAYPOST_KEY is another key")


def test_what_may_have_been_sent_or_used_since_is_given_up(db: Database, desk: Desk, run: Run) -> None:
    """Deletions stay due and updates keep waiting."""

    def letter(number: int, method: str, status: str) -> dict[str, Any]:
        values = {column.name: sample(column) for column in outbox.columns}
        return values | {"id": number, "dedupe": str(number), "method": method, "status": status}

    def queue(scope: Scope) -> None:
        letters = (("sendMessage", "pending"), ("editMessageText", "pending"), ("deleteMessage", "pending"),
                   ("sendMessage", "sent"))  # fmt: skip
        scope.db.execute(outbox.insert().values([letter(n, *one) for n, one in enumerate(letters, 1)]))
        update = {column.name: sample(column) for column in inbox.columns}
        scope.db.execute(inbox.insert().values(update | {"status": "pending"}))
        for code, hours in (("a", 1), ("b", -1)):
            times = {"created_at": NOW, "expires_at": NOW + timedelta(hours=hours)}
            scope.db.add(Invitation(code_hash=code, purpose="person", created_by="operator", **times))

    run(queue)
    settled = run(lambda scope: execute(scope, SettleRestored()))
    assert (settled.messages, settled.invitations) == (2, 1)  # type: ignore[attr-defined]
    rows = db.reading(lambda session: list(session.execute(sa.select(outbox.c.status, outbox.c.params).order_by("id"))))
    assert [row.status for row in rows] == ["dead", "dead", "pending", "sent"]
    assert [row.params for row in rows[:2]] == [None, None]
    assert db.reading(lambda session: session.execute(sa.select(inbox.c.status)).scalars().all()) == ["pending"]
    assert db.reading(lambda session: [one for one in session.exec(select(Invitation)) if one.expires_at > NOW]) == []


@pytest.mark.only("sqlite", "files")
def test_a_trial_changes_nothing(copy: Path, store: Database, tmp_path: Path) -> None:
    before = contents(store)
    store.close()
    assert "is good: the backup of" in waypost("restore", str(copy), "--dry-run").stdout
    assert contents(store) == before
    assert not (tmp_path / backups.CHECKING).exists()
