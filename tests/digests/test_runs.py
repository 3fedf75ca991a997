"""A period comes once or is owned up to: claims, late ones, chats that are gone, builders that die."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.database import Database
from coordination import digest_runs, digests
from coordination.backups import SettleRestored
from coordination.digest_content import GAPS, SECTOR
from coordination.digest_runs import AT_ONCE, LEASE, Claim, ClaimDigests, Claimed, QueueDigest, SettleDigests
from coordination.digests import ChangeDigest, CreateDigest, MoveToTopic, RemoveDigest, SendDigest
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.groups import RemoveGroup
from coordination.retention import PurgeOldData
from coordination.scope import Desk, Scope
from coordination.viewer import GROUP, OPERATOR, TICK, Chat, Role, Viewer
from models import outbox
from models.digests import Digest, DigestRun, DigestSnapshot
from models.people import Group, Person
from models.queue import outbox as letters
from tests.hka_mai import Township

MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
COORDINATOR = Viewer(kind="person", role=Role.COORDINATOR, ref="boss", label="P-1")


@dataclass(frozen=True)
class Taken:
    """What was claimed, as its builder reads it."""

    claims: tuple[Claim, ...]
    looks: tuple[Any, ...]
    more: bool


def claims_of(db: Database, desk: Desk, done: Claimed, at: datetime) -> tuple[Claim, ...]:
    def work(session: Session) -> list[Claim | None]:
        scope = Scope(session, desk, TICK, at)
        return [digest_runs.claim(scope, digest_id, period) for digest_id, period in done.runs]

    return tuple(one for one in db.reading(work) if one is not None)


@pytest.fixture
def act(db: Database, desk: Desk) -> Callable[..., Any]:
    """``act(command, at, viewer)``: a command at a time; the township, a coordinator and two groups are there."""

    def act(command: Any, at: datetime = MADE, viewer: Viewer = TICK) -> Any:
        done = db.transaction(lambda session: execute(Scope(session, desk, viewer, at), command))
        return Taken(claims_of(db, desk, done, at), done.looks, done.more) if isinstance(done, Claimed) else done

    def fill(session: Session) -> None:
        township = Township(session)
        township.found()
        place = township.village("Lawa Bum")
        township.assess(place, {"WSH-02": 41, "PRF-03": 96})
        for ref in ("g1", "g2"):
            session.add(
                Group(ref=ref, label=f"DSWG {ref}", status="active", registered_by="operator", registered_at=MADE)
            )
        session.add(
            Person(
                ref="boss", label="P-1", role="coordinator", status="active", joined_at=MADE,
                valid_until=MADE + timedelta(days=900),
            )
        )  # fmt: skip

    db.transaction(fill)
    return act


def made(act: Callable[..., Any], ref: str | None = "g1", **said: Any) -> int:
    number: int = act(CreateDigest(GAPS, ref), MADE, COORDINATOR).id
    if said:
        act(ChangeDigest(number, said), MADE, COORDINATOR)
    return number


def runs(db: Database) -> list[tuple[str, str, str | None]]:
    query = select(DigestRun).order_by(DigestRun.due_at)  # type: ignore[arg-type]
    return db.reading(lambda session: [(one.period, one.state, one.reason) for one in session.exec(query)])


def queue(db: Database, desk: Desk, claimed: Taken, at: datetime) -> list[bool]:
    """Build and queue what was claimed, as the clock does, with a letter in the outbox for each."""

    def work(session: Session) -> list[bool]:
        scope = Scope(session, desk, TICK, at)
        done = []
        for claim in claimed.claims:
            built = digest_runs.built(scope, claim)
            done.append(execute(scope, QueueDigest(claim, built.key, built.body, 1)))
            if done[-1]:
                letter = {
                    "dedupe": claim.dedupe(0), "chat_ref": claim.chat_ref, "person_ref": None, "method": "sendMessage",
                    "params": b"x", "klass": "public", "township_id": None, "priority": 2, "status": "pending",
                    "not_before": None, "expires_at": None, "protect": False, "delete_after": None, "attempts": 0,
                    "created_at": at,
                }  # fmt: skip
                outbox.queue(session, [letter])
        return done

    return db.transaction(work)


def finish(db: Database, status: str, error: str | None = None) -> None:
    values = {"status": status, "error": error, "message_id": 7, "params": None}
    db.transaction(lambda session: session.execute(letters.update().values(**values)))


def test_nothing_is_due_before_its_time(act: Any, db: Database, desk: Desk) -> None:
    made(act)
    at = DUE - timedelta(seconds=1)
    assert not db.reading(lambda session: digest_runs.is_due(Scope(session, desk, TICK, at)))
    assert act(ClaimDigests(), at).claims == ()
    assert db.reading(lambda session: digest_runs.is_due(Scope(session, desk, TICK, DUE)))


def test_a_period_is_claimed_once_queued_once_and_followed_to_its_end(act: Any, db: Database, desk: Desk) -> None:
    made(act)
    claimed = act(ClaimDigests(), DUE)
    assert [(one.period, one.chat_ref, one.label) for one in claimed.claims] == [("2026-11-23", "g1", "DSWG g1")]
    assert act(ClaimDigests(), DUE).claims == ()
    assert queue(db, desk, claimed, DUE) == [True]
    assert queue(db, desk, claimed, DUE) == [False], "a second builder comes too late"
    assert runs(db) == [("2026-11-23", "queued", None)]
    finish(db, "sent")
    settled = act(SettleDigests(), DUE)
    assert (settled.looks, settled.pins, runs(db)) == ((), (), [("2026-11-23", "sent", None)])
    assert act(ClaimDigests(), DUE + timedelta(days=7)).claims[0].period == "2026-11-30"


def test_what_a_dead_builder_left_is_taken_up_on_the_same_day_figures(act: Any, db: Database, desk: Desk) -> None:
    made(act)
    first = act(ClaimDigests(), DUE)
    later = DUE + LEASE + timedelta(hours=23)
    again = act(ClaimDigests(), later)
    assert [replace(one, until=first.claims[0].until) for one in again.claims] == list(first.claims)
    assert again.claims[0].as_of == DUE
    assert queue(db, desk, again, later) == [True]
    assert queue(db, desk, first, later) == [False]


def test_one_that_comes_too_late_is_left_out_and_said(act: Any, db: Database, desk: Desk) -> None:
    number = made(act)
    act(ClaimDigests(), DUE)
    late = act(ClaimDigests(), DUE + timedelta(days=2, minutes=1))
    assert late.claims == ()
    assert [(one.digest_id, [to.ref for to in one.tell]) for one in late.looks] == [(number, ["boss"])]
    assert runs(db) == [("2026-11-23", "skipped", "late")]
    then = act(ClaimDigests(), DUE + timedelta(days=7))
    assert then.claims[0].wanted.missed == (date(2026, 11, 23),)
    queue(db, desk, then, DUE + timedelta(days=7))
    assert act(ClaimDigests(), DUE + timedelta(days=14)).claims[0].wanted.missed == ()


def test_after_weeks_without_the_desk_only_the_newest_comes(act: Any, db: Database, desk: Desk) -> None:
    made(act)
    found = act(ClaimDigests(), DUE + timedelta(days=21, hours=3))
    assert [one.period for one in found.claims] == ["2026-12-14"]
    assert runs(db)[:3] == [(day, "skipped", "late") for day in ("2026-11-23", "2026-11-30", "2026-12-07")]
    assert len(found.looks) == 1, "one look, however many"
    assert found.claims[0].wanted.missed == (date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7))


def test_what_was_said_is_what_the_next_is_set_beside(act: Any, db: Database, desk: Desk) -> None:
    number = made(act)
    first = act(ClaimDigests(), DUE)
    queue(db, desk, first, DUE)
    finish(db, "sent")
    act(SettleDigests(), DUE)
    second = act(ClaimDigests(), DUE + timedelta(days=7)).claims[0]
    assert second.wanted.before_on == DUE.date()
    (kept,) = db.reading(lambda session: session.exec(select(DigestSnapshot)).all())
    assert (second.wanted.before, len(kept.body["needs"])) == (kept.key, 1)
    act(RemoveDigest(number), MADE, COORDINATOR)
    act(PurgeOldData(), MADE)
    assert db.reading(lambda session: session.exec(select(DigestSnapshot)).all()) == []


@pytest.mark.parametrize(
    ("error", "reason", "paused"), [("Forbidden", "unreachable", "gone"), ("expired", "late", None)]
)
def test_one_that_telegram_would_not_take_is_told_and_not_taken_for_said(
    act: Any, db: Database, desk: Desk, error: str, reason: str, paused: str | None
) -> None:
    number = made(act)
    queue(db, desk, act(ClaimDigests(), DUE), DUE)
    finish(db, "dead", error)
    settled = act(SettleDigests(), DUE)
    assert [one.digest_id for one in settled.looks] == [number]
    assert runs(db) == [("2026-11-23", "failed", reason)]
    assert db.reading(lambda session: session.get_one(Digest, number).paused) == paused


def test_a_group_that_is_gone_rests_its_digests_until_a_coordinator_says_so(act: Any, db: Database, desk: Desk) -> None:
    number = made(act)
    act(RemoveGroup("DSWG g1"), MADE, COORDINATOR)
    found = act(ClaimDigests(), MADE)
    assert ([one.digest_id for one in found.looks], found.claims) == ([number], ())
    assert act(ClaimDigests(), DUE).looks == ()
    with pytest.raises(Refusal, match=r"digests\.no_chat"):
        act(ChangeDigest(number, {"paused": False}), DUE, COORDINATOR)


def test_a_paused_one_goes_on_with_its_next_period(act: Any, db: Database) -> None:
    number = made(act, paused=True)
    assert act(ClaimDigests(), DUE).claims == ()
    act(ChangeDigest(number, {"paused": False}), DUE + timedelta(days=3), COORDINATOR)
    assert act(ClaimDigests(), DUE + timedelta(days=3)).claims == ()
    assert act(ClaimDigests(), DUE + timedelta(days=7)).claims[0].period == "2026-11-30"
    assert runs(db) == [("2026-11-30", "claimed", None)]


def test_a_pinned_one_is_pinned_where_it_was_sent(act: Any, db: Database, desk: Desk) -> None:
    made(act, pinned=True)
    queue(db, desk, act(ClaimDigests(), DUE), DUE)
    finish(db, "sent")
    (pin,) = act(SettleDigests(), DUE).pins
    assert (pin.chat_ref, pin.message_id) == ("g1", 7)


def test_sending_now_does_not_move_the_period(act: Any, db: Database, desk: Desk) -> None:
    number = made(act)
    for _ in range(2):
        act(SendDigest(number, "u1.1"), MADE, COORDINATOR)
    claimed = act(ClaimDigests(), MADE)
    assert [one.period for one in claimed.claims] == ["now.u1.1"]
    assert queue(db, desk, claimed, MADE) == [True]
    assert [one.period for one in act(ClaimDigests(), DUE).claims] == ["2026-11-23"]


def test_many_are_claimed_part_by_part(act: Any, db: Database, desk: Desk) -> None:
    def many(session: Session) -> None:
        for number in range(AT_ONCE + 3):
            session.add(
                Digest(
                    chat_ref=f"g{1 + number % 2}", kind=GAPS, rhythm="weekly", day=0, minute=480, zone="Asia/Yangon",
                    due_on=date(2026, 11, 23), due_at=DUE, created_by="P-1", created_at=MADE,
                )
            )  # fmt: skip

    db.transaction(many)
    first, second = act(ClaimDigests(), DUE), act(ClaimDigests(), DUE)
    assert [len(first.claims), first.more, len(second.claims), second.more] == [AT_ONCE, True, 3, False]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"zone": "Mars/Olympus"}, "digests.no_zone"), ({"minute": 1440}, "digests.no_time"),
        ({"day": 7}, "digests.unclear"), ({"rhythm": "yearly"}, "digests.unclear"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_changes(act: Any, db: Database, said: Any, key: str) -> None:
    number = made(act)
    with pytest.raises(Refusal, match=key):
        act(ChangeDigest(number, said), MADE, COORDINATOR)
    row = db.reading(lambda session: session.get_one(Digest, number))
    assert (row.zone, row.minute, row.day, row.rhythm, row.due_at) == ("Asia/Yangon", 480, 0, "weekly", DUE)


@pytest.mark.parametrize(
    "command",
    [
        CreateDigest(SECTOR, "g1"), CreateDigest(SECTOR, "g1", None, ("Astrology",)), CreateDigest("township", "g1"),
        CreateDigest(GAPS, "g1", None, ("WASH",)), CreateDigest("gossip", "g1"), CreateDigest(GAPS, "g9"),
        CreateDigest("township", "g1", 4),
    ],
)  # fmt: skip
def test_a_digest_of_nothing_that_is_there_is_refused(act: Any, command: CreateDigest) -> None:
    with pytest.raises(Refusal, match=r"digests\.|place\."):
        act(command, MADE, COORDINATOR)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_else_sets_digests_up_or_sees_them(act: Any, db: Database, desk: Desk, role: Role) -> None:
    number = made(act)
    other = replace(COORDINATOR, role=role)
    commands = (
        CreateDigest(GAPS, "g1"), ChangeDigest(number, {"silent": True}), RemoveDigest(number), SendDigest(number, "s"),
    )  # fmt: skip
    for command in commands:
        with pytest.raises(NotAllowedError):
            act(command, MADE, other)
    for look in (digests.listing, lambda scope: digest_runs.preview(scope, number)):
        with pytest.raises(NotAllowedError):
            db.reading(lambda session, look=look: look(Scope(session, desk, other, MADE)))
    for viewer in (replace(COORDINATOR, chat=Chat.GROUP), GROUP):
        with pytest.raises(NotAllowedError):
            act(SendDigest(number, "s"), MADE, viewer)


def test_what_somebody_has_for_themselves_is_nobody_elses(act: Any, db: Database, desk: Desk) -> None:
    number = made(act, None)
    seen = db.reading(lambda session: digests.listing(Scope(session, desk, COORDINATOR, MADE)))
    assert [one.own for one in seen] == [True]
    assert db.reading(lambda session: digests.listing(Scope(session, desk, OPERATOR, MADE))) == ()
    with pytest.raises(Refusal, match=r"digests\.gone"):
        act(RemoveDigest(number), MADE, OPERATOR)


def test_a_topic_is_chosen_in_it_by_a_coordinator_alone(act: Any, db: Database) -> None:
    number = made(act)
    here = replace(GROUP, ref="g1")
    act(MoveToTopic("g1", "boss", 7), MADE, here)
    assert db.reading(lambda session: session.get_one(Digest, number).topic) == 7
    with pytest.raises(NotAllowedError):
        act(MoveToTopic("g1", "somebody", None), MADE, here)
    with pytest.raises(Refusal, match=r"digests\.none_here"):
        act(MoveToTopic("g2", "boss", 7), MADE, replace(GROUP, ref="g2"))


def test_after_a_restore_nothing_is_sent_twice(act: Any, db: Database, desk: Desk) -> None:
    number = made(act)
    queue(db, desk, act(ClaimDigests(), DUE), DUE)
    later = DUE + timedelta(days=7, hours=1)
    act(SettleRestored(), later, OPERATOR)
    assert act(ClaimDigests(), later).claims == ()
    assert runs(db) == [("2026-11-23", "skipped", "restored"), ("2026-11-30", "skipped", "restored")]
    (next_one,) = act(ClaimDigests(), DUE + timedelta(days=14)).claims
    assert (next_one.digest_id, next_one.period, next_one.wanted.missed) == (number, "2026-12-07", ())
