"""Promising help and telling news of it, as chats."""

from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from sqlmodel import select

from coordination.viewer import Role
from models.agencies import Agency
from models.commitments import Commitment
from sandbox import SandboxUser
from tests.conversations.test_review import buttons, press, rows, told
from tests.hka_mai import Township
from tests.talk import AGENCY, COORDINATOR, GROUP, Talk

WASH, OTHER, KNOWN = 700000031, 700000032, 700000033


@pytest_asyncio.fixture
async def desk(talk: Talk) -> AsyncIterator[Talk]:
    """Staff of KMSS and of HMC, which repairs 20 of 30 houses in Nam Sop already; a coordinator who has written."""

    def plant(scope: object) -> tuple[int, int]:
        township = Township()
        township.db = scope.db  # type: ignore[attr-defined]
        return township.agency("KMSQ"), township.agency("HMC")

    ours, theirs = talk.desk.write(plant)
    talk.enrol(WASH, Role.AGENCY, agency_id=ours)
    talk.enrol(OTHER, Role.AGENCY, agency_id=theirs)
    for user in (WASH, OTHER):
        talk.sandbox.add(SandboxUser(user, str(user)))
    yield talk


def stored(talk: Talk) -> list[Commitment]:
    """The versions in force that were made in chat."""
    found = [one for one in rows(talk, Commitment) if one.superseded_at is None and one.source.startswith("c")]
    return sorted(found, key=lambda one: one.number)


async def test_x(desk: Talk) -> None:
    await desk.say(WASH, "we can cover shelter for 30 HH in Lawa Bum")
    for _ in range(3):
        print(told(desk, WASH), buttons(desk, WASH))
        await press(desk, WASH, buttons(desk, WASH)[0])
    print(told(desk, WASH), buttons(desk, WASH))
    print(await press(desk, WASH, "Open"), buttons(desk, WASH))
    print(stored(desk))
    for text in ("C-3 confirmed", "delivered 28 of 30", "/mine", "delayed to March","/commit", "C-3"):
        print(text, await desk.say(WASH, text), buttons(desk, WASH))
    assert 0
