"""What became of the rows of an import."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """Something about the ``column`` of one row.

    ``key`` is the last part of a locale key ``import.expected.<key>``, which ``params`` fill.
    """

    row: int
    column: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """Counts of rows that were (or would be) new, different and equal, with remarks on rows that went in."""

    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.stored or self.updated)

    def counts(self) -> dict[str, int]:
        """For the audit trail."""
        return {"stored": self.stored, "updated": self.updated, "unchanged": self.unchanged}
