"""A message → what it asks or reports, over the places and words of this desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from coordination import place_memory, places
from coordination.place_memory import Memory
from coordination.places import Found
from coordination.scope import Desk, Scope
from understanding import requests, several
from understanding.fold import fold, tokens
from understanding.lexicon import Lexicon
from understanding.place_choice import EXACT
from understanding.place_index import PlaceIndex
from understanding.places import Meaning, name_spans, search
from understanding.requests import FoundPlace, Request
from understanding.zawgyi import in_unicode

READ, READ_WORDS = 600, 100
"""Characters, and words or syllables of Burmese, of a text that are read; people write shorter messages."""
_ENDS = ".,;!?\n။၊"
_FORESEEN = "waypost_foreseen"
_SAMPLES = ("hi, 12 fams from Zzyzx camp went to Zzyzyx last mnth, any watr there?", "ဇဇ ရွာမှာ ရေ ရှိလား")
"""Texts with a bit of everything; no place is called so."""


@dataclass
class Places:
    """The places of the store, as `understanding.requests` asks for them.

    ``meaning`` is what it was told, ``meant`` notes which places each name may be.
    """

    index: PlaceIndex
    no_places: frozenset[str]
    meaning: Meaning | None = None
    meant: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where names of places surely stand; all of a text that is one."""
        return name_spans(self.index, text) or (((0, len(text)),) if self.index.hits(fold(text)) else ())

    def places(self, text: str, plain: frozenset[str]) -> list[FoundPlace]:
        """The places that the text names; ``plain`` are folded words that are no names."""
        self.meaning = found = search(self.index, text, self.no_places | plain)
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


@dataclass(frozen=True)
class Foreseen:
    """A text that was read before its transaction began, with what it was read by."""

    memory: Memory
    text: str
    day: date
    read: tuple[Request, Mapping[str, tuple[int, ...]]]


def foresee(engine: Any, desk: Desk, text: str, day: date) -> Foreseen | None:
    """``text`` read outside of any transaction; None while the places of the store are not in memory."""
    memory, said = place_memory.last(engine), in_unicode(text)
    return Foreseen(memory, said, day, _read(memory, desk.lexicon, said, day)) if memory else None


def expect(db: Session, foreseen: Foreseen | None) -> None:
    """Let `read` use in this transaction what was foreseen, if the places are still the same."""
    db.info[_FORESEEN] = foreseen


def read(scope: Scope, text: str) -> Request:
    """What ``text`` asks or reports; the first of several requests leads, the others follow as ``more``.

    ``known`` of each is what `coordination.places` says of its places: a `Found`, None where it names none. Of a text
    that is longer than what is read, only the beginning counts, as one request.
    """
    return read_with_places(scope, text)[0]


def read_with_places(scope: Scope, text: str) -> tuple[Request, Mapping[str, tuple[int, ...]]]:
    """As `read`, and by its name every place of the text: one id where it is certain, else those that may be meant."""
    memory, day = place_memory.recall(scope), scope.now.date()
    before: Foreseen | None = scope.db.info.get(_FORESEEN)
    if before and before.memory is memory and (before.text, before.day) == (text, day):
        return before.read
    return _read(memory, scope.desk.lexicon, text, day)


def prepare(scope: Scope) -> None:
    """Build the places and the tables of words, which otherwise the first messages wait for."""
    places.remember(scope)
    for text in _SAMPLES:
        read(scope, text)


def _read(memory: Memory, lexicon: Lexicon, text: str, day: date) -> tuple[Request, Mapping[str, tuple[int, ...]]]:
    meant: dict[str, tuple[int, ...]] = {}

    def read_part(part: str) -> Request:
        finder = Places(memory.places, memory.no_places, meant=meant)
        request = requests.read(part, finder, lexicon, day)
        return replace(request, known=_known(memory.places, finder.meaning, request, lexicon))

    said = in_unicode(text[: 2 * READ])
    begun = beginning(said)
    request = several.read_all(read_part, said) if begun == said else read_part(begun)
    return replace(request, text=text), meant


def _known(index: PlaceIndex, meaning: Meaning | None, request: Request, lexicon: Lexicon) -> Found | None:
    """The place that is meant, with the others; without what Burmese calls a sector."""
    if meaning is None or not meaning.span:
        return None
    spans = {span for span, _ in request.roles}
    kept = [
        one
        for one in (meaning, *meaning.also)
        if (one.span in spans if one.decision.choices else not _is_sector(one.name, lexicon))
    ]
    if not kept:
        return None
    return places.found_as(index, kept[0].beside(tuple(kept[1:]), meaning.unread))


def _is_sector(name: str, lexicon: Lexicon) -> bool:
    """Whether what nobody bears as a name is Burmese for a sector."""
    said = lexicon.find_sectors(name) if not name.isascii() else ()
    return any(one.end - one.start == len(name) for one in said)


def beginning(text: str) -> str:
    """As much of the text as is read, up to the last end of a part of it: half of a name may be another place's."""
    words = tokens(text[: READ + 1])
    if len(words) > READ_WORDS:
        head = text[: words[READ_WORDS - 1].end]
    elif len(text) > READ:
        head = text[: words[-1].start] if len(words) > 1 else text[:READ]
    else:
        return text
    return head[: max(map(head.rfind, _ENDS)) + 1] or head
