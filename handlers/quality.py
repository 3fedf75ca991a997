"""/quality: coordinators see what is out of date, contradictory or odd in what the desk holds."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import places, quality
from coordination.errors import NotAllowedError, Refusal
from coordination.scope import Scope
from handlers.edge import Context, First, Front, Incoming, front, in_private, saying_no
from words import Words
from words import quality as texts
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    pattern = rf"^1\|{texts.VERB}\|[1-{len(texts.NUMBERS)}]?\|[0-9]{{1,4}}\|[0-9]{{0,18}}$"
    return [CommandHandler("quality", show), CallbackQueryHandler(turn, pattern=pattern)]


@dataclass(frozen=True)
class Asked:
    """An area (None: the desk's own), a group of findings (None: the counts) and a page of it."""

    area_id: int | None = None
    group: str | None = None
    page: int = 0


async def show(update: Update, context: Context) -> None:
    """/quality, or /quality AREA."""
    await _answer(update, context, _show)


async def turn(update: Update, context: Context) -> None:
    """A page of one group of findings, or back to the counts."""
    await _answer(update, context, _turn)


async def _answer(update: Update, context: Context, first: First[Asked]) -> None:
    """Checked beside the writer: it looks at everything that is held."""
    desk = front(context)
    asked = await desk.begin(update, first)
    if asked is not None:
        await saying_no(desk, update, partial(_check, desk, update, asked))


async def _check(desk: Front, update: Update, asked: Asked) -> None:
    told = await desk.look(update, lambda scope: quality.check(scope, asked.area_id, asked.group, asked.page))
    await desk.transact(update, partial(_reply, told))


def _show(scope: Scope, incoming: Incoming, words: Words) -> tuple[Asked, Reply]:
    in_private(scope)
    if not scope.viewer.coordinates:
        raise NotAllowedError
    return Asked(_area(scope, incoming.args.strip())), Reply()


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


def _turn(scope: Scope, incoming: Incoming, words: Words) -> tuple[Asked, Reply]:
    in_private(scope)
    _, _, number, page, area_id = (incoming.data or "").split("|")
    group = texts.NUMBERS[int(number)] if number else None
    return Asked(int(area_id) if area_id else None, group, int(page)), Reply()


def _reply(told: quality.Quality, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if not scope.viewer.coordinates:
        raise NotAllowedError
    quality.note(scope, told)
    tell = Telling(words, scope.desk.catalogue, scope.viewer)
    return Reply((texts.findings if told.group else texts.overview)(tell, told), told.holds)
