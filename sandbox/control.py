"""The control interface: the Python API as JSON over HTTP, for the page and for other processes.

``POST /sandbox/say`` {user, text, chat?, reply_to?, thread?} · ``/sandbox/press`` {user, chat?, message, button | data}
· ``/sandbox/upload`` multipart user, chat?, caption?, file · ``/sandbox/faults`` {kind, method?, chat?, count?, …},
GET lists, DELETE clears · ``/sandbox/update`` {update} or {repeat: id} · ``/sandbox/bot`` {chat, user, status}
· ``GET /sandbox/chats[?chat=]`` what stands in the chats · ``GET /sandbox/log[?after=&wait=]`` every call of the bot.
People and chats are given by id or name. A wrong request is answered 400 with ``{"error": …}``.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox import acts
from sandbox.errors import ApiError, bad_request
from sandbox.faults import Fault
from sandbox.messages import Chat, Message
from sandbox.parameters import Params, parameters
from sandbox.people import Json, SandboxUser
from sandbox.shown import shown
from sandbox.world import Draft

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

Handler = Callable[[Params], Awaitable[Any]]
MAX_WAIT_SECONDS = 60


class Control:
    """Each public method that is a route takes parameters and returns JSON."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self.sandbox = sandbox

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        posts = {"say": self.say, "press": self.press, "upload": self.upload, "update": self.update, "bot": self.bot}
        gets = {"chats": self.chats, "log": self.log}
        return [
            *(Route(f"/sandbox/{name}", _json(handler), methods=["POST"]) for name, handler in posts.items()),
            *(Route(f"/sandbox/{name}", _json(handler)) for name, handler in gets.items()),
            Route("/sandbox/faults", _json(self.faults)),
            Route("/sandbox/faults", _json(self.add_fault), methods=["POST"]),
            Route("/sandbox/faults", _json(self.clear_faults), methods=["DELETE"]),
        ]

    async def say(self, params: Params) -> Json:
        person, chat = self._who_and_where(params)
        number = params.number("reply_to")
        text = params.text("text") or ""
        if not text.strip():
            raise bad_request("text is empty")
        draft = Draft(acts.words(text), reply_to=chat.messages[number] if number else None)
        return _said(*acts.say(self.sandbox.world, person, chat, _in_thread(draft, params)))

    async def upload(self, params: Params) -> Json:
        person, chat = self._who_and_where(params)
        if "file" not in params.uploads:
            raise bad_request("no file in the request")
        content = acts.picture_or_document(self.sandbox.world, params.uploads["file"], params.text("caption") or "")
        return _said(*acts.say(self.sandbox.world, person, chat, Draft(content)))

    async def press(self, params: Params) -> Json:
        person, chat = self._who_and_where(params)
        message = chat.messages[params.number("message") or 0]
        data = params.text("data") or str(message.button(params.text("button") or "")["callback_data"])
        return {"update_id": acts.press(self.sandbox.world, person, message, data)}

    async def update(self, params: Params) -> Json:
        if (number := params.number("repeat")) is not None:
            self.sandbox.repeat(number)
            return {"update_id": number}
        return {"update_id": self.sandbox.inject_raw(params.data("update") or {})}

    async def bot(self, params: Params) -> Json:
        person, chat = self._who_and_where(params)
        status = params.text("status") or "member"
        return {"update_id": acts.set_bot(self.sandbox.world, chat, person, status)}

    async def faults(self, _params: Params) -> list[Json]:
        return [asdict(fault) for fault in self.sandbox.faults.waiting]

    async def add_fault(self, params: Params) -> Json:
        return asdict(self.sandbox.faults.add(Fault(**params.values)))

    async def clear_faults(self, _params: Params) -> list[Json]:
        self.sandbox.faults.clear()
        return []

    async def chats(self, params: Params) -> list[Json]:
        named = params.text("chat")
        chats = [self.sandbox.chat(_reference(named))] if named else list(self.sandbox.world.chats.values())
        return [shown_chat(chat) for chat in chats]

    async def log(self, params: Params) -> list[Json]:
        """Calls after number ``after``; with ``wait`` seconds it waits for the first of them."""
        after = params.number("after") or 0
        wait = min(params.number("wait") or 0, MAX_WAIT_SECONDS)
        if wait:
            await self.sandbox.wait_quietly(lambda: len(self.sandbox.calls) > after, wait)
        return [call.json() for call in self.sandbox.calls[after:]]

    def _who_and_where(self, params: Params) -> tuple[SandboxUser, Chat]:
        person = self.sandbox.person(_reference(params.text("user")))
        where = params.text("chat")
        return person, self.sandbox.chat(_reference(where) if where else person)


def _reference(text: str | None) -> int | str:
    text = text or ""
    return int(text) if text.removeprefix("-").isdigit() else text


def _in_thread(draft: Draft, params: Params) -> Draft:
    return Draft(draft.content, reply_to=draft.reply_to, thread=params.number("thread"))


def _said(message: Message, update: int | None) -> Json:
    return {"update_id": update, "message_id": message.id}


def shown_chat(chat: Chat) -> Json:
    """A chat with what stands in it, for the page and for other processes."""
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "members": [user for user, status in chat.members.items() if status not in ("left", "kicked")],
        "bot": chat.bot,
        "pinned": chat.pinned,
        "messages": [shown(message) for message in chat.messages.values() if not message.deleted],
    }


def _json(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler as an endpoint; what it cannot find or read is a 400 with a reason."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await handler(await parameters(request)))
        except ApiError as error:
            return JSONResponse({"error": error.description}, 400)
        except (LookupError, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint
