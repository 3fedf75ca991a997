"""A cell under an indicator: the answer that it gives."""

from collections.abc import Mapping

from coordination.assessments import Answer
from coordination.catalogue import STATES, Catalogue, Indicator
from coordination.rules import CELLS
from exchange import cells
from exchange.rows import RowReader, one_of, words_of

ANY_TOOL = "TEC"
"""A sector's own technical assessment may collect every indicator (domain section 3)."""
DERIVED = ("derived",)


def collected(catalogue: Catalogue) -> tuple[Indicator, ...]:
    """The indicators that somebody collects, in the order of the catalogue; derived ones are ours to work out."""
    return tuple(one for one in catalogue.indicators.values() if one.tools != DERIVED)


def columns(indicator: Indicator) -> dict[str, str | None]:
    """Headers of an indicator; a table of people has one per cell, with the cell's key."""
    if indicator.data_type != "table":
        return {indicator.code: None}
    return {f"{indicator.code} {_heading(cell)}": cell for cell in CELLS_BY_SEX}


CELLS_BY_SEX = tuple(sorted(CELLS, key=lambda cell: cell[0]))
"""Cells of a table of people: girls and women first, by age."""


def _heading(cell: str) -> str:
    sex, _, band = cell.partition("_")
    return f"{sex} {band.replace('_', '-')}" + ("" if "_" in band else "+")


def by_header(catalogue: Catalogue) -> dict[str, Indicator]:
    """The indicator under each header."""
    return {header: one for one in collected(catalogue) for header in columns(one)}


def answered(reader: RowReader, asked: Mapping[str, Indicator], tool: str | None) -> tuple[Answer, ...]:
    """The answers of this row; ``asked`` are the indicators by header. What was not asked or is listed gives none."""
    headers: dict[str, list[str]] = {}
    for header in reader.row.cells:
        if header in asked:
            headers.setdefault(asked[header].code, []).append(header)
    found = (_answer(reader, asked[filled[0]], filled, tool) for filled in headers.values())
    return tuple(one for one in found if one is not None)


def _answer(reader: RowReader, indicator: Indicator, headers: list[str], tool: str | None) -> Answer | None:
    if tool is not None and tool != ANY_TOOL and tool not in indicator.tools:
        reader.refuse(headers[0], "tool_of_indicator", tools=", ".join((*indicator.tools, ANY_TOOL)), tool=tool)
        return None
    if indicator.data_type == "table":
        return _table(reader, indicator, headers)
    state = one_of(reader.text(indicator.code), STATES)
    return Answer(indicator.code, state) if state else _value(reader, indicator)


def _value(reader: RowReader, indicator: Indicator) -> Answer | None:
    if indicator.data_type == "int":
        number = reader.count(indicator.code, "indicator_count", unit=indicator.unit)
        return None if number is None else Answer(indicator.code, number=number)
    if indicator.data_type == "pct":
        return _share(reader, indicator)
    choice = _items(reader, indicator) if indicator.data_type == "list" else _choice(reader, indicator)
    if choice is None:
        reader.refuse(
            indicator.code, "items" if indicator.data_type == "list" else "choice", allowed=_listed(indicator)
        )
        return None
    return Answer(indicator.code, choice=choice)


def _choice(reader: RowReader, indicator: Indicator) -> str | None:
    return one_of(reader.text(indicator.code), indicator.allowed)


def _items(reader: RowReader, indicator: Indicator) -> str | None:
    if one_of(reader.text(indicator.code), ("none",)):
        return ""
    items = words_of(reader, indicator.code, {cells.fold(word): word for word in indicator.allowed})
    return "|".join(sorted(items)) if items else None


def _share(reader: RowReader, indicator: Indicator) -> Answer | None:
    """A percentage. A number between 0 and 1 is what a cell formatted as per cent holds: too doubtful to take."""
    shown = reader.text(indicator.code).removesuffix("%").strip()
    try:
        number = float(shown)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100 or 0 < number < 1:
        reader.refuse(indicator.code, "share")
        return None
    return Answer(indicator.code, number=number)


def _table(reader: RowReader, indicator: Indicator, headers: list[str]) -> Answer | None:
    """People by sex and age. Cells without a number are left out, so that a table with holes gives no sums."""
    keys = columns(indicator)
    states = {header: one_of(reader.text(header), STATES) for header in headers}
    counted = {keys[header]: reader.count(header, "indicator_count") for header in headers if states[header] is None}
    numbers = {cell: count for cell, count in counted.items() if cell is not None and count is not None}
    if numbers:
        return Answer(indicator.code, cells=numbers)
    state = next((state for state in states.values() if state), None)
    return Answer(indicator.code, state) if state else None


def _listed(indicator: Indicator) -> str:
    return ", ".join(indicator.allowed)
