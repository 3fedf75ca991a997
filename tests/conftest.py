"""What every area of tests shares: a migrated store of its own on each engine, and a scope on it."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import ColumnElement, UnaryExpression, event

from bot.database import Database
from bot.resources import resource
from coordination import catalogue, lexicons, spellings
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Viewer
from models.columns import by_letter, is_text

# The same examples on every machine, and no limit on time; other ones by `--hypothesis-profile=default`.
settings.register_profile("waypost", derandomize=True, deadline=None)
settings.load_profile("waypost")

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--without sqlite`` leaves out all but what has a store on PostgreSQL; the reverse also what has no store."""
    parser.addoption("--without", choices=ENGINES)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--without` says."""
    left_out = config.getoption("--without")
    if left_out:
        kept = [item for item in items if _engine_of(item) != left_out]
        config.hook.pytest_deselected(items=[item for item in items if _engine_of(item) == left_out])
        items[:] = kept


def _engine_of(item: pytest.Item) -> str:
    """The engine of a test's store; what has none counts as SQLite's."""
    called = getattr(item, "callspec", None)
    return str(called.params.get("engine", "sqlite")) if called else "sqlite"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with a store runs on every engine; the mark ``only(engine, why)`` says on which one alone, and why."""
    if "engine" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("only")
        name, _why = mark.args if mark else (None, None)
        metafunc.parametrize("engine", [name] if name else ENGINES, indirect=True)


@pytest.fixture(scope="session")
def server() -> Any:
    """The PostgreSQL server of the tests; where it cannot run the test is skipped, or fails where it is required."""
    try:
        from tests import postgres

        return postgres.server()
    except (ImportError, RuntimeError) as error:
        required = os.environ.get("WAYPOST_REQUIRE_POSTGRES") == "1"
        return (pytest.fail if required else pytest.skip)(f"PostgreSQL tests not run: {error}")


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine of the test's store: sqlite or postgresql."""
    name: str = request.param
    if name == "postgresql":
        request.getfixturevalue("server")
    return name


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "waypost.sqlite"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def postgres_url(engine: str) -> Iterator[str | None]:
    """Address of a migrated, empty database for this test; None on SQLite."""
    if engine == "sqlite":
        yield None
        return
    from tests import postgres

    name = postgres.server().lend()
    yield postgres.server().url(name)
    postgres.server().take_back(name)


@pytest.fixture
def template(sqlite_file: Path, postgres_url: str | None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A migrated, empty SQLite file to copy into a data folder.

    For a test on PostgreSQL the settings name a migrated, empty database, and no desk looks at the copy.
    """
    if postgres_url is None:
        monkeypatch.delenv("WAYPOST_DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("WAYPOST_DATABASE_URL", postgres_url)
    return sqlite_file


@pytest.fixture
def data_dir(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a migrated, empty store, that the command line works on and stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAYPOST_DATA_DIR", str(tmp_path))
    shutil.copy(template, tmp_path / "waypost.sqlite")
    return tmp_path


@pytest.fixture
def db(sqlite_file: Path, postgres_url: str | None, tmp_path: Path) -> Iterator[Database]:
    """A store of its own for one test."""
    path = tmp_path / "waypost.sqlite"
    if postgres_url is None:
        shutil.copy(sqlite_file, path)
    database = Database(postgres_url or f"sqlite:///{path}")
    event.listen(database.engine, "before_execute", _refuse_order_by_language)
    yield database
    database.close()


def _refuse_order_by_language(_connection: Any, statement: Any, *_rest: Any) -> None:
    """Texts are ordered by `models.columns.by_letter`: the tests' server knows no language that would show it."""
    ordered = [part for part in getattr(statement, "_order_by_clauses", ()) if isinstance(part, ColumnElement)]
    by = [part.element if isinstance(part, UnaryExpression) else part for part in ordered]
    assert not [part for part in by if is_text(part) and not isinstance(part, by_letter)], statement


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
