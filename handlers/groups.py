"""/register in a group, /groups in private, and the news that the bot was put out of a group or made its admin."""

from functools import partial
from typing import Any

from telegram import ChatMember, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler

from coordination import groups
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.groups import GroupEntry, JoinGroup, NotePromotion, NoteRemoval, RegisterGroup, RemoveGroup
from coordination.people import ACTIVE
from coordination.scope import Scope
from coordination.viewer import Chat
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import groups as texts
from words.message import Message, Reply
from words.registration import group_alert

OUT = {ChatMember.LEFT, ChatMember.BANNED}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("register", register),
        CommandHandler("groups", show),
        CallbackQueryHandler(show, pattern=r"^1\|gl\|$"),
        CallbackQueryHandler(look, pattern=r"^1\|gv\|\d{1,4}\|[^|]{1,60}$"),
        CallbackQueryHandler(remove, pattern=r"^1\|gx\|\d{1,4}\|[^|]{1,60}(\|y)?$"),
        ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def register(update: Update, context: Context) -> None:
    """Register this group, by a coordinator's word or a code."""
    desk = front(context)
    await desk.transact(update, partial(_register, desk.code_hash), strangers=True, before_consent=True)


async def show(update: Update, context: Context) -> None:
    """/groups: in which groups the desk answers."""
    await front(context).transact(update, _show)


async def look(update: Update, context: Context) -> None:
    """One group."""
    await front(context).transact(update, _look)


async def remove(update: Update, context: Context) -> None:
    """[Take it off the desk], then [Yes]."""
    await front(context).transact(update, _remove)


async def membership(update: Update, context: Context) -> None:
    """The bot's own membership changed: out of a group means that it is no longer registered."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in OUT:
        await front(context).transact(update, _removed, strangers=True, before_consent=True)
    elif change.new_chat_member.status == ChatMember.ADMINISTRATOR:
        await front(context).transact(update, _promoted, strangers=True, before_consent=True)


def _register(code_hash: Any, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """Whoever is no coordinator needs a code; one that does not work reads like none."""
    if scope.viewer.chat is Chat.PRIVATE:
        raise Refusal("groups.in_group" if scope.viewer.known else "refusal.stranger")
    args = incoming.args.strip()
    if groups.has_invitation(scope, code_hash(args)) or not groups.is_coordinator(scope, incoming.person_ref):
        entry = execute(scope, JoinGroup(incoming.chat_ref, code_hash(args)))
    else:
        entry = execute(scope, RegisterGroup(incoming.chat_ref, incoming.person_ref, args))
    return Reply((Message(words.html("groups.registered", label=entry.label)),))


def _show(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    active = [entry for entry in groups.listing(scope) if entry.status == ACTIVE]
    return Reply((texts.listing(words, active),), guarded=True)


def _asked(scope: Scope, incoming: Incoming) -> tuple[GroupEntry, str]:
    """The group that a button means, unless the list changed since it was made; and the data that names it."""
    in_private(scope)
    _, _, number, name, *_ = (incoming.data or "").split("|")
    entry = groups.one(scope, int(number))
    if texts.name_of(entry) != name:
        raise Refusal("groups.changed")
    return entry, f"{number}|{name}"


def _look(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    entry, data = _asked(scope, incoming)
    return Reply((texts.one(words, entry, data),), guarded=True)


def _remove(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    entry, data = _asked(scope, incoming)
    if not (incoming.data or "").endswith("|y"):
        return Reply((texts.sure(words, entry, data),), guarded=True)
    execute(scope, RemoveGroup(entry.label))
    return Reply((Message(words.html("groups.gone", label=entry.label)),), guarded=True)


def _removed(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    news = execute(scope, NoteRemoval(incoming.chat_ref))
    return Reply(also=group_alert(words, "groups.alert_removed", news)) if news else None


def _promoted(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    news = execute(scope, NotePromotion(incoming.chat_ref))
    return Reply(also=group_alert(words, "groups.alert_promoted", news)) if news else None
