"""What the clock does about the review queue: coordinators hear what waits, senders what waited too long."""

from collections.abc import Iterator

from coordination.execute import execute
from coordination.review import TellCoordinators
from coordination.review_decisions import ExpireItems
from coordination.scope import Scope
from words import Words, review
from words.message import Notice


def waiting(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """Tell coordinators what came since they were told last; they get one notice an hour at most."""
    about = f"review.{scope.now.timestamp()}"
    return ((about, notice) for notice in review.alerts(words, execute(scope, TellCoordinators())))


def expired(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """Give up what has waited for its time, and tell its senders."""
    for news in execute(scope, ExpireItems()):
        if news.tell:
            yield f"review.expired.{news.id}", review.news_alert(words, news.tell, news)
