"""A desk with villages, a camp and people of every role who report movements, in transactions of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.database import Database
from coordination.execute import execute
from coordination.movement_rules import window
from coordination.movements import MovementRow, Recorded, RecordMovement
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, Role, Viewer
from tests.hka_mai import NOW, Township


@dataclass
class Office:
    """Places by their names, people by the names of their roles."""

    db: Database
    desk: Desk
    now: datetime = NOW
    town: Township = field(default_factory=Township)
    people: dict[str, Viewer] = field(default_factory=dict)
    sources: Any = field(default_factory=count)

    def write(self, work: Callable[[Scope], Any], who: str = "agency") -> Any:
        """``work(scope)`` for somebody; answers write audit entries, too."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, self.people[who], self.now)))

    def do(self, command: Any, who: str = "agency") -> Any:
        """One command."""
        return self.write(lambda scope: execute(scope, command), who)

    def report(self, who: str = "agency", **said: Any) -> Recorded:
        """A movement from Sut Ga to Lawa Bum in March unless said otherwise."""
        ends = {"origin_id": self.town.places["Sut Ga"], "destination_id": self.town.places["Lawa Bum"]}
        march = window(date(2027, 3, 1), date(2027, 3, 31), "March", ahead=True)
        row = MovementRow(**({"households": 28, "organiser": "church", "window": march} | ends | said))
        done: Recorded = self.do(RecordMovement((row,), f"t{next(self.sources)}"), who)
        return done

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def office(db: Database, desk: Desk) -> Office:
    """Two agencies, a focal point of the township and one of another, protection, a coordinator, a group."""
    office = Office(db, desk)

    def plant(session: Any) -> None:
        town = office.town
        town.db = session
        town.found()
        for name in ("Lawa Bum", "Nam Sop"):
            town.village(name)
        town.village("Sut Ga", "camp")
        ours, theirs = town.agency("ZQX"), town.agency("DFA")
        agent = Viewer("person", role=Role.AGENCY, ref="agency", label="P-1", agency_id=ours, agency="ZQX")
        office.people = {
            "agency": agent,
            "other": replace(agent, ref="other", label="P-2", agency_id=theirs, agency="DFA"),
            "focal": Viewer("person", role=Role.FOCAL, ref="f", label="P-3", townships=frozenset({town.township_id})),
            "far": Viewer("person", role=Role.FOCAL, ref="g", label="P-4", townships=frozenset({town.other_id})),
            "protection": Viewer("person", role=Role.PROTECTION, ref="p", label="P-5"),
            "boss": Viewer("person", role=Role.COORDINATOR, ref="b", label="P-6"),
            "group": GROUP,
        }

    office.db.transaction(plant)
    return office
