"""Telling the admins of the settings, in their private chats, without content."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.identity import Identity
from bot.letters import plain, queue
from coordination import people
from words import Words


class Admins:
    """The people of ``WAYPOST_ADMINS``; they hear about the program's health and no data."""

    def __init__(self, user_ids: tuple[str, ...], identity: Identity, words: Words) -> None:
        self._ids = tuple(int(number) for number in user_ids)
        self._identity = identity
        self._words = words

    def tell(self, db: Session, about: str, now: datetime, key: str, **params: Any) -> None:
        """Queue the sentence ``key`` for each of them, once for what it is ``about``."""
        refs = {self._identity.chat_ref(number): number for number in self._ids}
        for ref, number in refs.items():
            text = self._words.into(people.language(db, self._identity.person_ref(number))).say(key, **params)
            queue(db, self._identity.seal, [plain(f"admin.{ref}.{about}", ref, number, text)], now)
