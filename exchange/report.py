"""What an import says: how many rows went where, and each row that did not go in, with what was expected instead."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from coordination.outcome import Merged
from words import Words

SHOWN = 60
"""Characters of a refused cell that are repeated to the person."""


@dataclass(frozen=True)
class Problem:
    """A cell that could not be read.

    ``row`` is the number that the spreadsheet shows, ``column`` the header as it stands in the file, ``value`` the cell
    (empty when it must not be repeated), ``expected`` the last part of a locale key ``import.expected.<expected>``,
    which ``params`` fill. ``sheet`` is named when rows of several sheets were read.
    """

    row: int
    column: str
    value: str
    expected: str
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""

    def to_json(self, words: Words) -> dict[str, Any]:
        """``{row, reason, column, value, expected}``; ``reason`` is the whole sentence."""
        expected = words.say(f"import.expected.{self.expected}", **self.params)
        shown = self.value if len(self.value) <= SHOWN else self.value[: SHOWN - 1] + "…"
        column = ": ".join(part for part in (self.sheet, self.column) if part)
        how = "note" if self.expected.startswith("note_") else "reason" if shown else "reason_bare"
        bare = how == "note" and not column
        reason = expected if bare else words.say(f"import.{how}", column=column, value=shown, expected=expected)
        return {"row": self.row, "reason": reason, "column": self.column, "value": shown, "expected": expected}


@dataclass(frozen=True)
class ImportReport:
    """Counts of the rows of a file: ``rows`` = stored + updated + unchanged + rows of ``listed``.

    ``notes`` are remarks on rows that went in all the same; ``held``: nothing was stored because of ``listed``;
    ``merged`` rows turned out to be places of another source (None where rows are no places).
    """

    rows: int = 0
    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    listed: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    held: bool = False
    merged: tuple[Merged, ...] | None = None

    @property
    def bad_rows(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of the rows that did not go in."""
        return frozenset((problem.sheet, problem.row) for problem in self.listed)

    def held_back(self) -> "ImportReport":
        """The report when nothing may be stored because rows are listed."""
        return replace(self, stored=0, updated=0, unchanged=0, held=True)

    def to_json(self, words: Words) -> dict[str, Any]:
        """The shape that ``--json`` prints, here and for every importer."""
        merged = {} if self.merged is None else {"merged": [asdict(merged) for merged in self.merged]}
        return {
            "rows": self.rows,
            "stored": self.stored,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "listed": [problem.to_json(words) for problem in self.listed],
            "notes": [problem.to_json(words) for problem in self.notes],
            **merged,
        }
