"""A small fictional country in the shapes of real lists, and a desk to import them into."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from coordination import places
from coordination.places import Found
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Viewer
from exchange.importing import How, import_file
from exchange.places import Request, importer
from exchange.report import ImportReport
from tests.conftest import NOW
from tests.stores import copied

GAZETTEER = ["place_id", "source", "kind", "name", "name_my", "township", "township_pcode", "state", "state_pcode",
             "vt_pcode", "lat", "lon", "status"]  # fmt: skip
MIMU_FRONT = ["SR_Pcode", "SR_Name_Eng", "District/SAZ_Pcode", "District/SAZ_Name_Eng", "Tsp_Pcode",
              "Township_Name_Eng"]  # fmt: skip
HKA_MAI = ("Hka Mai (demo)", "MMR099001", "Sumpra State", "MMR099")
TSAWM = ("Tsawm Bum", "MMR099002", "Sumpra State", "MMR099")

COUNTRY = [
    ["MMR099001", "L", "township", "Hka Mai (demo)", "ခမိုင်", *HKA_MAI, "", "", "", ""],
    ["MMR099002", "L", "township", "Tsawm Bum", "", *TSAWM, "", "", "", ""],
    ["MMR099002701", "L", "town", "Tsawm Bum Town", "", *TSAWM, "", "", "", "Active"],
    ["MMR099001001", "L", "village_tract", "Lung Hpra", "လုံဖရာ", *HKA_MAI, "MMR099001001", "", "", "Active"],
    ["MMR099001002", "L", "village_tract", "Nawng Tsai (a) Gat Hkrang", "", *HKA_MAI, "MMR099001002", "", "", "Active"],
    ["gn:91", "L", "village", "Lung Hpra", "", *HKA_MAI, "", "25.1", "97.1", ""],
    ["gn:92", "L", "village", "Mai Hkawt", "", *HKA_MAI, "", "25.2", "97.2", ""],
    ["gn:93", "L", "village", "Mai Hkawt", "", *TSAWM, "", "25.3", "97.3", ""],
    ["gn:94", "L", "village", "Daw Hkrai Yang", "", *HKA_MAI, "", "25.4", "97.4", ""],
    ["gn:95", "L", "village", "Dum Hpra (West)", "", *TSAWM, "", "25.5", "97.5", ""],
    ["gn:96", "L", "village", "Man", "", *TSAWM, "", "25.6", "97.6", ""],
    ["gn:97", "L", "village", "Hkrai", "", *TSAWM, "", "25.7", "97.7", ""],
    ["camp:1", "L", "camp", "Zup Hkrai KBC", "", *HKA_MAI, "", "", "", ""],
    ["camp:2", "L", "camp", "Zup Hkrai RC", "", *HKA_MAI, "", "", "", ""],
    ["gn:98", "L", "village", "Sut Yang", "", *HKA_MAI, "", "", "", "Inactive"],
    ["MMR099001701501", "L", "ward", "No (4) Ward", "", *HKA_MAI, "", "", "", "Active"],
]


@dataclass
class Office:
    """A desk on a store of its own: imports files and finds places."""

    db: Database
    desk: Desk
    folder: Path

    def read(self, work: Callable[[Scope], Any], viewer: Viewer = OPERATOR) -> Any:
        """``work(scope)`` reading."""
        return self.db.reading(lambda session: work(Scope(session, self.desk, viewer, NOW)))

    def write(self, work: Callable[[Scope], Any], viewer: Viewer = OPERATOR) -> Any:
        """``work(scope)`` in a write transaction."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, viewer, NOW)))

    def file(self, header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
        """A CSV of these rows."""
        path = self.folder / "list.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    def take_in(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], how: How | None = None, **request: Any
    ) -> ImportReport:
        """Import a list."""
        how = how or How()
        return import_file(self, importer(Request(dry_run=how.dry_run, **request)), self.file(header, rows), how)

    def find(self, text: str) -> Found:
        """What ``text`` means here."""
        found: Found = self.read(lambda scope: places.find(scope, text))
        return found

    def ids(self, text: str) -> tuple[str, list[str]]:
        """Decision and source ids for ``text``."""
        found = self.find(text)
        return found.decision, [candidate.place.source_id for candidate in found.candidates]

    @contextmanager
    def copied(self) -> Iterator["Office"]:
        """The same desk on a copy of its store, so that one example leaves nothing to the next."""
        with copied(self.db, self.folder) as own:
            yield replace(self, db=own)

    def of_area(self, *townships: str) -> "Office":
        """The same store seen by a desk with an area."""
        return replace(self, desk=replace(self.desk, area=townships))


@pytest.fixture
def empty(db: Database, desk: Desk, tmp_path: Path) -> Office:
    """A desk without places."""
    return Office(db, desk, tmp_path)


@pytest.fixture
def office(empty: Office) -> Office:
    """A desk that knows `COUNTRY`."""
    report = empty.take_in(GAZETTEER, COUNTRY)
    assert report.stored == len(COUNTRY)
    return empty
