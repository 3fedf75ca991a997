"""Remarks that many rows share: told once, at the first row, with the number of rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coordination.outcome import Remark
from coordination.scope import Scope
from exchange.report import Problem
from exchange.rows import problem
from exchange.sheets import Row, Sheet


@dataclass
class Tally:
    """Counts what is said of the rows of one file."""

    _first: dict[tuple[str, str, str], tuple[Row, Mapping[str, Any]]] = field(default_factory=dict)
    _rows: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def remark(self, row: Row, column: str, key: str, **params: Any) -> None:
        """Say ``key`` of the cell of ``column``; rows with the same cell are counted together."""
        at = (column, key, row.text(column))
        self._first.setdefault(at, (row, params))
        self._rows[at] = self._rows.get(at, 0) + 1

    def problems(self, scope: Scope, sheet: Sheet) -> tuple[Problem, ...]:
        """Everything that was said; ``n`` is the number of rows."""
        return tuple(
            problem(scope, sheet, row, Remark(row.number, at[0], at[1], {**params, "n": self._rows[at]}))
            for at, (row, params) in self._first.items()
        )
