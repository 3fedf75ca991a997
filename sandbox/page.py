"""The page: the client's files, the state it starts from, and the stream that keeps it up to date."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.control import shown_chat
from sandbox.files import StoredFile, picture_type
from sandbox.people import Json, SandboxGroup, SandboxUser

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

INDEX = Path(__file__).parent / "static" / "index.html"
RETRY_MS = 1_000


class Page:
    """What the browser asks for."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self.sandbox = sandbox
        self.world = sandbox.world

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        return [
            Route("/", self.index),
            Route("/sandbox/state", self.state),
            Route("/sandbox/commands", self.commands),
            Route("/sandbox/events", self.events),
            Route("/sandbox/file/{id}", self.file),
        ]

    async def index(self, _request: Request) -> Response:
        """The page itself."""
        return FileResponse(INDEX)

    async def state(self, _request: Request) -> Response:
        """Everybody and everything there is; ``number`` is the last change that is in it."""
        world = self.world
        chats = [shown_chat(chat) for chat in world.chats.values() if not chat.migrated_to]
        people = [
            {"id": person.id, "name": person.name, "about": person.description, "suggestions": _said(person)}
            for person in world.people.values()
        ]
        groups = [
            {"id": group.id, "about": group.description, "suggestions": _said(group)} for group in world.groups.values()
        ]
        whole = {"boot": world.feed.boot, "number": world.feed.number, "bot": world.bot.json(), "title": world.bot.name}
        return JSONResponse(whole | {"people": people, "groups": groups, "chats": chats})

    async def commands(self, request: Request) -> Response:
        """The command menu of a person in a chat."""
        try:
            person = self.sandbox.person(int(request.query_params["user"]))
            chat = self.sandbox.chat(int(request.query_params["chat"]))
        except (LookupError, ValueError):
            return JSONResponse([])
        return JSONResponse(self.world.menus.seen_by(chat, person.id, person.language))

    async def events(self, request: Request) -> Response:
        """Changes as server-sent events, from ``after`` on."""
        after = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
        boot, _, number = after.rpartition(".")
        stream = self._stream(int(number) if boot == self.world.feed.boot and number.isdigit() else None)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def file(self, request: Request) -> Response:
        """A file that somebody sent: pictures to look at, all else to save."""
        stored = self.world.files.by_id.get(request.path_params["id"])
        return _served(stored) if stored else PlainTextResponse("No such file.", 404)

    async def _stream(self, number: int | None) -> AsyncIterator[str]:
        """Events until the sandbox closes; ``reset`` tells a page that has missed some to start afresh."""
        feed = self.world.feed
        yield f"retry: {RETRY_MS}\n\n"
        while not self.world.bell.closed:
            changes = None if number is None else feed.since(number)
            if changes is None:
                yield _event(f"{feed.boot}.{feed.number}", "reset", {})
                number = feed.number
                continue
            for change in changes:
                number = change.number
                yield _event(f"{feed.boot}.{number}", change.kind, change.data)
            yield ": still here\n\n"
            await self._news(number)

    async def _news(self, number: int | None) -> None:
        seen = number or 0
        await self.sandbox.wait_quietly(lambda: self.world.feed.number > seen)


def _said(who: SandboxUser | SandboxGroup) -> list[str]:
    return [text for text in who.suggestions if text]


def _event(number: str, kind: str, data: Json) -> str:
    return f"id: {number}\nevent: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _served(stored: StoredFile) -> Response:
    """Only real pictures are shown; anything else could be a page with scripts and is saved instead."""
    picture = picture_type(stored.upload.content)
    name = stored.upload.name.encode("ascii", "replace").decode().replace('"', "'")
    headers = {"content-disposition": f'{"inline" if picture else "attachment"}; filename="{name}"'}
    return Response(stored.upload.content, media_type=picture or "application/octet-stream", headers=headers)
