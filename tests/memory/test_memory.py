"""What processes keep of the store: never older than the store, whoever changed it, and never what was taken back."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from sqlmodel import Session

import coordination
from bot.database import Database
from coordination import area, memory, places, questioned, village
from coordination.agencies import SetPresence
from coordination.aliases import AddAlias
from coordination.area import AreaGaps
from coordination.assessment_rows import Answer, AssessmentRow
from coordination.assessments import RecordAssessments
from coordination.catalogue import Catalogue
from coordination.commitments import CommitmentRow, RecordCommitments
from coordination.disclosure import publish
from coordination.errors import Refusal
from coordination.execute import OPERATIONS, Operation, execute
from coordination.place_list import ListPlaces
from coordination.place_merging import MergePlaces
from coordination.retention import PurgeOldData
from coordination.review import QuestionFigure
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, OPERATOR, Role, Viewer
from coordination.village import VillageCard
from models import assessments, commitments, data_version, review
from tests.conftest import NOW
from tests.hka_mai import Township, lawa_bum

for _module in iter_modules(coordination.__path__):
    import_module(f"coordination.{_module.name}")

COMMANDS = sorted(OPERATIONS, key=lambda command: command.__name__)
FACTS = (assessments, commitments, review)
"""Tables of what answers about a place are made of; places and agencies, too, but others read their names."""
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, ref="c", label="P-9")
VIEWERS = (
    OPERATOR,
    GROUP,
    Viewer(kind="person", role=Role.AGENCY, ref="a", label="P-1", agency="DFA"),
    Viewer(kind="person", role=Role.AGENCY, ref="b", label="P-2", agency="HMC", sector="Health"),
)
Work = Callable[[Scope], Any]


class Desks:
    """One village in one store, and two programs that have it open."""

    def __init__(self, db: Database, other: Database, desk: Desk) -> None:
        self.db, self.other, self.desk = db, other, desk
        self.township = Township()
        self.place = db.transaction(self._fill)

    def _fill(self, session: Session) -> int:
        self.township.db = session
        self.township.found()
        self.township.village("Lawa Bum Ga")
        return lawa_bum(self.township)

    def cards(self, database: Database) -> list[VillageCard]:
        """The card for each viewer, by a program that may remember it."""
        return [self.run(database, lambda scope: village.card(scope, self.place), viewer) for viewer in VIEWERS]

    def lists(self, database: Database) -> list[AreaGaps]:
        """The open needs of the township for each viewer, likewise."""
        township = self.run(database, lambda scope: places.get(scope, self.place)).township_id
        return [self.run(database, lambda scope: area.gaps(scope, township), viewer) for viewer in VIEWERS]

    def run(self, database: Database, work: Work, viewer: Viewer = OPERATOR) -> Any:
        """``work(scope)`` in one transaction."""
        return database.transaction(lambda session: work(Scope(session, self.desk, viewer, NOW)))


@pytest.fixture
def desks(db: Database, desk: Desk) -> Iterator[Desks]:
    """Two programs on one store."""
    with closing(Database(db.url)) as other:
        yield Desks(db, other, desk)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one with each card that is made from the store."""
    found: list[int] = []
    drawn = village._drawn

    def counted(scope: Scope, place: Any) -> VillageCard:
        found.append(place.id)
        return drawn(scope, place)

    monkeypatch.setattr(village, "_drawn", counted)
    return found


def commitment(desks: Desks, scope: Scope) -> None:
    said = {"target": 7, "status": "confirmed", "start": date(2026, 11, 2)}
    row = CommitmentRow(1, None, desks.place, desks.township.agencies["DFA"], "FSC-A1", said)
    execute(scope, RecordCommitments((row,), "f77"))


def assessment(desks: Desks, scope: Scope) -> None:
    answers = (Answer("PRF-03", number=120.0),)
    row = AssessmentRow(
        1, desks.place, desks.township.agencies["DFA"], date(2026, 11, 20), "HHS", answers, consent=True
    )
    execute(scope, RecordAssessments((row,), "f78"))


def presence(desks: Desks, scope: Scope) -> None:
    execute(scope, SetPresence(desks.township.agencies["DFA"], on=True))


def doubt(desks: Desks, scope: Scope) -> None:
    figure = questioned.of_indicator(scope, desks.place, "PRF-03")
    assert figure is not None
    execute(replace(scope, viewer=COORDINATOR), QuestionFigure(figure.value_id, "too_high"))


def merge(desks: Desks, scope: Scope) -> None:
    execute(scope, MergePlaces(desks.place, desks.township.places["Lawa Bum Ga"]))


def unlist(desks: Desks, scope: Scope) -> None:
    execute(scope, ListPlaces((desks.place,), listed=False))


def purge(_desks: Desks, scope: Scope) -> None:
    later = replace(scope, now=NOW.replace(year=NOW.year + 3))
    execute(later, PurgeOldData())


CHANGES = (commitment, assessment, presence, doubt, merge, unlist, purge)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_operation_changes_the_version_or_says_that_it_need_not(
    desks: Desks, command: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = replace(OPERATIONS[command], allowed=lambda *_: True, run=lambda *_: None, counts=lambda _: {})
    monkeypatch.setitem(OPERATIONS, command, idle)
    before = desks.db.reading(data_version.token)
    desks.run(desks.db, lambda scope: execute(scope, object.__new__(command)))
    assert (desks.db.reading(data_version.token) != before) is idle.changes_facts


@pytest.mark.parametrize("command", [one for one in COMMANDS if not OPERATIONS[one].changes_facts])
def test_what_need_not_change_the_version_knows_no_table_of_facts(command: type) -> None:
    module = sys.modules[OPERATIONS[command].run.__module__]
    known = [getattr(value, "__module__", getattr(value, "__name__", "")) for value in vars(module).values()]
    known += [value.__name__ for value in vars(module).values() if value in FACTS]
    assert not {table.__name__ for table in FACTS} & set(known)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_no_card_is_older_than_the_store(
    desks: Desks, change: Callable[[Desks, Scope], None], elsewhere: bool, made: list[int]
) -> None:
    desks.cards(desks.db)
    before = desks.lists(desks.db)
    desks.cards(desks.db)
    assert desks.lists(desks.db) == before
    assert len(made) == len({one.level for one in desks.cards(desks.db)})  # the rest came from memory
    desks.run(desks.other if elsewhere else desks.db, lambda scope: change(desks, scope))
    remembered = desks.cards(desks.db)
    with closing(Database(desks.db.url)) as fresh:
        assert remembered == desks.cards(fresh)
        assert desks.lists(desks.db) == desks.lists(fresh)


def test_what_is_taken_back_was_never_there(desks: Desks) -> None:
    before = desks.cards(desks.db)

    def fails(scope: Scope) -> None:
        commitment(desks, scope)
        assert village.card(scope, desks.place) != before[0]
        raise Refusal("ask.no_area")

    with pytest.raises(Refusal):
        desks.run(desks.db, fails)
    assert desks.cards(desks.db) == before
    desks.run(desks.other, lambda scope: assessment(desks, scope))
    assert desks.cards(desks.db) != before


def test_a_name_that_was_taken_back_was_never_known(desks: Desks) -> None:
    """The next name that is added gets the same numbers in the store, and with them what was kept by numbers."""
    other = desks.township.places["Lawa Bum Ga"]
    desks.run(desks.db, lambda scope: places.find(scope, "Lawa Bum"))

    def fails(scope: Scope) -> None:
        execute(scope, AddAlias("Sumpra Kawng", desks.place, "k1"))
        assert places.find(scope, "Sumpra Kawng").place is not None
        raise Refusal("ask.no_area")

    with pytest.raises(Refusal):
        desks.run(desks.db, fails)
    desks.run(desks.other, lambda scope: execute(scope, AddAlias("Nawng Hkying", other, "k2")))
    assert desks.run(desks.db, lambda scope: places.find(scope, "Sumpra Kawng")).place is None
    assert desks.run(desks.db, lambda scope: places.find(scope, "Nawng Hkying")).place.id == other


def test_nothing_is_kept_in_the_midst_of_a_change(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[VillageCard] = []

    class Double:
        """Two changes, and a look at the card between them."""

    def run(scope: Scope, _command: Any) -> None:
        commitment(desks, scope)
        seen.append(village.card(scope, desks.place))
        assessment(desks, scope)

    monkeypatch.setitem(OPERATIONS, Double, Operation("test.double", lambda *_: True, run))
    desks.run(desks.db, lambda scope: execute(scope, Double()))
    after = desks.cards(desks.db)
    with closing(Database(desks.db.url)) as fresh:
        assert after == desks.cards(fresh) != [seen[0], *after[1:]]


def test_a_catalogue_of_ones_own_has_facts_of_its_own(desks: Desks) -> None:
    full = desks.cards(desks.db)
    known: Catalogue = desks.desk.catalogue
    less = replace(known, indicators={code: one for code, one in known.indicators.items() if code != "HLT-01"})
    desks.desk = replace(desks.desk, catalogue=less)
    assert desks.cards(desks.db) != full


def test_what_is_kept_was_neither_disclosed_nor_rendered(desks: Desks) -> None:
    desks.cards(desks.db)
    store = desks.run(desks.db, memory._of)
    kept = [found for found, _ in store.facts.values()]
    public = [one for one in kept if one.level == 0]
    assert public
    assert all(publish(one, one.level) != one for one in public)


def test_memory_has_an_end(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    for number in range(5):
        desks.run(desks.db, lambda scope, number=number: memory.kept(scope, number, lambda: number))
    made: list[int] = []
    desks.run(desks.db, lambda scope: [memory.kept(scope, key, lambda: made.append(1)) for key in (2, 3, 4)])
    assert not made
