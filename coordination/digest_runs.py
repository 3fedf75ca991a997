"""What the clock does about digests: each period is claimed once, built, queued once, and followed to its end.

A period has one row from the moment it is claimed (`models.digests.DigestRun`), so none comes twice, whoever ticks; and
one that cannot come any more is entered as left out, so none stays away unsaid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coordination import digests, people
from coordination.digest_content import Built, DigestContent, Wanted, build
from coordination.digest_periods import CUTOFF, Period, after, following
from coordination.execute import OPERATIONS, Operation
from coordination.people import Recipient
from coordination.scope import Scope
from models import digests as rows
from models import outbox
from models import people as people_rows
from models.digests import Digest, DigestRun, Waiting

AT_ONCE = 8
"""Digests of one transaction: it lasts some milliseconds."""
LEASE = timedelta(minutes=2)
"""How long one process has for building; then another one takes it up."""
LATE, UNREACHABLE, DEAD, RESTORED = "late", "unreachable", "dead", "restored"
KEPT = timedelta(days=366)
"""How long is kept what became of each period."""
NOT_THERE = frozenset({"Forbidden", "gone", "not allowed", "no address"})
"""What the outbox says of a chat that cannot be written to,"""
EXPIRED = "expired"
"""and of a message that came too late."""


@dataclass(frozen=True)
class ClaimDigests:
    """Enter the periods that have come, and take what is to be built now."""


@dataclass(frozen=True)
class Claim:
    """One digest to build as of ``as_of``, and where it goes; after ``until`` it is of no use any more."""

    digest_id: int
    period: str
    chat_ref: str
    topic: int | None
    label: str | None
    language: str | None
    silent: bool
    as_of: datetime
    until: datetime
    wanted: Wanted

    def dedupe(self, number: int) -> str:
        """Name of its message ``number`` in the outbox."""
        return _dedupe(self.digest_id, self.period, number)


@dataclass(frozen=True)
class Look:
    """A digest that did not come or rests now: coordinators are to look at it. ``about`` names the occasion."""

    digest_id: int
    about: str
    tell: tuple[Recipient, ...]


@dataclass(frozen=True)
class Claimed:
    """What is to be built (digest and period), and what coordinators are to look at; ``more``: there may be more."""

    runs: tuple[tuple[int, str], ...]
    looks: tuple[Look, ...]
    more: bool


@dataclass(frozen=True)
class QueueDigest:
    """A digest was built: from now on what it said counts, and its ``letters`` messages are in the outbox."""

    claim: Claim
    key: str
    body: Mapping[str, Any]
    letters: int


@dataclass(frozen=True)
class SettleDigests:
    """Look after what is in the outbox: sent, or given up."""


@dataclass(frozen=True)
class Pin:
    """A message to be pinned where it was sent."""

    chat_ref: str
    message_id: int
    silent: bool
    dedupe: str


@dataclass(frozen=True)
class Settled:
    """What coordinators are to look at, and what is to be pinned."""

    looks: tuple[Look, ...]
    pins: tuple[Pin, ...]


def is_due(scope: Scope) -> bool:
    """Whether `ClaimDigests` would find anything: a look that takes no write transaction."""
    return bool(rows.due(scope.db, scope.now, 1) or rows.is_free(scope.db, scope.now) or rows.lost(scope.db))


def is_waiting(scope: Scope) -> bool:
    """Whether `SettleDigests` would find anything."""
    return rows.is_waiting(scope.db)


def claim(scope: Scope, digest_id: int, period: str) -> Claim | None:
    """What a claimed run needs to be built; None when the digest was deleted meanwhile. Only reads."""
    row, run = rows.get(scope.db, digest_id), rows.run(scope.db, digest_id, period)
    return _claim_of(scope, row, run) if row and run else None


def built(scope: Scope, claim: Claim) -> Built:
    """The digest of ``claim`` on its frozen day; only reads."""
    return build(replace(scope, now=claim.as_of), claim.wanted)


def pass_over(scope: Scope) -> None:
    """A restored store does not know what was sent since its backup: nothing that was due until now is sent again."""
    rows.give_up(scope.db, RESTORED, scope.now)


def preview(scope: Scope, digest_id: int) -> tuple[DigestContent, Claim]:
    """The digest as it would be sent now; raises ``digests.gone``."""
    digests.only_coordinators(scope)
    row = digests.found(scope, digest_id)
    run = DigestRun(digest_id=digest_id, period="preview", due_at=scope.now, as_of=scope.now, state=rows.CLAIMED)
    claim = _claim_of(scope, row, run)
    return built(scope, claim).content, claim


def _claim(scope: Scope, _command: ClaimDigests) -> Claimed:
    looks = [_pause(scope, row) for row in rows.lost(scope.db)]
    due = rows.due(scope.db, scope.now, AT_ONCE)
    looks += [look for row in due for look in _enter(scope, row)]
    scope.db.flush()
    held = []
    free = rows.free(scope.db, scope.now, AT_ONCE)
    for run in free:
        row = rows.get(scope.db, run.digest_id)
        if row is None:
            continue
        if scope.now - run.due_at > CUTOFF[row.rhythm]:
            rows.change(scope.db, run, rows.CLAIMED, state=rows.SKIPPED, reason=LATE)
            looks.append(_look(scope, run.digest_id, run.period))
        elif rows.change(scope.db, run, rows.CLAIMED, lease_until=scope.now + LEASE):
            held.append((run.digest_id, run.period))
    return Claimed(tuple(held), tuple(looks), len(due) == AT_ONCE or len(free) == AT_ONCE)


def _pause(scope: Scope, row: Digest) -> Look:
    row.paused = digests.GONE
    scope.db.add(row)
    scope.db.flush()
    return _look(scope, row.id or 0, f"gone.{scope.now:%Y%m%d%H%M}")


def _enter(scope: Scope, row: Digest) -> Iterator[Look]:
    """The newest period that has come is claimed while it may still come; all before it are left out."""
    come = list(_come(row, scope.now))
    passed = [period for period in come if row.settled_at and period.at <= row.settled_at]
    fresh = come[len(passed) :]
    in_time = bool(fresh) and scope.now - fresh[-1].at <= CUTOFF[row.rhythm]
    late = fresh[:-1] if in_time else fresh
    begun = [_run(scope, row, period, state=rows.SKIPPED, reason=RESTORED) for period in passed]
    begun += [_run(scope, row, period, state=rows.SKIPPED, reason=LATE) for period in late]
    begun += [_run(scope, row, fresh[-1], state=rows.CLAIMED)] if in_time else []
    rows.begin(scope.db, begun)
    digests.schedule(row, after(digests.rhythm_of(row), max(scope.now, come[-1].at)))
    scope.db.add(row)
    if late:
        yield _look(scope, row.id or 0, late[-1].name)


def _come(row: Digest, now: datetime) -> Iterator[Period]:
    period = Period(row.due_on, row.due_at)
    while period.at <= now:
        yield period
        period = following(digests.rhythm_of(row), period)


def _run(scope: Scope, row: Digest, period: Period, **state: Any) -> DigestRun:
    return DigestRun(digest_id=row.id or 0, period=period.name, due_at=period.at, as_of=scope.now, **state)


def _claim_of(scope: Scope, row: Digest, run: DigestRun) -> Claim:
    group, zone = people_rows.group(scope.db, row.chat_ref), ZoneInfo(row.zone)
    last = rows.said(scope.db, row.id or 0)
    unsaid = rows.unsaid(scope.db, row.id or 0, last.due_at if last else None, RESTORED)
    return Claim(
        digest_id=row.id or 0,
        period=run.period,
        chat_ref=row.chat_ref,
        topic=row.topic,
        label=group.label if group else None,
        language=row.language or (group.language if group else people.language(scope.db, row.chat_ref)),
        silent=row.silent,
        as_of=run.as_of,
        until=run.due_at + CUTOFF[row.rhythm],
        wanted=Wanted(
            kind=row.kind,
            area_id=row.area_id,
            sectors=tuple(row.sectors),
            rhythm=row.rhythm,
            on=run.due_at.astimezone(zone).date(),
            before=last.snapshot if last else None,
            before_on=last.as_of.date() if last and last.snapshot else None,
            missed=tuple(one.due_at.astimezone(zone).date() for one in unsaid),
        ),
    )


def _queue(scope: Scope, command: QueueDigest) -> bool:
    """Whether it is this one's turn: a second builder of the same period comes too late and queues nothing."""
    claim = command.claim
    run = rows.run(scope.db, claim.digest_id, claim.period)
    if run is None:
        return False
    rows.keep_snapshot(scope.db, command.key, command.body)
    said = {"state": rows.QUEUED, "snapshot": command.key, "letters": command.letters, "lease_until": None}
    return rows.change(scope.db, run, rows.CLAIMED, **said)


def _settle(scope: Scope, _command: SettleDigests) -> Settled:
    looks, pins = [], []
    for one in rows.waiting(scope.db, _dedupes, AT_ONCE):
        wrong = [error or DEAD for status, error, _ in one.letters.values() if status == outbox.DEAD]
        if wrong or len(one.letters) < one.run.letters:
            looks.append(_fail(scope, one, wrong))
        elif all(status == outbox.SENT for status, _, _ in one.letters.values()):
            rows.change(scope.db, one.run, rows.QUEUED, state=rows.SENT)
            pins += _pins(scope, one)
    return Settled(tuple(looks), tuple(pins))


def _fail(scope: Scope, one: Waiting, wrong: list[str]) -> Look:
    """A chat that cannot be written to any more gets no further digest until a coordinator says so."""
    lost = bool(set(wrong) & NOT_THERE)
    reason = UNREACHABLE if lost else LATE if EXPIRED in wrong else DEAD
    rows.change(scope.db, one.run, rows.QUEUED, state=rows.FAILED, reason=reason)
    row = rows.get(scope.db, one.run.digest_id)
    if lost and row is not None and row.paused is None:
        row.paused = digests.GONE
        scope.db.add(row)
    return _look(scope, one.run.digest_id, one.run.period)


def _pins(scope: Scope, one: Waiting) -> list[Pin]:
    row = rows.get(scope.db, one.run.digest_id)
    message_id = next((id_ for _, _, id_ in one.letters.values() if id_ is not None), None)
    if row is None or not row.pinned or message_id is None:
        return []
    return [Pin(row.chat_ref, message_id, row.silent, f"pin.{one.run.digest_id}.{one.run.period}")]


def _dedupes(run: DigestRun) -> tuple[str, ...]:
    return tuple(_dedupe(run.digest_id, run.period, number) for number in range(run.letters))


def _dedupe(digest_id: int, period: str, number: int) -> str:
    return f"digest.{digest_id}.{period}.{number}"


def _look(scope: Scope, digest_id: int, about: str) -> Look:
    return Look(digest_id, f"{digest_id}.{about}", people.coordinators(scope))


def _ticks(scope: Scope, _command: Any) -> bool:
    return scope.viewer.kind in {"tick", "operator"}


def _claimed(result: Claimed) -> dict[str, Any]:
    return {"digests": sorted(id_ for id_, _ in result.runs), "looks": len(result.looks)}


OPERATIONS |= {
    ClaimDigests: Operation("digests.claim", _ticks, _claim, _claimed, changes_facts=False),
    QueueDigest: Operation("digests.queue", _ticks, _queue, lambda done: {"queued": int(done)}, changes_facts=False),
    SettleDigests: Operation(
        "digests.settle", _ticks, _settle, lambda done: {"looks": len(done.looks)}, audited=False, changes_facts=False
    ),
}
