"""What a cell says: text, whole number or day, however the spreadsheet keeps it."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from unicodedata import category

_BURMESE = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
_SPACES = re.compile(r"\s+")
_WHITE = frozenset("\t\n\r")
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+")
_TRAILING = re.compile(r"([0-9]+)[.,]0{1,2}")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_RANGE = re.compile(r"[0-9]+ ?(?:-|–|—|to|/|or) ?[0-9]+")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,3}")
_ABOUT = re.compile(r"(?:~|≈|±|about|abt\.?|approx\.?|approximately|around|c\.|ca\.?)\s*(.+)", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([0-9][0-9 ,.]*?) ?([A-Za-z]+)\.?")
NOTHING = frozenset(["n/a", "n.a.", "n.a", "#n/a", "-", "–", "—", "--", "---", "."])
"""How people write that a cell says nothing. It is never 0."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+ ?(?:Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: \d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?", re.IGNORECASE
)
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4}|\d{2})")
_MONTH_WORDED = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH = re.compile(r"(?:([A-Za-z]{3,9})\.?[ ,/-]*(\d{4})|(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4}))")
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_SERIALS = range(20_000, 80_000)
"""Serial numbers of spreadsheet days from 1954 to 2119."""
_BUDDHIST = range(2500, 2600)
"""Years of the Buddhist era from 1957 on."""
_NO_FIGURE = frozenset(["nil", "null", "none", "?", "tbc", "tbd"])


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet program takes a text that begins so for a formula."""


def guarded(shown: str) -> str:
    """The text as a CSV file may hold it: with an apostrophe where it would become a formula."""
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) else shown


def unguarded(shown: str) -> str:
    """What `guarded` was given."""
    return shown[1:] if shown.startswith("'") and shown[1:].startswith(FORMULA_STARTS) else shown


def text(cell: Any) -> str:
    """The cell as trimmed text with plain digits; a number that is whole without its ``.0``."""
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


def printed(cell: str) -> str:
    """A text without control characters, halves of letters, and marks that turn its direction around."""
    if cell.isprintable():
        return cell
    return "".join(
        sign for sign in cell if sign in _WHITE or (category(sign) not in {"Cc", "Cs"} and sign not in _TURNING)
    )


def says_nothing(cell: str) -> bool:
    """Whether a text only says that nothing is known, such as "N/A" and "-"."""
    return cell == "NA" or (len(cell) < 5 and cell.casefold() in NOTHING)


def whole(cell: Any, units: Collection[str] = ()) -> int | None:
    """A whole number that is not negative: 1,200 and 1 200 and 12.0 included, one of ``units`` may follow.

    ``None`` for anything else.
    """
    if isinstance(cell, bool):
        return None
    shown = text(cell)
    unit = _WITH_UNIT.fullmatch(shown) if units else None
    if unit and unit[2].casefold() in units:
        shown = unit[1]
    if _GROUPED.fullmatch(shown):
        shown = shown.replace(",", "").replace(" ", "")
    elif found := _TRAILING.fullmatch(shown):
        shown = found[1]
    return int(shown) if re.fullmatch(r"[0-9]{1,15}", shown) else None


def about(cell: Any) -> str:
    """What follows "about" or ~ in a cell, empty when the cell does not begin so."""
    found = _ABOUT.fullmatch(text(cell))
    return found[1] if found else ""


def doubt(cell: Any) -> str | None:
    """Why a cell that looks like a number is not taken: a locale key ``import.expected.<key>``, None for others."""
    shown = text(cell)
    for key, pattern in (("dotted", _DOTTED), ("range", _RANGE), ("shortened", _SHORTENED)):
        if pattern.fullmatch(shown):
            return key
    return "nil" if shown.casefold() in _NO_FIGURE else None


def code(cell: Any) -> str:
    """The code of a place or record without what a spreadsheet put on it: 190001.0 and 190,001 are 190001."""
    shown = text(cell)
    if found := _TRAILING.fullmatch(shown):
        return found[1]
    return shown.replace(",", "") if _GROUPED.fullmatch(shown) and "," in shown else shown


def shortened(cell: Any) -> bool:
    """Whether a spreadsheet wrote a long code as 1.9E+05: its last digits are lost."""
    return _SHORTENED.fullmatch(text(cell)) is not None or (isinstance(cell, float) and abs(cell) >= 1e15)


def day(cell: Any, *, month_first: bool = False, since_1904: bool = False) -> date | None:
    """A day: a date cell, a spreadsheet's serial number, 2026-10-12, 12/10/2026, 12.10.26 or 12 Oct 2026.

    The day comes before the month unless that cannot be, or ``month_first``. A time and its zone are left away: the day
    is the one that was written. Serial numbers count from 1900, or ``since_1904``.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return None
    shown = text(cell).partition(".")[0] if isinstance(cell, float) else text(cell)
    if shown.isdecimal() and len(shown) == 5 and int(shown) in _SERIALS:
        return _EPOCHS[since_1904] + timedelta(days=int(shown))
    parts = _written_day(shown, month_first=month_first)
    return _date(*parts) if parts else None


def _written_day(shown: str, *, month_first: bool) -> tuple[int, int, int] | None:
    """Year, month and day as written."""
    if found := _ISO.fullmatch(shown):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERED.fullmatch(shown):
        one, other = int(found[1]), int(found[2])
        swapped = one <= 12 and (month_first or other > 12)
        return (_year(found[3]), one, other) if swapped else (_year(found[3]), other, one)
    if found := _WORDED.fullmatch(shown):
        return _year(found[3]), _month_named(found[2]), int(found[1])
    if found := _MONTH_WORDED.fullmatch(shown):
        return int(found[3]), _month_named(found[1]), int(found[2])
    return None


def _year(shown: str) -> int:
    return int(shown) + (2000 if len(shown) == 2 else 0)


def _month_named(name: str) -> int:
    """Number of a month by its English name, 0 where there is none."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month(cell: Any) -> date | None:
    """The first day of a month that is written without a day: Oct 2026, 2026-10 or 10/2026."""
    found = _MONTH.fullmatch(text(cell)) if isinstance(cell, str) else None
    if found is None:
        return None
    if found[1]:
        return _date(int(found[2]), _month_named(found[1]), 1)
    return _date(int(found[3] or found[6]), int(found[4] or found[5]), 1)


def day_order(cell: Any) -> str | None:
    """What 03/04/2026 tells about its column: "day" or "month" comes first, "either" may, None for other cells."""
    if not isinstance(cell, str) or not 6 <= len(cell) <= 22:
        return None
    found = _NUMBERED.fullmatch(text(cell))
    if found is None or found[1] == found[2]:
        return None
    one, other = int(found[1]), int(found[2])
    if one > 12:
        return "day" if other <= 12 else None
    return "month" if other > 12 else "either"


def buddhist(day: date) -> str:
    """The day that a Buddhist year means, as 2026-10-12; empty when the year is none of theirs."""
    return f"{day.year - 543}-{day:%m-%d}" if day.year in _BUDDHIST else ""
