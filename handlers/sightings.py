"""One observation in a private chat: "school in VILLAGE open again" → read back → a coordinator looks at it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from coordination import people, places, sightings
from coordination.assessments import Answer
from coordination.errors import Refusal
from coordination.execute import execute
from coordination.review import SubmitSighting
from coordination.scope import Scope
from coordination.sightings import Sighting, Warned
from exchange import answers
from handlers.edge import Context, Incoming, front, in_private
from understanding.sightings import INCIDENT, MOVEMENT
from words import Words
from words import sightings as texts
from words.message import Reply
from words.telling import Telling


def handlers() -> list[BaseHandler[Any, Any, Any]]:
    """Handlers of this file; the texts themselves come by way of `handlers.ask`."""
    return [
        CallbackQueryHandler(pressed, pattern=r"^1\|os?\|[0-9]{1,18}\|[A-Z0-9-]{1,12}\|[^|]{1,40}\|[0-9]{6}$"),
        CallbackQueryHandler(cancel, pattern=r"^1\|ox$"),
    ]


async def pressed(update: Update, context: Context) -> None:
    """A place, an answer, and [Save]."""
    await front(context).transact(update, _pressed)


async def cancel(update: Update, context: Context) -> None:
    """[Cancel]: nothing was stored."""
    await front(context).transact(update, _cancel)


def heard(scope: Scope, incoming: Incoming, words: Words) -> Reply | None:
    """What to say to a statement; None where the text asks."""
    said, tell = sightings.hear(scope, incoming.text), _telling(scope, words)
    if said is None or said == Warned(MOVEMENT):  # a report of its own kind: `handlers.messages`
        return None
    if isinstance(said, Warned):
        return warned(scope, words, said)
    reply = _step(scope, tell, said) if said.sure else texts.which_place(tell, said)
    return replace(reply, edit=False)


def warned(scope: Scope, words: Words, said: Warned) -> Reply:
    """Why nothing of a statement is kept; protection and coordinators learn that somebody told of violence."""
    told = people.guardians(scope) if said.kind == INCIDENT else ()
    also = tuple(texts.incident_alert(words, to) for to in told)
    return replace(texts.warned(_telling(scope, words), said), also=also)


def _pressed(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    in_private(scope)
    _, verb, place, code, choice, day = (incoming.data or "").split("|")
    indicator = scope.desk.catalogue.indicators.get(code)
    seen_on, tell = _day(day), _telling(scope, words)
    if indicator is None or seen_on is None:
        raise Refusal("ask.button_old")
    choices = tuple(choice.split("+"))
    ref = places.get(scope, int(place))
    if verb == texts.STEP:
        return _step(scope, tell, Sighting(code, choices, seen_on, (ref,), sure=True))
    return texts.sent(tell, execute(scope, SubmitSighting(ref.id, _answer(scope, code, choice), seen_on)))


def _step(scope: Scope, tell: Telling, seen: Sighting) -> Reply:
    """The next question, or the value read back."""
    place = seen.places[0]
    said = [_answer(scope, seen.indicator, choice) for choice in seen.choices]
    shown = sightings.read_back(scope, place.id, said[0], seen.seen_on)
    if len(said) > 1:
        return texts.which_answer(tell, tell.place(place, full=True), seen)
    return texts.read_back(tell, shown, seen.choices[0])


def _answer(scope: Scope, code: str, said: str) -> Answer:
    read = answers.parse(scope.desk.catalogue.indicators[code], said)
    if not isinstance(read, Answer) or read.state != "value":
        raise Refusal("ask.button_old")
    return read


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, texts.SHORT_DAY).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _cancel(scope: Scope, incoming: Incoming, words: Words) -> Reply:
    return texts.cancelled(_telling(scope, words))


def _telling(scope: Scope, words: Words) -> Telling:
    return Telling(words, scope.desk.catalogue, scope.viewer)
