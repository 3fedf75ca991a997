"""Telegram's sending limits as token buckets: one a second in a chat, 20 a minute in a group, 30 a second in all.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from dataclasses import dataclass
from datetime import datetime

_MANY = 1000


@dataclass
class _Bucket:
    capacity: float
    per_second: float
    tokens: float
    at: datetime

    def fill(self, now: datetime) -> None:
        passed = max(0.0, (now - self.at).total_seconds())
        self.tokens = min(self.capacity, self.tokens + passed * self.per_second)
        self.at = now


class Limits:
    """Whether a message may go out now; short bursts in one chat are allowed, as Telegram does."""

    CHAT, GROUP, ALL = (3.0, 1.0), (20.0, 20 / 60), (30.0, 30.0)

    def __init__(self, *, active: bool = True) -> None:
        self._active = active
        self._processes = 1
        self._buckets: dict[str, _Bucket] = {}

    def shared_by(self, processes: int) -> None:
        """So many processes send: of what holds for all chats, and for a group, each takes its part.

        The limit of a single chat is not divided: a chat is with one process at a time.
        """
        self._processes = processes

    def take(self, chat_ref: str, *, group: bool, now: datetime) -> bool:
        """Take one message's share of every limit that applies, or nothing."""
        if not self._active:
            return True
        if len(self._buckets) > _MANY:
            self._buckets = {key: kept for key, kept in self._buckets.items() if not self._full(kept, now)}
        names = [("all", self.ALL), (chat_ref, self.CHAT), *([(f"g{chat_ref}", self.GROUP)] if group else [])]
        buckets = [self._bucket(name, *self._part(size), now) for name, size in names]
        if any(bucket.tokens < 1 for bucket in buckets):
            return False
        for bucket in buckets:
            bucket.tokens -= 1
        return True

    def _part(self, size: tuple[float, float]) -> tuple[float, float]:
        capacity, per_second = size
        parts = 1 if size == self.CHAT else self._processes
        return max(1.0, capacity / parts), per_second / parts

    def _bucket(self, name: str, capacity: float, per_second: float, now: datetime) -> _Bucket:
        bucket = self._buckets.setdefault(name, _Bucket(capacity, per_second, capacity, now))
        bucket.capacity, bucket.per_second = capacity, per_second
        bucket.fill(now)
        return bucket

    @staticmethod
    def _full(bucket: _Bucket, now: datetime) -> bool:
        bucket.fill(now)
        return bucket.tokens >= bucket.capacity
