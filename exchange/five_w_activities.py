"""What a row of a 5W does: one of the desk's activities, by code, name or synonym.

Sheets dress a name up: "provision of …", "… , severely food insecure". Where a name is that of two activities that only
differ in how help is given, the modality decides. Words inside a longer text count when they are several, or when the
sector of the row is that of the activity; several different activities in one text are nobody's guess.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coordination.catalogue import Activity, Catalogue
from exchange import five_w_words
from exchange.five_w_words import plain_words, said
from exchange.rows import RowReader
from exchange.tally import Tally
from understanding.fold import fold

FIELDS = ("activity", "sub activity", "sub sector", "description")
"""Cells that may name the activity, the first that does; a description only by a whole name, and where it is alone."""
IN_KIND, CASH = "FSC-A1", "FSC-A2"
_BY_MODALITY = {"in_kind": IN_KIND, "cash": CASH, "mixed": IN_KIND, None: IN_KIND}
_LEADS = re.compile(
    r"(?:provisions?|provid\w+|distributions?|distribut\w+|supports?|support\w*|deliver\w+|supply|installation|implement\w+"
    r"|conduct\w*|monthly|emergency|access|assistance|the|of|for|to|with|on|in|and|through)\s+"
)
_DEGREE = re.compile(r"[,;:–-]\s*(?:moderate|severe|acute|emergency|phase)\w*.*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_WORDS = 2
"""Words of a synonym that may stand anywhere in a text without the sector saying so, too."""


@dataclass(frozen=True)
class _Phrase:
    words: str
    activities: tuple[Activity, ...]

    @property
    def length(self) -> int:
        return len(self.words)


class Activities:
    """Codes the rows of one file; each combination of words once."""

    def __init__(self, catalogue: Catalogue, tally: Tally) -> None:
        self._catalogue = catalogue
        self._tally = tally
        self._whole: dict[str, tuple[Activity, ...]] = {}
        phrases: dict[str, tuple[Activity, ...]] = {}
        for one in catalogue.activities.values():
            for word in (one.code, one.name, *one.synonyms):
                self._whole[fold(word)] = (*self._whole.get(fold(word), ()), one)
                phrases[plain_words(word)] = (*phrases.get(plain_words(word), ()), one)
        self._phrases = sorted((_Phrase(*pair) for pair in phrases.items()), key=lambda one: -one.length)
        self._known: dict[tuple[str, ...], tuple[str, tuple[Activity, ...]]] = {}

    def activity(self, reader: RowReader, modality: str | None) -> Activity | None:
        """The activity of the row; None where it is listed."""
        texts = tuple(said(reader.text(name)) for name in (*FIELDS, "sector"))
        if texts not in self._known:
            self._known[texts] = self._meant(texts)
        column, found = self._known[texts]
        if len(found) > 1:
            found = self._by_modality(reader, column, found, modality)
        if len(found) == 1:
            return found[0]
        which = "; ".join(f"{one.code} {one.name}" for one in found)
        reader.refuse(column, "activity_which" if found else "activity", **({"which": which} if found else {}))
        return None

    def _by_modality(
        self, reader: RowReader, column: str, found: tuple[Activity, ...], modality: str | None
    ) -> tuple[Activity, ...]:
        if {one.code for one in found} != {IN_KIND, CASH} or modality not in _BY_MODALITY:
            return found
        if modality not in {"in_kind", "cash"}:
            self._tally.remark(reader.row, column, "activity_in_kind")
        return tuple(one for one in found if one.code == _BY_MODALITY[modality])

    def _meant(self, texts: Sequence[str]) -> tuple[str, tuple[Activity, ...]]:
        """The column that names activities, and these; the first filled one where none does."""
        *names, sector = texts
        told = FIELDS[:3] if any(names[:3]) else FIELDS
        for column, text in zip(told, names, strict=False):
            if found := self._named(text):
                return column, found
        sectors = self._sector(sector)
        for column, text in zip(FIELDS[:3], names, strict=False):
            if found := self._inside(text, sectors):
                return column, found
        return next((column for column, text in zip(FIELDS, names, strict=True) if text), "activity"), ()

    def _named(self, text: str) -> tuple[Activity, ...]:
        return next((found for form in _forms(text) if (found := self._whole.get(form))), ())

    def _sector(self, text: str) -> str | None:
        return self._catalogue.sector_of(text) or next(
            (mention.sector for mention in self._catalogue.sectors_in(text)), None
        )

    def _inside(self, text: str, sector: str | None) -> tuple[Activity, ...]:
        """The activities of the phrases inside a text, each part of it once; the longest phrases first."""
        rest, found = f" {plain_words(text)} ", dict[str, Activity]()
        for phrase in self._phrases:
            fitting = [one for one in phrase.activities if sector in {None, one.sector}]
            wide = len(phrase.words.split()) >= _WORDS or sector is not None
            if fitting and wide and (match := re.search(rf" {re.escape(phrase.words)}s? ", rest)):
                rest = f"{rest[: match.start()]} | {rest[match.end() :]}"
                found |= {one.code: one for one in fitting}
        return tuple(found.values())


def _forms(text: str) -> Iterable[str]:
    """Folded forms of a name: as it stands, without its degree, without brackets, without the verb before it."""
    bare = _DEGREE.sub("", text)
    for form in (text, bare, _BRACKETS.sub(" ", bare)):
        yield fold(form)
        rest = f"{plain_words(form)} "
        while match := _LEADS.match(rest):
            rest = rest[match.end() :]
            yield fold(rest)
    yield from (five_w_words.singular(fold(form)) for form in (text, bare, _BRACKETS.sub(" ", bare)))
