"""[What changed], and the screens of what changed since the same moment."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from coordination import changes
from coordination.answer import Result
from coordination.picks import Keyed
from coordination.scope import Scope
from handlers import ask
from handlers.edge import Context, Incoming, front
from words import Words, answers
from words import buttons as press
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^1\|{press.CHANGES}\|[0-9]{{1,18}}(\|l?\|[0-9]{{1,4}}\|[0-9]{{1,10}})?$"
    return [CallbackQueryHandler(pressed, pattern=pattern)]


async def pressed(update: Update, context: Context) -> None:
    """What changed since the last look, or a screen of what changed since that moment."""
    desk = front(context)
    await desk.transact(update, partial(_pressed, desk.pick_hash))


def _pressed(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    _, _, place, look, page, since, *_ = [*(incoming.data or "").split("|"), "", "", ""]
    results: tuple[Result, ...]
    if since:
        at = datetime.fromtimestamp(int(since), UTC)
        results = (changes.changes(scope, int(place), at, looked=bool(look)),)
    else:
        results = ask.remembered(keyed, scope, incoming, (changes.changes(scope, int(place)),))
    tell = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username, int(page or 0))
    return answers.reply(tell, results)
