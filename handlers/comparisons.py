"""/compare, and the buttons under a comparison."""

from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import comparisons
from coordination.catalogue import sector_key
from coordination.errors import Refusal
from coordination.scope import Scope
from handlers import ask
from handlers.edge import Context, Incoming, front
from understanding import questions
from words import Words, answers
from words.comparisons import LETTERS, VERB
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^1\|{VERB}\|[pmr]\|[0-9]{{1,18}}(\+[0-9]{{1,18}}){{0,3}}(\|[a-z_+]*(\|[0-9]{{1,4}})?)?$"
    return [
        CommandHandler("compare", partial(ask.command, questions.COMPARE)),
        CallbackQueryHandler(turn, pattern=pattern),
    ]


async def turn(update: Update, context: Context) -> None:
    """A page of a comparison, or the one that a picked place completes."""
    await front(context).transact(update, _turn)


def _turn(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    _, _, letter, ids, sectors, page, *_ = [*(incoming.data or "").split("|"), "", ""]
    names = {sector_key(sector): sector for sector in scope.desk.catalogue.sectors}
    wanted = [part for part in sectors.split("+") if part]
    if any(part not in names for part in wanted):
        raise Refusal("ask.button_old")
    result = comparisons.compare(
        scope, LETTERS[letter], [int(part) for part in ids.split("+")], [names[part] for part in wanted]
    )
    tell = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username, int(page or 0))
    return answers.reply(tell, (result,))
