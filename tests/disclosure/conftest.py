"""A store with a fictional township, and what a viewer is told of it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.database import Database
from bot.resources import resource
from coordination import answer
from coordination.errors import Refusal
from coordination.scope import Desk, Scope
from coordination.viewer import Viewer
from tests.hka_mai import NOW, Township
from words import Words, answers
from words.language import read_locales
from words.message import Message
from words.telling import Telling

WORDS = Words(read_locales(resource("locales")))

Ask = Callable[..., tuple[Message, ...]]
Build = Callable[[Callable[[Township], Any]], Any]


def screens(ask: Ask, viewer: Viewer, question: str, kind: str | None = None) -> tuple[Message, ...]:
    """Every screen of an answer: beyond the last one it is the last one."""
    shown: list[tuple[Message, ...]] = []
    while not shown or ask(viewer, question, len(shown), kind) != shown[-1]:
        shown.append(ask(viewer, question, len(shown), kind))
    return tuple(message for one in shown for message in one)


@pytest.fixture
def build(db: Database) -> Build:
    """``build(work)``: fill the store through a `Township`, again and again."""
    township = Township()

    def filled(work: Callable[[Township], Any]) -> Any:
        def in_transaction(session: Any) -> Any:
            township.db = session
            if not township.township_id:
                township.found()
            return work(township)

        return db.transaction(in_transaction)

    return filled


@pytest.fixture
def ask(db: Database, desk: Desk) -> Ask:
    """``ask(viewer, question, page=0, kind=None)``: the messages of a screen of the answer."""

    def told(viewer: Viewer, question: str, page: int = 0, kind: str | None = None) -> tuple[Message, ...]:
        def work(scope: Scope) -> tuple[Message, ...]:
            telling = Telling(WORDS, desk.catalogue, viewer, "waypost_test_bot", page)
            try:
                return answers.reply(telling, answer.answer(scope, question, kind).results).messages
            except Refusal as refusal:
                return (Message(WORDS.html(refusal.key, **refusal.params)),)

        return db.transaction(lambda session: work(Scope(session, desk, viewer, NOW)))

    return told
