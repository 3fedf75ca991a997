"""Two stores that differ only in protection monitoring: every answer, list and file is the same, byte for byte."""

from dataclasses import replace
from typing import Any

import pytest

from bot.database import Database
from coordination import area, exports
from coordination.catalogue import Catalogue
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, OPERATOR, Role, Viewer
from exchange import gaps
from models.assessments import PROTECTION_MONITORING
from tests.disclosure.conftest import WORDS, Ask, Build
from tests.disclosure.test_two_stores import QUESTIONS, fill
from tests.hka_mai import NOW, Township
from words.telling import Telling

VIEWERS = (GROUP, *(Viewer(kind="person", role=role, label="P-1") for role in Role))
ASKED = (
    *QUESTIONS,
    "compare Lawa Bum and Nam Sop",
    "compare Lawa Bum with before",
    "place Lawa Bum",
    "Lawa Bum or Nam Sop, which has food",
)
WORST: dict[str, Any] = {"enum": -1, "bool": "no", "int": 77, "pct": 99.0}


def values(catalogue: Catalogue) -> dict[str, Any]:
    """A grave value for every indicator that protection monitoring may hold."""
    found = {}
    for code, one in catalogue.indicators.items():
        if one.monitoring:
            found[code] = one.allowed[-1] if one.data_type in {"enum", "list"} else WORST[one.data_type]
    return found


def watch(catalogue: Catalogue) -> Any:
    def work(township: Township) -> None:
        for name in ("Lawa Bum", "Nam Sop", "Hkum Ga"):
            place = township.places[name]
            township.assess(place, values(catalogue), agency="ZQX", programme=PROTECTION_MONITORING, informants=9)

    return work


def said(ask: Ask) -> list[bytes]:
    return [repr(ask(viewer, question)).encode() for viewer in VIEWERS for question in ASKED]


def test_no_answer_to_anybody_tells_of_it(build: Build, ask: Ask, desk: Desk) -> None:
    build(fill)
    before = said(ask)
    build(watch(desk.catalogue))
    assert said(ask) == before


@pytest.mark.parametrize("viewer", [GROUP, OPERATOR])
def test_no_list_and_no_file_tells_of_it(build: Build, db: Database, desk: Desk, viewer: Viewer) -> None:
    build(fill)

    def written() -> tuple[Any, bytes]:
        def work(session: Any) -> tuple[Any, bytes]:
            scope = Scope(session, desk, viewer, NOW)
            found = area.gaps(scope, None, page=None)
            file = exports.gaps_file(replace(scope, viewer=OPERATOR), found, reason="planning", recipient="HMC office")
            return found, gaps.as_csv(Telling(WORDS, desk.catalogue, viewer), file)

        return db.transaction(work)

    before = written()
    build(watch(desk.catalogue))
    assert written() == before
