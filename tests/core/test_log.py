"""Redaction of what is left."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log


@pytest.fixture
def _logging(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    log.configure("DEBUG")
    yield
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("_logging")
def test_fields_lose_ids_tokens_and_names(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger("x").info(
        "event",
        a="id 700000001",
        b=700000001,
        c="7000000001:abcdefghijklmnopqrstuvwxyz",
        d="@somebody",
        e=5,
        f=True,
        g=[700000001],
        h={"k": "@somebody"},
    )
    (line,) = lines(capsys)
    assert (line["a"], line["b"], line["c"], line["d"], line["e"], line["f"]) == ("id …", "…", "…", "…", 5, True)
    assert (line["g"], line["h"]) == ("[…]", "{'k': '…'}")


@pytest.mark.usefixtures("_logging")
def test_exceptions_keep_their_type_and_our_frames_only(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        log.frames(5)  # type: ignore[arg-type]
    except AttributeError as error:
        structlog.get_logger("x").warning("failed", exc_info=error)
        logging.getLogger("library").exception("secret")
    for line in lines(capsys):
        assert line["error"] == "AttributeError"
        assert any(str(frame).startswith("bot/log.py:") for frame in line["frames"])  # type: ignore[attr-defined]
        assert "secret" not in json.dumps(line)


@pytest.mark.usefixtures("_logging")
def test_libraries_are_heard_from_warning_on_and_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("telegram.ext", "httpx", "sqlalchemy.engine", "apscheduler"):
        logging.getLogger(name).info("secret")
        logging.getLogger(name).warning("secret")
    written = lines(capsys)
    assert len(written) == 4
    assert "secret" not in json.dumps(written)
