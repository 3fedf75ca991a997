"""/language: in which language a person or a group reads the desk."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import people
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.languages import ChooseGroupLanguage, ChooseLanguage
from coordination.scope import Scope
from coordination.viewer import Chat
from handlers.edge import Context, Incoming, front
from words import Words
from words import languages as texts
from words.message import Reply
from words.people import consent_notice

ALSO = {"burmese": "my", "myanmar": "my", "kachin": "kac", "jingpho": "kac", "jinghpaw": "kac", "english": "en"}
"""What people call languages besides their own names and codes."""


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [CommandHandler("language", choose), CallbackQueryHandler(press, pattern=rf"^1\|{texts.VERB}\|[a-z]*$")]


async def choose(update: Update, context: Context) -> None:
    """/language, /language my: before the purpose notice too, which one wants to understand."""
    await front(context).transact(update, _choose, before_consent=True)


async def press(update: Update, context: Context) -> None:
    """A language under the question."""
    await front(context).transact(update, _press, before_consent=True)


def _choose(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    asked = incoming.args.strip().casefold()
    if not asked:
        return texts.which(words, group=scope.viewer.chat is Chat.GROUP)
    names = {texts.name(words, one).casefold(): one for one in words.languages}
    wanted = names.get(asked) or ALSO.get(asked, asked)
    if wanted not in words.languages:
        raise Refusal("language.unknown", name=incoming.args.strip()[:40], names=", ".join(words.languages))
    return _set(scope, incoming, words, wanted)


def _press(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    wanted = (incoming.data or "").split("|")[2] or None
    if wanted is not None and wanted not in words.languages:
        raise Refusal("ask.button_old")
    return _set(scope, incoming, words, wanted)


def _set(scope: Scope, incoming: Incoming, words: Words, wanted: str | None) -> Reply:
    """The answer comes in the language that was chosen, and with it the purpose notice where it waits to be read."""
    if scope.viewer.chat is Chat.GROUP:
        execute(scope, ChooseGroupLanguage(incoming.chat_ref, incoming.person_ref, wanted))
        return Reply((texts.chosen(words.into(wanted), wanted),), menus=True)
    execute(scope, ChooseLanguage(wanted))
    spoken = words.into(wanted or incoming.language)
    notice = consent_notice(spoken).messages if people.needs_consent(scope.viewer) else ()
    return Reply((texts.chosen(spoken, wanted), *notice), menus=True)
