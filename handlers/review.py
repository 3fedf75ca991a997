"""/review: coordinators decide on what agencies sent, what people saw and which figures are questioned."""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import places, review_cards, review_decisions
from coordination.assessments import Answer
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.movement_decisions import DecideMovements
from coordination.review_decisions import AcceptItem, AskForValue, CorrectItem, RefuseItem, UndoReview, WithdrawFigure
from coordination.scope import Scope
from exchange import answers
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import review as texts
from words.answers import plain
from words.layout import Line, page
from words.message import Reply
from words.telling import Telling

NUMBER = r"[0-9]{1,18}"


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("review", show),
        CallbackQueryHandler(pressed, pattern=rf"^1\|r[qacxtunfim]\|{NUMBER}(\|[a-z0-9]{{1,20}})?$"),
        CallbackQueryHandler(pressed, pattern=rf"^1\|r[vw]\|{NUMBER}\|[^|]{{1,60}}$"),
    ]


async def show(update: Update, context: Context) -> None:
    """/review: the oldest item."""
    await front(context).transact(update, _show)


async def pressed(update: Update, context: Context) -> None:
    """Every button of the queue, and [Open] under what the sender hears."""
    await front(context).transact(update, _pressed)


def typed(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """A text that is the value which a coordinator was asked for; None where it is none, or asks something."""
    item = review_decisions.wanted(scope)
    if item is None:
        return None
    read = answers.parse(scope.desk.catalogue.indicators[item.indicator or ""], incoming.text.strip())
    if isinstance(read, Answer):
        return _instead(scope, _telling(scope, words), item.id or 0, read)
    if places.find(scope, incoming.text).query:
        return None
    expected = words.say(f"import.expected.{read.key}", **read.params)
    return Reply(page([Line(words.say("review.expected", expected=expected))]), edit=False)


def _show(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    return _next(scope, _telling(scope, words), 0, "")


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, number, *more = (incoming.data or "").split("|")
    return ACTS[verb](scope, _telling(scope, words), int(number), *(more or [""]))


def _next(scope: Scope, tell: Telling, after: int, _more: str) -> Reply:
    shown = review_cards.following(scope, after)
    return texts.card(tell, shown) if shown else texts.nothing_waits(tell)


def _card(scope: Scope, tell: Telling, item_id: int, _more: str) -> Reply:
    execute(scope, AskForValue(None))
    return texts.card(tell, review_cards.card(scope, item_id))


def _accept(scope: Scope, tell: Telling, item_id: int, yes: str) -> Reply:
    """An import is read back before: it cannot be taken back."""
    shown = review_cards.card(scope, item_id)
    if shown.summary is not None and yes != texts.YES:
        return texts.sure_to_store(tell, shown)
    return texts.done(tell, execute(scope, AcceptItem(item_id)))


def _correct(scope: Scope, tell: Telling, item_id: int, _more: str) -> Reply:
    shown = review_cards.card(scope, item_id)
    if shown.proposed is None or tell.indicator(shown.proposed.code).data_type == "table":
        raise Refusal("review.by_file")
    execute(scope, AskForValue(item_id))
    return texts.which_value(tell, shown)


def _value(scope: Scope, tell: Telling, item_id: int, said: str) -> Reply:
    return _instead(scope, tell, item_id, _read(scope, item_id, said))


def _save(scope: Scope, tell: Telling, item_id: int, said: str) -> Reply:
    return texts.done(tell, execute(scope, CorrectItem(item_id, _read(scope, item_id, said))))


def _read(scope: Scope, item_id: int, said: str) -> Answer:
    """The answer that a button bears."""
    item = review_cards.waiting(scope, item_id)
    indicator = scope.desk.catalogue.indicators.get(item.indicator or "")
    read = answers.parse(indicator, said.replace(texts.ITEMS_OF_A_LIST, ";")) if indicator else None
    if not isinstance(read, Answer):
        raise Refusal("ask.button_old")
    return read


def _instead(scope: Scope, tell: Telling, item_id: int, said: Answer) -> Reply:
    shown, instead = review_cards.card(scope, item_id), review_cards.instead(scope, item_id, said)
    reply = texts.sure_to_correct(tell, shown, instead, said)
    if reply is None:
        raise Refusal("review.by_file")
    return reply


def _refuse(scope: Scope, tell: Telling, item_id: int, reason: str) -> Reply:
    if not reason:
        review_cards.waiting(scope, item_id)
        return texts.which_reason(tell, item_id)
    return texts.done(tell, execute(scope, RefuseItem(item_id, reason)))


def _withdraw(scope: Scope, tell: Telling, item_id: int, yes: str) -> Reply:
    if yes != texts.YES:
        return texts.sure_to_withdraw(tell, review_cards.card(scope, item_id))
    return texts.done(tell, execute(scope, WithdrawFigure(item_id)))


def _match(scope: Scope, tell: Telling, item_id: int, kind: str) -> Reply:
    return texts.done(tell, execute(scope, DecideMovements(item_id, kind)))


def _undo(scope: Scope, tell: Telling, item_id: int, _more: str) -> Reply:
    return texts.done(tell, execute(scope, UndoReview(item_id)))


def _news(scope: Scope, tell: Telling, item_id: int, _more: str) -> Reply:
    return texts.news(tell, review_decisions.news(scope, item_id))


def _rows(scope: Scope, tell: Telling, item_id: int, number: str) -> Reply:
    if not number.isdecimal() or len(number) > 4:
        return Reply(plain(tell.words, "ask.button_old"), edit=False)
    return texts.import_rows(tell, review_cards.import_rows(scope, item_id, int(number)))


ACTS: dict[str, Callable[[Scope, Telling, int, str], Reply]] = {
    texts.QUEUE: _next,
    texts.CANCEL: _card,
    texts.ACCEPT: _accept,
    texts.CORRECT: _correct,
    texts.VALUE: _value,
    texts.SAVE: _save,
    texts.REFUSE: _refuse,
    texts.WITHDRAW: _withdraw,
    texts.MATCH: _match,
    texts.UNDO: _undo,
    texts.NEWS: _news,
    texts.ROWS: _rows,
}
"""What each button does with the number and the word in its data."""


def _telling(scope: Scope, words: Words) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer)
