"""A backup back into a store: the whole of it, in place of what was there, or nothing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError as StoreError

from bot.backups import Head, fill, sync_folder
from bot.database import Database, DatabaseError, revisions
from bot.engines import StoreInUseError, keeping_out, without_password
from bot.moving import SIDE_FILES, file_of
from bot.sealed_file import Lock
from coordination.errors import Refusal
from models import backups as rows
from models import moving
from models.backups import Held
from models.moving import Content

UNREADABLE = Held(-1, None)
"""A file that is no store, or a damaged one."""

Work = Callable[[Connection], None]


def held(url: str) -> Held | None:
    """What the store at ``url`` holds; None when there is nothing, `UNREADABLE` when nobody can say.

    Raises `Refusal` when another program has it open or it is newer than this program.
    """
    path = file_of(url)
    if path is None:
        return _held(url)
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        with keeping_out(path):
            pass
        return _held(url)
    except StoreInUseError:
        raise Refusal("cli.restore.in_use") from None
    except (sqlite3.DatabaseError, StoreError):
        return UNREADABLE


def _held(url: str) -> Held | None:
    with closing(Database(url)) as store:
        if (revision := store.revision()) not in revisions() | {None}:
            raise Refusal("cli.restore.newer_store", store=without_password(url), revision=revision)
        return store.reading(lambda db: _counted(db.connection()))


def _counted(store: Connection) -> Held | None:
    if moving.others(store):
        raise Refusal("cli.restore.in_use")
    return rows.held(store)


def restore(url: str, file: Path, lock: Lock, last: Work) -> tuple[Head, list[Content]]:
    """Put the backup in place of what the store holds; ``last`` ends the transaction. What it says of itself and holds.

    On SQLite a new file takes the place of the old one, on PostgreSQL all is one transaction. Raises `Refusal` with the
    store as it was: another program has it open, the file is damaged or newer.
    """
    path = file_of(url)
    if path is not None:
        return _by_file(path, file, lock, last)
    with closing(Database(url)) as store:
        return fill(store, file, lock, _emptied, last)


def _emptied(store: Connection) -> None:
    if moving.others(store):
        raise Refusal("cli.restore.in_use")
    rows.drop(store)


def _by_file(path: Path, file: Path, lock: Lock, last: Work) -> tuple[Head, list[Content]]:
    new = path.with_name(f".{path.name}.restoring")
    with ExitStack() as stack:
        stack.callback(_remove, new)
        _remove(new)
        _keep_out(stack, path)
        with closing(Database(f"sqlite:///{new}")) as store:
            restored = fill(store, file, lock, last=last)
        _put(new, path)
    return restored


def _keep_out(stack: ExitStack, path: Path) -> None:
    """Until the end nobody opens the old store; one that cannot be read is not kept."""
    if not path.exists():
        return
    try:
        stack.enter_context(keeping_out(path))
    except StoreInUseError:
        raise Refusal("cli.restore.in_use") from None
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return


def _put(new: Path, path: Path) -> None:
    """The new file in place of the old one; what SQLite keeps beside the old one would spoil it."""
    if _beside(new, "-wal").exists():
        raise DatabaseError("SQLite did not finish the new store; nothing was changed.")
    handle = os.open(new, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    for ending in SIDE_FILES[1:]:
        _beside(path, ending).unlink(missing_ok=True)
    new.replace(path)
    sync_folder(path.parent)


def _remove(path: Path) -> None:
    for ending in SIDE_FILES:
        _beside(path, ending).unlink(missing_ok=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
