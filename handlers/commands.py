"""The commands of the chat: /help and Telegram's menu are made from this list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command, the key of its description, and the roles that see it; none means everybody."""

    name: str
    description_key: str
    roles: tuple[str, ...] = ()


COMMANDS: tuple[Command, ...] = (
    Command("start", "command.start"),
    Command("me", "command.me"),
    Command("presence", "command.presence", ("agency", "focal", "protection")),
    Command("invite", "command.invite", ("coordinator",)),
    Command("people", "command.people", ("coordinator", "admin")),
    Command("register", "command.register", ("coordinator",)),
)
