"""What a flow may look up while it reads an answer: the places, the reading of a text, today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from coordination import places, requests
from coordination.places import PlaceRef
from coordination.scope import Scope
from understanding.cues import ASK_MOVEMENT, ASK_SECTOR, ASK_VILLAGE, COMPARE, GREETING, HELP, LIST_GAPS, SUBSCRIBE
from understanding.requests import Request
from words.telling import Telling

ASKS = frozenset({ASK_VILLAGE, ASK_SECTOR, LIST_GAPS, ASK_MOVEMENT, COMPARE, SUBSCRIBE, HELP, GREETING})
"""Intents that a conversation leaves to the ordinary answers."""
NO_GREETINGS = frozenset({"many", "so", "very", "all", "good", "well"})
"""Words that a greeting may be made of and that alone are none."""
MOST_CHOICES = 6


@dataclass(frozen=True)
class Facts:
    """The desk as a step sees it: nothing here writes. ``source`` is the unique origin of what this turn stores."""

    scope: Scope
    tell: Telling
    source: str = ""
    known: dict[str, Request] = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The day of this turn."""
        return self.scope.now.date()

    def read(self, text: str) -> Request:
        """What a text asks or reports; read once in a turn."""
        if text not in self.known:
            self.known[text] = requests.read(self.scope, text)
        return self.known[text]

    def asks(self, text: str) -> bool:
        """Whether a text surely is a question, so that the desk answers it: a name or a number alone is none."""
        request = self.read(text)
        if request.refusal:
            return True
        said = {one.used for one in request.why}
        if request.intent == GREETING and text.strip(" .!").casefold() in NO_GREETINGS:
            return False
        return request.intent in ASKS and ("intent" in said or text.rstrip().endswith(("?", "?")))

    def place(self, place_id: int) -> PlaceRef:
        """A place by its id; raises `Refusal`."""
        return places.get(self.scope, place_id)

    def places(self, text: str, kinds: frozenset[str]) -> Sequence[PlaceRef]:
        """The places of these kinds that a text may mean; one where it is certain."""
        found = places.find(self.scope, text)
        if found.place is not None:
            return (found.place,) if found.place.kind in kinds else ()
        return tuple(one.place for one in found.candidates if one.place.kind in kinds)[:MOST_CHOICES]

    def named(self, text: str) -> dict[str, tuple[PlaceRef, ...]]:
        """Every place that a text names, by its name: its only bearer where that is certain, else all that may be."""
        found = places.find(self.scope, text)
        known: dict[str, tuple[PlaceRef, ...]] = {}
        for one in (found, *found.also):
            refs = (one.place,) if one.place is not None else tuple(each.place for each in one.candidates)
            if refs:
                known.setdefault(refs[0].name, refs[:MOST_CHOICES])
        return known
