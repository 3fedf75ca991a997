"""The log of every call that the bot made."""

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.people import Json


@dataclass
class Call:
    """One call: ``done`` says whether Telegram did it, ``answered`` whether the bot could learn of it."""

    number: int
    method: str
    params: dict[str, Any]
    done: bool = False
    answered: bool = True
    result: Any = None
    error: Json | None = None

    def json(self) -> Json:
        """As the control interface shows it."""
        return asdict(self)
