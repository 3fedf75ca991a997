"""A made-up township whose digests are set beside each other, week after week."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.database import Database
from bot.resources import resource
from coordination.digest_content import GAPS, Built, DigestContent, Wanted, build
from coordination.digest_periods import WEEKLY
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, TICK
from models import digests as rows
from tests.hka_mai import Township
from words import Words
from words.digests import digest
from words.language import read_locales
from words.layout import plain
from words.telling import Telling

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
WEEK = timedelta(days=7)
WORDS = Words(read_locales(resource("locales"), resource("digest_templates")))


@dataclass
class Weeks:
    """One digest of the township after another: each is set beside what the one before said."""

    db: Database
    desk: Desk
    wanted: Wanted
    township: Township
    at: datetime = MONDAY

    def change(self, work: Callable[[Township], Any]) -> None:
        """Let something happen."""

        def in_it(session: Any) -> None:
            self.township.db = session
            work(self.township)

        self.db.transaction(in_it)

    def next(self, **more: Any) -> DigestContent:
        """The next week's digest."""
        found = self.peek(**more)
        self.db.transaction(lambda session: rows.keep_snapshot(session, found.key, found.body))
        self.wanted = replace(self.wanted, before=found.key, before_on=self.at.date())
        self.at += WEEK
        self.wanted = replace(self.wanted, on=self.at.date())
        return found.content

    def peek(self, **more: Any) -> Built:
        """The digest as it would be now."""
        wanted = replace(self.wanted, on=self.at.date(), **more)
        return self.db.transaction(lambda session: build(Scope(session, self.desk, TICK, self.at), wanted))

    def told(self, content: DigestContent, language: str = "en", label: str | None = "DSWG Hka Mai") -> str:
        """How it reads in the group."""
        return "\n\n".join(self.messages(content, language, label))

    def messages(self, content: DigestContent, language: str = "en", label: str | None = "DSWG Hka Mai") -> list[str]:
        """Message by message."""
        said = digest(Telling(WORDS.into(language), self.desk.catalogue, GROUP, "waypost_bot"), content, label)
        return [plain(message.text) for message in said]


@pytest.fixture
def weeks(db: Database, desk: Desk) -> Weeks:
    """Digests of the township of Hka Mai."""

    made = Weeks(db, desk, Wanted(GAPS, None, (), WEEKLY, date(2026, 11, 23)), Township())
    made.change(lambda township: township.found())
    made.wanted = replace(made.wanted, area_id=made.township.township_id)
    return made
