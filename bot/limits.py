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
        self._buckets: dict[str, _Bucket] = {}

    def take(self, chat_ref: str, *, group: bool, now: datetime) -> bool:
        """Take one message's share of every limit that applies, or nothing."""
        if not self._active:
            return True
        if len(self._buckets) > _MANY:
            self._buckets = {key: kept for key, kept in self._buckets.items() if not self._full(kept, now)}
        names = [("all", self.ALL), (chat_ref, self.CHAT), *([(f"g{chat_ref}", self.GROUP)] if group else [])]
        buckets = [self._bucket(name, *size, now) for name, size in names]
        if any(bucket.tokens < 1 for bucket in buckets):
            return False
        for bucket in buckets:
            bucket.tokens -= 1
        return True

    def _bucket(self, name: str, capacity: float, per_second: float, now: datetime) -> _Bucket:
        bucket = self._buckets.setdefault(name, _Bucket(capacity, per_second, capacity, now))
        bucket.fill(now)
        return bucket

    @staticmethod
    def _full(bucket: _Bucket, now: datetime) -> bool:
        bucket.fill(now)
        return bucket.tokens >= bucket.capacity
