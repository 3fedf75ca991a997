"""``waypost restore``: a backup in place of the store."""

import base64
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection
from sqlmodel import Session

from bot import backups, locks
from bot.backups import Head
from bot.cli.backup import AsJson, Asked, FromFile, asked, end_cleanly, given_passphrase, said, shown_moment
from bot.engines import without_password
from bot.identity import KEY_FILE, master_key, replace_key
from bot.resources import resource
from bot.restoring import UNREADABLE, held
from bot.restoring import restore as restore_store
from bot.sealed_file import PASSPHRASE, Lock
from bot.settings import Settings, read_settings
from coordination import catalogue
from coordination.backups import Settled, SettleRestored
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR
from models.backups import Held
from models.moving import Content


@dataclass
class Outcome:
    """What was done, to be told."""

    file: Path
    store: str
    head: Head
    tables: list[Content]
    settled: Settled | None = None
    key: dict[str, str] = field(default_factory=dict)


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Replace what the store holds without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only try whether the backup is good.")] = False,
    passphrase: Asked = False,
    passphrase_file: FromFile = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place of what the store holds. Stop the bot first.

    All of it goes in, or nothing. It goes into the store of the settings, SQLite or PostgreSQL, wherever it comes from.
    When a store holds anything, the word has to be said.
    """
    settings = read_settings()
    lock = _unlocked(settings, file, passphrase, passphrase_file)
    with backups.opened(file, lock) as (head, _lines):
        _check_key(settings, file, head)
    end_cleanly()
    with (
        locks.alone(settings.data_dir, locks.COPYING, "cli.backup.other"),
        nullcontext() if dry_run else locks.alone(settings.data_dir, locks.RUNNING, "cli.restore.in_use"),
    ):
        if dry_run:
            _, contents = backups.check(file, lock, settings.data_dir)
            outcome = Outcome(file, "", head, contents)
        else:
            _confirm(settings, head, yes=yes)
            outcome = _restored(settings, file, lock)
    if as_json:
        typer.echo(json.dumps(_told(outcome), ensure_ascii=False))
    else:
        _say(outcome)


def _unlocked(settings: Settings, file: Path, ask: bool, passphrase_file: Path | None) -> Lock:
    start = backups.beginning(file)
    if start.way == PASSPHRASE:
        given = None if ask else given_passphrase(settings, passphrase_file)
        lock, problem = start.unlock((given or asked(twice=False)).encode()), "cli.restore.wrong_passphrase"
    else:
        key = master_key(settings)
        if key is None:
            raise Refusal("cli.restore.no_key", name=file)
        lock, problem = start.unlock(key), "cli.restore.wrong_key"
    if lock is None:
        raise Refusal(problem, name=file)
    return lock


def _check_key(settings: Settings, file: Path, head: Head) -> None:
    """The key that a backup carries goes into the key file, which WAYPOST_KEY would keep from being read."""
    if head.key is not None and settings.key is not None and master_key(settings) != base64.b64decode(head.key):
        raise Refusal("cli.restore.other_key", name=file)


def _confirm(settings: Settings, head: Head, *, yes: bool) -> None:
    """Raises `Refusal` when the store holds something and nobody says the word."""
    there = held(settings.store_url)
    if there is None or not there.rows or yes:
        return
    typer.echo(_lost(there, without_password(settings.store_url), head), err=True)
    word = said("cli.restore.word")
    try:
        typed = typer.prompt(said("cli.restore.type"), default="", show_default=False, err=True)
    except typer.Abort:
        typed = ""
    if typed.strip().casefold() != word:
        raise Refusal("cli.restore.unsaid")


def _lost(there: Held, store: str, head: Head) -> str:
    made = shown_moment(head.moment)
    if there == UNREADABLE:
        return said("cli.restore.would_lose_unread", store=store, made=made)
    last = said("cli.restore.never") if there.last_at is None else f"{shown_moment(there.last_at)} UTC"
    return said("cli.restore.would_lose", store=store, rows=there.rows, last=last, made=made)


def _restored(settings: Settings, file: Path, lock: Lock) -> Outcome:
    settled: list[Settled] = []
    work = _settling(settings, settled.append)
    head, contents = restore_store(settings.store_url, file, lock, work)
    key = _put_key(settings, head)
    return Outcome(file, without_password(settings.store_url), head, contents, settled[-1], key)


def _settling(settings: Settings, tell: Callable[[Settled], None]) -> Callable[[Connection], None]:
    """What ends the transaction: the desk gives up what it cannot know any more."""
    desk = Desk(catalogue.load(resource("data"), settings.catalogue_dir))

    def settle(connection: Connection) -> None:
        with Session(connection, expire_on_commit=False) as db:
            tell(execute(Scope(db, desk, OPERATOR, datetime.now(UTC)), SettleRestored()))
            db.flush()

    return settle


def _put_key(settings: Settings, head: Head) -> dict[str, str]:
    """Where the key is now that came with the backup, and where the one is that was there."""
    if head.key is None or master_key(settings) == (key := base64.b64decode(head.key)):
        return {}
    kept = replace_key(settings, key, datetime.now(UTC))
    return {"written": str(settings.data_dir / KEY_FILE)} | ({} if kept is None else {"kept": str(kept)})


def _told(outcome: Outcome) -> dict[str, Any]:
    return {
        "file": str(outcome.file),
        "store": outcome.store or None,
        "made_at": outcome.head.made_at,
        "revision": outcome.head.revision,
        "rows": sum(table.rows for table in outcome.tables),
        "tables": [asdict(table) for table in outcome.tables],
        "given_up": None if outcome.settled is None else asdict(outcome.settled),
        "key": outcome.key,
    }


def _say(outcome: Outcome) -> None:
    made = shown_moment(outcome.head.moment)
    counts = {"tables": len(outcome.tables), "rows": sum(table.rows for table in outcome.tables)}
    if outcome.settled is None:
        typer.echo(said("cli.restore.checked", name=outcome.file, made=made, **counts))
        return
    typer.echo(said("cli.restore.done", store=outcome.store, made=made, **counts))
    typer.echo(said("cli.restore.settled", **asdict(outcome.settled)))
    for what, name in outcome.key.items():
        typer.echo(said(f"cli.restore.key_{what}", name=name))
    typer.echo(said("cli.restore.look", made=made))
