"""One observation in words: which place, which answer, read back, sent; and what is not taken in a chat."""

from datetime import date

from coordination.people import Recipient
from coordination.readings import Reading
from coordination.review import Submitted
from coordination.sightings import ReadBack, Sighting, Warned
from coordination.viewer import Klass
from words import buttons as press
from words import review
from words.buttons import button
from words.labels import value_phrase
from words.language import Words
from words.layout import Line, page, rows_of
from words.message import Button, Message, Notice, Reply
from words.telling import Telling

STEP, SAVE, CANCEL = "o", "os", "ox"
"""Verbs of the buttons: ``1|o|<place>|<indicator>|<answer+answer>|<yymmdd>``; with one answer it is read back."""
SHORT_DAY = "%y%m%d"


def warned(tell: Telling, heard: Warned) -> Reply:
    """Why nothing of it is kept, and whom to tell instead."""
    said = f"sightings.{heard.kind}"
    lines = [Line(tell.say(said)), *([Line(tell.say("sightings.delete"))] if tell.in_group else [])]
    return Reply(page(lines), edit=False)


def incident_alert(words: Words, to: Recipient) -> Notice:
    """To coordinators and protection, without content: somebody wanted to tell of violence."""
    return Notice(to.ref, Message(words.into(to.language).html("sightings.alert_incident")))


def which_place(tell: Telling, seen: Sighting) -> Reply:
    """Which place was meant? Or: a place is missing."""
    if not seen.places:
        key = "sightings.unknown_place" if seen.query else "sightings.no_place"
        return Reply(page([Line(tell.say(key, name=seen.query[:40]))]), edit=False)
    labels = tell.choices(seen.places)
    rows = [
        (Button(label, _step(place.id, seen.indicator, seen.choices, seen.seen_on)),)
        for label, place in zip(labels, seen.places, strict=True)
    ]
    return Reply(page([Line(tell.say("sightings.which_place"))], [*rows, (_cancel(tell),)]), edit=False)


def which_answer(tell: Telling, place: str, seen: Sighting) -> Reply:
    """Which of the answers that the words leave open?"""
    indicator = tell.indicator(seen.indicator)
    labels = [
        choice if indicator.data_type == "int" else value_phrase(tell.words, indicator, choice)
        for choice in seen.choices
    ]
    made = [
        Button(label, _step(seen.places[0].id, seen.indicator, (choice,), seen.seen_on))
        for label, choice in zip(labels, seen.choices, strict=True)
    ]
    rows = rows_of(made) if indicator.data_type == "int" else [(one,) for one in made]
    key = f"sightings.which.{seen.indicator}"
    asked = tell.say(key if tell.words.has(key) else "sightings.which.any")
    return Reply(page([Line("", label=place), Line(asked)], [*rows, (_cancel(tell),)]))


def _step(place_id: int, code: str, choices: tuple[str, ...], seen_on: date) -> str:
    return review.data(STEP, place_id, code, review.ITEMS_OF_A_LIST.join(choices), seen_on.strftime(SHORT_DAY))


def read_back(tell: Telling, shown: ReadBack, choice: str) -> Reply:
    """The value before it is stored."""
    place, one = shown.place, shown.reading
    day = one.collected_on.strftime(SHORT_DAY)
    save = Button(tell.say("button.save"), review.data(SAVE, place.id, one.code, choice, day))
    asking = button(tell.say("sightings.asking"), press.SECTOR, place.id, (one.sector,))
    lines = [
        Line(tell.say("sightings.check")),
        Line("", label=tell.place(place, full=True)),
        Line(said(tell, one)),
        Line(tell.say(f"sightings.seen.{one.tools[0]}", date=tell.day(one.collected_on))),
    ]
    return Reply(page(lines, [(save, _cancel(tell)), (asking,)]), Klass.RESTRICTED, place.township_id)


def said(tell: Telling, one: Reading) -> str:
    """Sector and value: "Education: primary school"."""
    return tell.say("sightings.said", sector=tell.sector(one.sector), value=tell.value(one))


def sent(tell: Telling, submitted: Submitted) -> Reply:
    """That it waits for a coordinator, or was stored."""
    key = "sightings.stored" if submitted.stored else "sightings.sent"
    undo = Button(tell.say("review.button.undo"), review.data(review.UNDO, submitted.id))
    return Reply(page([Line(tell.say(key))], [(undo,)]), also=review.alerts(tell.words, submitted.waiting))


def cancelled(tell: Telling) -> Reply:
    """Nothing was stored."""
    return Reply(page([Line(tell.say("sightings.cancelled"))]))


def _cancel(tell: Telling) -> Button:
    return Button(tell.say("button.cancel"), review.data(CANCEL))
