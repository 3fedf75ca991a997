"""The commands of the chat: /help, Telegram's menus and the nearest command to a wrong one are made from this list."""

from dataclasses import dataclass
from difflib import get_close_matches

GROUP = "group"
"""Stands among roles for a registered group."""
_DATA = ("agency", "focal", "protection", "coordinator", GROUP)
_PERSONS = ("agency", "focal", "protection", "coordinator")
_PEOPLE = ("agency", "focal", "protection", "coordinator", "admin")
_MANAGERS = ("coordinator", "admin")
ALIKE = 0.6
"""How like a command a word must be to be taken for a slip: one wrong letter of four is enough."""


@dataclass(frozen=True)
class Command:
    """A command, the key of its description, and the roles that see it (``group`` for groups); none means everybody.

    ``example`` is what may follow it, with the fields of `coordination.examples.Examples`; "" for what stands alone.
    """

    name: str
    description_key: str
    roles: tuple[str, ...] = ()
    example: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("village", "command.village", _DATA, "{village}"),
    Command("sector", "command.sector", _DATA, "{sector} {village}"),
    Command("gaps", "command.gaps", _DATA, "{township}"),
    Command("who", "command.who", _DATA, "{village}"),
    Command("data", "command.data", _DATA, "{sector} {village}"),
    Command("changes", "command.changes", _DATA, "{village}"),
    Command("totals", "command.totals", _DATA, "{township}"),
    Command("compare", "command.compare", _DATA, "{village} and {other}"),
    Command("place", "command.place", _DATA, "{village}"),
    Command("question", "command.question", _PERSONS, "{village}"),
    Command("commit", "command.commit", _PERSONS),
    Command("mine", "command.mine", _PERSONS),
    Command("presence", "command.presence", ("agency", "focal", "protection")),
    Command("movements", "command.movements", _DATA, "{village}"),
    Command("move", "command.move", _PERSONS),
    Command("movement", "command.movement", _PERSONS),
    Command("cancel", "command.cancel", _PERSONS),
    Command("quality", "command.quality", ("coordinator",), "{township}"),
    Command("review", "command.review", ("coordinator",)),
    Command("aliases", "command.aliases", ("coordinator",)),
    Command("alias", "command.alias", ("coordinator",)),
    Command("people", "command.people", _MANAGERS),
    Command("invite", "command.invite", ("coordinator",), "focal {agency} {township}"),
    Command("groups", "command.groups", _MANAGERS),
    Command("digest", "command.digest", ("coordinator",)),
    Command("register", "command.register", ("coordinator",)),
    Command("start", "command.start", _PEOPLE),
    Command("me", "command.me", _PEOPLE),
    Command("language", "command.language", (*_PEOPLE, GROUP)),
    Command("help", "command.help"),
)
"""In the order in which they are shown."""


def for_role(role: str) -> tuple[Command, ...]:
    """The commands of a role, or of ``group``."""
    return tuple(command for command in COMMANDS if not command.roles or role in command.roles)


def nearest(name: str, role: str, most: int = 1) -> tuple[str, ...]:
    """Names of the commands of ``role`` that ``name`` may be a slip of, the likeliest first."""
    names = [command.name for command in for_role(role)]
    return tuple(get_close_matches(name.lower(), names, most, ALIKE))
