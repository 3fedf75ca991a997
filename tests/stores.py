"""Further stores for a test, on whichever engine it runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.database import Database


@contextmanager
def empty_store(engine: str, folder: Path) -> Iterator[Database]:
    """A store without any table, gone at the end."""
    if engine == "sqlite":
        with TemporaryDirectory(dir=folder) as place, closing(Database(f"sqlite:///{place}/empty.sqlite")) as store:
            yield store
        return
    from tests.postgres import server

    name = server().clone()
    try:
        with closing(Database(server().url(name))) as store:
            yield store
    finally:
        server().drop(name)


@contextmanager
def copied(store: Database, folder: Path) -> Iterator[Database]:
    """A store with the same rows, gone at the end; nobody may be using ``store`` meanwhile."""
    if store.engine.dialect.name == "sqlite":
        with TemporaryDirectory(dir=folder) as place:
            path = Path(place) / "copy.sqlite"
            with closing(sqlite3.connect(store.engine.url.database)) as old, closing(sqlite3.connect(path)) as new:
                old.backup(new)
            with closing(Database(f"sqlite:///{path}")) as copy:
                yield copy
        return
    from tests.postgres import server

    store.close()
    name = server().clone(store.engine.url.database)
    try:
        with closing(Database(server().url(name))) as copy:
            yield copy
    finally:
        server().drop(name)
