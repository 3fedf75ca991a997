"""Files sent in private: read and checked, shown, and imported when their sender says yes."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, MessageHandler, filters

from coordination import files
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.files import LIMIT, ChooseKind, ClaimFile, ForgetFile, Offer, OfferFile, TakeFile
from coordination.outcome import Outcome
from coordination.scope import Scope
from coordination.viewer import Chat
from exchange import problem_rows, received
from exchange.report import ImportReport, Problem
from exchange.staging import Store
from handlers.edge import Context, Front, Incoming, Sent, front, saying_no
from words import Words
from words import files as texts
from words.message import Removal, Reply

NO_TABLES = ("image/", "audio/", "video/")
"""What is not even fetched: pictures and voices of people (domain section 6 rule 9)."""


@dataclass(frozen=True)
class Read:
    """A file that was read: where it is at Telegram, what it is, and what would become of it if that is sure."""

    sealed: bytes
    digest: str
    kinds: tuple[str, ...]
    report: ImportReport | None


@dataclass(frozen=True)
class Pressed:
    """A button under an offered file: the kind that it is to be read as, and the source of the press."""

    offer: Offer
    kind: str
    source: str


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file; they come before all others."""
    return [
        MessageHandler(filters.Document.ALL, offered),
        CallbackQueryHandler(chosen, pattern=rf"^1\|{texts.KIND}\|[0-9]{{1,18}}\|({'|'.join(received.EVIDENCE)})$"),
        CallbackQueryHandler(confirmed, pattern=rf"^1\|{texts.IMPORT}\|[0-9]{{1,18}}$"),
        CallbackQueryHandler(cancelled, pattern=rf"^1\|{texts.CANCEL}\|[0-9]{{1,18}}$"),
    ]


async def offered(update: Update, context: Context) -> None:
    """A file: what it holds, and whether to import it."""
    desk = front(context)
    sent = await desk.begin(update, _take)
    if sent is not None:
        await saying_no(desk, update, partial(_show, desk, update, sent))


async def chosen(update: Update, context: Context) -> None:
    """The kind of a file that could be two."""
    desk = front(context)
    pressed = await desk.begin(update, _waiting)
    if pressed is not None:
        await saying_no(desk, update, partial(_show_as, desk, update, pressed))


async def confirmed(update: Update, context: Context) -> None:
    """[Import]: fetched and read again, as the store is now."""
    desk = front(context)
    pressed = await desk.begin(update, _importing)
    if pressed is not None:
        await saying_no(desk, update, partial(_import, desk, update, pressed))


async def cancelled(update: Update, context: Context) -> None:
    """[Cancel]."""
    await front(context).transact(update, _cancel)


def _take(scope: Scope, incoming: Incoming, words: Words) -> tuple[Sent, Reply]:
    """Whether the file is read at all; an update that is tried again counts as one file."""
    sent = incoming.sent
    if scope.viewer.chat is Chat.GROUP:
        raise NotAllowedError("files.in_private")
    if sent is None or sent.mime.startswith(NO_TABLES):
        raise Refusal("ask.not_text")
    if not files.may_send(scope.viewer):
        raise NotAllowedError("files.not_yours")
    if sent.size > LIMIT:
        raise Refusal("files.too_big", megabytes=LIMIT >> 20)
    if not incoming.again:
        execute(scope, TakeFile())
    return sent, texts.reading(words, Removal(incoming.message_id or 0, files.WAITS))


async def _show(desk: Front, update: Update, sent: Sent) -> None:
    data = await desk.fetch(update, sent.sealed, LIMIT)
    read = await desk.study(update, partial(_read, sent.sealed, data))
    await desk.transact(update, partial(_offer, read))


def _read(sealed: bytes, data: bytes, store: Store) -> Read:
    kinds = store.read(lambda scope: _kinds(scope, data))
    report = received.check(store, kinds[0], data) if len(kinds) == 1 else None
    return Read(sealed, sha256(data).hexdigest(), kinds, report)


def _kinds(scope: Scope, data: bytes) -> tuple[str, ...]:
    kinds = received.kinds(scope.desk.catalogue, data)
    files.check_kind(scope.viewer, kinds[0])
    return kinds


def _offer(read: Read, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    kind = read.kinds[0] if read.report else ""
    offer = OfferFile(incoming.chat_ref, incoming.message_id or 0, read.sealed, read.digest, kind)
    if read.report is None:
        return texts.which(words, read.kinds, execute(scope, offer))
    offer_id = execute(scope, offer) if _changes(read.report) else None
    return _preview(scope, words, kind, read.report, offer_id)


def _changes(report: ImportReport) -> bool:
    return bool(report.stored or report.updated)


def _preview(scope: Scope, words: Words, kind: str, report: ImportReport, offer_id: int | None) -> Reply:
    told = received.told(report)
    shown = texts.Preview(
        kind=kind,
        rows=report.rows,
        outcome=Outcome(report.stored, report.updated, report.unchanged),
        listed=len(report.bad_rows),
        problems=_sentences(words, told["listed"]),
        remarks=_sentences(words, told["notes"]),
        unread=received.columns_not_read(report),
        review=files.goes_to_review(scope.viewer, kind),
    )
    every = [*told["listed"], *told["notes"]]
    return texts.preview(words, shown, offer_id, lambda: problem_rows.written(words, every))


def _sentences(words: Words, problems: tuple[Problem, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((problem.row, str(problem.to_json(words)["reason"])) for problem in problems)


def _offer_of(scope: Scope, incoming: Incoming) -> Offer:
    return files.own(scope, int((incoming.data or "").split("|")[2]))


def _waiting(scope: Scope, incoming: Incoming, words: Words) -> tuple[Pressed, Reply]:
    """A file that waits for its sender to say what it is."""
    offer = _offer_of(scope, incoming)
    if offer.done_by is not None or not files.may_send(scope.viewer):
        raise Refusal("files.gone")
    return Pressed(offer, (incoming.data or "").rpartition("|")[2], incoming.source), Reply()


async def _show_as(desk: Front, update: Update, pressed: Pressed) -> None:
    data = await _same(desk, update, pressed.offer)
    report = await desk.study(update, lambda store: received.check(store, pressed.kind, data))
    await desk.transact(update, partial(_shown_as, pressed, report))


def _shown_as(pressed: Pressed, report: ImportReport, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    offer_id = pressed.offer.id
    if not _changes(report):
        execute(scope, ForgetFile(offer_id))
        return _preview(scope, words, pressed.kind, report, None)
    execute(scope, ChooseKind(offer_id, pressed.kind))
    return _preview(scope, words, pressed.kind, report, offer_id)


async def _same(desk: Front, update: Update, offer: Offer) -> bytes:
    """The file again; raises a `Refusal` unless it is the one that was shown."""
    data = await desk.fetch(update, offer.sealed, LIMIT)
    if sha256(data).hexdigest() != offer.digest:
        raise Refusal("files.changed")
    return data


def _importing(scope: Scope, incoming: Incoming, words: Words) -> tuple[Pressed, Reply]:
    """The viewer's file, free to be imported, or imported by this very update before the program was killed."""
    offer = _offer_of(scope, incoming)
    if offer.done_by not in (None, incoming.source) or not offer.kind or not files.may_send(scope.viewer):
        raise Refusal("files.gone")
    return Pressed(offer, offer.kind, incoming.source), texts.importing(words)


async def _import(desk: Front, update: Update, pressed: Pressed) -> None:
    report = None
    if pressed.offer.done_by is None:
        data = await _same(desk, update, pressed.offer)
        report = await desk.study(update, partial(_bring, pressed, data))
    await desk.transact(update, partial(_told, pressed, report))


def _bring(pressed: Pressed, data: bytes, store: Store) -> ImportReport:
    """Import the good rows; an agency's assessments are kept for review instead."""
    review = store.read(lambda scope: files.goes_to_review(scope.viewer, pressed.kind))
    claim = ClaimFile(pressed.offer.id, pressed.source)
    return received.bring(store, pressed.kind, data, lambda scope: execute(scope, claim), review=review)


def _told(pressed: Pressed, report: ImportReport | None, scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """What became of the rows; ``report`` is None where the program was killed before it could tell."""
    execute(scope, ForgetFile(pressed.offer.id))
    if report is None:
        return texts.done_before(words, pressed.offer)
    outcome = Outcome(report.stored, report.updated, report.unchanged)
    review = files.goes_to_review(scope.viewer, pressed.kind) and outcome.changes
    return texts.done(words, pressed.offer, outcome, len(report.bad_rows), review=review)


def _cancel(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    offer = _offer_of(scope, incoming)
    if offer.done_by is not None:
        raise Refusal("files.gone")
    execute(scope, ForgetFile(offer.id))
    return texts.cancelled(words, offer)
