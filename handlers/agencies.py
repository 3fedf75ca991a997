"""/presence: whether an agency shows where it works."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from coordination.agencies import SetPresence
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words.message import Message, Reply

SWITCH = {"on": True, "off": False}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("presence", presence)]


async def presence(update: Update, context: Context) -> None:
    """Show or hide where one's own agency works."""
    await front(context).transact(update, _presence)


def _presence(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    word = incoming.args.strip().lower()
    if word not in SWITCH or scope.viewer.agency_id is None:
        raise Refusal("people.presence_usage")
    agency = execute(scope, SetPresence(scope.viewer.agency_id, SWITCH[word]))
    return Reply((Message(words.html(f"people.presence_{word}", agency=agency.acronym)),))
