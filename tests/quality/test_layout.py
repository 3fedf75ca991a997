"""Rules about the source itself that no linter knows: size, layers' tools, words that must not stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ["bot", "coordination", "exchange", "flows", "handlers", "models", "sandbox", "understanding", "words"]
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
EVERY_PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
FOREIGN = {"do_request"}
"""Methods whose parameters python-telegram-bot prescribes."""
STATEMENTS = {"select", "insert", "update", "delete", "text"}


def name(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def outside(*allowed: str) -> list[Path]:
    """Sources that lie under none of the allowed files and folders."""
    return [path for path in SOURCES if not name(path).startswith(allowed)]


def matches(paths: list[Path], pattern: str) -> list[str]:
    """``file:line`` of every line of code that holds the pattern."""
    return [
        f"{name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Parameters that a caller can give."""
    given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    return len([each for each in given if each.arg not in {"self", "cls"}])


def is_command(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A command line's parameters are its options: no limit there."""
    return name(path).startswith("bot/cli/") and not node.name.startswith("_")


def test_no_file_is_longer_than_300_lines() -> None:
    assert [name(path) for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}" for path in SOURCES for node in functions(path) if length(node) > 50
    ]
    assert long == []


def test_no_function_takes_more_than_five_parameters() -> None:
    greedy = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if parameters(node) > 5 and node.name not in FOREIGN and not is_command(path, node)
    ]
    assert greedy == []


@pytest.mark.parametrize(
    ("allowed", "pattern"),
    [
        pytest.param(("bot", "handlers", "sandbox"), r"\basync def\b", id="async code stays in the shell"),
        pytest.param(("bot", "sandbox"), r"\b(datetime\.(now|utcnow)|date\.today)\(", id="the clock stays outside"),
        pytest.param(("bot/settings.py",), r"\bos\.(environ|getenv)\b", id="one reader of the environment"),
        pytest.param(("bot/database.py",), r"(?<!savepoint)\.commit\(", id="one commit"),
        pytest.param((), r"\btime\.sleep\(", id="nothing sleeps"),
        pytest.param(("bot/cli", "bot/__main__.py", "sandbox"), r"\bprint\(", id="only the command line prints"),
    ],
)
def test_one_place_for(allowed: tuple[str, ...], pattern: str) -> None:
    assert matches(outside(*allowed) if allowed else SOURCES, pattern) == []


def test_sql_stands_in_the_models_and_the_database_only() -> None:
    found = []
    for path in outside("models/", "bot/database.py"):
        imported = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"sqlalchemy", "sqlmodel"}
            for alias in node.names
        }
        if imported & STATEMENTS:
            found.append(name(path))
    assert found == []


def test_nothing_is_left_for_later() -> None:
    later = "|".join(["TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error", "pragma: " + "no cover"])
    assert matches(EVERY_PYTHON, rf"\b({later})\b") == []


def test_the_migrations_do_not_shadow_alembic() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_tests_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_models_keep_their_annotations() -> None:
    assert matches([path for path in SOURCES if name(path).startswith("models/")], "from __future__ import") == []
