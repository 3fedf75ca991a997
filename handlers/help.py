"""/help: what the reader may ask and type; and the tour of a role."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import examples
from coordination.scope import Scope
from handlers.commands import GROUP, for_role
from handlers.edge import Context, Incoming, front, in_private
from words import Words, tour
from words import help as texts
from words.message import Reply


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("help", show), CallbackQueryHandler(go_on, pattern=r"^1\|to\|[1-3x]$")]


async def show(update: Update, context: Context) -> None:
    """/help."""
    await front(context).transact(update, page)


async def go_on(update: Update, context: Context) -> None:
    """The next message of the tour, or [Skip]."""
    await front(context).transact(update, _tour)


def role_of(scope: Scope) -> str:
    """The role that commands are chosen by."""
    return GROUP if scope.viewer.kind == "group" else str(scope.viewer.role)


def page(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """The help page of the reader's role, or of groups."""
    role = role_of(scope)
    lines = [texts.Line(one.name, one.description_key, one.example) for one in for_role(role)]
    return Reply(texts.help_page(words, lines, role, examples.choose(scope)), edit=False)


def _tour(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    step = (incoming.data or "").split("|")[2]
    if step == "x":
        return Reply((tour.skipped(words),))
    return Reply((tour.message(words, role_of(scope), int(step), examples.choose(scope)),), edit=False)
