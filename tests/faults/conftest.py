"""A bot with one handler that echoes what is typed, so that faults are seen without the desk's answers."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog.testing
from telegram import Update
from telegram.ext import ApplicationHandlerStop, CallbackQueryHandler, MessageHandler, filters

from coordination.errors import Refusal
from coordination.scope import Scope
from coordination.viewer import Klass
from handlers.edge import Context, Incoming, front
from models.agencies import Agency
from tests.talk import ADMIN, Talk, talking
from words import Words
from words.message import Button, Message, Reply


def echo(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """Says it back; a few words make it fail, refuse or guard the answer."""
    scope.db.add(Agency(acronym=incoming.source, name=incoming.text, kind="NNGO"))
    scope.db.flush()
    text = incoming.text or f"pressed {incoming.data}"
    if "break" in text:
        raise ZeroDivisionError(text)
    if "refuse" in text:
        raise Refusal("error.apology", reference="R")
    klass = Klass.RESTRICTED if "guard" in text else Klass.PUBLIC
    return Reply((Message(text, ((Button("More", "1|echo|more"), Button("Guard", "1|echo|guard")),)),), klass=klass)


async def handle(update: Update, context: Context) -> None:
    """To the echo, and to nobody else."""
    await front(context).transact(update, echo)
    raise ApplicationHandlerStop


def handlers() -> list[Any]:
    """The echo for texts that are no commands, and its buttons."""
    return [
        MessageHandler(filters.TEXT & ~filters.COMMAND, handle),
        CallbackQueryHandler(handle, pattern=r"^1\|echo\|"),
    ]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The log goes nowhere, so that failures stay readable."""
    with structlog.testing.capture_logs():
        yield


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """The echo's conversation."""
    async with talking(tmp_path, template, handlers=handlers(), admins=("700000005",)) as conversation:
        await conversation.say(ADMIN, "/start")
        yield conversation
