"""Rows of the catalogue's CSV files, with the line an editor shows, and errors that name file, line and field."""

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Parsed = TypeVar("Parsed")


class CatalogueError(Exception):
    """What is wrong in the catalogue's files; ``problems`` are sentences such as ``data/x.csv, line 3, kind: …``."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Row:
    """One record: ``line`` is the 1-based line where it starts (cells may hold line breaks)."""

    path: Path
    line: int
    cells: dict[str, str]

    def wrong(self, field: str, expected: str) -> CatalogueError:
        """The error to raise for a cell, naming file, line and field and what stands there."""
        found = self.cells.get(field, "")
        return CatalogueError([f'{self.path}, line {self.line}, {field}: expected {expected}, found "{found}"'])

    def text(self, field: str) -> str:
        """A cell that must not be empty."""
        if not (value := self.cells[field]):
            raise self.wrong(field, "a text")
        return value

    def one_of(self, field: str, allowed: Collection[str]) -> str:
        """A cell that must be one of ``allowed``."""
        if (value := self.cells[field]) not in allowed:
            raise self.wrong(field, "one of " + ", ".join(allowed))
        return value

    def yes(self, field: str) -> bool:
        """A cell that must be ``yes`` or ``no``."""
        return self.one_of(field, ("yes", "no")) == "yes"

    def positive(self, field: str) -> int:
        """A cell that must be a whole number above 0."""
        value = self.cells[field]
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise self.wrong(field, "a whole number above 0")
        return int(value)

    def listed(self, field: str, separator: str = "|") -> tuple[str, ...]:
        """The parts of a cell, without empty ones; the same part twice is an error."""
        parts = tuple(part.strip() for part in self.cells[field].split(separator) if part.strip())
        if len({part.casefold() for part in parts}) < len(parts):
            raise self.wrong(field, "every value once")
        return parts


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """All records of a UTF-8 file that has at least ``columns``; raises `CatalogueError` (missing file, broken CSV)."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(_records(path, lines, columns))
    except FileNotFoundError:
        raise CatalogueError([f"{path}: expected this file, found none"]) from None
    except UnicodeDecodeError:
        raise CatalogueError([f"{path}: expected text in UTF-8; save the file again with that encoding"]) from None


def _records(path: Path, lines: Iterable[str], columns: Sequence[str]) -> Iterator[Row]:
    reader = csv.reader(lines, strict=True)
    header: list[str] = []
    start = 1
    try:
        for cells in reader:
            if not header:
                header = _header(path, cells, columns)
            elif any(cell.strip() for cell in cells):
                yield _record(path, start, header, cells)
            start = reader.line_num + 1
    except csv.Error as error:
        raise CatalogueError([f"{path}, line {start}: expected a complete CSV record ({error})"]) from None
    if not header:
        raise CatalogueError([f"{path}, line 1: expected the columns {', '.join(columns)}, found an empty file"])


def _header(path: Path, cells: list[str], columns: Sequence[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if missing := [column for column in columns if column not in header]:
        raise CatalogueError([f"{path}, line 1, {column}: expected this column, found none" for column in missing])
    return header


def _record(path: Path, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise CatalogueError([f"{path}, line {line}: expected {len(header)} cells, found {len(cells)}"])
    return Row(path, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def parse_each(rows: Iterable[Row], parse: Callable[[Row], Parsed]) -> list[tuple[Row, Parsed]]:
    """``parse`` of every row; all that is wrong is told at once in one `CatalogueError`."""
    done: list[tuple[Row, Parsed]] = []
    problems: list[str] = []
    for row in rows:
        try:
            done.append((row, parse(row)))
        except CatalogueError as error:
            problems.extend(error.problems)
    if problems:
        raise CatalogueError(problems)
    return done
