"""Lists of open needs as tables: rows for JSON, CSV and XLSX. Numbers stand as their viewer may see them."""

from coordination.area import AreaGaps, Entry
from coordination.exports import GapsFile
from coordination.figures import Count, Portion, Share
from exchange import written
from exchange.written import Cell
from words.telling import Telling

COLUMNS = (
    "place", "place_code", "township", "sector", "severity", "indicator", "need", "in_need", "unit", "months",
    "open_now", "open_if_confirmed", "share_open_now", "share_open_if_confirmed", "counted_on", "valid",
)  # fmt: skip


def rows(tell: Telling, gaps: AreaGaps) -> list[dict[str, Cell]]:
    """One row per open need, by column name."""
    return [_row(tell, entry) for entry in gaps.entries]


def _row(tell: Telling, entry: Entry) -> dict[str, Cell]:
    reading = entry.need.reading if entry.need else entry.yes_no.reading if entry.yes_no else None
    place = entry.place
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {"place": tell.place(place), "place_code": place.source_id, "township": place.township}
    row |= {"sector": entry.sector, "severity": entry.severity, "valid": "yes" if entry.valid else "no"}
    row |= {"counted_on": entry.dated.isoformat()}
    if reading:
        row |= {"indicator": reading.code, "need": tell.value(reading)}
    return row | _cover(tell, entry)


def _cover(tell: Telling, entry: Entry) -> dict[str, Cell]:
    need = entry.need
    if need is None:
        return {"share_open_now": entry.yes_no.state if entry.yes_no else None}
    return {
        "in_need": need.need.number if isinstance(need.need, Count) else tell.number(need.need),
        "unit": need.need.unit,
        "months": need.months,
        "open_now": need.now.number if need.now else None,
        "open_if_confirmed": need.later.number if need.later else None,
        "share_open_now": _share(need.share_now),
        "share_open_if_confirmed": _share(need.share_later),
    }


def _share(share: Share | Portion) -> str:
    return share.word if isinstance(share, Portion) else f"{round(share.part * 100)} %"


def as_csv(tell: Telling, file: GapsFile) -> bytes:
    """The file as CSV."""
    return written.as_csv(written.stamp_line(tell, file.stamp), COLUMNS, _cells(tell, file))


def as_xlsx(tell: Telling, file: GapsFile) -> bytes:
    """The file as a workbook."""
    return written.as_xlsx("gaps", written.stamp_line(tell, file.stamp), COLUMNS, _cells(tell, file))


def _cells(tell: Telling, file: GapsFile) -> list[list[Cell]]:
    return [list(row.values()) for row in rows(tell, file.gaps)]
