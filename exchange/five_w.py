"""5W sheets, as clusters, MIMU and OCHA keep them: a row per organisation, activity, place and month.

What was done counts: where a sheet gives only what was reached, that is the target too. Households are the figure where
they are given, persons else; one is never made of the other (domain section 5). Comments, contacts, project codes and
every column that is not known are never stored; a description only tells rows apart, as a part of a digest.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from coordination.agencies import AgencyRef, NewAgency
from coordination.catalogue import Activity
from coordination.commitments import CommitmentRow, plan
from coordination.outcome import Outcome
from coordination.scope import Scope
from exchange import cells, five_w_words
from exchange.commitments import UNIT_WORDS, without
from exchange.five_w_activities import Activities
from exchange.five_w_agencies import Organisations
from exchange.five_w_places import Placer
from exchange.five_w_words import STATUSES, meant, said
from exchange.rest import listed_before
from exchange.rows import COUNT_LIMIT, Batch, RowReader, read_all
from exchange.sheets import Sheet
from exchange.tally import Tally
from understanding.fold import fold

SHAPE = "5w"
APART = (
    "activity", "sub activity", "sub sector", "description", "item", "modality", "mechanism", "frequency", "conditions",
    "population", "place kind",
)  # fmt: skip
"""Cells that tell two rows of one agency, place and month apart, beside partner and donor."""
_COUNTS = (("households", "HH"), ("people", "persons"), ("", ""))


@dataclass(frozen=True)
class How5W:
    """``agency`` is that of rows which name none; ``exact`` lists rows whose place is not known exactly."""

    agency: str | None = None
    exact: bool = False


@dataclass(frozen=True)
class _Readers:
    placer: Placer
    organisations: Organisations
    activities: Activities
    tally: Tally
    columns: frozenset[str]


def read(scope: Scope, sheet: Sheet, how: How5W) -> tuple[Batch[CommitmentRow], Outcome, Mapping[int, CommitmentRow]]:
    """The rows of ``sheet``, what would become of those that may go in, and every row that could be made out."""
    tally = Tally()
    readers = _Readers(
        Placer(scope, tally, exact=how.exact),
        Organisations(scope, tally, how.agency),
        Activities(scope.desk.catalogue, tally),
        tally,
        frozenset(sheet.columns),
    )
    made: dict[int, CommitmentRow] = {}

    def parse(reader: RowReader) -> CommitmentRow | None:
        row = _row(reader, readers)
        if row is not None:
            made[row.row] = row
        return row

    batch = read_all(scope, sheet, parse, lambda row: row.row, "activity")
    batch = replace(batch, rows=_mended_once(batch.rows))
    _tell_equal(batch.rows, sheet, tally)
    planned = plan(scope, batch.rows)
    batch = replace(batch, notes=(*batch.notes, *tally.problems(scope, sheet)))
    return without(scope, batch, sheet, {remark.row: remark for remark in planned.refused}), planned.outcome, made


def _mended_once(rows: Collection[CommitmentRow]) -> tuple[CommitmentRow, ...]:
    """A row of a rest file that was copied is a row of its own."""
    seen: set[str] = set()
    found = []
    for row in rows:
        known = row.listed is not None and row.listed.source in seen
        found.append(replace(row, listed=None) if known else row)
        seen.update([row.listed.source] if row.listed else [])
    return tuple(found)


def _tell_equal(rows: Collection[CommitmentRow], sheet: Sheet, tally: Tally) -> None:
    """Rows that are equal in everything are kept, and told: one may be there twice by mistake."""
    by_number = {row.number: row for row in sheet.rows}
    times = Counter(_everything(row) for row in rows)
    for row in rows:
        if times[_everything(row)] > 1:
            tally.remark(by_number[row.row], "activity", "row_equal")


def _everything(row: CommitmentRow) -> tuple[Any, ...]:
    return (row.line, row.place_id, *sorted((name, str(value)) for name, value in row.said.items()))


def _row(reader: RowReader, readers: _Readers) -> CommitmentRow | None:
    modality = five_w_words.modality(said(reader.text("modality")))
    place = readers.placer.place(reader)
    agency = readers.organisations.agency(reader, any_named="agency" in readers.columns)
    activity = readers.activities.activity(reader, modality)
    partner, donor = (readers.organisations.free(reader, name) for name in ("partner", "donor"))
    period = _period(reader)
    about = {
        "partner": _other(readers, agency, partner),
        "donor": donor,
        "modality": modality,
        "population": five_w_words.population(said(reader.text("population"))),
        **period,
    }
    figures = _figures(reader)
    if place is None or agency is None or activity is None:
        return None
    if figures["reached"] is None:
        about["reached_on"] = None
    about |= _of_activity(reader, activity, period)
    name = agency.acronym if isinstance(agency, AgencyRef) else agency.name
    return CommitmentRow(
        row=reader.row.number,
        number=None,
        place_id=place.id,
        agency_id=agency.id if isinstance(agency, AgencyRef) else 0,
        activity=activity.code,
        said={name: value for name, value in (about | figures).items() if value is not None},
        line=_line(reader, name, about),
        new_agency=agency if isinstance(agency, NewAgency) else None,
        listed=listed_before(reader.text("waypost row")),
    )


def _other(readers: _Readers, agency: AgencyRef | NewAgency | None, partner: str | None) -> str | None:
    """The implementing partner, by its acronym where the desk knows it; an agency is not its own partner."""
    if partner is None or agency is None:
        return partner
    known = readers.organisations.known(partner)
    own = {agency.acronym, agency.name} if isinstance(agency, AgencyRef) else {agency.name}
    return None if fold(partner) in map(fold, own) else known.acronym if known else partner


def _of_activity(reader: RowReader, activity: Activity, period: Mapping[str, date | None]) -> dict[str, Any]:
    """Months and components, where the activity has them; a month's row covers that month."""
    month = reader.text("month") or reader.text("date")
    shown = " ".join(reader.text(name) for name in ("activity", "sub activity", "item"))
    return {
        "months": 1 if activity.has_months and month and period["start"] else None,
        "components": five_w_words.components(shown, activity.components),
    }


def _period(reader: RowReader) -> dict[str, date | None]:
    """Start and end; of a month that is over also the day by which it was done and told."""
    today = reader.scope.now.date()
    told = reader.day("reported on", past=True)
    month = _month(reader)
    if month is None:
        start, end = reader.day("start", past=False), reader.day("end", past=False)
        over = end is not None and end <= today
        return {"start": start, "end": end, "reached_on": end if over else None, "reported_on": told}
    start, end = month
    by = min(end, today)
    return {"start": start, "end": end, "reached_on": by, "reported_on": told or by}


def _month(reader: RowReader) -> tuple[date, date] | None:
    """The month of the row by its month column, else by its date; the first day of a month stands for all of it."""
    name = next((name for name in ("month", "date") if reader.text(name)), None)
    if name is None:
        return None
    cell = reader.row.cells[name]
    found = five_w_words.month(cell, reader.row.cells.get("year"))
    if found is None:
        reader.refuse(name, "month")
        return None
    day = cells.day(cell) or found[0]
    checked = reader.near(name, found[0])
    if not checked:
        return None
    return found if day.day == 1 or name == "month" else (day, day)


def _figures(reader: RowReader) -> dict[str, Any]:
    """Unit, target, reached and status; what is done without a target had its reach for one."""
    shown = said(reader.text("status"))
    status = meant(shown, STATUSES)
    if shown and status is None:
        reader.refuse("status", "one_of", allowed="planned, ongoing, suspended, completed, cancelled")
    unit, target, reached = _counted(reader, status)
    return {
        "unit": unit,
        "target": reached if target is None else target,
        "reached": reached,
        "status": status or ("pledged" if reached is None else "delivered"),
    }


def _counted(reader: RowReader, status: str | None) -> tuple[str, int | None, int | None]:
    """Unit, target and reached of the first unit that the row counts in: households, else people, else as told.

    No household beside people is one that was not counted.
    """
    found = [(_unit(reader, unit), *_ends(reader, counted, status)) for counted, unit in _COUNTS]
    given = [(unit, target, reached) for unit, target, reached in found if (target, reached) != (None, None)]
    if not given and not reader.problems:
        reader.refuse(_column(reader), "count")
    some = (one for one in given if one[1] or one[2])
    return next(some, given[0] if given else ("HH", None, None))


def _ends(reader: RowReader, counted: str, status: str | None) -> tuple[int | None, int | None]:
    """Target and reached in one unit; a figure that says neither is what the row is about: done, or only planned."""
    target, reached = (_number(reader, f"{end} {counted}".strip()) for end in ("target", "reached"))
    bare = _number(reader, counted) if counted else None
    if status in {"pledged", "interest", "confirmed"}:
        return (bare if target is None else target), reached
    return target, (bare if reached is None else reached)


def _unit(reader: RowReader, unit: str) -> str:
    """Figures without a word for their unit are in that of the unit column, else in persons."""
    return unit or UNIT_WORDS.get(cells.fold(reader.text("unit")), "persons")


def _column(reader: RowReader) -> str:
    names = [f"{end}{counted}" for counted in ("households", "people") for end in ("reached ", "target ", "")]
    return next((name for name in (*names, "reached", "target") if name in reader.sheet.columns), "reached people")


def _number(reader: RowReader, name: str) -> int | None:
    """The count of a cell; None where it is empty or listed."""
    if not reader.text(name) or reader.text(name) in {"-", "n/a", "N/A", "NA"}:
        return None
    number = five_w_words.count(reader.row.cells[name])
    if number is None or number > COUNT_LIMIT:
        reader.refuse(name, "count")
        return None
    return number


def _line(reader: RowReader, agency: str, about: Mapping[str, Any]) -> str:
    """Digest of what tells rows apart but place and figures: who, with whom and whose money, when, and `APART`."""
    words = [fold(said(reader.text(name))) for name in APART]
    who = [fold(agency), *(fold(about[name] or "") for name in ("partner", "donor"))]
    start = about["start"].isoformat() if about["start"] else ""
    return sha256(json.dumps([*who, start, *words]).encode()).hexdigest()[:16]
