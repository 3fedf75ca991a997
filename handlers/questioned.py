"""/question, and the buttons by which somebody doubts a figure."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import answer, places, questioned
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.review import QuestionFigure
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from understanding import questions
from words import Words, answers
from words import questioned as texts
from words.message import Reply
from words.telling import Telling

NUMBER = r"[0-9]{1,18}"


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("question", question),
        CallbackQueryHandler(pressed, pattern=rf"^1\|q\|{NUMBER}(\|[0-9]{{1,4}})?$"),
        CallbackQueryHandler(pressed, pattern=rf"^1\|(qv\|{NUMBER}|qr\|{NUMBER}\|[a-z_]{{1,20}})$"),
    ]


async def question(update: Update, context: Context) -> None:
    """/question PLACE, or /question PLACE CODE."""
    await front(context).transact(update, _question)


async def pressed(update: Update, context: Context) -> None:
    """[Question a figure], the pages of figures, one of them, and why."""
    await front(context).transact(update, _pressed)


def _question(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    tell = Telling(words, scope.desk.catalogue, scope.viewer)
    name, _, last = incoming.args.strip().rpartition(" ")
    code = last.upper() if last.upper() in scope.desk.catalogue.indicators else None
    text = name if code else incoming.args.strip()
    if not text:
        raise Refusal("questioned.usage")
    answer.refuse_people(scope, text)
    found = places.find(scope, text)
    if found.place is None:
        return answers.reply(tell, answer.answer(scope, text, questions.VILLAGE).results, edit=False)
    one = questioned.of_indicator(scope, found.place.id, code) if code else None
    if one is not None:
        return texts.why(tell, one, edit=False)
    return texts.listing(tell, questioned.page(scope, found.place.id), edit=False)


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    tell = Telling(words, scope.desk.catalogue, scope.viewer)
    _, verb, number, *more = (incoming.data or "").split("|")
    if verb == texts.LIST:
        return texts.listing(tell, questioned.page(scope, int(number), int(more[0]) if more else 0), edit=bool(more))
    if verb == texts.PICK:
        return texts.why(tell, questioned.figure(scope, int(number)))
    return texts.noted(tell, execute(scope, QuestionFigure(int(number), more[0])))
