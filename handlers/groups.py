"""/register in a group, and the news that the bot was put out of one."""

from functools import partial
from typing import Any

from telegram import ChatMember, Update
from telegram.ext import BaseHandler, ChatMemberHandler, CommandHandler

from coordination import groups
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.groups import JoinGroup, NoteRemoval, RegisterGroup
from coordination.scope import Scope
from coordination.viewer import Chat
from handlers.edge import Context, Incoming, front
from words import Words
from words.message import Message, Reply
from words.registration import group_alert

OUT = {ChatMember.LEFT, ChatMember.BANNED}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("register", register),
        ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def register(update: Update, context: Context) -> None:
    """Register this group, by a coordinator's word or a code."""
    desk = front(context)
    await desk.transact(update, partial(_register, desk.code_hash), strangers=True, before_consent=True)


async def membership(update: Update, context: Context) -> None:
    """The bot's own membership changed: out of a group means that it is no longer registered."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in OUT:
        await front(context).transact(update, _removed, strangers=True, before_consent=True)


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


def _removed(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    news = execute(scope, NoteRemoval(incoming.chat_ref))
    return Reply(also=group_alert(words, "groups.alert_removed", news)) if news else None
