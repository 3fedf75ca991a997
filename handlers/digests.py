"""/digest: coordinators set digests up in their private chat, step by step; in a group it says where they come."""

import re
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import digest_runs, digests
from coordination.catalogue import sector_key
from coordination.digest_content import SECTOR, TOWNSHIP, DigestContent
from coordination.digest_runs import Claim
from coordination.digests import ChangeDigest, CreateDigest, DigestEntry, MoveToTopic, RemoveDigest, SendDigest
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.scope import Scope
from coordination.viewer import GROUP, Chat
from handlers.edge import Context, Incoming, front, in_private, saying_no
from words import Words
from words import digest_setup as texts
from words.digests import digest
from words.message import Message, Reply
from words.telling import Telling

ID = r"\d{1,18}"
CHAT = r"[0-9A-Za-z_=-]{2,12}"
TYPED = re.compile(r"(?:D-)?(?P<number>\d{1,9})\s+(?P<value>\S{1,40})", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
FIELDS = "rhythm|day|minute|zone|language|silent|pinned|paused"
NUMBERS = {"day", "minute"}
SWITCHES = {"silent", "pinned", "paused"}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("digest", command),
        CallbackQueryHandler(show, pattern=rf"^1\|({texts.LIST}|{texts.VIEW}\|{ID})$"),
        CallbackQueryHandler(new, pattern=rf"^1\|{texts.NEW}(\|{CHAT}(\|[a-z]{{1,10}})?)?$"),
        CallbackQueryHandler(make, pattern=rf"^1\|{texts.MAKE}\|{CHAT}\|[a-z]{{1,10}}(\|[a-z_0-9]{{1,40}})?$"),
        CallbackQueryHandler(change, pattern=rf"^1\|{texts.SET}\|{ID}\|({FIELDS})(\|[A-Za-z0-9_/+-]{{1,40}})?$"),
        CallbackQueryHandler(preview, pattern=rf"^1\|{texts.PREVIEW}\|{ID}$"),
        CallbackQueryHandler(end, pattern=rf"^1\|({texts.SEND}|{texts.DELETE})\|{ID}(\|y)?$"),
    ]


async def command(update: Update, context: Context) -> None:
    """/digest, /digest 3 07:30, /digest 3 Asia/Yangon; in a group by a coordinator: let digests come here."""
    await front(context).transact(update, _command)


async def show(update: Update, context: Context) -> None:
    """The list, or one digest."""
    await front(context).transact(update, _show)


async def new(update: Update, context: Context) -> None:
    """[New digest]: for which chat, of which kind, of which sector or township."""
    await front(context).transact(update, _new)


async def make(update: Update, context: Context) -> None:
    """The last step."""
    await front(context).transact(update, _make)


async def change(update: Update, context: Context) -> None:
    """A setting: what there is to choose from, then what was chosen."""
    await front(context).transact(update, _change)


async def preview(update: Update, context: Context) -> None:
    """[Preview]: built beside the writer, since an area may be large."""
    desk = front(context)
    number = int(str(update.callback_query.data).split("|")[2]) if update.callback_query else 0

    async def do() -> None:
        found = await desk.look(update, lambda scope: digest_runs.preview(scope, number))
        await desk.transact(update, partial(_preview, found))

    await saying_no(desk, update, do)


async def end(update: Update, context: Context) -> None:
    """[Send now] and [Delete], and the yes to them."""
    await front(context).transact(update, _end)


def _command(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    if scope.viewer.chat is Chat.GROUP:
        execute(scope, MoveToTopic(incoming.chat_ref, incoming.person_ref, incoming.topic))
        return Reply((Message(words.html("digests.moved" if incoming.topic is not None else "digests.moved_out")),))
    if not incoming.args.strip():
        return Reply(texts.listing(_tell(scope, words), digests.listing(scope)), guarded=True)
    typed = TYPED.fullmatch(incoming.args.strip())
    if typed is None:
        raise Refusal("digests.usage")
    said = _typed(typed["value"])
    return _one(scope, words, execute(scope, ChangeDigest(int(typed["number"]), said)))


def _typed(value: str) -> dict[str, Any]:
    clock = CLOCK.fullmatch(value)
    if clock is None:
        return {"zone": value}
    if int(clock[2]) > 59:
        raise Refusal("digests.no_time")
    return {"minute": int(clock[1]) * 60 + int(clock[2])}


def _tell(scope: Scope, words: Words) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer)


def _parts(incoming: Incoming) -> list[str]:
    return [*(incoming.data or "").split("|"), "", "", ""]


def _one(scope: Scope, words: Words, entry: DigestEntry) -> Reply:
    return Reply(texts.one(_tell(scope, words), digests.one(scope, entry.id)), guarded=True)


def _show(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, number, *_ = _parts(incoming)
    if verb == texts.LIST:
        return Reply(texts.listing(_tell(scope, words), digests.listing(scope)), guarded=True)
    return _one(scope, words, digests.one(scope, int(number)))


def _new(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, chat, kind, *_ = _parts(incoming)
    groups = digests.groups(scope)
    if not chat:
        return Reply((texts.which_chat(words, groups),), guarded=True)
    if kind == SECTOR:
        return Reply((texts.which_sector(_tell(scope, words), chat),), guarded=True)
    if kind == TOWNSHIP:
        return Reply((texts.which_township(_tell(scope, words), chat, digests.townships(scope)),), guarded=True)
    return Reply((texts.which_kind(words, chat),), guarded=True)


def _make(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, chat, kind, value, *_ = _parts(incoming)
    refs = [ref for ref, _ in digests.groups(scope) if ref[: texts.OF_REF] == chat]
    if chat != texts.OWN and len(refs) != 1:
        raise Refusal("ask.button_old")
    sectors = tuple(one for one in scope.desk.catalogue.sectors if kind == SECTOR and sector_key(one) == value)
    area_id = int(value) if kind == TOWNSHIP and value.isdecimal() else None
    return _one(scope, words, execute(scope, CreateDigest(kind, refs[0] if refs else None, area_id, sectors)))


def _change(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, number, name, value, *_ = _parts(incoming)
    if not value:
        return Reply((texts.which_value(_tell(scope, words), digests.one(scope, int(number)), name),), guarded=True)
    return _one(scope, words, execute(scope, ChangeDigest(int(number), {name: _value(words, name, value)})))


def _value(words: Words, name: str, value: str) -> Any:
    if name in NUMBERS | SWITCHES:
        if not value.isdecimal():
            raise Refusal("ask.button_old")
        return bool(int(value)) if name in SWITCHES else int(value)
    if name == "language":
        return value if value in words.languages else None
    return value


def _preview(found: tuple[DigestContent, Claim], scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """As the group would read it, whoever looks."""
    content, claim = found
    if not scope.viewer.coordinates:
        raise NotAllowedError
    tell = Telling(words.into(claim.language), scope.desk.catalogue, GROUP, incoming.bot_username)
    return Reply(digest(tell, content, claim.label), edit=False)


def _end(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, number, sure, *_ = _parts(incoming)
    entry = digests.one(scope, int(number))
    if not sure:
        return Reply((texts.sure(_tell(scope, words), entry, verb),), guarded=True)
    if verb == texts.SEND:
        execute(scope, SendDigest(entry.id, incoming.source))
        return Reply((texts.done(words, "digests.on_its_way", entry.id),), guarded=True)
    execute(scope, RemoveDigest(entry.id))
    return Reply((texts.done(words, "digests.deleted", entry.id),), guarded=True)
