"""Telegram's command menus: by scope and language for all, by role and language in a chat that differs from them."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from coordination.viewer import Role, Viewer
from handlers.commands import GROUP, for_role
from models import menus as rows
from words import Words

FOR_ALL = {"all_private_chats": str(Role.AGENCY), "all_group_chats": GROUP}
"""The role whose menu stands in a scope; /help lists those of one's own."""
Commands = tuple[tuple[str, str], ...]
"""Names and what each does."""


@dataclass(frozen=True)
class Menu:
    """A menu to be sent; without ``commands`` it is taken away. ``shown_to`` as in `models.menus`."""

    shown_to: str
    scope: dict[str, Any]
    commands: Commands
    language: str | None = None

    @property
    def digest(self) -> str | None:
        """Tells menus apart; None for one that is taken away."""
        text = json.dumps(self.commands, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16] if self.commands else None


def listed(words: Words, role: str) -> Commands:
    """The commands of a role in a language."""
    return tuple((one.name, words.say(one.description_key)) for one in for_role(role))


@dataclass(frozen=True)
class Shown:
    """A chat as menus know it."""

    bot_id: int
    chat_ref: str
    chat_id: int


def changed(db: Session, chat: Shown, viewer: Viewer, words: Words) -> Menu | None:
    """The chat's own menu where Telegram does not have it yet; it needs none that reads as those for all."""
    role = GROUP if viewer.kind == "group" else str(viewer.role)
    usual = not viewer.known or (role in FOR_ALL.values() and viewer.language is None)
    scope = {"type": "chat", "chat_id": chat.chat_id}
    menu = Menu(chat.chat_ref, scope, () if usual else listed(words, role))
    return menu if rows.digest(db, chat.bot_id, chat.chat_ref) != menu.digest else None
