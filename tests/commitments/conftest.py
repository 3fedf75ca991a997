"""Staff of an agency, a coordinator and a focal point beside a village with 30 houses to repair, 20 of them taken."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from bot.database import Database
from coordination.execute import execute
from coordination.scope import Desk, Scope
from coordination.viewer import TICK, Role, Viewer
from models.people import Person
from tests.hka_mai import NOW, Township


@dataclass
class Setting:
    """The store and who acts in it."""

    db: Database
    desk: Desk
    place: int
    staff: Viewer
    other: Viewer
    coordinator: Viewer

    def run(self, work: Callable[[Scope], Any], viewer: Viewer | None = None, at: datetime = NOW) -> Any:
        """``work(scope)`` in one transaction, as the staff unless said otherwise."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, viewer or self.staff, at)))

    def do(self, command: Any, viewer: Viewer | None = None, at: datetime = NOW) -> Any:
        """A command."""
        return self.run(lambda scope: execute(scope, command), viewer, at)

    def tick(self, command: Any, at: datetime) -> Any:
        """A command of the clock."""
        return self.do(command, TICK, at)


@pytest.fixture
def setting(db: Database, desk: Desk) -> Setting:
    """Two agencies, KMQ and HMC; HMC has confirmed 20 of the 30 houses of Lawa Bum."""
    township = Township()
    made: dict[str, Any] = {}

    def plant(session: Any) -> None:
        township.db = session
        township.found()
        made["place"] = township.village("Lawa Bum")
        township.assess(made["place"], {"PRF-03": 96, "SHE-03": 30, "FSC-02": 96}, tool="HHS")
        made["ours"], made["theirs"] = township.agency("KMQ"), township.agency("HMC")
        township.commit(made["place"], "HMC", "SHE-A2", 20)
        for ref, role, agency in (("staff", Role.AGENCY, made["ours"]), ("lead", Role.COORDINATOR, None)):
            session.add(_person(ref, role, agency))

    db.transaction(plant)
    staff = Viewer("person", role=Role.AGENCY, ref="staff", label="P-1", agency_id=made["ours"], agency="KMQ")
    other = replace(staff, ref="other", label="P-2", agency_id=made["theirs"], agency="HMC")
    lead = Viewer("person", role=Role.COORDINATOR, ref="lead", label="P-3")
    return Setting(db, desk, made["place"], staff, other, lead)


def _person(ref: str, role: Role, agency: int | None) -> Person:
    return Person(
        ref=ref, label=f"P-{ref}", role=role, status="active", joined_at=NOW, valid_until=NOW.replace(year=2027),
        agency_id=agency, consented_at=NOW, consent_version=2,
    )  # fmt: skip
