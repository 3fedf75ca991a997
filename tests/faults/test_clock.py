"""A clock that is set by an hour: what waits is neither given up nor kept waiting; summer time does not touch UTC."""

from datetime import timedelta

import pytest

from bot.jumps import NONE, Jumps
from sandbox import Fault
from tests.talk import AGENCY, Clock, Talk

HOUR = 3600.0


def test_a_jump_is_what_the_clock_moved_beyond_the_time_that_passed() -> None:
    clock, lived = Clock(), [100.0]
    jumps = Jumps(clock, lambda: lived[0])
    clock.advance(50)
    lived[0] += 50
    assert jumps() == NONE
    clock.advance(-HOUR + 1)
    lived[0] += 1
    assert jumps() == timedelta(hours=-1)
    assert jumps() == NONE
    clock.advance(3)
    assert jumps() == NONE, "a small correction"


@pytest.mark.only("sqlite", "where several processes share a store no clock speaks for all")
@pytest.mark.parametrize("seconds", [HOUR, -HOUR])
async def test_an_answer_that_waits_survives_a_clock_that_is_set(talk: Talk, seconds: float) -> None:
    talk.sandbox.fail(Fault("flood", "sendMessage", chat=AGENCY, seconds=30))
    assert await talk.say(AGENCY, "hello") == []
    lived = [0.0]
    talk.parts.sender.jumps = Jumps(talk.clock, lambda: lived[0])
    talk.clock.advance(seconds)
    await talk.settle()
    assert talk.texts(AGENCY) == [], "it waits as long as before"
    talk.clock.advance(31)
    lived[0] += 31
    await talk.settle()
    assert talk.texts(AGENCY) == ["hello"]


@pytest.mark.only("sqlite", "where several processes share a store no clock speaks for all")
async def test_an_update_that_waits_for_a_retry_does_not_wait_an_hour_longer(talk: Talk) -> None:
    await talk.say(AGENCY, "break it")
    talk.parts.pipeline.jumps = Jumps(talk.clock, lambda: 0.0)
    talk.clock.advance(-HOUR)
    await talk.settle()
    before = talk.inbox()[-1].attempts
    talk.parts.pipeline.jumps = lambda: NONE
    talk.clock.advance(3)
    await talk.settle()
    assert talk.inbox()[-1].attempts == before + 1
