"""Jumps of the machine's clock, by which nothing that waits may be given up or kept waiting."""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.writer import Clock

LEAST = timedelta(seconds=10)
"""Less is made up by waiting."""
NONE = timedelta()

log = structlog.get_logger("waypost.jumps")


def seconds_lived() -> float:
    """Seconds by a clock that nobody sets, and that goes on while the machine sleeps where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Jumps:
    """How far ``clock`` has been set since it was asked last; daylight saving does not touch it, which is UTC."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = seconds_lived) -> None:
        self._clock = clock
        self._steady = steady
        self._last = clock(), steady()

    def __call__(self) -> timedelta:
        """Forward is positive; nothing for small corrections."""
        last, self._last = self._last, (self._clock(), self._steady())
        passed = timedelta(seconds=self._last[1] - last[1])
        jump = self._last[0] - last[0] - passed
        if abs(jump) < LEAST:
            return NONE
        log.warning("clock.jumped", seconds=round(jump.total_seconds()))
        return jump


def never() -> timedelta:
    """A clock that is not set."""
    return NONE
