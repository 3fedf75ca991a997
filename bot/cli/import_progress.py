"""An import as whoever started it at the command line watches it: a bar, and what Ctrl-C left."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.cli.context import OpenDesk
from exchange.importing import How, Importer, import_file
from exchange.report import ImportReport

GARBAGE = 50_000
"""New objects before Python looks for garbage."""
EXIT_STOPPED = 130
"""As a shell has it after Ctrl-C."""


def watched(desk: OpenDesk, importer: Importer, file: Path, how: How) -> ImportReport:
    """Import ``file`` with a bar; on Ctrl-C it says what became of it, and leaves with exit code 130."""
    gc.set_threshold(GARBAGE)  # rows are many and no garbage: looking through them again and again costs a third
    with _progress(desk, file.name) as advance:
        try:
            return import_file(desk, importer, file, replace(how, progress=advance))
        except KeyboardInterrupt:
            key = "cli.import.stopped" if advance.total is None else "cli.import.stopped_decided"
            typer.echo(desk.words.say(key, stored=advance.written, n=advance.total or 0), err=True)
            raise typer.Exit(EXIT_STOPPED) from None


@contextmanager
def _progress(desk: OpenDesk, name: str) -> Iterator["_Advance"]:
    """A bar on a terminal: it pulses while the file is read and checked, and fills while it is stored."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        reading, storing = (desk.words.say(f"cli.import.{what}", name=name) for what in ("reading", "storing"))
        yield _Advance(progress, progress.add_task(reading, total=None), storing)


class _Advance:
    """Told how much of a decided import is stored; ``total`` is None until it is decided."""

    def __init__(self, progress: Progress, task: TaskID, storing: str) -> None:
        self._progress = progress
        self._task = task
        self._storing = storing
        self.written = 0
        self.total: int | None = None

    def __call__(self, written: int, total: int) -> None:
        self.written, self.total = written, total
        self._progress.update(self._task, description=self._storing, completed=written, total=total)
