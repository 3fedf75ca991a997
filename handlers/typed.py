"""Buttons that stand for something typed."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from handlers.edge import Context, front
from words.typed import VERB, text_of


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CallbackQueryHandler(pressed, pattern=rf"^1\|{VERB}\|[^\s|]")]


async def pressed(update: Update, context: Context) -> None:
    """Do what typing the button's text would do."""
    query = update.callback_query
    await front(context).as_typed(update, text_of(str(query.data if query else "")))
