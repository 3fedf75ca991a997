"""The days that the words for a time mean, seen from today. Pure."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

MONTHS = {
    word: number
    for number, words in enumerate(
        ("january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    )
    for word in words.split()
}  # fmt: skip
WEEKDAYS = {
    word: number
    for number, words in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for word in words.split()
}  # fmt: skip


class Season(Protocol):
    """Words for a season, and its days in a year."""

    @property
    def words(self) -> tuple[str, ...]:
        """What people call it."""

    def dates(self, year: int) -> tuple[date, date]:
        """First and last day of the one that begins in ``year``."""


YEAR = r"\b(?:19|20)\d\d\b"
Days = tuple[date | None, date | None]
"""First and last day, as far as they are known."""
_Meaning = Callable[[re.Match[str], str, date, bool], Days]


def nearest(today: date, past: bool, dates: Callable[[int], tuple[date, date]]) -> Days:
    """The dates of the year that fits: the last begun where the text looks back, else the next not yet over."""
    years = (today.year - 1, today.year, today.year + 1)
    if past:
        begun = [days for days in map(dates, years) if days[0] <= today]
        return begun[-1]
    return next(days for days in map(dates, years) if days[1] >= today)


def year_later(day: date) -> date:
    """The same day a year on."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def first_in(text: str, pattern: str) -> str | None:
    """The first match of ``pattern``."""
    found = re.search(pattern, text)
    return found[0] if found else None


def _month(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    """A month or a part of it, of the year that is said or fits."""
    number = MONTHS[match["month"]]
    day = int(match["day"] or match["day2"] or 0)
    year = first_in(said, YEAR)

    def dates(of: int) -> tuple[date, date]:
        length = monthrange(of, number)[1]
        if day:
            return (date(of, number, min(day, length)),) * 2
        first, last = _thirds(said, length)
        return date(of, number, first), date(of, number, last)

    return dates(int(year)) if year else nearest(today, past, dates)


def _thirds(said: str, length: int) -> tuple[int, int]:
    """First and last day of "early", "mid" or "end" of something with so many days."""
    if re.search(r"\b(?:early|beginning|begin|start|first|1st)\b", said):
        return (1, 7) if "week" in said else (1, 15) if "half" in said else (1, 10)
    if re.search(r"\bmid(?:dle)?\b", said):
        return 11, 20
    if re.search(r"\b(?:end|late|last half|last week|second half|2nd half)\b", said):
        return (16, length) if "half" in said else (21, length)
    return 1, length


def _relative(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    days = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
    if "day after" in said:
        return (today + timedelta(days=2),) * 2
    return (today + timedelta(days=days[match[0]]),) * 2


def _spans(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    """ "next week", "last 2 weeks", "this year", "end of month"."""
    unit = match["unit"].rstrip("s")
    count = _counted(match["count"])
    back = bool(re.search(r"\b(?:last|past|previous)\b", said))
    ahead = bool(re.search(r"\b(?:next|coming|following)\b", said))
    if count and (back or ahead):
        length = timedelta(days=count * {"day": 1, "week": 7, "month": 30, "year": 365, "quarter": 91}.get(unit, 1))
        return (today - length, today) if back else (today, today + length)
    step = -1 if back else 1 if ahead else 0
    if unit in {"week", "weekend", "night", "evening", "morning", "day"}:
        return _of_week(unit, today, step)
    return _of_year(unit, said, today, step)


def _of_week(unit: str, today: date, step: int) -> Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return (today + timedelta(days=step),) * 2


def _of_year(unit: str, said: str, today: date, step: int) -> Days:
    if unit == "year":
        year = today.year + step
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        number = today.year * 12 + today.month - 1 + step
        year, month = number // 12, number % 12 + 1
        first, last = _thirds(said, monthrange(year, month)[1])
        return date(year, month, first), date(year, month, last)
    if unit == "quarter":
        return _quarter(today.year * 4 + (today.month - 1) // 3 + step)
    return None, None


def _quarter(number: int) -> tuple[date, date]:
    year, month = number // 4, number % 4 * 3 + 1
    return date(year, month, 1), date(year, month + 2, monthrange(year, month + 2)[1])


def _ago(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    length = _LENGTHS[match["unit"].rstrip("s")] * (_counted(match["count"]) or 1)
    day = today - timedelta(days=length // 2 if "half a " in said else length)
    return day, day


def _ahead(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    return today, today + timedelta(days=_LENGTHS[match["unit"].rstrip("s")] * (_counted(match["count"]) or 1))


def _weekday(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    ahead = (WEEKDAYS[match[0]] - today.weekday()) % 7
    back = bool(re.search(r"\b(?:last|past|previous)\b", said)) or (past and "next" not in said)
    day = today + timedelta(days=(ahead - 7) if back and ahead else ahead)
    return day, day


def _numeric(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    """Day, month and year as they are written here; none where they are no date."""
    first, second, third = (int(one or 0) for one in match.groups())
    year, month, day = (first, second, third) if first > 31 else (third or today.year, second, first)
    try:
        found = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None, None
    return found, found


_NTH = ("first", "second", "third", "fourth")


def _quarter_counted(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    """ "the second quarter"."""
    number = _NTH.index(match[1]) if match[1] in _NTH else int(match[1][0]) - 1
    year = first_in(said, YEAR)
    return _quarter(int(year) * 4 + number) if year else nearest(today, past, lambda of: _quarter(of * 4 + number))


def _quarter_named(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    year = first_in(said, YEAR)
    if year:
        return _quarter(int(year) * 4 + int(match[1]) - 1)
    return nearest(today, past, lambda of: _quarter(of * 4 + int(match[1]) - 1))


def _whole_year(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    return date(int(match[0]), 1, 1), date(int(match[0]), 12, 31)


def _range(match: re.Match[str], said: str, today: date, past: bool) -> Days:
    """ "5-10 january"."""
    first, last = (days_of(f"{day} {match[3]}", today, past=past) for day in (match[1], match[2]))
    return first[0], last[1]


_LENGTHS = {"day": 1, "week": 7, "month": 30, "year": 365}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "few": 3, "couple": 2}


def _counted(said: str | None) -> int | None:
    if not said:
        return None
    return int(said) if said.isdigit() else next((_COUNTS[word] for word in said.split()[::-1] if word in _COUNTS), 1)


_COUNT = r"(?P<count>\d{1,2}|a few|few|a couple of|couple of|a|one|two|three|four|five|six)"
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_MEANINGS: tuple[tuple[str, _Meaning], ...] = (
    (
        rf"{_ORDINAL} ?(?:-|–|to|and|until|till) ?(?:the )?{_ORDINAL}(?: of)?[ -]?((?:{_NAMES})\b.*)",
        _range,
    ),
    (r"(\d{1,4})[./-](\d{1,2})(?:[./-](\d{2,4}))?", _numeric),
    (r"today|tonight|tomorrow|yesterday", _relative),
    (rf"{_COUNT} (?P<unit>days?|weeks?|months?|years?) ago", _ago),
    (
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?)?(?P<month>{_NAMES})\b\.?"
        r"(?: (?P<day2>\d{1,2})(?!\d))?",
        _month,
    ),
    (r"\b(?:" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\b", _weekday),
    (r"\b(first|second|third|fourth|[1-4](?:st|nd|rd|th)) quarter\b", _quarter_counted),
    (rf"(?:{_COUNT} )?(?P<unit>weekend|days?|weeks?|months?|years?|quarters?|night|evening|morning)\b", _spans),
    (r"q([1-4])", _quarter_named),
    (YEAR, _whole_year),
)  # fmt: skip


def days_of(said: str, today: date, *, past: bool) -> Days:
    """The days that a time means, no season; of several years the one that fits, looking back or ahead."""
    for pattern, meaning in _MEANINGS:
        match = re.search(pattern, said)
        if match:
            return meaning(match, said, today, past)
    return None, None
