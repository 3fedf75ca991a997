"""A desk whose coordinators have things to decide on: people of every role in a township of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from coordination import facts, places
from coordination.assessments import Answer, AssessmentRow
from coordination.execute import execute
from coordination.people import NOTICE
from coordination.readings import Reading
from coordination.review import QuestionFigure, SubmitAssessments, SubmitSighting
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, TICK, Role, Viewer
from models.people import Person
from models.review import ReviewItem
from tests.hka_mai import NOW, TODAY, Township

SEEN = Answer("EDU-01", choice="primary")


@dataclass
class Office:
    """The desk in transactions of their own; places by their names, people by the names of their roles."""

    db: Database
    desk: Desk
    now: datetime = NOW
    township: Township = field(default_factory=Township)
    people: dict[str, Viewer] = field(default_factory=dict)

    def run(self, work: Callable[[Scope], Any], who: str | Viewer = OPERATOR) -> Any:
        """``work(scope)`` for somebody."""
        viewer = self.people[who] if isinstance(who, str) else who
        return self.db.transaction(lambda session: work(Scope(session, self.desk, viewer, self.now)))

    def do(self, command: Any, who: str | Viewer = "boss") -> Any:
        """One command."""
        return self.run(lambda scope: execute(scope, command), who)

    def tick(self, command: Any) -> Any:
        """One command of the clock."""
        return self.do(command, TICK)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def place(self, name: str = "Lawa Bum") -> int:
        """The id of a place."""
        return self.township.places[name]

    def sight(self, who: str = "agency", said: Answer = SEEN, place: str = "Lawa Bum") -> int:
        """Somebody sends an observation; the item's id."""
        number: int = self.do(SubmitSighting(self.place(place), said, self.now.date()), who).id
        return number

    def bring(self, *numbers: int, who: str = "agency", agency: str = "ZQX") -> int:
        """Somebody sends an import of households short of water; the item's id."""
        rows = tuple(
            AssessmentRow(
                row=at, place_id=self.place(), agency_id=self.township.agencies[agency], collected_on=TODAY,
                tool="HHS", answers=(Answer("WSH-02", number=number),), instance=f"i{at}", consent=True,
            )
            for at, number in enumerate(numbers, 1)
        )  # fmt: skip
        number: int = self.do(SubmitAssessments(rows, left_out=2), who).id
        return number

    def doubt(self, code: str = "WSH-02", who: str = "agency", why: str = "too_high") -> int:
        """Somebody questions the figure of an indicator; the item's id."""
        number: int = self.do(QuestionFigure(self.value(code), why), who).id
        return number

    def value(self, code: str) -> int:
        """The id of the value that counts for an indicator."""

        def work(scope: Scope) -> int:
            (known,) = facts.of(scope, [places.get(scope, self.place())])
            return known.evidence[code].observation.value_id

        number: int = self.run(work)
        return number

    def known(self, code: str, who: str | Viewer = OPERATOR, place: str = "Lawa Bum") -> Reading | None:
        """What an answer would say of an indicator."""

        def work(scope: Scope) -> Reading | None:
            (known,) = facts.of(scope, [places.get(scope, self.place(place))])
            return next((one for one in known.readings if one.code == code), None)

        said: Reading | None = self.run(work, who)
        return said

    def item(self, item_id: int) -> ReviewItem:
        """The row of an item."""

        def work(scope: Scope) -> ReviewItem:
            row = scope.db.exec(select(ReviewItem).where(ReviewItem.id == item_id)).one()
            scope.db.expunge(row)
            return row

        row: ReviewItem = self.run(work)
        return row

    def count(self, table: Any) -> int:
        """How many rows a table has."""
        number: int = self.run(lambda scope: len(scope.db.exec(select(table)).all()))
        return number


def _enrol(office: Office, session: Any, name: str, role: Role, **more: Any) -> None:
    label = f"P-{len(office.people) + 1}"
    dates = {"joined_at": NOW, "consented_at": NOW, "consent_version": NOTICE, "valid_until": NOW + timedelta(days=400)}
    session.add(Person(ref=name, label=label, role=role, status="active", **dates, **more))
    townships = frozenset(more.pop("townships", ()))
    office.people[name] = Viewer(kind="person", role=role, ref=name, label=label, townships=townships, **more)


@pytest.fixture
def office(db: Database, desk: Desk) -> Office:
    """A village where 41 households were counted short of water, and everybody who may have to do with it."""
    made = Office(db, desk)

    def fill(session: Any) -> None:
        township = made.township
        township.db = session
        township.found()
        township.village("Hkum Ga")
        township.village("Nam Sop", township=township.other_id)
        township.assess(township.village("Lawa Bum"), {"PRF-03": 96, "WSH-02": 41}, tool="HHS", agency="ZQX")
        township.assess(made.place(), {"PRO-03": "inside"}, agency="ZQX")
        township.assess(made.place(), {"WSH-04": 3}, tool="TEC", agency="ZQX", consent=False)
        ours, theirs = township.agency("ZQX"), township.agency("DCO")
        _enrol(made, session, "agency", Role.AGENCY, agency_id=ours)
        _enrol(made, session, "other", Role.AGENCY, agency_id=theirs)
        _enrol(made, session, "focal", Role.FOCAL, agency_id=ours, townships=[township.township_id])
        _enrol(made, session, "boss", Role.COORDINATOR, agency_id=theirs)
        _enrol(made, session, "second", Role.COORDINATOR, agency_id=ours)
        _enrol(made, session, "admin", Role.ADMIN)
        _enrol(made, session, "nobody", Role.AGENCY)

    db.transaction(fill)
    return made
