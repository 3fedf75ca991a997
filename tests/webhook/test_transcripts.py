"""Conversations that the bot holds by polling, held by webhook."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog.testing

from coordination.scope import Scope
from tests.conversations.conftest import plant
from tests.conversations.test_asking import (
    test_a_card_then_a_sector_then_back_in_the_same_message,
    test_a_limit_of_burmese_letters_is_answered,
    test_in_a_group_by_mention_command_and_reply,
    test_names_of_people_are_sent_back_and_nothing_is_kept,
    test_the_choice_between_two_places,
)
from tests.faults.test_updates import test_strangers_get_one_sentence_and_nothing_of_theirs_is_kept
from tests.hka_mai import Township
from tests.talk import Talk, talking, webhook

pytestmark = pytest.mark.only("sqlite", "by polling they are held on both")

__all__ = [
    "test_a_card_then_a_sector_then_back_in_the_same_message",
    "test_a_limit_of_burmese_letters_is_answered",
    "test_in_a_group_by_mention_command_and_reply",
    "test_names_of_people_are_sent_back_and_nothing_is_kept",
    "test_strangers_get_one_sentence_and_nothing_of_theirs_is_kept",
    "test_the_choice_between_two_places",
]


@pytest_asyncio.fixture
async def talk(tmp_path: Path, template: Path) -> AsyncIterator[Talk]:
    """The bot on the planted township, by webhook."""
    with structlog.testing.capture_logs():
        async with talking(tmp_path, template, **webhook()) as conversation:

            def work(scope: Scope) -> None:
                plant(Township(scope.db))

            conversation.desk.write(work)
            yield conversation
