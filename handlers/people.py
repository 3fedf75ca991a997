"""/start, the purpose notice, /me and leaving: what people do about themselves."""

import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import examples, myself
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.invitations import Join
from coordination.people import NOTICE, needs_consent
from coordination.registration import AgreeToPurpose, LeaveDesk
from coordination.scope import Scope
from coordination.viewer import Chat
from handlers import ask, flows, places
from handlers.edge import Context, Incoming, front, in_private
from words import Words, links, tour
from words import myself as own
from words import people as texts
from words import registration as entries
from words.message import Message, Reply

BEGINNING = re.compile(r"/start(@\w+)?(\s+(?P<args>\S+))?\s*")


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("start", start),
        CommandHandler("me", me),
        CallbackQueryHandler(agree, pattern=r"^1\|ok\|\d{0,4}$"),
        CallbackQueryHandler(later, pattern=r"^1\|n[nr]\|$"),
        CallbackQueryHandler(me, pattern=r"^1\|me\|n?$"),
        CallbackQueryHandler(leave, pattern=r"^1\|lv\|y?$"),
    ]


async def start(update: Update, context: Context) -> None:
    """Welcome a known person, open a village of a deep link, or use an invitation."""
    desk = front(context)
    await desk.transact(update, partial(_start, desk.code_hash), strangers=True)


async def me(update: Update, context: Context) -> None:
    """Show one's own entry, or the notice that was agreed to."""
    await front(context).transact(update, _me)


async def agree(update: Update, context: Context) -> None:
    """[I agree] under the purpose notice; the question that it kept waiting is answered next, else the tour begins."""
    desk = front(context)
    asked = await desk.begin(update, _agree, before_consent=True)
    if asked:
        await desk.as_typed(update, asked)
    elif asked is not None:
        await desk.transact(update, _begin, before_consent=True)


async def later(update: Update, context: Context) -> None:
    """[Not now], and back to the notice."""
    await front(context).transact(update, _later, before_consent=True)


async def leave(update: Update, context: Context) -> None:
    """[Leave the desk], then [Yes, leave]."""
    await front(context).transact(update, _leave, before_consent=True)


def _start(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    looking = scope.viewer
    if looking.kind == "group":
        return Reply((Message(words.html("people.welcome_group")),))
    if looking.kind == "person":
        link = links.read(incoming.args)
        if link and link.kind == links.PAGE_LINK:
            return places.open_page(scope, link.place_id or 0, words, incoming.bot_username)
        if link and link.kind == links.FLOW_LINK:
            return flows.opened(scope, incoming, words, link)
        if link:
            return ask.open_link(scope, incoming, link, words)
        return Reply((texts.welcome(words, looking.role, examples.choose(scope)),))
    return _join(code_hash, scope, incoming, words)


def _join(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """A code that does not work reads exactly like none."""
    if scope.viewer.chat is Chat.GROUP:
        raise Refusal("refusal.group" if scope.viewer.kind == "unregistered" else "refusal.stranger")
    if not incoming.args or incoming.person_ref is None:
        raise Refusal("refusal.stranger")
    return entries.joined(words, execute(scope, Join(code_hash(incoming.args.strip()), incoming.person_ref)))


def _agree(scope: Scope, incoming: Incoming, words: Words) -> tuple[str, Reply]:
    """What is to be answered next, "" for nothing; a notice of another version is shown as it reads now."""
    in_private(scope)
    if (incoming.data or "") != f"{texts.AGREE}{NOTICE}":
        return "", Reply((texts.notice(words),))
    execute(scope, AgreeToPurpose())
    begun = BEGINNING.fullmatch(incoming.asked)
    asked = "" if begun and not links.read(begun["args"] or "") else incoming.asked
    return asked, Reply((texts.agreed(words, answered=bool(asked)),))


def _begin(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if needs_consent(scope.viewer):
        return Reply()
    return Reply((tour.message(words, str(scope.viewer.role), 1, examples.choose(scope)),), edit=False)


def _later(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    return Reply((texts.notice(words) if incoming.data == texts.READ else texts.not_now(words),))


def _me(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if incoming.data == own.NOTICE:
        return Reply((texts.notice_to_read(words),), edit=False)
    return Reply((own.me(words, myself.entry(scope)),), guarded=True)


def _leave(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not (incoming.data or "").endswith("|y"):
        return Reply((own.sure_to_leave(words),))
    execute(scope, LeaveDesk())
    return Reply((Message(words.html("people.left")),), klass=None, menus=True)
