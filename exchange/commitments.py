"""Commitments from a spreadsheet: a row per agency, place and activity."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from coordination.catalogue import Activity, Catalogue
from coordination.commitments import MODALITIES, POPULATIONS, STATUSES, CommitmentRow, plan
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import cells, hxl_fields
from exchange.found import Finder
from exchange.rows import Batch, RowReader, problem, read_all, words_of
from exchange.sheets import Layout, Sheet
from understanding.fold import fold

HEADERS = (
    "number", "agency", "partner", "donor", "place", "township", "place code", "activity", "unit", "target", "reached",
    "reached on", "start", "end", "months", "components", "population", "modality", "status", "conditions",
    "reported on",
)  # fmt: skip
NEEDED = (("agency",), ("place", "place code"), ("activity",), ("target",), ("status",))
SPREAD = frozenset({"agency", "place", "township", "place code", "activity"})
"""What a cell merged over several rows tells for each of them; a count it does not."""
LAYOUT = Layout({cells.fold(header): header for header in HEADERS}, NEEDED, SPREAD, hxl_fields.commitments)
UNITS = ("HH", "persons", "children", "points", "works", "cases", "services", "events", "kits")
UNIT_WORDS = {
    **{cells.fold(unit): unit for unit in UNITS},
    **dict.fromkeys(("hhs", "household", "households", "family", "families", "fams"), "HH"),
    **dict.fromkeys(("person", "people", "individual", "individuals", "inds", "pax"), "persons"),
    **dict.fromkeys(("kit",), "kits"),
}
LONGEST = 36
"""Months of cover."""
_NUMBER = re.compile(r"(?:c ?)?([0-9]{1,9})")


def read(scope: Scope, sheet: Sheet) -> tuple[Batch[CommitmentRow], Outcome]:
    """The rows of ``sheet`` and what would become of those that may go in; reads only."""
    finder, activities = Finder(scope), _activities(scope.desk.catalogue)
    batch = read_all(scope, sheet, lambda reader: _row(reader, finder, activities), _key, "activity")
    planned = plan(scope, batch.rows)
    return without(scope, batch, sheet, {remark.row: remark for remark in planned.refused}), planned.outcome


def without(
    scope: Scope, batch: Batch[CommitmentRow], sheet: Sheet, refused: Mapping[int, Any]
) -> Batch[CommitmentRow]:
    """``batch`` with the rows that would be refused among the listed ones; ``refused``: remarks by row."""
    by_number = sheet.found(refused)
    more = tuple(problem(scope, sheet, by_number[number], remark) for number, remark in refused.items())
    rows = tuple(row for row in batch.rows if row.row not in refused)
    listed = tuple(sorted(batch.listed + more, key=lambda one: one.row))
    return Batch(batch.total, rows, batch.repeated, listed, batch.notes)


def _key(row: CommitmentRow) -> Any:
    return row.key if row.number is None else row.number


def _row(reader: RowReader, finder: Finder, activities: Mapping[str, list[Activity]]) -> CommitmentRow | None:
    place, agency, activity = finder.place(reader), finder.agency(reader), _activity(reader, activities)
    said = _said(reader, activity)
    for name in ("target", "status"):
        reader.needed(name, "count" if name == "target" else "one_of", allowed=", ".join(STATUSES))
    number = _number(reader)
    if place is None or agency is None or activity is None:
        return None
    return CommitmentRow(
        row=reader.row.number,
        number=number,
        place_id=place.id,
        agency_id=agency.id,
        activity=activity.code,
        said=said,
    )


def _said(reader: RowReader, activity: Activity | None) -> dict[str, Any]:
    """What the row says, by the names of the table; empty cells say nothing."""
    readers: dict[str, Any] = {
        "partner": reader.free_text,
        "donor": reader.free_text,
        "conditions": reader.free_text,
        "unit": partial(_unit, reader),
        "target": reader.count,
        "reached": reader.count,
        "reached on": partial(reader.day, past=True),
        "reported on": partial(reader.day, past=True),
        "start": partial(reader.day, past=False, month="first"),
        "end": partial(reader.day, past=False, month="last"),
        "months": partial(_months, reader),
        "components": partial(_components, reader, activity),
        "population": partial(reader.word, allowed=POPULATIONS),
        "modality": partial(reader.word, allowed=MODALITIES),
        "status": partial(reader.word, allowed=STATUSES),
    }
    said = {name.replace(" ", "_"): parse(name) for name, parse in readers.items()}
    return {name: value for name, value in said.items() if value is not None}


def _number(reader: RowReader) -> int | None:
    shown = reader.text("number")
    found = _NUMBER.fullmatch(cells.fold(shown))
    if shown and not found:
        reader.refuse("number", "commitment_number")
    return int(found[1]) if found else None


def _unit(reader: RowReader, name: str) -> str | None:
    shown = reader.text(name)
    if shown and cells.fold(shown) not in UNIT_WORDS:
        reader.refuse(name, "one_of", allowed=", ".join(UNITS))
    return UNIT_WORDS.get(cells.fold(shown))


def _months(reader: RowReader, name: str) -> int | None:
    months = reader.count(name, "months")
    if months is not None and not 1 <= months <= LONGEST:
        reader.refuse(name, "months")
    return months


def _components(reader: RowReader, activity: Activity | None, name: str) -> str | None:
    """Components of the activity; ones it does not have are left to the operation, which says what it has."""
    if not reader.text(name) or activity is None:
        return None
    found = words_of(reader, name, {cells.fold(part): part for part in activity.components})
    return reader.text(name) if found is None else "|".join(sorted(found))


def _activity(reader: RowReader, activities: Mapping[str, list[Activity]]) -> Activity | None:
    shown = reader.needed("activity", "activity")
    found = activities.get(fold(shown), []) if shown else []
    if len(found) > 1:
        reader.refuse("activity", "activity_which", which="; ".join(f"{one.code} {one.name}" for one in found))
    elif shown and not found:
        reader.refuse("activity", "activity")
    return found[0] if len(found) == 1 else None


def _activities(catalogue: Catalogue) -> dict[str, list[Activity]]:
    """Activities by code and name, and by the synonyms that are no code or name."""
    sure = {fold(word): [one] for one in catalogue.activities.values() for word in (one.code, one.name)}
    loose: dict[str, list[Activity]] = {}
    for one in catalogue.activities.values():
        for word in one.synonyms:
            loose.setdefault(fold(word), []).append(one)
    return loose | sure
