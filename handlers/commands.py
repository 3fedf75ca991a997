"""The commands of the chat: /help and Telegram's menu are made from this list."""

from dataclasses import dataclass

GROUP = "group"
"""Stands among roles for a registered group."""
_DATA = ("agency", "focal", "protection", "coordinator", GROUP)
_PERSONS = ("agency", "focal", "protection", "coordinator")
_PEOPLE = ("agency", "focal", "protection", "coordinator", "admin")


@dataclass(frozen=True)
class Command:
    """A command, the key of its description, and the roles that see it (``group`` for groups); none means everybody."""

    name: str
    description_key: str
    roles: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command("village", "command.village", _DATA),
    Command("sector", "command.sector", _DATA),
    Command("gaps", "command.gaps", _DATA),
    Command("compare", "command.compare", _DATA),
    Command("place", "command.place", _DATA),
    Command("question", "command.question", _PERSONS),
    Command("start", "command.start", _PEOPLE),
    Command("me", "command.me", _PEOPLE),
    Command("language", "command.language", (*_PEOPLE, GROUP)),
    Command("presence", "command.presence", ("agency", "focal", "protection")),
    Command("invite", "command.invite", ("coordinator",)),
    Command("people", "command.people", ("coordinator", "admin")),
    Command("quality", "command.quality", ("coordinator",)),
    Command("review", "command.review", ("coordinator",)),
    Command("aliases", "command.aliases", ("coordinator",)),
    Command("alias", "command.alias", ("coordinator",)),
    Command("register", "command.register", ("coordinator",)),
    Command("help", "command.help"),
)
"""In the order in which they are shown."""


def for_role(role: str) -> tuple[Command, ...]:
    """The commands of a role, or of ``group``."""
    return tuple(command for command in COMMANDS if not command.roles or role in command.roles)
