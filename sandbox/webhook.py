"""Delivery of updates to a webhook: in order, with the secret, again and again until it takes them."""

import asyncio
import contextlib
import time
from dataclasses import dataclass

import aiohttp

from sandbox.bell import Bell
from sandbox.people import Json
from sandbox.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
PAUSE = 0.5
TIMEOUT = aiohttp.ClientTimeout(total=30)


@dataclass
class Target:
    """Where to deliver; ``error`` is (when, what) of the last failure."""

    url: str
    secret: str | None
    connections: int = 40
    error: tuple[int, str] | None = None


class Webhook:
    """The bot's webhook, if it has set one."""

    def __init__(self, updates: Updates, bell: Bell) -> None:
        self._updates = updates
        self._bell = bell
        self._task: asyncio.Task[None] | None = None
        self.target: Target | None = None

    async def set(self, target: Target | None) -> None:
        """Deliver to ``target`` from now on; ``None`` stops."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self.target = target
        self._task = asyncio.create_task(self._deliver(target)) if target else None

    def info(self) -> Json:
        """Telegram's WebhookInfo."""
        target = self.target
        base = {"has_custom_certificate": False, "pending_update_count": self._updates.count}
        if not target:
            return {"url": ""} | base
        failed = {"last_error_date": target.error[0], "last_error_message": target.error[1]} if target.error else {}
        return {"url": target.url, "max_connections": target.connections} | base | failed

    async def _deliver(self, target: Target) -> None:
        headers = {SECRET_HEADER: target.secret} if target.secret else {}
        async with aiohttp.ClientSession(headers=headers, timeout=TIMEOUT) as session:
            while True:
                await self._bell.until(lambda: self._updates.waiting(1))
                update = self._updates.waiting(1)[0]
                failure = await _post(session, target.url, update)
                if failure:
                    target.error = (int(time.time()), failure)
                    self._bell.ring()
                    await asyncio.sleep(PAUSE)
                else:
                    self._updates.taken(update)


async def _post(session: aiohttp.ClientSession, url: str, update: Json) -> str | None:
    """Hand over one update; why it failed, or ``None``."""
    try:
        async with session.post(url, json=update) as answer:
            return None if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Connection failed: {type(error).__name__}"
