"""Conversations in private: buttons, corrected messages, /cancel; and the question asked again after an aside."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from coordination import answer, asides
from coordination.errors import Refusal
from coordination.scope import Scope
from flows import movement_news
from flows.engine import Controlled, Pressed, Typed
from flows.facts import Facts
from flows.registry import BY_LINK, FLOWS
from flows.runner import Talk, control, joined
from flows.spoken import Control
from handlers.edge import Context, Incoming, front, in_private
from words import Words, answers
from words import flows as texts
from words.links import Link
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file; they come first, so that an edited message reaches no other."""
    return [
        MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited),
        CallbackQueryHandler(pressed, pattern=rf"^1\|{texts.VERB}\|[0-9]{{1,18}}\|[a-z]{{1,2}}(\|[^|]*){{0,2}}$"),
        CommandHandler("cancel", cancel),
    ]


async def edited(update: Update, context: Context) -> None:
    """A message that was corrected after it was sent."""
    await front(context).transact(update, _edited)


async def pressed(update: Update, context: Context) -> None:
    """A button of a conversation."""
    await front(context).transact(update, _pressed)


async def cancel(update: Update, context: Context) -> None:
    """/cancel: what is open is given up."""
    await front(context).transact(update, _cancel)


def begin(flow: str, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """Open a conversation, as a command does."""
    return talk(scope, incoming, words).begin(flow)


def opened(scope: Scope, incoming: Incoming, words: Words, link: Link) -> Reply:
    """The conversation behind a link from a group; raises `Refusal` for one that nobody begins so."""
    if link.sector not in BY_LINK:
        raise Refusal("ask.button_old")
    return begin(link.sector, scope, incoming, words)


def typed(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to a text in an open conversation; None where there is none, or the text is nothing for it."""
    if incoming.text.startswith("/"):
        return None
    return talk(scope, incoming, words).take(Typed(incoming.text, incoming.message_id))


def reported(here: Talk, text: str, message_id: int | None) -> Reply | None:
    """Open the conversation of which a text is a report in one line, or a list of such lines; None where it is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for flow in FLOWS.values():
        told = [line for line in lines if flow.opens(here.facts, line) is not None] if len(lines) > 1 else []
        if len(told) > 1:
            left = len(lines) - len(told)
            return here.begin_list(flow.name, told, left, message_id)
    if (corrected := movement_news.correction(here.facts, text)) is not None:
        return here.begin(movement_news.NEWS, corrected, Typed(text, message_id))
    for flow in FLOWS.values():
        if (answers := flow.opens(here.facts, text)) is not None:
            return here.begin(flow.name, answers, Typed(text, message_id))
    return None


def again(scope: Scope, incoming: Incoming, words: Words, reply: Reply | None) -> Reply | None:
    """``reply`` to something typed in the middle of a conversation, with the open question after it."""
    if reply is None or incoming.data is not None or not incoming.text:
        return reply
    return joined(reply, talk(scope, incoming, words).again())


def talk(scope: Scope, incoming: Incoming, words: Words) -> Talk:
    """The conversation of this chat, as this update finds it."""
    telling = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username)
    return Talk(Facts(scope, telling, incoming.source), incoming.chat_ref)


def _edited(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    if not incoming.text or incoming.text.startswith("/"):
        return None
    here = talk(scope, incoming, words)
    if here.open() is None:
        return None
    answer.refuse_people(scope, incoming.text)
    if refused := asides.refused(here.facts.read(incoming.text)):
        return answers.reply(here.facts.tell, (refused,), edit=False)
    return here.take(Typed(incoming.text, incoming.message_id, edited=True))


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    in_private(scope)
    _, _, number, what, *more = (incoming.data or "").split("|")
    given = Pressed(more[0], more[1]) if what == texts.ANSWER and len(more) == 2 else control(what, tuple(more))
    return talk(scope, incoming, words).take(given, int(number))


def _cancel(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    said = talk(scope, incoming, words).take(Controlled(Control.CANCEL))
    telling = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username)
    return said or Reply(texts.said(telling, "flow.nothing_open"), edit=False)
