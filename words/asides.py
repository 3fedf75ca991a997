"""What is said instead of an answer, with the question that may come next on a button."""

from coordination.asides import ACKNOWLEDGED, ARMED, INCIDENT, MINES, NO_PEOPLE, NO_RULES, THANKED, Aside
from coordination.places import AREAS
from coordination.sightings import Warned
from understanding.cues import ASK_MOVEMENT, COMMIT, GREETING, HELP, REPORT, SUBSCRIBE, UPDATE
from understanding.sightings import MOVEMENT
from words import buttons as press
from words import sightings
from words.buttons import button
from words.layout import Line, page
from words.message import Button, Message
from words.telling import Telling

SAID = {
    GREETING: "messages.greeting",
    THANKED: "messages.thanks",
    ACKNOWLEDGED: "messages.fine",
    HELP: "messages.help",
    SUBSCRIBE: "messages.subscribe",
    ASK_MOVEMENT: "ask.moving",
    COMMIT: "messages.response",
    UPDATE: "messages.response",
    NO_PEOPLE: "messages.people",
    NO_RULES: "messages.rules",
}
"""The sentence for each kind."""
WARNED = {REPORT: MOVEMENT, INCIDENT: INCIDENT, ARMED: ARMED, MINES: MINES}
"""Those that are answered as statements are, which in a group should be deleted."""


def aside(tell: Telling, said: Aside) -> tuple[Message, ...]:
    """One sentence, and what is known of the place on a button."""
    rows = _next(tell, said)
    if said.kind in WARNED:
        (message,) = sightings.warned(tell, Warned(WARNED[said.kind])).messages
        return (Message(message.text, (*message.buttons, *rows)),)
    return page([Line(tell.say(SAID[said.kind]))], rows)


def _next(tell: Telling, said: Aside) -> list[tuple[Button, ...]]:
    if said.place is None:
        return []
    name, sectors = tell.place(said.place), (said.sector,) if said.sector else ()
    about = button(
        tell.say("button.known_of", place=name),
        press.GAPS if said.place.kind in AREAS else press.VILLAGE,
        said.place.id,
    )
    if not said.sector:
        return [(about,)]
    label = tell.say("button.sector_of", sector=tell.sector(said.sector), place=name)
    verb = press.GAPS if said.place.kind in AREAS else press.SECTOR
    return [(button(label, verb, said.place.id, sectors),), (about,)]
