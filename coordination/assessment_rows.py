"""What a file says of assessments, row by row, before anything of it is looked up or stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from coordination.submissions import Submission
from models.assessments import ASSESSMENT

Key = tuple[int, date, str, int, str, str]
"""(place, day, tool, agency, programme, instance): one assessment."""


@dataclass(frozen=True)
class Answer:
    """One indicator's answer: ``state`` is value, unknown, not_assessed or refused; see `evidence.Observation`."""

    indicator: str
    state: str = "value"
    number: float | None = None
    choice: str | None = None
    cells: Mapping[str, int] | None = None

    @property
    def said(self) -> tuple[Any, ...]:
        """What two answers are compared by."""
        return self.state, self.number, self.choice, dict(self.cells) if self.cells else None


@dataclass(frozen=True)
class AssessmentRow:
    """One assessment of a file. ``None`` in a credibility answer or ``informants`` leaves what is stored.

    Without ``consent`` the values stay restricted (domain section 6 rule 19), also when an earlier row had it.
    Indicators that are not among ``answers`` stay as they are; but a ``submission`` of a form is whole: what an edit
    of it took away is superseded, wherever it was stored.
    """

    row: int
    place_id: int
    agency_id: int
    collected_on: date
    tool: str
    answers: tuple[Answer, ...]
    consent: bool = False
    informants: int | None = None
    informants_agreed: str | None = None
    matched_observation: str | None = None
    authority_list: str | None = None
    programme: str = ASSESSMENT
    instance: str = ""
    submission: Submission | None = None

    @property
    def origin(self) -> str:
        """The row, and the row of a repeat in it, as the source of what is stored names them."""
        part = self.submission.part if self.submission else ""
        return f"{self.row}.{part}" if part else str(self.row)

    @property
    def together(self) -> str | None:
        """What came with one submission is stored at once."""
        return self.submission.together if self.submission else None

    @property
    def key(self) -> Key:
        """What makes two rows the same assessment."""
        return self.place_id, self.collected_on, self.tool, self.agency_id, self.programme, self.instance

    @property
    def credibility(self) -> dict[str, Any]:
        """Fields of the assessment itself that this row says something about."""
        said = {
            "informants": self.informants,
            "informants_agreed": self.informants_agreed,
            "matched_observation": self.matched_observation,
            "authority_list": self.authority_list,
        }
        return {field: value for field, value in said.items() if value is not None} | {"consent": self.consent}


@dataclass(frozen=True)
class WithdrawnRow:
    """A submission, or a row of a repeat in it, that does not count (any more): nothing of it stays in force."""

    row: int
    submission: Submission

    @property
    def together(self) -> str:
        """As `AssessmentRow.together`."""
        return self.submission.together

    @property
    def key(self) -> tuple[str, str]:
        """What makes two rows the same submission."""
        return self.submission.uuid, self.submission.part


FileRow = AssessmentRow | WithdrawnRow
