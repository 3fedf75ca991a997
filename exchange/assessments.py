"""Assessments from a spreadsheet: a row per place, date, tool and agency, a column per indicator."""

from collections.abc import Mapping

from coordination.assessments import AssessmentRow, plan
from coordination.catalogue import Catalogue, Indicator
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import answers, cells
from exchange.found import Finder
from exchange.rows import Batch, RowReader, read_packed
from exchange.sheets import Layout, Sheet

ABOUT = (
    "place", "township", "place code", "date", "tool", "agency", "informants", "informants agreed",
    "matched observation", "authority list", "consent",
)  # fmt: skip
"""Headers before the indicators' own."""
NEEDED = (("place", "place code"), ("date",), ("tool",), ("agency",))
TOOLS = ("HHS", "KII", "FGD", "DO", "TEC")
CREDIBILITY = ("yes", "no", "unknown")
PLACE_KINDS = frozenset({"village", "camp", "town", "ward"})


def headers(catalogue: Catalogue) -> tuple[str, ...]:
    """Every header of the template, in its order."""
    return ABOUT + tuple(header for one in answers.collected(catalogue) for header in answers.columns(one))


def layout(catalogue: Catalogue) -> Layout:
    """The columns that `read` knows."""
    return Layout({cells.fold(header): header for header in headers(catalogue)}, NEEDED)


def read(scope: Scope, sheet: Sheet) -> tuple[Batch[AssessmentRow], Outcome]:
    """The rows of ``sheet`` and what would become of those that may go in; reads only."""
    finder, asked = Finder(scope), answers.by_header(scope.desk.catalogue)
    batch = read_packed(scope, sheet, lambda reader: _row(reader, finder, asked), lambda row: row.key, "place")
    return batch, plan(scope, batch.rows)


def _row(reader: RowReader, finder: Finder, asked: Mapping[str, Indicator]) -> AssessmentRow | None:
    place = finder.place(reader, PLACE_KINDS)
    agency = finder.agency(reader)
    collected_on = reader.needed("date", "day") and reader.day("date", past=True)
    tool = reader.needed("tool", "one_of", allowed=", ".join(TOOLS)) and reader.word("tool", TOOLS)
    answered = answers.answered(reader, asked, tool or None)
    informants, consent = reader.count("informants"), reader.word("consent", ("yes", "no"))
    agreed, matched, listed = (
        reader.word(name, CREDIBILITY) for name in ("informants agreed", "matched observation", "authority list")
    )
    if not answered and not reader.problems:
        reader.refuse("place", "any_answer")
    if place is None or agency is None or not collected_on or not tool:
        return None
    return AssessmentRow(
        row=reader.row.number,
        place_id=place.id,
        agency_id=agency.id,
        collected_on=collected_on,
        tool=tool,
        answers=answered,
        consent=consent == "yes",
        informants=informants,
        informants_agreed=agreed,
        matched_observation=matched,
        authority_list=listed,
    )
