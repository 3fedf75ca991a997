"""A message → what it asks or reports, over the places and words of this desk."""

from dataclasses import dataclass

from coordination import place_memory
from coordination.scope import Scope
from understanding import requests
from understanding.place_index import PlaceIndex
from understanding.places import Meaning, name_spans, search
from understanding.requests import FoundPlace, Request
from understanding.zawgyi import in_unicode

READ = 600
"""Characters of a text that are read; people write shorter messages."""


@dataclass(frozen=True)
class _Places:
    """The places of the store, as `understanding.requests` asks for them."""

    index: PlaceIndex
    no_places: frozenset[str]

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where names of places surely stand."""
        return name_spans(self.index, text)

    def places(self, text: str, plain: frozenset[str]) -> list[FoundPlace]:
        """The places that the text names; ``plain`` are folded words that are no names."""
        found = search(self.index, text, self.no_places | plain)
        return [one for meaning in (found, *found.also) if (one := self._found(meaning))]

    def _found(self, meaning: Meaning) -> FoundPlace | None:
        decided = meaning.decision
        known = [choice for choice in decided.choices if choice.why != "near"]
        if not meaning.span or not decided.choices:
            return None
        sure = decided.choices if decided.decision in {"exact", "one"} else known
        names = {self.index[choice.place_id].name for choice in sure if choice.score == sure[0].score} if sure else set()
        first = self.index[(sure or decided.choices)[0].place_id]
        return FoundPlace(first.name if len(names) == 1 else None, first.kind, meaning.span, meaning.parts)


def read(scope: Scope, text: str) -> Request:
    """What ``text`` asks or reports."""
    memory = place_memory.recall(scope)
    places = _Places(memory.places, memory.no_places)
    return requests.read(in_unicode(text)[:READ], places, scope.desk.lexicon, scope.now.date())
