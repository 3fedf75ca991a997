"""A message → what it asks or reports, over the places and words of this desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coordination import place_memory
from coordination.scope import Scope
from understanding import requests, several
from understanding.fold import fold, tokens
from understanding.place_choice import EXACT
from understanding.place_index import PlaceIndex
from understanding.places import Meaning, name_spans, search
from understanding.requests import FoundPlace, Request
from understanding.zawgyi import in_unicode

READ, READ_WORDS = 600, 100
"""Characters, and words or syllables of Burmese, of a text that are read; people write shorter messages."""


@dataclass(frozen=True)
class _Places:
    """The places of the store, as `understanding.requests` asks for them; ``meant`` notes which each name may be."""

    index: PlaceIndex
    no_places: frozenset[str]
    meant: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where names of places surely stand."""
        return name_spans(self.index, text)

    def places(self, text: str, plain: frozenset[str]) -> list[FoundPlace]:
        """The places that the text names; ``plain`` are folded words that are no names."""
        found = search(self.index, text, self.no_places | plain)
        return [one for meaning in (found, *found.also) if (one := self._found(meaning))]

    def _found(self, meaning: Meaning) -> FoundPlace | None:
        decided = meaning.decision
        if not meaning.span or not decided.choices:
            return None
        first, name = self.index[decided.choices[0].place_id], self._name(meaning)
        sure = decided.decision in {"exact", "one"}
        if name is not None:
            self.meant.setdefault(name, tuple(one.place_id for one in decided.choices[: 1 if sure else None]))
        return FoundPlace(name, first.kind, meaning.span, meaning.parts)

    def _name(self, meaning: Meaning) -> str | None:
        """The name that is meant, also where several places bear it; None where places of other names may be meant."""
        decided = meaning.decision
        if decided.decision in {"exact", "one"}:
            return self.index[decided.choices[0].place_id].name
        exact = [choice for choice in decided.choices if choice.why in EXACT]
        whole = exact or [choice for choice in decided.choices if choice.why in {"alias", "previous"}]
        names = [self.index[choice.place_id].name for choice in whole]
        typed = [name for name in names if name.casefold() == " ".join(meaning.name.casefold().split())]
        return (typed or names)[0] if len({fold(name) for name in typed or names}) == 1 else None


def read(scope: Scope, text: str) -> Request:
    """What ``text`` asks or reports; the first of several requests leads, the others follow as ``more``."""
    return read_with_places(scope, text)[0]


def read_with_places(scope: Scope, text: str) -> tuple[Request, Mapping[str, tuple[int, ...]]]:
    """As `read`, and by its name every place of the text: one id where it is certain, else those that may be meant."""
    memory = place_memory.recall(scope)
    places = _Places(memory.places, memory.no_places)

    def read_part(part: str) -> Request:
        return requests.read(part, places, scope.desk.lexicon, scope.now.date())

    request = several.read_all(read_part, _beginning(in_unicode(text[: 2 * READ])))
    return replace(request, text=text), places.meant


def _beginning(text: str) -> str:
    """As much of the text as is read; no word is cut."""
    words = tokens(text[: READ + 1])
    if len(words) > READ_WORDS:
        return text[: words[READ_WORDS - 1].end]
    return text if len(text) <= READ else text[: words[-1].start] if len(words) > 1 else text[:READ]
