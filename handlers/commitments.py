"""Commitments in chat: /commit, [We can help], promises and news in a line, and the page of one with its taps.

`reported` is the entry for texts that promise or tell news of help (the intents ``commit_response`` and
``update_response``) or that name a commitment (C-118).
"""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import commitment_views, requests
from coordination.commitment_changes import UndoCommitment, UpdateCommitment, may_commit
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import Chat
from flows.commitment_lines import line
from flows.commitment_progress import PROGRESS
from flows.commitment_reading import read_line
from flows.commitments import COMMITTING
from flows.engine import Typed
from handlers import flows
from handlers.edge import Context, Incoming, front, in_private
from understanding import commitments as said
from understanding.cues import COMMIT, UPDATE
from understanding.requests import Request
from words import Words
from words import commitments as texts
from words.message import Reply
from words.telling import Telling

NUMBER = r"[0-9]{1,9}"


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("commit", commit),
        CallbackQueryHandler(opened, pattern=rf"^1\|{texts.OPEN}\|{NUMBER}$"),
        CallbackQueryHandler(tapped, pattern=rf"^1\|{texts.TAP}\|{NUMBER}\|[a-z]{{1,12}}\|[0-9]{{1,18}}$"),
        CallbackQueryHandler(undo, pattern=rf"^1\|{texts.UNDO}\|{NUMBER}\|[0-9]{{1,18}}$"),
        CallbackQueryHandler(helps, pattern=rf"^1\|{texts.HELP}\|[0-9]{{1,18}}(\|[a-z_]{{1,40}})?$"),
    ]


async def commit(update: Update, context: Context) -> None:
    """/commit, alone or with what is promised."""
    await front(context).transact(update, _commit)


async def opened(update: Update, context: Context) -> None:
    """[Open]."""
    await front(context).transact(update, _opened)


async def tapped(update: Update, context: Context) -> None:
    """News in one tap under the page of a commitment."""
    await front(context).transact(update, _tapped)


async def undo(update: Update, context: Context) -> None:
    """[Undo]."""
    await front(context).transact(update, _undo)


async def helps(update: Update, context: Context) -> None:
    """[We can help] under an answer."""
    await front(context).transact(update, _helps)


def reported(scope: Scope, incoming: Incoming, words: Words, request: Request) -> Reply | None:
    """What to say to a promise or to news; None where the text is neither. Raises `Refusal` for what may not be.

    In a group there is a link into the private chat and nothing else.
    """
    if scope.viewer.chat is Chat.GROUP:
        named = said.numbers(incoming.text) or request.intent in {COMMIT, UPDATE}
        flow = COMMITTING if request.intent == COMMIT else PROGRESS
        return flows.begin(flow, scope, incoming, words) if named else None
    if (number := said.alone(incoming.text)) is not None:
        return texts.shown(_telling(scope, words), commitment_views.page(scope, number), edit=False)
    if said.numbers(incoming.text) or request.intent == UPDATE:
        return _news(scope, incoming, words, request)
    return _promise(scope, incoming, words, request) if request.intent == COMMIT else None


def numbered(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to a text that names a commitment, before anything else is seen in it ("C-118 stops, no access")."""
    if not said.numbers(incoming.text):
        return None
    request = requests.read(scope, incoming.text)
    return None if request.refusal else reported(scope, incoming, words, request)


def _promise(scope: Scope, incoming: Incoming, words: Words, request: Request) -> Reply:
    talk = flows.talk(scope, incoming, words)
    if not may_commit(scope.viewer):
        raise NotAllowedError("refusal.commitment_nobody")
    answers = line(talk.facts, request) or {}
    return talk.begin(COMMITTING, answers, Typed(request.text, incoming.message_id))


def _news(scope: Scope, incoming: Incoming, words: Words, request: Request) -> Reply | None:
    """News of one that is open; what was done and never promised is recorded as done."""
    talk, about = flows.talk(scope, incoming, words), request.villages or request.sectors or request.households
    if not may_commit(scope.viewer):
        if not (about or said.numbers(request.text)):
            return None
        raise NotAllowedError("refusal.commitment_nobody")
    answers = read_line(talk.facts, request)
    if answers is not None:
        return talk.begin(PROGRESS, answers, Typed(incoming.text, incoming.message_id))
    if request.villages and request.sectors and request.stage in {"delivered", "ongoing", "partial"}:
        return _promise(scope, incoming, words, request)
    if about:
        raise Refusal("commitments.none_open", own="/mine")
    return None


def _commit(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    talk = flows.talk(scope, incoming, words)
    if scope.viewer.chat is Chat.GROUP:
        return talk.begin(COMMITTING)
    answers = line(talk.facts, talk.facts.read(incoming.args)) if incoming.args else None
    return talk.begin(COMMITTING, answers or {}, Typed(incoming.args) if incoming.args else None, brief=True)


def _helps(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, place, *more = (incoming.data or "").split("|")
    sector = {"sector": more[0]} if more else {}
    talk = flows.talk(scope, incoming, words)
    talk.facts.place(int(place))
    return talk.begin(COMMITTING, {"place": int(place), **sector}, brief=True)


def _opened(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    number = int((incoming.data or "").split("|")[2])
    return texts.shown(_telling(scope, words), commitment_views.page(scope, number))


def _tapped(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """Stored at once where the page says everything that it needs; else asked."""
    in_private(scope)
    _, _, number, state, version = (incoming.data or "").split("|")
    view, telling = commitment_views.one(scope, int(number)), _telling(scope, words)
    if view.version != int(version):
        return texts.shown(telling, commitment_views.page(scope, int(number)))
    talk = flows.talk(scope, incoming, words)
    if state == "other":
        return talk.begin(PROGRESS, {"which": view.number}, brief=True)
    if state not in {said.SAME, *view.options}:
        raise Refusal("ask.button_old")
    asks = view.reason or state in {"delivered", "partial"} or (state == "confirmed" and view.start is None)
    if asks:
        return talk.begin(PROGRESS, {"which": view.number, "state": state}, brief=True)
    status = {} if state == said.SAME else {"status": state}
    return texts.stored(telling, execute(scope, UpdateCommitment(view.number, status, version=view.version)))


def _undo(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, number, version = (incoming.data or "").split("|")
    return texts.undone(_telling(scope, words), execute(scope, UndoCommitment(int(number), int(version))))


def _telling(scope: Scope, words: Words) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer)
