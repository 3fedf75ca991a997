"""A copy of the whole store as one sealed file: made while the bot goes on, believed only once it was read back.

Inside the seal it is gzip, and in that lines of JSON: a `Head`, then what `models.backups` writes. It is the same for
both engines, so that a backup of one can be restored into the other.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from gzip import GzipFile
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from bot.database import Database, revisions
from bot.sealed_file import FAMILY, MAGIC, Beginning, Lock, SealedReader, SealedWriter, read_beginning
from coordination.errors import Refusal
from models import backups as rows
from models.moving import Content

GZIP_LEVEL = 3
"""Level 9 takes four times as long for a tenth less."""
CHECKING = ".checking"


@dataclass(frozen=True)
class Head:
    """What a backup says of itself; ``key`` is the desk's key in base64, in those with a passphrase only."""

    revision: str
    made_at: str
    key: str | None

    @property
    def moment(self) -> datetime:
        """When it was made, aware UTC."""
        return datetime.fromisoformat(self.made_at)


def make(store: Database, file: Path, lock: Lock, head: Head, data_dir: Path) -> list[Content]:
    """Write a backup of ``store`` and read it back into a scratch store in ``data_dir``; what it holds.

    Only then does it get its name, mode 0600. Raises `Refusal` when it does not come out as it went in; errors of the
    system and the database pass. Nothing is left under the name then.
    """
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with _new(partial) as raw:
            contents = store.reading(lambda db: _write(raw, lock, head, db.connection()))
        if check(partial, lock, data_dir)[1] != contents:
            raise Refusal("cli.backup.differs")
        partial.replace(file)
        sync_folder(file.parent)
    finally:
        partial.unlink(missing_ok=True)
    return contents


def check(file: Path, lock: Lock, data_dir: Path) -> tuple[Head, list[Content]]:
    """Restore a backup into a scratch store that is gone afterwards; what it says of itself and holds."""
    place = data_dir / CHECKING
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700, parents=True)
    try:
        with closing(Database(f"sqlite:///{place / 'scratch.sqlite'}")) as scratch:
            return fill(scratch, file, lock)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def fill(
    store: Database,
    file: Path,
    lock: Lock,
    first: Callable[[Connection], None] = lambda _connection: None,
    last: Callable[[Connection], None] = lambda _connection: None,
) -> tuple[Head, list[Content]]:
    """Write a backup into a store and compare every table, in one transaction that begins with ``first``.

    An older one goes into the schema that it had, which is then brought to the newest revision; then comes ``last``.
    Raises `Refusal` for a file that is damaged or newer than the program.
    """
    with opened(file, lock) as (head, lines), store.migrating(head.revision, first) as connection:
        contents = rows.fill(connection, lines)
        if rows.different(contents) is not None:
            raise Refusal("cli.restore.damaged", name=file)
        store.upgrade(connection)
        last(connection)
    return head, contents


def beginning(file: Path) -> Beginning:
    """What a backup says without a key; raises `Refusal` for any other file."""
    with file.open("rb") as raw:
        found = read_beginning(raw)
        if found is None:
            raw.seek(0)
            raise Refusal(_what_else(raw.read(len(MAGIC))), name=file)
    return found


def _what_else(magic: bytes) -> str:
    if magic == MAGIC:
        return "cli.restore.damaged"
    return "cli.restore.newer" if magic.startswith(FAMILY) else "cli.restore.no_backup"


@contextmanager
def opened(file: Path, lock: Lock) -> Iterator[tuple[Head, Iterator[Any]]]:
    """The head of a backup and its lines; raises `Refusal` while they are read when the file is damaged or newer."""
    with file.open("rb") as raw:
        read_beginning(raw)
        reader: Any = SealedReader(raw, lock, lambda: Refusal("cli.restore.damaged", name=file))
        with GzipFile(fileobj=reader, mode="rb") as packed:
            lines = map(json.loads, packed)
            head = Head(**next(lines))
            if head.revision not in revisions():
                raise Refusal("cli.restore.newer", name=file)
            yield head, lines


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, where the file system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    """A new file for its owner only, on the disk when it is closed."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(raw: BinaryIO, lock: Lock, head: Head, store: Connection) -> list[Content]:
    sealed: Any = SealedWriter(raw, lock)
    with GzipFile(filename="", fileobj=sealed, mode="wb", compresslevel=GZIP_LEVEL, mtime=0) as packed:

        def put(line: Any) -> None:
            packed.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

        put(asdict(head))
        contents = rows.write(store, put)
    sealed.end()
    return contents
