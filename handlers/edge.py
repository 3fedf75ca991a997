"""The seam between Telegram's handlers and the desk: plain data in, one call, nothing sent from here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

from telegram import Update
from telegram.ext import ContextTypes

from coordination.errors import NotAllowedError, Refusal
from coordination.picks import Asker, Keyed
from coordination.scope import Scope
from coordination.topics import Speaker
from coordination.viewer import Chat
from exchange.staging import Store
from words import Words
from words.message import Reply

T = TypeVar("T")


@dataclass(frozen=True)
class Sent:
    """A file that came with a message: its sealed id at Telegram, its size in bytes and its MIME type as claimed.

    ``size`` is 0 where Telegram does not say it. The name was never kept.
    """

    sealed: bytes
    size: int
    mime: str


@dataclass(frozen=True)
class Incoming:
    """What a handler may know of an update: no Telegram id of a person or chat, only keyed references.

    ``source`` is ``u<bot>.<update>``, the unique origin of what it writes. ``args`` are the words after a command,
    ``data`` the payload of a pressed button, ``language`` that of the sender's Telegram, ``sent`` a file. ``again``:
    the update was tried before, and failed. ``asked`` is the question that the purpose notice kept from being
    answered, when that notice is agreed to. ``topic`` is that of a forum group.
    """

    source: str
    chat_ref: str
    person_ref: str | None
    text: str = ""
    args: str = ""
    data: str | None = None
    message_id: int | None = None
    bot_username: str | None = None
    language: str | None = None
    sent: Sent | None = None
    again: bool = False
    asked: str = ""
    topic: int | None = None


Work = Callable[[Scope, Incoming, Words], Reply | None]
"""Runs in a worker thread inside the update's transaction; ``None`` says nothing."""
First = Callable[[Scope, Incoming, Words], tuple[T, Reply]]
"""As `Work`, ahead of it: what it found out, and what is said on the way."""


class Front(Protocol):
    """What the composition root gives to handlers."""

    def code_hash(self, code: str) -> str:
        """Keyed hash under which an invitation code is kept."""
        ...

    def pick_hash(self, text: str) -> str:
        """Keyed hash under which is kept who picked what (`coordination.picks`)."""
        ...

    async def transact(
        self, update: Update, work: Work, *, strangers: bool = False, before_consent: bool = False
    ) -> None:
        """Run ``work`` in the update's one transaction and queue its reply.

        Strangers (suspended people, unregistered groups too) get their one sentence instead of ``work`` unless
        ``strangers``; a person who has not agreed to the purpose notice gets that notice unless ``before_consent``.
        A `Refusal` rolls back and is said; any other error counts as an attempt of the inbox.
        """
        ...

    async def as_typed(self, update: Update, text: str) -> None:
        """Go on as if whoever pressed the button had typed ``text``: the same handlers, the same rights."""
        ...

    async def begin(self, update: Update, first: First[T], *, before_consent: bool = False) -> T | None:
        """What ``first`` found out, in a transaction ahead of `transact`; ``None`` when the update ends here.

        It ends where strangers, consent (unless ``before_consent``) or a `Refusal` get their sentence instead, and
        where it was handled before.
        """
        ...

    async def fetch(self, update: Update, sealed: bytes, limit: int) -> bytes:
        """Content of a file; an error that lets the inbox try again, or a `Refusal` where that is of no use."""
        ...

    async def look(self, update: Update, work: Callable[[Scope], T]) -> T:
        """Result of ``work(scope)``, which only reads and may take long: beside the writer, in a thread of its own."""
        ...

    async def study(self, update: Update, work: Callable[[Store], T]) -> T:
        """Result of ``work(store)``, which may take long: in a thread of its own, one file at a time.

        The store acts as whoever sent the update, with the rights that they have at each transaction.
        """
        ...


Context = ContextTypes.DEFAULT_TYPE


def asker(keyed: Keyed, incoming: Incoming) -> Asker:
    """Who asks or picks in this update, for `coordination.picks`."""
    return Asker(incoming.chat_ref, incoming.person_ref, keyed)


def speaker(incoming: Incoming) -> Speaker:
    """Who speaks in this update and where, for `coordination.topics`."""
    return Speaker(incoming.person_ref, incoming.chat_ref)


def in_private(scope: Scope) -> None:
    """Refuse in a group what everybody there would read."""
    if scope.viewer.chat is Chat.GROUP:
        raise NotAllowedError("people.in_private")


def front(context: Any) -> Front:
    """The desk behind this update."""
    desk: Front = context.application.bot_data["front"]
    return desk


async def saying_no(desk: Front, update: Update, do: Callable[[], Awaitable[None]]) -> None:
    """``do``; what it refuses is said as the answer."""
    try:
        await do()
    except Refusal as refusal:
        await desk.transact(update, partial(_refuse, refusal))


def _refuse(refusal: Refusal, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    raise refusal
