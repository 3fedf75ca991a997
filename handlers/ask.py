"""Questions about places: /village, /sector, /gaps, plain text, mentions in groups, and the buttons under answers."""

from functools import partial
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from coordination import answer, area, misunderstood, picks, places, village
from coordination.answer import Result
from coordination.catalogue import sector_key
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.misunderstood import CountMisunderstood
from coordination.picks import Keyed, NotePick
from coordination.scope import Scope
from handlers import messages, review, sightings
from handlers.commands import for_role, nearest
from handlers.edge import Context, Incoming, asker, front
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

COMMANDS = {"village": questions.VILLAGE, "sector": questions.SECTORS, "gaps": questions.GAPS}
KINDS = {press.SECTOR: questions.SECTORS, press.WHO: questions.WHO, press.SAFETY: questions.SAFETY}


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
    """/village, /sector and /gaps with what follows."""
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


def open_link(scope: Scope, link: Link, words: Words, username: str | None) -> Reply:
    """The answer behind a link from a group: asked again, with the reader's own rights."""
    telling = _telling(scope, words, username)
    sectors = {sector_key(sector): sector for sector in scope.desk.catalogue.sectors}
    sector = sectors.get(link.sector)
    if link.kind == QUESTION_LINK:
        raise Refusal("questioned.usage")
    if link.kind == GAPS_LINK:
        return answers.reply(telling, (area.gaps(scope, link.place_id, sector),), edit=False)
    question = Question(questions.SECTORS, (sector,)) if sector else Question(questions.VILLAGE)
    return answers.reply(telling, answer.about(scope, link.place_id or 0, question), edit=False)


def _command(kind: str, keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if not incoming.args and kind != questions.GAPS:
        raise Refusal(f"ask.usage_{kind}")
    found = answer.answer(scope, incoming.args, kind)
    return _reply(keyed, scope, incoming, words, found.results)


def _text(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """A value that was asked for, something that was seen, what is no question about a place, else a question."""
    said = review.typed(scope, incoming, words)
    if not said and not places.is_name(scope, incoming.text):
        said = sightings.heard(scope, incoming, words) or messages.heard(scope, incoming, words)
    return said or _reply(keyed, scope, incoming, words, answer.answer(scope, incoming.text).results)


def _reply(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words, results: tuple[Result, ...]) -> Reply:
    names = [one.name for one in for_role(role_of(scope))]
    understood = misunderstood.offer(scope, incoming.args or incoming.text, results, names)
    asked = picks.ask_back(scope, asker(keyed, incoming), understood)
    return answers.reply(_telling(scope, words, incoming.bot_username), asked, edit=False)


def _pressed(keyed: Keyed, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    wanted = press.read(scope.desk.catalogue, incoming.data or "")
    if wanted is None:
        return Reply(answers.plain(words, "ask.button_old"), edit=False)
    telling = _telling(scope, words, incoming.bot_username)
    if wanted.verb == press.OTHER:
        return Reply(answers.plain(words, "ask.another"))
    if wanted.verb == press.MORE:
        return answers.more(telling, village.card(scope, _place(wanted)))
    results = _results(scope, wanted)
    if wanted.asked is not None:
        execute(scope, NotePick(asker(keyed, incoming), wanted.asked, _place(wanted)))
    return answers.reply(telling, results)


def _results(scope: Scope, wanted: Pressed) -> tuple[Result, ...]:
    if wanted.verb == press.GAPS:
        return (area.gaps(scope, wanted.place_id, next(iter(wanted.sectors), None), wanted.page),)
    question = Question(KINDS.get(wanted.verb, questions.VILLAGE), wanted.sectors)
    return answer.about(scope, _place(wanted), question)


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
