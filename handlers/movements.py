"""Movements: /move, /movements, /movement M-12, what people ask about them, and the buttons."""

from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import movement_list, places, requests
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.movement_changes import UndoMovement
from coordination.places import PlaceRef
from coordination.scope import Scope
from flows.movement_news import NEWS
from flows.movements import MOVE
from handlers import flows
from handlers.edge import Context, Incoming, front, in_private
from understanding.requests import Request
from words import Words
from words import movement_list as lists
from words import movements as texts
from words.message import Reply
from words.telling import Telling

NUMBER = r"[0-9]{1,9}"


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("move", move),
        CommandHandler(["movements", "coming"], listed),
        CommandHandler("movement", one),
        CallbackQueryHandler(pressed, pattern=rf"^1\|m[oun]\|{NUMBER}$"),
        CallbackQueryHandler(pressed, pattern=r"^1\|ml\|[0-9]{1,18}\|[0-9]{1,4}$"),
    ]


async def move(update: Update, context: Context) -> None:
    """/move: a movement step by step, or the line that stands behind it."""
    await front(context).transact(update, _move)


async def listed(update: Update, context: Context) -> None:
    """/movements PLACE [period]: who is coming."""
    await front(context).transact(update, _listed)


async def one(update: Update, context: Context) -> None:
    """/movement M-12: one of them."""
    await front(context).transact(update, _one)


async def pressed(update: Update, context: Context) -> None:
    """Buttons about one movement, and the pages of a list."""
    await front(context).transact(update, _pressed)


def asked(scope: Scope, incoming: Incoming, words: Words, request: Request) -> Reply | None:
    """Who is coming, as somebody asks in plain words; None where no place is certain."""
    place = _place(scope, incoming.text)
    if place is None:
        return None
    return about(scope, incoming, words, place, (request.when_from, request.when_to))


def about(
    scope: Scope,
    incoming: Incoming,
    words: Words,
    place: PlaceRef | None,
    period: tuple[date | None, date | None] = (None, None),
) -> Reply:
    """Who is coming to a place, None for the desk's area, in a period."""
    shown = movement_list.listing(scope, place.id if place else None, *period)
    reply = lists.listing(_telling(scope, words, incoming), shown)
    return Reply(reply.messages, reply.klass, reply.township_id, edit=False)


def _move(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if incoming.args:
        said = flows.reported(flows.talk(scope, incoming, words), incoming.args, incoming.message_id)
        if said is not None:
            return said
    return flows.begin(MOVE, scope, incoming, words)


def _listed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if not incoming.args.strip():
        return about(scope, incoming, words, None)
    request = requests.read(scope, incoming.args)
    found = _place(scope, incoming.args)
    if found is None and (request.villages or request.origins or not request.when):
        raise Refusal("movement.usage")
    return about(scope, incoming, words, found, (request.when_from, request.when_to))


def _place(scope: Scope, text: str) -> PlaceRef | None:
    return places.find(scope, text).place


def _one(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    digits = incoming.args.strip().upper().removeprefix("M").strip(" -")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise Refusal("movement.usage_one")
    shown = texts.card(_telling(scope, words, incoming), movement_list.card(scope, int(digits)))
    return Reply(shown.messages, shown.klass, shown.township_id, edit=False)


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    _, verb, number, *page = (incoming.data or "").split("|")
    tell = _telling(scope, words, incoming)
    if verb == lists.LIST:
        return lists.listing(tell, movement_list.listing(scope, int(number) or None), int(page[0]) if page else 0)
    in_private(scope)
    if verb == texts.UNDO:
        return texts.undone(tell, execute(scope, UndoMovement(int(number))))
    if verb == texts.NEWS:
        return flows.talk(scope, incoming, words).begin(NEWS, {"which": int(number)})
    return texts.card(tell, movement_list.card(scope, int(number)))


def _telling(scope: Scope, words: Words, incoming: Incoming) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer, incoming.bot_username)
