"""Telegram's command menus: each person sees the commands of the own role; nothing is sent that is there already."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import RetryAfter, TelegramError

from bot import addresses
from bot.desk import OpenDesk
from bot.outbox import Caller
from bot.writer import Clock, Writer
from coordination import groups, people
from coordination.scope import Scope
from coordination.viewer import TICK
from handlers.commands import GROUP, for_role
from models import menus as rows
from models.menus import Menu

log = structlog.get_logger("waypost.menus")

EVERYBODY, GROUPS = "all_private_chats", "all_group_chats"
STRANGER = "stranger"
"""No role: only what everybody sees."""
LETTERS = 2
LANGUAGE = ""
"""Every language that has no menu of its own."""


@dataclass(frozen=True)
class Wanted:
    """A menu as it should stand: where, and the commands; none takes it away."""

    scope: str
    language: str
    where: dict[str, Any]
    commands: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """What tells whether Telegram has it already."""
        return hashlib.sha256(json.dumps(self.commands, ensure_ascii=False).encode()).hexdigest()[:16]

    @property
    def params(self) -> dict[str, Any]:
        """Of setMyCommands or deleteMyCommands."""
        named = [{"command": name, "description": does} for name, does in self.commands]
        shown = {"scope": self.where} | ({"language_code": self.language} if self.language else {})
        return shown | ({"commands": named} if named else {})


class Menus:
    """Sends what changed; a menu that could not be sent is tried again the next time."""

    def __init__(self, desk: OpenDesk, calls: Caller, writer: Writer, clock: Clock) -> None:
        self._desk = desk
        self._calls = calls
        self._writer = writer
        self._clock = clock
        self._looked = False

    async def refresh(self) -> None:
        """Bring Telegram's menus up to date: of strangers, of groups, and of everybody who is registered."""
        if not self._looked:
            await self._look()
        for wanted in await self._writer.run(self._changed):
            try:
                method = "setMyCommands" if wanted.commands else "deleteMyCommands"
                await self._calls.call(method, **wanted.params)
            except RetryAfter as error:
                log.info("menu.later", error=type(error).__name__)
                return
            except TelegramError as error:
                log.info("menu.failed", error=type(error).__name__)
            else:
                await self._writer.run(partial(_keep, wanted=wanted))

    async def _look(self) -> None:
        """Once a run: a server that has not our menu for everybody has none of the others (another bot, a demo)."""
        try:
            there = await self._calls.call("getMyCommands", scope={"type": EVERYBODY})
        except TelegramError as error:
            log.info("menu.unknown", error=type(error).__name__)
            return
        self._looked = True
        names = [one.get("command") for one in there] if isinstance(there, list) else []
        if names != [name for name, _ in self._commands(STRANGER, None)]:
            await self._writer.run(rows.drop_all)

    def _changed(self, db: Session) -> list[Wanted]:
        sent = rows.digests(db)
        wanted = list(self._wanted(db))
        known = {one.scope for one in wanted}
        gone = [self._of_person(db, scope, "", ()) for scope, _ in sent if scope not in known]
        new = [one for one in wanted if sent.get((one.scope, one.language)) != one.digest]
        return [*new, *(one for one in gone if one is not None)]

    def _wanted(self, db: Session) -> Iterator[Wanted]:
        for scope, role in ((EVERYBODY, STRANGER), (GROUPS, GROUP)):
            for language in self._told_apart():
                shown = LANGUAGE if language == self._desk.words.default else language
                yield Wanted(scope, shown, {"type": scope}, self._commands(role, language))
        current = Scope(db, self._desk.desk, TICK, self._clock())
        spoken = ((ref, GROUP, language) for ref, language in groups.languages(current))
        for ref, role, own in (*people.in_force(current), *spoken):
            found = self._of_person(db, ref, LANGUAGE, self._commands(role, own))
            if found is not None:
                yield found

    def _told_apart(self) -> tuple[str, ...]:
        """The languages in which there are menus for all: Telegram knows codes of two letters only."""
        words = self._desk.words
        return tuple(one for one in words.languages if len(one) == LETTERS and words.into(one).translated)

    def _of_person(self, db: Session, ref: str, language: str, commands: tuple[tuple[str, str], ...]) -> Wanted | None:
        """For one private chat; ``None`` where no address is kept, since the person never wrote or is forgotten."""
        chat_id = addresses.chat_id(db, self._desk.identity.seal, ref)
        if chat_id is None:
            if not commands:
                rows.drop(db, ref, language)
            return None
        return Wanted(ref, language, {"type": "chat", "chat_id": chat_id}, commands)

    def _commands(self, role: str, language: str | None) -> tuple[tuple[str, str], ...]:
        words = self._desk.words.into(language)
        return tuple((one.name, words.say(one.description_key)) for one in for_role(role))


def _keep(db: Session, wanted: Wanted) -> None:
    if wanted.commands:
        rows.keep(db, Menu(scope=wanted.scope, language=wanted.language, digest=wanted.digest))
    else:
        rows.drop(db, wanted.scope, wanted.language)
