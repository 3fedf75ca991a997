"""Engine, SQLite pragmas and the only commit of the program."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlmodel import Session

from bot.resources import resource

if TYPE_CHECKING:
    from alembic.config import Config

T = TypeVar("T")
READ_ONLY = "waypost_read_only"


class DatabaseError(Exception):
    """The store cannot be opened or migrated; the text says why."""


class Database:
    """One store. ``transaction`` writes, ``reading`` only reads; both run synchronously in the caller's thread."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)

    def transaction(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one write transaction: BEGIN, COMMIT, or ROLLBACK when it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    @contextmanager
    def together(self) -> Iterator["Together"]:
        """One write transaction for several pieces of work; what fails in it is taken back alone.

        An error that leaves the block took back all of them.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield Together(session)

    def reading(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in a transaction that takes no write lock and is rolled back at the end."""
        with (
            self.engine.connect().execution_options(**{READ_ONLY: True}) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            return work(session)

    def migrate(self) -> None:
        """Bring the schema to the newest revision; with foreign keys off while SQLite rebuilds tables.

        A store that is there already costs one look: no write lock, no Alembic.
        """
        if self.revision() == newest_revision():
            return
        from alembic import command

        config = alembic_config(self.url)
        with self._migrating() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def revision(self) -> str | None:
        """The schema's revision; None in an empty store."""

        def stamped(db: Session) -> str | None:
            found = inspect(db.connection()).has_table("alembic_version")
            return db.connection().scalar(text("SELECT version_num FROM alembic_version")) if found else None

        return self.reading(stamped)

    @contextmanager
    def _migrating(self) -> Iterator[Connection]:
        engine = make_engine(self.url, foreign_keys=False)
        try:
            with engine.begin() as connection:
                yield connection
                _check_foreign_keys(connection)
        finally:
            engine.dispose()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class Together:
    """Pieces of work in one transaction, each under a savepoint of its own and with nothing in memory of the others."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def run(self, work: Callable[[Session], T]) -> T:
        """Result of ``work(session)``; what it raises takes back this work alone, as far as `check` finds no fault."""
        with savepoint(self._session):
            result = work(self._session)
        self._session.expunge_all()
        return result

    def check(self) -> None:
        """Raise unless the transaction still stands: an error while rows of the session are written ends all of it."""
        if not self._session.is_active:
            raise DatabaseError("The transaction was taken back.")


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What raises in here takes back what was done in here, and the session forgets its rows.

    As `Session.begin_nested` at a tenth of its cost, but for errors while rows of the session are written.
    """
    session.flush()
    driver = session.connection().connection.driver_connection
    assert driver is not None  # noqa: S101 - the connection of a transaction that is under way
    driver.execute("SAVEPOINT work")
    try:
        yield
        session.flush()
    except BaseException:
        if session.is_active:
            session.expunge_all()
            driver.execute("ROLLBACK TO SAVEPOINT work")
            driver.execute("RELEASE SAVEPOINT work")
        raise
    driver.execute("RELEASE SAVEPOINT work")


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


def make_engine(url: str, *, foreign_keys: bool = True) -> Engine:
    """Engine for ``url``; on SQLite with the pragmas of the desk and explicit BEGIN."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:" and not parsed.database.startswith("file:"):
        _own_file(Path(parsed.database))
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    _sqlite_events(engine, foreign_keys=foreign_keys)
    return engine


def _own_file(path: Path) -> None:
    """A new store is for its owner only, whatever folder it lies in; SQLite's files beside it get the same mode."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _sqlite_events(engine: Engine, *, foreign_keys: bool) -> None:
    """The driver's own BEGIN lost updates under concurrency: it is switched off and ours is emitted."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
            "busy_timeout=10000",
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
