"""Assessments and commitments as the tables that `exchange.assessments` and `exchange.commitments` read back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from coordination.catalogue import Catalogue, Indicator
from coordination.evidence import Observation
from coordination.exports import AssessmentsFile, CommitmentsFile
from coordination.places import PlaceRef, place_label
from exchange import answers, assessments, commitments
from exchange.written import Cell
from words.telling import Telling


def of_assessments(tell: Telling, file: AssessmentsFile) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Headers and rows: those of the template, with what keeps single submissions apart."""
    headers = assessments.headers(tell.catalogue) + assessments.APART
    rows = []
    for row in file.rows:
        cells = _where(tell, row.place, row.agency) | _plain(row.said)
        cells |= {"date": row.said["collected_on"].isoformat(), "consent": "yes" if row.said["consent"] else "no"}
        for answer in row.answers:
            cells |= _answer(tell.catalogue, answer)
        rows.append([cells.get(header) for header in headers])
    return headers, rows


def of_commitments(tell: Telling, file: CommitmentsFile) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """Headers and rows of the template; the number says which commitment a row means."""
    rows = []
    for row in file.rows:
        cells = _where(tell, row.place, row.agency) | _plain(row.said)
        cells |= {"number": f"C-{row.said['number']}", "components": row.said["components"].replace("|", "; ")}
        rows.append([cells.get(header) for header in commitments.HEADERS])
    return commitments.HEADERS, rows


def _where(tell: Telling, place: PlaceRef, agency: str) -> dict[str, Cell]:
    return {
        "place": place_label(place, tell.viewer),
        "township": place.township,
        "place code": place.pcode or place.source_id,
        "agency": agency,
    }


def _plain(said: Mapping[str, Any]) -> dict[str, Cell]:
    """Fields by their headers, days as text."""
    return {
        name.replace("_", " "): value.isoformat() if isinstance(value, date) else value
        for name, value in said.items()
        if isinstance(value, str | int | float | date) and not name.endswith("_id")
    }


def _answer(catalogue: Catalogue, answer: Observation) -> dict[str, Cell]:
    """An answer by its header, or by several for a table of people."""
    indicator = catalogue.indicators.get(answer.indicator)
    if indicator is None:
        return {}
    columns = answers.columns(indicator)
    if answer.state != "value":
        return {next(iter(columns)): answer.state}
    if indicator.data_type == "table":
        cells = answer.cells or {}
        return {header: cells.get(key) for header, key in columns.items() if key is not None}
    return {indicator.code: _value(indicator, answer)}


def _value(indicator: Indicator, answer: Observation) -> Cell:
    if indicator.data_type in {"int", "pct"}:
        number = answer.number
        return int(number) if number is not None and number.is_integer() else number
    if indicator.data_type == "list":
        return "; ".join(answer.items) or "none"
    return answer.choice
