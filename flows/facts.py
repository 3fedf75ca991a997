"""What a flow may look up while it reads an answer: the places, the reading of a text, today."""

from collections.abc import Mapping, Sequence
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
SURE = 0.75
"""Confidence from which a text in a conversation is a question for the desk: answers to a step lie far below."""
MOST_CHOICES = 6


_Known = tuple[Request, Mapping[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Facts:
    """The desk as a step sees it: nothing here writes. ``source`` is the unique origin of what this turn stores."""

    scope: Scope
    tell: Telling
    source: str = ""
    known: dict[str, tuple[Request, Mapping[str, tuple[int, ...]]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def today(self) -> date:
        """The day of this turn."""
        return self.scope.now.date()

    def read(self, text: str) -> Request:
        """What a text asks or reports."""
        return self._read(text)[0]

    def _read(self, text: str) -> _Known:
        """Read once in a turn."""
        if text not in self.known:
            self.known[text] = requests.read_with_places(self.scope, text)
        return self.known[text]

    def asks(self, text: str) -> bool:
        """Whether a text surely is a question, so that the desk answers it: a name or a number alone is none."""
        request = self.read(text)
        if request.refusal:
            return True
        if request.intent == GREETING and text.strip(" .!").casefold() in NO_GREETINGS:
            return False
        sure = request.confidence >= SURE and not places.is_name(self.scope, text)
        return request.intent in ASKS and (sure or text.rstrip().endswith(("?", "?")))

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
        meant = self._read(text)[1].items()
        return {name: places.get_many(self.scope, ids[:MOST_CHOICES]) for name, ids in meant}
