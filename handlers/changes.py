"""The screens of what changed in a place since the same moment; to ask for it is a question like others."""

from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from coordination import changes
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front
from words import Words, answers
from words import buttons as press
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^1\|{press.CHANGES}\|[0-9]{{1,18}}\|l?\|[0-9]{{1,4}}\|[0-9]{{9,10}}$"
    return [CallbackQueryHandler(turn, pattern=pattern)]


async def turn(update: Update, context: Context) -> None:
    """Another screen."""
    await front(context).transact(update, _turn)


def _turn(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    _, _, place, look, page, since = (incoming.data or "").split("|")
    told = changes.changes(scope, int(place), datetime.fromtimestamp(int(since), UTC), looked=bool(look))
    tell = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username, int(page))
    return answers.reply(tell, (told,))
