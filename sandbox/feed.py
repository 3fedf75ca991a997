"""What the page must hear of: a numbered stream of changes."""

import secrets
from collections import deque
from dataclasses import dataclass

from sandbox.bell import Bell
from sandbox.people import Json

REMEMBERED = 2_000


@dataclass(frozen=True)
class Change:
    """One change: ``kind`` is message, typing, notice, answered, commands or chats."""

    number: int
    kind: str
    data: Json


class Feed:
    """The last changes. ``boot`` tells a page whether it still talks to the same sandbox."""

    def __init__(self, bell: Bell) -> None:
        self.boot = secrets.token_hex(6)
        self._bell = bell
        self._changes: deque[Change] = deque(maxlen=REMEMBERED)
        self.number = 0

    def publish(self, kind: str, data: Json) -> None:
        """Tell everyone who listens."""
        self.number += 1
        self._changes.append(Change(self.number, kind, data))
        self._bell.ring()

    def since(self, number: int) -> list[Change] | None:
        """Changes after ``number``; ``None`` when some of them are forgotten already."""
        if number < self.number - len(self._changes):
            return None
        return [change for change in self._changes if change.number > number]
