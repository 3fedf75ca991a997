"""Organisations of a 5W: those of the desk by acronym, name or alias; others come in as the file names them.

A 5W names hundreds of local organisations that no list holds. Where the file has no organisations, its rows go under
the row for what nobody is named for, or under the one that the operator names.
"""

import re
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from coordination import agencies
from coordination.agencies import NOT_NAMED, AgencyRef, NewAgency
from coordination.scope import Scope
from exchange.files import FileError
from exchange.five_w_words import AGENCY_KINDS, meant, said
from exchange.rows import RowReader, names_person
from exchange.tally import Tally
from understanding.fold import fold

LONGEST = 120
"""Characters of a name."""
ALIKE = 88
"""Likeness, from 0 to 100, from which a new name is told to be near a known one."""
_LEAST = 5
"""Letters below which every name is like another."""
_BRACKETS = re.compile(r"\(([^()]+)\)")


class Organisations:
    """Agencies and partners of the rows of one file; ``instead`` names the agency of rows that name none."""

    def __init__(self, scope: Scope, tally: Tally, instead: str | None) -> None:
        self._scope = scope
        self._tally = tally
        self._known: Mapping[str, AgencyRef] = agencies.named(agencies.everyone(scope))
        self._new: dict[str, NewAgency] = {}
        self._personal: dict[str, bool] = {}
        self._nobody = agencies.not_named(scope) or NewAgency(NOT_NAMED)
        self._instead = self._named(instead) if instead else None

    def _named(self, text: str) -> AgencyRef:
        found = self._known.get(fold(text))
        if found is None:
            raise FileError("import.file.agency", agency=text)
        return found

    def agency(self, reader: RowReader, *, any_named: bool) -> AgencyRef | NewAgency | None:
        """The agency of the row; None where it is listed. ``any_named``: the file has a column for it."""
        shown = said(reader.text("agency"))
        if not shown and self._instead is not None:
            return self._instead
        if not shown and not any_named:
            return self._nobody
        if not shown:
            reader.refuse("agency", "agency_empty")
            return None
        return self.known(shown) or self._stranger(reader, shown)

    def known(self, shown: str) -> AgencyRef | None:
        """The desk's own agency of that name, also where its acronym stands in brackets behind it."""
        return next((found for form in _forms(shown) if (found := self._known.get(fold(form)))), None)

    def free(self, reader: RowReader, name: str) -> str | None:
        """A partner or donor as the file names it; a name or number of a person is listed (domain section 6 rule 7)."""
        shown = said(reader.text(name))
        if not shown:
            return None
        if self._is_person(shown):
            reader.refuse(name, "no_person")
        elif len(shown) > LONGEST:
            reader.refuse(name, "short_name")
        return shown

    def _stranger(self, reader: RowReader, shown: str) -> NewAgency | None:
        before = len(reader.problems)
        self.free(reader, "agency")
        if not fold(shown):
            reader.refuse("agency", "agency_empty")
        if len(reader.problems) > before:
            return None
        new = self._new.get(fold(shown))
        if new is None:
            kind = meant(reader.text("agency type"), AGENCY_KINDS) or "unknown"
            new = self._new[fold(shown)] = NewAgency(shown, kind)
        near = self._near(shown)
        self._tally.remark(reader.row, "agency", "agency_new_near" if near else "agency_new", near=near)
        return new

    def _near(self, shown: str) -> str:
        """The agency whose name is so like this one that it may be a slip; "" for none."""
        spellings = {key: one for key, one in self._known.items() if len(key) >= _LEAST}
        found = process.extractOne(fold(shown), list(spellings), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return spellings[found[0]].acronym if found else ""

    def _is_person(self, shown: str) -> bool:
        if shown not in self._personal:
            self._personal[shown] = names_person(self._scope, shown)
        return self._personal[shown]


def _forms(shown: str) -> Iterable[str]:
    yield shown
    yield from _BRACKETS.findall(shown)
    yield _BRACKETS.sub(" ", shown)
