"""When something is said to happen: the words as typed, and the days that they mean. Pure; ``today`` is given."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from understanding.period_days import MONTHS, WEEKDAYS, YEAR, Days, Season, days_of, first_in, nearest, year_later

_UNITS = ("day", "week", "month", "year", "quarter", "weekend", "season", "night", "morning")
WORDS_OF_TIME = (
    *MONTHS, *(day for day in WEEKDAYS if len(day) > 4), *_UNITS, "today", "tomorrow", "yesterday", "weeks", "months",
    "years", "beginning", "early", "late", "middle", "start", "first", "half", "next", "last", "this", "coming", "ago",
    "before", "after", "since", "until", "between", "starting", "from", "around", "during", "quarter",
)  # fmt: skip
"""Words that this module reads."""

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_ALSO_WORDS = frozenset(["may", "mar", "sep"])
"""Months whose names mean something else before a number."""
_MONTH_LONG = rf"(?:{'|'.join(sorted(set(MONTHS) - _ALSO_WORDS, key=len, reverse=True))})\b\.?"
_DAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = (
    r"(?:the )?(?:(?:very )?(?:early|late|mid(?:dle)?|end|beginning|begin|start)(?: of| in)?(?: the)?[ -]"
    r"|(?:first|second|last|1st|2nd) (?:half|week|days|part)(?: of| in)? (?:the )?)"
)
_LEAD = (
    r"(?:(?P<lead>in|on|from|by|starting|start|at|of|starting from|starting in|start in|beginning in"
    r"|beginning from|beginning)|"
    r"(?P<kept>since|(?:until|till) after|after|before|until|till|til|up to|not before|during|around|within"
    r"|over(?= the (?:past|last|next|coming))))"
)
_WITHIN = r"(?:next|last|this|coming|the coming|following|past|previous|current|every|each|the next|the last|the past)"
_NTH = r"(?:first|second|third|fourth|1st|2nd|3rd|4th)"
_APART = r"(?<![\w@#$&/.-])"
"""Where a time may begin."""
_COUNT = r"(?:\d{1,2}|half a|a|one|two|three|four|five|six|a few|few|couple of|a couple of)"


@dataclass(frozen=True)
class Period:
    """A time that ``text[start:end]`` says, and its first and last day where they are known."""

    start: int
    end: int
    first: date | None
    last: date | None


class Calendar:
    """Reads times; knows the seasons of the country."""

    def __init__(self, seasons: Sequence[Season] = ()) -> None:
        self._seasons = {" ".join(word.casefold().split()): one for one in seasons for word in one.words}
        named = "|".join(re.escape(word) for word in sorted(self._seasons, key=len, reverse=True))
        season = rf"(?:the )?(?:{named})(?:\b|(?<=[\u1000-\u109f]))" if named else r"(?!)"
        self._core = _core(season)
        self._pattern = re.compile(
            rf"{_APART}(?:{_LEAD} )?(?P<said>{self._core}(?: ?(?:-|–|—|/|to|and|until|till|through|or) ?{self._core})?)"
            rf"|{_APART}(?P<between>between (?:{self._core}|{_ORDINAL}) and {self._core})",
        )

    def find(self, text: str, today: date) -> tuple[Period, ...]:
        """Times in ``text`` (lower case, shorthand expanded), in order."""
        found = []
        for match in self._pattern.finditer(text):
            said = match["between"] or match["said"]
            if _is_no_time(text, match, said):
                continue
            kept = match["kept"]
            start = match.start("kept") if kept else match.start("between" if match["between"] else "said")
            first, last = self._days(said, today, after=_is_past(text, match.start()))
            if kept:
                first, last = _bounded(kept, first, last)
            elif match["lead"] == "by":
                first = None
            found.append(Period(start, match.end() - said.endswith("."), first, last))
        return tuple(found)

    def corrected(self, text: str, today: date) -> tuple[Period, ...]:
        """As ``find``, the time that takes the place of another first: "not in january but in march".

        Last comes for how long people have been where they are: "who stayed there since 2012".
        """
        found = self.find(text, today)
        rather = [one for one in found[1:] if _RATHER.search(text[: one.start])][:1]
        return tuple(sorted(found, key=lambda one: (one not in rather, bool(_STAYED.search(text[: one.start])))))

    def _days(self, said: str, today: date, *, after: bool) -> Days:
        parts = [one[0] for one in re.finditer(self._core, said)] or [f"next {said}"]
        shift = first_in(parts[-1], YEAR)
        days = [
            self._part(part if shift is None or shift in part else f"{part} {shift}", today, after) for part in parts
        ]
        first, last = days[0][0], days[-1][1]
        if first and last and last < first:
            last = year_later(last)
        return first, last

    def _part(self, said: str, today: date, past: bool) -> Days:
        for word, season in self._seasons.items():
            if word in said:
                return nearest(today, past, season.dates)
        return days_of(said, today, past=past)


def _core(season: str) -> str:
    """A time without what leads to it."""
    day_month = rf"(?:{_DAY},? )?(?:the )?{_ORDINAL}(?: of)?[ -]?{_MONTH}(?:,? {YEAR})?"
    days = rf"(?:the )?{_ORDINAL} ?(?:-|–|to|and|until|till) ?(?:the )?{_ORDINAL}(?: of)?[ -]?{_MONTH}(?:,? {YEAR})?"
    month_day = rf"{_MONTH_LONG} {_ORDINAL}(?!\d)(?! ?(?:#|households|families|people|persons|hh))(?:,? {YEAR})?"
    numeric = rf"\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)|{YEAR}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}(?=\s|$)"
    month = rf"(?:{_PART})?(?:{_WITHIN} )?{_MONTH}(?:,? {YEAR})?"
    weekday = rf"{_DAY}(?: (?:morning|noon|afternoon|evening|night)\b)?"
    unit = rf"(?:weekend|days?|weeks?|months?|years?|quarters?|season|night|evening|morning|{weekday}|{season})"
    within = rf"(?:{_PART}|later )?{_WITHIN} (?:{_COUNT} )?{unit}"
    ago = rf"{_COUNT} (?:days?|weeks?|months?|years?) ago"
    coming = rf"(?<=in ){_COUNT} (?:days?|weeks?|months?)(?: time)?|(?<=within ){_COUNT} (?:days?|weeks?|months?)"
    words = r"(?:today|tomorrow|yesterday)(?: (?:morning|noon|afternoon|evening|night))?|tonight|the day after tomorrow"
    end = (
        r"(?:the )?(?:end|start|beginning|middle) of (?:the |this |next )?(?:month|year|week|season)|(?:month|year) end"
    )
    quarter = rf"q[1-4](?: ?/? ?{YEAR})?|(?:the )?{_NTH} quarter(?: of {YEAR})?"
    season_of = rf"(?:{_PART})?(?:{_WITHIN} )?{season}(?: {YEAR})?"
    return (
        rf"(?:{numeric}|{days}|{day_month}|{month_day}|{end}|{within}|{ago}|{coming}|{words}|{season_of}|{month}|{weekday}"
        rf"|{quarter}|{YEAR}\b(?! ?(?:households|people|persons|families|#)))"
    )


def _is_no_time(text: str, match: re.Match[str], said: str) -> bool:
    """Whether the words only look like a time: "may" that is no month, a meeting's date, a word of a name."""
    before = text[max(0, match.start() - 24) : match.start()]
    if re.search(r"\b(?:meeting|report|call|briefing|workshop|due|deadline|presentation|call with donors) $", before):
        return True
    if re.fullmatch(r"\d{1,2}/\d{1,2}", said):
        return not (match["lead"] or match["kept"])
    if said in {"may", "mar", "sun", "sat", "mon", "wed", "march", "dec", "fri", "sep", "jun", "tues", "thu"}:
        if match["lead"] or match["kept"] or said in {"march", "dec", "jun", "fri"}:
            return False
        return said == "may" and not re.search(r"(?:,|\(|:|\d|,? in|until|or|and|mid|early|late|this|next) ?$", before)
    return False


def _is_past(text: str, at: int) -> bool:
    """Whether the sentence speaks of what has been."""
    return bool(_PAST.search(text)) and not _FUTURE.search(text[max(0, at - 60) : at])


_PAST = re.compile(
    r"\b(?:since|ago|last|arrived|left|returned|reached|went|fled|delivered|distributed|finished|done|completed|gave|"
    r"visited|came|moved|ended|started|closed|did|was|were|have|has|had|yesterday|received|built|repaired)\b"
)
_FUTURE = re.compile(r"\b(?:will|plan|plans|planned|going to|next|can|before|by|until|till|want|wants|from)\b")


_STAYED = re.compile(r"\b(?:stay(?:ed|ing)?|liv(?:e|ed|ing)|resid(?:ed|ing)|displaced|have been)\b[^.;,\d]{0,30}$")
_RATHER = re.compile(
    r"\bnot\b.*\bbut (?:only )?(?:in |on |from |by )?$"
    r"|\b(?:moved|postponed|shifted|delayed|changed) from\b.*\b(?:to|until|till) $"
)


def _bounded(kept: str, first: date | None, last: date | None) -> Days:
    """What the word before a time makes of it."""
    if kept == "since":
        return first, None
    if kept in {"after", "not before", "until after", "till after"}:
        return (last + timedelta(days=1) if last else None), None
    if kept == "before":
        return None, (first - timedelta(days=1) if first else None)
    if kept in {"until", "till", "til", "up to"}:
        return None, last
    return first, last
