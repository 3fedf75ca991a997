"""Conversations on Bot API servers that others wrote or might write, by polling and by webhook."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import structlog.testing
from pydantic import SecretStr

from bot import app
from bot.desk import OpenDesk, open_desk
from bot.settings import Settings
from coordination.scope import Scope
from coordination.viewer import Role
from tests.conversations.conftest import plant
from tests.hka_mai import Township
from tests.lo_server import LoServer
from tests.small_server import BIG, SmallServer
from tests.talk import AGENCY, enrol, webhook

pytestmark = pytest.mark.only("sqlite", "the other side is what differs here")

SERVERS: dict[str, tuple[Callable[[], SmallServer], bool]] = {
    "small, polling": (SmallServer, False),
    "small, polling, ids from a billion": (lambda: SmallServer(10**9), False),
    "small, polling, ids beyond 2^52": (lambda: SmallServer(BIG + 7), False),
    "small, webhook": (SmallServer, True),
    "small, webhook, secret in the path": (lambda: SmallServer(sends_secret=False), True),
    "lo-bot-api-emulator, polling": (LoServer, False),
    "lo-bot-api-emulator, webhook": (LoServer, True),
}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


@asynccontextmanager
async def hosted(folder: Path, template: Path, server: SmallServer, **settings: object) -> AsyncIterator[OpenDesk]:
    """The running bot on the planted township, with one agency."""
    shutil.copy(template, folder / "waypost.sqlite")
    url = await server.start()
    values = {"bot_token": SecretStr(server.token), "bot_api_url": url, "data_dir": folder, "send_limits": False}
    with open_desk(Settings(_env_file=None, **(values | settings))) as desk:
        enrol(desk, AGENCY, Role.AGENCY)

        def work(scope: Scope) -> None:
            plant(Township(scope.db))

        desk.write(work)
        task = asyncio.create_task(app.run(desk))
        try:
            yield desk
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await server.close()


@pytest_asyncio.fixture(params=SERVERS)
async def host(request: pytest.FixtureRequest, tmp_path: Path, template: Path) -> AsyncIterator[SmallServer]:
    make, by_webhook = SERVERS[request.param]
    hook = webhook() | {"webhook_secret_in_path": "path" in request.param} if by_webhook else {}
    one = make()
    async with hosted(tmp_path, template, one, **hook):
        yield one


async def test_a_card_a_sector_and_back(host: SmallServer) -> None:
    await host.say(AGENCY, "what is going on in Lawa Bum")
    (card,) = await host.texts(1)
    assert "Lawa Bum" in card
    await host.press(AGENCY, host.sent[-1], "WASH")
    assert "WSH-02: 87 of 173" in (await host.texts(2))[-1]
    await host.press(AGENCY, host.sent[-1], "Village card")
    assert (await host.texts(3))[-1] == card
    assert len(host.sent) == (1 if host.protects else 3)
    await host.until(lambda: host.count("answerCallbackQuery") == 2)


async def test_commands_choices_and_order(host: SmallServer) -> None:
    for said in ("/help", "info Kawng Hpra", "/nonsense"):
        await host.say(AGENCY, said)
    first, second, third = await host.texts(3)
    assert "– a village or camp" in first
    assert second == "Which Kawng Hpra?"
    assert third == "I do not know this command. /help shows what I can do."
    await host.press(AGENCY, host.sent[1], "Kawng Hpra, Nmai Ga")
    assert (await host.texts(4))[-1].startswith("<b>Kawng Hpra · village, Nmai Ga")


async def test_polls_confirm_by_the_last_id_and_one(tmp_path: Path, template: Path) -> None:
    server = SmallServer(10**9)
    async with hosted(tmp_path, template, server):
        await server.say(AGENCY, "/help")
        await server.texts(1)
        await server.until(lambda: server.calls[-1][0] == "getUpdates")
        assert int(server.calls[-1][1]["offset"]) == 10**9 + 1
