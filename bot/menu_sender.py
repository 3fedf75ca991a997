"""Telling Telegram the command menus; one that it has already is not sent again."""

from contextlib import suppress
from functools import partial
from typing import Any

from telegram.error import TelegramError

from bot.courtesy import Courtesies
from bot.menus import FOR_ALL, Menu, listed
from bot.outbox import Caller
from bot.writer import Writer
from models import menus as rows
from words import Words

LETTERS = 2
"""Telegram knows menus of languages with a code of two letters only."""


class MenuSender:
    """Sends menus beside the durable path; one that Telegram did not take is tried again at the next occasion."""

    def __init__(self, bot_id: int, caller: Caller, courtesies: Courtesies, writer: Writer) -> None:
        self._bot_id = bot_id
        self._caller = caller
        self._courtesies = courtesies
        self._writer = writer

    async def announce(self, words: Words) -> None:
        """The menus for all: in the desk's language, and in each other that Telegram can tell."""
        await self._ask()
        desk = words.into(None)
        others = [words.into(one) for one in words.languages if one != desk.language and len(one) == LETTERS]
        for scope, role in FOR_ALL.items():
            for spoken in (desk, *(one for one in others if one.translated)):
                code = None if spoken is desk else spoken.language
                menu = Menu(f"{scope}.{code or ''}", {"type": scope}, listed(spoken, role), code)
                stored = await self._writer.read(partial(rows.digest, bot_id=self._bot_id, shown_to=menu.shown_to))
                if stored != menu.digest:
                    await self._send(menu)

    async def _ask(self) -> None:
        """Forget what was sent where Telegram has nothing of it: to another server, say."""
        with suppress(TelegramError):
            if not await self._caller.call("getMyCommands", scope={"type": "all_private_chats"}):
                await self._writer.run(partial(rows.forget_all, bot_id=self._bot_id))

    def send(self, menu: Menu) -> None:
        """Start sending one."""
        self._courtesies.start("menu", self._send(menu))

    async def _send(self, menu: Menu) -> None:
        params: dict[str, Any] = {"scope": menu.scope} | ({"language_code": menu.language} if menu.language else {})
        if menu.commands:
            params["commands"] = [{"command": name, "description": does} for name, does in menu.commands]
        await self._caller.call("setMyCommands" if menu.commands else "deleteMyCommands", **params)
        kept = partial(rows.keep, bot_id=self._bot_id, shown_to=menu.shown_to, taken=menu.digest)
        await self._writer.run(kept)
