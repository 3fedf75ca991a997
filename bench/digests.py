"""A thousand digests due in the same minute: how long each takes after what they share, and what holds the writer.

57,790 made-up places, 2,000 of them assessed, 20,000 commitments; digests of each township, of one sector of it, and of
the desk's whole area, for two weeks one after the other, so that the second is set beside what the first said.
``--quick`` fills less. The last line is one JSON object of all figures.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bench.matching.answers import percentile
from bench.matching.country import Filling, fill
from bench.matching.desk import opened
from bench.matching.ready import resident
from bot.desk import OpenDesk
from bot.digests import Digests, Ready, rendered
from bot.writer import Writer
from coordination import digest_runs, places
from coordination.digest_content import GAPS, SECTOR, TOWNSHIP
from coordination.digest_periods import WEEKLY, Rhythm, after
from coordination.digest_runs import Claimed
from models.digests import Digest, DigestRun
from models.people import Group
from models.places import Place
from models.queue import outbox

FULL, DIGESTS = Filling(), 1_000
QUICK, FEW = Filling(places=10_000, assessed=300, commitments=3_000), 200
AREA = 6
"""Townships of the desk."""


def main() -> None:
    """Fill, send two weeks, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="Fill less.")
    quick = parser.parse_args().quick
    figures = {"bench": "digests", "quick": quick, **measured(QUICK if quick else FULL, FEW if quick else DIGESTS)}
    for key, value in figures.items():
        print(key, value)
    print(json.dumps(figures))


def measured(filling: Filling, number: int) -> dict[str, Any]:
    """Every figure of one store."""
    with tempfile.TemporaryDirectory() as name:
        with opened(Path(name)) as desk:
            fill(desk.database, desk.desk.catalogue, filling, datetime.now(UTC).date())
            townships = desk.database.reading(_townships)
        with opened(Path(name), tuple(code for _, code in townships[:AREA])) as desk:
            assert desk.identity
            due = desk.database.transaction(lambda db: _add(db, desk, [id_ for id_, _ in townships], number))
            desk.read(places.remember)
            held = resident()
            weeks = [week(desk, due), week(desk, due + timedelta(days=7))]
            return {"digests": number, "first": weeks[0], "second": weeks[1], "mb": round(resident() - held)}


def _townships(db: Session) -> list[tuple[int, str]]:
    query = select(Place.id, Place.source_id).where(Place.kind == "township").order_by(col(Place.id))
    return [(id_ or 0, code) for id_, code in db.exec(query)]


def _add(db: Session, desk: OpenDesk, townships: list[int], number: int) -> datetime:
    """A third of the digests of each kind, all due at the same moment, which is told."""
    now = datetime.now(UTC)
    rhythm = Rhythm(WEEKLY, 0, 8 * 60, "Asia/Yangon")
    first = after(rhythm, now)
    sectors = desk.desk.catalogue.sectors
    for at in range(number):
        kind = (TOWNSHIP, SECTOR, GAPS)[at % 3]
        db.add(Group(ref=f"g{at}", label=f"Group {at}", status="active", registered_by="operator", registered_at=now))
        db.add(
            Digest(
                chat_ref=f"g{at}", kind=kind, area_id=None if kind == GAPS else townships[at % len(townships)],
                sectors=[sectors[at % len(sectors)]] if kind == SECTOR else [], rhythm=WEEKLY, day=0, minute=480,
                zone=rhythm.zone, due_on=first.on, due_at=first.at, created_by="operator", created_at=now,
                language="my" if at % 4 == 0 else None,
            )
        )  # fmt: skip
    return first.at


class Timed(Digests):
    """The desk's clock with its parts timed: ms of each digest, of each transaction that writes."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.known: set[Any] = set()
        self.lookups: list[float] = []
        self.texts: list[float] = []
        self.shared: list[float] = []
        self.longest = 0
        self.writes: list[float] = []

    def _ready(self, db: Session, digest_id: int, period: str) -> Ready | None:
        scope = self._scope(db)
        with self.timed(self.lookups):
            claim = digest_runs.claim(scope, digest_id, period)
        assert claim
        shares = claim.wanted.area_id, claim.wanted.sectors
        if shares not in self.known:
            self.known.add(shares)
            with self.timed(self.shared):
                digest_runs.built(scope, claim)
        with self.timed(self.texts):
            built = digest_runs.built(scope, claim)
            messages = rendered(self._desk, built, claim, self._username)
        self.longest = max(self.longest, *(len(message.text) for message in messages))
        return Ready(claim, built, messages)

    def _claim(self, db: Session) -> Claimed:
        with self.timed(self.writes):
            return super()._claim(db)

    def _queue(self, db: Session, ready: list[Ready]) -> None:
        with self.timed(self.writes):
            super()._queue(db, ready)

    @contextmanager
    def timed(self, found: list[float]) -> Iterator[None]:
        """Time what is done meanwhile."""
        before = time.perf_counter()
        yield
        found.append(1000 * (time.perf_counter() - before))


def week(desk: OpenDesk, at: datetime) -> dict[str, Any]:
    """One minute in which all are due."""
    writer = Writer(desk.database)
    digests = Timed(desk, writer, lambda: at, "waypost_bot")
    before = time.perf_counter()
    asyncio.run(digests.tick())
    seconds = time.perf_counter() - before
    writer.close()
    return {
        "seconds": round(seconds, 2),
        "shared_n": len(digests.shared),
        "shared_ms": _spread(digests.shared),
        "lookup_ms": _spread(digests.lookups),
        "text_ms": _spread(digests.texts),
        "write_ms": _spread(digests.writes),
        "longest": digests.longest,
        "queued": desk.database.transaction(_sent),
    }


def _spread(found: list[float]) -> dict[str, float]:
    return {
        "mean": round(sum(found) / len(found), 2),
        "p50": round(percentile(found, 0.5), 2),
        "p99": round(percentile(found, 0.99), 2),
        "most": round(max(found), 2),
    }


def _sent(db: Session) -> int:
    """Let all be sent; how many were queued."""
    queued = db.execute(outbox.update().where(outbox.c.status == "pending").values(status="sent", params=None)).rowcount  # type: ignore[attr-defined]
    db.execute(DigestRun.__table__.update().values(state="sent"))  # type: ignore[attr-defined]
    return int(queued)


if __name__ == "__main__":
    main()
