"""/help: what the reader may ask and type."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from coordination.scope import Scope
from handlers.commands import GROUP, for_role
from handlers.edge import Context, Incoming, front
from words import Words
from words import help as texts
from words.message import Reply


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("help", show)]


async def show(update: Update, context: Context) -> None:
    """/help."""
    await front(context).transact(update, page)


def page(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """The help page of the reader's role, or of groups."""
    role = GROUP if scope.viewer.kind == "group" else str(scope.viewer.role)
    lines = [(command.name, command.description_key) for command in for_role(role)]
    return Reply(texts.help_page(words, lines, role), edit=False)
