"""/mine: what a person has reported and promised, with what is due."""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from coordination import commitment_views, movement_list, review
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import mine as texts
from words.message import Reply
from words.mine import Section
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("mine", mine)]


async def mine(update: Update, context: Context) -> None:
    """/mine."""
    await front(context).transact(update, _mine)


def _commitments(scope: Scope, tell: Telling) -> Section:
    return texts.commitments(tell, commitment_views.own(scope))


def _movements(scope: Scope, tell: Telling) -> Section:
    return texts.movements(tell, movement_list.own_last(scope))


def _sent(scope: Scope, tell: Telling) -> Section:
    return texts.sent(tell, review.sent(scope))


SECTIONS: tuple[Callable[[Scope, Telling], Section], ...] = (_commitments, _movements, _sent)
"""What is listed, in this order: each noun that people report has a function here."""


def _mine(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    tell = Telling(words, scope.desk.catalogue, scope.viewer)
    return texts.page(tell, [section(scope, tell) for section in SECTIONS])
