"""/people: who uses the desk, and everything that those who manage people do with one of them."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler

from coordination import agencies, people, registration, roster
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.registration import (
    ConfirmPerson,
    PersonEntry,
    RefusePerson,
    RemovePerson,
    RenewPerson,
    RestorePerson,
    ResumePerson,
    SuspendPerson,
)
from coordination.scope import Scope
from handlers import entitlements
from handlers.edge import Context, Incoming, front, in_private
from words import Words
from words import registration as entries
from words import roster as texts
from words.message import Message, Reply

CHANGES: dict[str, type] = {
    "confirm": ConfirmPerson,
    "refuse": RefusePerson,
    "suspend": SuspendPerson,
    "resume": ResumePerson,
    "renew": RenewPerson,
    "remove": RemovePerson,
    "leaver": RemovePerson,
    "restore": RestorePerson,
}
"""What follows /people."""
PRESSED: dict[str, type] = {
    "pc": ConfirmPerson,
    "pr": RefusePerson,
    "pn": RenewPerson,
    "ps": SuspendPerson,
    "pu": ResumePerson,
    "px": RemovePerson,
    "pz": RestorePerson,
}


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CommandHandler("people", manage),
        CallbackQueryHandler(turn, pattern=rf"^1\|{texts.LIST}\|[^|]{{1,40}}\|\d{{1,4}}$"),
        CallbackQueryHandler(decide, pattern=r"^1\|(p[vrnsuxz]\|[^|]+|pc\|[^|]+\|[a-z]{1,20})$"),
    ]


async def manage(update: Update, context: Context) -> None:
    """/people: who uses the desk, and changes of one person."""
    await front(context).transact(update, _manage)


async def turn(update: Update, context: Context) -> None:
    """Another page or filter of the list."""
    await front(context).transact(update, _turn)


async def decide(update: Update, context: Context) -> None:
    """A person's page, and the buttons on it."""
    await front(context).transact(update, _decide)


def _manage(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    """/people, /people FILTER, /people P-3, /people renew P-3, /people role P-3 focal."""
    in_private(scope)
    word, _, rest = incoming.args.strip().partition(" ")
    if rest and word.lower() in entitlements.GIVEN:
        return entitlements.given(scope, words, word.lower(), rest)
    if rest and CHANGES.get(word.lower()) is ConfirmPerson:
        return _shown(scope, words, registration.one(scope, rest))  # whose [Confirm] bears the role that is read there
    if rest and word.lower() in CHANGES:
        return _change(scope, words, CHANGES[word.lower()], rest)
    if word.upper().startswith("P-") and not rest:
        return _shown(scope, words, registration.one(scope, word))
    return _page(scope, words, _filter(scope, incoming.args.strip()))


def _filter(scope: Scope, text: str) -> str:
    """The filter that a text after /people names; raises ``people.usage``."""
    agency = agencies.by_name(scope, text) if text else None
    if agency is not None:
        return agency.acronym
    if text and text.lower() not in roster.FILTERS:
        raise Refusal("people.usage")
    return text.lower() or roster.ALL


def _turn(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, wanted, number = (incoming.data or "").split("|")
    return _page(scope, words, wanted, int(number))


def _page(scope: Scope, words: Words, wanted: str, number: int = 0) -> Reply:
    shown = texts.everybody(words, roster.page(scope, wanted, number), invites=scope.viewer.coordinates)
    return Reply((shown,), guarded=True)


def _decide(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, label, *role = (incoming.data or "").split("|")
    if verb == texts.OPEN:
        return _shown(scope, words, registration.one(scope, label))
    return _change(scope, words, PRESSED[verb], label, *role)


def _change(scope: Scope, words: Words, command: type, *given: str) -> Reply:
    raised = registration.one(scope, given[0]).wanted is not None
    entry = execute(scope, command(*given))
    woken = people.recipient_called(scope, entry.label) if command is ConfirmPerson else None
    also = () if woken is None else (entries.changed(words, woken) if raised else entries.confirmed(words, woken),)
    return _shown(scope, words, entry, also)


def _shown(scope: Scope, words: Words, entry: PersonEntry, also: tuple[Any, ...] = ()) -> Reply:
    """The page of a person, as it is after what was done."""
    own = scope.viewer.kind == "person" and entry.label == scope.viewer.label
    restores = registration.restorable(scope, entry.label)
    page: Message = texts.person(words, entry, changes=scope.viewer.coordinates, own=own, restores=restores)
    return Reply((page,), guarded=True, also=also, menus=True)
