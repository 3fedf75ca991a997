"""How others find a place by its name: each peer is built of all places and gives ids, best first."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rapidfuzz import fuzz, process

from bench.matching.answers import Place, Query, squeezed

POOL = 200
"""Rows that a coarse search hands over to be compared closely."""
ENOUGH = 40
"""Names that are enough for a handful of places: some places share one."""


class NotRunError(Exception):
    """A peer cannot run here; the text says why."""


class Peer(Protocol):
    """A way to find places; ``slow`` ones answer a part of the queries when time is short."""

    name: ClassVar[str]
    slow: ClassVar[bool]

    def build(self, places: Sequence[Place]) -> None:
        """Take in all places; raises `NotRunError`."""

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """Ids of at most ``most`` places, best first."""

    def close(self) -> None:
        """Leave nothing behind."""


@dataclass(frozen=True)
class Texts:
    """Every name in either script, the same with its township behind it, and whose it is; all normalised."""

    names: list[str]
    full: list[str]
    owners: list[str]

    @classmethod
    def of(cls, places: Iterable[Place]) -> "Texts":
        """The texts of ``places``."""
        rows = list(spelt(places))
        names = [squeezed(name) for _, name in rows]
        full = [squeezed(f"{name} {place.township}") for place, name in rows]
        return cls(names, full, [place.id for place, _ in rows])

    def best(
        self, query: Query, most: int, scorer: object = fuzz.ratio, rows: Sequence[int] | None = None
    ) -> tuple[str, ...]:
        """The places whose texts are likest to the query, of all or of those ``rows``."""
        texts = self.full if query.with_township else self.names
        chosen = texts if rows is None else {row: texts[row] for row in rows}
        found = process.extract(asked(query), chosen, scorer=scorer, processor=None, limit=ENOUGH)
        return firsts((self.owners[row] for _, _, row in found), most)


def spelt(places: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """Each place with each of its names."""
    return ((place, name) for place in places for name in dict.fromkeys((place.name, place.name_my)) if name)


def asked(query: Query) -> str:
    """The query as the texts are: normalised, its township behind the name where it has one."""
    return squeezed(" ".join(query.parts()))


def firsts(ids: Iterable[str], most: int) -> tuple[str, ...]:
    """The first ``most`` different ids."""
    return tuple(dict.fromkeys(ids))[:most]


class Exact:
    """The very name, but for case, accents and spaces."""

    name = "exact, normalised"
    slow = False

    def build(self, places: Sequence[Place]) -> None:
        """Ids by name and by name with township."""
        texts = Texts.of(places)
        self._ids: defaultdict[str, list[str]] = defaultdict(list)
        for name, full, owner in zip(texts.names, texts.full, texts.owners, strict=True):
            self._ids[name].append(owner)
            self._ids[full].append(owner)

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """Places of that name."""
        return firsts(self._ids.get(asked(query), ()), most)

    def close(self) -> None:
        """Nothing to leave."""


class Ratio:
    """rapidfuzz over all names: edit distance."""

    name = "rapidfuzz ratio"
    slow = True
    scorer = staticmethod(fuzz.ratio)

    def build(self, places: Sequence[Place]) -> None:
        """The texts of all places."""
        self._texts = Texts.of(places)

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """The likest names."""
        return self._texts.best(query, most, self.scorer)

    def close(self) -> None:
        """Nothing to leave."""


class WRatio(Ratio):
    """rapidfuzz over all names: its weighted mix of whole, partial and sorted comparison."""

    name = "rapidfuzz WRatio"
    scorer = staticmethod(fuzz.WRatio)


class Metaphone:
    """Names that sound alike in English by double metaphone, compared by rapidfuzz."""

    name = "double metaphone + ratio"
    slow = False
    code_length = 4
    """As the algorithm was published; of the whole code fewer places are found."""

    def build(self, places: Sequence[Place]) -> None:
        """Rows by sound."""
        try:
            from doublemetaphone import doublemetaphone
        except ImportError:
            raise NotRunError("doublemetaphone is not installed") from None
        self._double = doublemetaphone
        self._texts = Texts.of(places)
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, name in enumerate(self._texts.names):
            for code in self._codes(name):
                self._rows[code].append(row)

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """The likest of the names that sound alike."""
        codes = self._codes(squeezed(query.parts()[0]))
        return self._texts.best(query, most, rows=[row for code in codes for row in self._rows.get(code, ())])

    def close(self) -> None:
        """Nothing to leave."""

    def _codes(self, name: str) -> set[str]:
        return {code[: self.code_length] for code in self._double(name) if code}


class Trigrams:
    """SQLite's full-text index of three letters, ranked by BM25, the first compared by rapidfuzz."""

    name = "SQLite FTS5 trigram + ratio"
    slow = True

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")

    def build(self, places: Sequence[Place]) -> None:
        """An index of names and one of names with townships, in memory."""
        self._texts = Texts.of(places)
        for table, texts in (("names", self._texts.names), ("full", self._texts.full)):
            try:
                self._db.execute(f"CREATE VIRTUAL TABLE \"{table}\" USING fts5(text, tokenize='trigram')")
            except sqlite3.OperationalError as error:
                raise NotRunError(f"SQLite {sqlite3.sqlite_version}: {error}") from None
            self._db.executemany(f'INSERT INTO "{table}"(rowid, text) VALUES (?, ?)', enumerate(texts))

    def candidates(self, query: Query, most: int) -> tuple[str, ...]:
        """The likest of the names that have most letters in common."""
        text, table = asked(query), "full" if query.with_township else "names"
        wanted = " OR ".join(f'"{text[at : at + 3]}"' for at in range(len(text) - 2))
        if not wanted:
            return ()
        select = f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH ? ORDER BY rank LIMIT {POOL}'
        with closing(self._db.execute(select, (wanted,))) as found:
            return self._texts.best(query, most, rows=[row for (row,) in found])

    def close(self) -> None:
        """Free the index."""
        self._db.close()
