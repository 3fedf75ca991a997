"""One store: its transactions, its migrations, and the only commit of the program."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.engines import LIGHT, READ_ONLY, make_engine
from bot.resources import resource
from bot.together import Together
from coordination.errors import Refusal

if TYPE_CHECKING:
    from alembic.config import Config

T = TypeVar("T")
TRIES = {"40001": 50, "40P01": 50, "23505": 3}
"""How often work is tried that PostgreSQL took back because of other transactions beside it, by what it says: they
could not be serialized, a deadlock, a key that another one took meanwhile."""
IN_TURN = "LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE"
"""Work that is done again waits until no other such work is being done: those who met once do not meet again. Nobody
else locks this table but to migrate, and LOCK alone comes before the moment that a transaction sees is chosen."""
MIGRATING = 0x57617970
"""Number of the advisory lock by which only one program at a time migrates a store on PostgreSQL."""


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

    @contextmanager
    def together(self, *, plain: bool = False) -> Iterator[Together]:
        """One write transaction for several pieces of work; what fails in it is taken back alone.

        ``plain`` is for work on single rows that it locks: on PostgreSQL (READ COMMITTED) it sees what others have
        just done to them, instead of being taken back because of it. An error that leaves the block took back all.
        """
        level = {"isolation_level": "READ COMMITTED"} if plain and self.on_postgres else {}
        with (
            self.engine.connect().execution_options(**level) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield Together(session, TRIES)

    def step(self, work: Callable[[Session], T]) -> T:
        """As ``transaction``, for a step that is taken again if it gets lost: SQLite does not wait for the disk.

        A power cut may take the last steps back, in their order and each as a whole; the next ``transaction`` makes
        them last.
        """
        if self.on_postgres:
            return self.transaction(work)
        with (
            self.engine.connect().execution_options(**{LIGHT: True}) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            return work(session)

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
    def migrating(
        self, revision: str = "head", first: Callable[[Connection], None] = lambda _connection: None
    ) -> Iterator[Connection]:
        """The connection of a transaction in which the schema has just been brought to ``revision``, after ``first``.

        On SQLite foreign keys are looked at when it ends, and not before.
        """
        engine = make_engine(self.url, foreign_keys=False)
        try:
            with engine.connect().execution_options(**_one_after_another(engine)) as connection, connection.begin():
                _prepare(connection)
                first(connection)
                self.upgrade(connection, revision)
                yield connection
                _check_foreign_keys(connection)
        finally:
            engine.dispose()

    def upgrade(self, connection: Connection, revision: str = "head") -> None:
        """Bring the schema to ``revision`` in the transaction of `migrating`."""
        from alembic import command

        config = alembic_config(self.url)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

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


def revisions() -> set[str]:
    """The revisions that ship with the program: files are named ``<revision>_<what>.py``, in one line."""
    return {path.name.partition("_")[0] for path in resource("alembic").glob("versions/[0-9]*.py")}


def newest_revision() -> str:
    """The last of the revisions that ship with the program."""
    return max(revisions())


def alembic_config(url: str) -> "Config":
    """Alembic's configuration without an .ini file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resource("alembic")))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise DatabaseError("The migration would leave rows that point nowhere; nothing was changed.")
