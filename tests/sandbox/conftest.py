"""A small town and a way to call the Bot API as a bot would."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from sandbox import Sandbox, SandboxGroup, SandboxUser, serve

AGENCY, COORDINATOR, GROUP, SMALL = 101, 102, -1001, -55

Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def town() -> Sandbox:
    """An agency and a coordinator who have opened their chats, a forum group, a small group."""
    people = [SandboxUser(AGENCY, "Ah Nan"), SandboxUser(COORDINATOR, "Htu Ra", language="my"), SandboxUser(103, "New")]
    groups = [
        SandboxGroup(GROUP, "Group", (AGENCY, COORDINATOR), admins=(COORDINATOR,), topics=(7,)),
        SandboxGroup(SMALL, "Small", (AGENCY,), kind="group"),
    ]
    sandbox = Sandbox(people, groups)
    for person in (AGENCY, COORDINATOR):
        sandbox.say(person, "hello")
    sandbox.world.updates.drop()
    return sandbox


@pytest_asyncio.fixture
async def client(town: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP without a socket."""
    transport = httpx.ASGITransport(town.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        yield client


@pytest.fixture
def call(client: httpx.AsyncClient, town: Sandbox) -> Call:
    """``await call(method, **params)``: the whole body of the answer."""

    async def called(method: str, **params: Any) -> dict[str, Any]:
        body: dict[str, Any] = (await client.post(f"/bot{town.token}/{method}", json=params)).json()
        return body

    return called


@pytest_asyncio.fixture
async def online(town: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP over a socket, as the bot has it; paths are relative to the bot's."""
    base = await serve(town)
    async with httpx.AsyncClient(base_url=f"{base}/bot{town.token}/", timeout=30) as client:
        yield client
    await town.close()
