"""Messages over a made-up country, read as the desk reads them."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from coordination import requests
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR
from exchange.importing import How, import_file
from exchange.places import Request as PlacesAsked
from exchange.places import importer
from tests.conftest import NOW
from understanding.requests import Request

HERE = Path(__file__).parent
Read = Callable[[str], Request]
FIELDS = ("intent", "village", "sector", "households", "origin", "when")


class Office:
    """A desk that knows the places of ``places.csv``."""

    def __init__(self, db: Database, desk: Desk) -> None:
        self.db = db
        self.desk = desk

    def read(self, work: Callable[[Scope], Any]) -> Any:
        """``work(scope)`` reading."""
        return self.db.reading(lambda session: work(Scope(session, self.desk, OPERATOR, NOW)))

    def write(self, work: Callable[[Scope], Any]) -> Any:
        """``work(scope)`` in a write transaction."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, OPERATOR, NOW)))


@pytest.fixture(scope="session")
def office(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Iterator[Office]:
    """The desk, its places read in once."""
    path = tmp_path_factory.mktemp("messages") / "waypost.sqlite"
    shutil.copy(sqlite_file, path)
    db = Database(f"sqlite:///{path}")
    office = Office(db, desk)
    import_file(office, importer(PlacesAsked()), HERE / "places.csv", How())
    yield office
    db.close()


@pytest.fixture(scope="session")
def read(office: Office) -> Read:
    """``read(text)``: what the desk reads out of a message."""
    return lambda text: office.read(lambda scope: requests.read(scope, text))


def labelled(name: str) -> list[dict[str, Any]]:
    """Messages with what they mean; None where it is not said."""
    return [json.loads(line) for line in (HERE / "messages" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def said(request: Request) -> dict[str, Any]:
    """The fields of a reading as the labels have them."""
    return {
        "intent": request.intent,
        "village": "|".join(request.villages) or None,
        "sector": "|".join(request.sectors) or None,
        "households": request.households,
        "origin": "|".join(request.origins) or None,
        "when": request.when,
        "individuals": request.individuals,
        "agency": request.agency,
        "months": request.months,
    }
