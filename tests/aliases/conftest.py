"""A township whose names people misspell, and the desk's operations on it in transactions of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import select

from bot.database import Database
from coordination import aliases, answer, picks
from coordination.aliases import Alias
from coordination.choice import NoPlace, PlaceChoice
from coordination.execute import execute
from coordination.picks import Asker, NotePick
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, Role, Viewer
from tests.hka_mai import NOW, Township

AGENCY = Viewer(kind="person", role=Role.AGENCY, ref="agency", label="P-1")
BOSS = Viewer(kind="person", role=Role.COORDINATOR, ref="boss", label="P-2")


def keyed(text: str) -> str:
    """Stands for the keyed hash."""
    return sha256(text.encode()).hexdigest()[:32]


def asker(person: str = "agency", chat: str | None = None) -> Asker:
    """Somebody in their private chat, or in a named one."""
    return Asker(chat or person, person, keyed)


@dataclass
class Office:
    """A desk; places by their names."""

    db: Database
    desk: Desk
    places: dict[str, int] = field(default_factory=dict)

    def run(self, work: Callable[[Scope], Any], viewer: Viewer = OPERATOR, at: datetime = NOW) -> Any:
        """``work(scope)`` in a transaction."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, viewer, at)))

    def do(self, command: Any, viewer: Viewer = BOSS, at: datetime = NOW) -> Any:
        """One command."""
        return self.run(lambda scope: execute(scope, command), viewer, at)

    def ask(self, text: str, who: Asker | None = None, at: datetime = NOW) -> PlaceChoice | NoPlace:
        """The question that ``text`` is answered with."""

        def work(scope: Scope) -> Any:
            return picks.ask_back(scope, who or asker(), answer.answer(scope, text).results)[0]

        result: PlaceChoice | NoPlace = self.run(work, AGENCY, at)
        return result

    def choose(self, text: str, place: str, who: Asker | None = None, at: datetime = NOW) -> None:
        """Somebody types ``text``, is asked back, and presses the button of ``place``."""
        asked = self.ask(text, who, at).asked
        assert asked is not None
        self.do(NotePick(who or asker(), asked, self.places[place]), AGENCY, at)

    def shown(self, state: str = aliases.WAITING, at: datetime = NOW) -> Sequence[Alias]:
        """What coordinators see."""
        listed: Sequence[Alias] = self.run(lambda scope: aliases.listing(scope, state).entries, BOSS, at)
        return listed

    def meaning(self, text: str) -> tuple[str, str | None]:
        """Decision for ``text``, and the place that is gone on with."""
        found = self.run(lambda scope: answer.answer(scope, text), AGENCY)
        return found.decision, found.place.name if found.place else None

    def rows(self, model: Any) -> list[Any]:
        """All rows of a table."""
        return self.db.reading(lambda session: list(session.exec(select(model))))

    def add(self, text: str, place: str, viewer: Viewer = BOSS) -> Alias:
        """A coordinator's own alias."""
        key = keyed(aliases.key_of(self.places[place], text))
        added: Alias = self.do(aliases.AddAlias(text, self.places[place], key), viewer)
        return added


def later(**time: float) -> datetime:
    """That long after the first question."""
    return NOW + timedelta(**time)


@pytest.fixture
def office(db: Database, desk: Desk) -> Office:
    """Hka Mai with Lawa Bum, Kawng Hpra (also in Nmai Ga) and Daw Hkawn Bum."""
    township = Township()

    def fill(session: Any) -> None:
        township.db = session
        township.found()
        township.village("Kawng Hpra", township=township.other_id)
        township.places["Kawng Hpra, Nmai Ga"] = township.places["Kawng Hpra"]
        for name in ("Lawa Bum", "Kawng Hpra", "Daw Hkawn Bum"):
            township.village(name)

    db.transaction(fill)
    return Office(db, desk, township.places)
