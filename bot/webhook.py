"""Webhook: updates that the Bot API server posts. 200 means that the inbox has it; nothing else makes one be forgotten.

Several that come at the same moment share a commit. Telegram posts an update of a chat only after the one before it was
taken; what another server posts at once is stored by number.
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.courtesy import Courtesies
from bot.identity import Identity
from bot.inbox import BATCH, Inbox, number_of, pause_after
from bot.intake import ALLOWED
from bot.outbox import Caller
from bot.settings import Settings, SettingsError

HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 64
"""So many updates may be on their way at once: as many as there are lanes."""
MOST_BYTES = 1 << 20
"""Telegram's own are smaller than a tenth of that."""
READ_WITHIN = 10.0
AGAIN = 600.0
"""Seconds after which the webhook is set again: another program with the token may have taken it away."""

log = structlog.get_logger("waypost.webhook")


@dataclass(frozen=True)
class Target:
    """Where updates are to be posted and what must come with them."""

    url: str
    secret: str
    secret_in_path: bool = False

    @property
    def registered(self) -> str:
        """The address as the Bot API server is told it."""
        return f"{self.url.rstrip('/')}/{self.secret}" if self.secret_in_path else self.url

    def is_at(self, path: str) -> bool:
        """Whether ``path`` may be this address: a reverse proxy may have taken away all but its tail, or all of it."""
        tail, own = _tail(path), _tail(unquote(urlsplit(self.url).path))
        return tail in ("", own) or (self.secret_in_path and _same(tail, self.secret))

    def is_sent_by_server(self, request: web.BaseRequest) -> bool:
        """Whether the secret came along; compared in constant time."""
        given = request.headers.get(HEADER)
        if given is None and self.secret_in_path:
            given = _tail(request.path)
        return _same(given or "", self.secret)


def target(settings: Settings, identity: Identity) -> Target:
    """The webhook of settings that have one."""
    given = settings.webhook_secret
    secret = identity.webhook_secret if given is None else given.get_secret_value()
    return Target(str(settings.webhook_url), secret, settings.webhook_secret_in_path)


class Batches:
    """Stores what waits in one commit, and what comes meanwhile in the next; ``on_new`` is called after each."""

    def __init__(self, inbox: Inbox, on_new: Callable[[], None]) -> None:
        self._inbox = inbox
        self._on_new = on_new
        self._waiting: list[tuple[Any, asyncio.Future[bool]]] = []
        self._under_way: asyncio.Task[None] | None = None

    async def store(self, update: Any) -> bool:
        """Whether the inbox has the update, committed."""
        stored: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, stored))
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(self._work())
        return await stored

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            done = await self._commit(sorted((update for update, _ in batch), key=_order))
            for _, stored in batch:
                if not stored.done():
                    stored.set_result(done)

    async def _commit(self, updates: list[Any]) -> bool:
        try:
            if await self._inbox.store(updates):
                self._on_new()
        except Exception:
            log.warning("webhook.not_stored", exc_info=True)
            return False
        return True


class Webhook:
    """Has the Bot API server post updates here, and takes them."""

    def __init__(self, to: Target, caller: Caller, batches: Batches, courtesies: Courtesies) -> None:
        self.target = to
        self.is_set = False
        self._caller = caller
        self._batches = batches
        self._courtesies = courtesies

    async def run(self) -> None:
        """Keep the webhook set until cancelled; raises `SettingsError` when it is refused at the start."""
        failures = 0
        while True:
            try:
                await self.set()
                failures, pause = 0, AGAIN
            except TelegramError as error:
                self._check(error, first=not failures and not self.is_set)
                self.is_set, failures = False, failures + 1
                pause = pause_after(failures)
                log.warning("webhook.not_set", error=type(error).__name__, failures=failures)
            await asyncio.sleep(pause)

    async def set(self) -> None:
        """Tell the Bot API server where to post; what waits there is kept."""
        await self._caller.call(
            "setWebhook",
            url=self.target.registered,
            secret_token=self.target.secret,
            allowed_updates=list(ALLOWED),
            max_connections=CONNECTIONS,
        )
        self.is_set = True

    def _check(self, error: TelegramError, *, first: bool) -> None:
        if first and isinstance(error, BadRequest | InvalidToken):
            reason = error.message.replace(self.target.secret, "…")
            raise SettingsError(f"WAYPOST_WEBHOOK_URL: the Bot API server refuses this webhook: {reason}") from None

    async def receive(self, request: web.BaseRequest) -> web.Response:
        """Take one update: 200 once it is stored, 500 when it could not be, 4xx for what is none of the server's."""
        if not self.target.is_at(request.path):
            return web.Response(status=404)
        if not self.target.is_sent_by_server(request):
            log.info("webhook.no_secret")
            return web.Response(status=401)
        body = await _body(request)
        if body is None:
            log.warning("webhook.too_large")
            return web.Response(status=413)
        update = _parsed(body)
        if not isinstance(update, dict):
            log.warning("webhook.no_json")
            return web.Response(status=400)
        self._courtesies.refuse_inline(update)
        return web.Response(status=200 if await self._batches.store(update) else 500)


async def _body(request: web.BaseRequest) -> bytes | None:
    """The body, or ``None`` when it is too large; raises `TimeoutError` when it does not come."""
    if (request.content_length or 0) > MOST_BYTES:
        return None
    body = bytearray()
    async with asyncio.timeout(READ_WITHIN):
        async for part in request.content.iter_any():
            body += part
            if len(body) > MOST_BYTES:
                return None
    return bytes(body)


def _parsed(body: bytes) -> Any:
    """The JSON of a body, ``None`` when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _order(update: Any) -> int:
    return number_of(update) or 0


def _tail(path: str) -> str:
    """The last part of a path; empty where it ends in a slash."""
    return path.rpartition("/")[2]


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), secret.encode())
