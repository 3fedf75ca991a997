"""Questions about places: commands, plain text, mentions in groups, and the buttons under answers."""

from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from coordination import (
    answer,
    area,
    information_gaps,
    looks,
    misunderstood,
    picks,
    places,
    told,
    topics,
    totals,
    unanswered,
    village,
)
from coordination.answer import Answer
from coordination.catalogue import sector_key
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.misunderstood import CountMisunderstood
from coordination.picks import Keyed, NotePick
from coordination.scope import Scope
from coordination.told import Result
from coordination.topics import Topic
from handlers import commitments, flows, messages, review, sightings
from handlers.commands import for_role, nearest
from handlers.edge import Context, Incoming, asker, front, in_private, speaker
from handlers.help import role_of
from understanding import questions
from understanding.questions import Question
from words import Words, answers
from words import buttons as press
from words import help as texts
from words.buttons import Pressed
from words.links import GAPS_LINK, QUESTION_LINK, Link
from words.message import Reply
from words.telling import Telling

COMMANDS = {
    "village": questions.VILLAGE,
    "sector": questions.SECTORS,
    "gaps": questions.GAPS,
    "who": questions.WHO,
    "data": questions.DATA,
    "totals": questions.TOTALS,
    "changes": questions.CHANGES,
}
UNKNOWN = "unknown"
"""/gaps unknown: what was asked and nobody could answer."""
KINDS = {
    press.SECTOR: questions.SECTORS,
    press.WHO: questions.WHO,
    press.SAFETY: questions.SAFETY,
    press.GAPS: questions.GAPS,
    press.DATA: questions.DATA,
    press.CHANGES: questions.CHANGES,
}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file; they come after all others."""
    return [
        *(CommandHandler(name, partial(command, kind)) for name, kind in COMMANDS.items()),
        CallbackQueryHandler(pressed),
        MessageHandler(filters.TEXT & ~filters.COMMAND, text),
        MessageHandler(filters.COMMAND, unknown),
        MessageHandler(~filters.StatusUpdate.ALL, not_text),
    ]


async def command(kind: str, update: Update, context: Context) -> None:
    """/village, /sector, /gaps, /who and /data with what follows."""
    desk = front(context)
    await desk.transact(update, partial(_command, kind, desk.pick_hash))


async def text(update: Update, context: Context) -> None:
    """Plain words in private, a mention or reply in a group."""
    desk = front(context)
    await desk.transact(update, partial(_text, desk.pick_hash))


async def pressed(update: Update, context: Context) -> None:
    """A button under an answer, judged by the rights of whoever presses it now."""
    desk = front(context)
    await desk.transact(update, partial(_pressed, desk.pick_hash))


async def unknown(update: Update, context: Context) -> None:
    """A command that is none; in a group another bot's, unless ours is named."""
    message = update.effective_message
    if message is not None and message.chat.type != Chat.PRIVATE and "@" not in (message.text or ""):
        return
    await front(context).transact(update, _unknown)


async def not_text(update: Update, context: Context) -> None:
    """A photo, voice or sticker: nothing of it was kept (domain section 6 rule 9)."""
    await front(context).transact(update, partial(_say, "ask.not_text"))


def open_link(scope: Scope, incoming: Incoming, link: Link, words: Words) -> Reply:
    """The answer behind a link from a group: asked again, with the reader's own rights."""
    if link.kind == QUESTION_LINK:
        raise Refusal("questioned.usage")
    telling = _telling(scope, words, incoming.bot_username)
    sector = {sector_key(sector): sector for sector in scope.desk.catalogue.sectors}.get(link.sector)
    sectors = (sector,) if sector else ()
    if link.kind == GAPS_LINK:
        results: tuple[Result, ...] = (area.gaps(scope, link.place_id, sector),)
        question = Question(questions.GAPS, sectors)
    else:
        question = Question(questions.SECTORS if sector else questions.VILLAGE, sectors)
        results = told.about(scope, link.place_id or 0, question)
    _remember(scope, incoming, link.place_id, question)
    return answers.reply(telling, results, edit=False)


def _command(kind: str, keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if not incoming.args and kind not in questions.OF_AREAS:
        raise Refusal(f"ask.usage_{kind}")
    if kind == questions.GAPS and incoming.args.strip().lower() == UNKNOWN:
        in_private(scope)
        return answers.reply(_telling(scope, words, None), (information_gaps.gaps(scope),), edit=False)
    return _reply(keyed, scope, incoming, words, answer.answer(scope, incoming.args, kind))


def _text(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """A value that was asked for, an answer in a conversation, something that was seen, a report; else a question."""
    said = review.typed(scope, incoming, words) or flows.typed(scope, incoming, words)
    if not said and not places.is_name(scope, incoming.text):
        said = commitments.numbered(scope, incoming, words) or sightings.heard(scope, incoming, words)
        said = said or messages.heard(scope, incoming, words)
    if said:
        return said
    topic = topics.recall(scope, speaker(incoming))
    return _reply(keyed, scope, incoming, words, answer.answer(scope, incoming.text, topic=topic))


def _reply(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words, found: Answer) -> Reply:
    """The answer, with what may have been meant; what it was about is remembered."""
    names = [one.name for one in for_role(role_of(scope))]
    understood = misunderstood.offer(scope, incoming.args or incoming.text, found.results, names)
    shown = remembered(keyed, scope, incoming, understood)
    if found.turned:
        topics.keep(scope, speaker(incoming), found.topic)
    return messages.reply(scope, incoming, _telling(scope, words, incoming.bot_username), shown)


def remembered(keyed: Keyed, scope: Scope, incoming: Incoming, results: tuple[Result, ...]) -> tuple[Result, ...]:
    """``results`` with what the desk notes of a question: the name asked back, what had no answer, who looks."""
    who = asker(keyed, incoming)
    return looks.seen(scope, who, unanswered.note(scope, who, picks.ask_back(scope, who, results)))


def _pressed(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    wanted = press.read(scope.desk.catalogue, incoming.data or "")
    if wanted is None:
        return Reply(answers.plain(words, "ask.button_old"), edit=False)
    telling = replace(_telling(scope, words, incoming.bot_username), page=wanted.page)
    if wanted.verb == press.OTHER:
        return Reply(answers.plain(words, "ask.another"))
    if wanted.verb == press.MORE:
        return answers.more(telling, village.card(scope, _place(wanted)))
    question = Question(KINDS.get(wanted.verb, questions.VILLAGE), wanted.sectors)
    results = _results(scope, wanted, question)
    _remember(scope, incoming, wanted.place_id, question)
    if wanted.asked is not None:
        execute(scope, NotePick(asker(keyed, incoming), wanted.asked, _place(wanted)))
    return answers.reply(telling, remembered(keyed, scope, incoming, results))


def _results(scope: Scope, wanted: Pressed, question: Question) -> tuple[Result, ...]:
    if wanted.verb == press.GAPS:
        return (area.gaps(scope, wanted.place_id, next(iter(wanted.sectors), None), wanted.page, wanted.wanted),)
    if wanted.verb == press.TOTALS:
        return (totals.totals(scope, wanted.place_id, next(iter(wanted.sectors), None)),)
    return told.about(scope, _place(wanted), question)


def _remember(scope: Scope, incoming: Incoming, place_id: int | None, question: Question) -> None:
    """What was shown by a button or link is what the next message may be about."""
    shown = (places.get(scope, place_id),) if place_id is not None else ()
    topics.keep(scope, speaker(incoming), Topic(shown, question))


def _place(wanted: Pressed) -> int:
    if wanted.place_id is None:
        raise Refusal("ask.button_old")
    return wanted.place_id


def _unknown(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    answer.refuse_people(scope, incoming.text)
    execute(scope, CountMisunderstood(misunderstood.UNKNOWN_COMMAND))
    name = incoming.text.split()[0].removeprefix("/").partition("@")[0]
    near = nearest(name, role_of(scope))
    return Reply((texts.wrong_command(words, near, incoming.args),), edit=False)


def _say(key: str, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    return Reply(answers.plain(words, key), edit=False)


def _telling(scope: Scope, words: Words, username: str | None) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer, username)
