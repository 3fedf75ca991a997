"""A desk with a fictional township, agencies, and files written by the test."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import xlsxwriter
from sqlmodel import Session

from bot.database import Database
from bot.resources import resource
from coordination import agencies
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Viewer
from exchange.importing import IMPORTERS, How, import_file
from exchange.report import ImportReport
from models.places import Place, PlaceName
from understanding.fold import fold
from words import Words
from words.language import read_locales

T = TypeVar("T")
ALL = How()


@dataclass
class Store:
    """The test's store as an import uses it; every write is a second after the one before."""

    db: Database
    desk: Desk
    now: datetime
    viewer: Viewer = OPERATOR

    def read(self, work: Callable[[Scope], T]) -> T:
        return self.db.reading(lambda session: work(Scope(session, self.desk, self.viewer, self.now)))

    def write(self, work: Callable[[Scope], T]) -> T:
        self.now += timedelta(seconds=1)
        return self.db.transaction(lambda session: work(Scope(session, self.desk, self.viewer, self.now)))

    def rows(self, statement: Any) -> list[Any]:
        return self.db.reading(lambda session: list(session.exec(statement).all()))


def _place(session: Session, source_id: str, kind: str, name: str, township: int | None = None) -> int:
    place = Place(source_id=source_id, source="test", kind=kind, name=name, township_id=township, parent_id=township)
    session.add(place)
    session.flush()
    session.add(PlaceName(place_id=place.id, text=name, folded=fold(name), kind="name"))
    return place.id


def _country(session: Session) -> None:
    hka_mai = _place(session, "demo:t1", "township", "Hka Mai (demo)")
    sumpra = _place(session, "demo:t2", "township", "Nam Hkai (demo)")
    for number, name in enumerate(("Lawa Bum", "Daw Hkawn Bum", "Nam Lwai Kyet", "Hkran Ga Yang"), start=1):
        _place(session, f"demo:v{number}", "village", name, hka_mai)
    for number, township in enumerate((hka_mai, sumpra), start=5):
        _place(session, f"demo:v{number}", "village", "Sut Yang", township)
    _place(session, "demo:c1", "camp", "Pa Lana Camp", hka_mai)


@pytest.fixture
def store(db: Database, desk: Desk, now: datetime) -> Store:
    """A store with places and the shipped agencies."""
    made = Store(db, desk, now)
    db.transaction(_country)
    made.write(agencies.seed)
    return made


@pytest.fixture(scope="session")
def words() -> Words:
    """The English texts."""
    return Words(read_locales(resource("locales")))


Write = Callable[..., Path]


@pytest.fixture
def csv_file(tmp_path: Path) -> Write:
    """``csv_file(header, *rows)`` writes them, separated by commas."""

    def write(header: str, *rows: str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def xlsx_file(tmp_path: Path) -> Write:
    """``xlsx_file(rows, …)`` writes rows of cells from A1 on; a datetime becomes a date cell."""

    def write(*sheets: Sequence[Sequence[Any]], name: str = "file.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
            for rows in sheets:
                sheet = book.add_worksheet()
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


Import = Callable[..., ImportReport]


@pytest.fixture
def bring(store: Store, csv_file: Write) -> Import:
    """``bring(kind, header, *rows, how=…)`` imports a CSV of these lines."""

    def go(kind: str, header: str, *rows: str, how: How = ALL) -> ImportReport:
        return import_file(store, IMPORTERS[kind], csv_file(header, *rows), how)

    return go
