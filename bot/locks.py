"""Files that tell two programs on one machine of each other; the system lets go of them when a program ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coordination.errors import Refusal

RUNNING, COPYING = "running.lock", "backup.lock"
"""Held by the bot while it runs, and by who makes or restores a backup."""


@contextmanager
def shared(folder: Path, name: str, problem: str) -> Iterator[None]:
    """Hold a lock that others may share; raises `Refusal` with the key ``problem`` when one has it alone."""
    with _held(folder / name, fcntl.LOCK_SH, problem):
        yield


@contextmanager
def alone(folder: Path, name: str, problem: str) -> Iterator[None]:
    """Hold a lock alone; raises `Refusal` with the key ``problem`` when somebody has it."""
    with _held(folder / name, fcntl.LOCK_EX, problem):
        yield


@contextmanager
def _held(path: Path, how: int, problem: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab") as file:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(problem) from None
        yield
