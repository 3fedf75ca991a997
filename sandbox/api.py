"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import inspect
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.bell import Bell
from sandbox.calls import Call
from sandbox.errors import ApiError
from sandbox.faults import Fault, Faults
from sandbox.hangups import HangUp, Silence
from sandbox.methods import METHODS
from sandbox.parameters import Params, parameters
from sandbox.world import World

UNAUTHORIZED = ApiError(401, "Unauthorized")
NOT_FOUND = ApiError(404, "Not Found")
QUIET = {"getupdates", "getme", "getwebhookinfo"}
BEFORE_THE_DEED = {"timeout", "drop", "gateway"}


class BotApi:
    """Answers the bot. ``calls`` is everything it asked for, polling apart."""

    def __init__(self, world: World, token: str, faults: Faults) -> None:
        self.world = world
        self.token = token
        self.faults = faults
        self.calls: list[Call] = []

    @property
    def bell(self) -> Bell:
        """Rung after each call."""
        return self.world.bell

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download),
        ]

    async def call(self, request: Request) -> Response:
        """One call of a method."""
        method = request.path_params["method"].lower()
        try:
            self._authorize(request)
            if method not in METHODS:
                raise NOT_FOUND
            params = await parameters(request)
        except ApiError as error:
            return _refusal(error)
        entry = Call(len(self.calls) + 1, request.path_params["method"], params.loggable())
        if method not in QUIET:
            self.calls.append(entry)
        response = await self._answer(method, params, entry)
        self.bell.ring()
        return response

    async def download(self, request: Request) -> Response:
        """The content of a file that getFile named; it meets the faults that name ``download`` as their method."""
        try:
            self._authorize(request)
        except ApiError as error:
            return _refusal(error)
        if self.faults.waiting and (fault := self.faults.take("download", None)):
            return _trouble(fault) if fault.kind in BEFORE_THE_DEED else _refusal(fault.error())
        stored = self.world.files.by_path.get(request.path_params["path"])
        if stored is None:
            return _refusal(NOT_FOUND)
        return Response(stored.upload.content, media_type="application/octet-stream")

    def _authorize(self, request: Request) -> None:
        if request.path_params["token"] != self.token:
            raise UNAUTHORIZED

    async def _answer(self, method: str, params: Params, entry: Call) -> Response:
        fault = self.faults.take(method, params.values.get("chat_id"))
        if fault and fault.kind in BEFORE_THE_DEED:
            entry.answered = False
            return _trouble(fault)
        if fault and fault.kind != "lost":
            return _refused(entry, fault.error())
        try:
            entry.result = await self._do(method, params)
        except ApiError as error:
            return _refused(entry, error)
        entry.done = True
        if fault:
            entry.answered = False
            return HangUp()
        return JSONResponse({"ok": True, "result": entry.result})

    async def _do(self, method: str, params: Params) -> Any:
        result = METHODS[method](self.world, params)
        return await result if inspect.isawaitable(result) else result


def _trouble(fault: Fault) -> Response:
    if fault.kind == "gateway":
        return HTMLResponse("<html><head><title>502 Bad Gateway</title></head></html>", 502)
    return Silence() if fault.kind == "timeout" else HangUp()


def _refused(entry: Call, error: ApiError) -> Response:
    entry.error = error.json()
    return _refusal(error)


def _refusal(error: ApiError) -> Response:
    headers = {"Retry-After": str(error.parameters["retry_after"])} if "retry_after" in error.parameters else None
    return JSONResponse(error.json(), error.code, headers)
