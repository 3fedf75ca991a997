"""/start, /me, /people, consent and confirmation buttons."""

import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import people, registration
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.invitations import Join
from coordination.registration import (
    AgreeToPurpose,
    ConfirmPerson,
    LeaveDesk,
    RefusePerson,
    RemovePerson,
    RenewPerson,
    ResumePerson,
    SuspendPerson,
)
from coordination.scope import Scope
from coordination.viewer import Chat
from handlers import ask, places
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import people as texts
from words import registration as entries
from words.message import Message, Reply
from words.village import CARD_LINK, PAGE_LINK

CHANGES: dict[str, type] = {
    "confirm": ConfirmPerson,
    "refuse": RefusePerson,
    "suspend": SuspendPerson,
    "resume": ResumePerson,
    "renew": RenewPerson,
    "remove": RemovePerson,
}
"""What follows /people."""
PRESSED: dict[str, type] = {"pc": ConfirmPerson, "pr": RefusePerson, "pn": RenewPerson}
LINK = re.compile(rf"([{CARD_LINK}{PAGE_LINK}])(\d{{1,18}})")


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("start", start),
        CommandHandler("me", me),
        CommandHandler("people", manage),
        CallbackQueryHandler(agree, pattern=r"^1\|ok\|"),
        CallbackQueryHandler(me, pattern=r"^1\|me\|"),
        CallbackQueryHandler(leave, pattern=r"^1\|lv\|y?$"),
        CallbackQueryHandler(decide, pattern=r"^1\|p[vcrn]\|[^|]+$"),
    ]


async def start(update: Update, context: Context) -> None:
    """Welcome a known person, open a village of a deep link, or use an invitation."""
    desk = front(context)
    await desk.transact(update, partial(_start, desk.code_hash), strangers=True)


async def me(update: Update, context: Context) -> None:
    """Show one's own entry."""
    await front(context).transact(update, _me)


async def agree(update: Update, context: Context) -> None:
    """[I agree] under the purpose notice."""
    await front(context).transact(update, _agree, before_consent=True)


async def leave(update: Update, context: Context) -> None:
    """[Leave the desk], then [Yes, leave]."""
    await front(context).transact(update, _leave, before_consent=True)


async def manage(update: Update, context: Context) -> None:
    """/people: who uses the desk, and changes of one person."""
    await front(context).transact(update, _manage)


async def decide(update: Update, context: Context) -> None:
    """[Open], [Confirm], [Refuse] and [Renew] under what coordinators are told of a person."""
    await front(context).transact(update, _decide)


def _start(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    looking = scope.viewer
    if looking.kind == "group":
        return Reply((Message(words.html("people.welcome_group")),))
    if looking.kind == "person":
        link = LINK.fullmatch(incoming.args.strip())
        if link:
            opened = places.open_page if link[1] == PAGE_LINK else ask.open_village
            return opened(scope, int(link[2]), words, incoming.bot_username)
        return Reply((texts.welcome(words, looking.role),))
    return _join(code_hash, scope, incoming, words)


def _join(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """A code that does not work reads exactly like none."""
    if scope.viewer.chat is Chat.GROUP:
        raise Refusal("refusal.group" if scope.viewer.kind == "unregistered" else "refusal.stranger")
    if not incoming.args or incoming.person_ref is None:
        raise Refusal("refusal.stranger")
    return entries.joined(words, execute(scope, Join(code_hash(incoming.args.strip()), incoming.person_ref)))


def _me(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    return Reply((entries.me(words, registration.mine(scope)),))


def _agree(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    execute(scope, AgreeToPurpose())
    welcome = texts.welcome(words, scope.viewer.role)
    return Reply((Message(f"{words.html('consent.thanks')}\n\n{welcome.text}"),))


def _leave(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not (incoming.data or "").endswith("|y"):
        return Reply((entries.sure_to_leave(words),))
    execute(scope, LeaveDesk())
    return Reply((Message(words.html("people.left")),), klass=None)


def _manage(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    word, _, label = incoming.args.strip().partition(" ")
    if not word:
        return Reply(entries.everybody(words, registration.listing(scope)))
    if word.lower() not in CHANGES or not label:
        raise Refusal("people.usage")
    return _change(scope, words, CHANGES[word.lower()], label)


def _decide(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, label = (incoming.data or "").split("|")
    if verb == "pv":
        return Reply((entries.person(words, registration.one(scope, label)),))
    return _change(scope, words, PRESSED[verb], label)


def _change(scope: Scope, words: Words, command: type, label: str) -> Reply:
    entry = execute(scope, command(label))
    shown = Message(entries.line(words, entry))
    woken = people.recipient_called(scope, entry.label) if command is ConfirmPerson else None
    return Reply((shown,), also=(entries.confirmed(words, woken),) if woken else ())
