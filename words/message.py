"""What words make: messages with buttons, ready for any chat."""

from dataclasses import dataclass
from datetime import timedelta

from coordination.viewer import Klass

LIMIT = 4096
"""Telegram's limit for one text, in UTF-16 units after entities are parsed."""


@dataclass(frozen=True)
class Button:
    """A button: ``data`` comes back when it is pressed (versioned, at most 64 bytes), or ``url`` opens a link."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Document:
    """A file that hangs on a message; the name is ours."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """One message: HTML of Telegram's small set, all user text escaped, rows of buttons, perhaps a ``document``.

    Under a document the text is its caption, of at most 1024 units; such a message replaces no other.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    document: Document | None = None


@dataclass(frozen=True)
class Removal:
    """A message of this chat to be deleted ``after`` that time, where Telegram allows it; it may be the person's."""

    message_id: int
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Notice:
    """A message for another person than the one who asked; free of content, since a lock screen shows it."""

    person_ref: str
    message: Message


@dataclass(frozen=True)
class Reply:
    """The answer to one update. ``klass`` is the highest class in it, ``township_id`` bounds a focal point's right.

    Without a class it is a fixed sentence that holds no data and may go to anybody, a stranger or somebody who has
    just left among them; `people.recipient_may` looks at it again when the message is sent.

    ``edit`` replaces the message whose button was pressed. ``notice`` is the short text over the chat on a press.
    ``also`` goes to others, in their private chats. ``removals`` are deleted.

    ``quoting`` shows in private, too, which message is answered: Telegram brings it back with the press of a button.
    ``guarded`` protects what is of no class but not for others. ``once`` names what a chat is told once and no more.
    ``menus``: somebody may use other commands from now on.
    """

    messages: tuple[Message, ...] = ()
    klass: Klass | None = Klass.PUBLIC
    township_id: int | None = None
    edit: bool = True
    notice: str | None = None
    also: tuple[Notice, ...] = ()
    removals: tuple[Removal, ...] = ()
    quoting: bool = False
    guarded: bool = False
    once: str = ""
    menus: bool = False

    @property
    def protected(self) -> bool:
        """Whether it is marked against forwarding in private, and deleted by timer."""
        return self.guarded or (self.klass is not None and self.klass > Klass.PUBLIC)
