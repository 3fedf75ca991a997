"""Agencies from a spreadsheet: acronym, name, aliases, kind."""

from coordination.agencies import KINDS, AgencyRow, everyone, named, plan
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import cells, hxl_fields
from exchange.rows import Batch, RowReader, read_all
from exchange.sheets import Layout, Sheet
from understanding.fold import fold

HEADERS = ("acronym", "name", "aliases", "kind")
LAYOUT = Layout(
    {cells.fold(header): header for header in HEADERS}, (("acronym",), ("name",)), tagged=hxl_fields.agencies
)


def read(scope: Scope, sheet: Sheet) -> tuple[Batch[AgencyRow], Outcome]:
    """The rows of ``sheet`` and what would become of those that may go in; reads only."""
    taken = {key: agency.acronym for key, agency in named(everyone(scope)).items()}
    batch = read_all(scope, sheet, lambda reader: _row(reader, taken), lambda row: fold(row.acronym), "acronym")
    return batch, plan(scope, batch.rows)


def _row(reader: RowReader, taken: dict[str, str]) -> AgencyRow | None:
    acronym, name = reader.needed("acronym", "acronym"), reader.needed("name", "agency_name")
    kind = reader.word("kind", KINDS)
    aliases = tuple(part.strip() for part in reader.text("aliases").replace(";", "|").split("|") if part.strip())
    reader.free_text("name")
    reader.free_text("aliases")
    bearer = taken.get(fold(acronym), acronym)
    if acronym and fold(bearer) != fold(acronym):
        reader.refuse("acronym", "acronym_taken", bearer=bearer)
    if acronym and not fold(acronym):
        reader.refuse("acronym", "acronym")
    return AgencyRow(reader.row.number, acronym, name, aliases, kind or "other") if acronym and name else None
