"""What a cell says: text, whole number or day, however the spreadsheet keeps it."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

_BURMESE = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_SPACES = re.compile(r"\s+")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Serial numbers of spreadsheet days from 1954 to 2119."""


def text(cell: Any) -> str:
    """The cell as trimmed text with plain digits; a number that is whole without its ``.0``."""
    if type(cell) is str:
        return " ".join((cell if cell.isascii() else cell.translate(_BURMESE)).split())
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not cell.time() else cell.isoformat(" ")
    return _SPACES.sub(" ", str(cell).translate(_BURMESE)).strip()


@lru_cache(maxsize=4096)
def fold(words: str) -> str:
    """The key by which headers and words are compared: no case, no ``*``, one kind of space."""
    return _SPACES.sub(" ", re.sub(r"[*_–-]+", " ", words)).strip().casefold()


def whole(cell: Any) -> int | None:
    """A whole number that is not negative, "1,200" included; ``None`` for anything else."""
    if isinstance(cell, bool):
        return None
    shown = text(cell)
    if _GROUPED.fullmatch(shown):
        shown = shown.replace(",", "")
    return int(shown) if re.fullmatch(r"[0-9]{1,15}", shown) else None


def day(cell: Any) -> date | None:
    """A day: a date cell, a spreadsheet's serial number, 2026-10-12, 12/10/2026 (day first) or 12 Oct 2026."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return None
    shown = text(cell)
    if shown.isdecimal() and len(shown) == 5 and int(shown) in _SERIALS:
        return _EPOCH + timedelta(days=int(shown))
    return _written_day(shown)


def _written_day(shown: str) -> date | None:
    if found := _ISO.fullmatch(shown):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.fullmatch(shown):
        number, month, year = int(found[1]), int(found[2]), int(found[3])
    elif (found := _WORDED.fullmatch(shown)) and found[2][:3].lower() in _MONTHS:
        number, month, year = int(found[1]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[3])
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
