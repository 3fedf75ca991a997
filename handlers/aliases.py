"""/aliases and /alias: coordinators decide which names people may use for a place."""

from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import aliases, picks
from coordination.aliases import CONFIRMED, REFUSED, WAITING, AddAlias, ConfirmAlias, RefuseAlias, TakeBackAlias
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.picks import Keyed, NoteQuestion
from coordination.scope import Scope
from handlers.edge import Context, Incoming, asker, front, in_private
from words import Words
from words import aliases as texts
from words.message import Reply
from words.telling import Telling

ACTS: dict[str, tuple[type, tuple[str, ...]]] = {
    texts.CONFIRM: (ConfirmAlias, (WAITING,)),
    texts.REFUSE: (RefuseAlias, (WAITING,)),
    texts.TAKE_BACK: (TakeBackAlias, (CONFIRMED, REFUSED)),
}
"""What a button does, and in which states of the alias."""


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("aliases", show),
        CommandHandler("alias", add),
        CallbackQueryHandler(show, pattern=r"^1\|al\|[wcr]\|[0-9]{1,4}$"),
        CallbackQueryHandler(decide, pattern=r"^1\|a[crt]\|[0-9]{1,18}(\|y)?$"),
        CallbackQueryHandler(give, pattern=r"^1\|aa\|[0-9]{1,18}\|[0-9]{1,18}(\|y)?$"),
    ]


async def show(update: Update, context: Context) -> None:
    """/aliases, and the pages of its lists."""
    await front(context).transact(update, _show)


async def add(update: Update, context: Context) -> None:
    """/alias SPELLING = PLACE: read back first."""
    desk = front(context)
    await desk.transact(update, partial(_add, desk.pick_hash))


async def decide(update: Update, context: Context) -> None:
    """[Confirm], [Refuse] and [Take back]: read back, then done."""
    await front(context).transact(update, _decide)


async def give(update: Update, context: Context) -> None:
    """The place of a new alias, and the yes to it."""
    desk = front(context)
    await desk.transact(update, partial(_give, desk.pick_hash))


def _show(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, letter, page = (incoming.data or f"1|{texts.LIST}|w|0").split("|")
    return texts.listing(_telling(scope, words), aliases.listing(scope, texts.LETTERS[letter], int(page)))


def _decide(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, act, alias_id, *yes = (incoming.data or "").split("|")
    command, states = ACTS[act]
    if yes:
        return texts.done(_telling(scope, words), execute(scope, command(int(alias_id))), act)
    return texts.read_back(_telling(scope, words), aliases.get(scope, int(alias_id), *states), act)


def _add(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not scope.viewer.coordinates:
        raise NotAllowedError
    spelling, _, place = incoming.args.partition("=")
    if not spelling.strip() or not place.strip():
        raise Refusal("aliases.usage")
    proposal = aliases.propose(scope, spelling, place.strip())
    asked = execute(scope, NoteQuestion(asker(keyed, incoming), proposal.text))
    if not proposal.sure:
        return texts.which(_telling(scope, words), proposal, asked)
    alias = aliases.proposed(scope, proposal.text, proposal.places[0].id)
    return texts.read_back_new(_telling(scope, words), alias, asked)


def _give(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, asked, place, *yes = (incoming.data or "").split("|")
    spelling, place_id = picks.asked(scope, asker(keyed, incoming), int(asked)), int(place)
    if not yes:
        return texts.read_back_new(_telling(scope, words), aliases.proposed(scope, spelling, place_id), int(asked))
    command = AddAlias(spelling, place_id, keyed(aliases.key_of(place_id, spelling)))
    return texts.done(_telling(scope, words), execute(scope, command), texts.ADD)


def _telling(scope: Scope, words: Words) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer)
