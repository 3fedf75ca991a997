"""Engines: SQLite's pragmas and its way of taking turns, PostgreSQL's isolation, and addresses of stores."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import SQLITE_BUSY, OperationalError
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from coordination.errors import Refusal

_never = Event()
READ_ONLY = "waypost_read_only"
LIGHT = "waypost_light"
LOOK = 0.001
"""Seconds between two looks whether another program has done writing."""
WAIT = 10.0
"""Seconds until that is given up."""
IMPATIENT = 0.5
"""The same for who wants the store alone."""
PASSWORDS = {"password", "sslpassword"}


class StoreInUseError(Exception):
    """Another program has the store open."""


def make_engine(url: str, *, foreign_keys: bool = True, alone: bool = False) -> Engine:
    """Engine for ``url``: SQLite with the desk's pragmas and explicit BEGIN, or PostgreSQL with isolated writers.

    ``alone``: on SQLite no other program may have the store open, from the first transaction to `Database.close`.
    Raises `ArgumentError` for another kind of store and `Refusal` when the driver is not installed.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _postgres_engine(parsed)
    if parsed.database and parsed.database != ":memory:" and not parsed.database.startswith("file:"):
        _own_file(Path(parsed.database))
    engine = create_engine(parsed, connect_args={"check_same_thread": False}, hide_parameters=True)
    _sqlite_events(engine, foreign_keys=foreign_keys, alone=alone)
    return engine


def parse_url(url: str) -> URL:
    """The parts of a store's address, with the one driver for each engine; raises `ArgumentError`."""
    try:
        parsed = make_url(url)
    except ValueError:  # a port that is no number
        raise ArgumentError("not an address") from None
    if "@" in (parsed.host or ""):  # part of a password that should have been quoted, and that errors would show
        raise ArgumentError("not an address")
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise ArgumentError("not an engine of the desk")
    return parsed


def without_password(url: str) -> str:
    """The address of a store as it may be shown."""
    parsed = parse_url(url)
    return parsed.difference_update_query(PASSWORDS).render_as_string(hide_password=True)


@contextmanager
def keeping_out(path: Path) -> Iterator[None]:
    """Nobody else opens the store in this file of SQLite meanwhile, and all of the store is in the file alone.

    Raises `StoreInUseError` when another program has it open, and `sqlite3.DatabaseError` for a file that is no store.
    """
    with closing(sqlite3.connect(path, timeout=0.5, isolation_level=None)) as connection:
        try:
            for statement in (
                "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE", "COMMIT",
            ):  # fmt: skip
                connection.execute(statement)
        except sqlite3.OperationalError as error:
            raise (StoreInUseError if "locked" in str(error) else error) from None
        yield


def _postgres_engine(url: URL) -> Engine:
    """Serializable, so that what one transaction reads and then writes is lost to none beside it.

    READ COMMITTED lost 357 of 400 such updates.
    """
    quietly = {"application_name": "waypost", "connect_timeout": "10", "client_encoding": "utf8"}
    try:
        return create_engine(
            url.update_query_dict({name: value for name, value in quietly.items() if name not in url.query}),
            isolation_level="SERIALIZABLE",
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except ModuleNotFoundError:
        raise Refusal("cli.error.store_driver") from None


def _own_file(path: Path) -> None:
    """A new store is for its owner only, whatever folder it lies in; SQLite's files beside it get the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _sqlite_events(engine: Engine, *, foreign_keys: bool, alone: bool) -> None:
    """The driver's own BEGIN lost updates under concurrency: it is switched off and ours is emitted."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        record.info["patience"] = IMPATIENT if alone else WAIT
        for pragma in (
            f"locking_mode={'EXCLUSIVE' if alone else 'NORMAL'}",
            f"busy_timeout={int(record.info['patience'] * 1000)}",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(READ_ONLY, False):
            connection.exec_driver_sql("BEGIN DEFERRED")
            return
        _set_synchronous(connection, "NORMAL" if options.get(LIGHT, False) else "FULL")
        _begin_writing(connection)


def _set_synchronous(connection: Connection, level: str) -> None:
    if connection.info.get("synchronous", "FULL") != level:
        connection.exec_driver_sql(f"PRAGMA synchronous={level}")
        connection.info["synchronous"] = level


def _begin_writing(connection: Connection) -> None:
    """BEGIN IMMEDIATE as soon as nobody else writes.

    SQLite's own waiting looks ever more seldom, every 100 ms in the end, and misses the turn that an import leaves.
    """
    driver: Any = connection.connection.dbapi_connection
    patience = connection.info["patience"]
    until = monotonic() + patience
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except OperationalError as error:
                if error.sqlite_errorcode != SQLITE_BUSY:
                    raise
                _never.wait(LOOK)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")
