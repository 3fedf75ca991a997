"""The process: it starts when it can, stops when told, and does what is due by itself."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app
from bot.desk import open_desk
from bot.settings import Settings, SettingsError
from sandbox import Fault, Sandbox, serve
from tests.talk import AGENCY, STRANGER, talking, town


async def _running(folder: Path, sandbox: Sandbox, token: str | None = None) -> None:
    url = await serve(sandbox)
    settings = Settings(
        _env_file=None, bot_token=SecretStr(token or sandbox.token), bot_api_url=url, data_dir=folder, send_limits=False
    )
    try:
        with open_desk(settings) as desk:
            await app.run(desk)
    finally:
        await sandbox.close()


async def test_it_answers_announces_itself_and_stops_on_sigterm(tmp_path: Path) -> None:
    sandbox = town()
    task = asyncio.create_task(_running(tmp_path, sandbox))
    sandbox.say(STRANGER, "hello")
    await sandbox.wait_for(lambda: sandbox.sent(STRANGER))
    await sandbox.wait_for(lambda: {"deleteWebhook", "setMyCommands"} <= {call.method for call in sandbox.calls})
    os.kill(os.getpid(), signal.SIGTERM)
    await task


async def test_it_waits_for_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "FIRST_PAUSE", 0.0)
    sandbox = town()
    sandbox.fail(Fault("server", "getMe", count=3))
    task = asyncio.create_task(_running(tmp_path, sandbox))
    sandbox.say(STRANGER, "hello")
    await sandbox.wait_for(lambda: sandbox.sent(STRANGER))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_refused_token_is_said_without_the_token(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="refuses this token") as refusal:
        await _running(tmp_path, town(), "123456:somebody-elses-token-altogether")
    assert "somebody" not in str(refusal.value)


async def test_old_rows_go_by_themselves(tmp_path: Path, template: Path) -> None:
    async with talking(tmp_path, template) as talk:
        await talk.say(AGENCY, "/help")
        assert talk.inbox()
        talk.clock.advance(8 * 24 * 3600)
        await talk.parts.clockwork.ticks.purge()
        assert not talk.inbox()
        assert not talk.outbox()
