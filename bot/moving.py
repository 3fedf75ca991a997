"""A whole store into another one, on the same or another engine: all of it, or nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.database import Database, newest_revision, parse_url, without_password
from coordination.errors import Refusal
from models import moving
from models.every_table import every_table
from models.moving import Content

SIDE_FILES = ("", "-wal", "-shm")


def move(source_url: str, target_url: str, tell: Callable[[Content], None]) -> list[Content]:
    """Copy every table and compare both sides; ``tell`` hears of each table. The source stays as it is.

    Raises `Refusal` with nothing left in the target: the source is in use or of another revision, the target is not
    empty, of another revision, or the same store, or a table does not come out as it went in. Database errors pass.
    """
    source, target = _file(source_url), _file(target_url)
    if source is not None and not source.exists():
        raise Refusal("cli.move.no_source", store=without_password(source_url))
    if source is not None and target is not None and source.resolve() == target.resolve():
        raise Refusal("cli.move.same")
    is_new = target is not None and not target.exists()
    try:
        with closing(Database(source_url, alone=True)) as store:
            return _alone(store, lambda db: _into(target_url, db.connection(), tell))
    except BaseException:
        if is_new and target is not None:
            for ending in SIDE_FILES:
                target.with_name(target.name + ending).unlink(missing_ok=True)
        raise


def _file(url: str) -> Path | None:
    """The file of a store on SQLite."""
    parsed = parse_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def _alone(store: Database, work: Callable[[Session], list[Content]]) -> list[Content]:
    """``work`` on a store that no other program has open: what it wrote meanwhile would stay behind."""
    try:
        revision = store.revision()
    except OperationalError as error:
        raise (Refusal("cli.move.in_use") if "locked" in str(error.orig) else error) from None
    if revision != newest_revision():
        raise Refusal("cli.move.source_revision", store=without_password(store.url))
    return store.reading(work)


def _into(target_url: str, source: Connection, tell: Callable[[Content], None]) -> list[Content]:
    with closing(Database(target_url)) as target:
        _check(target, source)
        with target.migrating() as connection:
            if (filled := moving.filled(connection)) is not None:
                raise Refusal("cli.move.not_empty", store=without_password(target_url), table=filled)
            return _copy(source, connection, tell)


def _check(target: Database, source: Connection) -> None:
    """Refuse what the copy could not go into, before anything is written."""
    there = target.reading(lambda db: moving.database(db.connection()))
    if there is not None and there == moving.database(source):
        raise Refusal("cli.move.same")
    revision = target.revision()
    shown = without_password(target.url)
    if revision is None and (table := target.reading(lambda db: moving.any_table(db.connection()))):
        raise Refusal("cli.move.not_empty", store=shown, table=table)
    if revision not in {None, newest_revision()}:
        raise Refusal("cli.move.target_revision", store=shown)
    if moving.others(source):
        raise Refusal("cli.move.in_use")


def _copy(source: Connection, target: Connection, tell: Callable[[Content], None]) -> list[Content]:
    moved = []
    for table in every_table():
        before = moving.copy(source, target, table)
        if moving.content(target, table) != before:
            raise Refusal("cli.move.differs", table=before.table)
        tell(before)
        moved.append(before)
    if moving.others(source):
        raise Refusal("cli.move.in_use")
    return moved
