"""Reading one row cell by cell: what cannot be read is listed with its column, its value and what is expected."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from coordination import places
from coordination.outcome import Outcome, Remark
from coordination.scope import Scope
from exchange import cells
from exchange.report import ImportReport, Problem
from exchange.sheets import Row, Sheet
from understanding import redaction

T = TypeVar("T")
_TELEPHONE = re.compile(r"(?:09|959)[0-9]{7,9}")
_PCODE = re.compile(r"MMR[0-9]+", re.IGNORECASE)
COUNT_LIMIT = 999_999
"""No place has more households or people; what is longer is a phone number or a slip."""
OLDEST = timedelta(days=3653)
"""Ten years: older days are slips."""
UNITS: Mapping[str, frozenset[str]] = {
    "HH": frozenset(["hh", "hhs", "household", "households", "family", "families", "fam", "fams"]),
}
"""Words that may stand behind a count, by its unit; no other unit is ever turned into this one."""


@dataclass
class RowReader:
    """The cells of one row, and the problems met so far."""

    scope: Scope
    sheet: Sheet
    row: Row
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, name: str, expected: str, **params: Any) -> None:
        """List the cell of column ``name``; a name or number of a person in it is never repeated."""
        self.problems.append(problem(self.scope, self.sheet, self.row, Remark(self.row.number, name, expected, params)))

    def remark(self, name: str, expected: str, **params: Any) -> None:
        """Say something about the cell of column ``name`` that does not keep the row out."""
        self.notes.append(problem(self.scope, self.sheet, self.row, Remark(self.row.number, name, expected, params)))

    def text(self, name: str) -> str:
        """The cell as text, empty when there is none."""
        return self.row.text(name)

    def needed(self, name: str, expected: str, **params: Any) -> str:
        """As `text`; an empty cell is listed."""
        shown = self.text(name)
        if not shown:
            self.refuse(name, expected, **params)
        return shown

    def count(self, name: str, expected: str = "count", *, unit: str | None = None) -> int | None:
        """A whole number from 0 on; None where the cell is empty or listed.

        The words of ``unit`` may stand behind it (`UNITS`). "About 80" is 80 with a remark; "7-8" and "1.200", which
        may mean two things, are listed.
        """
        if not self.text(name):
            return None
        cell, units = self.row.cells[name], UNITS.get(unit or "", frozenset())
        number = cells.whole(cell, units)
        if number is None and cells.about(cell):
            number = cells.whole(cells.about(cell), units)
            if number is not None:
                self.remark(name, "about", n=number)
        if number is None or number > COUNT_LIMIT:
            self.refuse(name, (number is None and cells.doubt(cell)) or expected)
            return None
        return number

    def day(self, name: str, *, past: bool, month: str = "") -> date | None:
        """A day of the last ten years, or (not ``past``) of the next ten; None where the cell is empty or listed.

        Where a month is enough, ``month`` is the day of it that "Oct 2026" means: "first" or "last".
        """
        if not self.text(name):
            return None
        found = self._day(name) or (self._month(name, month) if month else None)
        if found is None:
            self.refuse(name, "day_not_month" if cells.month(self.row.cells[name]) else "day")
        elif name in self.sheet.mixed_days and cells.day_order(self.row.cells[name]) == "either":
            self.refuse(name, "day_or_month")
        elif cells.buddhist(found):
            self.refuse(name, "buddhist", day=cells.buddhist(found))
        else:
            return self.near(name, found, past=past)
        return None

    def near(self, name: str, day: date, *, past: bool = False) -> date | None:
        """``day`` of column ``name`` where it is one of the last ten years or (not ``past``) of the next ten."""
        today = self.scope.now.date()
        if today - OLDEST <= day <= (today if past else today + OLDEST):
            return day
        self.refuse(name, "past_day" if past else "near_day", today=today.isoformat())
        return None

    def _day(self, name: str) -> date | None:
        first = name in self.sheet.month_first
        return cells.day(self.row.cells[name], month_first=first, since_1904=self.sheet.since_1904)

    def _month(self, name: str, which: str) -> date | None:
        """The first or last day of a month without a day, with a remark."""
        found = cells.month(self.row.cells[name])
        if found is not None and which == "last":
            found = found.replace(day=monthrange(found.year, found.month)[1])
        if found is not None:
            self.remark(name, "month_read", day=found.isoformat())
        return found

    def word(self, name: str, allowed: Iterable[str]) -> str | None:
        """One of ``allowed``, however it is spelled; None where the cell is empty or listed."""
        shown = self.text(name)
        if not shown:
            return None
        found = one_of(shown, allowed)
        if found is None:
            self.refuse(name, "one_of", allowed=", ".join(allowed))
        return found

    def free_text(self, name: str) -> str | None:
        """Text of people's own making: refused when it names a person or holds a number of one (domain §6 rule 7)."""
        shown = self.text(name)
        if not shown:
            return None
        if names_person(self.scope, shown):
            self.refuse(name, "no_person")
        elif len(shown) > 300:
            self.refuse(name, "short_text")
        return shown


@dataclass(frozen=True)
class Batch(Generic[T]):
    """A file as it was understood: ``rows`` that may go in, ``repeated`` ones that are there twice, and the rest."""

    total: int
    rows: tuple[T, ...]
    repeated: int
    listed: tuple[Problem, ...]
    notes: tuple[Problem, ...]

    def report(self, scope: Scope, outcome: Outcome, sheet: Sheet) -> ImportReport:
        """The report when ``rows`` had this ``outcome``."""
        by_number = sheet.found({remark.row for remark in outcome.remarks})
        remarks = tuple(problem(scope, sheet, by_number[remark.row], remark) for remark in outcome.remarks)
        return ImportReport(
            rows=self.total,
            stored=outcome.stored,
            updated=outcome.updated,
            unchanged=outcome.unchanged + self.repeated,
            listed=self.listed,
            notes=self.notes + remarks,
            merged=outcome.merged,
        )


def read_all(
    scope: Scope, sheet: Sheet, parse: Callable[[RowReader], T | None], key: Callable[[T], Any], number: str
) -> Batch[T]:
    """Every row of ``sheet`` by ``parse``; a row is listed when it has a problem or differs from one with its key.

    ``number`` is the column under which a row that is there twice is listed.
    """
    rows: dict[Any, T] = {}
    listed: list[Problem] = []
    notes = [Problem(sheet.header_row, _safe(scope, header), "", "unread_column") for header in sheet.unread]
    notes += [Problem(note.row, _safe(scope, note.column), "", note.key, note.params) for note in sheet.notes]
    repeated = 0
    for row in sheet.rows:
        reader = RowReader(scope, sheet, row)
        for name, why in row.bad.items():
            reader.refuse(name, why)
        if row.refused:
            reader.refuse("", row.refused)
        parsed = None if row.refused else parse(reader)
        if parsed is not None and not reader.problems:
            earlier = rows.setdefault(key(parsed), parsed)
            if earlier is not parsed and _same(earlier, parsed):
                repeated += 1
            elif earlier is not parsed:
                reader.refuse(number, "once", row=getattr(earlier, "row", ""))
        listed.extend(reader.problems)
        notes.extend([] if reader.problems else reader.notes)
    return Batch(len(sheet.rows), tuple(rows.values()), repeated, tuple(listed), tuple(notes))


def problem(scope: Scope, sheet: Sheet, row: Row, remark: Remark) -> Problem:
    """A remark on a row as the person sees it, with the file's own header and the cell unless it names a person."""
    shown = _safe(scope, row.text(remark.column))
    return Problem(row.number, sheet.column(remark.column), shown, remark.key, remark.params, row.sheet)


def one_of(shown: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that is meant, whatever its case and separators."""
    folded = cells.fold(shown)
    return next((word for word in allowed if cells.fold(word) == folded), None)


def _same(one: Any, other: Any) -> bool:
    return {**vars(one), "row": 0} == {**vars(other), "row": 0}


def names_person(scope: Scope, text: str) -> bool:
    """Whether ``text`` holds a name or number of a person; names of places are found first and are none."""
    return bool(text) and redaction.personal(text, places.spans(scope, text))


def _safe(scope: Scope, shown: str) -> str:
    """What may be repeated: no name and no number of a person, not even one that a broken file glued to other text."""
    glued = _TELEPHONE.search(shown) and not _PCODE.fullmatch(shown)
    return "" if glued or names_person(scope, shown) else shown


def words_of(reader: RowReader, name: str, allowed: Mapping[str, str]) -> tuple[str, ...] | None:
    """As `words_in` for the cell of column ``name``."""
    return words_in(reader.text(name), allowed)


def words_in(shown: str, allowed: Mapping[str, str]) -> tuple[str, ...] | None:
    """Several words separated by ``;``, each by its folded form in ``allowed``; None where one is not among them."""
    parts = [part for part in shown.replace("|", ";").replace(",", ";").split(";") if part.strip()]
    found = [allowed.get(cells.fold(part)) for part in parts]
    if None in found:
        return None
    return tuple(dict.fromkeys(word for word in found if word is not None))
