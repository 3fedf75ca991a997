"""A lane's wait: it ends by a cancellation whenever that comes."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.lanes import Lanes


class Work:
    chat_ref = "c"


@pytest.mark.parametrize("turns", range(6))
async def test_a_cancellation_in_the_moment_of_a_wake_is_not_swallowed(turns: int) -> None:
    async def claim(_busy: frozenset[str], _limit: int) -> Sequence[Work]:
        return ()

    async def handle(_work: Work) -> None:
        raise AssertionError

    lanes = Lanes(claim, handle)
    running = asyncio.create_task(lanes.run())
    for _ in range(6):
        await asyncio.sleep(0)
    lanes.wake()
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    for _ in range(12):
        await asyncio.sleep(0)
    assert running.done()
