"""What the clock does about movements: reporters are asked for news of plans whose time has passed."""

from collections.abc import Iterator

from coordination.execute import execute
from coordination.movement_silence import AskForNews
from coordination.scope import Scope
from words import Words, movements
from words.message import Notice


def silent(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """Ask for news, once for each movement."""
    for number, to in execute(scope, AskForNews()):
        yield f"movement.news.{number}", movements.news_wanted(words, to, number)
