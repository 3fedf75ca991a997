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
class Merged:
    """A ``row`` that is one place with another that was there: the row's id and name, and the kept place's."""

    row: int
    id: str
    name: str
    kept: str
    kept_name: str
    kind: str


@dataclass(frozen=True)
class Outcome:
    """Counts of rows that were (or would be) new, different and equal, with remarks on rows that went in.

    ``refused`` are rows that could not go in because the store had changed since they were checked.
    ``merged`` are rows that were found to be places of other sources; None where rows are no places.
    """

    stored: int = 0
    updated: int = 0
    unchanged: int = 0
    remarks: tuple[Remark, ...] = ()
    merged: tuple[Merged, ...] | None = None
    refused: tuple[Remark, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        """What became of the rows of both."""
        return Outcome(
            self.stored + other.stored,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.remarks + other.remarks,
            (self.merged or ()) + (other.merged or ()) if self.merged is not None or other.merged is not None else None,
            self.refused + other.refused,
        )

    @property
    def changes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.stored or self.updated)

    def counts(self) -> dict[str, int]:
        """For the audit trail."""
        return {"stored": self.stored, "updated": self.updated, "unchanged": self.unchanged}
