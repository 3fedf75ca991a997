"""Single observations: one sentence of somebody who was there → one value of one place, read back and then sent."""

from dataclasses import dataclass
from datetime import date, timedelta

from coordination import answer, places, readings
from coordination.assessments import Answer
from coordination.catalogue import Indicator
from coordination.errors import NotAllowedError, Refusal
from coordination.evidence import Observation
from coordination.places import PlaceRef
from coordination.readings import Reading
from coordination.scope import Scope
from coordination.viewer import Chat, Klass, Role
from understanding import sightings
from understanding.sightings import INCIDENT, MOVEMENT, SIGHTING, Heard
from understanding.zawgyi import in_unicode

REPORTERS = frozenset({Role.AGENCY, Role.FOCAL, Role.PROTECTION, Role.COORDINATOR})
KINDS = frozenset({"village", "camp", "town", "ward"})
"""Places that something can be seen in."""
LONGEST = 300
"""Characters of a text that is read; one observation is shorter."""
BUTTONS_LAST = timedelta(days=1)
"""How long an observation that was not saved can be."""
COUNTS = tuple(str(number) for number in range(9))
"""Numbers to choose from where a text does not say how many."""


@dataclass(frozen=True)
class Warned:
    """A statement of which nothing is kept; ``kind`` as in `understanding.sightings`."""

    kind: str


@dataclass(frozen=True)
class Sighting:
    """What somebody saw: one indicator with the answers that may be meant, in one of ``places``.

    ``sure``: the only place that can be meant. Without places none of that name is known, without a ``query`` none was
    named at all.
    """

    indicator: str
    choices: tuple[str, ...]
    seen_on: date
    places: tuple[PlaceRef, ...] = ()
    sure: bool = False
    query: str = ""


@dataclass(frozen=True)
class ReadBack:
    """One value as it would be stored."""

    place: PlaceRef
    reading: Reading


def hear(scope: Scope, text: str) -> Sighting | Warned | None:
    """What ``text`` states; None where it asks, where this is no chat for it, and of people who come or leave.

    Raises `Refusal` for names and numbers of people, and for whoever may not report from there.
    """
    said = in_unicode(text)
    in_group = scope.viewer.kind == "group"
    if len(said) > LONGEST or not (in_group or scope.viewer.role in REPORTERS) or sightings.hear(said) is None:
        return None
    if places.is_name(scope, said):  # a name may sound like one
        return None
    answer.refuse_people(scope, said)
    found = places.find(scope, said)
    heard = sightings.hear(found.rest)
    if heard is not None and heard.kind == MOVEMENT:
        return None
    if heard is None or in_group:
        return Warned(INCIDENT) if heard is not None and heard.kind == INCIDENT else None
    if heard.kind != SIGHTING:
        return Warned(heard.kind)
    choices = _choices(scope, heard)
    if not choices:
        return None
    refs = tuple(one.place for one in found.candidates if one.place.kind in KINDS)
    if found.place is not None:
        may_report(scope, found.place)
    return Sighting(heard.indicator, choices, scope.now.date(), refs, found.place is not None, found.query)


def _choices(scope: Scope, heard: Heard) -> tuple[str, ...]:
    """Answers that may be meant and that the catalogue knows; none for what may not be taken in chat."""
    indicator = scope.desk.catalogue.indicators.get(heard.indicator)
    if indicator is None or tool_of(indicator) is None:
        return ()
    if indicator.data_type == "int":
        return COUNTS if heard.number is None else (str(heard.number),)
    return tuple(one for one in heard.choices if one in indicator.allowed)


def tool_of(indicator: Indicator) -> str | None:
    """Observation, or one key informant where the indicator cannot be observed; None where neither is allowed.

    Nothing confidential is taken as a text (domain section 6 rule 9).
    """
    if indicator.klass is Klass.CONFIDENTIAL:
        return None
    return next((tool for tool in ("DO", "KII") if tool in indicator.tools), None)


def read_back(scope: Scope, place_id: int, said: Answer, seen_on: date) -> ReadBack:
    """How ``said`` would be stored; raises `Refusal` for what may not be, or is more than a day old."""
    place = places.get(scope, place_id)
    return ReadBack(place, readings.alone(scope.desk.catalogue, observed(scope, place, said, seen_on), seen_on))


def observed(scope: Scope, place: PlaceRef, said: Answer, seen_on: date) -> Observation:
    """The value that ``said`` makes; raises as `read_back`."""
    indicator = scope.desk.catalogue.indicators.get(said.indicator)
    tool = tool_of(indicator) if indicator else None
    if tool is None or not timedelta() <= scope.now.date() - seen_on <= BUTTONS_LAST:
        raise Refusal("ask.button_old")
    may_report(scope, place)
    return Observation(
        place_id=place.id,
        indicator=said.indicator,
        state=said.state,
        number=said.number,
        choice=said.choice,
        tool=tool,
        collected_on=seen_on,
        agency=scope.viewer.agency or "",
    )


def may_report(scope: Scope, place: PlaceRef) -> None:
    """Raise unless the viewer may report from there: a focal point from the own townships only."""
    viewer = scope.viewer
    if viewer.role not in REPORTERS or viewer.chat is Chat.GROUP:
        raise NotAllowedError
    if viewer.agency_id is None:
        raise NotAllowedError("sightings.no_agency")
    if viewer.role is Role.FOCAL and place.township_id not in viewer.townships:
        raise NotAllowedError("sightings.own_townships")
    if place.kind not in KINDS:
        raise Refusal("sightings.which_village", place=place.name)
