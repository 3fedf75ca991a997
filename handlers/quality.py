"""/quality: coordinators see what is out of date, contradictory or odd in what the desk holds."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import places, quality
from coordination.errors import NotAllowedError, Refusal
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import quality as texts
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^1\|{texts.VERB}\|[1-{len(texts.NUMBERS)}]?\|[0-9]{{1,4}}\|[0-9]{{0,18}}$"
    return [CommandHandler("quality", show), CallbackQueryHandler(turn, pattern=pattern)]


async def show(update: Update, context: Context) -> None:
    """/quality, or /quality AREA."""
    await front(context).transact(update, _show)


async def turn(update: Update, context: Context) -> None:
    """A page of one group of findings, or back to the counts."""
    await front(context).transact(update, _turn)


def _show(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not scope.viewer.coordinates:
        raise NotAllowedError
    return _reply(scope, words, quality.check(scope, _area(scope, incoming.args.strip())))


def _area(scope: Scope, name: str) -> int | None:
    """The area or place of that name; a township goes before a village that is called like it."""
    if not name:
        return None
    townships, found = places.townships(scope, name), places.find(scope, name)
    chosen = townships[0] if len(townships) == 1 else found.place
    if chosen is None:
        near = places.choice_labels([one.place for one in found.candidates], scope.viewer)
        raise Refusal("quality.area_unknown", name=name, near="; ".join(near) or "–")
    return chosen.id


def _turn(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, number, page, area_id = (incoming.data or "").split("|")
    group = texts.NUMBERS[int(number)] if number else None
    return _reply(scope, words, quality.check(scope, int(area_id) if area_id else None, group, int(page)))


def _reply(scope: Scope, words: Words, told: quality.Quality) -> Reply:
    tell = Telling(words, scope.desk.catalogue, scope.viewer)
    return Reply((texts.findings if told.group else texts.overview)(tell, told), told.holds)
