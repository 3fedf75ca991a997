"""The screens of /gaps unknown, for coordinators."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from coordination import information_gaps
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from words import Words, answers
from words.information_gaps import VERB
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CallbackQueryHandler(turn, pattern=rf"^1\|{VERB}\|[0-9]{{1,4}}$")]


async def turn(update: Update, context: Context) -> None:
    """Another screen."""
    await front(context).transact(update, _turn)


def _turn(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    telling = replace(Telling(words, scope.desk.catalogue, scope.viewer), page=int((incoming.data or "").split("|")[2]))
    return answers.reply(telling, (information_gaps.gaps(scope),))
