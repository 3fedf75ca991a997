"""``waypost backup``: everything in one sealed file."""

import base64
import errno
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import DBAPIError

from bot import backups, locks, rotation
from bot.cli.context import OpenDesk, open_desk
from bot.database import Database, newest_revision
from bot.engines import without_password
from bot.identity import master_key
from bot.moving import file_of
from bot.resources import resource
from bot.sealed_file import KEY, PASSPHRASE, Lock, new_lock
from bot.settings import SHORTEST_PASSPHRASE, Settings, read_settings
from coordination.backups import NoteBackup
from coordination.errors import Refusal
from coordination.execute import execute
from models.moving import Content
from words import Words
from words.language import read_locales

Asked = Annotated[bool, typer.Option("--passphrase", help="Ask for a passphrase; it is not shown.")]
FromFile = Annotated[Path | None, typer.Option("--passphrase-file", help="A file whose first line is the passphrase.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@dataclass(frozen=True)
class Plan:
    """Which file is written, and what goes when it is good."""

    file: Path
    named: Path
    keep: int | None
    days: int | None
    now: datetime


def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The file to write; in WAYPOST_BACKUP_DIR, with the date, when not given.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option("--keep", help="Put the date into the name and keep that many files of the name.")
    ] = None,
    keep_days: Annotated[int | None, typer.Option("--keep-days", help="With --keep: none older than that.")] = None,
    passphrase: Asked = False,
    passphrase_file: FromFile = None,
    as_json: AsJson = False,
) -> None:
    """Copy everything into one sealed file, while the bot goes on.

    It is restored on trial and compared before it counts. It opens with the desk's key, which is not in it, or with a
    passphrase: then the key is in it.
    """
    settings = read_settings()
    plan = _plan(settings, file, keep, keep_days)
    _check_store(settings)
    secret = given_passphrase(settings, passphrase_file) or (asked(twice=True) if passphrase else None)
    end_cleanly()
    with locks.alone(settings.data_dir, locks.COPYING, "cli.backup.other"), open_desk(settings) as desk:
        contents, lock = _make(desk, plan, secret)
        noted = _note(desk, sum(table.rows for table in contents))
        removed = _rotate(plan)
        told = _told(plan, contents, lock) | {"removed": [str(one) for one in removed]}
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
            return
        _say(desk.words, told, noted=noted)


def given_passphrase(settings: Settings, file: Path | None) -> str | None:
    """The passphrase of a file or of the settings; raises `Refusal` when it is too short."""
    if file is not None:
        return _long(file.read_text(encoding="utf-8", errors="replace").partition("\n")[0].rstrip("\r"))
    return settings.backup_passphrase.get_secret_value() if settings.backup_passphrase is not None else None


def asked(*, twice: bool) -> str:
    """A passphrase that is typed without being shown; raises `Refusal` when a new one is too short."""
    prompt = said("cli.backup.ask")
    typed = str(typer.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))
    return _long(typed) if twice else typed


def said(key: str, **params: Any) -> str:
    """A sentence for whoever has no opened desk."""
    return Words(read_locales(resource("locales"))).say(key, **params)


def end_cleanly() -> None:
    """SIGTERM ends the command as Ctrl-C does, so that nothing half-written and no scratch store stays."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _long(passphrase: str) -> str:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal("cli.backup.short", number=SHORTEST_PASSPHRASE)
    return passphrase


def _plan(settings: Settings, file: Path | None, keep: int | None, days: int | None) -> Plan:
    now = datetime.now(UTC).replace(microsecond=0)
    if (keep is not None and keep < 1) or (days is not None and (days < 1 or (keep is None and file is not None))):
        raise Refusal("cli.backup.keep")
    if file is None:
        if settings.backup_dir is None:
            raise Refusal("cli.backup.where")
        file = settings.backup_dir / rotation.DAILY
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        keep, days = keep or settings.backup_keep, days or settings.backup_keep
    if not file.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file.parent))
    if file.is_dir():
        raise Refusal("cli.backup.folder", name=file)
    target = file if keep is None else rotation.dated(file, now)
    if target.exists():
        raise Refusal("cli.backup.exists", name=target)
    return Plan(target, file, keep, days, now)


def _check_store(settings: Settings) -> None:
    """A backup makes no store and changes none."""
    url, path = settings.store_url, file_of(settings.store_url)
    shown = without_password(url)
    if path is not None and not path.exists():
        raise Refusal("cli.backup.no_store", store=shown)
    store = Database(url)
    try:
        revision = store.revision()
    finally:
        store.close()
    if revision != newest_revision():
        raise Refusal("cli.backup.old_store" if revision else "cli.backup.no_store", store=shown)


def _make(desk: OpenDesk, plan: Plan, passphrase: str | None) -> tuple[list[Content], Lock]:
    _ = desk.identity  # refuses a key that is not the one of this store
    key = master_key(desk.settings) or b""
    carried = None if passphrase is None else base64.b64encode(key).decode()
    lock = new_lock(KEY, key) if passphrase is None else new_lock(PASSPHRASE, passphrase.encode())
    head = backups.Head(newest_revision(), plan.now.isoformat(), carried)
    return backups.make(desk.database, plan.file, lock, head, desk.settings.data_dir), lock


def _note(desk: OpenDesk, rows: int) -> bool:
    """Whether the audit trail has it; a full disk is a reason for a backup, and none against it."""
    try:
        desk.write(lambda scope: execute(scope, NoteBackup(rows)))
    except DBAPIError:
        return False
    return True


def _rotate(plan: Plan) -> list[Path]:
    return [] if plan.keep is None else rotation.rotate(plan.named, plan.file, plan.keep, plan.days, plan.now)


def _told(plan: Plan, contents: list[Content], lock: Lock) -> dict[str, Any]:
    return {
        "file": str(plan.file),
        "bytes": plan.file.stat().st_size,
        "made_at": plan.now.isoformat(),
        "revision": newest_revision(),
        "sealed_with": "passphrase" if lock.has_passphrase else "key",
        "rows": sum(table.rows for table in contents),
        "tables": [asdict(table) for table in contents],
    }


def _say(words: Words, told: dict[str, Any], *, noted: bool) -> None:
    size, made = -(-told["bytes"] // 1024), shown_moment(datetime.fromisoformat(told["made_at"]))
    counts = {"tables": len(told["tables"]), "rows": told["rows"]}
    typer.echo(words.say("cli.backup.done", name=told["file"], size=size, made=made, **counts))
    typer.echo(words.say(f"cli.backup.with_{told['sealed_with']}"))
    for name in told["removed"]:
        typer.echo(words.say("cli.backup.removed", name=name))
    if not noted:
        typer.echo(words.say("cli.backup.unnoted"), err=True)


def shown_moment(moment: datetime) -> str:
    """A moment in UTC, to the minute."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
