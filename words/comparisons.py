"""Comparisons in words: under each heading a line for every column, each value with its date or its source."""

from collections.abc import Sequence

from coordination.catalogue import sector_key
from coordination.compared import ComparisonChoice
from coordination.comparisons import Cell, Comparison, Row
from coordination.disclosure import UNRATED_IN_PUBLIC
from coordination.readings import Reading
from coordination.village import MINES
from understanding.comparisons import KINDS, MONITORING, PLACES
from words import buttons as press
from words.buttons import MOST_BYTES, button
from words.labels import unanswered_phrase, unit_name
from words.layout import BLANK, Line, page, rows_of
from words.message import Button, Message
from words.screens import Long, screen
from words.sector import source
from words.telling import Telling
from words.village import when

VERB = "k"
"""``1|k|<kind's letter>|<ids>|<sectors>|<page>``."""
LETTERS = {kind[0]: kind for kind in KINDS}
SECTORS = 6
"""Sectors of a summary that have a button."""


def comparison(tell: Telling, told: Comparison) -> tuple[Message, ...]:
    """The rows, each with a line for every column."""
    columns = _columns(tell, told)
    blocks = [_row(tell, told, row, columns) for row in told.rows]
    if not told.rows:
        blocks.append([Line(tell.say(f"compare.none.{told.kind}"))])
    guarded = any(row.sector in UNRATED_IN_PUBLIC for row in told.rows) and not tell.in_group
    travel = [BLANK, Line(tell.say("ask.travel"))] if guarded else []
    long = Long(_title(tell, told), _notes(tell, told), blocks, [*travel, *tell.ending(told.demo)])
    ids = [one.id for one in ((told.area,) if told.area else told.places)]
    return screen(
        tell,
        long,
        lambda at: data(told.kind, ids, told.sectors, at),
        lambda turn: [*_deeper(tell, told, ids), turn, *_cards(tell, told)],
    )


def _title(tell: Telling, told: Comparison) -> str:
    if told.kind == PLACES:
        return tell.say("compare.title.places", places=tell.say("compare.and").join(_columns(tell, told)))
    return tell.say(f"compare.title.{told.kind}", place=tell.place(told.area or told.places[0]))


def _notes(tell: Telling, told: Comparison) -> list[Line]:
    safety = set(told.sectors) == UNRATED_IN_PUBLIC
    asked = [Line(tell.say("ask.safety"))] if safety else []
    apart = [Line(tell.say("compare.apart"))] if told.kind == MONITORING else []
    single = [Line(tell.say(f"compare.single.{told.kind}", n=told.single))] if told.single and told.rows else []
    return [*asked, *apart, *single]


def _columns(tell: Telling, told: Comparison) -> tuple[str, ...]:
    if told.kind == PLACES:
        return tell.choices(told.places)
    return tuple(tell.say(f"compare.column.{told.kind}.{at}") for at in ("first", "second"))


def _row(tell: Telling, told: Comparison, row: Row, columns: Sequence[str]) -> list[Line]:
    said = [
        Line(tell.say("compare.cell", column=column, value=_cell(tell, told, row, cell)), indent=True)
        for column, cell in zip(columns, row.cells, strict=True)
    ]
    return [Line("", label=_heading(tell, told, row)), *said, *_verdict(tell, told, row)]


def _heading(tell: Telling, told: Comparison, row: Row) -> str:
    if row.code is None:
        return tell.sector(row.sector)
    heading = tell.say("compare.heading", what=unanswered_phrase(tell.words, tell.indicator(row.code)), code=row.code)
    return tell.say("compare.at", place=tell.place(row.place), what=heading) if told.area and row.place else heading


def _cell(tell: Telling, told: Comparison, row: Row, cell: Cell) -> str:
    if cell.stale:
        return tell.say("card.out_of_date_line", date=tell.month(cell.stale))
    if cell.reading is None:
        if row.sector == MINES:
            return tell.say("compare.nothing_mines" if cell.guarded else "compare.unknown_mines")
        return tell.say("compare.nothing" if cell.guarded else "compare.unknown")
    if not cell.reading.known:
        return tell.say(f"state.{cell.reading.state}")
    if told.kind == PLACES:
        mark = tell.mark(row.sector, cell.severity) if row.code is None else ""
        return f"{mark} {tell.value(cell.reading)}{when(tell, cell.reading, None)}".strip()
    return tell.say("compare.sourced", value=tell.value(cell.reading), source=_source(tell, cell.reading))


def _source(tell: Telling, reading: Reading) -> str:
    """Tool, day, age where it is old, and the agency."""
    said = source(tell, reading)
    return tell.say("compare.agency", source=said, agency=reading.agency) if reading.agency else said


def _verdict(tell: Telling, told: Comparison, row: Row) -> list[Line]:
    if row.agrees is None and row.more is None:
        return []
    if told.kind == MONITORING:
        return [Line(tell.say("compare.agree" if row.agrees else "compare.differ"), indent=True)]
    if not row.more:
        return [Line(tell.say("compare.same_value" if row.agrees else "compare.changed"), indent=True)]
    unit = tell.indicator(row.code or "").unit or ""
    number = abs(row.more)
    key = "compare.more" if row.more > 0 else "compare.fewer"
    return [Line(tell.say(key, number=number, unit=unit_name(tell.words, unit, number)).strip(), indent=True)]


def _deeper(tell: Telling, told: Comparison, ids: Sequence[int]) -> list[tuple[Button, ...]]:
    """The sectors of the summary, each to be compared by itself."""
    sectors = [row.sector for row in told.rows if row.code is None and row.sector != MINES]
    return rows_of([Button(tell.sector(one), data(told.kind, ids, (one,))) for one in sectors[:SECTORS]])


def _cards(tell: Telling, told: Comparison) -> list[tuple[Button, ...]]:
    labels = tell.choices(told.places)
    return rows_of([button(label, press.VILLAGE, one.id) for label, one in zip(labels, told.places, strict=True)])


def which(tell: Telling, choice: ComparisonChoice) -> tuple[Message, ...]:
    """Which of the places is to be compared?"""
    labels = tell.choices(choice.candidates)
    rows = [
        (Button(label, data(choice.kind, (*choice.before, place.id, *choice.after), choice.sectors)),)
        for label, place in zip(labels, choice.candidates, strict=True)
    ]
    asked = tell.say("compare.near" if choice.near else "ask.which", name=choice.query)
    return page([Line(asked), *tell.ending(demo=False)], rows)


def data(kind: str, ids: Sequence[int], sectors: Sequence[str] = (), at: int = 0) -> str:
    """Data of a button; sectors that would not fit are left out."""
    kept = [sector_key(one) for one in sectors]
    while True:
        text = f"1|{VERB}|{kind[0]}|{'+'.join(map(str, ids))}|{'+'.join(kept)}|{at or ''}".rstrip("|")
        if len(text.encode()) <= MOST_BYTES or not kept:
            return text
        kept.pop()
