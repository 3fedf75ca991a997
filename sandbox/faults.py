"""Telegram's troubles on demand."""

from dataclasses import dataclass
from typing import Literal, get_args

from sandbox.errors import ApiError, bad_request, forbidden

Kind = Literal[
    "flood", "server", "gateway", "timeout", "drop", "lost", "blocked", "migrate", "thread", "parse", "unchanged"
]
KINDS: tuple[str, ...] = get_args(Kind)


@dataclass
class Fault:
    """What shall go wrong, for which ``method`` and ``chat`` (``None``: any), ``count`` times (``None``: always).

    flood: 429 with ``seconds``; server: ``code`` as JSON; gateway: 502 with an HTML page; timeout: no answer ever;
    drop: the connection ends before the deed; lost: it ends after the deed; blocked: 403; migrate: 400 with ``to``;
    thread, parse, unchanged: 400 as Telegram words them. ``skip`` lets so many calls pass first.
    """

    kind: Kind
    method: str | None = None
    chat: int | None = None
    count: int | None = 1
    seconds: int = 1
    code: int = 500
    to: int = 0
    skip: int = 0

    def matches(self, method: str, chat: object) -> bool:
        """Whether it is meant for a call."""
        named = self.method is None or self.method.lower() == method
        return named and self.count != 0 and (self.chat is None or str(self.chat) == str(chat))

    def error(self) -> ApiError:
        """The refusal that a fault of this kind is answered with."""
        match self.kind:
            case "flood":
                return ApiError(429, f"Too Many Requests: retry after {self.seconds}", retry_after=self.seconds)
            case "blocked":
                return forbidden("bot was blocked by the user")
            case "migrate":
                text = "Bad Request: group chat was upgraded to a supergroup chat"
                return ApiError(400, text, migrate_to_chat_id=self.to)
            case "thread":
                return bad_request("message thread not found")
            case "parse":
                return bad_request("can't parse entities: Unexpected end tag at byte offset 0")
            case "unchanged":
                return bad_request("message is not modified")
            case _:
                return ApiError(self.code, "Internal Server Error")


class Faults:
    """The faults that wait for their calls. getUpdates and getMe meet only those that name them."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Let it happen from the next matching call on."""
        if fault.kind not in KINDS:
            raise ValueError(f"no fault {fault.kind!r}; there are {', '.join(KINDS)}")
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """No more trouble."""
        self.waiting.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The fault that a call meets, counted off."""
        for fault in self.waiting:
            if fault.matches(method, chat) and not (fault.method is None and method in ("getupdates", "getme")):
                return self._spend(fault)
        return None

    def _spend(self, fault: Fault) -> Fault | None:
        if fault.skip:
            fault.skip -= 1
            return None
        if fault.count is not None:
            fault.count -= 1
            self.waiting = [waiting for waiting in self.waiting if waiting.count != 0]
        return fault
