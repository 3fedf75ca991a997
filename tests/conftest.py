"""What every area of tests shares: a migrated store copied from a template, and a scope on it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from bot.database import Database
from bot.resources import resource
from coordination import catalogue, lexicons, spellings
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Viewer

# The same examples on every machine, and no limit on time; other ones by `--hypothesis-profile=default`.
settings.register_profile("waypost", derandomize=True, deadline=None)
settings.load_profile("waypost")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "waypost.sqlite"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def db(template: Path, tmp_path: Path) -> Iterator[Database]:
    """A store of its own for one test."""
    path = tmp_path / "waypost.sqlite"
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def desk() -> Desk:
    """A desk with the shipped catalogue and no area."""
    known = catalogue.load(resource("data"))
    return Desk(
        catalogue=known,
        spelling=spellings.load(resource("data") / "spelling", "myanmar"),
        lexicon=lexicons.load(resource("data") / "understanding", known),
    )


@pytest.fixture
def now() -> datetime:
    """The fixed time of the tests."""
    return NOW


Run = Callable[..., object]


@pytest.fixture
def run(db: Database, desk: Desk) -> Run:
    """``run(work, viewer)``: ``work(scope)`` in one write transaction, as the operator unless said otherwise."""

    def in_transaction(work: Callable[[Scope], object], viewer: Viewer = OPERATOR, at: datetime = NOW) -> object:
        return db.transaction(lambda session: work(Scope(session, desk, viewer, at)))

    return in_transaction
