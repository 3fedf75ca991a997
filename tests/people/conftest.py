"""A desk with one agency and one township, and people made the way people are made: by invitation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.database import Database
from coordination import people, registration
from coordination.execute import execute
from coordination.invitations import CreateInvitation, Join, Joined
from coordination.scope import Desk, Scope
from coordination.viewer import OPERATOR, STRANGER, Chat, Role, Viewer
from models.agencies import Agency
from models.places import Place, PlaceName
from understanding.fold import fold

GROUP_REF = "g" * 32


@dataclass
class Office:
    """Drives the desk's operations in transactions of their own."""

    db: Database
    desk: Desk
    now: datetime
    made: int = field(default=0)

    def do(self, command: Any, viewer: Viewer = OPERATOR, at: datetime | None = None) -> Any:
        """Execute one command."""
        return self.scoped(lambda scope: execute(scope, command), viewer, at)

    def scoped(self, work: Callable[[Scope], Any], viewer: Viewer = OPERATOR, at: datetime | None = None) -> Any:
        """Run ``work`` in a transaction."""
        return self.db.transaction(lambda session: work(Scope(session, self.desk, viewer, at or self.now)))

    def invite(self, role: Role, by: Viewer = OPERATOR, at: datetime | None = None, **more: Any) -> str:
        """The hash of the code of a new invitation."""
        self.made += 1
        if role is Role.FOCAL:
            more.setdefault("townships", ("Hka Mai (demo)",))
        self.do(CreateInvitation(f"hash-{self.made}", role, "DCO", **more), by, at)
        return f"hash-{self.made}"

    def join(self, code_hash: str, ref: str, at: datetime | None = None) -> Joined:
        """Join as a stranger."""
        joined: Joined = self.do(Join(code_hash, ref), STRANGER, at)
        return joined

    def member(self, role: Role, ref: str, by: Viewer = OPERATOR, confirmer: Viewer = OPERATOR) -> Viewer:
        """An active person who agreed to the purpose notice."""
        joined = self.join(self.invite(role, by), ref)
        if joined.waiting:
            self.do(registration.ConfirmPerson(joined.label), confirmer)
        self.do(registration.AgreeToPurpose(), self.look(ref))
        return self.look(ref)

    def look(self, ref: str | None, chat_ref: str | None = None, after: timedelta = timedelta()) -> Viewer:
        """The viewer behind an update of ``ref``, in private unless a chat is named."""
        kind = Chat.PRIVATE if chat_ref is None else Chat.GROUP
        where = chat_ref or ref or ""
        return self.db.reading(lambda session: people.viewer(session, ref, where, kind, self.now + after))

    def rows(self, query: Callable[[Session], Any]) -> Any:
        """Read straight from the tables."""
        return self.db.reading(query)


@pytest.fixture
def office(db: Database, desk: Desk, now: datetime) -> Office:
    """The desk with agency DCO and township Hka Mai (demo), which also has a village of that name."""

    def fill(session: Session) -> None:
        session.add(Agency(acronym="DCO", name="Demo Church Organisation", kind="NNGO"))
        for kind, number in (("township", 1), ("village", 2)):
            session.add(_place(number, kind))
        session.flush()
        for number in (1, 2):
            session.add(PlaceName(place_id=number, text="Hka Mai (demo)", folded=fold("Hka Mai (demo)"), kind="name"))

    db.transaction(fill)
    return Office(db, desk, now)


def _place(number: int, kind: str) -> Place:
    return Place(
        id=number,
        source_id=f"demo:{kind}",
        source="demo",
        kind=kind,
        name="Hka Mai (demo)",
        township_id=1 if kind == "village" else None,
    )
