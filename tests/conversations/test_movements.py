"""Movements from the first line to the list of who is coming, as chats."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from sqlmodel import select

from coordination import places
from coordination.viewer import Role
from models.agencies import Agency
from models.movements import Movement
from sandbox import SandboxUser
from tests.talk import COORDINATOR, Talk

HERE, FIELD, GUARD = 700000022, 700000021, 700000024
LINE = "28 HH will move Sut Ga -> Lawa Bum end Jan, church organises, want food 6 mths n shelter"


@pytest_asyncio.fixture
async def desk(talk: Talk) -> AsyncIterator[Talk]:
    """A focal point of Hka Mai, a field worker of ZQX and somebody of protection besides."""
    agency = talk.desk.read(lambda scope: scope.db.exec(select(Agency.id).where(Agency.acronym == "ZQX")).one())
    township = talk.desk.read(lambda scope: places.townships(scope, "Hka Mai")[0].id)
    talk.enrol(HERE, Role.FOCAL, townships=[township])
    talk.enrol(FIELD, Role.AGENCY, agency_id=agency)
    talk.enrol(GUARD, Role.PROTECTION)
    for user in (HERE, FIELD, GUARD):
        talk.sandbox.add(SandboxUser(user, str(user)))
    for user in (COORDINATOR, GUARD):
        await talk.say(user, "/help")
    yield talk


def told(talk: Talk, who: int) -> str:
    """The last message of a chat in one line."""
    return " ".join(talk.texts(who)[-1].split())


def buttons(talk: Talk, who: int) -> list[str]:
    """Labels under the last message of a chat."""
    return [button["text"] for row in talk.messages(who)[-1].keyboard for button in row]


async def press(talk: Talk, who: int, *labels: str) -> str:
    """Press buttons of the last message one after the other; what the last message says then."""
    for label in labels:
        await talk.press(who, talk.messages(who)[-1], label)
    return told(talk, who)


def rows(talk: Talk, table: Any) -> list[Any]:
    """The rows of a table."""

    def read(scope: Any) -> list[Any]:
        found = list(scope.db.exec(select(table)).all())
        scope.db.expunge_all()
        return found

    kept: list[Any] = talk.desk.read(read)
    return kept


async def test_one_line_is_read_back_and_saved(desk: Talk) -> None:
    await desk.say(HERE, LINE)
    print(desk.texts(HERE)[-1], buttons(desk, HERE))
    said = await press(desk, HERE, "Save")
    print(desk.texts(HERE), buttons(desk, HERE))
    print(rows(desk, Movement))
    assert 0
