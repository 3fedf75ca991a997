"""Choosing a role, an agency and townships by buttons: for a person, or for an invitation."""

from collections.abc import Iterable, Sequence

from coordination.agencies import AgencyRef
from coordination.entitlements import Changed
from coordination.invitations import INVITED_ROLES
from coordination.places import PlaceRef
from words import registration
from words.buttons import MOST_BYTES
from words.language import Words
from words.layout import rows_of
from words.message import Button, Message, Notice

OF_PAGE = 12
"""Agencies of a page."""
CHOSEN = "✓ "


def roles(words: Words, head: str, begin: str, back: str) -> Message:
    """Which role? Data of the buttons is ``begin`` and the role."""
    buttons = [Button(words.say(f"people.role.{role}"), f"{begin}|{role}") for role in INVITED_ROLES]
    return Message(words.html("people.which_role", whom=head), (*rows_of(buttons), _back(words, back)))


def agencies(words: Words, head: str, known: Sequence[AgencyRef], page: int, data: tuple[str, str, str]) -> Message:
    """Which agency? ``data``: what an agency's id, a page's number follow, and that of [Back]."""
    begin, turning, back = data
    shown = known[page * OF_PAGE : (page + 1) * OF_PAGE]
    turn = [Button(words.say("button.previous"), f"{turning}|{page - 1}")] if page else []
    turn += [Button(words.say("button.next"), f"{turning}|{page + 1}")] if len(known) > (page + 1) * OF_PAGE else []
    buttons = [Button(one.acronym, f"{begin}|{one.id}") for one in shown]
    rows = (*rows_of(buttons), tuple(turn), _back(words, back))
    return Message(words.html("people.which_agency", whom=head), tuple(row for row in rows if row))


def townships(
    words: Words, head: str, known: Sequence[PlaceRef], chosen: Iterable[int], data: tuple[str, str, str]
) -> Message:
    """Which townships? A press adds or takes away; ``data``: what the ids follow, there and in [Done], and [Back]."""
    begin, done, back = data
    held = set(chosen)
    buttons = [
        Button((CHOSEN if one.id in held else "") + one.name, toggled)
        for one in known
        if len((toggled := f"{begin}|{ids(held ^ {one.id})}").encode()) <= MOST_BYTES
    ]
    save = (Button(words.say("people.townships_done"), f"{done}|{ids(held)}"),) if held else ()
    rows = (*rows_of(buttons), save, _back(words, back))
    return Message(words.html("people.which_townships", whom=head), tuple(row for row in rows if row))


def ids(chosen: Iterable[int]) -> str:
    """Ids as data of a button bear them."""
    return "+".join(str(one) for one in sorted(chosen))


def _back(words: Words, data: str) -> tuple[Button, ...]:
    return (Button(words.say("people.back"), data),)


def told(words: Words, changed: Changed) -> tuple[Notice, ...]:
    """To the person that something changed, or to the coordinators who may confirm a role: no word of what."""
    waits = tuple(registration.waits_for(words, to, changed.entry.label) for to in changed.confirm)
    return waits if changed.tell is None else (*waits, registration.changed(words, changed.tell))
