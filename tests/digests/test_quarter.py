"""A quarter of weeks for many groups in eight time zones, with a desk that stops and dies at any moment."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import structlog.testing
from sqlmodel import Session, select

from bot.database import Database
from bot.desk import OpenDesk
from bot.digests import Digests
from bot.settings import Settings
from bot.writer import Writer
from coordination.digest_content import GAPS, TOWNSHIP
from coordination.digest_periods import CUTOFF, Rhythm, after
from coordination.scope import Desk
from models.digests import Digest, DigestRun
from models.people import Group, Person
from models.queue import outbox
from tests.digests.conftest import WORDS
from tests.hka_mai import Township

ZONES = (
    "Asia/Yangon", "Asia/Kathmandu", "Europe/Berlin", "America/New_York", "America/Santiago", "Australia/Lord_Howe",
    "Pacific/Apia", "UTC",
)  # fmt: skip
BEGIN, DAYS, GROUPS = datetime(2026, 9, 14, 0, 0, tzinfo=UTC), 91, 16
"""Clocks change in four of the zones meanwhile."""


class KilledError(Exception):
    """The program ended in the midst of its work."""


class Dying(Digests):
    """A desk's clock that dies before building, after it, or while queueing."""

    chance = Random(0)

    def _build(self, db: Session, runs: Any) -> Any:
        self.perhaps()
        return super()._build(db, runs)

    def _queue(self, db: Session, ready: Any) -> None:
        super()._queue(db, ready)
        self.perhaps()

    def perhaps(self) -> None:
        if self.chance.random() < 0.15:
            raise KilledError


def fill(session: Session) -> None:
    township = Township(session)
    township.found()
    for number, name in enumerate(("Lawa Bum", "Nam Sop")):
        township.assess(township.village(name), {"WSH-02": 41 + number, "PRF-03": 96}, on=date(2026, 9, 1))
    session.add(
        Person(
            ref="boss", label="P-1", role="coordinator", status="active", joined_at=BEGIN,
            valid_until=BEGIN + timedelta(days=900),
        )
    )  # fmt: skip
    random = Random(5)
    for number in range(GROUPS):
        ref, rhythm = f"g{number}", random.choice(["daily", "weekly", "weekly", "monthly"])
        day = random.randint(0, 6) if rhythm == "weekly" else random.randint(1, 28)
        when = Rhythm(rhythm, day, random.choice([0, 90, 150, 480, 1439]), ZONES[number % len(ZONES)])
        first = after(when, BEGIN)
        session.add(Group(ref=ref, label=ref, status="active", registered_by="operator", registered_at=BEGIN))
        session.add(
            Digest(
                chat_ref=ref, kind=TOWNSHIP if number % 2 else GAPS, area_id=township.township_id, rhythm=rhythm,
                day=day, minute=when.minute, zone=when.zone, due_on=first.on, due_at=first.at, created_by="P-1",
                created_at=BEGIN,
            )
        )  # fmt: skip


def expected(digest: Digest, until: datetime) -> dict[str, datetime]:
    """Every period that was due, by counting days and nothing else."""
    zone, found = ZoneInfo(digest.zone), {}
    for number in range(-2, DAYS + 2):
        day = BEGIN.date() + timedelta(days=number)
        falls = {"daily": True, "weekly": day.weekday() == digest.day, "monthly": day.day == digest.day}[digest.rhythm]
        at = datetime.combine(day, time(*divmod(digest.minute, 60)), zone).astimezone(UTC)
        if falls and BEGIN < at <= until:
            found[day.isoformat()] = at
    return found


def deliver(db: Database, sent: Counter[tuple[str, str]]) -> None:
    """Telegram takes what waits."""

    def work(session: Session) -> None:
        waiting = session.execute(outbox.select().where(outbox.c.status == "pending")).all()
        for row in waiting:
            sent[row.chat_ref, row.dedupe] += 1
        done = {"status": "sent", "params": None, "message_id": 1}
        session.execute(outbox.update().where(outbox.c.status == "pending").values(**done))

    db.transaction(work)


async def test_every_digest_that_was_due_came_once_or_was_left_out_and_said(
    db: Database, desk: Desk, tmp_path: Path
) -> None:
    """On PostgreSQL two processes tick at once."""
    opened = OpenDesk(Settings(_env_file=None, data_dir=tmp_path, database_url=None), db, desk, WORDS)
    assert opened.identity, "made while the store is empty"
    db.transaction(fill)
    now, random, sent = BEGIN, Random(9), Counter[tuple[str, str]]()
    programs = [Dying(opened, Writer(db), lambda: now, "waypost_bot") for _ in range(2 if db.on_postgres else 1)]
    kills = 0
    with structlog.testing.capture_logs():
        while now < BEGIN + timedelta(days=DAYS):
            done = await asyncio.gather(*(one.tick() for one in programs), return_exceptions=True)
            kills += sum(isinstance(one, KilledError) for one in done)
            assert [one for one in done if one is not None and not isinstance(one, KilledError)] == []
            if random.random() < 0.9:
                deliver(db, sent)
            stopped = random.random() < 0.04
            now += timedelta(hours=random.uniform(6, 110)) if stopped else timedelta(hours=random.uniform(0.05, 9))
    for one in programs:
        one._writer.close()
    assert kills > 10
    check(db, sent, now)


def check(db: Database, sent: Counter[tuple[str, str]], until: datetime) -> None:
    found = db.reading(lambda session: [(one, _runs(session, one.id or 0)) for one in session.exec(select(Digest))])
    states: Counter[str] = Counter()
    for digest, runs in found:
        due = expected(digest, until)
        ended = {name for name, at in due.items() if until - at > CUTOFF[digest.rhythm] + timedelta(days=5)}
        assert ended <= set(runs) <= set(due)
        assert {name: runs[name].due_at for name in runs} == {name: due[name] for name in runs}
        assert all(runs[name].state in {"sent", "skipped"} for name in ended)
        for name, run in runs.items():
            came = sent[digest.chat_ref, f"digest.{digest.id}.{name}.0"]
            states[run.state] += 1
            assert came == (run.state == "sent" or (run.state == "queued" and came))
            assert came <= 1
            if run.state == "skipped":
                assert any(ref == "boss" and about.startswith(f"digest.look.{digest.id}.") for ref, about in sent)
    assert states["sent"] > 120
    assert states["skipped"] > 5


def _runs(session: Session, digest_id: int) -> dict[str, DigestRun]:
    rows = session.exec(select(DigestRun).where(DigestRun.digest_id == digest_id))
    return {one.period: one for one in rows}
