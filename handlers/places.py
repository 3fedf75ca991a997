"""Who a place is: /place, and the buttons that open its own page."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import answer, place_page
from coordination.errors import Refusal
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front
from understanding import questions
from words import Words, answers
from words import buttons as press
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^{press.VERSION}\|[{press.PLACE}{press.BESIDE}]\|"
    return [CommandHandler("place", place), CallbackQueryHandler(pressed, pattern=pattern)]


async def place(update: Update, context: Context) -> None:
    """/place NAME."""
    await front(context).transact(update, _place)


async def pressed(update: Update, context: Context) -> None:
    """[About this place], and the buttons of namesakes, judged by the rights of whoever presses now."""
    await front(context).transact(update, _pressed)


def open_page(scope: Scope, place_id: int, words: Words, username: str | None, *, edit: bool = False) -> Reply:
    """The page behind a link from a group or a button, with the reader's own rights."""
    telling = Telling(words, scope.desk.catalogue, scope.viewer, username)
    return answers.reply(telling, (place_page.page(scope, place_id),), edit=edit)


def _place(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if not incoming.args:
        raise Refusal("ask.usage_place")
    found = answer.answer(scope, incoming.args, questions.PLACE)
    telling = Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username)
    return answers.reply(telling, found.results, edit=False)


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    wanted = press.read(scope.desk.catalogue, incoming.data or "")
    if wanted is None or wanted.place_id is None:
        raise Refusal("ask.button_old")
    return open_page(scope, wanted.place_id, words, incoming.bot_username, edit=wanted.verb == press.PLACE)
