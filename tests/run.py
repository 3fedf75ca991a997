"""``make test``: every check in turn, one plain line each; the exit code is that of the first failure."""

import os
import shutil
import subprocess
import sys
import time

PACKAGES = ["bot", "coordination", "exchange", "flows", "handlers", "models", "sandbox", "understanding", "words"]
CHECKED = [*PACKAGES, "tests", "bench", "alembic"]
PYTEST = ["-m", "pytest", "-n", "4", "--dist", "loadfile"]
"""Four at a time: each of them waits for a bot, a browser or a server half of the time."""
STEPS = {
    "ruff check": ["-m", "ruff", "check", "--quiet", *CHECKED],
    "ruff format": ["-m", "ruff", "format", "--quiet", "--check", *CHECKED],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "dependencies": ["-m", "deptry", "."],
    "dead code": ["-m", "vulture"],
    "pytest": [*PYTEST, "--without", "postgresql", "--cov", "--cov-report=term:skip-covered", "--cov-fail-under=90"],
    "pytest on PostgreSQL": [*PYTEST, "--without", "sqlite"],  # uncounted: counting branches costs half as much again
}
QUIET = {name for name in STEPS if not name.startswith("pytest")}


def run(name: str, arguments: list[str]) -> int:
    """Run one step; what a quiet one prints is shown only when it fails."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, *arguments], capture_output=name in QUIET, text=True)
    if done.returncode and name in QUIET:
        print(done.stdout, done.stderr, sep="\n")
    verdict = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"
    print(f"{name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode


def has_chromium() -> bool:
    """Whether the browser tests can run here."""
    return any(shutil.which(name) for name in ("chromium", "chromium-browser"))


def postgres_missing() -> str | None:
    """Why the tests on PostgreSQL cannot run here; None where they can."""
    try:
        from tests.postgres import NotRunError, Server
    except ImportError as error:
        return str(error)
    try:
        Server().close()
    except NotRunError as error:
        return str(error)
    return None


def main() -> int:
    """All steps, or pytest alone with the arguments given."""
    steps = {"pytest": ["-m", "pytest", *sys.argv[1:]]} if sys.argv[1:] else STEPS
    codes = [run(name, arguments) for name, arguments in steps.items()]
    if not has_chromium() and not os.environ.get("WAYPOST_REQUIRE_BROWSER"):
        print("browser tests not run: chromium missing")
    if not os.environ.get("WAYPOST_REQUIRE_POSTGRES") and (missing := postgres_missing()):
        print(f"PostgreSQL tests not run: {missing}")
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())
