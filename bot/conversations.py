"""What the clock does about open conversations: those that nobody goes on with are given up, and their person told."""

from collections.abc import Iterator

from coordination.conversations import ExpireConversations
from coordination.execute import execute
from coordination.scope import Scope
from flows.registry import FLOWS
from words import Words, flows
from words.message import Notice


def expired(scope: Scope, words: Words) -> Iterator[tuple[str, Notice]]:
    """Give up what has waited for its time."""
    gone = execute(scope, ExpireConversations())
    about = f"flow.expired.{scope.now.timestamp()}"
    return ((about, flows.expired(words, to)) for flow, to in gone if not _saved(flow))


def _saved(flow: str) -> bool:
    """Whether what was said in it took effect at once, so that nothing is lost."""
    return flow in FLOWS and FLOWS[flow].at_once
