"""A message → what it asks or reports, over the places and words of this desk."""

from dataclasses import dataclass, replace

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
class Places:
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
        if not meaning.span or not decided.choices:
            return None
        first = self.index[decided.choices[0].place_id]
        return FoundPlace(self._name(meaning), first.kind, meaning.span, meaning.parts)

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
    """What ``text`` asks or reports; the first of several requests leads, the others follow as ``more``.

    Of a text that is longer than what is read, only the beginning counts, as one request.
    """
    memory = place_memory.recall(scope)
    places = Places(memory.places, memory.no_places)

    def read_part(part: str) -> Request:
        return requests.read(part, places, scope.desk.lexicon, scope.now.date())

    said = in_unicode(text[: 2 * READ])
    beginning = _beginning(said)
    found = several.read_all(read_part, said) if beginning == said else read_part(beginning)
    return replace(found, text=text)


def prepare(scope: Scope) -> None:
    """Build what is otherwise built when a first message needs it; takes as long as reading the places does."""
    place_memory.recall(scope).places.prepare()
    for text in _OF_EACH_KIND:
        read(scope, text)


_OF_EACH_KIND = ("any news from Nowhereville, Sometownship tsp? waater?", "ရေ ရှိလား")
"""Texts for which every table is needed: names, townships and words that are misspelled, and Burmese."""


def _beginning(text: str) -> str:
    """As much of the text as is read; no word is cut."""
    words = tokens(text[: READ + 1])
    if len(words) > READ_WORDS:
        return text[: words[READ_WORDS - 1].end]
    return text if len(text) <= READ else text[: words[-1].start] if len(words) > 1 else text[:READ]
