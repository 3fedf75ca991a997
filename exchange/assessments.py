"""Assessments from a spreadsheet: a row per place, date, tool and agency, a column per indicator."""

from collections.abc import Mapping

from coordination.assessments import ASSESSMENT, PROGRAMMES, PROTECTION_MONITORING, AssessmentRow, plan
from coordination.catalogue import Catalogue, Indicator
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import answers, cells, hxl_fields
from exchange.found import Finder
from exchange.rows import Batch, RowReader, read_all
from exchange.sheets import Layout, Sheet

ABOUT = (
    "place", "township", "place code", "date", "tool", "agency", "informants", "informants agreed",
    "matched observation", "authority list", "consent", "programme",
)  # fmt: skip
"""Headers before the indicators' own."""
APART = ("instance",)
"""Headers of an export that no template asks for: what keeps several submissions of one day apart."""
NEEDED = (("place", "place code"), ("date",), ("tool",), ("agency",))
TOOLS = ("HHS", "KII", "FGD", "DO", "TEC")
SPREAD = frozenset({"place", "township", "place code", "date", "tool", "agency"})
"""What a cell merged over several rows tells for each of them; a count it does not."""
CREDIBILITY = ("yes", "no", "unknown")
PLACE_KINDS = frozenset({"village", "camp", "town", "ward"})


def headers(catalogue: Catalogue) -> tuple[str, ...]:
    """Every header of the template, in its order."""
    return ABOUT + tuple(header for one in answers.collected(catalogue) for header in answers.columns(one))


def layout(catalogue: Catalogue) -> Layout:
    """The columns that `read` knows."""
    known = headers(catalogue)
    return Layout(
        {cells.fold(one): one for one in known + APART}, NEEDED, SPREAD, hxl_fields.assessments(known), movements=True
    )


def read(scope: Scope, sheet: Sheet, programme: str | None = None) -> tuple[Batch[AssessmentRow], Outcome]:
    """The rows of ``sheet`` and what would become of those that may go in; reads only.

    ``programme`` is that of the whole file; None leaves it to the column, and to assessments where that is empty.
    """
    finder, asked = Finder(scope), answers.by_header(scope.desk.catalogue)
    batch = read_all(scope, sheet, lambda reader: parse(reader, finder, asked, programme), lambda row: row.key, "place")
    return batch, plan(scope, batch.rows)


def parse(
    reader: RowReader, finder: Finder, asked: Mapping[str, Indicator], programme: str | None = None
) -> AssessmentRow | None:
    """The assessment of one row, None where it has none; what is wrong is listed by ``reader``."""
    place = finder.place(reader, PLACE_KINDS)
    agency = finder.agency(reader)
    collected_on = reader.needed("date", "day") and reader.day("date", past=True)
    tool = reader.needed("tool", "one_of", allowed=", ".join(TOOLS)) and reader.word("tool", TOOLS)
    programme = _programme(reader, programme)
    answered = answers.answered(reader, _held(reader, asked, programme), tool or None)
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
        instance=reader.text("instance"),
        programme=programme,
    )


def _programme(reader: RowReader, of_file: str | None) -> str:
    """Whose round the row belongs to; a row that says another than the file is listed."""
    said = reader.word("programme", PROGRAMMES)
    if said and of_file and said != of_file:
        reader.refuse("programme", "programme_of_file", programme=of_file)
    return of_file or said or ASSESSMENT


def _held(reader: RowReader, asked: Mapping[str, Indicator], programme: str) -> Mapping[str, Indicator]:
    """The indicators that a programme may hold; filled cells of others are listed."""
    if programme != PROTECTION_MONITORING:
        return asked
    for header, indicator in asked.items():
        if not indicator.monitoring and reader.text(header):
            reader.refuse(header, "not_monitored")
    return {header: indicator for header, indicator in asked.items() if indicator.monitoring}
