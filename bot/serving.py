"""The web server of the bot: the webhook and the health pages, inside the bot's own event loop.

``/healthz`` and ``/readyz`` are known by their last part, wherever a reverse proxy has put them. Nothing of who asks is
logged.
"""

import socket
from collections.abc import Mapping

import structlog
from aiohttp import web

from bot.settings import SettingsError
from bot.vitals import Vitals
from bot.webhook import Webhook

STOP_WITHIN = 1.0
LINGER = 1.0
"""Seconds in which what a refused request still sends is read."""
BACKLOG = 1024

log = structlog.get_logger("waypost.serving")


class Pages:
    """Answers requests."""

    def __init__(self, vitals: Vitals, webhook: Webhook | None) -> None:
        self._vitals = vitals
        self._webhook = webhook

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """The answer to any request; what goes wrong is a 5xx, or a 408 for a body that does not come."""
        try:
            return await self._answer(request)
        except (TimeoutError, ConnectionError, web.RequestPayloadError):
            return web.Response(status=408)
        except Exception:
            log.exception("request.failed")
            return web.Response(status=500)

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        page = request.path.rpartition("/")[2]
        if request.method in ("GET", "HEAD") and page == "healthz":
            return _told(self._vitals.alive())
        if request.method in ("GET", "HEAD") and page == "readyz":
            return _told(await self._vitals.ready())
        if request.method == "POST" and self._webhook is not None:
            return await self._webhook.receive(request)
        return web.Response(status=404)


def _told(found: Mapping[str, bool]) -> web.Response:
    """200 when all is well, 503 else; ``no-store``, so that no proxy tells what was."""
    well = all(found.values())
    body = {"ok": well, "checks": found}
    return web.json_response(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


class Served:
    """A server that takes requests; ``port`` is the one that it got."""

    def __init__(self, runner: web.ServerRunner, port: int) -> None:
        self._runner = runner
        self.port = port

    async def close(self) -> None:
        """Take no more; let what is under way end, for a second at most."""
        await self._runner.cleanup()


async def serve(pages: Pages, host: str, port: int) -> Served:
    """Serve on ``host``; port 0 takes a free one. Raises `SettingsError` where that cannot be."""
    listener = _listener(host, port)
    server = web.Server(pages.answer, access_log=None, auto_decompress=False, lingering_time=LINGER)
    runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=STOP_WITHIN)
    await runner.setup()
    await web.SockSite(runner, listener, backlog=BACKLOG).start()
    return Served(runner, listener.getsockname()[1])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise SettingsError(f"WAYPOST_LISTEN: cannot listen on {host}:{port}: {error.strerror or error}.") from None
