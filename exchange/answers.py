"""A cell under an indicator: the answer that it gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from coordination.assessments import Answer
from coordination.catalogue import STATES, Catalogue, Indicator
from coordination.rules import CELLS
from exchange import cells
from exchange.rows import COUNT_LIMIT, RowReader, one_of, words_in

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
    shown = reader.text(indicator.code)
    if indicator.data_type == "int" and one_of(shown, STATES) is None:
        number = reader.count(indicator.code, "indicator_count", unit=indicator.unit)
        return None if number is None else Answer(indicator.code, number=number)
    read = parse(indicator, shown)
    if isinstance(read, Answer):
        return read
    reader.refuse(indicator.code, read.key, **read.params)
    return None


@dataclass(frozen=True)
class Expected:
    """What would have been an answer: last part of a locale key ``import.expected.<key>``, which ``params`` fill."""

    key: str
    params: Mapping[str, str] = field(default_factory=dict)


def parse(indicator: Indicator, shown: str) -> Answer | Expected:
    """One indicator's answer as people write it, in a cell or in chat; a table of people does not fit into one text."""
    state = one_of(shown, STATES)
    if state:
        return Answer(indicator.code, state)
    match indicator.data_type:
        case "int":
            number = cells.whole(shown)
            counted = number is not None and number <= COUNT_LIMIT
            return Answer(indicator.code, number=number) if counted else Expected("indicator_count")
        case "pct":
            return _share(indicator, shown)
        case "list":
            return _items(indicator, shown)
        case _:
            choice = one_of(shown, indicator.allowed)
            return Answer(indicator.code, choice=choice) if choice else Expected("choice", _listed(indicator))


def _items(indicator: Indicator, shown: str) -> Answer | Expected:
    if one_of(shown, ("none",)):
        return Answer(indicator.code, choice="")
    items = words_in(shown, {cells.fold(word): word for word in indicator.allowed})
    return Answer(indicator.code, choice="|".join(sorted(items))) if items else Expected("items", _listed(indicator))


def _share(indicator: Indicator, shown: str) -> Answer | Expected:
    """A percentage. A number between 0 and 1 is what a cell formatted as per cent holds: too doubtful to take."""
    try:
        number = float(shown.removesuffix("%").strip())
    except ValueError:
        number = -1.0
    taken = 0 <= number <= 100 and not 0 < number < 1
    return Answer(indicator.code, number=number) if taken else Expected("share")


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


def _listed(indicator: Indicator) -> dict[str, str]:
    return {"allowed": ", ".join(indicator.allowed)}
