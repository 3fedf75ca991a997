"""The whole bot against a sandbox over HTTP, driven step by step with a clock of its own: nothing sleeps."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Parts, build
from bot.desk import OpenDesk, open_desk
from bot.settings import Settings
from coordination.viewer import Role
from models.people import Group, Person
from models.queue import inbox, outbox
from sandbox import Message, Sandbox, SandboxGroup, SandboxUser, serve

AGENCY, FOCAL, COORDINATOR, STRANGER, ADMIN = 700000001, 700000002, 700000003, 700000004, 700000005
GROUP, OTHER_GROUP = -1007000000001, -1007000000002
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Clock:
    """A time that only moves when told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """Aware UTC now."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Talk:
    """A running conversation."""

    sandbox: Sandbox
    parts: Parts
    desk: OpenDesk
    clock: Clock

    async def settle(self) -> None:
        """Let the bot take, handle and send all there is now."""
        while self.sandbox.world.updates.waiting(1):
            await self.parts.poller.poll(0)
        await self.parts.drain()

    async def say(self, who: int, text: str, chat: int | None = None) -> list[str]:
        """A person writes; the texts of the bot's new messages in that chat."""
        before = len(self.texts(chat or who))
        self.sandbox.say(who, text, chat)
        await self.settle()
        return self.texts(chat or who)[before:]

    async def press(self, who: int, message: Message, button: str, *, raw: bool = False) -> None:
        """A person presses a button."""
        self.sandbox.press(who, message, button, raw=raw)
        await self.settle()

    def messages(self, chat: int) -> list[Message]:
        """What stands of the bot in a chat."""
        return self.sandbox.sent(chat)

    def texts(self, chat: int) -> list[str]:
        """Texts of what stands of the bot in a chat."""
        return [message.text for message in self.messages(chat)]

    def calls(self, method: str) -> list[dict[str, Any]]:
        """Parameters of the calls of ``method`` so far, in order."""
        return [call.params for call in self.sandbox.calls if call.method.lower() == method.lower()]

    def inbox(self) -> list[Any]:
        """Rows of the inbox."""
        return self.desk.database.reading(lambda db: list(db.execute(inbox.select().order_by(inbox.c.update_id))))

    def outbox(self) -> list[Any]:
        """Rows of the outbox."""
        return self.desk.database.reading(lambda db: list(db.execute(outbox.select().order_by(outbox.c.id))))

    def enrol(self, user_id: int, role: Role, **more: Any) -> str:
        """Make somebody an active person who agreed to the notice; the reference."""
        ref = self.desk.identity.person_ref(user_id)
        person = Person(
            ref=ref,
            label=f"P-{100 + user_id % 1000}",
            role=role,
            status="active",
            joined_at=NOW,
            valid_until=NOW + timedelta(days=90),
            consented_at=NOW,
            **more,
        )
        self.desk.write(lambda scope: scope.db.add(person))
        return ref

    def register(self, chat_id: int) -> str:
        """Make a group a registered one; the reference."""
        ref = self.desk.identity.chat_ref(chat_id)
        group = Group(ref=ref, label=f"G{chat_id}", status="active", registered_by="operator", registered_at=NOW)
        self.desk.write(lambda scope: scope.db.add(group))
        return ref


def town() -> Sandbox:
    """People of every role, a stranger, an admin, a registered group and another."""
    users = [
        SandboxUser(AGENCY, "Agency"),
        SandboxUser(FOCAL, "Focal"),
        SandboxUser(COORDINATOR, "Coordinator"),
        SandboxUser(STRANGER, "Stranger"),
        SandboxUser(ADMIN, "Admin"),
    ]
    everybody = tuple(user.id for user in users)
    groups = [SandboxGroup(GROUP, "Group", everybody, topics=(7,)), SandboxGroup(OTHER_GROUP, "Other", everybody)]
    return Sandbox(users, groups)


@asynccontextmanager
async def talking(
    folder: Path, template: Path, sandbox: Sandbox | None = None, handlers: Sequence[Any] = (), **settings: Any
) -> AsyncIterator[Talk]:
    """A bot with a copy of the store ``template`` in ``folder``, or on the database that the environment names.

    ``handlers`` come before the desk's own.
    """
    shutil.copy(template, folder / "waypost.sqlite")
    sandbox = sandbox or town()
    clock = Clock()
    url = await serve(sandbox)
    values = {"bot_token": SecretStr(sandbox.token), "bot_api_url": url, "data_dir": folder, "send_limits": False}
    with open_desk(Settings(_env_file=None, **(values | settings))) as desk:
        async with build(desk, clock) as parts:
            for handler in handlers:
                parts.application.add_handler(handler, group=-1)
            talk = Talk(sandbox, parts, desk, clock)
            for user_id, role in ((AGENCY, Role.AGENCY), (FOCAL, Role.FOCAL), (COORDINATOR, Role.COORDINATOR)):
                talk.enrol(user_id, role)
            talk.register(GROUP)
            await parts.sender.start()
            yield talk
    await sandbox.close()
