"""Buttons and words by which coordinators change a person's role, agency and townships."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from coordination import agencies, places, registration
from coordination.entitlements import ChangeAgency, Changed, ChangeRole, ChangeTownships
from coordination.errors import NotAllowedError, Refusal
from coordination.execute import execute
from coordination.scope import Scope
from handlers.edge import Context, Incoming, front, in_private
from words import Words, roster
from words import entitlements as texts
from words.message import Message, Reply

GIVEN = ("role", "agency", "townships")
"""What follows /people: ``role P-3 focal``, ``agency P-3 WFP``, ``townships P-3 A, B``."""
IDS = r"(\d{1,18}(\+\d{1,18})*)?"


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file."""
    return [
        CallbackQueryHandler(choose, pattern=r"^1\|pg\|[^|]+\|[ra]\|\d{1,3}$"),
        CallbackQueryHandler(choose, pattern=rf"^1\|pg\|[^|]+\|t\|{IDS}$"),
        CallbackQueryHandler(give, pattern=rf"^1\|pe\|[^|]+\|(r\|[a-z]{{1,20}}|a\|\d{{1,18}}|t\|{IDS})$"),
    ]


async def choose(update: Update, context: Context) -> None:
    """[Role], [Agency], [Townships]: what there is to choose from."""
    await front(context).transact(update, _choose)


async def give(update: Update, context: Context) -> None:
    """What was chosen."""
    await front(context).transact(update, _give)


def given(scope: Scope, words: Words, what: str, text: str) -> Reply:
    """A change in words, such as ``townships``, ``P-3 Waingmaw, Myitkyina``."""
    label, _, value = text.strip().partition(" ")
    if not value.strip():
        raise Refusal("people.usage")
    if what == "role":
        return _done(scope, words, execute(scope, ChangeRole(label, value.strip().lower())))
    if what == "agency":
        return _done(scope, words, execute(scope, ChangeAgency(label, _agency(scope, value.strip()))))
    named = tuple(township(scope, part.strip()) for part in value.split(",") if part.strip())
    return _done(scope, words, execute(scope, ChangeTownships(label, named)))


def _agency(scope: Scope, text: str) -> int:
    found = agencies.by_name(scope, text)
    if found is None:
        raise Refusal("invite.agency_unknown", agency=text)
    return found.id


def township(scope: Scope, text: str) -> int:
    """Id of the one township of that name or code; raises the refusal that says what is wrong."""
    found = places.townships(scope, text)
    if not found:
        raise Refusal("invite.township_unknown", township=text)
    if len(found) > 1:
        names = ", ".join(f"{place.pcode or place.source_id} ({place.state})" for place in found)
        raise Refusal("invite.township_which", township=text, names=names)
    return found[0].id


def _choose(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    if not scope.viewer.coordinates:
        raise NotAllowedError
    _, _, label, what, more = (incoming.data or "").split("|")
    return Reply((_choices(scope, words, label, what, more),), guarded=True)


def _choices(scope: Scope, words: Words, label: str, what: str, more: str) -> Message:
    entry, back = registration.one(scope, label), f"1|{roster.OPEN}|{label}"
    begin = f"1|pe|{entry.label}|{what}"
    if what == "r":
        return texts.roles(words, entry.label, begin, back)
    if what == "a":
        data = (begin, f"1|pg|{entry.label}|a", back)
        return texts.agencies(words, entry.label, agencies.everyone(scope), int(more), data)
    held = registration.townships_of(scope, label) if more == "0" else chosen(more)
    data = (f"1|pg|{entry.label}|t", begin, back)
    return texts.townships(words, entry.label, offered(scope, held), held, data)


def chosen(text: str) -> set[int]:
    """The ids that the data of a button bears."""
    return {int(one) for one in text.split("+") if one}


def offered(scope: Scope, held: set[int]) -> list[places.PlaceRef]:
    """The townships of the desk and those that are held; others are given in words."""
    own = set(places.area(scope).townships)
    return sorted(places.get_many(scope, sorted(own | held)), key=lambda place: place.name)


def _give(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, _, label, what, value = (incoming.data or "").split("|")
    if what == "r":
        return _done(scope, words, execute(scope, ChangeRole(label, value)))
    if what == "a":
        return _done(scope, words, execute(scope, ChangeAgency(label, int(value))))
    return _done(scope, words, execute(scope, ChangeTownships(label, tuple(sorted(chosen(value))))))


def _done(scope: Scope, words: Words, changed: Changed) -> Reply:
    page = roster.person(words, changed.entry, changes=not changed.entry.wanted)
    return Reply((page,), guarded=True, also=texts.told(words, changed), menus=True)
