"""Who is in the sandbox: people and groups, as the caller describes them."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class SandboxUser:
    """A person: positive ``id``, ``language`` as an IETF tag. ``description`` and ``suggestions`` are for the page."""

    id: int
    name: str
    description: str = ""
    suggestions: tuple[str, ...] = ()
    language: str = "en"

    def json(self) -> Json:
        """Telegram's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass(frozen=True)
class SandboxGroup:
    """A group with the bot in it: negative ``id``, ids of its ``members`` and of those who are ``admins``.

    ``topics`` are the thread ids of a forum. ``kind`` is ``supergroup`` or ``group``.
    """

    id: int
    title: str
    members: tuple[int, ...] = ()
    description: str = ""
    suggestions: tuple[str, ...] = ()
    admins: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()
    kind: str = "supergroup"


@dataclass(frozen=True)
class BotUser:
    """The bot itself. ``privacy`` keeps group talk that is not for it from it, as Telegram does by default."""

    id: int
    name: str
    username: str
    privacy: bool = True

    def json(self) -> Json:
        """Telegram's User as others see the bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def me(self) -> Json:
        """Telegram's User as getMe answers it."""
        return self.json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
