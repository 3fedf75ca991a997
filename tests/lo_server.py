"""The package lo-bot-api-emulator behind the face of the small server: it refuses every parameter it does not know."""

import json
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator

from tests.small_server import Json, Sent, SmallServer

TOKEN = "7:a-token-of-an-emulator-that-is-nobodys"


class LoServer(SmallServer):
    """Intake, validation and delivery are the package's; what the bot said is read on the way."""

    protects = False

    def __init__(self) -> None:
        super().__init__()
        self.token = TOKEN
        self._emulator = LoBotApiEmulator(allow_insecure_loopback_webhooks=True)

    async def start(self) -> str:
        """Serve; the address."""
        app = self._emulator.app()
        app.middlewares.append(self._read)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop."""
        await self._runner.cleanup()

    async def _add(self, update: Json) -> None:
        await self._emulator.enqueue_update(update, token=self.token)

    @web.middleware
    async def _read(self, request: web.Request, handler: Any) -> web.StreamResponse:
        params = dict(await request.post())
        response = await handler(request)
        method = request.path.rpartition("/")[2]
        if response.status == 200:
            self._note(method, params, json.loads(response.body)["result"])
        async with self._changed:
            self._changed.notify_all()
        return response

    def _note(self, method: str, params: Json, result: Any) -> None:
        self.calls.append((method, params))
        markup = json.loads(params.get("reply_markup") or "{}")
        if method == "sendMessage":
            self.sent.append(Sent(result["message_id"], int(params["chat_id"]), params["text"], markup))
        if method == "editMessageText":
            (found,) = [one for one in self.sent if one.id == int(params["message_id"])]
            found.text, found.markup = params["text"], markup
        if method == "setWebhook":
            self.webhook = params
