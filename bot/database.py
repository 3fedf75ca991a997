"""Engines, SQLite's pragmas, PostgreSQL's isolation, and the only commit of the program."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from bot.resources import resource
from coordination.errors import Refusal

if TYPE_CHECKING:
    from alembic.config import Config

T = TypeVar("T")
READ_ONLY = "waypost_read_only"
TRIES = {"40001": 50, "40P01": 50, "23505": 3}
"""How often work is tried that PostgreSQL took back because of other transactions beside it, by what it says: they
could not be serialized, a deadlock, a key that another one took meanwhile."""
IN_TURN = "LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"
"""Work that is done again waits until no other such work is being done: those who met once do not meet again. Nobody
else locks this table but to migrate, and LOCK alone comes before the moment that a transaction sees is chosen."""
MIGRATING = 0x57617970
"""Number of the advisory lock by which only one program at a time migrates a store on PostgreSQL."""
PASSWORDS = {"password", "sslpassword"}


class DatabaseError(Exception):
    """The store cannot be opened or migrated; the text says why."""


class Database:
    """One store. ``transaction`` writes, ``reading`` only reads; both run synchronously in the caller's thread."""

    def __init__(self, url: str, *, alone: bool = False) -> None:
        self.url = url
        self.engine = make_engine(url, alone=alone)

    @property
    def on_postgres(self) -> bool:
        """Whether the store is PostgreSQL's."""
        return self.engine.dialect.name == "postgresql"

    def transaction(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one write transaction: BEGIN, COMMIT, or ROLLBACK when it raises.

        SQLite has one writer at a time. PostgreSQL has many, and takes back what could not have happened one after
        another: then ``work`` is done again from its start, so whatever it changes must be rows of the session.
        """
        tried = 0
        while True:
            try:
                with Session(self.engine, expire_on_commit=False) as session, session.begin():
                    if tried:
                        session.execute(text(IN_TURN))
                    return work(session)
            except DBAPIError as error:
                tried += 1
                if tried >= TRIES.get(getattr(error.orig, "sqlstate", None) or "", 0):
                    raise

    def reading(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in a transaction that sees one moment, takes no write lock and is rolled back at the end."""
        frozen = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.on_postgres else {}
        with (
            self.engine.connect().execution_options(**{READ_ONLY: True}, **frozen) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            return work(session)

    def migrate(self) -> None:
        """Bring the schema to the newest revision; with foreign keys off while SQLite rebuilds tables.

        A store that is there already costs one look: no write lock, no Alembic.
        """
        if self.revision() == newest_revision():
            return
        with self.migrating():
            pass

    def revision(self) -> str | None:
        """The schema's revision; None in an empty store."""

        def stamped(db: Session) -> str | None:
            found = inspect(db.connection()).has_table("alembic_version")
            return db.connection().scalar(text("SELECT version_num FROM alembic_version")) if found else None

        return self.reading(stamped)

    @contextmanager
    def migrating(self, revision: str = "head") -> Iterator[Connection]:
        """The connection of a transaction in which the schema has just been brought to ``revision``.

        On SQLite foreign keys are looked at when it ends, and not before.
        """
        from alembic import command

        config = alembic_config(self.url)
        engine = make_engine(self.url, foreign_keys=False)
        try:
            with engine.connect().execution_options(**_one_after_another(engine)) as connection, connection.begin():
                _prepare(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                yield connection
                _check_foreign_keys(connection)
        finally:
            engine.dispose()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _one_after_another(engine: Engine) -> dict[str, str]:
    """Who waited for another program that migrates must see what it did."""
    return {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}


def _prepare(connection: Connection) -> None:
    """On PostgreSQL wait until nobody else migrates; refuse a database that cannot hold every letter."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
        encoding = connection.scalar(text("SHOW server_encoding"))
        if encoding != "UTF8":
            raise Refusal("cli.error.store_encoding", encoding=encoding)


def newest_revision() -> str:
    """The last of the revisions that ship with the program: files are named ``<revision>_<what>.py``, in one line."""
    return max(path.name.partition("_")[0] for path in resource("alembic").glob("versions/[0-9]*.py"))


def alembic_config(url: str) -> "Config":
    """Alembic's configuration without an .ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resource("alembic")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


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
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={500 if alone else 10000}",
            f"locking_mode={'EXCLUSIVE' if alone else 'NORMAL'}",
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY, False)
        connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise DatabaseError("The migration would leave rows that point nowhere; nothing was changed.")
