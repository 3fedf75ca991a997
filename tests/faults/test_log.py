"""The log at any level holds no token, no Telegram id, no text of a message."""

import logging

import pytest
import structlog

from bot import log
from sandbox import Fault
from tests.talk import ADMIN, AGENCY, COORDINATOR, FOCAL, GROUP, STRANGER, Talk


async def test_the_log_at_debug_tells_nothing(talk: Talk, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    log.configure("DEBUG")
    try:
        await _trouble(talk)
        structlog.get_logger("x").warning("stray", text=f"{AGENCY} {talk.sandbox.token} @somebody", number=AGENCY)
        logging.getLogger("telegram.request").error("payload %s", f"secret {AGENCY}")
    finally:
        root.handlers[:], level = before
        root.setLevel(level)
    written = capsys.readouterr().err
    assert "update.failed" in written
    assert "send.failed" in written
    ids = [AGENCY, COORDINATOR, FOCAL, STRANGER, ADMIN, GROUP]
    for forbidden in (*map(str, ids), talk.sandbox.token, "sandbox-only", "secret", "somebody", "answered"):
        assert forbidden not in written, forbidden


async def _trouble(talk: Talk) -> None:
    """Answers, failures and every kind of refusal by Telegram."""
    for kind in ("server", "blocked", "flood", "gateway", "parse"):
        talk.sandbox.fail(Fault(kind, "sendMessage"))
        await talk.say(FOCAL, "secret <b>answered</b>")
        talk.clock.advance(60)
    await talk.say(AGENCY, "break my secret")
    await talk.say(STRANGER, "secret")
    await talk.say(COORDINATOR, "@waypost_bot secret", GROUP)
    talk.sandbox.inject_raw({"message": {"text": "secret", "chat": AGENCY}})
    await talk.settle()
