"""What the clock does about digests: claim what is due, build it beside the writer, queue it, look after it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session

from bot import letters
from bot.desk import OpenDesk
from bot.writer import Clock, Writer
from coordination import digest_runs
from coordination.digest_content import Built
from coordination.digest_runs import Claim, ClaimDigests, Claimed, Look, Pin, QueueDigest, SettleDigests
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import GROUP, TICK, Klass
from words.digest_setup import look_alert
from words.digests import digest
from words.message import Message
from words.telling import Telling

log = structlog.get_logger("waypost.digests")


@dataclass(frozen=True)
class Ready:
    """A digest that was built, and its messages."""

    claim: Claim
    built: Built
    messages: tuple[Message, ...]


class Digests:
    """Each part may be stopped at any moment by anything: the next tick, of whichever process, goes on from there."""

    def __init__(self, desk: OpenDesk, writer: Writer, clock: Clock, username: str | None) -> None:
        self._desk = desk
        self._writer = writer
        self._clock = clock
        self._username = username

    async def tick(self) -> None:
        """Bring everything that is due into the outbox, and see what became of what was there."""
        if await self._writer.read(lambda db: digest_runs.is_waiting(self._scope(db))):
            await self._writer.run(self._settle)
        more = await self._writer.read(lambda db: digest_runs.is_due(self._scope(db)))
        while more:
            claimed = await self._writer.run(self._claim)
            ready = await self._writer.read(partial(self._build, runs=claimed.runs))
            await self._writer.run(partial(self._queue, ready=ready))
            more = claimed.more

    def _claim(self, db: Session) -> Claimed:
        scope = self._scope(db)
        claimed: Claimed = execute(scope, ClaimDigests())
        self._tell(scope, claimed.looks)
        return claimed

    def _build(self, db: Session, runs: tuple[tuple[int, str], ...]) -> list[Ready]:
        """One that cannot be built does not keep the others; it is tried again until it is too late, which is told."""
        found = [self._ready(db, digest_id, period) for digest_id, period in runs]
        return [one for one in found if one is not None]

    def _ready(self, db: Session, digest_id: int, period: str) -> Ready | None:
        try:
            claim = digest_runs.claim(self._scope(db), digest_id, period)
            built = digest_runs.built(self._scope(db), claim) if claim else None
            return Ready(claim, built, rendered(self._desk, built, claim, self._username)) if claim and built else None
        except Exception:
            log.exception("digest.failed", digest=digest_id, period=period)
            return None

    def _queue(self, db: Session, ready: list[Ready]) -> None:
        scope = self._scope(db)
        for one in ready:
            if execute(scope, QueueDigest(one.claim, one.built.key, one.built.body, len(one.messages))):
                letters.queue(db, self._desk.identity.seal, _drafts(one), scope.now)

    def _settle(self, db: Session) -> None:
        scope = self._scope(db)
        settled = execute(scope, SettleDigests())
        self._tell(scope, settled.looks)
        letters.queue(db, self._desk.identity.seal, map(_pinning, settled.pins), scope.now)

    def _tell(self, scope: Scope, looks: tuple[Look, ...]) -> None:
        drafts = [
            letters.alert(f"digest.look.{look.about}.{to.ref}", look_alert(self._desk.words, to, look.digest_id))
            for look in looks
            for to in look.tell
        ]
        letters.queue(scope.db, self._desk.identity.seal, drafts, scope.now)

    def _scope(self, db: Session) -> Scope:
        return Scope(db, self._desk.desk, TICK, self._clock())


def rendered(desk: OpenDesk, built: Built, claim: Claim, username: str | None) -> tuple[Message, ...]:
    """A digest in the language of whoever gets it."""
    tell = Telling(desk.words.into(claim.language), desk.desk.catalogue, GROUP, username)
    return digest(tell, built.content, claim.label)


def _drafts(one: Ready) -> list[letters.Draft]:
    where: dict[str, Any] = {} if one.claim.topic is None else {"message_thread_id": one.claim.topic}
    where |= {"disable_notification": True} if one.claim.silent else {}
    return [
        letters.Draft(
            dedupe=one.claim.dedupe(number),
            chat_ref=one.claim.chat_ref,
            method="sendMessage",
            params=letters.shown(message) | where,
            klass=Klass.PUBLIC,
            priority=letters.DIGEST,
            expires_at=one.claim.until,
        )
        for number, message in enumerate(one.messages)
    ]


def _pinning(pin: Pin) -> letters.Draft:
    return letters.Draft(
        dedupe=pin.dedupe,
        chat_ref=pin.chat_ref,
        method="pinChatMessage",
        params={"message_id": pin.message_id, "disable_notification": pin.silent},
        klass=Klass.PUBLIC,
        priority=letters.DIGEST,
    )
